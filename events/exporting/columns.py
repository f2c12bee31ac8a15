"""The columns of every export: one list, from which the tables are written and docs and importers read.

Incidents, claims, sources and links are four tables with the same column names in every format that has
tables (GeoPackage layers, XLSX sheets, the struct of a GeoParquet file, members of a GeoJSON feature). A CSV
has one row a claim with its incident's columns beside it, some under another name: :data:`IN_CSV`.

Columns that hold lists or objects are JSON text (:data:`JSON`) in formats without them. What is *shown*
stands beside what is *stored*: ``text`` is the claim in words, ``value`` the JSON that it is made from; ``lat``
is cut to what its precision carries, ``lat_stated`` is as the data set has it.
"""

from __future__ import annotations

import pyarrow as pa

INCIDENTS: dict[str, pa.DataType] = {
    "id": pa.string(),  # unique in the store; what claims.incident, links.origin and links.target refer to
    "dataset": pa.string(),  # id of the data set
    "own_id": pa.string(),  # as the imported file had it
    "title": pa.string(),
    "short": pa.string(),
    "kind": pa.string(),  # events.fields.KINDS
    "start": pa.date32(),  # NULL: open
    "end": pa.date32(),
    "in_dates": pa.string(),  # certain | possible: whether it is surely in the selection
    "place": pa.string(),
    "place_id": pa.string(),
    "place_local": pa.string(),
    "country": pa.string(),  # ISO 3166-1 alpha-2
    "province": pa.string(),  # ISO 3166-2; derived
    "precision": pa.string(),  # geodata.places.Precision: site … unplaced
    "lat": pa.float64(),  # cut to the precision; of a site or locality only
    "lon": pa.float64(),
    "radius_km": pa.float64(),
    "area": pa.string(),  # JSON of a geodata.places.AreaSpec
    "lat_stated": pa.float64(),  # as the data set has it, also the middle of a disc
    "lon_stated": pa.float64(),
    "place_obtained": pa.string(),
    "place_note": pa.string(),
    "geocoded": pa.string(),
    "killed_low": pa.int32(),  # derived, as are the next two
    "killed_high": pa.int32(),
    "contested": pa.string(),  # JSON list of keys of fields
    "parties": pa.string(),  # JSON list of {actor, name, role}
    "claim_count": pa.int32(),
    "source_count": pa.int32(),
    "known": pa.date32(),  # first day on which one of its sources was published
    "note": pa.string(),
}

CLAIMS: dict[str, pa.DataType] = {
    "incident": pa.string(),
    "claim": pa.string(),  # id
    "n": pa.int32(),  # order within the incident, from 1
    "field": pa.string(),  # events.fields.FIELDS
    "text": pa.string(),  # in words; derived from the columns below
    "low": pa.float64(),  # low, high, best and bound: derived from value
    "high": pa.float64(),
    "best": pa.float64(),
    "bound": pa.string(),
    "unit": pa.string(),  # of a number; the field's own unit where the claim names no other
    "of": pa.string(),
    "actor": pa.string(),
    "actor_name": pa.string(),
    "stance": pa.string(),  # NULL: neither actor nor incident is named
    "linked_incident": pa.string(),  # Claim.incident
    "says": pa.string(),
    "origin": pa.string(),
    "origin_name": pa.string(),
    "source": pa.string(),
    "publisher": pa.string(),
    "source_title": pa.string(),
    "published": pa.string(),  # EDTF
    "url": pa.string(),  # http(s) only
    "paragraph": pa.int32(),
    "quote": pa.string(),
    "locator": pa.string(),
    "note": pa.string(),
    "finding": pa.string(),  # derived, as is the next
    "finding_text": pa.string(),
    "value": pa.string(),  # JSON of Claim.value; NULL: None
    "value_text": pa.string(),  # Claim.text
    "parts": pa.string(),  # JSON of Claim.parts
    "code": pa.string(),
    "holds": pa.bool_(),
    "cites": pa.string(),  # JSON list of ids of sources
}

SOURCES: dict[str, pa.DataType] = {
    "id": pa.string(),
    "dataset": pa.string(),
    "number": pa.int32(),  # from 1, in its data set
    "publisher_id": pa.string(),
    "short": pa.string(),
    "title": pa.string(),
    "publisher": pa.string(),
    "published": pa.string(),  # EDTF
    "url": pa.string(),  # http(s) only
    "rest": pa.string(),  # JSON of every other field of events.model.Source that is set, without file, body_starts
}

LINKS: dict[str, pa.DataType] = {
    "origin": pa.string(), "target": pa.string(), "field": pa.string(), "manner": pa.string(),
}

DOCUMENTS = "documents"
"""In CSV and GeoParquet, which have no table of sources: JSON list of the incident's sources, told or cited,
each ``{id, publisher_id, short, title, publisher, published, url, rest}`` (rest: an object). In CSV it stands
on the first row of each incident only."""

JSON = frozenset({"area", "contested", "parties", "value", "parts", "cites", "rest", DOCUMENTS})
"""Columns whose text is JSON. In GeoJSON they are the values themselves, in GeoParquet too for parties and cites."""

IN_CSV: dict[str, str] = {"id": "incident", "note": "incident_note"}
"""Columns of an incident that have another name in CSV, where they stand beside those of a claim."""

FIRST = (
    "incident", "title", "kind", "start", "end", "in_dates", "place", "precision", "radius_km", "lat", "lon",
    "claim", "field", "text", "low", "high", "bound", "unit", "of", "actor", "stance", "linked_incident",
    "says", "origin", "source", "publisher", "source_title", "published", "url", "paragraph", "quote",
    "finding", "finding_text",
)
"""The first columns of a CSV, for a person; what a machine needs besides follows."""

CSV: dict[str, pa.DataType] = {
    name: type_
    for table in (
        {IN_CSV.get(name, name): type_ for name, type_ in INCIDENTS.items()},
        {name: type_ for name, type_ in CLAIMS.items() if name != "incident"},
        {DOCUMENTS: pa.string()},
    )
    for name, type_ in table.items()
}
CSV_COLUMNS = (*FIRST, *(name for name in CSV if name not in FIRST))
"""One row a claim: everything a round trip needs, in order."""


def schema(table: dict[str, pa.DataType]) -> pa.Schema:
    """The Arrow schema of one of the tables above."""
    return pa.schema(list(table.items()))
