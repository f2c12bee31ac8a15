"""The filter as a condition on the tables: the same meaning as ``IncidentFilter.membership``, row for row.

Dates, actors, kinds, sources, fields, text and areas are exact. A drawn area against a point with its radius is
arithmetic (``events/store/drawn.py``): within metres of the rim the answer may differ from the one in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from events.filters import ANY_FIELD, IncidentFilter
from events.store import drawn
from events.store.compiled import BITS, SURE_BITS, Marks, listed, rounded
from events.store.schema import EPOCH_ORDINAL, FIELD_BITS, KEY_BITS, KEY_MASK
from geodata.names import fold
from geodata.windows import Window

Tables = Mapping[str, ir.Table]
Areas = Callable[[Window], tuple[Sequence[str], Sequence[str]]]
"""For a window: which texts of ``incidents.area`` lie in it, and which partly (``drawn.sort_areas``)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts of a filter are set, and how long its lists are (rounded up): what decides the SQL text."""

    start: bool = False
    end: bool = False
    actors: int = 0
    role: bool = False
    kinds: int = 0
    sources: int = 0
    contested: bool = False
    words: int = 0
    edges: int = 0
    areas_in: int = 0
    areas_partly: int = 0
    sets: int = 0
    """Data sets of which bits say what passes all but dates, kinds and fields (``members.py``)."""
    bounded: bool = False
    """Whether further bits say what lies wholly in the drawn area that the bits stand for."""


def _no_areas(_: Window) -> tuple[Sequence[str], Sequence[str]]:
    return (), ()


def question(chosen: IncidentFilter, areas: Areas = _no_areas) -> tuple[Shape, dict[str, Any]]:
    """The shape of a filter and the values of its parameters.

    Data sets are not part of it: which tables are asked is the caller's to choose.
    """
    words = tuple(dict.fromkeys(fold(chosen.text).split()))
    edges = drawn.edges(chosen.area) if chosen.area else ()
    within, partly = areas(chosen.area) if chosen.area else ((), ())
    lists: dict[str, Sequence[Any]] = {
        "actor": sorted(chosen.actors), "kind": sorted(chosen.kinds), "source": sorted(chosen.sources),
        "within": within, "partly": partly,
    }
    values: dict[str, Any] = {}
    for name, given in lists.items():
        values |= listed(name, given)
    values |= listed("word", words)
    if chosen.start:
        values["start"] = chosen.start.toordinal() - EPOCH_ORDINAL
    if chosen.end:
        values["end"] = chosen.end.toordinal() - EPOCH_ORDINAL
    if chosen.role:
        values["role"] = chosen.role
    if chosen.contested:
        values["fields"] = contested_bits(chosen)
    if chosen.area:
        values |= drawn.values(chosen.area)
    shape = Shape(
        bool(chosen.start), bool(chosen.end), rounded(len(chosen.actors)), bool(chosen.role),
        rounded(len(chosen.kinds)), rounded(len(chosen.sources)), bool(chosen.contested), rounded(len(words)),
        len(edges), rounded(len(within)), rounded(len(partly)),
    )  # fmt: skip
    return shape, values


def contested_bits(chosen: IncidentFilter) -> int:
    """The bits of the fields that a filter wants contested."""
    if ANY_FIELD in chosen.contested:
        return sum(FIELD_BITS.values())
    return sum(FIELD_BITS.get(field, 0) for field in chosen.contested)


def selected(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """The incidents that pass, certainly or possibly, with a column ``sure`` for the certain ones."""
    incidents = tables["incidents"]
    conditions = _parts(tables, shape, marks)
    passes, certain = _dates(incidents, shape, marks)
    chosen = incidents.filter(*conditions, *passes) if conditions or passes else incidents
    if shape.edges:
        chosen = drawn.restricted(chosen, shape.edges, shape.areas_in, shape.areas_partly, marks)
        certain = [*certain, chosen["in_area"] == drawn.WHOLLY]
    if shape.bounded:
        certain = [*certain, _is_set(SURE_BITS, chosen, shape, marks)]
    sure: Any = ibis.literal(True)
    for index, one in enumerate(certain):
        sure = sure & one if index else one
    return chosen.mutate(sure=sure)


def _parts(tables: Tables, shape: Shape, marks: Marks) -> list[ir.BooleanValue]:
    incidents = tables["incidents"]
    found: list[Any] = []
    if shape.kinds:
        found.append(incidents["kind"].isin(marks.texts("kind", shape.kinds)))
    if shape.contested:
        found.append((incidents["contested"] & marks.number("fields")) != 0)
    if shape.sets:
        found.append(_is_set(BITS, incidents, shape, marks))
    if shape.sources:
        found.append(incidents["key"].isin(telling(tables, shape, marks)["key"]))
    if shape.actors or shape.role:
        found.append(incidents["key"].isin(standing(tables, shape, marks)["key"]))
    found += [incidents["haystack"].contains(word) for word in marks.texts("word", shape.words)]
    return found


@ibis.udf.scalar.builtin(name="get_bit", signature=(("string", "int32"), "int32"))  # type: ignore[untyped-decorator]
def _get_bit(bits: str, at: int) -> int:
    """DuckDB's: the bit at a place."""
    raise NotImplementedError


