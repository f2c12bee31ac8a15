"""The timeline's data and events. What the browser draws from them is tested with the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.components import timeline as module
from dashboard.components.timeline import TimelineEvent, TimelineItem, timeline_data, timeline_event
from dashboard.layers.page_script import TIMELINE

AXIS = (date(2019, 12, 22), date(2020, 3, 17))
WINDOW = (date(2019, 12, 27), date(2020, 3, 13))
COLORS: dict[str, Any] = dict.fromkeys(module.ROLES, "#123456") | {
    "panel": "#000000",
    "kinds": dict.fromkeys(module.KINDS, "#654321"),
}
WORDS = {key: key for key in module.WORDS} | {"lang": "en", "unused": "x"}
ITEM = TimelineItem(
    id="a", label="Label", kind="rocket", start=date(2020, 3, 11), end=date(2020, 3, 12), placed=True,
    possible=False, included=True, chosen=False, title="Title, 11 March",
)  # fmt: skip


def made(*items: TimelineItem, window: tuple[date, date] = WINDOW) -> module.TimelineData:
    return timeline_data(items, window, AXIS, COLORS, WORDS)


def test_data_is_json_with_iso_days() -> None:
    data = made(ITEM)
    assert json.loads(json.dumps(data)) == data
    assert data["window"] == ["2019-12-27", "2020-03-13"]
    assert data["axis"] == ["2019-12-22", "2020-03-17"]
    assert data["items"] == [
        {
            "id": "a", "label": "Label", "kind": "rocket", "start": "2020-03-11", "end": "2020-03-12",
            "placed": True, "possible": False, "included": True, "chosen": False, "title": "Title, 11 March",
            "aside": False,
        }
    ]  # fmt: skip


def test_same_input_gives_same_text_so_that_nothing_is_redrawn() -> None:
    assert json.dumps(made(ITEM)) == json.dumps(made(replace(ITEM)))


@pytest.mark.parametrize(
    ("start", "end", "drawn"),
    [
        (date(2020, 1, 1), date(2020, 1, 2), ("2020-01-01", "2020-01-02")),
        (date(2019, 1, 1), date(2020, 1, 2), ("2019-12-22", "2020-01-02")),
        (date(2020, 3, 10), date(2021, 1, 1), ("2020-03-10", "2020-03-17")),
        (date(2019, 1, 1), date(2019, 12, 21), None),
        (date(2020, 3, 18), date(2020, 3, 18), None),
        (date(2019, 12, 22), date(2019, 12, 22), ("2019-12-22", "2019-12-22")),
    ],
)
def test_items_are_cut_to_the_axis(start: date, end: date, drawn: tuple[str, str] | None) -> None:
    items = made(replace(ITEM, start=start, end=end))["items"]
    assert [(i["start"], i["end"]) for i in items] == ([drawn] if drawn else [])


def test_a_window_wider_than_the_axis_is_cut_to_it() -> None:
    assert made(window=(date(2000, 1, 1), date(2030, 1, 1)))["window"] == ["2019-12-22", "2020-03-17"]


@pytest.mark.parametrize(("kind", "drawn"), [("air", "air"), ("new", "context"), ("", "context")])
def test_a_kind_without_a_shape_is_drawn_as_context(kind: str, drawn: str) -> None:
    assert made(replace(ITEM, kind=kind))["items"][0]["kind"] == drawn


def test_colors_are_the_roles_and_the_kinds() -> None:
    assert set(made()["colors"]) == {*module.ROLES, *module.KINDS}


@pytest.mark.parametrize(("lang", "sent"), [("en", "en-GB"), ("ar", "ar"), ("en-US", "en-US")])
def test_english_dates_put_the_day_first(lang: str, sent: str) -> None:
    data = timeline_data([], WINDOW, AXIS, COLORS, {**WORDS, "lang": lang})
    assert data["words"]["lang"] == sent
    assert set(data["words"]) == set(module.WORDS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"window": WINDOW[::-1]}, "window: expected first day <= last day"),
        ({"axis": AXIS[::-1]}, "axis: expected first day <= last day"),
        ({"items": [replace(ITEM, start=date(2020, 3, 13))]}, "incident a: expected start <= end"),
        ({"words": {"lang": "en"}}, "missing title, subtitle"),
        ({"colors": {**COLORS, "kinds": {}}}, "missing rocket, air"),
        ({"colors": {"kinds": COLORS["kinds"]}}, "missing page, raised"),
    ],
)
def test_wrong_input_is_named(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"items": [ITEM], "window": WINDOW, "axis": AXIS, "colors": COLORS, "words": WORDS}
    with pytest.raises(ValueError, match=message):
        timeline_data(**(given | change))


@pytest.mark.parametrize(
    ("choose", "window", "event"),
    [
        (None, None, None),
        ("a", None, TimelineEvent(choose="a")),
        ("not there", None, None),
        (3, None, None),
        (["a"], None, None),
        (None, {"start": "2020-01-01", "end": "2020-01-31"},
         TimelineEvent(window=(date(2020, 1, 1), date(2020, 1, 31)))),
        (None, {"start": "2020-01-01", "end": "2020-01-01"},
         TimelineEvent(window=(date(2020, 1, 1), date(2020, 1, 1)))),
        (None, {"start": "2020-02-01", "end": "2020-01-01"}, None),
        (None, {"start": "1900-01-01", "end": "2020-01-01"}, None),
        (None, {"start": "2020-01-01", "end": "2090-01-01"}, None),
        (None, {"start": "<img>", "end": "2020-01-01"}, None),
        (None, {"start": "2020-01-01"}, None),
        (None, "2020-01-01", None),
        ("a", {"start": "2020-01-01", "end": "2020-01-31"},
         TimelineEvent("a", (date(2020, 1, 1), date(2020, 1, 31)))),
    ],
)  # fmt: skip
def test_what_the_browser_sends_is_checked(choose: object, window: object, event: TimelineEvent | None) -> None:
    assert timeline_event(choose, window, made(ITEM)) == event


@pytest.mark.parametrize("name", [*TIMELINE, "timeline.css"])
def test_scripts_make_no_html_and_call_nothing_outside(name: str) -> None:
    text = (Path(module.__file__).parent / name).read_text(encoding="utf-8")
    for word in ("innerHTML", "insertAdjacentHTML", "outerHTML", "eval(", "fetch(", "//cdn", "url(", "@import"):
        assert word not in text, f"{name} holds {word}"


def test_scripts_are_one_module_with_one_entry() -> None:
    js = "\n".join((Path(module.__file__).parent / name).read_text(encoding="utf-8") for name in TIMELINE)
    assert js.count("export default") == 1
    assert "import " not in "".join(line for line in js.splitlines() if not line.lstrip().startswith(("/*", "//")))
