"""Pages are made a few at a time, each reader in turn."""

from __future__ import annotations

import gc
import sys
import threading
import time

import branca.element
import pytest
from streamlit import config

from dashboard import warming
from dashboard.layers.incident_layer import MapView, base_map
from dashboard.turns import AHEAD, SWITCH_SECONDS, aside, switch_often, turn


def test_no_more_pages_are_made_at_once_than_there_are_turns() -> None:
    turns, lock, now, most = threading.Semaphore(2), threading.Lock(), 0, 0

    def page() -> None:
        nonlocal now, most
        with turn(turns):
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.01)
            with lock:
                now -= 1

    readers = [threading.Thread(target=page) for _ in range(12)]
    for one in readers:
        one.start()
    for one in readers:
        one.join(10)
    assert (most, now) == (2, 0)


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = threading.Semaphore(1)
    for _ in range(3):
        with pytest.raises(KeyError), turn(turns, 5.0):
            raise KeyError
    assert turns.acquire(blocking=False)


def test_nobody_waits_for_ever_for_a_page_that_takes_long() -> None:
    turns = threading.Semaphore(1)
    with turn(turns):
        with turn(turns, longest=0.01):
            pass
        assert not turns.acquire(blocking=False)
    assert turns.acquire(blocking=False)
    assert not turns.acquire(blocking=False)


def test_who_only_waits_lets_others_have_the_turn() -> None:
    turns = threading.Semaphore(1)
    with turn(turns):
        with aside():
            assert turns.acquire(blocking=False)
            turns.release()
        assert not turns.acquire(blocking=False)
        with aside(longest=0.01):
            assert turns.acquire(blocking=False)  # and does not give it back
    assert not turns.acquire(blocking=False)
    with aside():  # without a turn
        assert not turns.acquire(blocking=False)


def test_a_page_begins_when_the_maps_that_ask_have_their_answers() -> None:
    asking, order = threading.Event(), []

    def ask() -> None:
        with AHEAD.asking(threading.Semaphore(1)):
            asking.set()
            time.sleep(0.2)
            order.append("map")

    one = threading.Thread(target=ask)
    one.start()
    assert asking.wait(5)
    with turn(threading.Semaphore(1)):
        order.append("page")
    one.join(5)
    assert order == ["map", "page"]


def test_a_thread_that_waits_for_the_interpreter_has_it_soon() -> None:
    before = sys.getswitchinterval()
    try:
        switch_often()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)


def test_garbage_is_collected_apart_from_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    collected: list[int] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 2:
            raise InterruptedError

    monkeypatch.setattr(warming.time, "sleep", sleep)
    monkeypatch.setattr(warming.gc, "collect", lambda: collected.append(1))
    with pytest.raises(InterruptedError):
        warming._collect()
    assert gc.isenabled()
    assert len(collected) == 2
    assert config.get_option("runner.postScriptGC") is False


def test_two_maps_are_drawn_from_the_same_templates() -> None:
    base_map(MapView(1, 2, 3))
    assert branca.element.Template("{{ this }}") is branca.element.Template("{{ this }}")
