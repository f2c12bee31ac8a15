"""Whether the map of a session asks for the dates that its page is being made for, before the page does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.state import SessionState

from dashboard import state
from dashboard.links_ahead import iso_window
from dashboard.turns import AHEAD

_SAID = "_ahead_said"


def said(ahead: Mapping[str, Any] | None) -> None:
    """The map was told that it may ask by this (None: that it must not), and of which dates it is."""
    st.session_state[_SAID] = ahead


def let_map_first_of(kept: SessionState, window: Sequence[str]) -> None:
    """The same before the run begins, in which there is no session yet.

    Args:
        kept: the state of the session; ``window``: where the slider stands, as ISO text.
    """
    told = kept[_SAID] if _SAID in kept else None  # noqa: SIM401  (it has no get)
    if told and list(window) != told["window"]:
        AHEAD.let_first(tuple(window))


def let_map_first() -> None:
    """Where a reader chose other dates than the map was told of, the map asks for them now: it goes first."""
    told = st.session_state.pop(_SAID, None)  # where the map is not drawn again, it is not waited for again
    if told and not state.playing() and (window := iso_window(state.screen().filter)) != told["window"]:
        AHEAD.let_first(tuple(window))
