"""The timeline's bars, where incidents are too many to draw one by one: how many in each day, week, month or year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

UNITS = ("day", "week", "month", "year")
MOST = 200
"""So many bars at most: more would be thinner than what can be pointed at, and what is sent stays small."""
BIN_WORDS = (*(f"bins_{unit}" for unit in UNITS), "bin_week", "bin", "bin_possible", "bins_certain", "bins_possible")

Row = tuple[date, date, int, int]
"""First and last day, both inclusive; how many certainly and how many possibly in the selection."""


@dataclass(frozen=True)
class TimelineBins:
    """Bars in order of time, none over another; empty ones may be left out. ``unit`` is one of ``UNITS``."""

    unit: str
    rows: Sequence[Row]


def bins_data(bins: TimelineBins, axis: tuple[date, date]) -> dict[str, Any]:
    """What the browser gets: ``{"unit", "rows": [[start, end, certain, possible], …]}``, cut to ``axis``.

    ValueError for an unknown unit, too many rows, days the wrong way round or over each other, and counts below 0.
    """
    if bins.unit not in UNITS:
        raise ValueError(
            f"unit of the bins: expected one of {', '.join(UNITS)}, got {bins.unit!r}; choose one of these"
        )
    if len(bins.rows) > MOST:
        raise ValueError(
            f"bins: expected at most {MOST} rows, got {len(bins.rows)}; take a coarser unit than {bins.unit}"
        )
    for start, end, certain, possible in bins.rows:
        if start > end:
            raise ValueError(f"bin: expected first day <= last day, got {start} to {end}; swap the two")
        if certain < 0 or possible < 0:
            raise ValueError(f"bin of {start}: expected counts from 0, got {certain} and {possible}; count again")
    for (_, end, *_), (start, *_) in pairwise(bins.rows):
        if start <= end:
            raise ValueError(f"bins: expected each after the one before, got {start} after {end}; sort and join them")
    shown = [row for row in bins.rows if row[1] >= axis[0] and row[0] <= axis[1]]
    rows = [[max(row[0], axis[0]).isoformat(), min(row[1], axis[1]).isoformat(), row[2], row[3]] for row in shown]
    return {"unit": bins.unit, "rows": rows}
