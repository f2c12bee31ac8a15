"""The line over every view: what is shown, and what can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import escaping, state, wording
from events.catalogue import Catalogue, Selection
from events.dataset import DataSet
from events.exporting.csvfile import write_csv
from events.exporting.geojson import write_geojson
from events.sentences import PART_NAMES, counts, filter_sentence
from geodata.regions import default_regions


def caption_html(catalogue: Catalogue, selection: Selection) -> str:
    """The sentence, with the count in bold; for an empty selection what to loosen."""
    dataset = catalogue.dataset
    shown, tray = counts(selection)
    said = f"<b>{escaping.text(shown)}</b>, {escaping.text(filter_sentence(selection.filter, dataset))}."
    line = f'{said} <span class="sp-tray-count">{escaping.text(tray)}.</span>'
    return f'<p class="sp-caption" role="status">{line}{"" if len(selection) else empty_html(catalogue, selection)}</p>'


def empty_html(catalogue: Catalogue, selection: Selection) -> str:
    """Why nothing is shown, and how many incidents leaving one part open would give."""
    tips = [
        f"Without {escaping.text(PART_NAMES[part])} there would be {count}."
        for part, count in catalogue.loosen(selection.filter)
    ]
    hint = " ".join(tips) or "No single part of the filter left open would give one; clear all."
    return f'<br><span class="sp-empty">{wording.NOTHING_TITLE} {hint}</span>'


def _geojson(catalogue: Catalogue, selection: Selection) -> bytes:
    today = datetime.now(UTC).date()
    return "".join(write_geojson(selection, catalogue.dataset, default_regions(), today)).encode()


def _csv(catalogue: Catalogue, selection: Selection) -> bytes:
    # The mark in front tells spreadsheets that the file is UTF-8.
    return "\ufeff".encode() + "".join(write_csv(selection, catalogue.dataset, datetime.now(UTC).date())).encode()


def _downloads(catalogue: Catalogue, selection: Selection) -> None:
    name = f"sourcepin-{catalogue.dataset.meta.id}"
    with st.popover(wording.DOWNLOAD):
        st.caption(wording.DOWNLOAD_HELP)
        st.download_button(
            "GeoJSON", lambda: _geojson(catalogue, selection), f"{name}.geojson", "application/geo+json",
            key="w_geojson", on_click="ignore",
        )
        st.download_button(
            "CSV", lambda: _csv(catalogue, selection), f"{name}.csv", "text/csv", key="w_csv", on_click="ignore"
        )


def _link(dataset: DataSet) -> None:
    with st.popover(wording.COPY_LINK):
        st.caption(wording.COPY_LINK_HELP)
        st.code(state.address(dataset), language=None, wrap_lines=True)


def caption(catalogue: Catalogue, selection: Selection) -> None:
    """Draw the line and its buttons."""
    with st.container(key="caption", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(caption_html(catalogue, selection), width="stretch")
        with st.container(key="actions", horizontal=True, gap="small", width="content"):
            st.button(wording.CLEAR_ALL, key="w_clear", on_click=state.clear, args=(catalogue.dataset,))
            _link(catalogue.dataset)
            _downloads(catalogue, selection)
    if ignored := state.ignored():
        st.caption(escaping.markdown(wording.ignored(ignored)))
