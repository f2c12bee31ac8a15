"""Dates that know how exact they are: EDTF text to an interval of days and back.

Reads what Library of Congress EDTF (ISO 8601-2) calls level 0 and the parts of level 1 that
reports of incidents need: days, months, years, ``a/b`` intervals, open ends ``..``, unspecified
digits ``X`` and the marks ``~ ? %``. Days are days at the place of the incident. The ``edtf``
package was tried and left: with current pyparsing it warns at import and misreads intervals.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_PART = re.compile(r"^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%])?$")
_HELP = "expected EDTF such as 2020-03-11, 2020-03, 2019-12-21/2019-12-31, 2020-01~ or ../2020-03-11"


class DateError(ValueError):
    """The text is no date that is understood."""


class Membership(StrEnum):
    """How something lies in a window: certainly, possibly, or not."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of days, both ends included; ``None`` is an open end."""

    start: date | None
    end: date | None

    @property
    def known(self) -> bool:
        """False where both ends are open: the date is not stated."""
        return self.start is not None or self.end is not None

    def intersect(self, other: Days) -> Days | None:
        """The days in both, or None where there are none."""
        start = max((d for d in (self.start, other.start) if d), default=None)
        end = min((d for d in (self.end, other.end) if d), default=None)
        return None if start and end and start > end else Days(start, end)

    def hull(self, other: Days) -> Days:
        """From the earlier start to the later end."""
        return Days(
            min(self.start, other.start) if self.start and other.start else None,
            max(self.end, other.end) if self.end and other.end else None,
        )

    def within(self, window: Days) -> Membership:
        """Certainly inside the window, possibly, or not. A date not stated is possibly in any window."""
        if self.intersect(window) is None:
            return Membership.NO
        after = window.start is None or (self.start is not None and self.start >= window.start)
        before = window.end is None or (self.end is not None and self.end <= window.end)
        return Membership.CERTAIN if after and before else Membership.POSSIBLE

    @property
    def edtf(self) -> str:
        """As EDTF text; a single day without a slash."""
        if self.start == self.end and self.start:
            return self.start.isoformat()
        return f"{self.start.isoformat() if self.start else '..'}/{self.end.isoformat() if self.end else '..'}"


ALWAYS = Days(None, None)


def _bounds(text: str) -> tuple[date, date, timedelta]:
    """First day, last day and unit of one EDTF date."""
    match = _PART.match(text)
    if not match:
        raise DateError(f"{text!r} is not understood: {_HELP}")
    years, month, day, _ = match.groups()
    first_year, last_year = int(years.replace("X", "0")), int(years.replace("X", "9"))
    try:
        if month in (None, "XX") or first_year != last_year:
            return date(first_year, 1, 1), date(last_year, 12, 31), timedelta(days=365)
        if day in (None, "XX"):
            last = calendar.monthrange(first_year, int(month))[1]
            return date(first_year, int(month), 1), date(first_year, int(month), last), timedelta(days=31)
        exact = date(first_year, int(month), int(day))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DateError(f"{text!r} is no date of the calendar: {error}") from error
    return exact, exact, timedelta(days=1)


def _one(text: str) -> Days:
    first, last, unit = _bounds(text)
    if text[-1] in "~?%":
        # EDTF leaves open how wide "approximately" is; one unit either side is ours, and documented.
        try:
            return Days(first - unit, last + unit)
        except OverflowError as error:
            raise DateError(f"{text!r} reaches beyond the calendar: expected years 1 to 9999") from error
    return Days(first, last)


@lru_cache(maxsize=16_384)
def parse_edtf(text: str) -> Days:
    """Read EDTF text into an interval of days.

    Raises:
        DateError: not understood, no calendar date, or an interval that ends before it starts.
    """
    start_text, slash, end_text = text.strip().partition("/")
    if not slash:
        return ALWAYS if start_text == ".." else _one(start_text)
    start = None if start_text in ("..", "") else _one(start_text).start
    end = None if end_text in ("..", "") else _one(end_text).end
    if start and end and start > end:
        raise DateError(f"{text!r} ends before it starts: swap the two dates or mend one")
    return Days(start, end)


def common(intervals: list[Days]) -> Days | None:
    """The days in all of them; None where they exclude each other. ALWAYS for an empty list."""
    result: Days | None = ALWAYS
    for days in intervals:
        result = result.intersect(days) if result else None
    return result


def cover(intervals: list[Days]) -> Days:
    """The shortest interval that covers all of them; ALWAYS for an empty list."""
    if not intervals:
        return ALWAYS
    result = intervals[0]
    for days in intervals[1:]:
        result = result.hull(days)
    return result


def surely_by(text: str | None) -> date | None:
    """The last of the days that EDTF text allows: by then it was for certain. None where no text or no end is said."""
    return parse_edtf(text).end if text else None
