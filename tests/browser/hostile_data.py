"""A valid data set whose every text field holds what must never run, and be shown as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ATTACK = (
    '=HYPERLINK("http://x.invalid") <img src=x onerror=window.__pwned=1> ${window.__pwned=1} {{window.__pwned=1}} '
    "{% raw %} `back` </script><script>window.__pwned=1</script> \"two\" 'one' \u202eabc\u202c :material/home: :red[x] "
    "$x^2$ [x](javascript:window.__pwned=1) **bold** <b onclick=window.__pwned=1>b</b> &lt;i&gt; \\ http://x.invalid/a"
)
QUOTE = "<img src=x onerror=window.__pwned=1> ${window.__pwned=1}{{window.__pwned=1}}`b`</script> **b** $x$ \u202ex"
"""Eight words at most."""
URL = "javascript:window.__pwned=1"
WEB_URL = "https://x.invalid/\"onmouseover='window.__pwned=1'<img src=x>?a=1&b=`${2}`{{3}}"


def said(mark: str) -> str:
    """The attack with a mark of its own behind it, so that a test finds where it is shown."""
    return f"{ATTACK} {mark}"


def literal(text: str) -> str:
    """Text for comparison: direction marks may be shown as such or as U+FFFD, and a zero-width space may split."""
    for sign in "\u202e\u202c\ufffd\u200b":
        text = text.replace(sign, "")
    return " ".join(text.split())


def _claim(field: str, value: Any = None, source: str = "one", **more: Any) -> dict[str, Any]:
    row = {"source": source, "field": field, "paragraph": 1, "quote": QUOTE, "says": said("says"),
           "note": said("claimnote"), **more}  # fmt: skip
    return row if value is None else {**row, "value": value}


def _incident(id: str, kind: str, place: str, *claims: dict[str, Any]) -> dict[str, Any]:
    stated = [_claim("kind", kind), _claim("place", place), _claim("date", "2020-03-11")]
    return {"id": id, "title": said(f"title-{id}"), "short": said(f"short-{id}"), "kind": kind, "place": place,
            "note": said("incidentnote"), "claims": [*stated, *claims]}  # fmt: skip


def _place(id: str, precision: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "name": said(f"place-{id}"), "local": said("local"), "precision": precision,
            "obtained": said("obtained"), "note": said("placenote"), "aliases": [said("alias")], **more}  # fmt: skip


def _source(id: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": id}
    row |= {name: said(name) for name in ("short", "title", "publisher", "republished_by", "note", "file")}
    return {**row, "authors": [said("author"), said("second")], "body_starts": said("body"), **more}


FILES: dict[str, Any] = {
    "dataset.yaml": {
        "id": "hostile", "time_zone": "Asia/Baghdad", "first_day": "2020-03-01", "last_day": "2020-03-31",
        **{name: said(name) for name in ("name", "version", "licence", "time_zone_note", "clock", "disputed_note")},
        "method": said("method"), "home": [said("home")],
    },
    "sources.yaml": [
        _source("one", url=URL, published="2020-03-12"), _source("two", url=WEB_URL), _source("three", url=" " + URL),
    ],
    "origins.yaml": [{"id": "briefing", "name": said("origin"), "kind": said("originkind"), "by": said("by"),
                      "note": said("originnote")}],
    "actors.yaml": [
        {"id": "reds", "name": said("actor"), "local": said("actorlocal"), "aliases": [said("alias")],
         "note": said("actornote")},
    ],
    "places.yaml": [
        _place("camp", "site", lat=33.5, lon=44.2, radius_km=3, country="IQ"),
        _place("babil", "province", area={"regions": ["IQ-BB"]}),
        _place("nowhere", "unplaced"),
    ],
    "incidents/attack.yaml": _incident(
        "attack", "rocket", "camp",
        _claim("killed", 3, of="reds"), _claim("wounded", 12, unit=said("unit"), origin="briefing"),
        _claim("wounded", 14, source="two", origin="briefing"), _claim("weapon", "rocket", text=said("text")),
        _claim("launched", {"about": 30}, unit=said("unit")), _claim("target", said("target"), code=said("code")),
        _claim("target", said("target2"), source="two"),
        _claim("attribution", said("value"), actor="reds", stance="blames"),
        _claim("attribution", source="two", actor="reds", stance="denies"), _claim("damage", said("damage")),
    ),
    "incidents/reply.yaml": _incident(
        "reply", "air", "babil", _claim("response_to", said("why"), incident="attack", source="two"),
        _claim("weapon", "drone", source="three"),
    ),
    "incidents/talk.yaml": _incident("talk", "context", "nowhere", _claim("statement", said("statement"))),
}  # fmt: skip


def write(folder: Path) -> Path:
    """Write the data set into a folder that does not exist yet; returns the folder."""
    (folder / "incidents").mkdir(parents=True)
    for name, data in FILES.items():
        (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder
