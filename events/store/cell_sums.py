"""Sums of a data set by cell and span of days, from which the map of any window of dates is added up.

Days are cut into bins of 32. What begins and ends in two of them, in the same cell, of the same kind and with the same
fields contested, is one row of ``cell_sums``: whether it passes a window, and certainly, is decided by its bins alone,
unless one of them is the bin in which the window begins or ends. The incidents of those two bins are taken by their
days from ``cell_days``, which has each of them under the bin in which it begins, and ``again`` under that in which it
ends, in order of bin, so that little is read; those of the same days, cell, kind and fields are one row. The answers
are those of the incidents, to the row.

Areas are in it by their text, in place of a cell. What is not placed is not. Both tables are there twice: in cells
for a map of a country, few enough to be read whole, and in finer ones in order of place for one of a city (``NEAR``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from events.fields import KINDS
from events.filters import IncidentFilter
from events.store.compiled import Marks
from events.store.pages import in_span
from events.store.predicates import Shape, Tables, question, selected, total

BIN_BITS = 5
"""32 days."""
_FAR = 1 << 22
"""Days from 1970 on, either way, that no date reaches: the year 9999 is day 2,932,896."""
FIRST_DAY, LAST_DAY = -_FAR, _FAR - 1
"""Of what is open at that end: it passes any window there, and only where none is chosen is it certain."""
NO_BIN_BEFORE, NO_BIN_AFTER = -1, (2 * _FAR) >> BIN_BITS
"""Where no first or last day is chosen: no incident has these bins."""
ALWAYS = -2
"""The bin of incidents that are always looked at by their days, since their data set has no sums."""

_PLACE = {"x": "int32", "y": "int32", "area": "string", "precision": "int8", "kind": "string", "contested": "int64"}
_SUMS = {"lon": "float64", "lat": "float64", "killed_low": "int64", "killed_high": "int64", "n_sources": "int64"}
CELL_SUMS: dict[str, dict[str, str]] = {
    "cell_sums": {**_PLACE, "first_bin": "int32", "last_bin": "int32", "n": "int64", **_SUMS, "key": "int64"},
    "cell_days": {"bin": "int32", "again": "boolean", "first_day": "int32", "last_day": "int32", **_PLACE, "n": "int64",
                  **_SUMS, "key": "int64"},
}  # fmt: skip
"""Table to column to Ibis type. ``x`` and ``y`` are the north-western corner of a cell, or NULL beside an ``area``;
``n`` incidents are one row, of which ``_SUMS`` are added up and ``key`` is the least one."""
NEAR = {"cell_sums": "near_sums", "cell_days": "near_days"}
"""Where the same stands in a file of sums for finer cells, without areas."""
CELL_FILES = {**CELL_SUMS, **{near: CELL_SUMS[table] for table, near in NEAR.items()}}
"""All four tables of a file of sums."""
_MERGED = (*_PLACE, "n", "sure", *_SUMS, "key")


def serves(chosen: IncidentFilter) -> bool:
    """Whether these sums answer for a filter: dates, kinds and contested fields."""
    rest = replace(chosen, start=None, end=None, kinds=frozenset(), contested=frozenset(), datasets=frozenset())
    return rest == IncidentFilter()


def bin_of(day: Any) -> Any:
    """The bin of a day, of a number or of a column."""
    return (day + _FAR) >> BIN_BITS


def window(chosen: IncidentFilter) -> dict[str, int]:
    """The marks of ``cells_query`` and ``areas_query`` for the dates of a filter."""
    _shape, given = question(IncidentFilter(start=chosen.start, end=chosen.end))
    start, end = given.get("start"), given.get("end")
    return {
        "from_day": FIRST_DAY if start is None else start, "to_day": LAST_DAY if end is None else end,
        "from_bin": NO_BIN_BEFORE if start is None else bin_of(start),
        "to_bin": NO_BIN_AFTER if end is None else bin_of(end),
    }  # fmt: skip


def of_incidents(incidents: ir.Table) -> dict[str, ir.Table]:
    """What stands for these sums where there are none: no sum, and every placed incident to be looked at."""
    area = incidents["lat"].isnull().ifelse(incidents["area"], ibis.null("string"))
    one = ibis.literal(1, "int64")
    placed = incidents.mutate(area=area, bin=ibis.literal(ALWAYS, "int32"), again=ibis.literal(False), n=one)
    placed = placed.filter(placed["x"].notnull() | placed["area"].notnull()).mutate(
        first_day=_.first_day.fill_null(FIRST_DAY), last_day=_.last_day.fill_null(LAST_DAY),
        killed_low=_.killed_low.cast("int64"), killed_high=_.killed_high.cast("int64"),
        n_sources=_.n_sources.cast("int64"),
    )  # fmt: skip
    empty = {name: ibis.null(kind) for name, kind in CELL_SUMS["cell_sums"].items()}
    return {
        "cell_sums": incidents.limit(0).select(**empty).filter(ibis.literal(False)),
        "cell_days": placed.select(*CELL_SUMS["cell_days"]),
    }


def _merged(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """Sums by bins and by days that pass: how many incidents each is of (``n``), and whether certainly (``sure``)."""
    begin, end = marks.number("from_bin"), marks.number("to_bin")
    first, last = marks.number("from_day"), marks.number("to_day")
    # A window that ends before it starts has nothing in it.
    is_window = ibis.literal(first, "int32") <= ibis.literal(last, "int32")
    rest = replace(shape, start=False, end=False)
    whole = selected({"incidents": tables["cell_sums"]}, rest, marks).drop("sure")
    whole = whole.filter(
        is_window, whole["last_bin"] > begin, whole["first_bin"] < end,
        whole["first_bin"] != begin, whole["last_bin"] != end,
    )  # fmt: skip
    whole = whole.mutate(sure=(whole["first_bin"] > begin) & (whole["last_bin"] < end))
    single = selected({"incidents": tables["cell_days"]}, rest, marks).drop("sure")
    own = bin_of(single["first_day"])
    single = single.filter(
        is_window, single["bin"].isin([begin, end, ALWAYS]), ~single["again"] | ((own != begin) & (own != end)),
        single["last_day"] >= first, single["first_day"] <= last,
    )  # fmt: skip
    single = single.mutate(sure=(single["first_day"] >= first) & (single["last_day"] <= last))
    return ibis.union(*(one.select(*_MERGED) for one in (whole, single)))


def _amount(rows: ir.Table, *conditions: Any) -> Any:
    """How many incidents rows stand for, where conditions hold."""
    held = reduce(lambda a, b: a & b, conditions).ifelse(rows["n"], 0) if conditions else rows["n"]
    return total(held)


def _sums(rows: ir.Table) -> dict[str, Any]:
    return {
        "n": _amount(rows), "n_certain": _amount(rows, rows["sure"]),
        "killed_low": total(rows["killed_low"]), "killed_high": total(rows["killed_high"]),
        "n_contested": _amount(rows, rows["contested"] != 0), "key": rows["key"].min(),
    }  # fmt: skip


Build = Callable[[Tables, Shape, Marks], ir.Table]


def cells_query(shift: int, by_kind: bool) -> Build:
    """As ``cells.cells_query``, of tables that are as fine."""

    def build(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
        rows = in_span(_merged(tables, shape, marks), marks)
        kinds = {f"kind_{n}": _amount(rows, rows["kind"] == kind) for n, kind in enumerate(KINDS)} if by_kind else {}
        found = rows.group_by(cx=rows["x"] >> shift, cy=rows["y"] >> shift).agg(
            **_sums(rows), lon=_.lon.sum(), lat=_.lat.sum(), n_sources=total(rows["n_sources"]), **kinds
        )
        return found.limit(marks.number("limit"))

    return build


def areas_query(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """As ``pages.areas_query``."""
    rows = _merged(tables, shape, marks)
    rows = rows.filter(rows["area"].notnull())
    found = rows.group_by("area").agg(precision=_.precision.max(), **_sums(rows))
    return found.order_by(ibis.desc("n"), "area").limit(marks.number("limit"))
