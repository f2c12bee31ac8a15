"""Coordinates as SQL over whole columns, and the words for precision and country.

The expressions take SQL text that gives a VARCHAR and give SQL text that gives a DOUBLE, NULL where the cell is no
coordinate; whether it lies on the globe is for validation to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.importing.values import ARABIC_DIGITS, ASCII_DIGITS, tidy
from geodata.names import fold
from geodata.places import Precision
from geodata.regions import default_regions

_NUMBER = r"\d{1,3}(?:\.\d+)?"
_SIXTIETHS = r"\d{1,2}(?:\.\d+)?"
_DEGREES = rf"^(?:([NSEW]) ?)?([+-])?({_NUMBER})(?: ({_SIXTIETHS})(?: ({_SIXTIETHS}))?)?(?: ?([NSEW]))?$"
_PLAIN = r"^[+-]?\d{1,3}(?:\.\d+)?$"
_MINUTES_ALONE = r"""^[NSEW]?\s*[+-]?[\d.]+\s*[''"]"""
_SIX_PRIMES = "''" * 6
_PARTS = "['before', 'sign', 'deg', 'min', 'sec', 'after']"

PRECISION_WORDS: dict[Precision, str] = {
    Precision.SITE: "site|exact|exact location|precise|point|address|building|street|1|دقيق|exacte|exacto|genau",
    Precision.LOCALITY: "locality|town|city|village|settlement|neighbourhood|neighborhood|approximate|near|2|"
    "مدينة|قرية|شهر|ville|ciudad|pueblo|ort|stadt",
    Precision.DISTRICT: "district|adm2|admin2|county|area|region of a province|3|قضاء|"
    "departement|distrito|bezirk|kreis",
    Precision.PROVINCE: "province|governorate|adm1|admin1|state|region|4|محافظة|استان|provincia|provinz",
    Precision.COUNTRY: "country|national|nation|adm0|admin0|5|6|دولة|کشور|pays|pais|land",
    Precision.UNPLACED: "unplaced|no place|international",
}
PRECISION = {fold(word): level for level, words in PRECISION_WORDS.items() for word in words.split("|")}

DEFAULT_RADIUS_KM: dict[Precision, float] = {
    Precision.SITE: 1.0, Precision.LOCALITY: 5.0, Precision.DISTRICT: 25.0, Precision.PROVINCE: 100.0,
    Precision.COUNTRY: 500.0,
}  # fmt: skip
"""How wide a place of each precision is taken to be where the file does not say."""

def ascii_digits(sql: str) -> str:
    """The text with Arabic-Indic and Persian digits as ASCII ones and without direction marks, trimmed."""
    # Nearly all cells are ASCII already, and that is quick to see: bytes and characters are as many.
    figures = f"translate({sql}, '{ARABIC_DIGITS}٫،−–\u00a0\u202f', '{ASCII_DIGITS}.,--  ')"
    plain = f"trim(regexp_replace({figures}, '[\u200e\u200f]', '', 'g'))"
    return f"CASE WHEN strlen({sql}) = length({sql}) THEN trim({sql}) ELSE {plain} END"


def _plain_signs(sql: str) -> str:
    """Upper case, one sign each for degrees, minutes and seconds, a point for a lone decimal comma."""
    signs = f"translate(upper({ascii_digits(sql)}), 'º˚ʹ′’‘`´″”“', '°°{_SIX_PRIMES}\"\"\"')"
    lone = "regexp_matches(sign, '^[^,]*,[^,]*$')"
    return _once(signs, "sign", f"CASE WHEN {lone} THEN replace(sign, ',', '.') ELSE sign END")


def _once(sql: str, name: str, body: str) -> str:
    """``body`` with what ``sql`` gives under a name: an expression that is used often, and written and run once."""
    return f"list_transform([{sql}], lambda {name}: {body})[1]"


def degrees(sql: str, axis: str) -> str:
    """Degrees of a cell: ``33.3036``, ``33,3036``, ``33°18'12"N``, ``33 18 12 N``, ``N33.3``, ``33:18:12``.

    Args:
        axis: "lat" or "lon": which letters may stand with it. A letter of the other axis gives NULL, and so
            do minutes or seconds of 60 and more, and a sign together with a letter.
    """
    letters = "NS" if axis == "lat" else "EW"
    parts = f"regexp_extract(trim(regexp_replace(said, '(?:DEG|[D°:''\"\\s])+', ' ', 'g')), '{_DEGREES}', {_PARTS})"
    minutes = "coalesce(TRY_CAST(got.min AS DOUBLE), 0)"
    seconds = "coalesce(TRY_CAST(got.sec AS DOUBLE), 0)"
    letter = "(got.before || got.after)"
    fits = (
        f"({letter} = '' OR (length({letter}) = 1 AND contains('{letters}', {letter}) AND got.sign = ''))"
        f" AND {minutes} < 60 AND {seconds} < 60 AND NOT regexp_matches(said, '{_MINUTES_ALONE}')"
    )
    value = f"(TRY_CAST(got.deg AS DOUBLE) + {minutes} / 60 + {seconds} / 3600)"
    negative = f"(got.sign = '-' OR {letter} IN ('S', 'W'))"
    signed = f"CASE WHEN {fits} THEN CASE WHEN {negative} THEN 0.0 - {value} ELSE {value} END END"
    slow = _once(_plain_signs(sql), "said", _once(parts, "got", signed))
    return f"CASE WHEN regexp_matches({sql}, '{_PLAIN}') THEN TRY_CAST({sql} AS DOUBLE) ELSE {slow} END"


def pair(sql: str) -> tuple[str, str]:
    """(lat, lon) texts of one cell: WKT ``POINT (lon lat)``, ``33.3, 44.4``, ``33,3; 44,4``, ``33°18'N 44°24'E``.

    Latitude comes first but in WKT. Each is SQL that gives a VARCHAR for `degrees`, NULL where there is no pair.
    """
    text = f"regexp_replace(upper({ascii_digits(sql)}), '^\\((.*)\\)$', '\\1')"
    number = r"[+-]?\d{1,3}(?:[.]\d+)?"
    comma = r"[+-]?\d{1,3}(?:[.,]\d+)?"
    forms = (
        (rf"^(?:SRID=4326;\s*)?POINT\s*Z?\s*\(\s*({number})\s+({number})(?:\s+\S+)?\s*\)$", True),
        (r"^([^;|/]+?)\s*[;|/]\s*([^;|/]+)$", False),
        (rf"^({number})\s*,\s*({number})$", False),
        (rf"^({comma})\s*,?\s+({comma})$", False),
        (r"^([^NSEW]*[NS])\s*,?\s*([^NSEW]*[EW])$", False),
        (r"^([NS][^NSEW]*?)\s*,?\s*([EW][^NSEW]*)$", False),
    )
    return _either(text, forms, 0), _either(text, forms, 1)


def _either(text: str, forms: tuple[tuple[str, bool], ...], wanted: int) -> str:
    cases = (
        f"WHEN regexp_matches(whole, '{form}')"
        f" THEN regexp_extract(whole, '{form}', {2 - wanted if lon_first else wanted + 1})"
        for form, lon_first in forms
    )
    return _once(text, "whole", f"CASE {' '.join(cases)} END")


def read_precision(text: str) -> Precision | None:
    """The precision that a word says, in any of the languages above; None for an unknown word."""
    return PRECISION.get(fold(tidy(text)))


def country_code(text: str, codes: Mapping[str, str] | None = None) -> str:
    """ISO 3166-1 alpha-2 code of a country's name or code; empty where it is not known.

    Args:
        codes: lower-case names and codes of every country (``shaping.add_countries``), asked before the
            embedded regions, which know fewer countries but more spellings.
    """
    given = tidy(text)
    if code := (codes or {}).get(given.lower()):
        return code
    known = default_regions()
    if len(given) == 2:
        return next((region.iso for region in known if region.iso == given.upper()), "")
    return next((region.iso for region in known.find(given) if region.level == 0), "")


def province_code(text: str, country: str) -> str:
    """ISO 3166-2 code of a province's name, of that country where its code is given; empty where it is not one."""
    found = [region.iso for region in default_regions().find(tidy(text)) if region.level == 1]
    own = [iso for iso in found if not country or iso[:2] == country]
    return own[0] if len(own) == 1 else ""
