"""The page of other dates lets its map ask first, and waits for nothing that does not come."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import state_ahead
from dashboard.turns import AHEAD, Ahead
from events.filters import IncidentFilter
from tests.dashboard.app_page import App

WANTED, OTHER = ("2020-01-01", "2020-01-09"), ("2020-01-01", "2020-02-02")


@pytest.mark.parametrize("after", [0.0, 0.1])
def test_a_page_goes_on_when_its_map_has_its_answer(after: float) -> None:
    ahead, order = Ahead(), []

    def ask() -> None:
        time.sleep(after)
        with ahead.asking(threading.Semaphore(1), WANTED):
            time.sleep(0.2)
            order.append("map")

    one = threading.Thread(target=ask)
    one.start()
    assert ahead.let_first(WANTED, seconds=10)
    order.append("page")
    one.join(5)
    assert order == ["map", "page"]


def test_a_page_whose_map_does_not_ask_goes_on_soon() -> None:
    ahead = Ahead()
    with ahead.asking(threading.Semaphore(1), OTHER):
        assert not ahead.let_first(WANTED, seconds=0.01)


@pytest.mark.parametrize("free", [0, 1], ids=["refused", "answered"])
def test_a_map_that_was_answered_before_is_left_the_time_to_draw(free: int) -> None:
    ahead, begun = Ahead(), time.monotonic()
    with ahead.asking(threading.Semaphore(free), WANTED) as has_turn:
        assert has_turn is bool(free)
    assert ahead.let_first(WANTED, seconds=0, drawing=0.2)
    assert time.monotonic() - begun >= 0.2


def test_an_answer_of_long_ago_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Ahead()
    with ahead.asking(threading.Semaphore(1), WANTED):
        pass
    now = time.monotonic()
    monkeypatch.setattr("dashboard.turns.time.monotonic", lambda: now + 60)
    assert not ahead.let_first(WANTED, seconds=0)


@pytest.mark.parametrize(("told", "playing", "waited"), [
    ({"window": [*WANTED]}, False, []),  # of the same dates: something else was done
    ({"window": [*OTHER]}, False, [WANTED]),
    ({"window": [*OTHER]}, True, []),
    (None, False, []),  # the map must not ask, or there is none
])  # fmt: skip
def test_only_other_dates_than_the_map_was_told_are_waited_for(
    monkeypatch: pytest.MonkeyPatch, told: Any, playing: bool, waited: list[Any]
) -> None:
    kept: dict[str, Any] = {}
    asked: list[Any] = []
    chosen = IncidentFilter(start=date(2020, 1, 1), end=date(2020, 1, 9))
    monkeypatch.setattr("streamlit.session_state", kept)
    monkeypatch.setattr("dashboard.state.playing", lambda: playing)
    monkeypatch.setattr("dashboard.state.screen", lambda: SimpleNamespace(filter=chosen))
    monkeypatch.setattr(AHEAD, "let_first", asked.append)
    state_ahead.said(told)
    for _ in range(2):  # the second time without a map drawn between
        state_ahead.let_map_first()
    assert asked == waited


def test_the_page_waits_for_its_map_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(AHEAD, "let_first", lambda window: asked.append(window))
    app = App(None, monkeypatch).open()
    for _ in range(2):
        app.run()
    assert asked == []
    slider = app.test.slider[0] if app.test.slider else app.test.select_slider[0]
    first, last = slider.value
    slider.set_value((first, last - timedelta(days=3)))
    app.run()
    assert asked == [tuple(app.payload["ahead"]["window"])]
    app.run()
    assert len(asked) == 1
