"""What the findings become when a draft is added: each as it is now and as it would be, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from events import phrases
from events.catalogue import Catalogue
from events.dataset import DataSet
from events.editing.checking import check
from events.editing.drafts import Draft, Kind
from events.findings import Finding, Status
from events.summary import Summary, summarise


@dataclass(frozen=True)
class Seen:
    """A finding in words. ``status`` is that of ``finding``; ``why`` is the reason for it."""

    finding: Finding
    text: str
    why: str

    @property
    def status(self) -> Status:
        """One of the five findings."""
        return self.finding.status


@dataclass(frozen=True)
class Change:
    """One finding now and with the draft. ``label`` names the field, and the group that is counted apart."""

    label: str
    before: Seen
    after: Seen


def _seen(finding: Finding, dataset: DataSet) -> Seen:
    return Seen(finding, phrases.finding_text(finding, dataset), phrases.why(finding, dataset))


def _change(finding: Finding, before: Summary | None, now: DataSet, then: DataSet) -> Change:
    old = before.finding(finding.field, finding.of) if before else None
    old = old or Finding(finding.field, finding.of, Status.NOT_STATED, ())
    return Change(phrases.label(finding, then), _seen(old, now), _seen(finding, then))


def preview(catalogue: Catalogue, draft: Draft) -> tuple[Change, ...]:
    """The findings that a claim or an incident concerns; empty for the rest, and where something is wrong."""
    then = check(catalogue.dataset, draft).dataset if draft.kind in (Kind.CLAIM, Kind.INCIDENT) else None
    own = draft.incident if draft.kind is Kind.CLAIM else str(draft.row.get("id", ""))
    incident = then.incident(own) if then else None
    if then is None or incident is None:
        return ()
    before, after = catalogue.by_id.get(own), summarise(incident, then)
    changes = (_change(one, before, catalogue.dataset, then) for one in after.findings)
    if draft.kind is Kind.INCIDENT:
        return tuple(changes)
    about = [one for one in changes if one.after.finding.field == draft.row["field"]]
    # Groups that the claim does not touch are left out.
    return tuple(one for one in about if one.before.finding != one.after.finding)
