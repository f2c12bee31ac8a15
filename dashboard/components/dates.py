"""The date window: slider, two date fields, steps and playback. All write the same window."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.components.playing import begin, pause, ticker
from dashboard.scope import Scope
from events.dates import Days
from events.language import t

SLIDER = "w_slider"
"""How the key of the slider begins; its first and last day follow."""
_FROM, _TO, _STEP = "w_from", "w_to", "w_step"
_STEP_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
MOST_BARS = 120
YEAR = 366


def bars(scope: Scope, span: Days) -> str:
    """Small bars over the slider, as HTML: how many incidents each day (or longer) has under the rest of the filter.

    Solid are those that are certainly selected, pale on top of them those that are only possibly. Two lines in a
    thousandth of the width and in pixels: as elements they would be five times as long, and are sent with every run.
    """
    first, last = _ends(span)
    found = scope.holdings.library.histogram(scope.filter, most=MOST_BARS, numbers=scope.numbers).bins
    sure = Counter({one.start: one.certain for one in found if one.certain})
    maybe = Counter({one.start: one.possible for one in found if one.possible})
    length = max((last - first).days, 1)
    most = max((sure[day] + maybe[day] for day in {*sure, *maybe}), default=1)
    lines = {"sp-sure": "", "sp-maybe": ""}
    for day in sorted(day for day in {*sure, *maybe} if day and first <= day <= last):
        left = round(1000 * (day - first).days / length)
        low, high = (round(3 + 15 * count / most) for count in (sure[day], sure[day] + maybe[day]))
        if maybe[day]:
            lines["sp-maybe"] += f"M{left} {18 - low if sure[day] else 18}V{18 - high}"
        if sure[day]:
            lines["sp-sure"] += f"M{left} 18V{18 - low}"
    drawn = "".join(f'<i class="{name}" style="{_mask(line)}"></i>' for name, line in lines.items() if line)
    return f'<div class="sp-bars" aria-hidden="true">{drawn}</div>'


def _mask(line: str) -> str:
    """A line of ``bars`` as the shape of what it colours; the page lets no picture into its HTML, but a mask."""
    svg = ("%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1000 18' preserveAspectRatio='none'%3E%3Cpath "
           f"d='{line}' stroke='%23000' stroke-width='3' vector-effect='non-scaling-stroke'/%3E%3C/svg%3E")  # fmt: skip
    return f"mask-image:url(&quot;data:image/svg+xml,{svg}&quot;)"


def _ends(span: Days) -> tuple[date, date]:
    """First and last day of a span. A data set states both; the model refuses one without."""
    if span.start is None or span.end is None:
        raise ValueError("first_day, last_day: a data set needs both to open a date slider")
    return span.start, span.end


def _key(name: str, span: Days) -> str:
    """The key of a control over those days. Over others it is another control: a browser that still shows the old
    days cuts new values to them and sends that back, which is nobody's wish."""
    first, last = _ends(span)
    return f"{name}_{first:%Y%m%d}_{last:%Y%m%d}"


def _slid(span: Days) -> None:
    key = _key(SLIDER, span)
    low, high = state.get(key)
    if not state.is_echo(key):
        state.set_window(low, high, span)


def _typed(key: str, span: Days) -> None:
    typed, chosen = state.get(key), state.screen().filter
    if not isinstance(typed, date) or state.is_echo(key):
        return
    low, high = (typed, chosen.end) if key == _key(_FROM, span) else (chosen.start, typed)
    first, last = _ends(span)
    state.set_window(low or first, high or last, span)


def _is_long(span: Days) -> bool:
    """Whether days and weeks are too short to step through a span."""
    first, last = _ends(span)
    return (last - first).days > 2 * YEAR


def _steps(span: Days) -> tuple[str, ...]:
    return ("month", "year", "all") if _is_long(span) else ("day", "week", "all")


def _step_key(span: Days) -> str:
    return state.spoken(f"{_STEP}_long" if _is_long(span) else _STEP)


def step_days(span: Days) -> int:
    """Days of one step: a day or longer, or the whole window."""
    chosen = state.screen().filter
    if (length := _STEP_DAYS.get(state.get(_step_key(span)) or _steps(span)[0])) is not None:
        return length
    return (chosen.end - chosen.start).days + 1 if chosen.start and chosen.end else 1


def _step(direction: int, span: Days) -> None:
    state.step_window(direction * step_days(span), span)
    state.decide()


def _play(span: Days) -> None:
    """Start or stop. A window over everything is first narrowed to one step at the start."""
    state.decide()
    if state.playing():
        pause(span, step_days(span))
        return
    chosen = state.screen().filter
    first, last = _ends(span)
    step = state.get(_step_key(span)) or _steps(span)[0]
    length = max(_STEP_DAYS.get(step, _STEP_DAYS[_steps(span)[1]]) - 1, 0)
    if chosen.end is None or chosen.end >= last:
        state.set_window(first, first + timedelta(days=length), span)
    begin()


def dates(scope: Scope) -> None:
    """Draw the date controls; they change the filter through callbacks."""
    meta = scope.catalogue.dataset.meta
    span = meta.window
    chosen = scope.filter
    first, last = _ends(span)
    low, high = chosen.start or first, chosen.end or last
    clock = "" if scope.has_imported else escaping.inline(t(meta.time_zone_note))
    st.html(f'<div class="sp-head"><b>{t(wording.DATES)}</b><span>{clock}</span></div>')
    slider, since, until = (_key(name, span) for name in (SLIDER, _FROM, _TO))
    state.put(since, low)
    state.put(until, high)
    state.put(slider, (low, high))
    left, right = st.columns(2, gap="small")
    for column, label, key in ((left, wording.FROM, since), (right, wording.TO, until)):
        column.date_input(
            t(label), min_value=first, max_value=last, key=key, on_change=_typed, args=(key, span),
            format="DD/MM/YYYY", label_visibility="collapsed",
        )
    st.html(bars(scope, span))
    st.slider(
        t(wording.DATES), first, last, key=slider, on_change=_slid, args=(span,),
        format="D MMM" if (last - first).days < YEAR else "D MMM YYYY",
        label_visibility="collapsed",
    )
    with st.container(key="datesteps", horizontal=True, gap="small", vertical_alignment="center"):
        st.button("‹", key="w_back", on_click=_step, args=(-1, span), help=t(wording.EARLIER))
        st.button("›", key="w_on", on_click=_step, args=(1, span), help=t(wording.LATER))
        words = t(wording.PAUSE if state.playing() else wording.PLAY)
        icon = ":material/pause:" if state.playing() else ":material/play_arrow:"
        st.button(words, key="w_play", icon=icon, on_click=_play, args=(span,))
        st.segmented_control(
            t(wording.STEP), list(_steps(span)), key=_step_key(span), default=_steps(span)[0],
            format_func=lambda one: t(wording.STEPS[one]),
            label_visibility="collapsed",
        )
    ticker(span, step_days(span))


