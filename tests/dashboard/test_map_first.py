"""The page of other dates lets its map ask first, and waits for nothing that does not come."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from dashboard import before_run, state_ahead
from dashboard.before_run import slider_days
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


def test_a_map_that_does_not_ask_is_waited_for_once() -> None:
    ahead = Ahead()
    assert not ahead.let_first(WANTED, seconds=0.05)
    begun = time.monotonic()
    ahead.let_first(WANTED, seconds=10)
    assert time.monotonic() - begun < 5


def test_the_days_of_the_slider_are_read_from_what_a_browser_sends() -> None:
    day = 86_400 * 1e6
    found = WidgetStates()
    found.widgets.add(id="$$ID-1-w_from_20200101_20200309", string_value="2020/01/01")
    assert slider_days(found) == slider_days(None) == ()
    found.widgets.add(id="$$ID-2-w_slider_20200101_20200309").double_array_value.data.extend([-day, 18_262 * day])
    assert slider_days(found) == ("1969-12-31", "2020-01-01")
    for none in (float("nan"), 1e300):
        odd = WidgetStates()
        odd.widgets.add(id="$$ID-2-w_slider_20200101_20200309").double_array_value.data.extend([0.0, none])
        assert slider_days(odd) == ()


def test_the_page_waits_for_its_map_before_its_run_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    order: list[str] = []
    run = before_run._RUN

    def wait(window: Any) -> None:
        asked.append(window)
        order.append("waited")

    def begin(*given: Any) -> None:
        order.append("begun")
        run(*given)

    monkeypatch.setattr(AHEAD, "let_first", wait)
    monkeypatch.setattr(before_run, "_RUN", begin)
    app = App(None, monkeypatch).open()
    for _ in range(2):
        app.run()
    assert asked == []
    order.clear()
    slider = app.test.slider[0] if app.test.slider else app.test.select_slider[0]
    first, last = slider.value
    slider.set_value((first, last - timedelta(days=3)))
    app.run()
    assert order == ["waited", "begun", "waited"]  # the second for those who choose dates in another way
    assert set(asked) == {tuple(app.payload["ahead"]["window"])}
    app.run()
    assert order == ["waited", "begun", "waited", "begun"]


@pytest.mark.parametrize(("fragments", "waited"), [([], [WANTED]), (["clock"], [])])
def test_a_timed_part_of_the_page_waits_for_no_map(
    monkeypatch: pytest.MonkeyPatch, fragments: list[str], waited: list[Any]
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(AHEAD, "let_first", asked.append)
    monkeypatch.setattr(before_run, "_RUN", lambda *_: None)
    monkeypatch.setattr(before_run, "slider_days", lambda _: WANTED)
    session = SimpleNamespace(_session_state=SimpleNamespace(_state={"_ahead_said": {"window": [*OTHER]}}))
    before_run._after_its_map(session, SimpleNamespace(widget_states=None, fragment_id_queue=fragments))  # type: ignore[arg-type]
    assert asked == waited
