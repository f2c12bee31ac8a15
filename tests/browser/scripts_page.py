"""The scripts of map and timeline in a page of their own, without Streamlit: payloads of any kind can be tried fast.

Nothing listens: the browser's requests are answered from the project's files by the test itself.
"""

from __future__ import annotations

import json
import mimetypes
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from dashboard.layers.page_script import TIMELINE
from dashboard.map_words import map_words
from dashboard.palette import colours
from events.fields import KINDS
from tests.browser.serving import ROOT

HOST = "http://localhost:1"
MAP_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>map</title>
<link rel="stylesheet" href="/static/vendor/leaflet-1.9.4/leaflet.css">{styles}
<style>html,body{{margin:0}}#map_div{{height:100vh}}</style></head><body><div id="map_div"></div>
<script src="/static/vendor/leaflet-1.9.4/leaflet.js"></script>{scripts}</body></html>"""
LINE_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>timeline</title>
<style>body{{margin:0;font-family:Inter,sans-serif}}{css}</style></head><body><div class="timeline"></div>
<script type="module">{js}
window.draw = run;</script></body></html>"""
CITIES = [(33.31, 44.37, 1600), (36.34, 43.13, 900), (30.51, 47.78, 500), (35.47, 44.39, 420),
          (33.43, 43.30, 520), (34.20, 43.87, 260), (33.75, 44.65, 340), (36.19, 44.01, 120), (32.03, 44.35, 90),
          (31.06, 46.26, 70)]  # fmt: skip
Answer = Callable[[str, str], tuple[int, Any]]


def _row(members: list[tuple[float, float, str]], number: int, dice: random.Random) -> list[Any]:
    """One row of ``cells`` for the invented incidents (latitude, longitude, kind) that fell into one square."""
    total, kind = len(members), members[0][2]
    possible = int(total * dice.choice([0, 0, 0, 0.1, 0.4]))
    low, contested = int(total * dice.random() * 3), int(total * dice.choice([0, 0.05, 0.2, 0.4, 0.7]))
    killed: list[int | None] = [low, int(low * 1.3)] if number % 7 else [None, None]
    one = None
    if total == 1:
        one = {"id": f"one-{number}", "title": f"Invented incident {number}", "kind": kind, "kind_label": kind,
               "when": "8 January 2014", "where": "Somewhere", "day": "8 Jan", "possible": number % 6 == 0}  # fmt: skip
    split = {name: sum(member[2] == name for member in members) for name in KINDS}
    mean = (sum(member[0] for member in members) / total, sum(member[1] for member in members) / total)
    return [0, 0, *mean, total - possible, possible, *killed, contested, min(60, 1 + total // 9), one, split]


def cells(step: float = 0.5, seed: int = 3, many: int = 6000) -> list[list[Any]]:
    """Invented rows of a payload's ``cells``, most incidents around a few cities; squares of ``step`` degrees."""
    dice = random.Random(seed)  # noqa: S311  invented data, no secret
    kinds = [kind for kind in ("battle", "air", "explosion", "civilians", "protest") if kind in KINDS]
    squares: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for i in range(many):
        lat, lon, _ = dice.choices(CITIES, [city[2] for city in CITIES])[0]
        far = 0.12 if i % 4 else 1.1
        lat, lon = lat + dice.gauss(0, far * 0.7), lon + dice.gauss(0, far)
        kind = dice.choices(kinds, [5, 2, 9, 4, 1])[0]
        squares.setdefault((int(lon / step), int(lat / step)), []).append((lat, lon, kind))
    rows = [[x, y, *_row(members, i, dice)[2:]] for i, ((x, y), members) in enumerate(sorted(squares.items()))]
    return sorted(rows, key=lambda row: -int(row[4]))[:500]


def payload(mode: str = "light", **more: Any) -> dict[str, Any]:
    """A payload without incidents, in English, to be filled with ``more``."""
    return {
        "v": 1, "theme": {"mode": mode, "colors": colours(mode)}, "words": map_words(cells=True), "home": ["IQ"],
        "kinds": [{"key": key, "label": label} for key, label in KINDS.items()],
        "bounds": [[30, 40], [37, 48]], "sources": [], "incidents": [], "links": [], "show_links": "none",
        "chosen": None, "card": False, "area": None, "chosen_token": 0, "fit_token": 0, "seen": 0,
        "live": True, "generation": 1,
        "cell_style": {"size": "incidents", "colour": "none", "split": False, "density": False},
        **more,
    }  # fmt: skip


def _serve(page: Page, pages: dict[str, str], answer: Answer | None) -> None:
    def handle(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path in pages:
            route.fulfill(body=pages[url.path], content_type="text/html")
        elif url.path == "/api/popup" and answer is not None:
            query = parse_qs(url.query)
            status, body = answer(query["id"][0], query["lang"][0])
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")
        elif (file := ROOT / url.path.lstrip("/")).is_file():
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        else:
            route.fulfill(status=404, body="")

    page.route(f"{HOST}/**", handle)


def open_map(
    page: Page,
    value: dict[str, Any],
    *,
    view: tuple[float, float, float] = (33.4, 43.8, 6.5),
    answer: Answer | None = None,
) -> float:
    """Open the map with a payload; milliseconds of the first drawing. ``window.sent`` gathers the messages."""
    manifest = json.loads((ROOT / "static" / "map" / "manifest.json").read_text(encoding="utf-8"))
    styles = "".join(f'<link rel="stylesheet" href="/static/map/{name}">' for name in manifest["css"])
    scripts = "".join(f'<script src="/static/map/{name}"></script>' for name in manifest["js"])
    _serve(page, {"/map": MAP_PAGE.format(styles=styles, scripts=scripts)}, answer)
    page.goto(f"{HOST}/map")
    took = page.evaluate(
        """([lat, lon, zoom, payload]) => {
          window.sent = [];
          window.addEventListener("sourcepin:send", (ev) => window.sent.push(ev.detail));
          window.map = L.map("map_div", { center: [lat, lon], zoom, minZoom: 4, maxZoom: 13, zoomSnap: 0.25 });
          window.payload = payload;
          window.again = (change) => {
            window.payload = { ...window.payload, ...change };
            Sourcepin.update(window.map, window.payload);
          };
          const start = performance.now();
          Sourcepin.update(window.map, payload);
          return performance.now() - start;
        }""",
        [*view, value],
    )
    return float(took)


def open_line(page: Page, data: dict[str, Any]) -> None:
    """Open the timeline with its data. ``window.heard`` gathers what it tells as [name, value]."""
    folder = ROOT / "dashboard" / "components"
    js = "\n".join((folder / name).read_text(encoding="utf-8") for name in TIMELINE)
    css = (folder / "timeline.css").read_text(encoding="utf-8")
    js = js.replace("export default function (", "function run(")
    _serve(page, {"/line": LINE_PAGE.format(js=js, css=css)}, None)
    page.goto(f"{HOST}/line")
    page.evaluate(
        """(data) => {
          window.heard = [];
          const setTriggerValue = (name, value) => window.heard.push([name, value]);
          window.show = (next) => window.draw({ parentElement: document.body, data: next, setTriggerValue });
          window.show(data);
        }""",
        data,
    )
