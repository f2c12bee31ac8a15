"""The profiles of the data sets that are asked, in memory: counts beside options without a query for each.

A change of the dates is one query, how many incidents of each profile lie in them (:data:`Weights`); a change of
anything else none. Counts of all options are then sums over arrays as long as there are profiles: a few hundred or
thousand. Rows and meaning are those of the statements of ``sums.py``, which serve where there are too many profiles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow

from events.fields import FIELDS
from events.filters import ANY_FIELD, IncidentFilter
from events.store.asking import Asker
from events.store.compiled import Marks
from events.store.facets import Option
from events.store.pages import Counts
from events.store.predicates import Tables, contested_bits, question
from events.store.recent import Recent
from events.store.schema import FIELD_BITS
from events.store.sums import ACTOR, SOURCE, SUMS, per_profile

MOST_PROFILES = 20_000
"""Of more, each window of days would be too much to keep."""
MOST_ROWS = 400_000
"""Of what profiles have, and of names: the same."""
MOST_WINDOWS, ROOM = 1_000, 8 << 20
"""Windows of days whose weights are kept, 16 bytes for each profile, and bytes that they take in all."""
Whole: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]
Ask: TypeAlias = Callable[[IncidentFilter], pyarrow.Table]
"""Rows (key, n, certain) for the dates of a filter."""


class Changed(Exception):
    """What profiles are of has changed since they were read."""


class _TooMany:
    """Stands for profiles that are not kept."""


class Weights(NamedTuple):
    """How many incidents each profile has in a window, and how many of them certainly."""

    n: Whole
    certain: Whole


@dataclass(frozen=True, slots=True)
class Members:
    """Rows that say what a profile has: its number, and codes of what it has; ``names`` are what codes stand for."""

    profile: Whole
    codes: tuple[Whole, ...]
    names: tuple[list[str], ...]
    once: tuple[Whole, ...]
    """For each column the rows in which a profile has a name for the first time."""

    def among(self, column: int, wanted: Collection[str]) -> Truths:
        """Rows with one of those names."""
        codes = [code for code, name in enumerate(self.names[column]) if name in wanted]
        found: Truths = np.isin(self.codes[column], codes)
        return found

    def counted(self, column: int, n: Whole, rows: Truths | None = None) -> dict[str, int]:
        """Incidents of each name; a profile that has it in several rows counts once."""
        profile, codes, names = self.profile, self.codes[column], self.names[column]
        chosen = self.once[column] if rows is None else _once(profile, codes, np.flatnonzero(rows))
        # Counted in floating point, which is exact up to 2**53.
        found = np.bincount(codes[chosen], n[profile[chosen]], len(names)).astype(np.int64)
        return {name: int(count) for name, count in zip(names, found, strict=True) if count}


def _once(profile: Whole, codes: Whole, rows: Whole) -> Whole:
    """Of those rows the first of each profile and code."""
    pairs = (profile[rows] << 32) + codes[rows]
    return rows[np.unique(pairs, return_index=True)[1]]


def _members(profile: Whole, table: pyarrow.Table, *columns: str) -> Members:
    codes, names = [], []
    for column in columns:
        coded = table[column].combine_chunks().fill_null("").dictionary_encode()
        codes.append(coded.indices.to_numpy(zero_copy_only=False).astype(np.int64))
        names.append(coded.dictionary.to_pylist())
    every = np.arange(len(profile), dtype=np.int64)
    return Members(profile, tuple(codes), tuple(names), tuple(_once(profile, one, every) for one in codes))


class Profiles:
    """All profiles of some data sets. Safe for threads.

    Args:
        tables: ``profiles``, ``parties``, ``told_by`` and ``labels`` of ``sums.SUMS``, each whole.
        ask: for the weights of a window.
    """

    def __init__(self, tables: Mapping[str, pyarrow.Table], ask: Ask) -> None:
        rows = tables["profiles"].sort_by("key")
        self._keys: Whole = rows["key"].to_numpy()
        self._kinds = _members(np.arange(len(rows), dtype=np.int64), rows, "kind")
        self._contested: Whole = rows["contested"].fill_null(0).to_numpy()
        self._unplaced: Truths = rows["unplaced"].cast("int8").fill_null(0).to_numpy() != 0
        parties, told = tables["parties"], tables["told_by"]
        self._parties = _members(self._numbers(parties["key"]), parties, "actor", "role")
        self._told = _members(self._numbers(told["key"]), told, "source")
        self._labels: dict[tuple[str, str], str] = {}
        for row in tables["labels"].drop_null().sort_by("label").to_pylist():
            self._labels.setdefault((row["side"], row["id"]), row["label"])
        self._ask = ask
        self._weights: Recent[tuple[Any, Any], Weights] = Recent(
            MOST_WINDOWS, lambda one: one.n.nbytes + one.certain.nbytes, ROOM
        )
        self._total = int(self._in(IncidentFilter()).n.sum())

    def _numbers(self, keys: Any) -> Whole:
        found: Whole = np.searchsorted(self._keys, keys.to_numpy()).astype(np.int64)
        return found

    def _in(self, chosen: IncidentFilter) -> Weights:
        """The weights of a filter's dates."""
        kept = self._weights.get((chosen.start, chosen.end))
        if kept is not None:
            return kept
        answer = self._ask(chosen)
        at = self._numbers(answer["key"])
        made = Weights(*(np.zeros(len(self._keys), np.int64) for _ in range(2)))
        made.n[at], made.certain[at] = answer["n"].to_numpy(), answer["certain"].to_numpy()
        return self._weights.put((chosen.start, chosen.end), made)

    def _passing(self, chosen: IncidentFilter) -> Truths:
        """Profiles that pass all of a filter but its dates."""
        passing = np.ones(len(self._keys), bool)
        if chosen.kinds:
            passing &= self._kinds.among(0, chosen.kinds)
        if chosen.contested:
            passing &= (self._contested & contested_bits(chosen)) != 0
        if chosen.sources:
            passing &= self._having(self._told, self._told.among(0, chosen.sources))
        if chosen.actors or chosen.role:
            passing &= self._having(self._parties, self._standing(chosen.actors, chosen.role))
        return passing

    def _having(self, members: Members, rows: Truths) -> Truths:
        found = np.zeros(len(self._keys), bool)
        found[members.profile[rows]] = True
        return found

    def _standing(self, actors: Collection[str], role: str) -> Truths:
        """Rows of the parties: the chosen actors in the chosen role."""
        rows = np.ones(len(self._parties.profile), bool)
        if actors:
            rows &= self._parties.among(0, actors)
        return rows & self._parties.among(1, {role}) if role else rows

    def counts(self, chosen: IncidentFilter) -> Counts:
        """As ``Counting.counts``."""
        passing, weights = self._passing(chosen), self._in(chosen)
        n, certain = (int(one[passing].sum()) for one in weights)
        apart = passing & self._unplaced
        unplaced, unplaced_certain = (int(one[apart].sum()) for one in weights)
        return Counts(certain, n - certain, unplaced_certain, unplaced - unplaced_certain, self._total)

    def facet(self, chosen: IncidentFilter, part: str, limit: int, own: IncidentFilter) -> tuple[Option, ...]:
        """As ``Counting.facet``. ``chosen`` has the part left open; the actors and the role of ``own`` limit it."""
        if part == "contested" and not self._contested.any():
            return ()  # whatever the dates
        n = np.where(self._passing(chosen), self._in(chosen).n, 0)
        if part == "contested":
            found = {field.key: int(n[(self._contested & FIELD_BITS[field.key]) != 0].sum()) for field in FIELDS}
            found[ANY_FIELD] = int(n[self._contested != 0].sum())
        elif part == "kinds":
            found = self._kinds.counted(0, n)
        elif part == "sources":
            found = self._told.counted(0, n)
        elif part == "roles":
            found = self._parties.counted(1, n, self._standing(own.actors, ""))
        else:
            found = self._parties.counted(0, n, self._standing((), own.role))
        side = {"actors": ACTOR, "sources": SOURCE}.get(part, "")
        ordered = sorted((-count, one) for one, count in found.items() if count)
        return tuple(Option(one, self._labels.get((side, one)) or one, -less) for less, one in ordered[:limit])


