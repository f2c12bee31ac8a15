"""Incidents as the items of the timeline, and the links of the chosen one as its arcs. No Streamlit."""

from __future__ import annotations

from datetime import timedelta

from dashboard.components.timeline import TimelineArc, TimelineItem
from dashboard.components.timeline_bins import TimelineBins
from events import phrases
from events.catalogue import Catalogue, Selection
from events.chain import graph, relation, sayers
from events.filters import IncidentFilter
from events.language import data, listed
from events.store.bins import bin_of, start_of
from events.store.library import Library

MOST_BARS = 160


def timeline_items(
    catalogue: Catalogue, selection: Selection, chosen: str | None, told: Selection | None = None
) -> list[TimelineItem]:
    """Every incident with stated days; those outside the selection are drawn pale, for orientation.

    Args:
        told: the part of the selection that may be linked; all of it where not said.
    """
    included = {summary.id for summary in selection.all}
    possible = {summary.id for summary in selection.possible}
    chain, linked = graph(catalogue, told or selection), set[str]()
    if chosen and chain.node(chosen):
        linked = {chosen, *chain.led_to(chosen).incidents, *chain.followed(chosen).incidents}
    items = []
    for summary in catalogue.summaries:
        start, end = summary.days.start, summary.days.end
        if start is None or end is None:
            continue
        items.append(
            TimelineItem(
                id=summary.id, label=data(summary.incident.short), kind=summary.incident.kind, start=start, end=end,
                placed=summary.is_placed, possible=summary.id in possible, included=summary.id in included,
                chosen=summary.id == chosen, title=listed([summary.incident.title, phrases.days(summary.days)]),
                aside=bool(linked) and summary.id not in linked,
            )
        )
    return items


def timeline_bins(library: Library, chosen: IncidentFilter, numbers: frozenset[int]) -> TimelineBins:
    """The whole axis in bars, under the other parts of the filter."""
    found = library.histogram(chosen, most=MOST_BARS, numbers=numbers)
    rows = []
    for one in found.bins:
        after = start_of(bin_of(one.start.toordinal(), found.unit) + 1, found.unit)
        last = after - timedelta(days=1)
        rows.append((one.start, last, one.certain, one.possible))
    return TimelineBins(found.unit, rows)


def timeline_arcs(catalogue: Catalogue, selection: Selection, chosen: str | None) -> list[TimelineArc]:
    """The links from and to the chosen incident, read in time; pale where the filter leaves the other end out."""
    chain = graph(catalogue, selection)
    inside = {node.id for node in chain.nodes if node.inside}
    return [
        TimelineArc(
            start=edge.start, end=edge.end, manner=edge.manner, same=edge.both_ways,
            pale=not {edge.start, edge.end} <= inside, text=listed([relation(edge), sayers(edge, catalogue.dataset)]),
        )
        for edge in chain.edges
        if chosen in (edge.start, edge.end)
    ]
