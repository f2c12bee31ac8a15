"""The histogram: bins of the calendar, and who counts where."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.catalogue import Catalogue, build
from events.filters import IncidentFilter
from events.store.bins import UNITS, Bin, bin_of, start_of, unit_for
from events.store.library import Library
from tests.events import ev_building as make
from tests.events import sq_engine as sq

ALL = IncidentFilter()


@cache
def many() -> Catalogue:
    return sq.random_catalogue(100, seed=5)


@cache
def stored() -> Library:
    return sq.library(many())


@given(st.dates(), st.sampled_from(UNITS))
def test_a_bin_begins_on_the_day_on_which_its_number_does(day: date, unit: str) -> None:
    number = bin_of(day.toordinal(), unit)
    start = start_of(number, unit)
    assert start <= day
    assert bin_of(start.toordinal(), unit) == number
    if start > date.min:
        assert bin_of((start - timedelta(days=1)).toordinal(), unit) == number - 1


@pytest.mark.parametrize(
    ("unit", "day", "start"),
    [
        ("day", date(2020, 3, 11), date(2020, 3, 11)),
        ("week", date(2020, 3, 11), date(2020, 3, 9)),
        ("month", date(2020, 2, 29), date(2020, 2, 1)),
        ("month", date(1999, 12, 31), date(1999, 12, 1)),
        ("year", date(1900, 1, 1), date(1900, 1, 1)),
        ("year", date(2000, 12, 31), date(2000, 1, 1)),
        ("decade", date(1969, 7, 20), date(1960, 1, 1)),
        ("century", date(1969, 7, 20), date(1900, 1, 1)),
    ],
)
def test_bins_are_those_of_the_calendar(unit: str, day: date, start: date) -> None:
    assert start_of(bin_of(day.toordinal(), unit), unit) == start


@pytest.mark.parametrize(
    ("last", "most", "unit"),
    [
        (date(2020, 1, 10), 10, "day"), (date(2020, 1, 11), 10, "week"), (date(2020, 12, 1), 12, "month"),
        (date(2029, 1, 1), 12, "year"), (date(2099, 1, 1), 12, "decade"), (date(9999, 1, 1), 200, "century"),
    ],
)  # fmt: skip
def test_the_finest_unit_that_fits_is_taken(last: date, most: int, unit: str) -> None:
    assert unit_for(date(2020, 1, 1), last, most) == unit


def _expected(chosen: IncidentFilter, unit: str) -> tuple[dict[int, int], dict[int, int], int]:
    first, last = stored().span(chosen) or (sq.FIRST, sq.FIRST)
    certain: dict[int, int] = {}
    possible: dict[int, int] = {}
    undated = 0
    selection = many().select(chosen)
    for one in selection.all:
        if not one.days.known:
            undated += 1
            continue
        begins = bin_of((one.days.start or first).toordinal(), unit)
        ends = bin_of((one.days.end or last).toordinal(), unit)
        if begins == ends and one.days.start and one.days.end and not selection.is_possible(one):
            certain[begins] = certain.get(begins, 0) + 1
        else:
            for number in range(begins, ends + 1):
                possible[number] = possible.get(number, 0) + 1
    return certain, possible, undated


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from(("", *UNITS)), st.booleans())
def test_every_incident_counts_in_the_bins_of_its_days(data: st.DataObject, unit: str, in_window: bool) -> None:
    chosen = data.draw(sq.filters(many(), areas=False))
    found = stored().histogram(chosen, unit, most=400, window=in_window)
    counted = chosen if in_window else IncidentFilter(**{
        name: getattr(chosen, name) for name in ("actors", "role", "kinds", "sources", "contested", "text")
    })  # fmt: skip
    certain, possible, undated = _expected(counted, found.unit)
    assert found.undated == undated
    numbers = [bin_of(one.start.toordinal(), found.unit) for one in found.bins]
    assert numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else not (certain or possible)
    assert {n: one.certain for n, one in zip(numbers, found.bins, strict=True) if one.certain} == certain
    assert {n: one.possible for n, one in zip(numbers, found.bins, strict=True) if one.possible} == possible


@pytest.mark.parametrize("most", [3, 20, 400])
def test_bins_are_bounded(most: int) -> None:
    found = stored().histogram(ALL, most=most)
    assert 0 < len(found.bins) <= most
    assert len(stored().histogram(ALL, "day", most=most).bins) <= most


def test_bars_of_four_incidents() -> None:
    c, i = make.claim_row, make.incident
    four = build(make.dataset(
        i("one", c("date", "2020-03-11")), i("two", c("date", "2020-03-11/2020-03-13")),
        i("half", c("date", "2020-03-13/..")), i("none"),
    ))  # fmt: skip
    found = sq.library(four).histogram(ALL, "day")
    days = [date(2020, 3, day) for day in (11, 12, 13)]
    assert found.bins == (Bin(days[0], 1, 1), Bin(days[1], 0, 1), Bin(days[2], 0, 2))
    assert found.undated == 1
    assert sq.library(four).span() == (days[0], days[2])


def test_without_any_date_there_are_no_bars() -> None:
    found = sq.library(build(make.dataset(make.incident("none")))).histogram(ALL)
    assert (found.bins, found.undated) == ((), 1)
    assert stored().span(IncidentFilter(text="nothing-like-it")) is None
