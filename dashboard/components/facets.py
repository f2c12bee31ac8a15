"""Lists of options with counts: actors, kinds, sources; and the search text and "contested only"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.scope import Scope
from dashboard.wording_store import INCIDENTS_ALL_DAYS
from events.fields import KINDS, ROLES
from events.filters import ANY_FIELD, IncidentFilter
from events.language import t
from events.phrases import actor, source_name
from events.store.facets import Option as Counted

VERY_MANY = 500_000
"""Incidents to be looked at one by one from which on counts beside the options are of all days, and say so."""
SHOWN = 6
"""Options that stand open; the rest are one click away, chosen ones always stand open."""

MOST_COUNTED = 5_000
"""Counts that are asked for: one that is listed must not look empty because others have more."""
MOST_OPTIONS = 60
"""Options that are listed at all; what is not among them is found by the search."""

_ROLE, _TEXT, _CONTESTED, _LINKS = "w_role", "w_text", "w_contested", "w_links"


@dataclass(frozen=True, slots=True)
class Option:
    """One tick box: id, label as Markdown that is already safe, how many incidents it would give."""

    id: str
    label: str
    count: int


def _counts(scope: Scope, part: str, chosen: IncidentFilter, limit: int = MOST_COUNTED) -> Mapping[str, Counted]:
    found = scope.holdings.library.facet(chosen, part, limit, scope.numbers)
    return {one.id: one for one in found}


def options(scope: Scope, part: str) -> list[Option]:
    """The options of a part with their counts under the other parts of the filter, ``MOST_OPTIONS`` of them.

    The order is that of everything that is looked at, most incidents first, so that nothing jumps while filtering.
    """
    chosen, dataset = scope.filter, scope.catalogue.dataset
    counts, whole = _counts(scope, part, chosen), _counts(scope, part, IncidentFilter(), MOST_OPTIONS)
    wanted: frozenset[str] = getattr(chosen, part)

    def count(one: str) -> int:
        return counts[one].count if one in counts else 0

    if part == "kinds":
        return [
            Option(key, escaping.markdown(t(KINDS[key])), count(key)) for key in KINDS if key in whole or key in wanted
        ]
    if part == "sources":
        own = {one.id: one for one in scope.holdings.curated.dataset.sources if one.id in whole or one.id in wanted}
        first = [
            Option(one, f"{dataset.number(one)} {escaping.markdown(source_name(source))}", count(one))
            for one, source in own.items()
        ]
        named = {one: said.label for one, said in whole.items() if one not in own}
        named |= {one: named.get(one, one) for one in wanted if one not in own}
        return first + [Option(one, escaping.markdown(label), count(one)) for one, label in named.items()]
    names = {one: actor(one, dataset) if one in dataset.actors else said.label for one, said in whole.items()}
    names |= {one: actor(one, dataset) if one in dataset.actors else one for one in wanted if one not in names}
    ordered = sorted(names, key=lambda one: (-(whole[one].count if one in whole else 0), names[one]))
    return [Option(one, escaping.markdown(names[one]), count(one)) for one in ordered]


def _ticked(part: str, option: str, key: str) -> None:
    if not state.is_echo(key):
        state.toggle(part, option, state.get(key))


def _box(part: str, option: Option, chosen: frozenset[str]) -> None:
    key = f"w_{part}_{option.id}"
    state.put(key, option.id in chosen)
    # The emphasis is only a handle for the style sheet: the label's source is read out as it stands.
    label = f"{option.label} *{option.count}*"
    st.checkbox(label, key=key, on_change=_ticked, args=(part, option.id, key))


def _list(part: str, found: Sequence[Option], things: str, shown: int = SHOWN) -> None:
    chosen: frozenset[str] = getattr(state.screen().filter, part)
    with st.container(key=f"facet_{part}", gap=None):
        rest = [option for option in found[shown:] if option.id not in chosen]
        for option in found:
            if option not in rest:
                _box(part, option, chosen)
        if rest:
            # What is folded away is not sent at every change: each box is a message to the browser.
            fold = st.expander(wording.more(len(rest), things), key=f"w_more_{part}", on_change="rerun")
            if fold.open:
                with fold:
                    for option in rest:
                        _box(part, option, chosen)


def _head(words: str, unit: str = wording.INCIDENTS_UNIT) -> None:
    st.html(f'<div class="sp-head"><b>{t(words)}</b><span>{t(unit)}</span></div>')


def _role_changed() -> None:
    key = state.spoken(_ROLE)
    role = state.get(key) or ""
    # A browser sends the label: one with a count that is no longer right is nobody's choice.
    if role in ("", *ROLES) and not state.is_echo(key):
        state.change_filter(role=role)


def _role(counts: Mapping[str, int]) -> None:
    key = state.spoken(_ROLE)
    state.put(key, state.screen().filter.role)

    def words(role: str) -> str:
        if not role:
            return t(wording.ANY_ROLE)
        return t("{words} ({more})", words=t(wording.ROLE_WORDS[role]), more=str(counts.get(role, 0)))

    labels = {role: words(role) for role in ("", *ROLES)}
    st.selectbox(
        t(wording.ROLE), list(labels), key=key, format_func=labels.__getitem__, on_change=_role_changed,
        label_visibility="collapsed",
    )


def _text_changed() -> None:
    if not state.is_echo(_TEXT):
        state.change_filter(text=state.get(_TEXT).strip())


def _contested_changed() -> None:
    if not state.is_echo(_CONTESTED):
        state.change_filter(contested=frozenset([ANY_FIELD] if state.get(_CONTESTED) else []))


def _links_changed() -> None:
    key = state.spoken(_LINKS)
    if not state.is_echo(key):
        state.change(show_links=state.get(key) or "chosen")


def link_mode() -> None:
    """Which links between incidents the map draws."""
    _head(wording.LINKS_SHOWN, "")
    key = state.spoken(_LINKS)
    state.put(key, state.screen().show_links)
    st.segmented_control(
        t(wording.LINKS_SHOWN), list(wording.LINKS_OPTIONS), key=key, required=True, label_visibility="collapsed",
        format_func=lambda one: t(wording.LINKS_OPTIONS[one], context="links"), on_change=_links_changed,
    )


def _counted(scope: Scope) -> Scope:
    """Whose counts are shown: of all days while many incidents are played, and of very many that have no sums.

    Counting actors of a window of days of ten million incidents one by one takes seconds: a step of the dates must
    not wait. A data set has sums soon after it was imported; what is written in the search, or drawn, is in no sum.
    """
    singly = scope.counts.total > VERY_MANY and (
        scope.holdings.library.counted_singly(scope.filter, scope.numbers) > VERY_MANY
    )
    if singly or (state.playing() and not scope.is_pushed):
        return replace(scope, filter=replace(scope.filter, start=None, end=None))
    return scope


def facets(scope: Scope) -> None:
    """Draw the lists; they change the filter through callbacks."""
    chosen = scope.filter
    scope = _counted(scope)
    unit = wording.INCIDENTS_UNIT if scope.filter == chosen else INCIDENTS_ALL_DAYS
    state.put(_TEXT, chosen.text)
    st.text_input(
        t(wording.SEARCH), key=_TEXT, placeholder=t(wording.SEARCH_HINT), label_visibility="collapsed", max_chars=200,
        on_change=_text_changed,
    )
    _head(wording.ACTORS, unit)
    _role({one: said.count for one, said in _counts(scope, "roles", scope.filter).items()})
    _list("actors", options(scope, "actors"), "actors")
    _head(wording.KINDS_LABEL, unit)
    _list("kinds", options(scope, "kinds"), "kinds")
    _head(wording.SOURCES_LABEL, unit)
    _list("sources", options(scope, "sources"), "sources", shown=8)
    contested = _counts(scope, "contested", scope.filter)
    count = contested[ANY_FIELD].count if ANY_FIELD in contested else 0
    state.put(_CONTESTED, bool(chosen.contested))
    st.toggle(
        f"{t(wording.CONTESTED_ONLY)} *{count}*", key=_CONTESTED, help=t(wording.CONTESTED_HELP),
        on_change=_contested_changed,
    )
