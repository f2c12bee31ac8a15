"""Since when something is known: the data set as the sources published up to a day told it.

Every claim is as old as its source. A later version or a correction is a source of its own that
``supersedes`` the earlier one: from its day on the earlier one's claims no longer count, but they stay in
the data set and are listed. A source may be ``withdrawn``: from that day on it counts no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from events import phrases
from events.catalogue import Catalogue, build
from events.dataset import DataSet
from events.dates import parse_edtf, surely_by
from events.fields import FIELD
from events.findings import Finding
from events.language import data, t
from events.model import Incident, Source
from geodata.places import Place, Precision


def published_by(source: Source) -> date | None:
    """The day on which the source was published for certain: the last of the days that its date allows."""
    return surely_by(source.published)


def known_on(dataset: DataSet, day: date) -> frozenset[str]:
    """Ids of the sources that count on a day: published for certain, not superseded and not withdrawn by then."""
    out = {source.id for source in dataset.sources if (by := published_by(source)) is not None and by <= day}
    for source in dataset.sources:
        if source.id in out:
            out -= set(source.supersedes)
        if source.withdrawn and (end := parse_edtf(source.withdrawn).start) and end <= day:
            out.discard(source.id)
    return frozenset(out)


def steps(dataset: DataSet) -> tuple[date, ...]:
    """The days on which what is known changes, in order: publications and withdrawals."""
    days = {by for source in dataset.sources if (by := published_by(source))}
    days |= {at for source in dataset.sources if source.withdrawn and (at := parse_edtf(source.withdrawn).start)}
    return tuple(sorted(days))


def _unplaced(places: Mapping[str, Place]) -> str | None:
    return next((place.id for place in places.values() if place.precision is Precision.UNPLACED), None)


def _with_fewer_claims(incident: Incident, sources: frozenset[str], dataset: DataSet) -> Incident | None:
    """The incident as some of its sources tell it; None where none of them tells of it.

    Its kind and place must still be stated: where the usual ones are not, the finest place and the first
    kind that are stated take over.
    """
    kept = tuple(claim for claim in incident.claims if claim.source in sources)
    if not kept:
        return None
    kinds = [str(claim.value) for claim in kept if claim.field == "kind"]
    kind = incident.kind if incident.kind in kinds or not kinds else kinds[0]
    if not kinds:
        kind = "context"
    stated = {str(claim.value) for claim in kept if claim.field == "place"}
    place = incident.place
    if place not in stated and dataset.places[place].precision is not Precision.UNPLACED:
        finest = sorted(stated, key=lambda one: (dataset.places[one].precision.rank, one))
        place = finest[0] if finest else _unplaced(dataset.places) or place
    return incident.model_copy(update={"claims": kept, "kind": kind, "place": place})


def as_known_on(dataset: DataSet, day: date) -> DataSet:
    """The data set restricted to what the sources that count on a day say. Sources keep their numbers."""
    sources = known_on(dataset, day)
    told = (_with_fewer_claims(incident, sources, dataset) for incident in dataset.incidents)
    kept = [incident for incident in told if incident is not None]
    ids = {incident.id for incident in kept}
    # A link to an incident that no source had told of yet leads nowhere.
    clean = [
        incident.model_copy(
            update={"claims": tuple(claim for claim in incident.claims if not claim.incident or claim.incident in ids)}
        )
        for incident in kept
    ]
    # Whatever says which data set it is (screen, exports, citations) then says the day as well.
    meta = dataset.meta.model_copy(update={"version": f"{dataset.meta.version}, as known on {day.isoformat()}"})
    return replace(dataset, meta=meta, incidents=tuple(incident for incident in clean if incident.claims))


@dataclass(frozen=True, slots=True)
class Change:
    """How one field of one incident differs between a day and the whole data set.

    ``kind`` is "new incident", "added" (nothing was stated before), "changed", "backed" (the same, by more
    sources), "withdrawn".
    """

    incident: str
    field: str
    of: str | None
    kind: str
    before: str
    after: str
    sources: tuple[str, ...]
    """Ids of the sources that make the difference."""


def _text(finding: Finding | None, dataset: DataSet) -> str:
    if finding is None:
        return t(phrases.NOT_STATED)
    return t("{words} ({more})", words=phrases.finding_text(finding, dataset), more=t(finding.status))


def _change(incident: str, key: tuple[str, str | None], before: Finding | None, after: Finding | None,
            dataset: DataSet) -> Change | None:  # fmt: skip
    then, now = (finding.sources if finding else frozenset() for finding in (before, after))
    if then == now and (before is None) == (after is None):
        return None
    old, new = _text(before, dataset), _text(after, dataset)
    kind = "added" if before is None else "withdrawn" if after is None else "backed" if old == new else "changed"
    different = tuple(source.id for source in dataset.sources if source.id in then ^ now)
    return Change(incident, key[0], key[1], kind, old, new, different)


def changes_since(now: Catalogue, then: Catalogue) -> tuple[Change, ...]:
    """What later sources added, changed or withdrew, incident by incident and field by field."""
    found: list[Change] = []
    for summary in now.summaries:
        earlier = then.by_id.get(summary.id)
        if earlier is None:
            by = tuple(source.id for source in now.dataset.sources if source.id in summary.sources)
            title = data(summary.incident.title)
            found.append(Change(summary.id, "", None, "new incident", t(phrases.NOT_STATED), title, by))
            continue
        old = {(finding.field, finding.of): finding for finding in earlier.findings}
        new = {(finding.field, finding.of): finding for finding in summary.findings}
        for key in sorted({*old, *new}, key=lambda one: (list(FIELD).index(one[0]), one[1] or "")):
            change = _change(summary.id, key, old.get(key), new.get(key), now.dataset)
            if change is not None:
                found.append(change)
    return tuple(found)


def knowledge(dataset: DataSet, day: date) -> tuple[Catalogue, tuple[Change, ...]]:
    """The catalogue as known on a day, and what the whole data set, as it now counts, says differently."""
    latest = max((*steps(dataset), day))
    then, now = build(as_known_on(dataset, day)), build(as_known_on(dataset, latest))
    return then, changes_since(now, then)
