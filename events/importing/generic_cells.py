"""The generic shaper's first half: cells of ``raw`` under the names of their roles, typed; what is wrong set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow

from events.importing import lookups
from events.importing.generic_words import read_actors, read_kind
from events.importing.mapping import COLUMN_ROLES, Mapping
from events.importing.shaping import add_countries
from events.importing.values import NOT_STATED, amount, count
from events.importing.values_dates import read_date, time_pattern
from events.importing.values_places import (
    ascii_digits,
    country_code,
    degrees,
    pair,
    province_code,
    read_precision,
)  # fmt: skip
from events.importing.wordings import NONE
from events.store.staging import Staging, quoted, sql_text

CELLS = "generic_cells"
DAYS, COUNTS, KINDS, PRECISIONS, COUNTRIES, REGIONS, ACTORS = (
    f"generic_{name}" for name in ("days", "counts", "kinds", "precisions", "countries", "regions", "actors")
)
DATED = ("first", "last", "published")
COUNTED = ("killed_low", "killed_best", "killed_high", "wounded")
_LONGEST_UNSAID = max(len(word.encode()) for word in NOT_STATED)
_UNSAID = ", ".join(sql_text(word) for word in sorted(NOT_STATED))


def raw_cell(column: str) -> str:
    """The text of a column without blanks around it; NULL where empty."""
    text = f"CAST({quoted(column)} AS VARCHAR)"
    # Trimming is slow, and hardly a cell needs it.
    blank = f"regexp_matches({text}, '^[\\s\u00a0]|[\\s\u00a0]$')"
    trimmed = f"CASE WHEN {blank} THEN trim({text}, E' \\t\\r\\n\u00a0') ELSE {text} END"
    return f"nullif({trimmed}, '')"


def _said(mapping: Mapping, role: str) -> str:
    """The text of a role's cell, else its constant; NULL where the cell is empty or says "unknown"."""
    column, constant = mapping.column(role), mapping.constants.get(role, "").strip()
    if column is None:
        return sql_text(constant) if constant else NONE
    text = raw_cell(column)
    # NA is Namibia in a column of countries, and an id is whatever it is.
    said = f"CASE WHEN strlen({text}) > {_LONGEST_UNSAID} OR lower({text}) NOT IN ({_UNSAID}) THEN {text} END"
    stated = text if role in ("id", "country") else said
    return f"coalesce({stated}, {sql_text(constant)})" if constant else stated


def columns_of(mapping: Mapping) -> dict[str, str]:
    """The name that a cell has here to the column of the file that it comes from, for messages and locators."""
    found = dict(mapping.columns)
    if first := found.get("start") or found.get("date"):
        found["first"] = first
    if "end" in found:
        found["last"] = found["end"]
    if "killed" in found:
        found.setdefault("killed_best", found["killed"])
    for axis in ("lat", "lon"):
        if "coordinates" in found:
            found[axis] = found["coordinates"]
    return found


def cells_sql(mapping: Mapping) -> str:
    """The query of `CELLS`: ``_row``, a VARCHAR for every role, and ``actor_0`` … and ``other_0`` … beside them."""
    texts = {role: _said(mapping, role) for role in COLUMN_ROLES}
    texts["first"] = f"coalesce({texts['start']}, {texts['date']})"
    texts["last"] = texts["end"]
    texts["killed_best"] = f"coalesce({texts['killed_best']}, {texts['killed']})"
    if coordinates := mapping.column("coordinates"):
        texts["lat"], texts["lon"] = pair(raw_cell(coordinates))
    texts["clock"] = f"nullif(regexp_extract({ascii_digits(texts['first'])}, '{time_pattern()}', 1), '')"
    texts |= {f"actor_{n}": raw_cell(one.column) for n, one in enumerate(mapping.actors)}
    texts |= {f"other_{n}": raw_cell(column) for n, column in enumerate(mapping.other)}
    keys = {f"{name}_key": f"regexp_replace({ascii_digits(texts[name])}, '{time_pattern()}', '')" for name in DATED}
    listed = ", ".join(f"{sql} AS {name}" for name, sql in (texts | keys).items())
    return f"SELECT _row, {listed} FROM raw"  # noqa: S608


def _distinct(*names: str) -> list[str]:
    return [f"SELECT DISTINCT {name} FROM {CELLS} WHERE {name} IS NOT NULL" for name in names]  # noqa: S608


