"""Write payload.json for the stand-alone map harness: twenty made-up incidents on real Iraqi areas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shapely.geometry import Point, mapping, shape
from shapely.ops import unary_union

HERE = Path(__file__).parent
BASEMAP = HERE.parents[2] / "static" / "basemap"

LIGHT: dict[str, Any] = {
    "page": "#FCFBF8", "panel": "#F5F3EE", "raised": "#FFFFFF", "ink1": "#1B1D20", "ink2": "#46494E",
    "ink3": "#63666C", "rule": "#E0DCD3", "frame": "#B9B4A8", "control": "#8A867C", "accent": "#1A4F80",
    "accentGround": "#E4EDF5", "focus": "#0A58CA", "sea": "#D7E2E8", "land": "#F7F5F0", "land2": "#ECE8DF",
    "border": "#98928A", "province": "#D3CDC1", "river": "#A9C3D1", "label": "#3F4247", "label2": "#66625A",
    "kinds": {"rocket": "#B4470B", "air": "#2A72AC", "crowd": "#4A1755", "find": "#05513F", "context": "#68727A"},
    "chips": {"agreed": ["#E1ECF5", "#1A4F80"], "range": ["#EDF2F6", "#2D4A63"],
              "contested": ["#FBE7D6", "#8A3400", "#B4470B"], "single": ["#EEEBE4", "#46494E"]},
}
DARK: dict[str, Any] = {
    "page": "#14171A", "panel": "#191D20", "raised": "#202529", "ink1": "#ECEAE5", "ink2": "#BEC2C6",
    "ink3": "#989EA4", "rule": "#2C3237", "frame": "#4A5258", "control": "#7B848B", "accent": "#8FBEE8",
    "accentGround": "#22323F", "focus": "#8FBEE8", "sea": "#0F161B", "land": "#20262A", "land2": "#191E21",
    "border": "#69737A", "province": "#353D42", "river": "#35566A", "label": "#C6CACD", "label2": "#979EA3",
    "kinds": {"rocket": "#F5A566", "air": "#5E94E0", "crowd": "#E6C0F3", "find": "#8FE6CC", "context": "#8F9499"},
    "chips": {"agreed": ["#1E3446", "#A9D0F2"], "range": ["#24303A", "#BFD5E6"],
              "contested": ["#45290F", "#FFC08F", "#F29A5B"], "single": ["#2C3237", "#C9CDD0"]},
}
KINDS = {"rocket": "Rocket or missile attack", "air": "Air or drone strike", "crowd": "Storming of a building",
         "find": "Find or seizure", "context": "Other, context"}
WORDS = {
    "lang": "en", "dir": "ltr", "legend_kind": "Kind of incident", "legend_precision": "How exactly the place is known",
    "site": "Site: solid mark", "locality": "Locality: ring, true size", "area": "Area only: hatched, no point",
    "stack": "Stack: opens on click", "possible": "Possibly in the dates", "link_stated": "link, stated",
    "link_contested": "link, contested", "link_speculated": "link, speculated", "link_same": "same event",
    "zoom_in": "Zoom in", "zoom_out": "Zoom out", "fit": "Fit to incidents", "fullscreen": "Full screen",
    "fullscreen_exit": "Leave full screen", "close": "Close", "all_claims": "All {n} claims", "legend": "Legend",
    "full_legend": "Full legend", "attribution": "Natural Earth, public domain · nothing is loaded from outside",
    "map_label": "Map of incidents", "paragraph": "paragraph", "open_words": "open these words",
    "not_stated": "not stated", "says": "says",
}


def _features(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((BASEMAP / f"{name}.json").read_text("utf-8"))["features"]
    return features


def _province(name: str) -> Any:
    return next(shape(f["geometry"]) for f in _features("provinces") if f["properties"]["name"] == name)


def _incident(order: int, key: str, title: str, kind: str, day: str, where: str, precision: str,
              **more: Any) -> dict[str, Any]:
    row = {"field": "killed", "label": "Killed", "value": "3", "status": "agreed", "status_label": "agreed",
           "detail": [{"text": "three", "cites": [0]}], "why": ""}
    cite = {"n": 1, "source": "Source one", "paragraph": 3, "quote": "three were killed", "says": "", "href": None,
            "published": "13 March 2020"}
    base = {"id": key, "title": title, "short": title, "kind": kind, "kind_label": KINDS[kind], "when": f"{day} 2020",
            "day": day, "where": where, "where_local": "", "precision": precision, "lat": None, "lon": None,
            "radius_km": None, "area": None, "tag": None, "tag_at": None, "possible": False, "order": order,
            "rows": [row], "cites": [cite], "when_cites": [0], "where_cites": [0], "when_status": "agreed",
            "where_status": "agreed", "claims": 12, "voices": "5 sources, two share a briefing"}
    return base | more


def _area(geometry: Any, tag: str) -> dict[str, Any]:
    outline = geometry.simplify(0.01)
    largest = max(getattr(outline, "geoms", [outline]), key=lambda g: g.area)
    west = min(largest.exterior.coords, key=lambda c: c[0])
    return {"area": mapping(outline), "tag": tag, "tag_at": [west[0], west[1]]}


def incidents() -> list[dict[str, Any]]:
    """Twenty incidents: sites, localities, districts, provinces, a border strip and a country."""
    iraq = next(shape(f["geometry"]) for f in _features("countries") if f["properties"]["iso"] == "IQ")
    syria = next(shape(f["geometry"]) for f in _features("countries") if f["properties"]["iso"] == "SY")
    strip = iraq.boundary.intersection(syria.buffer(0.05)).buffer(0.28)
    south = unary_union([Point(44.35, 33.0).buffer(0.27)])
    point = _incident
    return [
        point(1, "k1", "Rocket attack near Kirkuk", "rocket", "27 Dec", "near Kirkuk", "locality", lat=35.468, lon=44.392, radius_km=15),
        point(2, "five", "Strikes on five sites", "air", "29 Dec", "border region", "district", **_area(strip, "29 Dec: five sites, border region")),
        point(3, "emb", "US embassy in Baghdad stormed", "crowd", "31 Dec", "Baghdad", "site", lat=33.2988, lon=44.3963, radius_km=1),
        point(4, "air", "Drone strike at Baghdad airport", "air", "3 Jan", "Baghdad airport", "site", lat=33.2625, lon=44.2346, radius_km=2),
        point(5, "asad", "Missiles on Al-Asad base", "rocket", "8 Jan", "Al-Asad", "site", lat=33.7856, lon=42.4412, radius_km=3),
        point(6, "taji", "Rocket attack on Camp Taji", "rocket", "11 Mar", "Camp Taji", "site", where_local="معسكر التاجي", lat=33.5239, lon=44.2567, radius_km=2),
        point(7, "truck", "Launcher truck found", "find", "11–12 Mar", "northern outskirts of Baghdad", "locality", lat=33.44, lon=44.33, radius_km=10),
        point(8, "bukamal", "Air strikes near Albu Kamal", "air", "11 Mar", "near Albu Kamal", "locality", lat=34.452, lon=40.919, radius_km=15),
        point(9, "karb", "Strike in Karbala", "air", "12–13 Mar", "Karbala", "province", **_area(_province("Karbala"), "12–13 Mar: Karbala, province")),
        point(10, "babil", "Strike in Babylon", "air", "12–13 Mar", "Babylon", "province", **_area(_province("Babil"), "12–13 Mar: Babylon, province")),
        point(11, "south", "Strike south of Baghdad", "air", "12–13 Mar", "south of Baghdad", "district", **_area(south, "12–13 Mar: south of Baghdad")),
        point(12, "iraq", "Strikes across Iraq", "air", "12–13 Mar", "across Iraq", "country", **_area(iraq, "12–13 Mar: “across Iraq”, country")),
        point(13, "mosul", "Arms found in Mosul", "find", "2 Feb", "Mosul", "locality", lat=36.34, lon=43.13, radius_km=12, possible=True),
        point(14, "basra", "Crowd at a consulate", "crowd", "5 Feb", "Basra", "site", lat=30.5, lon=47.78, radius_km=2, possible=True),
        point(15, "diyala", "Search in Diyala", "find", "9 Feb", "Diyala", "province", possible=True, **_area(_province("Diyala"), "9 Feb: Diyala, province")),
        point(16, "b1", "Rockets on the Green Zone", "rocket", "26 Jan", "Baghdad", "site", lat=33.3, lon=44.39, radius_km=1),
        point(17, "b2", "Second embassy attack", "rocket", "16 Feb", "Baghdad", "site", lat=33.2988, lon=44.3963, radius_km=1),
        point(18, "b3", "Statement in Baghdad", "context", "17 Feb", "Baghdad", "locality", lat=33.31, lon=44.38, radius_km=8),
        point(19, "nasir", "Unrest in Nasiriyah", "crowd", "28 Feb", "Nasiriyah", "locality", lat=31.05, lon=46.26, radius_km=8),
        point(20, "x", "<img src=x onerror=alert(1)> ${1} `x` </script>", "context", "1 Mar", "<b>Rutba</b>", "site", lat=33.04, lon=40.29, radius_km=2),
    ]


def payload() -> dict[str, Any]:
    """The whole payload as Python would send it."""
    names = ["World Socialist Web Site", "Publisher not stated", "Voice of America", "Countercurrents", "The Washington Post"]
    return {
        "v": 1, "theme": {"mode": "light", "colors": LIGHT}, "words": WORDS,
        "kinds": [{"key": k, "label": v} for k, v in KINDS.items()], "home": ["IQ"], "bounds": [[31.6, 40.2], [35.9, 46.4]],
        "sources": [{"id": f"s{n}", "n": n, "name": name, "title": "", "published": "13 March 2020", "url": None}
                    for n, name in enumerate(names, 1)],
        "incidents": incidents(),
        "links": [
            {"id": "l1", "from": "taji", "to": "bukamal", "type": "response_to", "stance": "contested", "label": "in response", "cites": [2]},
            {"id": "l2", "from": "taji", "to": "south", "type": "response_to", "stance": "stated", "label": "in response", "cites": [1, 3, 5]},
            {"id": "l3", "from": "air", "to": "taji", "type": "response_to", "stance": "speculated", "label": "in response", "cites": [2, 4]},
            {"id": "l4", "from": "k1", "to": "five", "type": "response_to", "stance": "stated", "label": "in response", "cites": [1]},
            {"id": "l5", "from": "karb", "to": "iraq", "type": "same_event", "stance": "stated", "label": "same event", "cites": [4, 5]},
        ],
        "show_links": "chosen", "chosen": None, "chosen_token": 0, "fit_token": 0,
    }


if __name__ == "__main__":
    (HERE / "payload.json").write_text(json.dumps({"payload": payload(), "dark": DARK}, ensure_ascii=False), "utf-8")
