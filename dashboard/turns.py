"""Taking turns: how many readers' pages are made at the same time.

Two cores make two pages at a time. Fifty at once take longer in all: each message to a browser takes Streamlit's one
lock for its options, and threads that wait for a lock and for the interpreter by turns hand both on thousands of times
a second. With fifty readers (``benchmarks/load.py``) nineteen answers in twenty came within 7.9 s without turns, and
within 3.4 s with them and nothing else changed; they come in order of asking.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

AT_ONCE = (os.cpu_count() or 1) + 1
"""One more than there are cores: while one page waits for its answer, another is made."""
SWITCH_SECONDS = 0.001
"""How long a thread keeps the interpreter that others wait for. A page sends some hundred messages and lets go of it
with each; at Python's own 5 ms it would wait so long for it each time that another page is being made."""
_LONGEST_WAIT = 10.0
"""Seconds. What makes a page so slow is not many readers; nobody waits for it any longer."""
_AHEAD_SECONDS = 1.0
"""How long a page waits at most for maps that ask ahead."""
_ARRIVING_SECONDS = 0.06
"""How much later than the page's the question of its map may come: it takes another connection."""
_DRAWING_SECONDS = 0.05
"""What a browser takes to get the answer and to draw it."""
_LATELY_SECONDS = 1.0
_REMEMBERED = 64
"""Answers to maps, which the page may come to late."""
_TURNS = threading.Semaphore(AT_ONCE)


class Ahead:
    """The maps that are asking ahead of their page (``dashboard/ahead.py``)."""

    def __init__(self) -> None:
        self._asking: dict[object, Hashable] = {}
        self._answered: deque[tuple[Hashable, float]] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()

    @contextmanager
    def asking(self, turns: threading.Semaphore = _TURNS, what: Hashable = None) -> Iterator[bool]:
        """Take a turn if one is free: False where none is, and the map is to wait for its page.

        Args:
            what: is asked for; the page of the same waits for it in :meth:`let_first`.
        """
        if not turns.acquire(blocking=False):
            self._is_answered(what)
            yield False
            return
        own = object()
        with self._changed:
            self._asking[own] = what
            self._changed.notify_all()
        try:
            yield True
        finally:
            with self._changed:
                del self._asking[own]
            self._is_answered(what)
            turns.release()

    def _is_answered(self, what: Hashable) -> None:
        with self._changed:
            self._answered.append((what, time.monotonic()))
            self._changed.notify_all()

    def wait(self, seconds: float = _AHEAD_SECONDS) -> bool:
        """Let the maps go first that are asking now: the page would ask the store the same at the same time.

        Returns:
            Whether none of them is asking any more.
        """
        with self._changed:
            now = set(self._asking)
            return self._changed.wait_for(lambda: now.isdisjoint(self._asking), seconds)

    def let_first(self, what: Hashable, seconds: float = _ARRIVING_SECONDS, drawing: float = _DRAWING_SECONDS) -> bool:
        """Let the map of this page go first, which asks for the same: its question may come a little later than the
        page's, and what the page sends would hold up the drawing.

        Args:
            seconds: to wait for its question at most; ``drawing``: and to leave the browser alone after its answer.

        Returns:
            Whether it asked.
        """
        begun = time.monotonic() - _LATELY_SECONDS

        def has_answer() -> bool:
            return any(one == what and at >= begun for one, at in self._answered)

        with self._changed:
            if not self._changed.wait_for(lambda: what in self._asking.values() or has_answer(), seconds):
                self._answered.append((what, time.monotonic() - drawing))  # it is not waited for a second time
                return False
            self._changed.wait_for(lambda: what not in self._asking.values(), _AHEAD_SECONDS)
            answered = max((at for one, at in self._answered if one == what), default=0.0)
        time.sleep(max(0.0, answered + drawing - time.monotonic()))
        return True


AHEAD = Ahead()


_OWN = threading.local()
"""``turn``: what the thread holds, if anything."""


@contextmanager
def turn(turns: threading.Semaphore = _TURNS, longest: float = _LONGEST_WAIT) -> Iterator[None]:
    """Wait for a turn, at most so long, and keep it until the page is made."""
    AHEAD.wait()
    before = getattr(_OWN, "turn", None)
    _OWN.turn = turns if turns.acquire(timeout=longest) else None
    try:
        yield
    finally:
        if _OWN.turn:
            _OWN.turn.release()
        _OWN.turn = before


@contextmanager
def aside(longest: float = _LONGEST_WAIT) -> Iterator[None]:
    """Let others have this thread's turn, if it has one, while it only waits for something."""
    turns = getattr(_OWN, "turn", None)
    if turns:
        turns.release()
        _OWN.turn = None
    try:
        yield
    finally:
        _OWN.turn = turns if turns and turns.acquire(timeout=longest) else None


def switch_often() -> None:
    """Set :data:`SWITCH_SECONDS` for the process of the server."""
    sys.setswitchinterval(SWITCH_SECONDS)
