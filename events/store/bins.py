"""The histogram: how many incidents each bin of days has, certain and possible, in a bounded number of bins.

An incident is certain in a bin when all its days lie in it (and nothing else makes it possible only), else it is
possible in every bin that its days touch. An open end reaches to the end of the axis. What has no date at all is
possible everywhere: it is counted beside the bins and not in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow
from ibis import _

from events.store.compiled import Marks
from events.store.predicates import Tables
from events.store.schema import EPOCH_ORDINAL

UNITS = ("day", "week", "month", "year", "decade", "century")
"""Finest first. Weeks begin on Monday."""
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar: its first day, and how many incidents it has."""

    start: date
    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars from the first to the last that has any, without gaps; ``undated`` incidents are in none of them."""

    unit: str
    bins: tuple[Bin, ...]
    undated: int


def bin_of(ordinal: Any, unit: str) -> Any:
    """Number of the bin of a day (``date.toordinal``); for whole numbers and for columns alike.

    Months are those of the calendar, counted from the year 0: every division is of positive numbers, so that it
    is the same in every engine.
    """
    if unit == "day":
        return ordinal
    if unit == "week":
        return (ordinal - 1) // 7
    # Days since 1 March of the year 0: a leap day then ends a year. Quarters of days, so that centuries and years
    # begin where a division does (Neri and Schneider, 2022). Each step uses the one before it once or twice: where
    # it is used often, the SQL text is so long that planning it takes longer than answering it.
    quarters = (ordinal + 305) * 4 + 3
    century, of_century = quarters // 146097, quarters % 146097 // 4 * 4 + 3
    day = of_century % 1461 // 4
    month = (century * 100 + of_century // 1461) * 12 + (day * 2141 + 197913) // 65536 - 1
    return month // _MONTHS[unit]


def start_of(number: int, unit: str) -> date:
    """First day of a bin; what would lie before the calendar begins is its first day."""
    if unit == "day":
        return date.fromordinal(number)
    if unit == "week":
        return date.fromordinal(number * 7 + 1)
    year, month = divmod(number * _MONTHS[unit], 12)
    return date(year, month + 1, 1) if year else date.min


def unit_for(first: date, last: date, most: int) -> str:
    """The finest unit of which at most ``most`` bins cover the days; the coarsest where none does."""
    for unit in UNITS:
        if bin_of(last.toordinal(), unit) - bin_of(first.toordinal(), unit) < most:
            return unit
    return UNITS[-1]


def span_query(_tables: Tables, rows: ir.Table, _marks: Marks) -> ir.Table:
    """One row: first and last day that any selected incident names, days since 1970; NULL where none has one."""
    return rows.agg(
        first=ibis.least(_.first_day.min(), _.last_day.min()), last=ibis.greatest(_.last_day.max(), _.first_day.max())
    )


def by_days(rows: ir.Table) -> ir.Table:
    """How many incidents have the same days."""
    return rows.group_by("first_day", "last_day", "sure").agg(n=_.count())


def histogram_query(unit: str, per_day: Callable[[ir.Table], ir.Table] = by_days) -> Any:
    """Rows (bin, what, n) with what: 0 certain in it, 1 begins, 2 ends, 3 undated. At most four a bin."""

    def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        # Grouping by day first makes the arithmetic of the calendar run on few rows.
        days = per_day(rows)
        first = _ordinal(days["first_day"].fill_null(marks.number("first")))
        last = _ordinal(days["last_day"].fill_null(marks.number("last")))
        undated = days["first_day"].isnull() & days["last_day"].isnull()
        days = days.mutate(begins=bin_of(first, unit), ends=bin_of(last, unit), undated=undated)
        whole = days["sure"] & (days["begins"] == days["ends"])
        whole = whole & days["first_day"].notnull() & days["last_day"].notnull()
        days = days.mutate(whole=whole)
        dated = days.filter(~days["undated"] & ~days["whole"])
        parts = (
            (days.filter(days["whole"]), "begins", 0),
            (dated, "begins", 1),
            (dated, "ends", 2),
            (days.filter(days["undated"]), "ends", 3),
        )
        made = [
            part.group_by(bin=part[column].cast("int64")).agg(n=_.n.sum()).mutate(what=ibis.literal(what))
            for part, column, what in parts
        ]
        return ibis.union(*made).limit(marks.number("most"))

    return build


def _ordinal(day: Any) -> Any:
    return day.cast("int64") + EPOCH_ORDINAL


def bars(answer: pyarrow.Table, unit: str) -> Histogram:
    """The histogram from the rows of ``histogram_query``."""
    counts: dict[int, dict[int, int]] = {what: {} for what in range(4)}
    for number, what, n in zip(*(answer[name].to_pylist() for name in ("bin", "what", "n")), strict=True):
        counts[what][number] = int(n)
    whole, begins, ends, undated = counts.values()
    touched = sorted({*whole, *begins, *ends})
    if not touched:
        return Histogram(unit, (), sum(undated.values()))
    axis = range(touched[0], touched[-1] + 1)
    # What is possible in a bin has begun by it and has not ended before it.
    open_now = accumulate(begins.get(number, 0) - ends.get(number - 1, 0) for number in axis)
    bins = tuple(
        Bin(start_of(number, unit), whole.get(number, 0), possible)
        for number, possible in zip(axis, open_now, strict=True)
    )
    return Histogram(unit, bins, sum(undated.values()))
