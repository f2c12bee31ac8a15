"""Who has a part in what, and who tells of it, as one bit an incident: a look at a bit in place of a join.

With an actor chosen, every question about a million incidents would join them with three million rows of parties, each
time anew, which takes several times as long as all the rest. So the join is made once for the actors, role and
publishers of a filter; the bits go with each further question, and are kept for whoever asks the same.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import ibis.expr.types as ir
import numpy as np
import pyarrow

from events.filters import IncidentFilter
from events.store.compiled import BITS, Marks
from events.store.predicates import Shape, Tables, standing, telling
from events.store.recent import Recent
from events.store.schema import KEY_BITS, KEY_MASK

FEWEST = 100_000
"""Incidents from which on bits are worth their making."""
MOST_SETS = 4
"""Data sets that are asked at a time; of more, each has its own place among the bits only in a long comparison."""
MOST_BITS = 200_000_000
ROOM = 48 << 20
"""Bytes of bits that are kept: a million incidents take 125 KB."""
Numbers = Collection[int] | None


class Bits(NamedTuple):
    """A parameter; its name stands for it where parameters are compared."""

    name: Hashable
    value: bytes


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
        self._kept: Recent[Hashable, Bits] = Recent(1_000, lambda bits: len(bits.value), ROOM)

    def instead(
        self, chosen: IncidentFilter, shape: Shape, values: Mapping[str, Any], numbers: Numbers, generation: int
    ) -> tuple[Shape, dict[str, Any]]:
        """A question with bits in place of its actors, role and publishers; as it is where bits are not worth it."""
        if not (shape.actors or shape.role or shape.sources):
            return shape, dict(values)
        spans = self._spans(numbers)
        if sum(rows for _, rows, _ in spans) < FEWEST or len(spans) > MOST_SETS:
            return shape, dict(values)
        starts, room = {}, 0
        for number, _, last in spans:
            starts[number] = room
            room += last + 1
        if room > MOST_BITS:
            return shape, dict(values)
        who = frozenset(chosen.actors), chosen.role, frozenset(chosen.sources)
        name = (generation, tuple(starts.items()), *who)
        bits = self._kept.get(name) or self._kept.put(name, self._made(name, shape, values, numbers, starts, room))
        places = {f"set_{n}": number for n, number in enumerate(starts)}
        places |= {f"start_{n}": start for n, start in enumerate(starts.values())}
        plain = replace(shape, actors=0, role=False, sources=0, sets=len(starts))
        return plain, {**values, **places, BITS: bits}

    def _spans(self, numbers: Numbers) -> list[tuple[int, int, int]]:
        """Number of each data set, how many incidents it has, and the last of their rows."""

        def build(tables: Tables, _: Marks) -> ir.Table:
            key: Any = tables["incidents"]["key"]
            keys = tables["incidents"].select(number=key >> KEY_BITS, row=key & KEY_MASK)
            return keys.group_by("number").agg(n=keys.count(), last=keys["row"].max()).order_by("number")

        rows = self._asker.ask_plain("rows of data sets", build, numbers).to_pylist()
        return [(row["number"], row["n"], row["last"]) for row in rows]

    def _made(
        self, name: Hashable, shape: Shape, values: Mapping[str, Any], numbers: Numbers, starts: Mapping[int, int],
        room: int,
    ) -> Bits:  # fmt: skip
        within = np.ones(room, bool)
        for part, wanted, rows_of in (
            ("standing", shape.actors or shape.role, standing), ("telling", shape.sources, telling),
        ):  # fmt: skip
            if not wanted:
                continue

            def build(tables: Tables, marks: Marks, rows_of: Any = rows_of) -> ir.Table:
                return rows_of(tables, shape, marks).select("key")

            found = np.zeros(room, bool)
            kept = (part, shape.actors, shape.role, shape.sources)
            for batch in self._asker.stream_plain(kept, build, numbers, values):
                keys = batch.column("key").to_numpy()
                for number, start in starts.items():
                    found[start + (keys[keys >> KEY_BITS == number] & KEY_MASK)] = True
            within &= found
        return Bits(name, np.packbits(within).tobytes())
