"""The map view and the list view: the same selection, twice."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from dashboard import escaping, state, state_playing, wording
from dashboard.components.caption import caption
from dashboard.components.card import incident_card
from dashboard.components.crowd import cell_controls, date_columns, inside_list, list_of_many, tray_of_many
from dashboard.components.map import HEIGHT, incident_map
from dashboard.components.timeline import TimelineEvent, timeline, timeline_data
from dashboard.components.tray import tray
from dashboard.layers.days import timeline_arcs, timeline_bins, timeline_items
from dashboard.layers.features import Features
from dashboard.layers.table import table
from dashboard.palette import colours
from dashboard.scope import Scope
from dashboard.shared import Loaded
from dashboard.state_store import inside
from events.dates import Days
from events.language import data, t
from events.summary import Summary

CARD_HEIGHT = HEIGHT + 200
TRAY_HEIGHT = 260
MOST_ITEMS = 120
"""Incidents that the timeline shows one by one; more become bars."""
_TABLE, _OPEN = "w_table", "w_open"


def _columns() -> dict[str, Any]:
    columns = {
        "Incident": st.column_config.TextColumn(width=290),
        "Sources": st.column_config.NumberColumn(width=70),
    }
    return date_columns() | {t(name, context="column"): column for name, column in columns.items()}


def _heard(span: Days, event: TimelineEvent) -> None:
    if event.window:
        state.set_window(*event.window, span)
    if event.choose:
        state.choose(event.choose)


def _timeline(scope: Scope) -> None:
    span, chosen = scope.window, state.screen().chosen
    if not (span.start and span.end):
        return
    window = (scope.filter.start or span.start, scope.filter.end or span.end)
    palette, words, playing = colours(state.mode()), wording.timeline_words(), state_playing.series()
    if scope.selection is not None and len(scope.catalogue.summaries) <= MOST_ITEMS:
        items = timeline_items(scope.catalogue, scope.selection, chosen, scope.told)
        arcs = timeline_arcs(scope.holdings.curated, scope.told, chosen)
        shown = timeline_data(items, window, (span.start, span.end), palette, words, arcs, playing=playing)
    else:
        bins = timeline_bins(scope.holdings.library, scope.filter, scope.numbers)
        shown = timeline_data((), window, (span.start, span.end), palette, words, bins=bins, playing=playing)
    timeline(shown, key="timeline", on_event=partial(_heard, span))


def _beside(scope: Scope) -> None:
    """Beside the map: what a cell holds, else what no source places."""
    if inside() is not None:
        inside_list(scope, CARD_HEIGHT)
    elif scope.selection is not None:
        tray(scope.selection, CARD_HEIGHT)
    elif scope.counts.unplaced_certain + scope.counts.unplaced_possible:
        tray_of_many(scope, CARD_HEIGHT)


def _widths(scope: Scope, card: bool) -> list[int]:
    """The map and what stands beside it: a card, a list, the tray, or nothing where nothing is not placed."""
    if card:
        return [55, 45]
    if inside() is not None:
        return [72, 28]
    tray_is_empty = not scope.counts.unplaced_certain + scope.counts.unplaced_possible
    return [99, 1] if scope.selection is None and tray_is_empty else [82, 18]


def map_view(scope: Scope, features: Features, whole: Loaded) -> None:
    """Caption, map, card or tray beside it, timeline below."""
    caption(scope, whole)
    card = scope.chosen is not None and state.screen().card
    left, right = st.columns(_widths(scope, card), gap="small")
    with left:
        if not scope.is_pushed:
            cell_controls()
        incident_map(scope, features)
        _timeline(scope)
    with right:
        if scope.chosen is not None and card:
            incident_card(scope.chosen, scope.catalogue, CARD_HEIGHT)
        else:
            _beside(scope)
    if card and scope.selection is not None:
        with st.expander(wording.tray_title(scope.selection)):
            tray(scope.selection, TRAY_HEIGHT)


def _row_chosen(ids: list[str]) -> None:
    rows = state.get(_TABLE)["selection"]["rows"]
    state.choose(ids[rows[0]] if rows else None, card=True)


def list_view(scope: Scope, whole: Loaded) -> None:
    """The selection as a table that sorts, with the card of the chosen row: the equal way in without a map."""
    caption(scope, whole)
    chosen = scope.chosen if state.screen().card else None
    left, right = st.columns([58, 42] if chosen else [99, 1], gap="small")
    with left:
        if scope.selection is None:
            list_of_many(scope, CARD_HEIGHT)
        elif shown := scope.selection.all:
            ids = [summary.id for summary in shown]
            st.dataframe(
                table(scope.selection, scope.catalogue), key=_TABLE, hide_index=True, height=CARD_HEIGHT,
                row_height=34, selection_mode="single-row", column_config=_columns(),
                on_select=lambda: _row_chosen(ids),
            )
            _open_by_name(shown)
    if chosen:
        with right:
            incident_card(chosen, scope.catalogue, CARD_HEIGHT)


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
