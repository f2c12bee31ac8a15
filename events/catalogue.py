"""All incidents of a data set with their summaries, and what a filter selects of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from events.dataset import DataSet
from events.dates import Membership
from events.filters import ANY_FIELD, IncidentFilter
from events.fingerprint import fingerprint
from events.summary import Link, Summary, summarise

_PARTS = ("actors", "role", "kinds", "sources", "contested", "area", "datasets", "text")


@dataclass(frozen=True)
class Selection:
    """What a filter selects, in order of date. ``possible`` are only possibly inside the window."""

    filter: IncidentFilter
    certain: tuple[Summary, ...]
    possible: tuple[Summary, ...]
    total: int

    @property
    def all(self) -> tuple[Summary, ...]:
        """Certain and possible together, in order of date."""
        return tuple(sorted(self.certain + self.possible, key=_order))

    def __len__(self) -> int:
        return len(self.certain) + len(self.possible)

    def is_possible(self, summary: Summary) -> bool:
        """True where the incident is only possibly inside the window."""
        return any(one.id == summary.id for one in self.possible)

    def count(self, keep: Callable[[Summary], bool]) -> tuple[int, int]:
        """(certain, possible) of those that a predicate keeps."""
        return sum(map(keep, self.certain)), sum(map(keep, self.possible))


@dataclass(frozen=True)
class Catalogue:
    """A data set, its summaries in order of date, and its links."""

    dataset: DataSet
    summaries: tuple[Summary, ...]
    by_id: dict[str, Summary] = field(repr=False)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link between two incidents."""
        return tuple(link for summary in self.summaries for link in summary.links)

    @property
    def everything(self) -> Selection:
        """All incidents, without a filter."""
        return self.select(IncidentFilter())

    @cached_property
    def content(self) -> str:
        """The fingerprint of its data set, computed when it is first asked for."""
        return fingerprint(self.dataset)

    def links_of(self, incident_id: str) -> tuple[Link, ...]:
        """Links from or to one incident."""
        return tuple(link for link in self.links if incident_id in (link.origin, link.target))

    def parts_of(self, incident_id: str) -> tuple[Summary, ...]:
        """The reported parts of one incident."""
        return tuple(summary for summary in self.summaries if summary.parent == incident_id)

    def select(self, chosen: IncidentFilter) -> Selection:
        """The incidents that a filter lets pass, told apart into certain and possible."""
        found: dict[Membership, list[Summary]] = {membership: [] for membership in Membership}
        for summary in self.summaries:
            found[chosen.membership(summary)].append(summary)
        return Selection(
            chosen, tuple(found[Membership.CERTAIN]), tuple(found[Membership.POSSIBLE]), len(self.summaries)
        )

    def loosen(self, chosen: IncidentFilter) -> tuple[tuple[str, int], ...]:
        """For an empty selection: which single part, left open, would give how many incidents; most first."""
        return loosened(chosen, lambda trial: len(self.select(trial)))


def loosened(chosen: IncidentFilter, count: Callable[[IncidentFilter], int]) -> tuple[tuple[str, int], ...]:
    """Which single part of a filter, left open, would give how many incidents as ``count`` says; most first."""
    trials = [("dates", replace(chosen, start=None, end=None))] if (chosen.start or chosen.end) else []
    trials += [(part, chosen.without(part)) for part in _PARTS if getattr(chosen, part)]
    counts = ((part, count(trial)) for part, trial in trials)
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _order(summary: Summary) -> tuple[date, date, str]:
    return summary.days.start or date.max, summary.days.end or date.max, summary.id


def build(dataset: DataSet) -> Catalogue:
    """Summarise every incident of a data set, once."""
    summaries = tuple(sorted((summarise(incident, dataset) for incident in dataset.incidents), key=_order))
    return Catalogue(dataset, summaries, {summary.id: summary for summary in summaries})


def _options(part: str, summary: Summary, role: str) -> Iterable[str]:
    if part == "actors":
        return {party.actor for party in summary.parties if not role or party.role == role}
    if part == "kinds":
        return {summary.incident.kind}
    if part == "contested":
        return {ANY_FIELD, *summary.contested} if summary.contested else ()
    if part == "roles":
        return {party.role for party in summary.parties}
    return summary.sources


def facet(catalogue: Catalogue, chosen: IncidentFilter, part: str) -> dict[str, int]:
    """How many incidents (certain and possible) each option of a part would give under the other parts.

    Args:
        part: "actors", "kinds", "sources", "contested" or "roles" (roles of the chosen actors).
    """
    others = replace(chosen, role="") if part == "roles" else chosen.without(part)
    counts: Counter[str] = Counter()
    for summary in catalogue.select(others).all:
        if part == "roles" and chosen.actors:
            counts.update({party.role for party in summary.parties if party.actor in chosen.actors})
        else:
            counts.update(_options(part, summary, chosen.role))
    return dict(counts)
