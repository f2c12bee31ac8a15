"""Dates as people write them, to EDTF: ISO, EDTF, day and month in either order, month names, serial numbers.

Nothing is guessed: ``03/04/2020`` needs the order of the file, ``03/04/20`` needs its century as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from events.dates import DateError, Days, parse_edtf
from events.importing.values import CellError, shown, tidy

Order = Literal["dmy", "mdy"] | None
EPOCH = date(1970, 1, 1)
_EXCEL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet whose day 60 is a 29 February 1900 that never was; right from March 1900 on."""

_MONTHS = (
    "january jan janvier janv enero ene januar jänner يناير كانون_الثاني ژانویه",
    "february feb février fevrier fév febrero febr februar فبراير شباط فوریه",
    "march mar mars marzo märz maerz مارس آذار اذار",
    "april apr avril avr abril abr أبريل ابريل نيسان آوریل",
    "may mai mayo مايو أيار ايار مه",
    "june jun juin junio juni يونيو حزيران ژوئن",
    "july jul juillet juil julio juli يوليو تموز ژوئیه",
    "august aug août aout agosto ago أغسطس اغسطس آب اب اوت",
    "september sep sept septembre septiembre سبتمبر أيلول ايلول سپتامبر",
    "october oct octobre octubre oktober okt أكتوبر اكتوبر تشرين_الأول تشرين_الاول اکتبر",
    "november nov novembre noviembre نوفمبر تشرين_الثاني نوامبر",
    "december dec décembre decembre déc diciembre dic dezember dez ديسمبر كانون_الأول كانون_الاول دسامبر",
)
MONTH = {word.replace("_", " "): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_NAME = "(" + "|".join(sorted(map(re.escape, MONTH), key=len, reverse=True)) + r")\.?"
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ")
_NUMERIC = re.compile(r"^(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})([/.])(\d{1,2})\2(\d{1,2})$")
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: ?- ?(\d{1,2})\.?)?"
_DAY_NAME = re.compile(rf"^{_DAY}(?: de | of | |-){_NAME}(?: de |, | |-)(\d{{4}}|\d{{2}})$")
_NAME_DAY = re.compile(rf"^{_NAME}[ -](\d{{1,2}})(?:st|nd|rd|th)?(?: ?- ?(\d{{1,2}}))?,?[ -](\d{{4}})$")
_NAME_YEAR = re.compile(rf"^{_NAME}(?: de |, | |-)(\d{{4}})$")
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:[Zz]|UTC|GMT|[+-]\d{2}:?(?:\d{2})?))?"
_MEND = "write it as 2020-03-11, or as an interval 2020-03-11/2020-03-13"


@dataclass(frozen=True, slots=True)
class Written:
    """A date that was read: as EDTF text, and as days since 1970-01-01 (None is an open end)."""

    edtf: str
    first: int | None
    last: int | None


def time_pattern() -> str:
    """A regular expression (RE2) that matches a clock time at the end of a date, with what parts the two."""
    return rf"(?:[Tt]|,?\s+)({_TIME})$"


def without_time(text: str) -> str:
    """A date without the clock time after it."""
    return re.sub(time_pattern(), "", tidy(text))


def day_number(day: date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if day is None else (day - EPOCH).days


def read_date(text: str, order: Order = None, century: int | None = None) -> Written:
    """The date that a cell says.

    Args:
        order: whether the day or the month comes first in ``03/04/2020``; None refuses what both orders fit.
        century: first year of the hundred years that two-digit years lie in (1970: 1970 to 2069); None refuses them.

    Raises:
        CellError: not understood, no day of the calendar, or not decided by ``order`` and ``century``.
    """
    given = without_time(text)
    edtf = _spoken(_WEEKDAY.sub("", given.casefold()), text, order, century) or _digits_only(given) or given
    try:
        days = parse_edtf(edtf)
    except DateError as error:
        reason = str(error).partition(": expected EDTF")[0]
        raise CellError(f"expected a date, got {shown(text)}: {reason[:200]}", _MEND) from None
    return written(edtf, days)


def written(edtf: str, days: Days) -> Written:
    """EDTF text with its days as numbers."""
    return Written(edtf, day_number(days.start), day_number(days.end))


def _digits_only(given: str) -> str | None:
    """Eight digits as a date, five as a spreadsheet's serial number."""
    if re.fullmatch(r"(1[5-9]|20|21)\d{6}", given):
        return f"{given[:4]}-{given[4:6]}-{given[6:]}"
    if re.fullmatch(r"\d{5}(\.\d+)?", given):
        return (_EXCEL_ZERO + timedelta(days=int(given[:5]))).isoformat()
    return None


def _spoken(given: str, text: str, order: Order, century: int | None) -> str | None:
    """EDTF of a date in one of the forms that are not EDTF; None for any other."""
    if match := _YEAR_FIRST.match(given):
        return _iso(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.match(given):
        month, day = _ordered(int(match[1]), int(match[3]), text, order)
        return _iso(_year(match[4], text, century), month, day)
    if match := _DAY_NAME.match(given):
        return _named(_year(match[4], text, century), MONTH[match[3]], match[1], match[2])
    if match := _NAME_DAY.match(given):
        return _named(int(match[4]), MONTH[match[1]], match[2], match[3])
    if match := _NAME_YEAR.match(given):
        return f"{match[2]}-{MONTH[match[1]]:02}"
    return None


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"


def _named(year: int, month: int, day: str, last: str | None) -> str:
    first = _iso(year, month, int(day))
    return f"{first}/{_iso(year, month, int(last))}" if last else first


def _ordered(first: int, second: int, text: str, order: Order) -> tuple[int, int]:
    """(month, day) of two numbers."""
    if first > 12 >= second and order != "mdy":
        return second, first
    if second > 12 >= first and order != "dmy":
        return first, second
    if first == second and first <= 12:
        return first, second
    if order is None and max(first, second) <= 12:
        raise CellError(
            f"expected a date that means one day, got {shown(text)}, which may be day/month or month/day",
            "say which comes first in the mapping (date_order: dmy or mdy)",
        )
    month, day = (second, first) if order != "mdy" else (first, second)
    if month > 12:
        raise CellError(
            f"expected {'month/day' if order == 'mdy' else 'day/month'}, got {shown(text)}: there is no month {month}",
            "check the order of day and month, or " + _MEND,
        )
    return month, day


def _year(digits: str, text: str, century: int | None) -> int:
    if len(digits) == 4:
        return int(digits)
    if century is None:
        raise CellError(
            f"expected a year of four digits, got {shown(text)}",
            "write the year in full, or say in the mapping which hundred years are meant (century: 1970)",
        )
    return century + (int(digits) - century) % 100
