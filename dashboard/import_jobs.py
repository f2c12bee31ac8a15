"""One import under way: it works in a thread of its own, and the page looks at it at any time.

What was not written leaves the store as it was, however an import ends.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.import_spool import rejected_file
from dashboard.import_stages import OVER, WORKING, Checked, Found, Progress, Stage
from events.importing.answers import Answers, GivenFile
from events.importing.correcting import AS_FOUND, Correction
from events.importing.intake import Intake
from events.importing.limits import ImportRefused, Sniffed
from events.importing.mapping import MappingError
from events.store.registry import Entry
from events.store.staging import Cancelled
from events.store.store import Store, StoreError

FAULTS_SHOWN = 50
_LOG = logging.getLogger("sourcepin")
_STEPS = {"reading": Stage.READING, "checking": Stage.CHECKING, "writing": Stage.WRITING}


@dataclass
class _Clock:
    """When the step began, and how far it was at most: a bar does not go backwards."""

    since: float = field(default_factory=time.monotonic)
    share: float = 0.0


class ImportJob:
    """One import. The page reads its attributes at any time and calls :meth:`check` and :meth:`write`.

    Args:
        folder: of the spooled files; it is removed with the job.
        turns: how many work at once.
        alive: whether the session that it belongs to is still there.
        as_format: see ``Intake.read``; empty finds it out.
        said: what the visitor knows better of its layout: sheet or layer, encoding, separator.
    """

    def __init__(
        self, store: Store, folder: Path, files: Sequence[GivenFile], now: str, today: date,
        turns: threading.Semaphore, alive: Callable[[], bool], as_format: str = "", said: Correction = AS_FOUND,
    ) -> None:  # fmt: skip
        self._store, self._now, self._today, self._turns = store, now, today, turns
        self.folder, self.files, self.alive, self.as_format = folder, tuple(files), alive, as_format
        self.said = said
        self._lock = threading.RLock()
        self._intake: Intake | None = None
        self._idle, self._cancel = threading.Event(), threading.Event()
        self._clock = _Clock()
        self.stage, self.problem = Stage.WAITING, ""
        self.sniffed: Sniffed | None = None
        """What the file is, as soon as that is known: also where its rows could not be read."""
        self.found: Found | None = None
        self.checked: Checked | None = None
        self.entry: Entry | None = None
        self.asks = False
        """True once a person has to say something: then there is a form, which stays while it works."""
        self._words: dict[str, tuple[tuple[str, int], ...]] = {}
        self._start(self._read)

    # --- what the page asks for -----------------------------------------------------------------------

    def check(self, answers: Answers) -> None:
        """Check with these answers."""
        self._start(lambda: self._check(answers))

    def write(self, answers: Answers) -> None:
        """Write into the store; checked before where it was checked with other answers."""
        self._start(lambda: self._write(answers))

    def cancel(self) -> None:
        """Stop, and leave the store as it was; what is not working ends at once."""
        self._cancel.set()
        intake = self._intake
        if self.working and intake is not None:
            intake.cancel()
        elif not self.working and self.stage not in OVER:
            self._end(Stage.CANCELLED)

    @property
    def working(self) -> bool:
        """True while its thread is at work or waits for its turn."""
        return self.stage in WORKING

    def wait(self, seconds: float) -> bool:
        """Wait for the step to end, at most that long. True where it did."""
        return self._idle.wait(seconds)

    def progress(self) -> Progress:
        """How far the step is."""
        stage, clock, intake = self.stage, self._clock, self._intake
        try:
            clock.share = max(clock.share, min(intake.progress if intake else 0.0, 0.99))
        except Exception:
            _LOG.debug("progress of a closed import")
        spent, rows = time.monotonic() - clock.since, self.found.rows if self.found else 0
        if clock.share < 0.02 or spent < 0.5:
            return Progress(stage, clock.share)
        rate = rows * clock.share / spent if rows else None
        return Progress(stage, clock.share, rate, spent * (1 - clock.share) / clock.share)

    def words(self, column: str) -> tuple[tuple[str, int], ...]:
        """The different texts of a column, with counts; while it works, of columns that were asked for before."""
        if column not in self._words and self.stage in (Stage.FOUND, Stage.CHECKED) and self._intake is not None:
            with self._lock:
                self._words[column] = self._intake.words(column)
        return self._words.get(column, ())

    def rejected_csv(self) -> bytes:
        """What was set aside, as a file: of what is checked, or of the data set that was written."""
        if self.entry is not None:
            return rejected_file(self._store, self.entry)
        if self.stage is not Stage.CHECKED or self._intake is None:
            return b""
        with self._lock:
            return self._intake.rejected_csv().encode("utf-8-sig")

    # --- the thread -----------------------------------------------------------------------------------

    def _start(self, work: Callable[[], None]) -> None:
        with self._lock:
            if self.stage in OVER or (self.working and self._intake is not None):
                return
            self.stage, self.problem, self._clock = Stage.WAITING, "", _Clock()
            self._idle.clear()
        threading.Thread(target=self._run, args=(work,), name="import", daemon=True).start()

    def _run(self, work: Callable[[], None]) -> None:
        while not self._turns.acquire(timeout=0.2):
            if self._cancel.is_set():
                break
        else:
            with self._lock:
                self._guarded(work)
            self._turns.release()
        if self._cancel.is_set() and self.stage not in OVER:
            self._end(Stage.CANCELLED)
        self._idle.set()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
            self.asks = self.stage not in OVER
        except MappingError as error:
            self.stage, self.problem, self.checked = Stage.FOUND, str(error), None
        except (ImportRefused, StoreError) as error:
            self._end(Stage.FAILED, str(error))
        except Cancelled:
            self._end(Stage.CANCELLED)
        except Exception as error:
            if self._cancel.is_set():
                self._end(Stage.CANCELLED)
                return
            _LOG.exception("an import failed: %s", ", ".join(one.name for one in self.files))
            self._end(Stage.FAILED, str(error.strerror or "") if isinstance(error, OSError) else "")

    def _told(self, step: str) -> None:
        if self._cancel.is_set():
            raise Cancelled("the import was cancelled; the store is as it was")
        if step in _STEPS:
            self.stage, self._clock = _STEPS[step], _Clock()

    def _read(self) -> None:
        self._intake = intake = Intake(self._store, self.files, self._now, told=self._told)
        self._told("reading")
        self.sniffed = sniffed = intake.look(self.said)
        intake.read(self.as_format)
        names, sample = intake.sample()
        staged = intake.staged
        rows, notes = (staged.rows + staged.rejected, staged.notes) if staged else (0, ())
        self.found = Found(
            intake.format, sniffed, intake.description(Answers()), rows, tuple(names), tuple(sample),
            tuple(dict.fromkeys((*sniffed.notes, *notes))), intake.proposal, intake.same,
        )  # fmt: skip
        if intake.format == "generic" or intake.same is not None:
            self.stage = Stage.FOUND
            return
        self._check(Answers())
        if self.checked and self.checked.summary.accepted:
            self._write(Answers())

    def _check(self, answers: Answers) -> None:
        if self._intake is None:
            return
        summary = self._intake.check(answers, self._today)
        self.checked = Checked(answers, summary, self._intake.rejects(FAULTS_SHOWN), self._intake.offers,
                               self._intake.placed())  # fmt: skip
        self.stage = Stage.CHECKED

    def _write(self, answers: Answers) -> None:
        if self.checked is None or self.checked.answers != answers:
            self._check(answers)
        if self._intake is None or self.checked is None or not self.checked.summary.accepted:
            return
        self.entry = self._intake.write(answers)
        self._end(Stage.DONE)

    def _end(self, stage: Stage, problem: str = "") -> None:
        with self._lock:
            if self._intake is not None:
                self._intake.close()
            self.stage, self.problem = stage, problem
            self._idle.set()
