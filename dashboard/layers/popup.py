"""The rows of a popup: date, place and the main findings, each with numbered citations. Pure data."""

from __future__ import annotations

from typing import Any

from dashboard import wording
from events import phrases
from events.citing import short_line
from events.dataset import DataSet
from events.fields import FIELD
from events.findings import Finding, Position
from events.language import current, data
from events.model import Claim
from events.summary import Summary

POPUP_FIELDS = ("killed", "wounded", "launched", "hit", "sites", "weapon", "attribution")
"""What a popup shows; everything else is in the incident card. A popup stays short."""


class Citations:
    """The citations of one popup: each place in a source once, numbered by its source."""

    def __init__(self, dataset: DataSet) -> None:
        self._dataset = dataset
        self._index: dict[tuple[str, int | str | None, str], int] = {}
        self.rows: list[dict[str, Any]] = []

    def of(self, claims: tuple[Claim, ...]) -> list[int]:
        """Indexes into ``rows``, one a source, sorted by its number: where it first says so. The card has them all."""
        first = {claim.source: claim for claim in reversed(claims)}
        return sorted((self._add(claim) for claim in first.values()), key=lambda index: self.rows[index]["n"])

    def _add(self, claim: Claim) -> int:
        key = (claim.source, claim.locator or claim.paragraph, claim.quote)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(
                {
                    "n": self._dataset.number(claim.source),
                    "paragraph": claim.paragraph,
                    "quote": claim.quote,
                    "says": data(claim.says),
                    **self._compiled(claim),
                }
            )
        return self._index[key]

    def _compiled(self, claim: Claim) -> dict[str, Any]:
        """Of a compiled source: its own words for the place, and the documents that it names."""
        relied = [short_line(self._dataset.source(one)) for one in claim.cites]
        return ({"where": data(claim.locator)} if claim.locator else {}) | ({"relied": relied} if relied else {})


def _detail(position: Position, dataset: DataSet, cited: Citations) -> dict[str, Any]:
    return {"text": phrases.position_text(position, dataset), "cites": cited.of(position.claims)}


def _row(finding: Finding, dataset: DataSet, cited: Citations) -> dict[str, Any]:
    return {
        "field": finding.field,
        "label": phrases.label(finding, dataset),
        "value": phrases.finding_text(finding, dataset),
        "status": wording.chip(finding.status),
        "status_label": wording.status(finding),
        "detail": [_detail(position, dataset, cited) for position in finding.positions],
        "why": phrases.why(finding, dataset),
    }


def _shown(summary: Summary) -> list[Finding]:
    """Totals before groups: a group counted apart is shown only where no source gives a total."""
    totals = {finding.field for finding in summary.findings if finding.of is None}
    return [
        finding
        for finding in summary.findings
        if finding.field in POPUP_FIELDS and (finding.of is None or finding.field not in totals)
    ]


def _head(summary: Summary, field: str, cited: Citations) -> tuple[list[int], str]:
    finding = summary.finding(field)
    return (cited.of(finding.claims), wording.chip(finding.status)) if finding else ([], "none")


def popup(summary: Summary, dataset: DataSet) -> dict[str, Any]:
    """What the popup of an incident shows; merged into its map feature."""
    cited = Citations(dataset)
    when_cites, when_status = _head(summary, "date", cited)
    where_cites, where_status = _head(summary, "place", cited)
    rows = [_row(finding, dataset, cited) for finding in sorted(_shown(summary), key=_order)]
    return {
        "when": wording.when(summary, dataset),
        "when_cites": when_cites,
        "when_status": when_status,
        "where": phrases.where(summary.place),
        # In another language than English the local name is the name.
        "where_local": summary.place.local if current() == "en" else "",
        "where_cites": where_cites,
        "where_status": where_status,
        "rows": rows,
        "cites": cited.rows,
        "claims": len(summary.incident.claims),
        "voices": wording.voices(summary, dataset),
    }


def _order(finding: Finding) -> tuple[int, int]:
    keys = list(FIELD)
    return POPUP_FIELDS.index(finding.field), keys.index(finding.field)
