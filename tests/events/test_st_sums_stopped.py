"""Sums that are being made when the process is killed, or when their data set goes, leave nothing behind."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from events.store import sums_keeping, sums_making
from events.store.store import Store
from tests.events.test_st_store import TODAY, bring_in, count
from tests.events.test_st_sums import has_sums

FORKS = multiprocessing.get_context("forkserver")
ROWS = 3_000


@pytest.fixture(autouse=True)
def made_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch.setattr)


def slowly(put: Callable[[object, str, int], None]) -> None:
    put(sums_keeping, "FEWEST", 50)
    put(sums_making, "KEYS", 1)  # three statements an incident: it takes seconds


def make_sums(folder: Path, say: Connection) -> None:
    """What the child does."""
    slowly(setattr)
    with Store.open(folder, "child") as store:
        store.sums.start()
        while not list(folder.glob(".part-*/*")):
            time.sleep(0.001)
        say.send("making")
        store.sums.wait()


def under_way(store: Store) -> None:
    end = time.monotonic() + 60
    while not list(store.folder.glob(".part-sums-*/*")):
        assert time.monotonic() < end, "no sums are being made"
        time.sleep(0.001)


def test_a_process_that_is_killed_while_it_makes_sums_leaves_none(tmp_path: Path) -> None:
    FORKS.set_forkserver_preload([__name__])
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, rows=ROWS)
    for seconds in (0, 0.05, 0.3):
        hear, say = FORKS.Pipe(duplex=False)
        process: ForkServerProcess = FORKS.Process(target=make_sums, args=(tmp_path, say))
        process.start()
        assert hear.poll(60)
        assert hear.recv() == "making"
        process.join(seconds)
        process.kill()
        process.join()
        say.close()
        hear.close()
        process.close()
        assert len(list(tmp_path.glob(".part-sums-*"))) == 1
        with Store.open(tmp_path, TODAY) as store:
            assert (count(store), store.unreadable, has_sums(store, 1)) == (ROWS, (), False)
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0001-ged"]
        assert not (tmp_path / "0001-ged" / "sums.duckdb").exists()


def test_a_data_set_that_goes_while_its_sums_are_made(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, rows=ROWS)
        store.sums.start()
        under_way(store)
        bring_in(store, rows=20, replaces="ged")  # few: no sums of these
        assert store.sums.wait(60)
        assert (count(store), has_sums(store, 1), has_sums(store, 2)) == (20, False, False)
        bring_in(store, "more", rows=ROWS)
        under_way(store)
        store.remove("more")
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0002-ged"]
        assert (store.sums.wait(60), count(store)) == (True, 20)


def test_closing_does_not_wait_for_sums(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, rows=ROWS)
        bring_in(store, "next", rows=ROWS)
        store.sums.start()
        under_way(store)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0001-ged", "0002-next"]
    assert not list(tmp_path.rglob("sums.duckdb"))


def test_what_goes_wrong_is_logged_and_the_next_data_set_has_its_sums(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sums_making, "KEYS", 1_000)
    with Store.open(tmp_path, TODAY) as store:
        first = bring_in(store, rows=60)
        bring_in(store, "next", rows=60)
        (tmp_path / first.folder / "data.duckdb").rename(tmp_path / "elsewhere")
        store.sums.start()
        assert store.sums.wait(60)
        assert (has_sums(store, 1), has_sums(store, 2)) == (False, True)
    assert "0001-ged: no sums were made" in caplog.text
