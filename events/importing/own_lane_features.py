# ruff: noqa: S608  only names of ours are put into statements
"""Features of a GeoJSON of ours as the rows of tables, so that those of plain shape are read all at once.

Only where every cell of a data set is of the type that this program writes: in JSON a cell is what it is, in the
tables of an import it is text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from events.importing.own_cells import CLAIM, INCIDENT
from events.importing.own_lane_known import Unsure
from events.importing.own_parts import Quick
from events.store.staging import Staging, quoted

_MOST = 100_000
"""Claims of an incident; each has a number of its own."""
_SLICE = 4_000_000
"""Bytes of features that are laid out at a time. The engine reads some two thousand texts at once, whatever their
length, and needs a multiple of their room for it."""
_WHOLE = ("UBIGINT",)
_NUMBER = ("UBIGINT", "BIGINT", "DOUBLE")
_OBJECTS = ("parties", "area", "value", "parts", "cites")
_TYPES: dict[str, tuple[str, ...]] = {
    "n": _WHOLE, "paragraph": _WHOLE, "holds": ("BOOLEAN",),
    "lat_stated": _NUMBER, "lon_stated": _NUMBER, "radius_km": _NUMBER,
}  # fmt: skip
"""Of cells that are no text, as the engine calls them."""
_FEATURES = """(SELECT r._row, r.feature FROM own_row AS r JOIN own_part AS p ON p.name = r.dataset
    WHERE p.part = {part})"""
_COLUMNS = ("note", *INCIDENT)


def count_features(quick: Quick) -> int:
    """How many features the data set has."""
    return int(quick.staging.one(f"SELECT count(*) FROM {_FEATURES.format(part=quick.number)}")[0])


def lay_out_features(quick: Quick) -> None:
    """Make ``own_incident`` and ``own_claim`` of the features of a data set.

    Raises:
        Unsure: some feature has a cell of another type, or a key twice.
    """
    try:
        for nth, features in enumerate(_slices(quick)):
            # Features of another data set may be no JSON, and the engine may look at them before it parts them.
            quick.staging.run(f"CREATE OR REPLACE TEMP TABLE own_slice AS SELECT * FROM {features}")
            _check(quick.staging)
            _add_rows(quick, begins=nth == 0)
    finally:
        for table in ("own_slice", "own_told"):
            quick.staging.run(f"DROP TABLE IF EXISTS {table}")


def _slices(quick: Quick) -> list[str]:
    features = _FEATURES.format(part=quick.number)
    bounds = quick.staging.rows(f"""SELECT min(_row), max(_row) FROM (
        SELECT _row, sum(strlen(feature)) OVER (ORDER BY _row) // {_SLICE} AS nth FROM {features})
        GROUP BY nth ORDER BY nth""")
    return [f"{features} WHERE _row BETWEEN {first} AND {last}" for first, last in bounds]


def _check(staging: Staging) -> None:
    """That the features of ``own_slice`` are as this program writes them; makes ``own_told`` of what they tell."""
    odd = r"NOT json_valid(feature) OR contains(feature, '\u0000')"
    if staging.one(f"SELECT count(*) FROM own_slice WHERE {odd}")[0]:
        raise Unsure
    for (found,) in staging.rows("SELECT DISTINCT CAST(json_structure(feature) AS VARCHAR) FROM own_slice"):
        if not _is_regular(json.loads(found)):
            raise Unsure
    staging.run("""CREATE OR REPLACE TEMP TABLE own_told AS
        SELECT _row AS _at, unnest(listed) AS one, generate_subscripts(listed, 1) AS nth
        FROM (SELECT _row, json_extract(feature, '$.properties.claims[*]') AS listed FROM own_slice)""")
    # Few lists, as most features have the same keys: quicker looked at here than each by the engine.
    for (keys,) in staging.rows("""SELECT DISTINCT unnest(json_keys(feature, ['$', '$.properties'])) FROM own_slice
            UNION SELECT json_keys(one) FROM own_told"""):
        if keys and len(set(keys)) < len(keys):
            raise Unsure
    if staging.one(f"SELECT count(*) FROM own_told WHERE nth >= {_MOST}")[0]:
        raise Unsure


def _add_rows(quick: Quick, *, begins: bool) -> None:
    """Put what ``own_slice`` and ``own_told`` have into the two tables; the first slice makes them."""
    into = "CREATE OR REPLACE TEMP TABLE {} AS" if begins else "INSERT INTO {}"
    # A property of the name is the id, if there is one: that is what is read one by one.
    given = "'$.properties.id', '$.id'"
    quick.staging.run(f"""{into.format("own_incident")} SELECT {quick.number} AS part, _row AS _at,
        CASE WHEN json_exists(feature, '$.properties.id') THEN ids[1] ELSE ids[2] END AS id, {_named(_COLUMNS)}
        FROM (SELECT _row, feature, json_extract_string(feature, [{given}]) AS ids,
            {_extracted('feature', '$.properties.', _COLUMNS)} FROM own_slice)""")
    quick.staging.run(f"""{into.format("own_claim")} SELECT {quick.number} AS part, _at,
        _at * {_MOST} + nth AS _row, {_named(CLAIM)} FROM (SELECT _at, nth, {_extracted('one', '$.', CLAIM)}
        FROM own_told)""")


def _extracted(column: str, before: str, names: Sequence[str]) -> str:
    """All texts of a JSON value at once, and all that stay JSON."""
    texts, objects = ([f"'{before}{name}'" for name in names if (name in _OBJECTS) is kept] for kept in (False, True))
    return (f"json_extract_string({column}, [{', '.join(texts)}]) AS texts,"
            f" json_extract({column}, [{', '.join(objects)}]) AS objects")  # fmt: skip


def _named(names: Sequence[str]) -> str:
    texts = [name for name in names if name not in _OBJECTS]
    objects = [name for name in names if name in _OBJECTS]
    columns = [f"texts[{place}] AS {quoted(name)}" for place, name in enumerate(texts, 1)]
    columns += [f"nullif(CAST(objects[{place}] AS VARCHAR), 'null') AS {quoted(name)}"
                for place, name in enumerate(objects, 1)]  # fmt: skip
    return ", ".join(columns)


def _is_regular(feature: Any) -> bool:
    """Whether the cells of a feature, as the engine describes them, are of the types that we write."""
    if not isinstance(feature, dict) or not isinstance(properties := feature.get("properties"), dict):
        return False
    claims = properties.get("claims")
    if not isinstance(claims, list) or feature.get("id", "NULL") not in ("VARCHAR", "NULL"):
        return False
    told = [one for one in claims if one != "NULL"]
    return _fits(properties, ("id", "dataset", *_COLUMNS)) and all(
        isinstance(one, dict) and _fits(one, CLAIM) for one in told
    )


def _fits(described: dict[str, Any], names: Sequence[str]) -> bool:
    return all(_is_of_type(name, described.get(name, "NULL")) for name in names)


def _is_of_type(name: str, kind: Any) -> bool:
    if kind == "NULL" or name == "value":
        return True
    if name in ("parties", "cites"):
        return isinstance(kind, list)
    if name in ("parts", "area"):
        return isinstance(kind, dict)
    return kind in _TYPES.get(name, ("VARCHAR",))
