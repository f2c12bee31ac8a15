"""What the session remembers of large selections: the cell that is listed, pages of lists, and how cells look.

Apart from ``state.py`` because none of it is in a link: it is where a reader stands, not what they look at.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.layers.cell_style import CellStyle
from events.filters import IncidentFilter

_INSIDE, _PAGES, _STYLE, _FILTER = "sp_inside", "sp_pages", "sp_cell_style", "sp_paged_filter"
_CELL = re.compile(r"^c:(\d{1,2})/(\d{1,9})/(\d{1,9})$")
_LONGEST = 2000
DESK = "sp_import"
"""Where ``state_import`` keeps what is being imported."""


def has_desk() -> bool:
    """Whether this session was ever at the Import view: only then there is something to say of an import."""
    return DESK in st.session_state


def inside() -> tuple[int, int, int] | str | None:
    """What is listed beside the map: a cell (zoom, x, y), an area by its text, or nothing."""
    found: tuple[int, int, int] | str | None = st.session_state.get(_INSIDE)
    return found


def hear_inside(message: dict[str, Any]) -> bool:
    """Take over what the map asks to have listed. True where it asked."""
    wanted = message.get("inside")
    if not isinstance(wanted, str) or len(wanted) > _LONGEST:
        return False
    if cell := _CELL.match(wanted):
        zoom, x, y = (int(part) for part in cell.groups())
        if zoom > 24 or max(x, y) >= 2**zoom:
            return False
        st.session_state[_INSIDE] = (zoom, x, y)
    elif wanted.startswith("a:"):
        st.session_state[_INSIDE] = wanted[2:]
    else:
        return False
    set_page("inside", 0)
    return True


def leave_inside() -> None:
    """Close the list of a cell."""
    st.session_state[_INSIDE] = None


def page(name: str) -> int:
    """Number of the page of a list, from 0."""
    found: dict[str, int] = st.session_state.get(_PAGES, {})
    return found.get(name, 0)


def set_page(name: str, number: int) -> None:
    """Turn to a page."""
    st.session_state[_PAGES] = {**st.session_state.get(_PAGES, {}), name: max(0, number)}


def filtered(chosen: IncidentFilter) -> None:
    """Another filter begins every list anew and closes the list of a cell."""
    if st.session_state.get(_FILTER) != chosen:
        if _FILTER in st.session_state:
            st.session_state[_PAGES] = {}
            st.session_state[_INSIDE] = None
        st.session_state[_FILTER] = chosen


def cell_style() -> CellStyle:
    """How cells are drawn."""
    found: CellStyle = st.session_state.get(_STYLE, CellStyle())
    return found


def change_style(**parts: Any) -> None:
    """Change parts of how cells are drawn."""
    st.session_state[_STYLE] = replace(cell_style(), **parts)
