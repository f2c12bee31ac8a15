"""The chain of incidents: what led to what, according to whom. A graph of sourced links, without any layout.

An edge is read in time: it starts at the incident that was answered, that the other is part of or
evidence for, and ends at the answer, the part, the evidence. *Same event* has no direction: it starts
at the earlier of the two, and is followed both ways. An edge is a claim that a source makes, never a
finding of ours, so it always carries its claims and their manner (stated, contested, speculated).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from events.catalogue import Catalogue, Selection
from events.comparing import side
from events.dataset import DataSet
from events.findings import Finding
from events.language import data, listed, t
from events.model import Claim
from events.summary import Link, Summary

NOTE = "A line is a claim that a source makes, not a finding of ours."
RELATIONS: Mapping[str, str] = {
    "response_to": "in response", "part_of": "reported part", "evidence_for": "evidence", "same_event": "same event",
}
"""What an edge is called when it is read in time, from its start to its end."""
_SIDES = (
    ("holds", "say {sources}", "says {sources}"),
    ("may", "as speculation {sources}", "as speculation {sources}"),
    ("open", "left open by {sources}", "left open by {sources}"),
    ("not", "denied or doubted by {sources}", "denied or doubted by {sources}"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """An incident of the chain. ``day`` and ``step`` order it: never before what it is linked from.

    ``day`` is its first day, or that of what it is linked from where that is later or its own is not
    stated; None where neither is. ``step`` counts links within one day. ``inside`` is false for an
    incident that the filter leaves out but a selected one is linked with.
    """

    summary: Summary
    day: date | None
    step: int
    inside: bool = True
    possible: bool = False

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.summary.id


@dataclass(frozen=True, slots=True)
class Edge:
    """A link read in time, from the incident ``start`` to the incident ``end`` (ids)."""

    link: Link
    start: str
    end: str

    @property
    def id(self) -> str:
        """The same id as on the map."""
        return f"{self.link.origin}>{self.link.field}>{self.link.target}"

    @property
    def field(self) -> str:
        """response_to, part_of, evidence_for or same_event."""
        return self.link.field

    @property
    def manner(self) -> str:
        """stated, contested or speculated."""
        return self.link.manner

    @property
    def finding(self) -> Finding:
        """What its claims add up to."""
        return self.link.finding

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Who says so, and who says not."""
        return self.link.finding.claims

    @property
    def both_ways(self) -> bool:
        """True for *same event*, which has no direction."""
        return self.link.field == "same_event"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is reached from an incident in one direction: ids, and the edges on the way, both in reading order."""

    incidents: tuple[str, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Graph:
    """Incidents and links in reading order: by date, and never before what they are linked from."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, incident: str | None) -> Node | None:
        """The node of an incident, or None where no link reaches it."""
        return next((node for node in self.nodes if node.id == incident), None)

    def edge(self, edge: str | None) -> Edge | None:
        """The edge with an id, or None."""
        return next((one for one in self.edges if one.id == edge), None)

    def led_to(self, incident: str) -> Reach:
        """What led to an incident, however many links away. Safe where links run in a circle."""
        return self._reach(incident, back=True)

    def followed(self, incident: str) -> Reach:
        """What followed from an incident, however many links away. Safe where links run in a circle."""
        return self._reach(incident, back=False)

    def _reach(self, incident: str, *, back: bool) -> Reach:
        seen, passed, waiting = {incident}, set(), [incident]
        while waiting:
            at = waiting.pop()
            for edge in self.edges:
                near, far = (edge.end, edge.start) if back else (edge.start, edge.end)
                if edge.both_ways and at == far:
                    near, far = far, near
                if at != near:
                    continue
                passed.add(edge.id)
                if far not in seen:
                    seen.add(far)
                    waiting.append(far)
        return Reach(
            tuple(node.id for node in self.nodes if node.id in seen - {incident}),
            tuple(edge for edge in self.edges if edge.id in passed),
        )


def led_to(catalogue: Catalogue, incident: str) -> Reach:
    """What led to an incident, over all links of the data set."""
    return graph(catalogue).led_to(incident)


def followed(catalogue: Catalogue, incident: str) -> Reach:
    """What followed from an incident, over all links of the data set."""
    return graph(catalogue).followed(incident)


