"""Playback without a browser: which steps come, when they are due, what is sent of them and how."""

from __future__ import annotations

import json
import re
import time
import zlib
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState

from dashboard import state_playing
from dashboard.components import playing
from dashboard.components.pictures import picture
from dashboard.deeds import hear_every_deed
from dashboard.layers.packing import pack, unpack
from dashboard.layers.page_script import loader, page_script, page_version
from tests.dashboard.app_page import App

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 1)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(state_playing, "st", SimpleNamespace(session_state=found))
    return found


@pytest.mark.parametrize(
    ("start", "days", "count", "starts"),
    [
        (FIRST, 7, 3, ["2020-01-08", "2020-01-15", "2020-01-22"]),
        (date(2020, 2, 20), 4, 9, ["2020-02-24", "2020-02-27"]),  # the last step is as long as there is room
        (date(2020, 2, 27), 4, 9, []),
        (FIRST, 1, 0, []),
    ],
)
def test_the_steps_that_come_keep_their_length_and_end_with_the_span(
    start: date, days: int, count: int, starts: list[str]
) -> None:
    windows = list(playing.ahead((start, start + timedelta(3)), (FIRST, LAST), days, count))
    assert [one.isoformat() for one, _ in windows] == starts
    assert all(end - begin == timedelta(3) and end <= LAST for begin, end in windows)


def test_steps_are_due_by_the_clock_and_missed_ones_are_let_go(
    session: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    assert state_playing.due(0.25, 12) == 0, "nothing is played"
    state_playing.begin()
    due = []
    for at in (100.2, 101.1, 101.3, 109.0, 109.3):
        clock[0] = at
        due.append(state_playing.due(0.25, 12))
    assert due == [0, 4, 1, 12, 1]


def test_a_step_is_sent_once_and_anew_in_another_series(session: dict[str, Any]) -> None:
    state_playing.begin()
    assert state_playing.sent("one", 5) == 5
    state_playing.was_sent("one", 9)
    assert state_playing.sent("one", 5) == 9
    assert state_playing.sent("one", 11) == 11
    assert state_playing.sent("another", 5) == 5
    state_playing.drew(["IQ"])
    assert (state_playing.take_drawn(), state_playing.take_drawn()) == ({"IQ"}, None), "of this run alone"


@pytest.mark.parametrize("value", [{"t": "الموصل </script> {{x}} \u2028"}, [], {"n": [1, None, 2.5]}])
def test_what_is_packed_comes_out_and_holds_nothing_that_a_script_reads(value: Any) -> None:
    packed = pack(value)
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", packed)
    assert unpack(packed) == value
    assert pack(json.loads(json.dumps(value))) == packed
    with pytest.raises((ValueError, zlib.error)):
        unpack("AAAA")


def test_the_page_loads_its_scripts_once_by_their_content() -> None:
    script = page_script().decode()
    assert set(re.findall(r"^export function (\w+)", script, re.MULTILINE)) == {"timeline", "player", "preload"}
    assert "export default" not in script
    for name in ("timeline", "player", "preload"):
        assert f"all.{name}(" in loader(name)
        assert page_version() in loader(name)
        assert len(loader(name)) < 700, "it is sent with every run"


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("http://h:85/list?x=1/2", "", "http://h:85/app/static/a.svg"),
        ("https://h/maps/chain#at", "", "https://h/maps/app/static/a.svg"),
        ("https://h/maps", "/maps/", "https://h/maps/app/static/a.svg"),
        ("http://h", "", "http://h/app/static/a.svg"),
        (None, "", None),
    ],
)
def test_a_picture_is_named_and_not_sent(
    address: str | None, base: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = SimpleNamespace(context=SimpleNamespace(url=address), get_option=lambda _: base)
    monkeypatch.setattr("dashboard.components.pictures.st", found)
    if expected is None:
        assert picture("icon-light.svg").endswith("static/icon-light.svg")
    else:
        assert picture("a.svg") == expected


def test_the_bars_over_the_slider_are_two_lines_and_no_picture(page: Any) -> None:
    (bars,) = [piece for piece in page().open().html if "sp-bars" in piece]
    assert "<svg" not in bars, "the page would drop it"
    assert re.findall(r'<i class="(sp-\w+)" style="mask-image:url\(', bars) == ["sp-sure", "sp-maybe"]
    assert len(re.findall(r"M\d+ \d+V\d+", bars)) > 20
    assert len(bars) < 2500


def test_a_run_while_playing_sends_the_steps_that_come(page: Any) -> None:
    app: App = page().open(**{"from": "2019-12-28", "to": "2019-12-29"})
    assert app.payload["playing"] is None
    assert _players(app) == []
    app.test.button(key="w_play").click()
    app.run()
    series = app.payload["playing"]
    told = _players(app)
    steps = [step for one in told for step in one["steps"]]
    assert {one["series"] for one in told} == {series}
    assert [step["window"] for step in steps] == [
        [(date(2019, 12, 28) + timedelta(n)).isoformat(), (date(2019, 12, 29) + timedelta(n)).isoformat()]
        for n in range(1, playing.AHEAD + 1)
    ]
    drawn = [unpack(step["drawn"]) for step in steps]
    assert all(set(one) == {"incidents", "links", "cells", "area_counts", "shaded"} for one in drawn)
    assert {"2019-12-31-us-embassy"} <= {one["id"] for one in drawn[2]["incidents"]}
    assert drawn[2]["incidents"] != drawn[11]["incidents"]


def _players(app: App) -> list[dict[str, Any]]:
    found = [one.proto for one in app.test.get("bidi_component") if one.proto.component_name == "sourcepin_player"]
    return [json.loads(one.json) for one in found]


class Inner(dict[str, str]):
    """Stands for the session's state: its callbacks read it."""

    def __init__(self) -> None:
        super().__init__(clicks="0")
        self.done: list[str] = []
        self.safe: SafeSessionState | None = None

    def on_script_will_rerun(self, states: str) -> None:
        assert self.safe is not None
        self.done.append(f"{states} {self.safe['clicks']}")


def test_newer_messages_wait_until_the_callbacks_are_done() -> None:
    class Newer(Exception):
        pass

    def give_way() -> None:
        raise Newer

    hear_every_deed()
    inner: Any = Inner()
    inner.safe = safe = SafeSessionState(inner, give_way)
    safe.on_script_will_rerun(cast("Any", "a click"))
    assert inner.done == ["a click 0"]
    with pytest.raises(Newer):
        _ = safe["clicks"]
