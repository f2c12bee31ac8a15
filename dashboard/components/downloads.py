"""What the selection can be taken away as. Files are made when they are asked for, not at every change."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard import state, wording
from dashboard import wording_store as words
from dashboard.clock import export_day
from dashboard.exports import about, export_source, offered_formats
from dashboard.links import screen_query
from dashboard.map_file import MOST_ON_MAP, fits_on_map, small_map
from dashboard.scope import SMALL, Scope
from events.bundle.writing import write_bundle
from events.catalogue import Catalogue, Selection
from events.dates import Days
from events.exporting.elsewhere import MAP
from events.exporting.formats import Format
from events.exporting.source import About
from events.history import released
from events.historyfile import History
from events.language import DEFAULT, t, using
from events.report.page import report
from geodata.regions import default_regions


@dataclass(frozen=True, slots=True)
class Download:
    """One button: label, end of the file's name, media type, and what makes the file."""

    label: str
    ending: str
    media: str
    make: Callable[[], bytes]


def _file(scope: Scope, one: Format, said: About) -> bytes:
    made = io.BytesIO()
    one.write(export_source(scope, said), made)
    return made.getvalue()


def _report(catalogue: Catalogue, selection: Selection, language: str, known: date | None) -> bytes:
    return "".join(report(catalogue, selection, language, export_day(), known=known)).encode()


def _bundle(catalogue: Catalogue, selection: Selection, history: History) -> bytes:
    """Reproducible: it bears the day of the data set's version, where the history records one."""
    version = released(catalogue.dataset, history.snapshots)
    extra = {"map.html": small_map(catalogue, selection)}
    day = version.date if version else export_day()
    return write_bundle(selection, catalogue.dataset, default_regions(), day, extra)


def _in_english(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Files are for machines and other people: the same selection gives the same bytes in any language."""

    def made() -> bytes:
        with using(DEFAULT):
            return make()

    return made


def tables(scope: Scope) -> tuple[Download, ...]:
    """The formats that are written row by row from the store."""
    with using(DEFAULT):
        said = about(scope)
    return tuple(
        Download(t(one.label), one.ending, one.media, partial(_file, scope, one, said)) for one in offered_formats()
    )


def offered(scope: Scope, history: History, known: date | None = None) -> tuple[Download, ...]:
    """The downloads of a selection that is taken apart, in the order of the panel.

    What makes them runs in a thread of its own, without session or language: all it needs is passed in.
    """
    if scope.selection is None:
        return ()
    rows = tables(scope)
    catalogue, selection = scope.catalogue, scope.selection
    with using(DEFAULT):
        said = about(scope)
    whole = Download(t(MAP.label), MAP.ending, MAP.media, partial(small_map, catalogue, selection, said))
    if scope.has_imported:  # report and bundle speak of the curated data set, its versions and its method
        return (*rows, whole)
    return (
        *rows,
        whole,
        *(
            Download(label, f"-report-{code}.html", "text/html", partial(_report, catalogue, selection, code, known))
            for code, label in wording.REPORTS.items()
        ),
        Download(t(wording.BUNDLE_FILE), ".zip", "application/zip", lambda: _bundle(catalogue, selection, history)),
    )


def linked(scope: Scope) -> tuple[tuple[str, str, str], ...]:
    """(key, label, end of the name) of each file that a large selection can be had as."""
    rows = [(one.key, t(one.label), one.ending) for one in offered_formats()]
    return (*rows, (MAP.key, t(MAP.label), MAP.ending)) if fits_on_map(scope) else tuple(rows)


def not_offered(scope: Scope) -> tuple[str, ...]:
    """Why a large selection is not offered in a form, and what to do; one text a form."""
    why = () if fits_on_map(scope) else (words.too_many_for_map(scope.size, MOST_ON_MAP),)
    return why if scope.has_imported else (*why, t(words.FEW_FOR_REPORT, most=SMALL))


def _links(scope: Scope, name: str) -> None:
    """Links to files that are written and sent piece by piece: a large selection is never in memory as a whole."""
    query = screen_query(state.screen(), Days(None, None))
    for key, label, ending in linked(scope):
        asked = urlencode({**query, "format": key, "name": f"{name}{ending}"}, doseq=True)
        st.link_button(label, f"./api/export?{asked}", width="stretch")
    for why in not_offered(scope):
        st.caption(why)


def downloads(scope: Scope, history: History) -> None:
    """Draw what stands in the panel."""
    names = [one.id for one in scope.holdings.imported if one.number in scope.numbers]
    names = [scope.holdings.curated.dataset.meta.id, *names] if scope.holdings.number in scope.numbers else names
    name = "-".join(["sourcepin", *names])[:80]
    st.caption(t(wording.DOWNLOAD_HELP))
    if scope.selection is None:
        _links(scope, name)
        return
    for one in offered(scope, history, state.screen().known):
        key = f"w_{one.ending.strip('.-').replace('.', '_')}"
        make, file = _in_english(one.make), f"{name}{one.ending}"
        st.download_button(one.label, make, file, one.media, key=key, on_click="ignore", width="stretch")
    st.caption(t(wording.BUNDLE_HELP))
