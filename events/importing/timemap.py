"""TimeMap exports: events, with their dictionary of sources and their associations, in one file or in several.

Coordinates are text, dates MM/DD/YYYY. An event names its sources by id, or carries them whole; associations
(``mode`` FILTER, CATEGORY or NARRATIVE) sort it, and are kept as words. An export says nothing of how exactly a
place is known: events are drawn as localities of 5 km (OUR choice). Its kind is not among ours, so none is claimed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow

from events.importing.checking import Look
from events.importing.shaping import Description, Shaping
from events.importing.validating import REJECTED, Checks, accepted
from events.importing.wordings import (
    NONE,
    SHORT,
    TITLE,
    cell,
    claim,
    clipped,
    days,
    find,
    interval_json,
    iso_day,
    json_text,
    number,
)  # fmt: skip
from events.store.staging import Staging
from geodata.places import Precision

PARSED, CITED, SORTED = "timemap_parsed", "timemap_cited", "timemap_sorted"
RADIUS_KM = 5.0
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id",), "description": ("description",), "date": ("date", "timestamp"), "time": ("time",),
    "location": ("location",), "lat": ("latitude",), "lon": ("longitude",), "category": ("category",),
    "sources": ("sources",), "associations": ("associations", "filters"), "comments": ("comments",),
}  # fmt: skip
NEEDED = frozenset({"description", "date", "lat", "lon", "sources", "associations"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What one or several files of an export hold."""

    events: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Mapping[str, Any]]
    associations: tuple[Mapping[str, Any], ...]


def recognise(columns: Collection[str]) -> bool:
    """True where the keys of the events are those of a TimeMap export."""
    return set(find(columns, ALIASES)) >= NEEDED


def describe(file: str = "") -> Description:
    """What an export is as a document: it does not name its authors."""
    return Description("", f"TimeMap export {file}".strip())


