"""What all pages of this folder share: the incidents from Parquet, the date slider, and scripts from this host.

folium names its scripts on other hosts; where the network is closed a map would stay blank for ever, so the same
releases are served from this page's own ``static/`` (``benchmarks/peer_files.py`` fetches them). Nothing is drawn
beneath the marks: no tiles can be fetched either.
"""

from __future__ import annotations

import os

import folium
import pandas as pd
import streamlit as st
from folium.plugins import FastMarkerCluster, MarkerCluster
from streamlit_folium import st_folium

_OURS = "../../app/static/"
MIDDLE = (33.2, 43.7)
ZOOM = 6
HEIGHT = 568


@st.cache_resource(show_spinner=False)
def _incidents() -> tuple[pd.DataFrame, pd.Timestamp, pd.Timestamp]:
    rows = pd.read_parquet(os.environ["PEER_DATA"])
    rows["date"] = pd.to_datetime(rows["date"])
    return rows, rows["date"].min(), rows["date"].max()


def selected() -> pd.DataFrame:
    """The incidents (lat, lon, date) in the days of the slider, which begins with all of them."""
    st.set_page_config(layout="wide")
    rows, first, last = _incidents()
    with st.sidebar:
        start, end = st.slider("Dates", first.date(), last.date(), (first.date(), last.date()))
    chosen = rows[rows["date"].between(pd.Timestamp(start), pd.Timestamp(end))]
    st.html(f'<b id="count">{len(chosen)}</b>')
    return chosen


def _link(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # Icon fonts are left out: they draw no marker by default, and nobody waits for a style sheet.
    kept = ("leaflet", "jquery", "bootstrap", "awesome_markers", "markercluster")
    wanted = [(name, url) for name, url in pairs if name.startswith(kept) and "font" not in name]
    return [(name, _OURS + url.rsplit("/", 1)[1]) for name, url in wanted]


def show(group: folium.FeatureGroup) -> None:
    """The map of a group, so that only the group changes and not the whole frame: the quick way."""
    for kind in (folium.Map, MarkerCluster, FastMarkerCluster):
        kind.default_js, kind.default_css = _link(kind.default_js), _link(kind.default_css)
    there = folium.Map(MIDDLE, zoom_start=ZOOM, tiles=None, prefer_canvas=True, maxZoom=18)
    st_folium(
        there, key="map", feature_group_to_add=group, returned_objects=[], height=HEIGHT, use_container_width=True
    )
