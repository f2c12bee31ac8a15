"""The tables of a store: one description from which every engine's tables are made.

Days are whole numbers since 1970-01-01, cells are web-mercator cells at zoom :data:`CELL_ZOOM`: both are stored
and not computed per query. ``key`` is unique in a store: the number of the data set, then the row in it.
"""

from __future__ import annotations

from datetime import date

from events.fields import FIELDS

VERSION = 1
"""Of the layout. A data set written with another one is not opened, and said to be imported again."""
CELL_ZOOM = 24
"""About 2.4 m at the equator; coarser cells are a shift to the right."""
KEY_BITS = 40
KEY_MASK = (1 << KEY_BITS) - 1
"""``key = (number of the data set << KEY_BITS) + row``: a trillion rows a data set."""
AS_KNOWN = 20_000
"""Numbers of data sets from here on: the curated one as it was known on a day. Imported ones stay below."""
EPOCH_ORDINAL = 719163
"""``date(1970, 1, 1).toordinal()``."""

FIELD_BITS = {field.key: 1 << bit for bit, field in enumerate(FIELDS)}
"""Which bit of ``incidents.contested`` stands for a field. The list of fields only ever grows at its end."""

TABLES: dict[str, dict[str, str]] = {
    "incidents": {
        "key": "int64",
        "dataset": "int16",
        "id": "string",  # unique in the store: the data set's id, a hyphen, the row's own id; curated ids as they are
        "own_id": "string",  # as the file has it
        "title": "string",
        "short": "string",
        "kind": "string",
        "first_day": "int32",  # NULL: open
        "last_day": "int32",
        "place_id": "string",
        "place": "string",
        "place_local": "string",
        "country": "string",
        "precision": "int8",  # rank of geodata.places.Precision
        "lat": "float64",
        "lon": "float64",
        "radius_km": "float64",
        "area": "string",  # JSON of an AreaSpec
        "x": "int32",  # cell at CELL_ZOOM; NULL where there is no point
        "y": "int32",
        "province": "string",  # ISO 3166-2 (or 3166-1) code of the embedded region it lies in
        "obtained": "string",
        "place_note": "string",
        "geocoded": "string",
        "killed_low": "int32",
        "killed_high": "int32",
        "contested": "int64",  # FIELD_BITS of the fields in which claims exclude each other
        "n_claims": "int32",
        "n_sources": "int32",
        "known_day": "int32",  # earliest day on which one of its sources was published
        "note": "string",
        "haystack": "string",  # folded text of everything a reader may search in
    },
    "parties": {"key": "int64", "actor": "string", "role": "string"},
    "told_by": {"key": "int64", "source": "string"},  # publishers that tell of it: sources.publisher_id
    "claims": {
        "key": "int64",
        "n": "int16",  # order within the incident
        "source": "string",
        "field": "string",
        "value": "string",  # JSON of Claim.value
        "text": "string",
        "unit": "string",
        "of_actor": "string",
        "parts": "string",  # JSON of Claim.parts
        "actor": "string",
        "incident": "string",
        "stance": "string",
        "code": "string",
        "holds": "boolean",
        "says": "string",
        "origin": "string",
        "paragraph": "int16",
        "quote": "string",
        "locator": "string",
        "cites": "array<string>",
        "note": "string",
        "finding": "string",  # status of the finding that it is part of
        "finding_text": "string",  # NULL: as the claim itself says it
    },
    "sources": {
        "dataset": "int16",
        "n": "int32",  # number from 1 in its data set
        "id": "string",
        "publisher_id": "string",  # what a reader ticks: a publisher; for curated sources the source itself
        "short": "string",
        "title": "string",
        "publisher": "string",
        "published": "string",  # EDTF
        "url": "string",
        "rest": "string",  # JSON of every other field of events.model.Source that is set
    },
    "origins": {
        "dataset": "int16", "id": "string", "name": "string", "kind": "string", "by": "string", "date": "string",
        "note": "string",
    },
    "actors": {
        "dataset": "int16", "id": "string", "name": "string", "local": "string", "aliases": "array<string>",
        "affiliations": "array<string>", "note": "string",
    },
    "links": {
        "dataset": "int16", "origin": "string", "target": "string", "field": "string", "manner": "string",
    },
}
"""Table to column to Ibis type. NULL stands for what a claim, source or place leaves at its default."""


def day_of(number: int | None) -> date | None:
    """The day of a number of days since 1970-01-01; None for an open end."""
    return None if number is None else date.fromordinal(number + EPOCH_ORDINAL)