def _records(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def gather(documents: Iterable[object]) -> Parts:
    """Sort the JSON values of the files that were given together by what is in them, not by their names.

    Raises:
        ValueError: none of them holds events.
    """
    events: list[Mapping[str, Any]] = []
    sources: dict[str, Mapping[str, Any]] = {}
    associations: list[Mapping[str, Any]] = []
    for document in documents:
        whole = document if isinstance(document, Mapping) else {}
        named = {"events", "sources", "associations"} & set(whole)
        for one in _records(document) + (_records(whole["events"]) if "events" in named else []):
            (associations if "mode" in one else events).append(one)
        associations += _records(whole["associations"]) if "associations" in named else []
        given = whole["sources"] if "sources" in named else whole if not named else {}
        pairs = given.items() if isinstance(given, Mapping) else [(one.get("id"), one) for one in _records(given)]
        sources |= {str(key): one for key, one in pairs if isinstance(one, Mapping)}
    if not events:
        raise ValueError("expected a list of events (id, date, latitude, …), got none; give events.json as well")
    return Parts(tuple(events), sources, tuple(associations))


def _column(rows: Iterable[Mapping[str, Any]], key: str) -> pyarrow.Array:
    return pyarrow.array([str(row[key]) if row.get(key) else None for row in rows], pyarrow.string())


def _add_dictionaries(staging: Staging, parts: Parts) -> None:
    known, kinds = [{**one, "id": key} for key, one in parts.sources.items()], parts.associations
    paths = [next(iter(one["paths"]), None) if isinstance(one.get("paths"), list) else None for one in known]
    urls = [one.get("url") or path for one, path in zip(known, paths, strict=True)]
    tables = {
        "timemap_sources": {**{key: _column(known, key) for key in ("id", "title", "description", "date", "author")},
                            "url": pyarrow.array([str(url) if url else None for url in urls], pyarrow.string())},
        "timemap_associations": {key: _column(kinds, key) for key in ("id", "title", "mode")},
    }  # fmt: skip
    for name, columns in tables.items():
        staging.register("import_given", pyarrow.table(columns))
        staging.run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM import_given")  # noqa: S608
        staging.unregister("import_given")


def _day(text: str) -> str:
    return f"coalesce({iso_day(text)}, CAST(try_strptime({text}, '%m/%d/%Y') AS DATE))"


def _items(column: str) -> str:
    """SQL: one row an item of a list in JSON text; a word that is no list is its only item."""
    is_list = f"json_valid({column}) AND json_type({column}) = 'ARRAY'"
    given = f"CASE WHEN {is_list} THEN CAST({column} AS JSON[]) ELSE [to_json({column})] END"
    return f"""SELECT _row, n, listed[n] AS item, coalesce(json_extract_string(listed[n], '$'), '') AS key
        FROM (SELECT _row, listed, unnest(range(1, len(listed) + 1)) AS n
              FROM (SELECT _row, {given} AS listed FROM {PARSED} WHERE {column} IS NOT NULL))"""  # noqa: S608


def _parsed(found: Mapping[str, str]) -> str:
    texts = ", ".join(f"{cell(found.get(name))} AS {name}_text" for name in ALIASES)
    typed = ", ".join(f"{name}_text AS {name}" for name in ALIASES if name not in {"lat", "lon", "date"})
    return f"""
        SELECT *, {days('day')} AS day_number FROM (SELECT *, {typed}, {number('lat_text')} AS lat,
            {number('lon_text')} AS lon, {_day('date_text')} AS day FROM (SELECT _row, {texts} FROM raw))"""  # noqa: S608


def _add_lists(staging: Staging) -> None:
    """Per event the documents it cites and the words it is sorted under, as lists."""
    keys = ("id", "title", "description", "date", "author", "url", "path")
    inline = {key: f"json_extract_string(item, '$.{key}')" for key in keys}
    staging.run(
        f"""CREATE OR REPLACE TABLE {CITED} AS SELECT _row, list(struct_pack(
            publisher := coalesce(one.author, {inline['author']}),
            title := left(coalesce(one.title, {inline['title']}, one.description, {inline['description']}, one.id,
                {inline['id']}, given.key), {TITLE:d}),
            published := CAST({_day(f"coalesce(one.date, {inline['date']})")} AS VARCHAR),
            url := coalesce(one.url, {inline['url']}, {inline['path']})) ORDER BY n) AS documents
        FROM ({_items('sources')}) AS given LEFT JOIN timemap_sources AS one
            ON one.id = coalesce({inline['id']}, given.key) GROUP BY _row"""  # noqa: S608
    )
    words = "coalesce(one.title, json_extract_string(item, '$.value'), json_extract_string(item, '$.title'), given.key)"
    label = "coalesce(lower(one.mode), json_extract_string(item, '$.key'), 'association')"
    locator = "'event ' || coalesce(given.id, CAST(_row AS VARCHAR)) || ', associations'"
    kept = claim("other", locator, value=json_text(f"{label} || ': ' || {words}"))
    staging.run(
        f"""CREATE OR REPLACE TABLE {SORTED} AS SELECT _row, list({kept} ORDER BY n) AS kept
        FROM (SELECT given.*, id FROM ({_items('associations')}) AS given JOIN {PARSED} USING (_row)) AS given
        LEFT JOIN timemap_associations AS one ON one.id = given.key GROUP BY _row"""  # noqa: S608
    )


def _shaped() -> str:
    event = "'event ' || coalesce(id, CAST(_row AS VARCHAR)) || ', "
    own = [
        claim("date", f"{event}date'", when="day IS NOT NULL", value=interval_json("day", "day")),
        claim("time", f"{event}time'", when="time IS NOT NULL", value=json_text("time")),
        claim("place", f"{event}location'", value=json_text("where_said")),
        claim("account", f"{event}description'", when="description IS NOT NULL", value=json_text("description")),
        claim("account", f"{event}comments'", when="comments IS NOT NULL", value=json_text("comments")),
        claim("other", f"{event}category'", when="category IS NOT NULL", value=json_text("'category: ' || category")),
    ]
    placed = "lat IS NOT NULL AND lon IS NOT NULL"
    return f"""
        SELECT _row, id, {clipped("coalesce(description, 'Event, ' || where_said)", 120)} AS title,
            {clipped("coalesce(category, 'Event') || ', ' || where_said", SHORT)} AS short, 'context' AS kind,
            day_number AS first_day, day_number AS last_day, left(where_said, {TITLE:d}) AS place, '' AS country,
            lat, lon, CAST(CASE WHEN {placed} THEN {Precision.LOCALITY.rank:d} ELSE {Precision.UNPLACED.rank:d} END
                AS TINYINT) AS precision,
            CASE WHEN {placed} THEN CAST({RADIUS_KM} AS DOUBLE) END AS radius_km, {NONE} AS area,
            CASE WHEN {placed} THEN 'columns latitude, longitude; precision not stated'
                ELSE 'no coordinate in the file' END AS obtained,
            {NONE} AS geocoded, CAST(NULL AS INTEGER) AS killed_low, CAST(NULL AS INTEGER) AS killed_high,
            CAST([] AS STRUCT(actor VARCHAR, name VARCHAR, role VARCHAR)[]) AS parties,
            list_concat(list_filter([{', '.join(own)}], lambda one: one IS NOT NULL), coalesce(kept, [])) AS claims,
            {NONE} AS origin, coalesce(documents, []) AS sources, false AS direct
        FROM (SELECT *, coalesce(location, 'place not named') AS where_said {accepted(PARSED)})
        LEFT JOIN {CITED} USING (_row) LEFT JOIN {SORTED} USING (_row)"""  # noqa: S608


def shape(staging: Staging, parts: Parts, file: str = "") -> Shaping:
    """Make the view ``shaped`` from ``raw`` (the events, lists in them as JSON text) and the other parts.

    Raises:
        ValueError: the columns of ``raw`` are not those of a TimeMap export.
    """
    found = find(staging.columns("raw"), ALIASES)
    if not {"date", "lat", "lon"} <= set(found):
        raise ValueError("expected events with date, latitude and longitude; give the file as another format")
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    _add_dictionaries(staging, parts)
    staging.run(f"CREATE OR REPLACE VIEW {PARSED} AS {_parsed(found)}")
    _add_lists(staging)
    staging.run(f"CREATE OR REPLACE VIEW shaped AS {_shaped()}")
    lat, lon = (Look(name, f"{name}_text", found[name]) for name in ("lat", "lon"))
    date = Look("day_number", "date_text", found["date"])
    own = Look("id", "id_text", found["id"]) if "id" in found else None
    return Shaping("timemap", describe(file), Checks(PARSED, id=own, first=date, lat=lat, lon=lon), found)
