""""Asking the cluster": only where an answer takes long, gone when it is there, and left when the reader moves on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import asking as state
from dashboard.settings import read_settings


@pytest.mark.parametrize(
    ("store", "folder", "address"),
    [
        ("", None, ""), ("/data/store", Path("/data/store"), ""),
        ("postgresql://me@db/events", Path("/kept"), "postgresql://me@db/events"),
        ("sc://host:15002/data;token=x", Path("/kept"), "sc://host:15002/data;token=x"),
        ("nonsense://", Path("/kept"), "nonsense://"),
    ],
)
def test_the_setting_may_name_an_engine(store: str, folder: Path | None, address: str) -> None:
    found = read_settings({"STORE": store, "STORE_FOLDER": "/kept"})
    assert (found.store, found.address) == (folder, address)


def _page(seconds: float, fails: bool) -> None:
    import time

    import streamlit as st

    from dashboard.components.asking import asked_here, asking

    def ask() -> str:
        time.sleep(seconds)
        if fails:
            raise ValueError("no answer")
        return "the answer"

    try:
        with asked_here("Asking the cluster…"):
            st.text(asking(ask))
            st.text(f"seen {len(st.session_state.get('seen', []))}")
    except ValueError as error:
        st.text(str(error))


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the line said, in order; "" where it went."""
    told: list[str] = []
    show, hide = state._Line.show, state._Line.hide

    def shown(self: state._Line, seconds: float) -> None:
        show(self, seconds)
        told.append(f"{self._text} {seconds:.1f}")

    def hidden(self: state._Line) -> None:
        told.append("" if self._shown else "never there")
        hide(self)

    monkeypatch.setattr(state._Line, "show", shown)
    monkeypatch.setattr(state._Line, "hide", hidden)
    return told


def run(seconds: float, fails: bool = False) -> AppTest:
    page = AppTest.from_function(_page, args=(seconds, fails)).run(timeout=20)
    assert not page.exception
    return page


def test_a_quick_answer_shows_nothing(lines: list[str]) -> None:
    assert run(0).text[0].value == "the answer"
    assert lines == ["never there"]


@pytest.mark.parametrize(("fails", "said"), [(False, "the answer"), (True, "no answer")])
def test_a_slow_one_is_said_and_goes(lines: list[str], fails: bool, said: str) -> None:
    page = run(0.9, fails)
    assert page.text[0].value == said
    assert lines[0] == "Asking the cluster… 0.1"
    assert lines[-1] == ""
    assert "" not in lines[:-1]
    assert not [piece for piece in page.get("html") if "sp-asking" in piece.proto.body]


def test_where_no_page_waits_it_is_asked_in_the_same_thread() -> None:
    assert state.asking(threading.current_thread) is threading.current_thread()


def test_who_moves_on_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit ends a run at its next output: the thread of the page is free long before the answer."""

    class Left(BaseException):
        pass

    class Line:
        def show(self, _: float) -> None:
            raise Left

        def hide(self) -> None: ...

    token = state._line.set(Line())  # type: ignore[arg-type]
    done = threading.Event()
    ask: Callable[[], bool] = lambda: done.wait(20)  # noqa: E731
    since = time.monotonic()
    try:
        with pytest.raises(Left):
            state.asking(ask)
        assert time.monotonic() - since < 5
    finally:
        done.set()
        state._line.reset(token)
