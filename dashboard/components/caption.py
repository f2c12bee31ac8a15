"""The line over every view: what is shown, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.components.cite import cite
from dashboard.components.download_panel import download_panel
from dashboard.scope import Scope
from dashboard.shared import Loaded
from events.catalogue import loosened
from events.dates import Days
from events.filters import IncidentFilter
from events.language import t
from events.sentences import PART_NAMES, filter_sentence


def caption_html(scope: Scope) -> str:
    """The sentence, with the count in bold; for an empty selection what to loosen."""
    shown, tray = scope.said
    sentence = escaping.inline(filter_sentence(scope.filter, scope.catalogue.dataset))
    said = f"<b>{escaping.inline(shown)}</b>{t(', ')}{sentence}."
    line = f'{said} <span class="sp-tray-count">{escaping.inline(tray)}.</span>'
    return f'<p class="sp-caption" role="status">{line}{"" if scope.size else empty_html(scope)}</p>'


def empty_html(scope: Scope) -> str:
    """Why nothing is shown, and how many incidents leaving one part open would give."""
    chosen, holdings = scope.filter, scope.holdings
    if chosen.window == scope.window:  # all days: leaving them open would be no advice
        chosen = replace(chosen, start=None, end=None)

    def count(trial: IncidentFilter) -> int:
        found = holdings.library.counts(trial, holdings.numbers(trial))
        return found.certain + found.possible

    tips = [
        escaping.inline(t("Without {part} there would be {n}.", part=t(PART_NAMES[part]), n=count))
        for part, count in loosened(chosen, count)
    ]
    hint = " ".join(tips) or t("No single part of the filter left open would give one; clear all.")
    return f'<br><span class="sp-empty">{t(wording.NOTHING_TITLE)} {hint}</span>'


def _link(window: Days) -> None:
    panel = st.popover(t(wording.COPY_LINK), key="w_link", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.caption(t(wording.COPY_LINK_HELP))
        st.code(state.address(window), language=None, wrap_lines=True)


def caption(scope: Scope, whole: Loaded) -> None:
    """Draw the line and its buttons. ``whole`` is everything that is known, whatever the day looked at."""
    window = scope.holdings.window_of(IncidentFilter())
    with st.container(key="caption", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(caption_html(scope), width="stretch")
        with st.container(key="actions", horizontal=True, gap="small", width="content"):
            st.button(t(wording.CLEAR_ALL), key="w_clear", on_click=state.clear, args=(window,))
            _link(window)
            cite(scope, whole.catalogue, whole.history, window)
            download_panel(scope, whole.history)
    if ignored := state.ignored():
        st.caption(escaping.markdown(wording.ignored(ignored)))
