"""The language's part of the session. With ``state.py`` and ``state_contribute.py`` what touches session state."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from events.language import use

_WIDGETS = "w_"


def speak(language: str) -> None:
    """Change the language. Widgets whose options are sent as words are made anew: their old words would not fit."""
    state.change(language=language)
    use(language)
    for key in [key for key in st.session_state if str(key).startswith(_WIDGETS)]:
        del st.session_state[key]
