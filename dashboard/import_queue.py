"""The imports of this process: ``AT_ONCE`` work at a time, further ones wait, and each ends with its session."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from dashboard.import_jobs import ImportJob
from events.importing.answers import GivenFile
from events.importing.correcting import AS_FOUND, Correction
from events.store.store import Store

AT_ONCE = 2
LEFT_SECONDS = 180.0
"""How long a job outlives its session: a reader whose connection broke comes back to it."""
_LOOK_SECONDS = 10.0


class Jobs:
    """The imports of this process. Those whose session is gone are ended after a while."""

    def __init__(self, store: Store, left_seconds: float = LEFT_SECONDS, look_seconds: float = _LOOK_SECONDS) -> None:
        self._store, self._left, self._every = store, left_seconds, look_seconds
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._jobs: dict[ImportJob, float] = {}
        self._watch: threading.Thread | None = None

    def begin(
        self, folder: Path, files: Sequence[GivenFile], now: str, today: date, alive: Callable[[], bool],
        as_format: str = "", said: Correction = AS_FOUND,
    ) -> ImportJob:  # fmt: skip
        """Start to read files; the folder goes with the job."""
        job = ImportJob(self._store, folder, files, now, today, self._turns, alive, as_format, said)
        with self._lock:
            self._jobs[job] = time.monotonic()
            if self._watch is None:
                self._watch = threading.Thread(target=self._look, name="imports", daemon=True)
                self._watch.start()
        return job

    def end(self, job: ImportJob, keep_files: bool = False) -> None:
        """Cancel a job where it is not over, wait for it, and remove its files."""
        job.cancel()
        job.wait(_LOOK_SECONDS)
        with self._lock:
            self._jobs.pop(job, None)
        if not keep_files:
            shutil.rmtree(job.folder, ignore_errors=True)

    def __len__(self) -> int:
        return len(self._jobs)

    def _look(self) -> None:
        while True:
            time.sleep(self._every)
            now = time.monotonic()
            with self._lock:
                self._jobs = {job: now if job.alive() else seen for job, seen in self._jobs.items()}
                gone = [job for job, seen in self._jobs.items() if now - seen > self._left]
            for job in gone:
                self.end(job)
