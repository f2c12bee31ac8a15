"""The second control of time: as known on. What the sources published by a day told, and what came later."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from dashboard import escaping, state, wording
from events import phrases
from events.asof import Change, known_on, steps
from events.dataset import DataSet
from events.fields import FIELD
from events.language import listed, t

_KNOWN = "w_known"


def _changed() -> None:
    state.change(known=state.get(state.spoken(_KNOWN)))


def as_known_on(dataset: DataSet) -> None:
    """Draw the control; ``dataset`` is the whole one."""
    st.html(f'<div class="sp-head"><b>{t(wording.AS_KNOWN)}</b><span>{t(wording.AS_KNOWN_NOTE)}</span></div>')
    key = state.spoken(_KNOWN)
    state.put(key, state.screen().known)

    def words(day: date | None) -> str:
        if day is None:
            return t(wording.AS_KNOWN_NOW)
        known, every = len(known_on(dataset, day)), len(dataset.sources)
        return t("{day}: {n} of {all} sources", day=phrases.day(day), n=known, all=every)

    labels = {day: words(day) for day in (None, *steps(dataset))}
    st.selectbox(
        t(wording.AS_KNOWN), list(labels), key=key, format_func=labels.__getitem__, on_change=_changed,
        label_visibility="collapsed",
    )


def _row(change: Change, dataset: DataSet) -> str:
    incident = dataset.incident(change.incident)
    title = escaping.inline(incident.title if incident else change.incident)
    names = [t(FIELD[change.field].label)] if change.field else []
    field = escaping.inline(listed(names + ([phrases.actor(change.of, dataset)] if change.of else [])))
    what = escaping.inline(t(change.kind, context="change"))
    sources = "".join(f'<span class="sp-cite">{dataset.number(one)}</span>' for one in change.sources)
    return (
        f"<tr><td>{title}</td><td>{field}</td><td>{what}</td>"
        f"<td>{escaping.inline(change.before)}</td><td>{escaping.inline(change.after)}</td><td>{sources}</td></tr>"
    )


def later_html(later: tuple[Change, ...], dataset: DataSet) -> str:
    """What later sources say differently, as a table. Fields that only gained backers are counted, not listed."""
    listed = [change for change in later if change.kind != "backed"]
    heads = "".join(f'<th scope="col">{t(word, context="column")}</th>' for word in wording.LATER_COLUMNS)
    rows = "".join(_row(change, dataset) for change in listed)
    table = f'<table class="sp-later"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="sp-scroll" tabindex="0" role="region" aria-label="{t(wording.LATER_TABLE)}">{table}</div>'


def what_came_later(later: tuple[Change, ...], day: date | None, dataset: DataSet) -> None:
    """Under the caption: which day the view stands at, and what later sources say differently."""
    if day is None:
        return
    with st.expander(wording.later_title(day, Counter(change.kind for change in later))):
        st.html(later_html(later, dataset))
