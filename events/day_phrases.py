"""Days said in words, in the language of the run: "Wed 11 March 2020", "12 – 13 March 2020"."""

from __future__ import annotations

from datetime import date

from events.closed_words import MONTHS, WEEKDAYS
from events.dates import Days
from events.language import t

DASH = " – "


def day(one: date, year: bool = True) -> str:
    """"11 March 2020"."""
    month = t(MONTHS[one.month - 1])
    return t("{day} {month} {year}", day=one.day, month=month, year=one.year) if year else f"{one.day} {month}"


def _short_month(one: date) -> str:
    name = MONTHS[one.month - 1]
    short = t(name, context="short")
    return name[:3] if short == name else short


def short_day(one: date) -> str:
    """"11 Mar"."""
    return f"{one.day} {_short_month(one)}"


def days(interval: Days, weekday: bool = False) -> str:
    """An interval in words: "Wed 11 March 2020", "12 – 13 March 2020", "from 3 January 2020"."""
    start, end = interval.start, interval.end
    if start is None or end is None:
        if start:
            return t("from {day}", day=day(start))
        return t("until {day}", day=day(end)) if end else t("date not stated")
    if start == end:
        return f"{t(WEEKDAYS[start.weekday()])} {day(start)}" if weekday else day(start)
    if (start.year, start.month) == (end.year, end.month):
        month = t(MONTHS[end.month - 1])
        return t("{days} {month} {year}", days=f"{start.day}{DASH}{end.day}", month=month, year=end.year)
    return t("{start} – {end}", start=day(start, year=start.year != end.year), end=day(end))


def short_days(interval: Days) -> str:
    """For labels: "11 Mar", "12–13 Mar", "date not stated"."""
    start, end = interval.start, interval.end
    if start is None or end is None:
        return days(interval)
    if start == end:
        return short_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return t("{days} {month}", days=f"{start.day}–{end.day}", month=_short_month(end))
    return t("{start} – {end}", start=short_day(start), end=short_day(end))


def source_date(edtf: str | None) -> str:
    """A publication date in words, or that it is not stated."""
    if not edtf:
        return t("date not stated")
    parts = edtf.split("-")
    if len(parts) == 2 and parts[1].isdigit():
        return f"{t(MONTHS[int(parts[1]) - 1])} {parts[0]}"
    try:
        return day(date.fromisoformat(edtf))
    except ValueError:
        return edtf
