"""What the selection can be taken away as. Files are made when they are asked for, not at every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from dashboard import state, wording
from dashboard.clock import export_day
from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from events.bundle.writing import write_bundle
from events.catalogue import Catalogue, Selection
from events.exporting.csvfile import write_csv
from events.exporting.geojson import write_geojson
from events.history import released
from events.historyfile import History
from events.language import DEFAULT, t, using
from events.report.page import report
from geodata.regions import default_regions


@dataclass(frozen=True, slots=True)
class Download:
    """One button: label, end of the file's name, media type, and what makes the bytes."""

    label: str
    ending: str
    media: str
    make: Callable[[], bytes]


def _geojson(catalogue: Catalogue, selection: Selection) -> bytes:
    return "".join(write_geojson(selection, catalogue.dataset, default_regions(), export_day())).encode()


def _csv(catalogue: Catalogue, selection: Selection) -> bytes:
    # The mark in front tells spreadsheets that the file is UTF-8.
    return "\ufeff".encode() + "".join(write_csv(selection, catalogue.dataset, export_day())).encode()


def _map(catalogue: Catalogue, selection: Selection) -> bytes:
    return offline_map(catalogue, Features(catalogue), selection).encode()


def _report(catalogue: Catalogue, selection: Selection, language: str, known: date | None) -> bytes:
    return "".join(report(catalogue, selection, language, export_day(), known=known)).encode()


def _bundle(catalogue: Catalogue, selection: Selection, history: History) -> bytes:
    """Reproducible: it bears the day of the data set's version, where the history records one."""
    version = released(catalogue.dataset, history.snapshots)
    extra = {"map.html": _map(catalogue, selection)}
    day = version.date if version else export_day()
    return write_bundle(selection, catalogue.dataset, default_regions(), day, extra)


def _in_english(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Files are for machines and other people: the same selection gives the same bytes in any language."""

    def made() -> bytes:
        with using(DEFAULT):
            return make()

    return made


def offered(
    catalogue: Catalogue, selection: Selection, history: History, known: date | None = None
) -> tuple[Download, ...]:
    """The downloads of a selection, in the order of the panel.

    What makes them runs in a thread of its own, without session or language: all it needs is passed in.
    """
    return (
        Download("GeoJSON", ".geojson", "application/geo+json", lambda: _geojson(catalogue, selection)),
        Download("CSV", ".csv", "text/csv", lambda: _csv(catalogue, selection)),
        Download(t(wording.MAP_FILE), "-map.html", "text/html", lambda: _map(catalogue, selection)),
        *(
            Download(label, f"-report-{code}.html", "text/html", partial(_report, catalogue, selection, code, known))
            for code, label in wording.REPORTS.items()
        ),
        Download(t(wording.BUNDLE_FILE), ".zip", "application/zip", lambda: _bundle(catalogue, selection, history)),
    )


def downloads(catalogue: Catalogue, selection: Selection, history: History) -> None:
    """Draw the panel."""
    name = f"sourcepin-{catalogue.dataset.meta.id}"
    panel = st.popover(t(wording.DOWNLOAD), key="w_download", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.caption(t(wording.DOWNLOAD_HELP))
        for one in offered(catalogue, selection, history, state.screen().known):
            key = f"w_{one.ending.strip('.-').replace('.', '_')}"
            make, file = _in_english(one.make), f"{name}{one.ending}"
            st.download_button(one.label, make, file, one.media, key=key, on_click="ignore", width="stretch")
        st.caption(t(wording.BUNDLE_HELP))
