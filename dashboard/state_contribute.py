"""The Contribute view's part of the session: what the form was opened with, and what became of the last write.

With ``state.py`` the only files that touch session state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from events.editing.applying import Opened, StaleEdit

_DESK = "sp_desk"
KIND = "w_ct_kind"


@dataclass
class Desk:
    """One visitor's desk. ``round`` counts the drafts, so that a new one begins with empty widgets."""

    round: int = 0
    opened: Opened | None = None
    stale: StaleEdit | None = None
    written: str = ""
    became: tuple[str, ...] = field(default=())
    problem: str = ""


def desk() -> Desk:
    """The desk of this session; the files are opened anew where the visitor comes from another view."""
    found: Desk = st.session_state.setdefault(_DESK, Desk())
    if KIND not in st.session_state:
        # Streamlit forgets the widgets of a view that was left: the form is empty, so it is a new one.
        st.session_state[_DESK] = found = Desk(round=found.round + 1)
    return found


def key(name: str) -> str:
    """Key of a widget of the draft at hand."""
    return f"w_ct_{st.session_state[_DESK].round}_{name}"


def fill(values: dict[str, Any]) -> None:
    """Put values into widgets of the draft at hand, before they are drawn."""
    for name, value in values.items():
        st.session_state[key(name)] = value


def next_draft() -> None:
    """Begin a new draft."""
    found = desk()
    found.round, found.opened, found.stale, found.problem = found.round + 1, None, None, ""
