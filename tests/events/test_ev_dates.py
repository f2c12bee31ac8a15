"""EDTF in and out, intervals, and how a date lies in a window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates import ALWAYS, DateError, Days, Membership, common, cover, parse_edtf

CERTAIN, POSSIBLE, NO = Membership.CERTAIN, Membership.POSSIBLE, Membership.NO


def days(text: str) -> Days:
    """"1/5" is 1 to 5 March 2020, "../5" is open before, "3" is one day."""
    first, slash, last = text.partition("/")
    ends = [None if end == ".." else date(2020, 3, int(end)) for end in (first, last if slash else first)]
    return Days(*ends)


READ = [
    ("2020-03-11", "2020-03-11"),
    (" 2020-03-11 ", "2020-03-11"),
    ("2020-02", "2020-02-01/2020-02-29"),
    ("2019", "2019-01-01/2019-12-31"),
    ("2020-03-12/2020-03-13", "2020-03-12/2020-03-13"),
    ("2019-12-21/2019-12", "2019-12-21/2019-12-31"),
    ("../2020-03-11", "../2020-03-11"),
    ("2020-03-11/..", "2020-03-11/.."),
    ("2020-03-11/", "2020-03-11/.."),
    ("/2020-03-11", "../2020-03-11"),
    ("..", "../.."),
    ("../..", "../.."),
    ("202X", "2020-01-01/2029-12-31"),
    ("19XX", "1900-01-01/1999-12-31"),
    ("2020-XX", "2020-01-01/2020-12-31"),
    ("2020-02-XX", "2020-02-01/2020-02-29"),
    ("2020-03-11?", "2020-03-10/2020-03-12"),
    ("2020-03-11~", "2020-03-10/2020-03-12"),
    ("2020-03-11%", "2020-03-10/2020-03-12"),
    ("2020-03~", "2020-01-30/2020-05-01"),
]


@pytest.mark.parametrize(("written", "edtf"), READ)
def test_edtf_is_read_as_an_interval_of_days(written: str, edtf: str) -> None:
    read = parse_edtf(written)
    assert read.edtf == edtf
    assert parse_edtf(read.edtf) == read
    assert read.known is (edtf != "../..")


REFUSED = [
    ("", "is not understood: expected EDTF"),
    ("11 March 2020", "is not understood"),
    ("2020-3-11", "is not understood"),
    ("2020-03-11T10:00", "is not understood"),
    ("2020-03-11/2020-03-12/2020-03-13", "is not understood"),
    ("-2020", "is not understood"),
    ("2020-02-30", "is no date of the calendar"),
    ("2020-13", "is no date of the calendar"),
    ("2020-00", "is no date of the calendar"),
    ("0000", "is no date of the calendar"),
    ("9999~", "beyond the calendar"),
    ("0001-01-01?", "beyond the calendar"),
    ("2020-03-12/2020-03-11", "ends before it starts: swap"),
    ("None", "is not understood"),
]


@pytest.mark.parametrize(("written", "message"), REFUSED)
def test_other_text_is_refused_with_the_reason(written: str, message: str) -> None:
    with pytest.raises(DateError, match=message):
        parse_edtf(written)


@given(st.text("0123456789-/.X~?% ", max_size=24))
def test_no_text_gives_anything_but_days_or_a_date_error(text: str) -> None:
    try:
        read = parse_edtf(text)
    except DateError:
        return
    assert parse_edtf(read.edtf) == read


PAIRS = [
    # one, other, what both allow, what covers both
    ("1/5", "3/9", "3/5", "1/9"),
    ("1/5", "5", "5", "1/5"),
    ("1/5", "6/9", None, "1/9"),
    ("../5", "3/..", "3/5", "../.."),
    ("../5", "6/..", None, "../.."),
    ("../..", "4", "4", "../.."),
    ("3/..", "5/..", "5/..", "3/.."),
    ("../3", "../5", "../3", "../5"),
]


@pytest.mark.parametrize(("one", "other", "both", "hull"), PAIRS)
def test_intersection_and_hull(one: str, other: str, both: str | None, hull: str) -> None:
    expected = days(both) if both else None
    assert days(one).intersect(days(other)) == days(other).intersect(days(one)) == expected
    assert common([days(one), days(other)]) == expected
    assert days(one).hull(days(other)) == days(other).hull(days(one)) == cover([days(one), days(other)]) == days(hull)


def test_nothing_at_all_is_any_day() -> None:
    assert common([]) == cover([]) == ALWAYS
    assert common([days("1"), days("2"), days("1/2")]) is None


WITHIN = [
    # the date, the window, how it lies in it
    ("3", "1/5", CERTAIN),
    ("1", "1/5", CERTAIN),
    ("5", "1/5", CERTAIN),
    ("6", "1/5", NO),
    ("1/5", "1/5", CERTAIN),
    ("4/6", "1/5", POSSIBLE),
    ("1/9", "3/5", POSSIBLE),
    ("6/9", "1/5", NO),
    ("../3", "1/5", POSSIBLE),
    ("../3", "../5", CERTAIN),
    ("4/..", "1/5", POSSIBLE),
    ("4/..", "1/..", CERTAIN),
    ("6/..", "1/5", NO),
    ("3", "../..", CERTAIN),
    ("../..", "../..", CERTAIN),
    ("../..", "1/5", POSSIBLE),
    ("../..", "1/..", POSSIBLE),
]


@pytest.mark.parametrize(("one", "window", "expected"), WITHIN)
def test_a_date_lies_in_a_window_certainly_possibly_or_not(one: str, window: str, expected: Membership) -> None:
    assert days(one).within(days(window)) is expected
