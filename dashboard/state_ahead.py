"""Whether the map of a session asks for the dates that its page is being made for, before the page does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.links_ahead import iso_window
from dashboard.turns import AHEAD

_SAID = "_ahead_said"


def said(ahead: Mapping[str, Any] | None) -> None:
    """The map was told that it may ask by this (None: that it must not), and of which dates it is."""
    st.session_state[_SAID] = ahead


def let_map_first() -> None:
    """Where a reader chose other dates than the map was told of, the map asks for them now: it goes first."""
    told = st.session_state.pop(_SAID, None)  # where the map is not drawn again, it is not waited for again
    if told and not state.playing() and (window := iso_window(state.screen().filter)) != told["window"]:
        AHEAD.let_first(tuple(window))
