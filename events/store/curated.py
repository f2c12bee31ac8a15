"""The curated data set as the tables of a store: what its summaries say, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import pyarrow

from events import phrases
from events.catalogue import Catalogue, build
from events.dataset import DataSet
from events.fields import Stance
from events.model import Actor, Claim, Origin, Source
from events.store.schema import CELL_ZOOM, EPOCH_ORDINAL, FIELD_BITS, KEY_BITS, TABLES
from events.summary import Summary
from geodata.mercator import cell
from geodata.places import AreaSpec, Disc, Place, Regions
from geodata.regions import default_regions

Row = dict[str, Any]
_WRITER = json.JSONEncoder(ensure_ascii=False)


def curated_tables(dataset: DataSet, number: int = 0) -> dict[str, pyarrow.Table]:
    """Every table of ``schema.TABLES`` for a data set in memory.

    Args:
        dataset: whatever its size, it is summarised here, once.
        number: of the data set in the store; rows count from 1 in order of date.
    """
    return tables_of(build(dataset), number)


def tables_of(catalogue: Catalogue, number: int = 0) -> dict[str, pyarrow.Table]:
    """The same for a data set whose summaries are already there."""
    dataset = catalogue.dataset
    keyed = [((number << KEY_BITS) + row, one) for row, one in enumerate(catalogue.summaries, start=1)]
    shared = {"dataset": number}
    rows: dict[str, Iterable[Row]] = {
        **incident_rows(keyed, dataset, number),
        "sources": ({**shared, "n": n, **source_row(one)} for n, one in enumerate(dataset.sources, start=1)),
        "origins": ({**shared, **given_row(one)} for one in dataset.origins.values()),
        "actors": ({**shared, **given_row(one)} for one in dataset.actors.values()),
        "links": (row for key, one in keyed for row in link_rows(one, number)),
    }
    return {name: arrow_table(name, given) for name, given in rows.items()}


def incident_rows(
    keyed: Sequence[tuple[int, Summary]], dataset: DataSet, number: int = 0
) -> dict[str, Iterable[Row]]:
    """The rows of the tables that have a key, for some incidents and the key of each."""
    shared = {"dataset": number}
    return {
        "incidents": ({"key": key, **shared, **_incident(one, dataset)} for key, one in keyed),
        "parties": ({"key": key, "actor": p.actor, "role": p.role} for key, one in keyed for p in one.parties),
        "told_by": ({"key": key, "source": source} for key, one in keyed for source in sorted(one.sources)),
        "claims": (row for key, one in keyed for row in _claims(key, one, dataset)),
    }


def link_rows(summary: Summary, number: int = 0) -> Iterator[Row]:
    """The rows of ``links`` that begin at an incident."""
    for link in summary.links:
        yield {
            "dataset": number, "origin": link.origin, "target": link.target, "field": link.field,
            "manner": link.manner,
        }  # fmt: skip


def arrow_table(name: str, rows: Iterable[Row]) -> pyarrow.Table:
    """Rows in the layout of one table of the store; columns that a row leaves out are NULL."""
    return pyarrow.Table.from_pylist(list(rows), schema=ibis.schema(TABLES[name]).to_pyarrow())


def days_since_epoch(day: date | None) -> int | None:
    """A day as the tables have it; None stays None."""
    return None if day is None else day.toordinal() - EPOCH_ORDINAL


def _given(row: Row) -> Row:
    """Only what is set: the tables have NULL for a default."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}


def _json(value: Any) -> str | None:
    return None if value is None or value == {} else _WRITER.encode(value)


def _incident(summary: Summary, dataset: DataSet) -> Row:
    incident, killed = summary.incident, summary.finding("killed")
    known = [day for one in summary.sources if (day := dataset.published(one))]
    return {
        "id": incident.id,
        "own_id": incident.id,
        "title": incident.title,
        "short": incident.short,
        "kind": incident.kind,
        "first_day": days_since_epoch(summary.days.start),
        "last_day": days_since_epoch(summary.days.end),
        **_place(summary.place),
        "killed_low": round(killed.low) if killed and killed.low is not None else None,
        "killed_high": round(killed.high) if killed and killed.high is not None else None,
        "contested": sum(FIELD_BITS[field] for field in summary.contested),
        "n_claims": len(incident.claims),
        "n_sources": len(summary.sources),
        "known_day": days_since_epoch(min(known, default=None)),
        "note": incident.note or None,
        "haystack": summary.haystack,
    }


@lru_cache(maxsize=4_096)
def _place(place: Place) -> Row:
    row = place_row(place)
    return row | {"province": _province(place.area, row["lon"], row["lat"])}


def place_row(place: Place) -> Row:
    """The columns of a place but its province, which is looked up."""
    # A disc has its middle in the columns of a point: it is aggregated and searched by it, and drawn as an area.
    spot = place.area if isinstance(place.area, Disc) else place
    lat, lon = spot.lat, spot.lon
    x, y = cell(lon, lat, CELL_ZOOM) if lat is not None and lon is not None else (None, None)
    return {
        "place_id": place.id,
        "place": place.name,
        "place_local": place.local or None,
        "country": place.country,
        "precision": place.precision.rank,
        "lat": lat,
        "lon": lon,
        "radius_km": spot.radius_km,
        "area": place.area.model_dump_json(exclude_none=True) if place.area else None,
        "x": x,
        "y": y,
        "obtained": place.obtained,
        "place_note": place.note or None,
    }


def _province(area: AreaSpec | None, lon: float | None, lat: float | None) -> str | None:
    """The smallest embedded region that holds a point, or the one region that an area is."""
    if lon is not None and lat is not None:
        return next(iter(default_regions().containing(lon, lat)), None)
    return only_region(area)


def only_region(area: AreaSpec | None) -> str | None:
    """The code of the one embedded region that an area is."""
    return area.regions[0] if isinstance(area, Regions) and len(area.regions) == 1 else None


def _claims(key: int, summary: Summary, dataset: DataSet) -> Iterator[Row]:
    found = {(one.field, one.of): (one.status.value, phrases.finding_text(one, dataset)) for one in summary.findings}
    for n, claim in enumerate(summary.incident.claims):
        status, words = found.get((claim.field, claim.of), (None, None))
        yield {
            "key": key, "n": n, **_claim(claim), "finding": status,
            "finding_text": None if words is None or words == phrases.said(claim, dataset) else words,
        }  # fmt: skip


def _claim(claim: Claim) -> Row:
    return {
        "source": claim.source, "field": claim.field, "value": _json(claim.value), "text": claim.text or None,
        "unit": claim.unit or None, "of_actor": claim.of, "parts": _json(claim.parts), "actor": claim.actor,
        "incident": claim.incident, "stance": None if claim.stance is Stance.STATES else claim.stance.value,
        "code": claim.code or None, "holds": None if claim.holds else False, "says": claim.says or None,
        "origin": claim.origin, "paragraph": claim.paragraph, "quote": claim.quote or None,
        "locator": claim.locator or None, "cites": claim.cites, "note": claim.note or None,
    }  # fmt: skip


def source_row(source: Source) -> Row:
    """The row of a document, but for its number."""
    row = _given(source.model_dump(mode="json"))
    # A curated source is ticked itself, where compiled ones are ticked by their publisher.
    own = ("id", "short", "title", "publisher", "published", "url")
    columns: Row = {name: row.pop(name) for name in own if name in row}
    return {**columns, "publisher_id": source.id, "rest": _json(row)}


def given_row(one: Actor | Origin) -> Row:
    """The row of an actor or origin."""
    return _given(one.model_dump(mode="json"))
