"""The date window: slider, two date fields, steps and playback. All write the same window."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from dashboard import escaping, state, wording
from events.catalogue import Catalogue
from events.dates import Days
from events.language import t

_SLIDER, _FROM, _TO, _STEP = "w_slider", "w_from", "w_to", "w_step"
_STEP_DAYS = {"day": 1, "week": 7}
SECONDS_A_STEP = 1.0


def bars(catalogue: Catalogue, span: Days) -> str:
    """Small bars over the slider, as HTML: how many incidents begin on each day under the other parts of the filter.

    Solid are those that are certainly selected, pale on top of them those that are only possibly.
    """
    first, last = _ends(span)
    days_open = catalogue.select(replace(state.screen().filter, start=None, end=None))
    sure = Counter(summary.days.start for summary in days_open.certain if summary.is_placed)
    maybe = Counter(summary.days.start for summary in days_open.possible if summary.is_placed)
    length = max((last - first).days, 1)
    most = max((sure[day] + maybe[day] for day in {*sure, *maybe}), default=1)
    marks = []
    for day in sorted(day for day in {*sure, *maybe} if day and first <= day <= last):
        left = f"left:{100 * (day - first).days / length:.2f}%"
        low, high = (3 + 15 * count / most for count in (sure[day], sure[day] + maybe[day]))
        if maybe[day]:
            marks.append(f'<i class="sp-maybe" style="{left};height:{high:.0f}px"></i>')
        if sure[day]:
            marks.append(f'<i style="{left};height:{low:.0f}px"></i>')
    return f'<div class="sp-bars" aria-hidden="true">{"".join(marks)}</div>'


def _ends(span: Days) -> tuple[date, date]:
    """First and last day of a span. A data set states both; the model refuses one without."""
    if span.start is None or span.end is None:
        raise ValueError("first_day, last_day: a data set needs both to open a date slider")
    return span.start, span.end


def _slid(span: Days) -> None:
    low, high = state.get(_SLIDER)
    if not state.is_echo(_SLIDER):
        state.set_window(low, high, span)


def _typed(key: str, span: Days) -> None:
    typed, chosen = state.get(key), state.screen().filter
    if not isinstance(typed, date) or state.is_echo(key):
        return
    low, high = (typed, chosen.end) if key == _FROM else (chosen.start, typed)
    first, last = _ends(span)
    state.set_window(low or first, high or last, span)


def _step_length() -> int:
    """Days of one step: a day, a week, or the whole window."""
    chosen = state.screen().filter
    if (length := _STEP_DAYS.get(state.get(state.spoken(_STEP)) or "day")) is not None:
        return length
    return (chosen.end - chosen.start).days + 1 if chosen.start and chosen.end else 1


def _step(direction: int, span: Days) -> None:
    state.step_window(direction * _step_length(), span)


def _play(span: Days) -> None:
    """Start or stop. A window over everything is first narrowed to one step at the start."""
    if state.playing():
        state.set_playing(False)
        return
    chosen = state.screen().filter
    first, last = _ends(span)
    length = max(_STEP_DAYS.get(state.get(state.spoken(_STEP)) or "day", 7) - 1, 0)
    if chosen.end is None or chosen.end >= last:
        state.set_window(first, first + timedelta(days=length), span)
    state.set_playing(True)


def _ticker(span: Days) -> None:
    """Moves the window once a second while playing; stops by itself at the end."""

    @st.fragment(run_every=SECONDS_A_STEP if state.playing() else None)
    def tick() -> None:
        # The first run belongs to the page's own run; only later, timed ones are a step.
        if not state.playing() or not state.due(SECONDS_A_STEP):
            return
        if not state.step_window(_step_length(), span):
            state.set_playing(False)
        st.rerun()

    tick()


def dates(catalogue: Catalogue) -> None:
    """Draw the date controls; they change the filter through callbacks."""
    meta = catalogue.dataset.meta
    span = meta.window
    chosen = state.screen().filter
    first, last = _ends(span)
    low, high = chosen.start or first, chosen.end or last
    clock = escaping.inline(t(meta.time_zone_note))
    st.html(f'<div class="sp-head"><b>{t(wording.DATES)}</b><span>{clock}</span></div>')
    state.put(_FROM, low)
    state.put(_TO, high)
    state.put(_SLIDER, (low, high))
    left, right = st.columns(2, gap="small")
    for column, label, key in ((left, wording.FROM, _FROM), (right, wording.TO, _TO)):
        column.date_input(
            t(label), min_value=first, max_value=last, key=key, on_change=_typed, args=(key, span),
            format="DD/MM/YYYY", label_visibility="collapsed",
        )
    st.html(bars(catalogue, span))
    st.slider(
        t(wording.DATES), first, last, key=_SLIDER, on_change=_slid, args=(span,), format="D MMM",
        label_visibility="collapsed",
    )
    with st.container(key="datesteps", horizontal=True, gap="small", vertical_alignment="center"):
        st.button("‹", key="w_back", on_click=_step, args=(-1, span), help=t(wording.EARLIER))
        st.button("›", key="w_on", on_click=_step, args=(1, span), help=t(wording.LATER))
        words = t(wording.PAUSE if state.playing() else wording.PLAY)
        icon = ":material/pause:" if state.playing() else ":material/play_arrow:"
        st.button(words, key="w_play", icon=icon, on_click=_play, args=(span,))
        st.segmented_control(
            t(wording.STEP), list(wording.STEPS), key=state.spoken(_STEP), default="day",
            format_func=lambda one: t(wording.STEPS[one]),
            label_visibility="collapsed",
        )
    _ticker(span)


