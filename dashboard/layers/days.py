"""Incidents as the items of the timeline, and the links of the chosen one as its arcs. No Streamlit."""

from __future__ import annotations

from dashboard.components.timeline import TimelineArc, TimelineItem
from events import phrases
from events.catalogue import Catalogue, Selection
from events.chain import graph, relation, sayers
from events.language import data, listed


def timeline_items(catalogue: Catalogue, selection: Selection, chosen: str | None) -> list[TimelineItem]:
    """Every incident with stated days; those outside the selection are drawn pale, for orientation."""
    included = {summary.id for summary in selection.all}
    possible = {summary.id for summary in selection.possible}
    chain, linked = graph(catalogue, selection), set[str]()
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
