"""How one source stands among the others: what it tells, where it is alone, where it is contradicted."""

from __future__ import annotations

from dataclasses import dataclass

from events.catalogue import Catalogue
from events.comparing import compatible
from events.findings import Finding, Status


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for one source. ``alone``, ``contradicted`` and ``shared`` count fields of incidents."""

    claims: int
    incidents: int
    attributed: int
    """Claims that the source attributes to someone."""
    alone: int
    """Fields about which no other source says anything."""
    contradicted: int
    """Fields in which another source's claim excludes one of this source's."""
    shared: int
    """Fields about which this source and at least one other speak without contradiction."""


def _contradicted(source_id: str, finding: Finding, catalogue: Catalogue) -> bool:
    if finding.status is not Status.CONTESTED:
        return False
    own = [claim for claim in finding.claims if claim.source == source_id]
    others = [claim for claim in finding.claims if claim.source != source_id]
    return any(not compatible(one, other, catalogue.dataset.places) for one in own for other in others)


def tally(source_id: str, catalogue: Catalogue) -> Tally:
    """The counts of one source over the whole data set."""
    claims = [claim for _, claim in catalogue.dataset.claims if claim.source == source_id]
    found = [
        finding
        for summary in catalogue.summaries
        for finding in summary.findings
        if source_id in finding.sources and finding.of is None
    ]
    alone = sum(finding.sources == {source_id} for finding in found)
    contradicted = sum(_contradicted(source_id, finding, catalogue) for finding in found)
    return Tally(
        claims=len(claims),
        incidents=sum(source_id in summary.sources for summary in catalogue.summaries),
        attributed=sum(bool(claim.says) for claim in claims),
        alone=alone,
        contradicted=contradicted,
        shared=len(found) - alone - contradicted,
    )
