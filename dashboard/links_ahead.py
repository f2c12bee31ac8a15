"""What the map asks by when a reader lets go of the date slider: a link of the screen, and how cells are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from dashboard.layers.cell_style import COLOURS, SHAPES, SIZES, CellStyle
from dashboard.links import Screen, screen_query
from dashboard.links_evidence import Evidence
from events.dates import Days
from events.filters import IncidentFilter

_STYLE: Mapping[str, Sequence[str]] = {"size": SIZES, "colour": COLOURS, "shape": SHAPES}
_PREFIX = "cells_"
Window = list[str | None]


def ahead_query(screen: Screen, style: CellStyle) -> str:
    """The parameters of a screen and its cells as text; the map adds its own view, and other dates."""
    still = replace(screen.filter, start=None, end=None)
    plain = replace(screen, filter=still, view=None, evidence=Evidence(), card=False)
    given = screen_query(plain, Days(None, None)) | {f"{_PREFIX}{name}": [getattr(style, name)] for name in _STYLE}
    return urlencode(given, doseq=True)


def read_style(query: Mapping[str, Sequence[str]]) -> CellStyle:
    """How cells are drawn; what is not understood is as at first."""
    given = {name: next(iter(query.get(f"{_PREFIX}{name}", ())), "") for name in _STYLE}
    parts: dict[str, Any] = {name: one for name, one in given.items() if one in _STYLE[name]}
    return CellStyle(**parts)


def iso_window(chosen: IncidentFilter) -> Window:
    """First and last day of a filter as ISO text."""
    return [day.isoformat() if day else None for day in (chosen.start, chosen.end)]
