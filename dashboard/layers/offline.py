"""The selection as a map that is one file: it opens from disk, with no server and no network, and keeps its citations.

The same scripts draw it as on the screen. Its policy allows no request at all, and nothing in it depends on
the clock, so that the same selection gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import wording
from dashboard.escaping import script_json, text
from dashboard.layers.bundle import STATIC
from dashboard.layers.card import head, source_list, who_says_what
from dashboard.layers.features import Bounds, Features
from dashboard.layers.payload import MapState, payload
from dashboard.palette import COLOURS
from events.catalogue import Catalogue, Selection
from events.dataset import DataSet
from events.sentences import counts, filter_sentence
from events.summary import Summary

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_BASEMAP = ("countries", "provinces", "water", "disputed", "towns")
DETAILED = (22.0, 8.0, 72.0, 48.0)
"""West, south, east, north of these layers. The coarse world is put into a file only for what lies outside."""
_CENTRE, _ZOOM = [33.6, 43.2], 6.5


@cache
def _assets() -> tuple[str, str, str]:
    """(styles, scripts, basemap) as text to put into a page."""
    manifest = json.loads((STATIC / "map" / "manifest.json").read_text(encoding="utf-8"))
    leaflet = STATIC / "vendor" / "leaflet-1.9.4"
    styles = [leaflet / "leaflet.css", *(STATIC / "map" / name for name in manifest["css"])]
    # A drawn area filters in Python; the file has none.
    own_scripts = [name for name in manifest["js"] if name != "draw.js"]
    scripts = [leaflet / "leaflet.js", *(STATIC / "map" / name for name in own_scripts)]
    own = [Path(__file__).resolve().parents[1] / "card.css", STATIC / "map" / "offline.css"]
    # Fonts stay out: faces that name files would be requests, and a page of one file has no files beside it.
    css = "\n".join(_without_faces(path.read_text(encoding="utf-8")) for path in [*styles, *own])
    basemap = STATIC / "basemap"
    layers = {name: json.loads((basemap / f"{name}.json").read_text(encoding="utf-8")) for name in _BASEMAP}
    return css, "\n".join(path.read_text(encoding="utf-8") for path in scripts), script_json(layers)


@cache
def _world() -> str:
    """The statement that adds the coarse layer of the world."""
    world = json.loads((STATIC / "basemap" / "world.json").read_text(encoding="utf-8"))
    return f"window.SourcepinBasemap.world={script_json(world)};\n"


def read_parts() -> None:
    """Read now what goes into every file; it is kept.

    Raises:
        OSError: a file of the program is not there.
    """
    _assets()
    _world()


def _reaches_out(corners: Bounds | None) -> bool:
    """Whether something is shown beyond the detailed layers; corners are [[south, west], [north, east]]."""
    if corners is None:
        return False
    (south, west), (north, east) = corners
    return west < DETAILED[0] or south < DETAILED[1] or east > DETAILED[2] or north > DETAILED[3]


def _without_faces(css: str) -> str:
    return "\n".join(line for line in css.splitlines() if not line.startswith("@font-face") and "url(" not in line)


@dataclass(frozen=True, slots=True)
class Titles:
    """What the page says of itself: its name, what it shows, and where that comes from."""

    title: str
    said: str
    about: str


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def section(summary: Summary, dataset: DataSet) -> str:
    """An incident below the map, with every claim; its days are those that the date fields filter by."""
    start, end = _day(summary.days.start) or "", _day(summary.days.end) or ""
    claims = text(wording.MAP_WORDS["all_claims"].replace("{n}", str(len(summary.incident.claims))))
    opening = f'<section id="incident-{text(summary.id)}" data-incident data-start="{start}" data-end="{end}"'
    return (
        f'{opening} class="sp-card">{head(summary, dataset)}<details><summary>{claims}</summary>'
        f"{who_says_what(summary, dataset)}{source_list(summary, dataset)}</details></section>"
    )


def dated(row: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """A feature with its first and last day."""
    days = catalogue.by_id[row["id"]].days
    return {**row, "start": _day(days.start), "end": _day(days.end)}


def opening(titles: Titles) -> str:
    """The page up to the texts of the incidents."""
    css, _, _ = _assets()
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{text(titles.title)} · {wording.PRODUCT}</title><style>{css}</style></head>
<body><div id="sp-theme" data-mode="light"></div>
<header><h1>{text(titles.title)}</h1><p class="sp-caption">{text(titles.said)}</p>
<form onsubmit="return false"><label>{wording.FROM} <input type="date" id="from"></label>
<label>{wording.TO} <input type="date" id="to"></label> <output id="count" role="status"></output></form></header>
<main><div id="map"></div><div class="sp-text">"""


def closing(titles: Titles, drawn: dict[str, Any], rows: Iterable[str] = ()) -> Iterator[str]:
    """The page after the texts: the data and the scripts that draw them.

    Args:
        drawn: the payload; its incidents are those of ``rows`` (each JSON text for a script) where there are any.
    """
    _, scripts, basemap = _assets()
    world = _world() if _reaches_out(drawn["bounds"]) else ""
    data = script_json({"payload": drawn, "themes": COLOURS, "view": _CENTRE, "zoom": _ZOOM})
    last_script = (STATIC / "map" / "offline.js").read_text(encoding="utf-8")
    yield f"""</div></main>
<footer><p>{text(titles.about)}. {wording.OFFLINE_NOTE}</p></footer>
<script>window.SourcepinBasemap={basemap};
{world}window.SourcepinData={data};</script>
"""
    yield from (f"<script>window.SourcepinData.payload.incidents.push({row});</script>\n" for row in rows)
    yield f"<script>{scripts}</script><script>{last_script}</script></body></html>\n"


def offline_map(
    catalogue: Catalogue, features: Features, selection: Selection, title: str = "", origin: str = ""
) -> str:
    """The whole page as text, for a selection that is taken apart.

    Args:
        title, origin: names of the data sets, and those with version and licence; of the catalogue's where empty.
    """
    meta = catalogue.dataset.meta
    shown, tray = counts(selection)
    titles = Titles(
        title or meta.name,
        f"{shown}, {filter_sentence(selection.filter, catalogue.dataset)}. {tray}.",
        origin or f"{meta.name}, version {meta.version}, {meta.licence}",
    )
    drawn = payload(catalogue, features, selection, MapState(fit_token=1))
    drawn["incidents"] = [dated(row, catalogue) for row in drawn["incidents"]]
    sections = (section(summary, catalogue.dataset) for summary in selection.all)
    return "".join([opening(titles), *sections, *closing(titles, drawn)])
