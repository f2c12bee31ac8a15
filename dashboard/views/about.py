"""The sources view and the method view: where the facts come from, and how they became findings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import streamlit as st

from dashboard import escaping, wording
from dashboard.holdings import Holdings
from dashboard.layers.compiled_cards import MOST_PUBLISHERS, compiled_card
from dashboard.layers.source_cards import source_card
from events import phrases
from events.catalogue import Catalogue
from events.differing import in_words
from events.filters import IncidentFilter
from events.history import between, since
from events.historyfile import History
from events.language import DEFAULT, current, t
from events.problems import Problem

_METHODS = {DEFAULT: Path(__file__).with_name("method.md"), "ar": Path(__file__).with_name("method_ar.md")}


def sources_view(holdings: Holdings) -> None:
    """Each source: what it states of itself, what it tells of, how often alone or contradicted."""
    catalogue = holdings.curated
    st.html(f'<h1 class="sp-title">{t(wording.VIEWS["sources"])}</h1><p class="sp-lead">{t(wording.SOURCES_LEAD)}</p>')
    for number, source in enumerate(catalogue.dataset.sources, 1):
        st.html(source_card(source, number, catalogue))
    for entry in holdings.imported:
        publishers = holdings.library.facet(IncidentFilter(), "sources", MOST_PUBLISHERS, {entry.number})
        st.html(compiled_card(entry, publishers))


def _problem_list(problems: Iterable[Problem]) -> str:
    rows = "".join(f"<li><code>{escaping.text(problem)}</code></li>" for problem in sorted(problems))
    return f'<ul class="sp-problems">{rows}</ul>'


def versions_html(catalogue: Catalogue, history: History) -> str:
    """The versions that the data set's folder records, newest first: who changed what, when and why."""
    snapshots = list(reversed(history.snapshots))
    parts = []
    for newer, older in zip_longest(snapshots, snapshots[1:]):
        comma, by = t(", "), escaping.inline(newer.by)
        said = f"<b>{escaping.inline(newer.version)}</b>{comma}{phrases.day(newer.date)}{comma}{by}"
        lines = in_words(between(older, newer)) if older else ()
        changed = "".join(f"<li>{escaping.inline(line)}</li>" for line in lines)
        parts.append(f"<dt>{said}</dt><dd>{escaping.inline(newer.note)}<ul>{changed}</ul></dd>")
    if snapshots and not catalogue.content.startswith(snapshots[0].fingerprint):
        found = in_words(since(snapshots[0], catalogue.dataset))
        lines = "".join(f"<li>{escaping.inline(line)}</li>" for line in found)
        parts.insert(0, f"<dt><b>{t(wording.SINCE_LAST_VERSION)}</b></dt><dd><ul>{lines}</ul></dd>")
    return f'<dl class="sp-versions">{"".join(parts)}</dl>' if parts else f"<p>{t(wording.NO_VERSIONS)}</p>"


def method_view(catalogue: Catalogue, problems: tuple[Problem, ...], history: History) -> None:
    """How claims were coded and findings are computed; precision, neutrality, licences, what is not stated."""
    meta = catalogue.dataset.meta
    about = t(
        "Version {version}, {licence}; {zone}.",
        version=meta.version, licence=meta.licence, zone=t(meta.time_zone_note),
    )
    st.html(f'<h1 class="sp-title">{t(wording.VIEWS["method"])}</h1>')
    st.html(
        f'<div class="sp-prose"><h2>{escaping.inline(meta.name)}</h2>'
        f"<p>{escaping.inline(meta.method)}</p><p>{escaping.inline(meta.disputed_note)}</p>"
        f"<p>{escaping.inline(about)}</p></div>"
    )
    with st.container(key="method"):
        st.markdown(_METHODS[current()].read_text(encoding="utf-8"))
    st.html(f'<div class="sp-prose"><h2>{t(wording.VERSIONS)}</h2>{versions_html(catalogue, history)}</div>')
    if problems:
        st.html(f'<div class="sp-prose"><h2>{t("Set aside")}</h2>{_problem_list(problems)}</div>')
