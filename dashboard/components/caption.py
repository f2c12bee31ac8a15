"""The line over every view: what is shown, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.components.cite import cite
from dashboard.components.downloads import downloads
from dashboard.settings import read_settings
from dashboard.shared import loaded
from events.catalogue import Catalogue, Selection
from events.dataset import DataSet
from events.language import t
from events.sentences import PART_NAMES, counts, filter_sentence


def caption_html(catalogue: Catalogue, selection: Selection) -> str:
    """The sentence, with the count in bold; for an empty selection what to loosen."""
    dataset = catalogue.dataset
    shown, tray = counts(selection)
    said = f"<b>{escaping.inline(shown)}</b>{t(', ')}{escaping.inline(filter_sentence(selection.filter, dataset))}."
    line = f'{said} <span class="sp-tray-count">{escaping.inline(tray)}.</span>'
    return f'<p class="sp-caption" role="status">{line}{"" if len(selection) else empty_html(catalogue, selection)}</p>'


def empty_html(catalogue: Catalogue, selection: Selection) -> str:
    """Why nothing is shown, and how many incidents leaving one part open would give."""
    tips = [
        escaping.inline(t("Without {part} there would be {n}.", part=t(PART_NAMES[part]), n=count))
        for part, count in catalogue.loosen(selection.filter)
    ]
    hint = " ".join(tips) or t("No single part of the filter left open would give one; clear all.")
    return f'<br><span class="sp-empty">{t(wording.NOTHING_TITLE)} {hint}</span>'


def _link(dataset: DataSet) -> None:
    panel = st.popover(t(wording.COPY_LINK), key="w_link", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.caption(t(wording.COPY_LINK_HELP))
        st.code(state.address(dataset), language=None, wrap_lines=True)


def caption(catalogue: Catalogue, selection: Selection) -> None:
    """Draw the line and its buttons."""
    shared = loaded(read_settings().dataset)
    with st.container(key="caption", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(caption_html(catalogue, selection), width="stretch")
        with st.container(key="actions", horizontal=True, gap="small", width="content"):
            st.button(t(wording.CLEAR_ALL), key="w_clear", on_click=state.clear, args=(catalogue.dataset,))
            _link(catalogue.dataset)
            cite(catalogue, selection, shared.catalogue, shared.history)
            downloads(catalogue, selection, shared.history)
    if ignored := state.ignored():
        st.caption(escaping.markdown(wording.ignored(ignored)))
