"""Rows as a shaper would make them, for tests of the store: any number, and like those of UCDP GED."""

from __future__ import annotations

from typing import Any

from events.store.staging import Staging

COLUMNS = {
    "_row": "BIGINT", "id": "VARCHAR", "title": "VARCHAR", "short": "VARCHAR", "kind": "VARCHAR",
    "first_day": "INTEGER", "last_day": "INTEGER", "place": "VARCHAR", "country": "VARCHAR", "lat": "DOUBLE",
    "lon": "DOUBLE", "precision": "TINYINT", "radius_km": "DOUBLE", "area": "VARCHAR", "obtained": "VARCHAR",
    "geocoded": "VARCHAR", "killed_low": "INTEGER", "killed_high": "INTEGER",
    "parties": "STRUCT(actor VARCHAR, name VARCHAR, role VARCHAR)[]",
    "claims": "STRUCT(field VARCHAR, value VARCHAR, text VARCHAR, unit VARCHAR, of_actor VARCHAR, parts VARCHAR, "
              "actor VARCHAR, stance VARCHAR, says VARCHAR, locator VARCHAR)[]",
    "origin": "VARCHAR", "sources": "STRUCT(publisher VARCHAR, title VARCHAR, published VARCHAR, url VARCHAR)[]",
    "direct": "BOOLEAN",
}  # fmt: skip
"""The contract of the table ``shaped``."""

_CLAIM = (
    "{{'field': {field}, 'value': {value}, 'text': {text}, 'unit': NULL, 'of_actor': NULL, 'parts': NULL, "
    "'actor': {actor}, 'stance': {stance}, 'says': NULL, 'locator': 'event ' || r}}"
)


def claim(field: str, value: str = "NULL", text: str = "NULL", actor: str = "NULL", stance: str = "NULL") -> str:
    """SQL of one claim; the arguments but ``field`` are SQL."""
    return _CLAIM.format(field=f"'{field}'", value=value, text=text, actor=actor, stance=stance)


_CLAIMS = ", ".join((
    claim("date", """'"2014-03-' || lpad((1 + r % 28)::VARCHAR, 2, '0') || '"'"""),
    claim("place", "'\"\"'", "'Al Fallūjah town ' || r % 500"),
    claim("kind", "'\"battle\"'"),
    claim("killed", "'{\"low\":' || r % 9 || ',\"high\":' || (r % 9 + 4) || ',\"best\":' || (r % 9 + 1) || '}'"),
    claim("attribution", actor="'ucdp-' || r % 90"),
    claim("conflict", "'\"Iraq: Government ' || r % 40 || '\"'"),
    claim("account", "'\"Fighting near the bridge number ' || r || ' left several dead\"'"),
))  # fmt: skip

UCDP_LIKE = f"""
SELECT r AS _row, (100000 + r)::VARCHAR AS id, 'Fighting, Al Fallūjah town ' || r % 500 AS title,
    'Fighting ' || r % 500 AS short, 'battle' AS kind, (16000 + r % 1800)::INTEGER AS first_day,
    (16000 + r % 1800 + r % 3)::INTEGER AS last_day, 'Al Fallūjah town ' || r % 500 AS place, 'IQ' AS country,
    30 + (r * 7919 % 60000) / 10000.0 AS lat, 40 + (r * 104729 % 70000) / 10000.0 AS lon, 1::TINYINT AS precision,
    5.0 AS radius_km, NULL::VARCHAR AS area, 'as coded, where_prec 2' AS obtained, NULL::VARCHAR AS geocoded,
    (r % 9)::INTEGER AS killed_low, (r % 9 + 4)::INTEGER AS killed_high,
    [{{'actor': 'ucdp-' || r % 90, 'name': 'Government of Iraq ' || r % 90, 'role': 'involved'}},
     {{'actor': 'ucdp-' || (100 + r % 70), 'name': 'Islamic State ' || r % 70, 'role': 'involved'}}] AS parties,
    [{_CLAIMS}] AS claims, 'Police ' || r % 300 AS origin,
    [{{'publisher': 'Reuters ' || r % 60, 'title': 'Clashes in the town, report ' || r % 7000,
       'published': '2014-03-' || lpad((1 + r % 28)::VARCHAR, 2, '0'), 'url': NULL::VARCHAR}}] AS sources,
    false AS direct
FROM (SELECT range AS r FROM range(1, $last + 1))
"""  # noqa: S608


def ucdp_like(staging: Staging, rows: int) -> None:
    """Fill ``shaped`` with that many rows of seven claims each."""
    staging.run(f"CREATE TABLE shaped AS {UCDP_LIKE.replace('$last', str(rows))}")


def shape(staging: Staging, rows: list[dict[str, Any]]) -> None:
    """Fill ``shaped`` with the rows given; columns left out are NULL, ``_row`` counts from 1."""
    staging.run(f"CREATE TABLE shaped ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    plain = {"title": "Fighting", "short": "Fighting", "kind": "battle", "precision": 5, "direct": False}
    for number, row in enumerate(rows, 1):
        whole = {"_row": number} | plain | row
        marks = ", ".join(f"${name}::{COLUMNS[name]}" for name in whole)
        staging.run(f"INSERT INTO shaped ({', '.join(whole)}) SELECT {marks}", whole)
