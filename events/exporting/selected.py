"""A selection in memory as an ``ExportSource``: the command line and the screen write it with the same writers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy
import pyarrow as pa

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet
from events.exporting.columns import CLAIMS, INCIDENTS, LINKS, SOURCES, schema
from events.exporting.rows import claim_row
from events.exporting.shapes import cut_points
from events.exporting.source import About, Chunk, DataSetLine, compact
from events.fields import FIELD, FieldType
from events.model import Claim, Source
from events.sentences import filter_sentence
from events.summary import Summary

_OWN_COLUMNS = {"id", "short", "title", "publisher", "published", "url"}
_PRIVATE = {"file", "body_starts"}


def about_selection(selection: Selection, dataset: DataSet, today: date) -> About:
    """What an export of a selection says of itself."""
    meta = dataset.meta
    line = DataSetLine(meta.id, meta.name, meta.version, meta.licence, time_zone=meta.time_zone)
    return About((line,), filter_sentence(selection.filter, dataset), today)


class SelectionExport:
    """An ``ExportSource`` over a selection of a data set in memory."""

    def __init__(self, selection: Selection, dataset: DataSet, today: date, rows: int = 1000) -> None:
        self._selection, self._dataset, self._rows = selection, dataset, rows
        self._about = about_selection(selection, dataset, today)
        self._possible = {summary.id for summary in selection.possible}

    @property
    def about(self) -> About:
        """What the export says of itself."""
        return self._about

    def __len__(self) -> int:
        return len(self._selection)

    def chunks(self, documents: bool = False) -> Iterator[Chunk]:
        """Incidents with their claims."""
        every = self._selection.all
        for start in range(0, len(every), self._rows):
            part = every[start : start + self._rows]
            counts = [len(summary.incident.claims) for summary in part]
            yield Chunk(
                _batch(map(self._incident, part), INCIDENTS),
                _batch((row for summary in part for row in self._claims(summary)), CLAIMS),
                numpy.concatenate([[0], numpy.cumsum(counts, dtype=numpy.int64)]),
                pa.array([compact([self._document(one) for one in self._told(summary)]) for summary in part])
                if documents
                else None,
            )

    def incidents(self) -> Iterator[pa.RecordBatch]:
        """One row an incident."""
        return (chunk.incidents for chunk in self.chunks())

    def claims(self) -> Iterator[pa.RecordBatch]:
        """One row a claim."""
        return (chunk.claims for chunk in self.chunks())

    def sources(self) -> Iterator[pa.RecordBatch]:
        """The sources that tell of the incidents or are cited for them."""
        told = {source.id for summary in self._selection.all for source in self._told(summary)}
        chosen = (source for source in self._dataset.sources if source.id in told)
        yield _batch((self._source(source) for source in chosen), SOURCES)

    def links(self) -> Iterator[pa.RecordBatch]:
        """Links from the incidents to others."""
        found = (link for summary in self._selection.all for link in summary.links)
        rows = ({name: getattr(link, name) for name in LINKS} for link in found)
        yield _batch(rows, LINKS)

    def _told(self, summary: Summary) -> list[Source]:
        ids = {one for claim in summary.incident.claims for one in claim.spoken_by}
        return [source for source in self._dataset.sources if source.id in ids]

    def _source(self, source: Source) -> dict[str, Any]:
        rest = source.model_dump(mode="json", exclude=_OWN_COLUMNS | _PRIVATE, exclude_defaults=True)
        return {
            "id": source.id, "dataset": self._dataset.meta.id, "number": self._dataset.number(source.id),
            "publisher_id": source.id, "short": source.short, "title": source.title,
            "publisher": source.publisher or None, "published": source.published, "url": source.link or None,
            "rest": compact(rest) if rest else None,
        }  # fmt: skip

    def _document(self, source: Source) -> dict[str, Any]:
        row = {key: cell for key, cell in self._source(source).items() if key not in ("dataset", "number")}
        return {**row, "rest": json.loads(row["rest"]) if row["rest"] else None}

    def _incident(self, summary: Summary) -> dict[str, Any]:
        place, dataset = summary.place, self._dataset
        incident = summary.incident
        killed = summary.finding("killed")
        parties = [
            {"actor": one.actor, "name": dataset.actors[one.actor].name, "role": one.role}
            for one in sorted(summary.parties, key=lambda party: (party.role, party.actor))
        ]
        return {
            "id": incident.id, "dataset": dataset.meta.id, "own_id": incident.id, "title": incident.title,
            "short": incident.short, "kind": incident.kind, "start": summary.days.start, "end": summary.days.end,
            "in_dates": "possible" if incident.id in self._possible else "certain", "place": place.name,
            "place_id": place.id, "place_local": place.local or None, "country": place.country or None,
            "precision": place.precision.value, "lat_stated": place.lat, "lon_stated": place.lon,
            "radius_km": place.radius_km,
            "area": compact(place.area.model_dump(mode="json", exclude_none=True)) if place.area else None,
            "place_obtained": place.obtained, "place_note": place.note or None,
            "killed_low": _whole(killed.low if killed else None),
            "killed_high": _whole(killed.high if killed else None),
            "contested": compact([key for key in FIELD if key in summary.contested]), "parties": compact(parties),
            "claim_count": len(incident.claims), "source_count": len(summary.sources), "note": incident.note or None,
        }  # fmt: skip

    def _claims(self, summary: Summary) -> Iterator[dict[str, Any]]:
        dataset = self._dataset
        for n, claim in enumerate(summary.incident.claims, 1):
            source = dataset.source(claim.source)
            finding = summary.finding(claim.field, claim.of)
            yield {
                **claim_row(claim, dataset),
                **_stored(claim),
                "incident": summary.id, "claim": claim.id, "n": n, "linked_incident": claim.incident,
                "actor_name": dataset.actors[claim.actor].name if claim.actor else None,
                "origin_name": dataset.origins[claim.origin].name if claim.origin else None,
                "publisher": source.name, "source_title": source.title, "published": source.published,
                "url": source.link or None,
                "finding": finding.status.value if finding else None,
                "finding_text": phrases.finding_text(finding, dataset) if finding else None,
            }  # fmt: skip


def _stored(claim: Claim) -> dict[str, Any]:
    """What a claim is made from, beside its words."""
    best = claim.amount.best if claim.spec.type is FieldType.NUMBER else None
    return {
        "best": best, "quote": claim.quote or None, "locator": claim.locator or None, "note": claim.note or None,
        "value": compact(claim.value) if claim.value is not None else None, "value_text": claim.text or None,
        "parts": compact(claim.parts) if claim.parts else None, "code": claim.code or None, "holds": claim.holds,
        "cites": compact(claim.cites) if claim.cites else None, "unit": claim.unit or claim.spec.unit or None,
    }  # fmt: skip


def _whole(number: float | None) -> int | None:
    return None if number is None or not numpy.isfinite(number) else int(number)


def _batch(rows: Iterable[dict[str, Any]], table: dict[str, pa.DataType]) -> pa.RecordBatch:
    """Rows under the table's columns; what a row does not name is NULL, and what the table does not is left out."""
    listed = list(rows)
    columns = {name: pa.array([row.get(name) for row in listed], kind) for name, kind in table.items()}
    if "lat_stated" in columns:
        columns["lat"], columns["lon"] = cut_points(
            columns["precision"], columns["lat_stated"], columns["lon_stated"]
        )
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=schema(table))