def _is_set(bits: str, rows: ir.Table, shape: Shape, marks: Marks) -> Any:
    return _get_bit(marks.text(bits), bit_of(rows["key"], shape.sets, marks)) == 1


def bit_of(key: Any, sets: int, marks: Marks) -> Any:
    """Where the bit of a key stands: data sets follow one another, numbers ``set_n`` from ``start_n`` on."""
    row, number = key & KEY_MASK, key >> KEY_BITS
    if sets == 1:
        return row.cast("int32")
    starts = [(number == marks.number(f"set_{n}"), marks.number(f"start_{n}")) for n in range(sets)]
    return (row + ibis.cases(*starts, else_=0)).cast("int32")


def telling(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """Rows of ``told_by``: of the chosen publishers."""
    told = tables["told_by"]
    return told.filter(told["source"].isin(marks.texts("source", shape.sources)))


def standing(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """Rows of ``parties``: the chosen actors in the chosen role."""
    parties = tables["parties"]
    wanted = []
    if shape.actors:
        wanted.append(parties["actor"].isin(marks.texts("actor", shape.actors)))
    if shape.role:
        wanted.append(parties["role"] == marks.text("role"))
    return parties.filter(*wanted) if wanted else parties


def _dates(incidents: ir.Table, shape: Shape, marks: Marks) -> tuple[list[Any], list[Any]]:
    """Conditions for passing and for being certain. An open end passes, and is never certain."""
    if not (shape.start or shape.end):
        return [], []  # profiles (``sums``) have no days
    first, last = incidents["first_day"], incidents["last_day"]
    passes: list[Any] = []
    certain: list[Any] = []
    if shape.start:
        passes.append(last.isnull() | (last >= marks.number("start")))
        certain.append(first.notnull() & (first >= marks.number("start")))
    if shape.end:
        passes.append(first.isnull() | (first <= marks.number("end")))
        certain.append(last.notnull() & (last <= marks.number("end")))
    if shape.start and shape.end:
        # A window that ends before it starts has nothing in it, not even what is not dated.
        passes.append(ibis.literal(marks.number("start"), "int32") <= ibis.literal(marks.number("end"), "int32"))
    return passes, certain


def total(amount: Any) -> Any:
    """The sum of whole numbers or truths as 64 bits: DuckDB's has 128, which Python gets as decimal numbers, slowly.

    Added up in floating point, which is exact up to 2**53.
    """
    if isinstance(amount, ir.BooleanValue):
        amount = amount.cast("int32")  # PostgreSQL makes no floating point of a truth
    return amount.cast("float64").sum().cast("int64")
