"""CSV of a selection: one row a claim, with its incident beside it. Safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet
from events.exporting.rows import claim_row
from events.sentences import filter_sentence
from events.summary import Summary

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "incident", "title", "kind", "start", "end", "in_dates", "place", "precision", "radius_km", "lat", "lon",
    "claim", "field", "text", "low", "high", "bound", "unit", "of", "actor", "stance", "linked_incident",
    "says", "origin", "source", "publisher", "source_title", "published", "url", "paragraph", "quote",
    "finding", "finding_text",
)


def defuse(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.

    The list of first characters is OWASP's for CSV injection.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _incident_cells(summary: Summary, possible: bool) -> dict[str, Any]:
    place, digits = summary.place, summary.place.precision.decimals
    return {
        "incident": summary.id,
        "title": summary.incident.title,
        "kind": summary.incident.kind,
        "start": summary.days.start,
        "end": summary.days.end,
        "in_dates": "possible" if possible else "certain",
        "place": place.name,
        "precision": place.precision.value,
        "radius_km": place.radius_km,
        "lat": round(place.lat, digits) if place.lat is not None else None,
        "lon": round(place.lon, digits) if place.lon is not None else None,
    }


def _claim_cells(summary: Summary, dataset: DataSet) -> Iterator[dict[str, Any]]:
    for claim in summary.incident.claims:
        row = claim_row(claim, dataset)
        source = dataset.source(claim.source)
        finding = summary.finding(claim.field, claim.of)
        yield {
            **row,
            "claim": row["id"],
            "linked_incident": row["incident"],
            "publisher": source.name,
            "source_title": source.title,
            "published": source.published,
            "url": source.link,
            "finding": finding.status.value if finding else None,
            "finding_text": phrases.finding_text(finding, dataset) if finding else None,
        }


def write_csv(selection: Selection, dataset: DataSet, today: date) -> Iterator[str]:
    """The file as text, piece by piece. The first line is a comment that says what the file is."""
    meta = dataset.meta
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, extrasaction="ignore", lineterminator="\n")

    def flush() -> str:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    about = f"{meta.name}, version {meta.version}, {meta.licence}, exported {today}"
    line = f"# {about}; filter: {filter_sentence(selection.filter, dataset)}"
    csv.writer(buffer, lineterminator="\n").writerow([line.replace("\n", " ")])
    writer.writeheader()
    yield flush()
    possible = {summary.id for summary in selection.possible}
    for summary in selection.all:
        shared = _incident_cells(summary, summary.id in possible)
        for cells in _claim_cells(summary, dataset):
            row = {**cells, **shared}
            writer.writerow({key: defuse(value) for key, value in row.items()})
        yield flush()
