"""Playback: the window moves by itself, and the browser gets the next steps before it shows them.

A tick is a run of the page that takes all the steps at once that are due, so that slider, caption and address keep
up. Between two ticks the browser's player shows the single steps (``player.js``), which this sends ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from dashboard import state, state_playing
from dashboard.components.map import shown
from dashboard.layers.drawn import drawn_parts
from dashboard.layers.features import Features
from dashboard.layers.packing import pack
from dashboard.layers.page_script import loader
from dashboard.scope import Scope
from events.dates import Days

SECONDS_A_STEP = 0.22
SECONDS_A_TICK = 0.9
"""The browser begins to count when a run has ended: in all a tick takes about half as long again."""
AHEAD = 12
"""Steps that the browser has beyond the page's own: a tick may come as late as it takes to play them."""
_AT_ONCE = 2
"""Steps in one message: the first shall not wait for the last."""
_OUTLINE = ("area", "tag_at", "name")
Window = tuple[date, date]


def ahead(chosen: Window, span: Window, days: int, count: int) -> Iterator[Window]:
    """The next windows, so many days further each; the last one stands at the end of the span."""
    start, end = chosen
    for _ in range(count):
        move = min(timedelta(days), span[1] - end)
        if not move:
            return
        start, end = start + move, end + move
        yield start, end


def ticker(span: Days, days: int) -> None:
    """Moves the window of the page while playing; stops by itself at the end. ``days`` of one step."""
    timed = False

    @st.fragment(run_every=SECONDS_A_TICK if state.playing() else None)
    def tick() -> None:
        nonlocal timed
        # The first run belongs to the page's own run, which a step would only begin anew; later ones are timed.
        first, timed = not timed, True
        if first or not state.playing() or not (steps := state_playing.due(SECONDS_A_STEP, AHEAD)):
            return
        if not state.step_window(days * steps, span):
            state.set_playing(False)
        st.rerun()

    tick()


def begin() -> None:
    """Start to play from where the window stands."""
    state_playing.begin()
    state.set_playing(True)


def pause(span: Days, days: int) -> None:
    """Stop at the step that the player shows: it went on since the page's own step."""
    state.step_window(days * state_playing.due(SECONDS_A_STEP, AHEAD), span)
    state.set_playing(False)


def _step(scope: Scope, features: Features, days: Window, outlined: set[str]) -> dict[str, Any]:
    """What the map draws of a step, packed. Outlines that the browser has are not sent again."""
    of_step = replace(scope, filter=replace(scope.filter, start=days[0], end=days[1]))
    parts, known = drawn_parts(of_step, features, shown()), []
    for row in parts["area_counts"]:
        there = row["key"] in outlined
        known.append({name: value for name, value in row.items() if name not in _OUTLINE} if there else row)
    outlined.update(row["key"] for row in known)
    return {
        "n": days[0].toordinal(),
        "window": [day.isoformat() for day in days],
        "drawn": pack(parts | {"area_counts": known}),
    }


def play_ahead(scope: Scope, features: Features, days: int) -> None:
    """Send the steps that come next, where this run drew the map.

    Last in a run: a click meanwhile ends it between two of them.
    """
    named, span, chosen = state_playing.series(), scope.window, scope.filter
    outlined = state_playing.take_drawn()
    if named is None or outlined is None or not (span.start and span.end and chosen.start and chosen.end):
        return
    at = chosen.start.toordinal()
    sent = state_playing.sent(named, at)
    windows = ahead((chosen.start, chosen.end), (span.start, span.end), days, AHEAD)
    coming = [one for one in windows if one[0].toordinal() > sent]
    with st.container(key="player"):
        for part, first in enumerate(range(0, len(coming), _AT_ONCE)):
            some = coming[first : first + _AT_ONCE]
            steps = _steps(scope, features, some, outlined)
            if steps is None:
                return
            told = {"series": named, "at": at, "every": round(1000 * SECONDS_A_STEP), "steps": steps}
            _mount(key=f"player_{part}", data=told)
            state_playing.was_sent(named, some[-1][0].toordinal())


def _steps(
    scope: Scope, features: Features, windows: Sequence[Window], outlined: set[str]
) -> list[dict[str, Any]] | None:
    steps = []
    for days in windows:
        if not state.playing():  # reading the state is also where Streamlit lets a click interrupt the run
            return None
        steps.append(_step(scope, features, days, outlined))
    return steps


_mount = component("sourcepin_player", js=loader("player"))
