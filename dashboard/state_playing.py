"""What the session remembers of playback: which steps the browser has already, and when the window moved last."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import state
from dashboard.state_store import cell_style

_PLAYED, _PLAYS, _DRAWN = "sp_played", "sp_plays", "sp_drawn_areas"


@dataclass(slots=True)
class Played:
    """A series of steps: how far it was sent, and when the window of the page took its last step."""

    series: str
    sent: int
    at: float


def series() -> str | None:
    """The name of the steps that are played: another one wherever what they draw is another. None while not playing.

    Each start of the playback is a series of its own.
    """
    if not state.playing():
        return None
    screen = state.screen()
    still = replace(screen.filter, start=None, end=None)
    what = (still, screen.view, screen.language, screen.known, screen.chosen, cell_style())
    return f"{st.session_state.get(_PLAYS, 0)}-{hash(what) & 0xFFFFFFFF:x}"


def begin() -> None:
    """Playback starts."""
    st.session_state[_PLAYS] = st.session_state.get(_PLAYS, 0) + 1
    st.session_state[_PLAYED] = Played("", 0, time.monotonic())


def due(seconds: float, most: int) -> int:
    """How many whole steps of so many seconds passed since the last ones were taken, at most ``most``; they are now.

    A page that could not keep up goes on from now: it does not run after the steps that it missed.
    """
    found: Played | None = st.session_state.get(_PLAYED)
    if found is None:
        return 0
    steps, now = int((time.monotonic() - found.at) / seconds), time.monotonic()
    found.at = found.at + steps * seconds if steps <= most else now
    return min(steps, most)


def sent(series: str, least: int) -> int:
    """Number of the last step of a series that the browser has, at least that of the page."""
    found: Played = st.session_state[_PLAYED]
    return max(found.sent, least) if found.series == series else least


def was_sent(series: str, number: int) -> None:
    """The browser gets a series up to this step."""
    found: Played = st.session_state[_PLAYED]
    found.series, found.sent = series, number


def drew(keys: Iterable[str]) -> None:
    """The areas whose outlines this run sends with the map."""
    st.session_state[_DRAWN] = set(keys)


def take_drawn() -> set[str] | None:
    """The areas whose outlines the browser has from this run; None where it drew no map."""
    found: set[str] | None = st.session_state.pop(_DRAWN, None)
    return found
