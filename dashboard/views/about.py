"""The sources view and the method view: where the facts come from, and how they became findings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from dashboard import escaping, wording
from dashboard.layers.source_cards import source_card
from events.catalogue import Catalogue
from events.problems import Problem

_METHOD = Path(__file__).with_name("method.md")


def sources_view(catalogue: Catalogue) -> None:
    """Each source: what it states of itself, what it tells of, how often alone or contradicted."""
    st.html(f'<h1 class="sp-title">{wording.VIEWS["sources"]}</h1><p class="sp-lead">{wording.SOURCES_LEAD}</p>')
    for number, source in enumerate(catalogue.dataset.sources, 1):
        st.html(source_card(source, number, catalogue))


def _problem_list(problems: Iterable[Problem]) -> str:
    rows = "".join(f"<li><code>{escaping.text(problem)}</code></li>" for problem in sorted(problems))
    return f'<ul class="sp-problems">{rows}</ul>'


def method_view(catalogue: Catalogue, problems: tuple[Problem, ...]) -> None:
    """How claims were coded and findings are computed; precision, neutrality, licences, what is not stated."""
    meta = catalogue.dataset.meta
    st.html(f'<h1 class="sp-title">{wording.VIEWS["method"]}</h1>')
    st.html(
        f'<div class="sp-prose"><h2>{escaping.text(meta.name)}</h2>'
        f"<p>{escaping.text(meta.method)}</p><p>{escaping.text(meta.disputed_note)}</p>"
        f"<p>Version {escaping.text(meta.version)}, {escaping.text(meta.licence)}; "
        f"{escaping.text(meta.time_zone_note)}.</p></div>"
    )
    with st.container(key="method"):
        st.markdown(_METHOD.read_text(encoding="utf-8"))
    if problems:
        st.html(f'<div class="sp-prose"><h2>Set aside</h2>{_problem_list(problems)}</div>')
