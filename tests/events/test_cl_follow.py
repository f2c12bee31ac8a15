"""Progress of an import: what is said of speed and time, plain lines, a bar on a terminal, and Ctrl-C."""

from __future__ import annotations

import _thread
import io
import re
import signal
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.console import Console

from events import cli, import_follow
from events.import_follow import Bar, Lines, Stopped, follow
from events.importing.intake import Intake
from events.importing.progress import SHARES, Pace, Seen, speed_text, time_text


def intake(progress: float = 0.5, rows: int = 1000) -> Intake:
    """What the tellers look at."""
    stopped = threading.Event()
    given: Any = SimpleNamespace(
        progress=progress, staged=SimpleNamespace(rows=rows, rejected=0), cancel=stopped.set, stopped=stopped
    )
    return cast(Intake, given)


def test_the_pace_grows_and_never_goes_back() -> None:
    pace = Pace(100.0)
    assert pace.look(100.5, 0.9) == Seen("", 0.0, None, None)
    pace.begin("reading")
    assert pace.look(100.5, 0.5).left is None, "too early to tell"
    early = pace.look(102.0, 0.5)
    assert early.share == pytest.approx(SHARES["reading"] / 2)
    assert early.speed is None, "rows are not counted yet"
    pace.begin("writing")
    half = pace.look(110.0, 0.5, rows=10_000)
    assert half.share == pytest.approx(1 - SHARES["writing"] / 2)
    assert half.left == pytest.approx(10 * (1 - half.share) / half.share)
    assert half.speed == pytest.approx(10_000 * half.share / 10)
    assert pace.look(111.0, 0.1, rows=10_000).share == half.share
    assert pace.look(112.0, 1.0).share < 1, "it is over when it says so"


def test_shares_are_of_one_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (8.1, "9 s"), (60, "1 min 0 s"), (75, "1 min 15 s")])
def test_times_in_words(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_speed_in_words() -> None:
    assert speed_text(Seen("writing", 0.5, 12_345.6, 7.5)) == "12,346 rows/s, about 8 s left"
    assert speed_text(Seen("reading", 0.1, None, None)) == ""


def test_plain_lines_say_a_step_once_and_how_far_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(import_follow, "time", SimpleNamespace(monotonic=lambda: now[0]))
    lines = Lines("a.csv")
    for step in ("reading", "reading", "writing"):
        lines.begin(step)
    for moment in (5.0, 11.0, 12.0, 22.0):
        now[0] = moment
        lines.look(intake())
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "a.csv: reading", "a.csv: writing",
        "a.csv: writing, 62% of the whole, 57 rows/s, about 7 s left",
        "a.csv: writing, 62% of the whole, 28 rows/s, about 14 s left",
    ]  # fmt: skip


def test_a_terminal_gets_a_bar() -> None:
    screen = io.StringIO()
    bar = Bar("[b]a.csv", Console(file=screen, force_terminal=True, width=100, color_system=None))
    bar.begin("writing")
    bar.look(intake())
    bar.stop()
    bar.close()
    shown = re.sub(r"\x1b\[[0-9?;]*[A-Za-z]", "", screen.getvalue())
    assert "[b]a.csv: writing" in shown, "a file's name is no markup"
    assert "62%" in shown
    assert "stopping" in shown


@pytest.mark.parametrize(
    ("tty", "environment", "drawn"),
    [
        (True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False),
    ],
)  # fmt: skip
def test_a_bar_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch, tty: bool, environment: dict[str, str], drawn: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: tty)
    monkeypatch.setattr("sys.stderr", screen)
    assert cli._is_screen() is drawn


class _Quiet:
    stopped = False

    def begin(self, step: str) -> None: ...
    def look(self, intake: Intake) -> None: ...
    def close(self) -> None: ...
    def stop(self) -> None:
        self.stopped = True


def test_what_a_step_returns_or_raises_comes_back() -> None:
    assert follow(intake(), lambda: 7, _Quiet()) == 7
    with pytest.raises(KeyError, match="why"):
        follow(intake(), lambda: {}["why"], _Quiet())


@pytest.fixture
def _heard() -> Iterator[None]:
    """Ctrl-C reaches this process: one that runs in the background is often started deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heard")
@pytest.mark.parametrize("finishes", [True, False])
def test_ctrl_c_cancels_and_waits_for_the_end(finishes: bool) -> None:
    given, teller = intake(), _Quiet()
    ended: list[str] = []

    def step() -> None:
        _thread.interrupt_main()
        assert cast(Any, given).stopped.wait(10)
        ended.append("yes")
        if not finishes:
            raise RuntimeError("INTERRUPT")

    with pytest.raises(Stopped):
        follow(given, step, teller)
    assert ended == ["yes"]
    assert teller.stopped
