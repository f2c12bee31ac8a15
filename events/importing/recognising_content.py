"""What the content of a column says: which role it fits, the order of its dates, its decimal sign, swapped axes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Words
from dataclasses import dataclass

import shapely

from events.importing.limits import counted, one_or_more
from events.importing.mapping import Mapping
from events.importing.values import CellError, Decimal, count, is_stated, tidy
from events.importing.values_dates import Order, read_date
from events.importing.values_places import ascii_digits, country_code
from geodata.regions import default_regions

COUNT_ROLES = ("killed", "killed_low", "killed_best", "killed_high", "wounded")
MOSTLY = 0.8
_NUMERIC_DATE = r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:\D.*)?$"
_URL = re.compile(r"^https?://\S+", re.IGNORECASE)
_WKT = re.compile(r"^(?:SRID=\d+;\s*)?POINT\s*Z?\s*\(", re.IGNORECASE)
_PAIR = re.compile(r"^\(?[+-]?\d{1,2}[.,]\d+\s*[,;/ ]\s*[+-]?\d{1,3}[.,]\d+\)?$")
_DEGREES = re.compile(r"^[NSEW]?\s*[+-]?\d{1,3}(?:[.,]\d+)?\s*(?:[°:d\s].*)?[NSEW]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateFacts:
    """Of dates such as 03/04/2020: how many begin with a number above 12, have one in the middle, or neither.

    ``both`` counts those that mean two different days; ``short`` those with a year of two digits.
    """

    first: int = 0
    second: int = 0
    both: int = 0
    short: int = 0

    @property
    def numeric(self) -> bool:
        """Whether there are such dates."""
        return bool(self.first or self.second or self.both or self.short)

    @property
    def conflict(self) -> bool:
        """Whether the rows contradict each other."""
        return bool(self.first and self.second)

    @property
    def order(self) -> tuple[Order, str]:
        """The order that a row decides, with what to say of it; (None, "") where none does."""
        if self.first and not self.second:
            begin = one_or_more(self.first, "begins", "begin")
            return "dmy", f"dates are day/month/year: {self.first:,} {begin} with a number above 12"
        if self.second and not self.first:
            has = one_or_more(self.second, "has", "have")
            return "mdy", f"dates are month/day/year: {self.second:,} {has} a number above 12 in the middle"
        return None, ""


def date_facts(texts: Sequence[str | None]) -> DateFacts:
    """The facts of some texts."""
    found = [re.match(_NUMERIC_DATE, tidy(text)) for text in texts if text]
    pairs = [(int(match[1]), int(match[2]), match[3]) for match in found if match]
    return DateFacts(
        sum(1 for a, b, _ in pairs if a > 12 >= b), sum(1 for a, b, _ in pairs if b > 12 >= a),
        sum(1 for a, b, _ in pairs if a <= 12 and b <= 12 and a != b), sum(1 for *_, year in pairs if len(year) == 2),
    )  # fmt: skip


def date_facts_sql(cell: str) -> str:
    """The query that counts the same over all rows of ``raw``; ``cell`` is SQL that gives a VARCHAR."""
    parts = f"regexp_extract({ascii_digits(cell)}, '{_NUMERIC_DATE}', ['a', 'b', 'y'])"
    return f"""
        SELECT count(*) FILTER (a > 12 AND b <= 12), count(*) FILTER (b > 12 AND a <= 12),
            count(*) FILTER (a <= 12 AND b <= 12 AND a <> b), count(*) FILTER (length(y) = 2)
        FROM (SELECT try_cast({parts}.a AS INTEGER) AS a, try_cast({parts}.b AS INTEGER) AS b, {parts}.y AS y
              FROM raw)"""  # noqa: S608


def total(facts: Sequence[DateFacts]) -> DateFacts:
    """The facts of several columns together: one file has one order."""
    return DateFacts(*(sum(getattr(one, name) for one in facts) for name in ("first", "second", "both", "short")))


def _is_date(text: str) -> bool:
    try:
        read_date(text, None, 1970)
    except CellError as error:
        return "mapping" in error.mend
    return True


def _is_count(text: str) -> bool:
    try:
        count(text)
    except CellError as error:
        return "mapping" in error.mend or tidy(text).lstrip("-").isdigit()
    return True


def _is_json(text: str) -> bool:
    """Whether a text is an object or a list of JSON: several things at once, in no words that a cell has."""
    if text[:1] not in ("{", "["):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        # Only the first characters of a cell are looked at: what is cut off is no reason to believe it.
        return text[:2] in ('{"', '["', "[{")


_TESTS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("date", "start", "end", "published"), _is_date),
    **dict.fromkeys(COUNT_ROLES, _is_count),
    **dict.fromkeys(("lat", "lon"), lambda text: bool(_DEGREES.match(tidy(text)))),
    "url": lambda text: bool(_URL.match(text)),
    "coordinates": lambda text: bool(_WKT.match(text) or _PAIR.match(tidy(text)) or "°" in text),
    "radius_km": lambda text: bool(re.fullmatch(r"\d+([.,]\d+)?", tidy(text))),
}


def fits(role: str, texts: Sequence[str]) -> bool | None:
    """Whether most texts are what a role needs; None where there is nothing to test, or no text."""
    test = _TESTS.get(role)
    stated = [text for text in texts if is_stated(text)]
    if not stated:
        return None
    if test is None:
        return False if sum(map(_is_json, stated)) >= 0.5 * len(stated) else None
    return sum(map(test, stated)) >= 0.5 * len(stated)


def role_of_content(texts: Sequence[str]) -> tuple[str, float, str] | None:
    """(role, confidence, reason) of a column by its content alone; only forms that mean one thing."""
    stated = [text for text in texts if is_stated(text)]
    if not stated:
        return None

    def mostly(test: Callable[[str], bool]) -> bool:
        return sum(map(test, stated)) >= MOSTLY * len(stated)

    if mostly(lambda text: bool(_URL.match(text))):
        return "url", 0.7, "its cells are web addresses"
    if mostly(lambda text: bool(_WKT.match(text))):
        return "coordinates", 0.85, "its cells are WKT points"
    if mostly(lambda text: bool(_PAIR.match(tidy(text)))):
        return "coordinates", 0.7, "its cells are pairs of degrees"
    if mostly(lambda text: len(tidy(text)) >= 8 and not tidy(text).isdigit() and _is_date(text)):
        return "date", 0.5, "its cells are dates"
    return None


def decimal_sign(
    counts: Sequence[Sequence[str | None]], axes: Sequence[Sequence[str | None]]
) -> tuple[Decimal, str, str]:
    """(sign, what to say, example to ask about): coordinates decide it, else numbers with one meaning do."""
    seen = {".": 0, ",": 0}
    example = ""
    for text in (tidy(text) for column in axes for text in column if text):
        if match := re.fullmatch(r"[+-]?\d{1,3}([.,])\d+", text):
            seen[match[1]] += 1
    if not any(seen.values()):
        for text in (tidy(text) for column in counts for text in column if text):
            if match := re.search(r"\d{1,3}([.,])\d{3}(?!\d)", text):
                example = example or match[0]
            elif match := re.search(r"\d([.,])\d{1,2}(?!\d)", text):
                seen[match[1]] += 1
    if seen["."] and not seen[","]:
        return ".", "the decimal sign is a point", ""
    if seen[","] and not seen["."]:
        return ",", "the decimal sign is a comma", ""
    return None, "", example


def decimal_options(example: str) -> tuple[tuple[str, str], ...]:
    """The two answers to what a sign sets off."""
    sign, other = ("." if "." in example else ","), ("," if "." in example else ".")
    return (other, f"thousands: {example.replace(sign, '')}"), (sign, f"decimals: {example}")


def swapped(mapping: Mapping, sample: Words[str, Sequence[str | None]]) -> str:
    """Why latitude and longitude look swapped, or nothing: out of range, or outside the country that is named."""
    columns = mapping.columns
    lats, lons = sample.get(columns["lat"], ()), sample.get(columns["lon"], ())
    countries = sample.get(columns.get("country", ""), ())
    pairs = [(_plain(lat), _plain(lon), n) for n, (lat, lon) in enumerate(zip(lats, lons, strict=False))]
    points = [(lat, lon, n) for lat, lon, n in pairs if lat is not None and lon is not None]
    outside = sum(1 for lat, lon, _ in points if abs(lat) > 90 >= abs(lon))
    if points and outside >= MOSTLY * len(points):
        latitudes = one_or_more(len(points), "latitude is", "latitudes are")
        return f"{outside} of {len(points)} {latitudes} above 90 degrees"
    areas = {region.iso: default_regions().area(region.iso) for region in default_regions() if region.level == 0}
    known = as_is = turned = 0
    for lat, lon, n in points:
        name = (countries[n] if n < len(countries) else None) or mapping.constants.get("country", "")
        area = areas.get(country_code(name)) if name else None
        if area is not None:
            known += 1
            as_is += bool(shapely.intersects_xy(area, lon, lat))
            turned += bool(shapely.intersects_xy(area, lat, lon))
    if known and turned >= MOSTLY * known and as_is <= 0.1 * known:
        return f"swapping them puts {turned} of {counted(known, 'point')} into the country that is named"
    return ""


def _plain(text: str | None) -> float | None:
    given = tidy(text or "").replace(",", ".")
    return float(given) if re.fullmatch(r"[+-]?\d{1,3}(\.\d+)?", given) else None
