"""On the view that imports: the browser loads what the map needs while a person still looks for a file.

A page loads a part of Streamlit's own script when it first shows an element of that kind. Whoever opens the import view
first has loaded none of what the map's view is made of, and would wait for it when the import has ended.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from dashboard.layers.incident_layer import FRAME_TO_STATIC, IncidentMap
from dashboard.layers.page_script import loader

_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
_KINDS = (
    "ComponentInstance", "BidiComponent", "Selectbox", "Slider", "Checkbox", "DateInput", "ButtonGroup", "TextInput",
)  # fmt: skip
"""Elements of the map's view, as Streamlit names the parts of its script."""
_BASEMAP = ("countries", "provinces", "water", "disputed", "towns")
_AFTER_MS = 300
"""The view itself comes first."""
_FRAME_TO_BASE = "../../"


@cache
def modules() -> tuple[str, ...]:
    """Paths of the parts of Streamlit's script; what this version has not is left out."""
    found = (next(_SCRIPTS.glob(f"{kind}.*.js"), None) for kind in _KINDS)
    return tuple(f"static/js/{path.name}" for path in found if path)


@cache
def files() -> tuple[str, ...]:
    """Paths of what the map's frame loads."""
    map_files = (path for _, path in (*IncidentMap.default_js, *IncidentMap.default_css))
    basemap = (f"{FRAME_TO_STATIC}basemap/{name}.json" for name in _BASEMAP)
    return tuple(path.removeprefix(_FRAME_TO_BASE) for path in (*map_files, *basemap))


def preload() -> None:
    """Have the browser load them, once, when the page is drawn."""
    with st.container(key="im_preload"):
        _mount(key="preload", data={"modules": modules(), "files": files(), "after": _AFTER_MS})


_mount = component("sourcepin_preload", js=loader("preload"))
