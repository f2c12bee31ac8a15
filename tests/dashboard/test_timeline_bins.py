"""The data of the timeline's histogram: what is sent, what is cut, what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.components import timeline as module
from dashboard.components.timeline_bins import MOST, TimelineBins, bins_data

AXIS = (date(2014, 1, 10), date(2014, 3, 20))
JANUARY, FEBRUARY, MARCH = ((date(2014, m, 1), date(2014, m, 28)) for m in (1, 2, 3))


def test_rows_are_cut_to_the_axis_and_those_outside_left_out() -> None:
    rows = [(date(2013, 12, 1), date(2013, 12, 31), 9, 9), (*JANUARY, 4, 0), (*FEBRUARY, 0, 0), (*MARCH, 212, 8)]
    made = bins_data(TimelineBins("month", rows), AXIS)
    assert made == {
        "unit": "month",
        "rows": [
            ["2014-01-10", "2014-01-28", 4, 0],
            ["2014-02-01", "2014-02-28", 0, 0],
            ["2014-03-01", "2014-03-20", 212, 8],
        ],
    }
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize(
    ("unit", "rows", "message"),
    [
        ("hour", [], "expected one of day, week, month, year, got 'hour'"),
        (
            "day",
            [(date(2014, 1, 1) + timedelta(i),) * 2 + (1, 0) for i in range(MOST + 1)],
            "at most 200 rows, got 201",
        ),
        ("month", [(JANUARY[1], JANUARY[0], 1, 0)], "expected first day <= last day"),
        ("month", [(*JANUARY, -1, 0)], "expected counts from 0, got -1 and 0"),
        ("month", [(*FEBRUARY, 1, 0), (*JANUARY, 1, 0)], "each after the one before"),
        ("month", [(*JANUARY, 1, 0), (JANUARY[1], FEBRUARY[1], 1, 0)], "each after the one before"),
    ],
)
def test_wrong_bins_are_named(unit: str, rows: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bins_data(TimelineBins(unit, rows), AXIS)


@pytest.mark.parametrize("bins", [None, TimelineBins("month", [(*JANUARY, 4, 1)])])
def test_the_timeline_carries_them(bins: TimelineBins | None) -> None:
    colours = dict.fromkeys(module.ROLES, "#123456") | {"kinds": dict.fromkeys(module.KINDS, "#654321")}
    words = {key: key for key in module.WORDS}
    data = module.timeline_data([], AXIS, AXIS, colours, words, bins=bins)
    assert data["bins"] == (bins_data(bins, AXIS) if bins else None)
