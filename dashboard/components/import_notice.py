"""The line over the map after an import: how much came in, how much was set aside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import escaping, state, state_import
from dashboard import wording_import as words
from dashboard.components.datasets import look_at
from dashboard.holdings import Holdings
from events.language import t
from events.store.registry import Entry


def show(holdings: Holdings, entries: tuple[Entry, ...]) -> None:
    """Look at imported data sets alone, whatever was filtered before."""
    names = frozenset(entry.id for entry in entries) & {entry.id for entry in holdings.imported}
    if names:
        state.change(known=None)
        state.clear(holdings.window_of(state.screen().filter))
        look_at(holdings, names)


def import_notice(holdings: Holdings, to_import: Callable[[], None]) -> None:
    """Draw the line until it is closed; also for an import that ended while its visitor was elsewhere."""
    state_import.collect()
    state_import.report()
    entries = state_import.desk().notice
    if not entries:
        return
    with st.container(key="im_notice", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="sp-im-notice" role="status">{escaping.inline(words.notice(entries))}</p>')
        if state.screen().filter.datasets != frozenset(entry.id for entry in entries):
            st.button(t(words.SHOW_THEM), key="w_im_notice_show", on_click=show, args=(holdings, entries))
        if st.button(t(words.SEE_IMPORT), key="w_im_notice_import"):
            to_import()
        st.button(t(words.CLOSE), key="w_im_notice_close", on_click=state_import.dismiss)
