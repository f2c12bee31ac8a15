"""The Evidence view: all incidents by field, what stands behind a cell, and two sources side by side."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import escaping, state
from dashboard import wording_evidence as words
from dashboard.components.caption import caption
from dashboard.components.matrix import matrix_table
from dashboard.layers import comparison as html
from dashboard.layers.matrix import MOST_ROWS, matrix_data
from dashboard.scope import SMALL, Scope
from dashboard.shared import Loaded
from dashboard.wording_store import too_many
from events.catalogue import Catalogue, Selection
from events.evidence import cell, changes_by_counting, matrix
from events.fields import FIELD
from events.filters import ANY_FIELD, IncidentFilter
from events.findings import Counting
from events.language import t
from events.pairing import Relation, two_sources
from events.phrases import source_name

_TAB, _COUNTING, _CONTESTED = "w_ev_tab", "w_ev_counting", "w_ev_contested"
_A, _B, _RELATION = "w_ev_a", "w_ev_b", "w_ev_relation"


def _choose(chosen: tuple[str, str]) -> None:
    open_now = state.screen().evidence.cell
    state.change_evidence(cell=None if chosen == open_now else chosen)


def _count() -> None:
    # A page that was left before it was whole may say that nothing is chosen, though one always is.
    if chosen := state.get(state.spoken(_COUNTING)):
        state.change_evidence(counting=Counting(chosen))


def _turn(ids: list[str]) -> None:
    pair = (ids[0], ids[1]) if state.get(state.spoken(_TAB)) == "pair" and len(ids) > 1 else None
    state.change_evidence(pair=pair, relation=None)


def _contested_changed() -> None:
    # A browser sends labels: one with a count that is no longer right is nobody's choice.
    chosen = state.get(state.spoken(_CONTESTED)) or ()
    state.change_filter(contested=frozenset(key for key in chosen if key in (ANY_FIELD, *FIELD)))


def _contested(scope: Scope) -> None:
    chosen, library = scope.filter, scope.holdings.library
    counts, known = (
        {option.id: option.count for option in library.facet(one, "contested", numbers=scope.numbers)}
        for one in (chosen, IncidentFilter())
    )
    options = [key for key in (ANY_FIELD, *FIELD) if key in known or key in chosen.contested]
    state.put(state.spoken(_CONTESTED), [key for key in options if key in chosen.contested])

    def label(key: str) -> str:
        name = t(words.ANY_FIELD) if key == ANY_FIELD else t(FIELD[key].label).lower()
        return t("{words} ({more})", words=name, more=str(counts.get(key, 0)))

    st.multiselect(
        t(words.CONTESTED_IN), options, key=state.spoken(_CONTESTED), format_func=label,
        placeholder=t(words.CONTESTED_HINT),
        on_change=_contested_changed,
    )


def _controls(scope: Scope) -> None:
    evidence = state.screen().evidence
    ids = [source.id for source in scope.catalogue.dataset.sources]
    state.put(state.spoken(_TAB), "pair" if evidence.pair else "matrix")
    with st.container(key="evidence_controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.segmented_control(
            t(words.TAB), list(words.TABS)[: len(ids)], key=state.spoken(_TAB), required=True,
            format_func=lambda one: t(words.TABS[one]), on_change=_turn, args=(ids,),
        )
        if not evidence.pair:
            state.put(state.spoken(_COUNTING), evidence.counting)
            st.segmented_control(
                t(words.COUNTING), list(Counting), key=state.spoken(_COUNTING), required=True,
                format_func=lambda one: t(words.COUNTINGS[one]),
                on_change=_count,
            )
        _contested(scope)


def _comparison(catalogue: Catalogue, selection: Selection, open_card: Callable[[], None]) -> None:
    evidence, dataset = state.screen().evidence, catalogue.dataset
    if evidence.cell is None:
        st.html(f'<p class="sp-lead">{t(words.CHOOSE)}</p>')
        return
    summary = catalogue.by_id.get(evidence.cell[0])
    if summary is None:
        st.html(f'<p class="sp-lead">{t(words.NOT_KNOWN)}</p>')
        return
    shown = cell(summary, evidence.cell[1], dataset, evidence.counting)
    with st.container(key="comparison", border=True):
        with st.container(key="comparison_head", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(html.head(shown, summary), width="stretch")
            if st.button(t(words.OPEN_CARD), key="w_ev_card"):
                state.choose(summary.id, card=True)
                open_card()
            st.button(t(words.CLOSE), key="w_ev_close", on_click=_choose, args=(evidence.cell,))
        if all(one.id != summary.id for one in selection.all):
            st.caption(t(words.NOT_IN_SELECTION))
        st.html(f'<div class="sp-card sp-comparison">{html.comparison(shown, dataset)}</div>')


def _matrix(catalogue: Catalogue, selection: Selection, open_card: Callable[[], None]) -> None:
    evidence = state.screen().evidence
    found = matrix(catalogue, selection, evidence.counting)
    cells = sum(bool(one.findings) for row in found.rows for one in row.cells)
    if found.rows:
        st.html(html.changes(changes_by_counting(catalogue, selection), cells, evidence.counting))
        data = matrix_data(found, selection, evidence.cell, state.mode())
        matrix_table(data, key="matrix", on_choose=_choose)
    if len(found.rows) > MOST_ROWS:
        st.caption(words.left_out(MOST_ROWS, len(found.rows)))
    _comparison(catalogue, selection, open_card)


def _pick(which: int) -> None:
    """Take over one of the two sources; the same one twice makes the two change places."""
    pair = state.screen().evidence.pair
    new = state.get(state.spoken((_A, _B)[which]))
    if pair and new:
        other = pair[which] if new == pair[1 - which] else pair[1 - which]
        state.change_evidence(pair=(new, other) if which == 0 else (other, new))


def _pair(catalogue: Catalogue, selection: Selection, pair: tuple[str, str]) -> None:
    dataset = catalogue.dataset
    names = {source.id: f"{dataset.number(source.id)} {source_name(source)}" for source in dataset.sources}
    with st.container(key="evidence_pair", horizontal=True, gap="small"):
        for which, (key, name) in enumerate(((state.spoken(_A), words.SOURCE_A), (state.spoken(_B), words.SOURCE_B))):
            state.put(key, pair[which])
            st.selectbox(
                t(name), list(names), key=key, on_change=_pick, args=(which,),
                format_func=lambda one: escaping.plain(names[one]),
            )
    found = two_sources(catalogue, *pair, selection.all)
    shorts = html.short_names(pair, dataset)
    chosen = state.screen().evidence.relation

    def label(relation: str) -> str:
        one = next((known for known in Relation if known == relation), None)
        count = sum(one in (None, item.relation) for item in found)
        return f"{escaping.markdown(html.relation_words(one, shorts) if one else t(words.ALL_RELATIONS))} {count}"

    def narrowed() -> None:
        new = state.get(state.spoken(_RELATION))
        state.change_evidence(relation=next((one for one in Relation if one == new), None))

    state.put(state.spoken(_RELATION), str(chosen or ""))
    st.segmented_control(
        t(words.RELATION_FILTER), ["", *map(str, Relation)], key=state.spoken(_RELATION), format_func=label,
        required=True, label_visibility="collapsed", on_change=narrowed,
    )
    st.html(html.pair_table([one for one in found if chosen in (None, one.relation)], pair, dataset))


def evidence_view(scope: Scope, whole: Loaded, open_card: Callable[[], None]) -> None:
    """Draw the view; ``open_card`` leads to the view that shows the card of the chosen incident."""
    st.html(f'<h1 class="sp-title">{t(words.TITLE)}</h1>')
    caption(scope, whole)
    _controls(scope)
    pair = state.screen().evidence.pair
    if scope.selection is None:
        st.info(too_many(scope.size, SMALL), icon=":material/filter_alt:")
    elif pair and set(pair) <= {source.id for source in scope.catalogue.dataset.sources}:
        _pair(scope.catalogue, scope.selection, pair)
    else:
        _matrix(scope.catalogue, scope.selection, open_card)
