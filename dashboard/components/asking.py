"""The state "asking the cluster": a line at the foot of the window, for as long as an answer takes.

The question is asked in a thread of its own. The page's thread looks again and again whether there is an answer and
writes the line anew, which is where Streamlit hears of another input: so a reader who moves on does not wait for what
they no longer want.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st

AT_ONCE = 8
"""Questions that are asked at the same time; more wait, and are not asked at all where nobody waits any longer."""
SOON, STEP = 0.15, 0.5
"""Seconds after which an answer is waited for visibly, and between two looks."""
Value = TypeVar("Value")


class _Line:
    """Where the state is said in this run of the page."""

    def __init__(self, text: str, key: str) -> None:
        self._slot, self._text, self._shown = st.container(key=key).empty(), text, False

    def show(self, seconds: float) -> None:
        # A counter is not for those who listen: the line is read out once.
        count = f'<span aria-hidden="true"> {seconds:.0f} s</span>' if seconds >= 1 else ""
        self._slot.html(f'<div class="sp-asking" role="status">{self._text}{count}</div>')
        self._shown = True

    def hide(self) -> None:
        if self._shown:
            self._slot.empty()


_line: ContextVar[_Line | None] = ContextVar("asking", default=None)
_POOL = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking")


@contextmanager
def asked_here(text: str, key: str = "asking") -> Iterator[None]:
    """What is asked inside says so in a line that is made here, and goes at the end."""
    line = _Line(text, key)
    token = _line.set(line)
    try:
        yield
        line.hide()
    except Exception:
        line.hide()
        raise
    finally:
        _line.reset(token)


def asking(ask: Callable[[], Value]) -> Value:
    """The answer of what may take seconds. Where no page waits (a popup, a download) it is simply asked."""
    line = _line.get()
    if line is None:
        return ask()
    answer = _POOL.submit(ask)
    seconds, step = 0.0, SOON
    try:
        while not wait([answer], step).done:
            seconds, step = seconds + step, STEP
            line.show(seconds)
        return answer.result()
    finally:
        answer.cancel()
