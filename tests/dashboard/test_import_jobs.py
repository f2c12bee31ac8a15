"""An import in its thread: where it stops to ask, how it ends, and that nothing is left of what was not written."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import import_queue
from dashboard.import_jobs import ImportJob
from dashboard.import_queue import Jobs
from dashboard.import_spool import first_rejected, rejected_file, size_on_disk, spool
from dashboard.import_stages import Stage
from events.importing.answers import Answers
from events.importing.intake import Intake
from events.importing.mapping import Mapping
from events.store.store import Store
from tests.dashboard.im_files import AMBIGUOUS, UCDP

NOW, TODAY = "2026-06-01T10:00:00+00:00", date(2026, 6, 1)
Begin = Callable[..., ImportJob]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", NOW) as store:
        yield store


@pytest.fixture
def jobs(store: Store) -> Jobs:
    return Jobs(store, left_seconds=0.2, look_seconds=0.05)


@pytest.fixture
def begin(jobs: Jobs, store: Store) -> Iterator[Begin]:
    begun: list[ImportJob] = []

    def begin(content: bytes, name: str = "events.csv", alive: Callable[[], bool] = lambda: True) -> ImportJob:
        folder, given = spool([(name, io.BytesIO(content))], store)
        begun.append(jobs.begin(folder, given, NOW, TODAY, alive))
        return begun[-1]

    yield begin
    for job in begun:
        jobs.end(job)


def done(job: ImportJob) -> ImportJob:
    assert job.wait(30)
    return job


def left_over(store: Store) -> list[str]:
    return [path.name for path in store.folder.iterdir() if path.name.startswith(".part")]


def test_a_known_format_goes_straight_into_the_store(begin: Begin, store: Store) -> None:
    job = done(begin(UCDP))
    assert (job.stage, job.problem) == (Stage.DONE, "")
    assert job.entry is not None
    assert (job.entry.accepted, job.entry.rejected, job.entry.format) == (2, 1, "ucdp")
    assert b"_reason" in rejected_file(store, job.entry) == job.rejected_csv()
    assert [(one.row, one.field, one.value) for one in first_rejected(store, job.entry, 9)] == [(3, "best", "8")]
    assert first_rejected(store, job.entry, 0) == []
    assert size_on_disk(store, job.entry.folder) > 1000


def test_any_other_table_waits_for_answers(begin: Begin, store: Store) -> None:
    job = done(begin(AMBIGUOUS))
    assert job.stage is Stage.FOUND
    assert job.found is not None
    assert job.found.proposal is not None
    assert [one.key for one in job.found.proposal.open] == ["date_order"]
    assert (job.found.rows, job.words("country"), store.entries) == (3, (("Iraq", 3),), ())
    mapping = job.found.proposal.mapping.model_copy(update={"date_order": "dmy"})
    job.check(Answers(mapping=mapping))
    assert done(job).checked is not None
    assert (job.stage, job.checked.summary.accepted, job.checked.summary.rejected) == (Stage.CHECKED, 2, 1)
    assert [(one.row, one.field, one.value) for one in job.checked.faults] == [(2, "killed", "-1")]
    assert [one.name for one in job.checked.offers] == ["Bagdhad"]
    assert job.rejected_csv().startswith(b"\xef\xbb\xbfwhen,place,")
    job.write(Answers(mapping=mapping, name="Mine"))
    assert done(job).stage is Stage.DONE
    assert [(one.name, one.accepted) for one in store.entries] == [("Mine", 2)]


def test_a_mapping_that_does_not_fit_is_said_and_can_be_mended(begin: Begin) -> None:
    job = done(begin(AMBIGUOUS))
    job.check(Answers(mapping=Mapping(columns={"date": "elsewhere"})))
    assert done(job).stage is Stage.FOUND
    assert "no column 'elsewhere'" in job.problem


def test_the_same_file_again_asks_and_can_take_the_others_place(begin: Begin, store: Store) -> None:
    first = done(begin(UCDP)).entry
    job = done(begin(UCDP))
    assert first is not None
    assert job.stage is Stage.FOUND
    assert job.found is not None
    assert job.found.same == first
    job.write(Answers(replaces=first.id))
    assert done(job).stage is Stage.DONE
    assert [(one.id, one.number) for one in store.entries] == [(first.id, first.number + 1)]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7 nothing", "a PDF"), (b"", "empty"), (b"\x00\x01\x02\x03" * 200, "expected CSV")],
)
def test_what_cannot_be_read_is_refused_in_words(begin: Begin, store: Store, content: bytes, said: str) -> None:
    job = done(begin(content))
    assert job.stage is Stage.FAILED
    assert said in job.problem
    assert left_over(store) == []


def test_a_fault_of_ours_is_no_traceback(
    begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Intake, "read", broken)
    job = done(begin(UCDP))
    assert (job.stage, job.problem) == (Stage.FAILED, "")
    assert "secret detail" in caplog.text
    assert left_over(store) == []


def test_only_some_work_at_once_and_one_that_waits_can_be_cancelled(
    begin: Begin, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, read = threading.Event(), Intake.read

    def slow(intake: Intake, as_format: str = "") -> None:
        intake._told("reading")
        assert gate.wait(30)
        read(intake, as_format)

    monkeypatch.setattr(Intake, "read", slow)
    working = [begin(UCDP, f"{number}.csv") for number in range(import_queue.AT_ONCE)]
    deadline = time.monotonic() + 10
    while any(job.stage is not Stage.READING for job in working) and time.monotonic() < deadline:
        time.sleep(0.02)
    waits = begin(UCDP)
    assert not waits.wait(0.3)
    assert waits.stage is Stage.WAITING
    waits.cancel()
    assert done(waits).stage is Stage.CANCELLED
    working[0].cancel()
    gate.set()
    assert [done(job).stage for job in working] == [Stage.CANCELLED, Stage.DONE]
    assert len(store.entries) == 1
    assert left_over(store) == []


def test_an_import_whose_session_is_gone_is_ended(begin: Begin, jobs: Jobs, store: Store) -> None:
    here = done(begin(AMBIGUOUS))
    gone = done(begin(AMBIGUOUS, alive=lambda: False))
    deadline = time.monotonic() + 10
    while gone.folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (gone.stage, gone.folder.exists()) == (Stage.CANCELLED, False)
    assert (here.stage, len(jobs), len(left_over(store))) == (Stage.FOUND, 1, 1)


def test_uploads_lie_in_the_store_under_names_of_ours_and_do_not_outlive_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", NOW) as store:
        folder, (given,) = spool([("../../evil.csv", io.BytesIO(b"x"))], store)
        assert (given.path.parent, folder.parent, given.name) == (folder, store.folder, "../../evil.csv")
        assert given.path.read_bytes() == b"x"
    assert not folder.exists()
