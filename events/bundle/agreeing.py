"""Whether the files of a bundle tell the same: incidents, claims, sources, provenance and manifest.

Hashes show that a file is as the manifest says. This shows that whoever wrote the manifest wrote files
that fit each other, down to the text of every claim.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from events.bundle.manifest import Manifest
from events.bundle.writing import CLAIMS, INCIDENTS, PROVENANCE, SOURCES
from events.exporting.csvfile import COLUMNS, defuse

_COMPARED = {
    "claim": "id", "linked_incident": "incident",
    **{name: name for name in ("field", "text", "low", "high", "bound", "unit", "of", "actor", "stance", "says",
                               "origin", "source", "paragraph", "quote")},
}  # fmt: skip
"""Columns of the CSV to properties of a claim in the GeoJSON."""
_OF_INCIDENT = ("title", "kind", "start", "end", "in_dates", "place", "precision", "radius_km")


def _cell(value: Any) -> str:
    """A value of the GeoJSON as the CSV has it."""
    return "" if value is None else str(defuse(value))


def _position(geometry: Any) -> tuple[str, str]:
    """Latitude and longitude of a point as the CSV has them; an area has none there."""
    if not geometry or geometry["type"] != "Point":
        return "", ""
    lon, lat = geometry["coordinates"]
    return _cell(lat), _cell(lon)


def _finding(claim: Mapping[str, Any], findings: Mapping[str, Any]) -> tuple[str, str]:
    """Status and words of the finding that a claim is part of."""
    found = findings.get(f"{claim['field']}/{claim['of']}" if claim["of"] else claim["field"], {})
    return _cell(found.get("status")), _cell(found.get("text"))


def _from_geojson(features: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    rows = []
    for one in features:
        about = one["properties"]
        shared = [_cell(about["id"]), *(_cell(about[name]) for name in _OF_INCIDENT), *_position(one["geometry"])]
        for claim in about["claims"]:
            stated = (_cell(claim[name]) for name in _COMPARED.values())
            rows.append((*shared, *stated, *_finding(claim, about["findings"])))
    return rows


def _from_csv(text: str) -> list[tuple[str, ...]]:
    _, header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    if tuple(header) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError("its columns are not those of docs/format.md")
    named = (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    wanted = ("incident", *_OF_INCIDENT, "lat", "lon", *_COMPARED, "finding", "finding_text")
    return [tuple(row[name] for name in wanted) for row in named]


def _claims_differ(features: list[dict[str, Any]], table: str) -> Iterator[str]:
    told, listed = Counter(_from_geojson(features)), Counter(_from_csv(table))
    claim = 1 + len(_OF_INCIDENT) + 2
    for rows, name in ((told - listed, INCIDENTS), (listed - told, CLAIMS)):
        for row in list(rows)[:3]:
            yield f"claim {row[claim]} of {row[0]} stands so in {name} only"
        if len(rows) > 3:
            yield f"and {len(rows) - 3} further claims stand so in {name} only"


def _counts_differ(found: Manifest, collection: Mapping[str, Any], sources: list[Any]) -> Iterator[str]:
    features = collection["features"]
    ways = Counter(one["properties"]["in_dates"] for one in features)
    claims = [claim for one in features for claim in one["properties"]["claims"]]
    told = {
        "incidents certain": (ways["certain"], found.counts.certain),
        "incidents possible": (ways["possible"], found.counts.possible),
        "incidents": (len(features), found.counts.certain + found.counts.possible),
        "claims": (len(claims), found.counts.claims),
        "sources": (sorted({claim["source"] for claim in claims}), sorted(one["id"] for one in sources)),
        "number of sources": (len(sources), found.counts.sources),
        "version": (collection["version"], found.dataset.version),
        "data set": (collection["dataset"], found.dataset.id),
        "licence": (collection["licence"], found.dataset.licence),
        "date": (collection["exported"], found.date.isoformat()),
    }
    for name, (here, there) in told.items():
        if here != there:
            yield f"{name}: {INCIDENTS} has {here}, {SOURCES if name == 'sources' else 'the manifest'} has {there}"
    if collection["filter"] not in found.sentence:
        yield f"filter: {INCIDENTS} has “{collection['filter']}”, which is not in the manifest's sentence"


def _provenance_differs(found: Manifest, features: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> Iterator[str]:
    told = {(one["id"], claim["id"]) for one in features for claim in one["properties"]["claims"]}
    claims = [node for node in nodes if str(node["@id"]).startswith("#claim-")]
    if {(node["incident"], node["identifier"]) for node in claims} != told:
        yield f"the claims of {PROVENANCE} are not those of {INCIDENTS}"
    data = next((node["identifier"] for node in nodes if node["@id"] == "#dataset"), "missing")
    if data != f"sha256:{found.dataset.fingerprint}":
        yield f"the fingerprint of {PROVENANCE} is not the manifest's"


def disagreements(found: Manifest, files: Mapping[str, bytes]) -> list[str]:
    """What the files of a bundle say differently, in words; empty where they agree.

    Never raises: a file that cannot be read as what it should be is one of the answers.
    """
    at = INCIDENTS
    try:
        collection = json.loads(files[INCIDENTS])
        features = collection["features"]
        at = CLAIMS
        words = list(_claims_differ(features, files[CLAIMS].decode("utf-8")))
        at = SOURCES
        words += _counts_differ(found, collection, json.loads(files[SOURCES]))
        at = PROVENANCE
        words += _provenance_differs(found, features, json.loads(files[PROVENANCE])["@graph"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        return [f"{at} cannot be read as what it should be: {type(error).__name__}: {str(error)[:200]}"]
    return words
