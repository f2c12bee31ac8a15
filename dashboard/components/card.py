"""The incident card beside the map: head, who says what, links, sources."""

from __future__ import annotations

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.layers import card
from events.catalogue import Catalogue
from events.fields import FIELD
from events.language import t
from events.summary import Link, Summary

_TAB = "w_card_tab"
_MANNER_CHIPS = {"stated": "agreed", "contested": "contested", "speculated": "range"}
INVERSE = {
    "response_to": "Followed by", "part_of": "Has the reported part", "same_event": "Same event",
    "evidence_for": "Evidence",
}
NO_LINK = "No source links it to another incident."
LINK_NOTE = "A link is a claim that a source makes, not a finding of ours."
PART = "Part of the card"
TABS = ("Who says what", "Linked to", "Sources")


def _close() -> None:
    state.change(card=False)


def _link_words(link: Link, summary: Summary, catalogue: Catalogue) -> tuple[str, Summary]:
    """How a link reads from the chosen incident's side, and the incident at its other end."""
    label = t(FIELD[link.field].label)
    if link.origin == summary.id:
        return label, catalogue.by_id[link.target]
    return t(INVERSE[link.field]), catalogue.by_id[link.origin]


def _links(summary: Summary, catalogue: Catalogue) -> None:
    found = catalogue.links_of(summary.id)
    if not found:
        st.caption(t(NO_LINK))
    for link in found:
        words, other = _link_words(link, summary, catalogue)
        chip = card.chip(_MANNER_CHIPS[link.manner], t(link.manner, context="link"))
        st.html(
            f'<p class="sp-linkline"><span>{escaping.inline(t("{words}, say", words=words))} '
            f"{card.citations(link.finding.claims, catalogue.dataset)}</span>{chip}</p>"
        )
        st.button(
            escaping.markdown(t("→ {title}", title=other.incident.title)),
            key=f"w_link_{link.origin}_{link.field}_{link.target}",
            type="tertiary",
            on_click=state.choose,
            args=(other.id,),
        )
    st.caption(t(LINK_NOTE))


def incident_card(summary: Summary, catalogue: Catalogue, height: int) -> None:
    """Draw the card of one incident, scrolling inside a given height in pixels."""
    with st.container(key="card", border=True, height=height):
        with st.container(key="card_top", horizontal=True, horizontal_alignment="right"):
            st.button("✕", key="w_card_close", help=t(wording.CLOSE_CARD), on_click=_close, type="tertiary")
        st.html(f'<div class="sp-card">{card.head(summary, catalogue.dataset)}</div>')
        tab = st.segmented_control(
            t(PART), TABS, key=state.spoken(_TAB), default=TABS[0], format_func=t, required=True,
            label_visibility="collapsed",
        )
        if tab == TABS[1]:
            _links(summary, catalogue)
        elif tab == TABS[2]:
            st.html(f'<div class="sp-card">{card.source_list(summary, catalogue.dataset)}</div>')
        else:
            st.html(f'<div class="sp-card">{card.who_says_what(summary, catalogue.dataset)}</div>')
