"""The single checks: for each what is wrong, in which column, why, and how it is mended. SQL expressions only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from events.store.staging import sql_text

LIMIT = 200
"""Most characters of a rejected value that are kept beside its reason."""
EPOCH = date(1970, 1, 1)
FIRST_YEAR = 1000
"""Years before it are mistakes of typing: no report of an incident is that old."""
AHEAD = timedelta(days=366)
MOST = 2_147_483_647
"""Largest count that a store keeps."""
_GOT = 60


class Look(NamedTuple):
    """One thing to check. ``value`` and ``text`` are SQL expressions."""

    value: str
    """Typed: VARCHAR of an id, INTEGER days of a date, DOUBLE of a coordinate or count; NULL where not understood."""
    text: str
    """As the file has it; NULL where empty."""
    column: str
    """Its name in the file."""


class Code(NamedTuple):
    """A column that has one of a few whole numbers."""

    look: Look
    lowest: int
    highest: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with some rows. ``when``, ``text`` and ``reason`` are SQL expressions."""

    when: str
    column: str
    text: str
    reason: str
    mend: str


def _problem(look: Look, when: str, expected: str, mend: str) -> Problem:
    short = f"CASE WHEN length({look.text}) > {_GOT:d} THEN left({look.text}, {_GOT:d}) || '…' ELSE {look.text} END"
    got = f"coalesce({short}, 'nothing')"
    return Problem(f"({when})", look.column, look.text, f"{sql_text(f'expected {expected}, got ')} || {got}", mend)


def _unread(look: Look) -> str:
    return f"{look.text} IS NOT NULL AND {look.value} IS NULL"


def first_day() -> int:
    """The first day that is no mistake of typing, in days since 1970-01-01."""
    return (date(FIRST_YEAR, 1, 1) - EPOCH).days


def last_day(today: date) -> int:
    """The last day that is no mistake of typing."""
    return (today + AHEAD - EPOCH).days


def missing(look: Look) -> Problem:
    """A cell that no row may leave empty."""
    return _problem(look, f"{look.text} IS NULL", f"something in {look.column}", f"fill in {look.column}")


def dates(first: Look | None, last: Look | None, today: date) -> Iterator[Problem]:
    """Days that never were or are far off, and an end before the start."""
    lowest, highest = first_day(), last_day(today)
    for look in filter(None, (first, last)):
        yield _problem(look, _unread(look), "a day of the calendar such as 2014-01-24", "write the date as YYYY-MM-DD")
        off = f"{look.value} NOT BETWEEN {lowest:d} AND {highest:d}"
        yield _problem(look, off, f"a date from the year {FIRST_YEAR} to a year from now", "mend the year")
    if first and last:
        yield _problem(last, f"{last.value} < {first.value}", f"an end on or after {first.column}",
                       "swap the two dates, or mend one")  # fmt: skip


def coordinates(lat: Look, lon: Look) -> Iterator[Problem]:
    """Latitude and longitude out of range, one without the other, and 0, 0."""
    for look, other, name, most in ((lat, lon, "latitude", 90), (lon, lat, "longitude", 180)):
        degrees = f"a {name} from -{most} to {most} degrees"
        yield _problem(look, _unread(look), degrees, "write decimal degrees such as 33.3558")
        swapped = f"{look.value} NOT BETWEEN -{most} AND {most}"
        if look is lat:
            fits = f"{lat.value} BETWEEN -180 AND 180 AND {lon.value} BETWEEN -90 AND 90"
            yield _problem(look, f"{swapped} AND ({fits})", degrees,
                           f"{lat.column} and {lon.column} look swapped: swap them")  # fmt: skip
            swapped = f"{swapped} AND NOT coalesce({fits}, false)"
        yield _problem(look, swapped, degrees, "mend the coordinate")
        alone = f"{look.text} IS NULL AND {other.text} IS NOT NULL"
        yield _problem(look, alone, f"a {name} beside {other.column}", "fill it in, or empty both")
    zero = f"{lat.value} = 0 AND {lon.value} = 0"
    yield _problem(lat, zero, "a place other than 0, 0 in the Gulf of Guinea, which stands for a lost coordinate",
                   "fill in the coordinate, or empty both cells")  # fmt: skip


def word(look: Look, expected: str) -> Problem:
    """A word that is none of those that mean something."""
    return _problem(look, f"{look.value} IS NULL", expected, "write one of those words")


def count(look: Look) -> Iterator[Problem]:
    """Negative, broken, too large or unreadable counts."""
    yield _problem(look, _unread(look), "a whole number", "write digits such as 14, or leave the cell empty")
    yield _problem(look, f"{look.value} < 0", "a count of 0 or more", "mend the number, or leave the cell empty")
    broken = f"{look.value} >= 0 AND {look.value} <> trunc({look.value})"
    yield _problem(look, broken, "a whole number", "write a whole number")
    yield _problem(look, f"{look.value} > {MOST:d}", f"a count of at most {MOST}", "mend the number")


def bounds(low: Look | None, best: Look | None, high: Look | None) -> Iterator[Problem]:
    """A low above the high, and a best outside the two."""
    if low and high:
        yield _problem(low, f"{low.value} > {high.value}", f"a number not above {high.column}",
                       f"mend {low.column} or {high.column}")  # fmt: skip
    # Where low and high exclude each other, that is the thing to mend and best cannot be judged.
    sane = f" AND {low.value} <= {high.value}" if low and high else ""
    if best and low:
        yield _problem(best, f"{best.value} < {low.value}{sane}", f"a number not below {low.column}",
                       f"mend {best.column} or {low.column}")  # fmt: skip
    if best and high:
        yield _problem(best, f"{best.value} > {high.value}{sane}", f"a number not above {high.column}",
                       f"mend {best.column} or {high.column}")  # fmt: skip


def code(known: Code) -> Problem:
    """A number that is none of the few that mean something."""
    look = known.look
    outside = f"{look.value} IS NULL OR {look.value} NOT BETWEEN {known.lowest:d} AND {known.highest:d}"
    expected = f"a whole number from {known.lowest} to {known.highest} ({known.meaning})"
    return _problem(look, f"{outside} OR {look.value} <> trunc({look.value})", expected, "mend the number")
