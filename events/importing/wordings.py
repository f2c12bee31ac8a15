"""Pieces of SQL that several shapers are made of: numbers, days, JSON text, slugs, claims. All work on whole columns.

Every function takes SQL expressions and gives one back; nothing here runs anything. Text of a file never becomes part
of a statement: expressions name columns, and names of columns go through ``quoted``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from events.fields import FIELD
from events.store.staging import quoted, sql_text

NONE = "CAST(NULL AS VARCHAR)"
CLAIM_KEYS = ("field", "value", "text", "unit", "of_actor", "parts", "actor", "stance", "says", "locator")
SHORT = 40
"""Longest short label, in characters."""
TITLE = 600
TEXT = 2000
"""Longest text of a claim and longest title that ``events.model`` takes."""


def find(columns: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column of the file stands for which name: the first alias that is there, whatever its case.

    Columns that stand for nothing are left out, and so are names without a column.
    """
    there: dict[str, str] = {}
    for column in columns:
        there.setdefault(column.strip().lower(), column)
    found = {name: next((there[alias] for alias in known if alias in there), None) for name, known in aliases.items()}
    return {name: column for name, column in found.items() if column is not None}


def cell(column: str | None) -> str:
    """The text of a column of ``raw`` without blanks around it; NULL where empty, or where there is no such column."""
    return f"nullif({stripped(quoted(column))}, '')" if column is not None else NONE


def bare(column: str | None) -> str:
    """The text of a column of ``raw`` as it stands; NULL where empty, or where there is no such column."""
    return f"nullif({quoted(column)}, '')" if column is not None else NONE


def stripped(text: str) -> str:
    """Text without blanks and line breaks around it."""
    # trim() takes longer than all else that is done to a cell; hardly a cell needs it.
    ends = " OR ".join(f"ends_with({text}, {blank})" for blank in ("' '", r"E'\n'", r"E'\r'", r"E'\t'"))
    return f"CASE WHEN ascii({text}) <= 32 OR {ends} THEN trim({text}, E' \\t\\r\\n') ELSE {text} END"


def number(text: str) -> str:
    """DOUBLE of digits as programs write them ("645", "645.0", "-1e3"); NULL for anything else, and for infinity."""
    value = f"try_cast({text} AS DOUBLE)"
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def whole(text: str) -> str:
    """BIGINT of a whole number, also where it is written "645.0"; NULL for anything else."""
    return f"CASE WHEN {number(text)} = trunc({number(text)}) THEN try_cast({number(text)} AS BIGINT) END"


def days(date: str) -> str:
    """INTEGER days since 1970-01-01 of a DATE; NULL where it is NULL."""
    return f"CAST({date} - DATE '1970-01-01' AS INTEGER)"


def iso_day(text: str) -> str:
    """DATE of "2014-01-24", alone or with a time after it; NULL for anything else, and for days that never were."""
    return f"CASE WHEN regexp_matches({text}, '^\\d{{4}}-\\d\\d?-\\d\\d?([ T]|$)') THEN try_cast({text} AS DATE) END"


def day_of(number_of_days: str) -> str:
    """DATE of days since 1970-01-01."""
    return f"(DATE '1970-01-01' + {number_of_days})"


def interval_json(first: str, last: str) -> str:
    """EDTF of an interval of DATEs as JSON text: one day without a slash, ``..`` for an open end."""
    one, other = f"CAST({first} AS VARCHAR)", f"CAST({last} AS VARCHAR)"
    apart = f"""coalesce({one}, '..') || '/' || coalesce({other}, '..')"""
    return f"""'"' || CASE WHEN {first} = {last} THEN {one} ELSE {apart} END || '"'"""


def json_text(text: str) -> str:
    """Text as a JSON string; NULL stays NULL."""
    return f"CAST(to_json({text}) AS VARCHAR)"


def slug(text: str) -> str:
    """Lower-case words joined by hyphens. Text without one Latin letter or digit gets a short hash of itself."""
    plain = f"trim(regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '-', 'g'), '-')"
    return f"CASE WHEN {plain} = '' THEN 'n' || left(md5({text}), 10) ELSE {plain} END"


def clipped(text: str, most: int) -> str:
    """Text of at most that many characters; what was cut off shows as an ellipsis."""
    return f"CASE WHEN length({text}) > {most:d} THEN left({text}, {most - 1:d}) || '…' ELSE {text} END"


def joined(separator: str, *parts: str) -> str:
    """Text of all parts that are not NULL."""
    return f"concat_ws({sql_text(separator)}, {', '.join(parts)})"


def labelled(label: str, text: str) -> str:
    """A label before text; NULL where the text is NULL."""
    return f"({sql_text(label + ' ')} || {text})"


def claim(field: str, locator: str, when: str = "", **given: str) -> str:
    """A claim as a STRUCT; NULL unless ``when`` holds. What is not given is NULL, that is the model's default.

    ``field`` is the key of a field, or an SQL expression of one; all else are SQL expressions.
    """
    values = claim_values(field, locator, **given)
    packed = f"struct_pack({', '.join(f'{key} := {values.get(key, NONE)}' for key in CLAIM_KEYS)})"
    return f"CASE WHEN {when} THEN {packed} END" if when else packed


def claim_values(field: str, locator: str, **given: str) -> dict[str, str]:
    """What a claim is made of, as SQL: those of :data:`CLAIM_KEYS` that are given."""
    unknown = set(given) - set(CLAIM_KEYS)
    if unknown:
        raise TypeError(f"expected keys of a claim, got {', '.join(sorted(unknown))}")
    values = {**given, "field": sql_text(field) if field in FIELD else field, "locator": locator}
    if "text" in values:
        # left() and not clipped(), which would work the text out twice.
        values["text"] = f"left({values['text']}, {TEXT:d})"
    return values


def party(actor: str, name: str, role: str, when: str = "") -> str:
    """A party as a STRUCT; NULL unless ``when`` holds."""
    packed = f"struct_pack(actor := {actor}, name := {name}, role := {sql_text(role)})"
    return f"CASE WHEN {when} THEN {packed} END" if when else packed


def listed(parts: Sequence[str]) -> str:
    """A LIST of those structs that are not NULL, in their order."""
    return f"list_filter([{', '.join(parts)}], lambda one: one IS NOT NULL)"


def disc(lat: str, lon: str, radius_km: str) -> str:
    """JSON of an AreaSpec: everything within a radius."""
    return (
        f"""'{{"disc":true,"lat":' || CAST({lat} AS VARCHAR) || ',"lon":' || CAST({lon} AS VARCHAR)"""
        f""" || ',"radius_km":' || CAST({radius_km} AS VARCHAR) || '}}'"""
    )


def region(code: str) -> str:
    """JSON of an AreaSpec: a province or country by its code."""
    return f"""'{{"regions":["' || {code} || '"]}}'"""