class Profiling:
    """The profiles of each selection of data sets, made when they are first asked and when they change."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._made: Recent[tuple[Any, ...], Profiles | _TooMany] = Recent(8)

    def of(self, numbers: Collection[int] | None) -> Profiles | None:
        """Those of some data sets, None for all that are on; None where there are too many, or the engine has none."""
        engine = self._asker.engine
        summed = getattr(engine, "summed", None)
        if summed is None:
            return None
        state = self._state()
        key = (*state, None if numbers is None else frozenset(numbers))
        made = self._made.get(key)
        if made is None:
            tables = summed(numbers, True, MOST_PROFILES, always=True)
            made = _TooMany() if tables is None else self._make(tables, state)
            if self._state() == state:
                self._made.put(key, made)
        return made if isinstance(made, Profiles) else None

    def _state(self) -> tuple[int, int]:
        """Changes with what a query can see, and with what it is answered from."""
        engine: Any = self._asker.engine
        return engine.generation, engine.opened

    def _make(self, tables: Tables, state: tuple[int, int]) -> Profiles | _TooMany:
        def whole(name: str) -> pyarrow.Table:
            def build(marks: Marks) -> ir.Table:
                return tables[name].select(*SUMS[name]).limit(marks.number("limit"))

            return self._asker.ask_now((name, "whole"), tables, build, {"limit": MOST_ROWS})

        def weights(chosen: IncidentFilter) -> pyarrow.Table:
            shape, given = question(IncidentFilter(start=chosen.start, end=chosen.end))
            answer = self._asker.ask_now(
                ("weights", shape), tables, lambda marks: per_profile(tables, "", shape, marks), given
            )
            if self._state() != state:
                raise Changed
            return answer

        found = {name: whole(name) for name in ("profiles", "parties", "told_by", "labels")}
        if len(found["profiles"]) > MOST_PROFILES or max(map(len, found.values())) >= MOST_ROWS:
            return _TooMany()
        return Profiles(found, weights)
