"""Which data sets are looked at: the curated one and the imported ones, each with its count."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import escaping, state
from dashboard import wording_store as words
from dashboard.holdings import Holdings
from events.filters import IncidentFilter
from events.language import t


def _ticked(name: str, key: str, whole: Holdings) -> None:
    if state.is_echo(key):
        return
    shown = set(state.screen().filter.datasets) or set(_on(whole))
    shown = shown | {name} if state.get(key) else shown - {name}
    look_at(whole, frozenset(shown))


def _on(whole: Holdings) -> tuple[str, ...]:
    """Ids of the data sets that are looked at where a filter names none."""
    return (whole.curated.dataset.meta.id, *(entry.id for entry in whole.imported if entry.on))


def look_at(whole: Holdings, names: frozenset[str]) -> None:
    """Look at these data sets over all of their days; at least one of them, else nothing changes."""
    if not names:
        return
    chosen = frozenset() if names == frozenset(_on(whole)) else names
    window = whole.window_of(IncidentFilter(datasets=chosen))
    state.change_filter(datasets=chosen, start=window.start, end=window.end)
    state.fit()


def still_there(whole: Holdings) -> None:
    """Another visitor may have removed a data set or switched it off: look at what is there, within its days."""
    chosen = state.screen().filter
    named = chosen.datasets & frozenset(whole.datasets)
    window = whole.window_of(replace(chosen, datasets=named))
    start, end = chosen.start, chosen.end
    if window.start and window.end and start and end and (start < window.start or end > window.end):
        start, end = max(start, window.start), min(end, window.end)
        if start > end:
            start, end = window.start, window.end
    if (named, start, end) != (chosen.datasets, chosen.start, chosen.end):
        state.change_filter(datasets=named, start=start, end=end)


def datasets(whole: Holdings) -> None:
    """Draw the list, where there is more than the curated data set."""
    if not whole.imported:
        return
    chosen = state.screen().filter.datasets or frozenset(_on(whole))
    st.html(f'<div class="sp-head"><b>{t(words.DATASETS)}</b><span>{t(words.DATASETS_UNIT)}</span></div>')
    meta = whole.curated.dataset.meta
    rows = [(meta.id, meta.name, len(whole.curated.summaries))]
    rows += [(entry.id, entry.name, entry.accepted) for entry in whole.imported]
    with st.container(key="facet_datasets", gap=None):
        for name, label, count in rows:
            key = f"w_datasets_{name}"
            state.put(key, name in chosen)
            st.checkbox(f"{escaping.markdown(label)} *{count:,}*", key=key, on_change=_ticked, args=(name, key, whole))
