"""The map view and the list view: the same selection, twice."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.components.caption import caption
from dashboard.components.card import incident_card
from dashboard.components.map import HEIGHT, incident_map
from dashboard.components.timeline import TimelineEvent, timeline, timeline_data
from dashboard.components.tray import tray
from dashboard.layers.days import timeline_arcs, timeline_items
from dashboard.layers.features import Features
from dashboard.layers.table import table
from dashboard.palette import colours
from events.catalogue import Catalogue, Selection
from events.dates import Days
from events.language import DEFAULT, current, data, t
from events.summary import Summary

CARD_HEIGHT = HEIGHT + 200
TRAY_HEIGHT = 260
_TABLE, _OPEN = "w_table", "w_open"


def _columns() -> dict[str, Any]:
    # The grid names months in English only: in other languages they are numbers.
    days = st.column_config.DateColumn(format="D MMM YYYY" if current() == DEFAULT else "YYYY-MM-DD", width=92)
    columns = {
        "From": days,
        "Until": days,
        "Incident": st.column_config.TextColumn(width=290),
        "Sources": st.column_config.NumberColumn(width=70),
    }
    return {t(name, context="column"): column for name, column in columns.items()}


def _chosen(catalogue: Catalogue) -> Summary | None:
    return catalogue.by_id.get(state.screen().chosen or "")


def _heard(span: Days, event: TimelineEvent) -> None:
    if event.window:
        state.set_window(*event.window, span)
    if event.choose:
        state.choose(event.choose)


def _timeline(catalogue: Catalogue, selection: Selection) -> None:
    span, chosen = catalogue.dataset.meta.window, state.screen()
    if not (span.start and span.end):
        return
    window = (chosen.filter.start or span.start, chosen.filter.end or span.end)
    items = timeline_items(catalogue, selection, chosen.chosen)
    arcs = timeline_arcs(catalogue, selection, chosen.chosen)
    data = timeline_data(items, window, (span.start, span.end), colours(state.mode()), wording.timeline_words(), arcs)
    timeline(data, key="timeline", on_event=partial(_heard, span))


def map_view(catalogue: Catalogue, features: Features) -> None:
    """Caption, map, card or tray beside it, timeline below."""
    selection = catalogue.select(state.screen().filter)
    caption(catalogue, selection)
    chosen = _chosen(catalogue)
    card = chosen is not None and state.screen().card
    left, right = st.columns([55, 45] if card else [82, 18], gap="small")
    with left:
        incident_map(catalogue, features, selection)
        _timeline(catalogue, selection)
    with right:
        if chosen is not None and card:
            incident_card(chosen, catalogue, CARD_HEIGHT)
        else:
            tray(selection, CARD_HEIGHT)
    if card:
        with st.expander(wording.tray_title(selection)):
            tray(selection, TRAY_HEIGHT)


def _row_chosen(ids: list[str]) -> None:
    rows = state.get(_TABLE)["selection"]["rows"]
    state.choose(ids[rows[0]] if rows else None, card=True)


def list_view(catalogue: Catalogue) -> None:
    """The selection as a table that sorts, with the card of the chosen row: the equal way in without a map."""
    selection = catalogue.select(state.screen().filter)
    caption(catalogue, selection)
    shown = selection.all
    chosen = _chosen(catalogue) if state.screen().card else None
    left, right = st.columns([58, 42] if chosen else [99, 1], gap="small")
    with left:
        if shown:
            ids = [summary.id for summary in shown]
            st.dataframe(
                table(selection, catalogue), key=_TABLE, hide_index=True, height=CARD_HEIGHT, row_height=34,
                selection_mode="single-row", column_config=_columns(), on_select=lambda: _row_chosen(ids),
            )
            _open_by_name(shown)
    if chosen:
        with right:
            incident_card(chosen, catalogue, CARD_HEIGHT)


def _named() -> None:
    key = state.spoken(_OPEN)
    if not state.is_echo(key):
        state.choose(state.get(key), card=True)


def _open_by_name(shown: tuple[Summary, ...]) -> None:
    """A plain list box beside the table: grids are drawn on canvas, which not every reader can use."""
    names = {summary.id: data(summary.incident.title) for summary in shown}
    chosen = state.screen().chosen
    key = state.spoken(_OPEN)
    state.put(key, chosen if chosen in names else None)
    st.selectbox(
        t(wording.OPEN_INCIDENT), list(names), key=key, index=None,
        format_func=lambda one: escaping.plain(names[one]),
        on_change=_named,
    )
