"""The tray beside the map: what no source places. It counts, and it is cited, like the rest."""

from __future__ import annotations

import streamlit as st

from dashboard import escaping, state, wording
from events import phrases
from events.catalogue import Selection
from events.language import data, listed, t
from events.summary import Summary


def _row(summary: Summary, possible: bool) -> None:
    title = escaping.markdown(data(summary.incident.title))
    when = phrases.short_days(summary.days)
    if possible and summary.days.known:
        when = listed([when, t(wording.MAP_WORDS["possible"]).lower()])
    label = f"{title} :gray[:small[{escaping.markdown(when)}]]"
    st.button(label, key=f"w_tray_{summary.id}", type="tertiary", on_click=state.choose, args=(summary.id, True))


def tray(selection: Selection, height: int) -> None:
    """Draw the tray, scrolling inside a given height in pixels."""
    rows = [summary for summary in selection.all if not summary.is_placed]
    with st.container(key="tray", border=True, height=height, gap=None):
        st.html(
            f'<div class="sp-tray-head"><b>{wording.tray_title(selection)}</b><p>{t(wording.TRAY_HELP)}</p></div>'
        )
        for summary in rows:
            _row(summary, selection.is_possible(summary))
