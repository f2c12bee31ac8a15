"""What every export says of an incident: the shared shape behind GeoJSON and CSV (docs/format.md)."""

from __future__ import annotations

from typing import Any

from events import phrases
from events.dataset import DataSet
from events.fields import FieldType
from events.findings import Finding
from events.model import Claim
from events.summary import Summary


def finding_row(finding: Finding, dataset: DataSet) -> dict[str, Any]:
    """``{status, low, high, text}`` and how many sources and origins stand behind it."""
    return {
        "status": finding.status.value,
        "low": finding.low,
        "high": finding.high,
        "text": phrases.finding_text(finding, dataset),
        "sources": len(finding.sources),
        "origins": len(finding.voices),
    }


def claim_row(claim: Claim, dataset: DataSet) -> dict[str, Any]:
    """``{source, field, text, low, high, unit, says, paragraph, quote}`` and what else the claim carries."""
    is_number = claim.spec.type is FieldType.NUMBER
    return {
        "id": claim.id,
        "source": claim.source,
        "field": claim.field,
        "text": phrases.said(claim, dataset),
        "low": claim.amount.low if is_number else None,
        "high": claim.amount.high if is_number else None,
        "bound": claim.amount.bound.value if is_number else None,
        "unit": (claim.unit or claim.spec.unit) if is_number else None,
        "of": claim.of,
        "actor": claim.actor,
        "stance": claim.stance.value if claim.actor or claim.incident else None,
        "incident": claim.incident,
        "says": claim.says or None,
        "origin": claim.origin,
        "paragraph": claim.paragraph,
        "quote": claim.quote,
        "note": claim.note or None,
    }


def findings_of(summary: Summary, dataset: DataSet) -> dict[str, dict[str, Any]]:
    """Findings by field; a group counted apart has the key ``field/actor``."""
    return {
        f"{finding.field}/{finding.of}" if finding.of else finding.field: finding_row(finding, dataset)
        for finding in summary.findings
    }


def properties(summary: Summary, dataset: DataSet, possible: bool) -> dict[str, Any]:
    """The public properties of one incident, in the order of docs/format.md."""
    place = summary.place
    start, end = summary.days.start, summary.days.end
    return {
        "id": summary.id,
        "title": summary.incident.title,
        "kind": summary.incident.kind,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "in_dates": "possible" if possible else "certain",
        "place": place.name,
        "place_id": place.id,
        "precision": place.precision.value,
        "radius_km": place.radius_km,
        "place_obtained": place.obtained,
        "part_of": summary.parent,
        "parties": [{"actor": party.actor, "role": party.role} for party in summary.parties],
        "findings": findings_of(summary, dataset),
        "claims": [claim_row(claim, dataset) for claim in summary.incident.claims],
    }