def graph(catalogue: Catalogue, selection: Selection | None = None) -> Graph:
    """The links of which at least one end is selected, with the incidents at their ends; all without a selection."""
    chosen = catalogue.everything if selection is None else selection  # an empty selection is false
    inside = {summary.id for summary in chosen.all}
    rank = {summary.id: place for place, summary in enumerate(catalogue.summaries)}
    edges = [
        edge for edge in (_read_in_time(link, rank) for link in catalogue.links)
        if edge.start != edge.end and {edge.start, edge.end} & inside
    ]
    standing = _standing(edges, catalogue, rank)
    nodes = [
        Node(catalogue.by_id[one], day, step, one in inside, chosen.is_possible(catalogue.by_id[one]))
        for one, (day, step) in standing.items()
    ]
    nodes.sort(key=lambda node: (node.day or date.max, node.step, rank[node.id]))
    order = {node.id: place for place, node in enumerate(nodes)}
    edges.sort(key=lambda edge: (order[edge.end], order[edge.start], edge.field))
    return Graph(tuple(nodes), tuple(edges))


def _read_in_time(link: Link, rank: Mapping[str, int]) -> Edge:
    start, end = link.target, link.origin
    if link.field == "same_event" and rank[end] < rank[start]:
        start, end = end, start
    return Edge(link, start, end)


def _standing(
    edges: Iterable[Edge], catalogue: Catalogue, rank: Mapping[str, int]
) -> dict[str, tuple[date | None, int]]:
    """(day, step) of every incident at an end of an edge; where links run in a circle, the earliest goes first."""
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for edge in edges:
        before.setdefault(edge.end, set()).add(edge.start)
        before.setdefault(edge.start, set())
        after.setdefault(edge.start, set()).add(edge.end)
    open_ends = {one: len(starts) for one, starts in before.items()}
    left = sorted(before, key=rank.__getitem__)
    ready = [rank[one] for one in left if not open_ends[one]]
    heapq.heapify(ready)
    done: dict[str, tuple[date | None, int]] = {}
    while len(done) < len(before):
        one = catalogue.summaries[heapq.heappop(ready)].id if ready else next(x for x in left if x not in done)
        if one in done:
            continue
        done[one] = _stands(catalogue.by_id[one], [done[other] for other in before[one] if other in done])
        for other in after.get(one, ()):
            open_ends[other] -= 1
            if not open_ends[other] and other not in done:
                heapq.heappush(ready, rank[other])
    return done


def _stands(summary: Summary, linked_from: list[tuple[date | None, int]]) -> tuple[date | None, int]:
    own = summary.days.start or summary.days.end
    stated = [day for day in (own, *(day for day, _ in linked_from)) if day is not None]
    day = max(stated, default=None)
    return day, max((step + 1 for other, step in linked_from if other == day), default=0)


def relation(edge: Edge) -> str:
    """"in response"; "≠ in response" where contested, "in response, as speculation" where it is only that."""
    words = t(RELATIONS[edge.field], context="relation")
    if edge.manner == "contested":
        return t("≠ {words}", words=words)
    return t("{words}, as speculation", words=words) if edge.manner == "speculated" else words


def sayers(edge: Edge, dataset: DataSet) -> str:
    """Who says so, by number: "say 1 3 5"; with others, "says 2; denied or doubted by 1"."""
    parts = []
    for key, many, one in _SIDES:
        numbers = sorted({dataset.number(claim.source) for claim in edge.claims if side(claim) == key})
        if numbers:
            words = one if len(numbers) == 1 else many
            # What the relation has said already is not said twice.
            if (key, edge.manner) == ("may", "speculated"):
                words = "says {sources}" if len(numbers) == 1 else "say {sources}"
            parts.append(t(words, sources=" ".join(map(str, numbers))))
    return listed(parts, "; ")


def edge_text(edge: Edge, catalogue: Catalogue) -> str:
    """"Rocket attack on Camp Taji → in response, say 1 3 5 → Air strikes on weapons storage sites in Iraq"."""
    start, end = (data(catalogue.by_id[one].incident.title) for one in (edge.start, edge.end))
    said = listed([relation(edge), sayers(edge, catalogue.dataset)])
    return t("{start} → {words} → {end}", start=start, words=said, end=end)