def look_up(staging: Staging, mapping: Mapping, dataset: str) -> None:
    """Make the table `CELLS` and a table for each kind of text that is read in Python."""
    text, number = pyarrow.string(), pyarrow.int64()
    staging.run(f"CREATE OR REPLACE TABLE {CELLS} AS {cells_sql(mapping)}")
    add_countries(staging)
    codes = {str(key): str(code) for key, code in staging.rows("SELECT key, iso2 FROM import_countries")}

    def day(key: str) -> Sequence[Any]:
        written = read_date(key, mapping.date_order, mapping.century)
        return written.edtf, written.first, written.last

    def counted(key: str) -> Sequence[Any] | None:
        value = count(key, mapping.decimal)
        if value is None:
            return None
        both = amount(value)
        return json.dumps(value), int(both.low), int(both.high), value if isinstance(value, int) else None

    def region(province: str, country: str) -> Sequence[Any]:
        return (province_code(province, country_code(country, codes)),)

    make = lookups.make
    make(staging, DAYS, ["key"], _distinct(*(f"{name}_key" for name in DATED)),
         {"edtf": text, "first": number, "last": number}, day)  # fmt: skip
    make(staging, COUNTS, ["key"], _distinct(*COUNTED),
         {"value": text, "low": number, "high": number, "exact": number}, counted)  # fmt: skip
    make(staging, KINDS, ["key"], _distinct("kind"), {"kind": text}, lambda key: [read_kind(key, mapping.kinds)])
    make(staging, PRECISIONS, ["key"], _distinct("precision"), {"rank": number}, _rank)
    make(staging, COUNTRIES, ["key"], _distinct("country"), {"iso": text}, lambda key: [country_code(key, codes)])
    pairs = f"SELECT DISTINCT province, coalesce(country, '') FROM {CELLS} WHERE province IS NOT NULL"  # noqa: S608
    make(staging, REGIONS, ["key", "country"], [pairs], {"code": text}, region)
    people = pyarrow.list_(pyarrow.struct([("actor", text), ("name", text)]))
    named = _distinct(*(f"actor_{n}" for n in range(len(mapping.actors)))) or ["SELECT '' WHERE false"]
    make(staging, ACTORS, ["key"], named, {"people": people},
         lambda key: [read_actors(key, dataset, mapping.separator)])  # fmt: skip


def _rank(key: str) -> Sequence[Any] | None:
    found = read_precision(key)
    return None if found is None else [found.rank]


def typed_sql() -> str:
    """The query that puts what was looked up beside the cells; ``lat`` and ``lon`` become ``y`` and ``x`` (DOUBLE)."""
    joins = " ".join(
        [f"LEFT JOIN {DAYS} AS {name}_day ON {name}_day.key = {name}_key" for name in DATED]
        + [f"LEFT JOIN {COUNTS} AS {name}_count ON {name}_count.key = cells.{name}" for name in COUNTED]
        + [
            f"LEFT JOIN {KINDS} AS kinds ON kinds.key = cells.kind",
            f"LEFT JOIN {PRECISIONS} AS precisions ON precisions.key = cells.precision",
            f"LEFT JOIN {COUNTRIES} AS countries ON countries.key = cells.country",
            f"LEFT JOIN {REGIONS} AS regions ON regions.key = cells.province"
            " AND regions.country = coalesce(cells.country, '')",
        ]
    )
    counts = ", ".join(
        f"{name}_count.{part} AS {name}_{part}" for name in COUNTED for part in ("value", "low", "high", "exact")
    )
    return f"""
        SELECT cells.*, {degrees('cells.lat', 'lat')} AS y, {degrees('cells.lon', 'lon')} AS x,
            first_day.edtf AS first_edtf, first_day.first AS first_from, first_day.last AS first_to,
            last_day.edtf AS last_edtf, last_day.first AS last_from, last_day.last AS last_to,
            published_day.edtf AS published_edtf, {counts}, kinds.kind AS stated_kind,
            coalesce(kinds.kind, 'context') AS our_kind, precisions.rank AS rank,
            coalesce(countries.iso, '') AS iso, regions.code AS province_code,
            try_cast(replace(cells.radius_km, ',', '.') AS DOUBLE) AS radius
        FROM {CELLS} AS cells {joins}"""  # noqa: S608


def problems(mapping: Mapping, typed: str) -> Iterator[str]:
    """Queries of the lines for ``rejected``: what cannot be read. What was read is looked at by ``validating``."""
    columns = columns_of(mapping)
    days = [(name, DAYS, f"{name}_key") for name in ("first", "last")]
    for name, table, key in (*days, *((name, COUNTS, name) for name in COUNTED)):
        if name in columns or (name == "first" and "date" in mapping.constants):
            column = sql_text(columns.get(name, "date"))
            yield (f"SELECT _row, {column}, left(cells.{name}, 200), reason, mend"  # noqa: S608
                   f" FROM {CELLS} AS cells JOIN {table} AS one ON one.key = cells.{key}"
                   " WHERE reason IS NOT NULL")  # fmt: skip
    for name in ("killed_low", "killed_high"):
        if name in columns:
            yield _line(columns[name], name, f"{name}_value IS NOT NULL AND {name}_exact IS NULL",
                        "a whole number", "write one number, without words", typed)  # fmt: skip
    if "coordinates" in columns:
        where = "generic_raw.cell IS NOT NULL AND (y IS NULL OR x IS NULL)"
        given = f"(SELECT _row, {raw_cell(columns['coordinates'])} AS cell FROM raw)"  # noqa: S608
        raw = f"{typed} JOIN {given} AS generic_raw USING (_row)"
        yield _line(columns["coordinates"], "cell", where, "latitude and longitude",
                    "write 33.3036, 44.3661 or POINT (44.3661 33.3036)", raw)  # fmt: skip
    if "radius_km" in columns or "radius_km" in mapping.constants:
        yield _line(columns.get("radius_km", "radius_km"), "radius_km",
                    "radius_km IS NOT NULL AND coalesce(radius <= 0 OR radius > 2000, true)",
                    "a radius of more than 0 and at most 2000 km", "mend it, or leave it empty", typed)  # fmt: skip


def _line(column: str, text: str, when: str, expected: str, mend: str, relation: str) -> str:
    reason = f"{sql_text(f'expected {expected}, got ')} || left({text}, 60)"
    return (f"SELECT _row, {sql_text(column)}, left({text}, 200), {reason}, {sql_text(mend)}"  # noqa: S608
            f" FROM {relation} WHERE {when}")  # fmt: skip
