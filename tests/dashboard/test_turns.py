"""Pages are made a few at a time, each reader in turn."""

from __future__ import annotations

import threading
import time

import pytest

from dashboard.turns import aside, turn


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
