"""What passes all of a filter but its dates, kinds and fields, as one bit an incident: a look in place of a search.

With an actor chosen, every question about a million incidents would join them with three million rows of parties, each
time anew, which takes several times as long as all the rest; a word would be looked for in all texts, and a drawn area
be measured against all points. So that is done once for the actors, role, publishers, words and area of a filter; the
bits go with each further question, and are kept for whoever asks the same. Of words and areas they are made with the
second question, as a single one is answered sooner without; or with the first, where more are expected.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import ibis.expr.types as ir
import numpy as np
import pyarrow

from events.filters import IncidentFilter
from events.store.compiled import BITS, SURE_BITS, Marks
from events.store.predicates import Areas, Shape, Tables, question, selected, standing, telling
from events.store.recent import Recent
from events.store.schema import KEY_BITS, KEY_MASK

FEWEST = 100_000
"""Incidents from which on bits are worth their making."""
MOST_SETS = 4
"""Data sets that are asked at a time; of more, each has its own place among the bits only in a long comparison."""
MOST_BITS = 200_000_000
ROOM = 48 << 20
"""Bytes of bits that are kept: a million incidents take 125 KB, and as much again for a drawn area."""
Numbers = Collection[int] | None
Question = tuple[Shape, dict[str, Any]]


class Bits(NamedTuple):
    """A parameter; its name stands for it where parameters are compared."""

    name: Hashable
    value: bytes


class Passing(NamedTuple):
    """What passes; and of a drawn area, what lies wholly in it."""

    within: Bits
    wholly: Bits | None


class _Laid(NamedTuple):
    """Where the bits of each data set begin, by its number; how many there are; whether they are worth it."""

    starts: Mapping[int, int]
    room: int
    serves: bool


class _Name(NamedTuple):
    """What bits are known by."""

    generation: int
    starts: tuple[tuple[int, int], ...]
    who: IncidentFilter


class Asks(Protocol):
    """What is needed of ``Asker``."""

    def ask_plain(self, name: Hashable, build: Any, numbers: Numbers = None,
                  values: Mapping[str, Any] | None = None) -> pyarrow.Table:  # fmt: skip
        """The answer to a query that no filter has a part in."""

    def stream_plain(
        self, name: Hashable, build: Any, numbers: Numbers, values: Mapping[str, Any]
    ) -> Iterable[pyarrow.RecordBatch]:
        """The same, batch by batch, of what is not bounded."""


class Members:
    """The bits of an engine's data sets. Safe for threads."""

    def __init__(self, asker: Asks) -> None:
        self._asker = asker
        self._kept: Recent[Hashable, Passing] = Recent(1_000, _size, ROOM)
        self._laid: Recent[Hashable, _Laid] = Recent(64)
        self._asked: Recent[Hashable, bool] = Recent(1_000)

    def question(
        self, chosen: IncidentFilter, areas: Areas, numbers: Numbers, generation: int, at_once: bool = False
    ) -> Question | None:
        """As ``predicates.question``, with bits in place of what they stand for; None where they are not worth it.

        Args:
            at_once: whether the rows that are asked have no words and no areas, so that bits are made in any case.
        """
        rest = replace(chosen, actors=frozenset(), role="", sources=frozenset(), text="", area=None)
        laid = self._laid_out(numbers, generation) if rest != chosen else None
        if laid is None or not laid.serves:
            return None
        name = self._name(chosen, laid, generation)
        found = self._kept.get(name)
        if found is None:
            if (chosen.text or chosen.area) and not (at_once or self._asked.get(name)):
                self._asked.put(name, True)
                return None
            found = self._kept.put(name, self._made(name, question(name.who, areas), numbers, laid))
        shape, values = question(rest)
        values |= {f"set_{n}": number for n, number in enumerate(laid.starts)}
        values |= {f"start_{n}": start for n, start in enumerate(laid.starts.values())}
        values |= {BITS: found.within} | ({SURE_BITS: found.wholly} if found.wholly else {})
        return replace(shape, sets=len(laid.starts), bounded=found.wholly is not None), values

    def expect(self, chosen: IncidentFilter, numbers: Numbers, generation: int) -> None:
        """Have the bits made with the next question, as more of the same follow it, perhaps with other dates."""
        laid = self._laid_out(numbers, generation) if chosen.text or chosen.area else None
        if laid and laid.serves:
            self._asked.put(self._name(chosen, laid, generation), True)

    @staticmethod
    def _name(chosen: IncidentFilter, laid: _Laid, generation: int) -> _Name:
        who = replace(chosen, start=None, end=None, kinds=frozenset(), contested=frozenset(), datasets=frozenset())
        return _Name(generation, tuple(laid.starts.items()), who)

    def serves(self, numbers: Numbers, generation: int) -> bool:
        """Whether bits are worth it for those data sets."""
        return self._laid_out(numbers, generation).serves

    def _laid_out(self, numbers: Numbers, generation: int) -> _Laid:
        name = generation, None if numbers is None else frozenset(numbers)
        kept = self._laid.get(name)
        if kept is None:
            starts, room, incidents = {}, 0, 0
            for number, rows, last in self._spans(numbers):
                starts[number] = room
                room, incidents = room + last + 1, incidents + rows
            serves = incidents >= FEWEST and len(starts) <= MOST_SETS and room <= MOST_BITS
            kept = self._laid.put(name, _Laid(starts, room, serves))
        return kept

    def _spans(self, numbers: Numbers) -> list[tuple[int, int, int]]:
        """Number of each data set, how many incidents it has, and the last of their rows."""

        def build(tables: Tables, _: Marks) -> ir.Table:
            key: Any = tables["incidents"]["key"]
            keys = tables["incidents"].select(number=key >> KEY_BITS, row=key & KEY_MASK)
            return keys.group_by("number").agg(n=keys.count(), last=keys["row"].max()).order_by("number")

        rows = self._asker.ask_plain("rows of data sets", build, numbers).to_pylist()
        return [(row["number"], row["n"], row["last"]) for row in rows]

    def _made(self, name: Hashable, who: Question, numbers: Numbers, laid: _Laid) -> Passing:
        shape, values = who
        within, wholly = np.ones(laid.room, bool), np.zeros(laid.room, bool)
        for part, rows_of in _parts(shape):

            def build(tables: Tables, marks: Marks, rows_of: Any = rows_of) -> ir.Table:
                rows: ir.Table = rows_of(tables, shape, marks)
                return rows.select("key", "sure") if "sure" in rows.columns else rows.select("key")

            found = np.zeros(laid.room, bool)
            for batch in self._asker.stream_plain((part, shape), build, numbers, values):
                keys = batch.column("key").to_numpy()
                for number, start in laid.starts.items():
                    of_set = keys >> KEY_BITS == number
                    at = start + (keys[of_set] & KEY_MASK)
                    found[at] = True
                    if part == "lying":
                        wholly[at] = batch.column("sure").to_numpy(zero_copy_only=False)[of_set]
            within &= found
        sure = Bits((name, "wholly"), _packed(wholly)) if shape.edges else None
        return Passing(Bits(name, _packed(within)), sure)


def _parts(shape: Shape) -> Iterator[tuple[str, Any]]:
    """Names of what is looked for, and the rows that have it: with ``sure`` where that is asked."""
    if shape.actors or shape.role:
        yield "standing", standing
    if shape.sources:
        yield "telling", telling
    if shape.words or shape.edges:
        yield "lying", _lying


def _lying(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    return selected(tables, replace(shape, actors=0, role=False, sources=0), marks)


def _packed(bits: Any) -> bytes:
    return bytes(np.packbits(bits).tobytes())


def _size(passing: Passing) -> int:
    return sum(len(one.value) for one in passing if one)
