"""The folium side of the map: one constant map for a session, one layer that carries all incidents.

No folium object per incident, and no text of an incident in anything that folium or Jinja renders as
markup: the payload travels as one escaped JSON value to our own script.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import branca.element
import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from dashboard.layers.bundle import STATIC, map_version
from dashboard.layers.packing import pack

branca.element.Template = lru_cache(maxsize=256)(branca.element.Template)  # type: ignore[attr-defined, assignment]
"""Every map that is drawn builds its elements anew, and each would compile the same few templates again."""
FRAME_TO_STATIC = "../../app/static/"
"""From the map's frame (<base>/component/<name>/index.html) to our files, also under a base path."""


@dataclass(frozen=True, slots=True)
class MapView:
    """Where a map opens: degrees and Leaflet zoom."""

    lat: float
    lon: float
    zoom: float


class IncidentLayer(JSCSSMixin, MacroElement):
    """Hands the payload, packed, to ``Sourcepin.update``, which keeps one persistent layer and diffs by id."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium reads them so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  folium reads them so
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this._parent.get_name() }}.addLayer(Sourcepin.unpack(map_div, {{ this.packed }}));"
        "{% endmacro %}"
    )

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium states no types here
        self._name = "IncidentLayer"
        self.packed = f'"{pack(payload)}"'


def _links(kind: str) -> list[tuple[str, str]]:
    manifest = json.loads((STATIC / "map" / "manifest.json").read_text(encoding="utf-8"))
    return [(name, f"{FRAME_TO_STATIC}map/{name}") for name in manifest[kind]]


class IncidentMap(folium.Map):
    """A folium map that loads Leaflet and our scripts from this host and nothing from anywhere else."""

    default_js: list[tuple[str, str]] = [  # noqa: RUF012
        ("leaflet", f"{FRAME_TO_STATIC}vendor/leaflet-1.9.4/leaflet.js"),
        ("map", f"../../api/map.js?v={map_version()}"),
    ]
    default_css: list[tuple[str, str]] = [  # noqa: RUF012
        ("leaflet_css", f"{FRAME_TO_STATIC}vendor/leaflet-1.9.4/leaflet.css"),
        *_links("css"),
    ]


def base_map(view: MapView) -> IncidentMap:
    """The map without incidents. It must stay the same for a session, or the frame is loaded again."""
    return IncidentMap(
        location=(view.lat, view.lon),
        zoom_start=view.zoom,  # type: ignore[arg-type]  # Leaflet takes fractions, folium passes them on
        tiles=None,
        zoom_control=False,
        control_scale=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        minZoom=0,  # world.js sets the least, by the size of the map
        maxZoom=13,
        attributionControl=False,
    )


def incident_group(payload: dict[str, Any]) -> folium.FeatureGroup:
    """The feature group that streamlit-folium adds to the map at every change."""
    group = folium.FeatureGroup(name="incidents")
    IncidentLayer(payload).add_to(group)
    return group
