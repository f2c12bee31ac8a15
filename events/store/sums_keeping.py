"""The sums of a store's data sets: shown where they are there, made in a thread where they are not.

Sums are made after a data set is shown, beside it, and then put into its folder in one renaming: a process that is
killed meanwhile leaves a ``.part-…`` folder, which the next start removes, and the sums are made then.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import threading
from collections import deque
from pathlib import Path

from events.editing.locking import sync_folder
from events.store.engine import Engine
from events.store.failing import Unfit
from events.store.registry import DATA, PART, Entry, sync_file
from events.store.sums import FILE
from events.store.sums_making import Making, Stopped

_LOG = logging.getLogger("sourcepin")
FEWEST = 200_000
"""Incidents of a data set from which on it has sums: fewer are counted one by one as quickly."""
_NICE = 10
"""The thread yields to those that answer readers."""


def mark_of(entry: Entry) -> str:
    """What sums are of: a folder that came with those of another import shows it."""
    return f"{entry.content_hash} {entry.imported} {entry.accepted}"


class SumsKeeper:
    """Of one store. What is missing is made from :meth:`start` on, for the short life of a command it is not.

    Args:
        folder: of the store.
        engine: shows them; one beyond this process has roll-ups of its own and is left alone.
    """

    def __init__(self, folder: Path, engine: object) -> None:
        self._folder = folder
        self._engine = engine if isinstance(engine, Engine) else None
        self._missing: deque[Entry] = deque()
        self._idle = threading.Condition()
        self._now: tuple[int, Making | None] | None = None
        self._thread: threading.Thread | None = None
        self._started = False

    def show(self, entry: Entry) -> None:
        """Show the sums of a data set that is attached; have them made where they are missing.

        Those of a data set that it replaces are not made any more: its files are closed when this returns.
        """
        if self._engine is None:
            return
        if entry.replaces is not None:
            self.forget(entry.replaces)
        file = self._folder / entry.folder / FILE
        try:
            if file.exists():
                self._engine.attach_sums(entry.number, file, mark_of(entry))
                return
        except Unfit:
            file.unlink(missing_ok=True)
        if entry.accepted >= FEWEST:
            with self._idle:
                self._missing.append(entry)
                self._begin()

    def start(self) -> None:
        """From now on make what is missing, in a thread that yields to others."""
        with self._idle:
            self._started = True
            self._begin()

    def _begin(self) -> None:
        if self._started and self._missing and self._thread is None:
            self._thread = threading.Thread(target=self._work, name="sums", daemon=True)
            self._thread.start()

    def forget(self, number: int | None = None) -> None:
        """Make no sums of a data set, or of any: its files are closed when this returns."""
        with self._idle:
            kept = [entry for entry in self._missing if number is not None and entry.number != number]
            self._missing = deque(kept)
            while self._now and number in (None, self._now[0]):
                if self._now[1]:
                    self._now[1].stop()
                # Again and again: what is told to stop between two statements may begin the next one.
                self._idle.wait(0.05)

    def close(self) -> None:
        """Make no more."""
        self._started = False
        self.forget()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing is being made; False where that takes longer."""
        with self._idle:
            return self._idle.wait_for(lambda: self._thread is None, seconds)

    def _work(self) -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            with self._idle:
                if not self._missing:
                    self._thread = None
                    self._idle.notify_all()
                    return
                entry = self._missing.popleft()
                self._now = (entry.number, None)
            try:
                self._make(entry)
            except Stopped:
                pass
            except Exception as error:
                # Whatever it was, the data set is shown and can be asked without.
                _LOG.warning("%s: no sums were made (%s); the map and counts beside options stay slow. The next start "
                             "tries again", entry.folder, error)  # fmt: skip
            finally:
                with self._idle:
                    self._now = None
                    self._idle.notify_all()

    def _make(self, entry: Entry) -> None:
        part = self._folder / f"{PART}sums-{entry.number:04d}-{os.getpid()}"
        part.mkdir()
        making = Making(part)
        try:
            with self._idle:
                self._now = (entry.number, making)
            making.make(self._folder / entry.folder / DATA, part / FILE, entry.number, mark_of(entry))
            sync_file(part / FILE)
            with self._idle:
                # Whoever removes the data set has stopped this first: behind the lock its folder is still there.
                if not making.is_stopped:
                    self._put(entry, part / FILE)
        finally:
            making.close()
            shutil.rmtree(part, ignore_errors=True)

    def _put(self, entry: Entry, made: Path) -> None:
        file = self._folder / entry.folder / FILE
        made.rename(file)
        sync_folder(file.parent)
        if self._engine:
            self._engine.attach_sums(entry.number, file, mark_of(entry))
