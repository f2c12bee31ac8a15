"""The chain view: what led to what, according to whom, as a drawing and as text."""

from __future__ import annotations

import streamlit as st

from dashboard import escaping, state, wording
from dashboard.components.caption import caption
from dashboard.components.chain import PAGE_STYLE, ChainEvent, chain
from dashboard.layers.chain import chain_data, detail_html, table_html
from dashboard.scope import Scope
from dashboard.shared import Loaded
from events.chain import graph
from events.language import t

_ARROW = "sp_chain_arrow"


def _heard(event: ChainEvent) -> None:
    if event.arrow is None:
        state.choose(event.incident)
    state.put(_ARROW, (state.screen().chosen, event.arrow))


def _arrow() -> str | None:
    """The chosen arrow, as long as no other incident was chosen since, here or in another view."""
    try:
        chosen, arrow = state.get(_ARROW)
    except KeyError:  # nothing chosen yet in this session
        return None
    return str(arrow) if arrow and chosen == state.screen().chosen else None


def chain_view(scope: Scope, whole: Loaded) -> None:
    """Caption, drawing, what is chosen, and beneath always the same as text.

    Only the curated data set states links between incidents.
    """
    caption(scope, whole)
    catalogue = scope.holdings.curated
    found = graph(catalogue, scope.told)
    st.html(f"<style>{PAGE_STYLE}</style>")
    st.html(
        f'<h1 class="sp-title">{escaping.text(t(wording.CHAIN_TITLE))}</h1>'
        f'<p class="sp-lead">{escaping.text(t(wording.CHAIN_LEAD))}</p>'
    )
    if not found.edges:
        st.html(f'<p class="sp-lead" role="status">{escaping.text(t(wording.CHAIN_NONE))}</p>')
        return
    chosen, arrow = state.screen().chosen, _arrow()
    chain(chain_data(found, catalogue, chosen, arrow), key="chain", on_event=_heard)
    st.html(detail_html(found, catalogue, chosen, arrow))
    st.html(table_html(found, catalogue))
