"""Incidents as the items of the timeline. No Streamlit."""

from __future__ import annotations

from dashboard.components.timeline import TimelineItem
from events import phrases
from events.catalogue import Catalogue, Selection


def timeline_items(catalogue: Catalogue, selection: Selection, chosen: str | None) -> list[TimelineItem]:
    """Every incident with stated days; those outside the selection are drawn pale, for orientation."""
    included = {summary.id for summary in selection.all}
    possible = {summary.id for summary in selection.possible}
    items = []
    for summary in catalogue.summaries:
        start, end = summary.days.start, summary.days.end
        if start is None or end is None:
            continue
        items.append(
            TimelineItem(
                id=summary.id, label=summary.incident.short, kind=summary.incident.kind, start=start, end=end,
                placed=summary.is_placed, possible=summary.id in possible, included=summary.id in included,
                chosen=summary.id == chosen, title=f"{summary.incident.title}, {phrases.days(summary.days)}",
            )
        )
    return items
