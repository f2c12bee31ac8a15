"""An import on a terminal: the work in a thread of its own, so that Ctrl-C is heard and progress is shown meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from events.importing.intake import Intake
from events.importing.progress import Pace, Seen, speed_text

T = TypeVar("T")
_LOOK = 0.1
"""Seconds between two looks."""
_SAY = 10.0
"""Seconds between two plain lines."""


class Stopped(Exception):
    """The user stopped it; nothing of the running import is kept."""


class Teller(Protocol):
    """Shows how far one import is."""

    def begin(self, step: str) -> None:
        """A step begins; from any thread."""

    def look(self, intake: Intake) -> None:
        """A moment has passed."""

    def stop(self) -> None:
        """The user stops it."""

    def close(self) -> None:
        """It is over."""


def _seen(pace: Pace, intake: Intake) -> Seen:
    rows = intake.staged.rows + intake.staged.rejected if intake.staged else 0
    return pace.look(time.monotonic(), intake.progress, rows)


class Lines:
    """Plain lines on standard error: one a step, and one every ten seconds."""

    def __init__(self, name: str) -> None:
        self._name, self._pace, self._said = name, Pace(time.monotonic()), time.monotonic()

    def _say(self, text: str) -> None:
        print(f"{self._name}: {text}", file=sys.stderr, flush=True)

    def begin(self, step: str) -> None:
        """Say it."""
        if step != self._pace.step:
            self._pace.begin(step)
            self._say(step)

    def look(self, intake: Intake) -> None:
        """Say how far it is, now and then."""
        if time.monotonic() - self._said < _SAY:
            return
        self._said = time.monotonic()
        seen = _seen(self._pace, intake)
        self._say(", ".join(filter(None, (f"{seen.step}, {seen.share:.0%} of the whole", speed_text(seen)))))

    def stop(self) -> None:
        """Say that it was heard."""
        self._say("stopping")

    def close(self) -> None:
        """Nothing to put away."""


class Bar:
    """A bar on the terminal; gone when it is closed, there again with the next step."""

    def __init__(self, name: str, console: Console | None = None) -> None:
        self._pace, self._name = Pace(time.monotonic()), name
        self._progress = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
            TextColumn("{task.fields[told]}", markup=False), console=console or Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task: TaskID = self._progress.add_task(name, total=1.0, told="")

    def begin(self, step: str) -> None:
        """Name the step beside the bar."""
        self._pace.begin(step)
        self._progress.start()
        self._progress.update(self._task, description=f"{self._name}: {step}")

    def look(self, intake: Intake) -> None:
        """Move the bar."""
        seen = _seen(self._pace, intake)
        self._progress.update(self._task, completed=seen.share, told=speed_text(seen))

    def stop(self) -> None:
        """Say that it was heard."""
        self._progress.update(self._task, told="stopping")

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()


def follow(intake: Intake, task: Callable[[], T], teller: Teller) -> T:
    """Do one step of an import in a thread, and show how far it is.

    Raises:
        Stopped: on Ctrl-C, once the step has ended. A second Ctrl-C does not wait for that.
    """
    done = threading.Event()
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(task())
        except BaseException as error:
            failures.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=run, daemon=True, name="import")
    try:
        thread.start()
        while not done.wait(_LOOK):
            teller.look(intake)
    except KeyboardInterrupt:
        intake.cancel()
        teller.stop()
        if thread.ident is not None:  # else Ctrl-C came before it began
            done.wait()
        # What it raises now is the interruption, whatever its name. What was finished in the last moment is kept.
        if failures:
            raise Stopped from failures[0]
        raise Stopped from None
    if failures:
        raise failures[0]
    return results[0]
