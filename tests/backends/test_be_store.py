"""A whole store over a cluster: import, restart, switch, removal; with a cluster in miniature."""

from __future__ import annotations

import threading
from pathlib import Path

import pyarrow
import pytest

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import store as storing
from events.store.backends.layout import Cargo
from events.store.backends.rollups import Rollups
from events.store.backends.routing import ClusterShelf
from events.store.curated import tables_of
from events.store.importing_session import ImportSession
from events.store.mounting import write_tables
from events.store.store import Store
from events.store.writing import DataSetDescription, Written
from tests.backends.be_duck import DuckEngine
from tests.events import sq_engine as sq

ADDRESS = "spark://somewhere:7077/shared"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def opened(address: str, rollups: Path, scratch: Path) -> DuckEngine:
        assert address == ADDRESS
        return DuckEngine(tmp_path / "cluster", Rollups(rollups))

    monkeypatch.setattr(storing, "open_engine", opened)
    return tmp_path


def publish(session: ImportSession, tables: dict[str, pyarrow.Table], content_hash: str, imported: str) -> None:
    """Put tables that are at hand in the place of what an import writes."""

    def written(about: DataSetDescription, _number: int, target: Path) -> Written:
        write_tables(target, tables)
        return Written(tables["incidents"].num_rows, 0, 0, None, None, about.home)

    session.publish_written(written, format="test", files=[], content_hash=content_hash, imported=imported)


def total(store: Store, base: DataSet) -> tuple[int, int]:
    """By roll-ups, and by asking the cluster (a filter on text that every incident has)."""
    assert not isinstance(store.engine, storing.Engine)
    shelf = ClusterShelf(store.engine, base)
    asked = shelf.counts(IncidentFilter(text="title"))
    return shelf.counts().total, asked.total


def test_import_restart_switch_and_removal(folders: Path, base: DataSet) -> None:
    about = DataSetDescription(id="some", name="Some")
    with Store.open(folders / "store", "today", address=ADDRESS) as store:
        store.mount(tables_of(sq.random_catalogue(20)))
        with store.session(about) as session:
            tables = tables_of(sq.random_catalogue(30), session.number)
            publish(session, tables, "x", "today")
        assert total(store, base) == (50, 50)
    with Store.open(folders / "store", "tomorrow", address=ADDRESS) as store:
        assert total(store, base) == (30, 30)
        store.mount(tables_of(sq.random_catalogue(25)))
        assert total(store, base) == (55, 55)
        store.switch("some", False)
        assert total(store, base) == (25, 25)
        store.switch("some", True)
        with store.session(about, replaces="some") as session:
            tables = tables_of(sq.random_catalogue(10), session.number)
            publish(session, tables, "y", "tomorrow")
        assert total(store, base) == (35, 35)
        store.remove("some")
        assert total(store, base) == (25, 25)
    assert [path.name[:7] for path in (folders / "cluster").iterdir()] == [".store-"]  # whose it is


def test_the_page_goes_on_while_a_cluster_takes_an_import_over(
    folders: Path, base: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Carrying over and rolling up take a cluster minutes: nothing that a page asks waits for it."""
    begun, go_on, ship = threading.Event(), threading.Event(), DuckEngine._ship

    def slow(self: DuckEngine, name: str, cargo: Cargo) -> None:
        if "some" in name:
            begun.set()
            assert go_on.wait(30)
        ship(self, name, cargo)

    monkeypatch.setattr(DuckEngine, "_ship", slow)
    with Store.open(folders / "store", "today", address=ADDRESS) as store:
        store.mount(tables_of(sq.random_catalogue(20)))
        assert total(store, base) == (20, 20)

        def bring() -> None:
            with store.session(DataSetDescription(id="some", name="Some")) as session:
                tables = tables_of(sq.random_catalogue(30), session.number)
                publish(session, tables, "x", "today")

        importing = threading.Thread(target=bring)
        importing.start()
        assert begun.wait(30)
        assert store.entries == ()
        assert total(store, base) == (20, 20)
        assert importing.is_alive()
        go_on.set()
        importing.join(30)
        assert total(store, base) == (50, 50)


def test_what_a_killed_process_left_on_the_cluster_goes(folders: Path, base: DataSet) -> None:
    with Store.open(folders / "store", "today", address=ADDRESS) as store:
        with store.session(DataSetDescription(id="kept", name="Kept")) as session:
            tables = tables_of(sq.random_catalogue(10), session.number)
            publish(session, tables, "x", "today")
        file = folders / "killed.duckdb"
        write_tables(file, tables_of(sq.random_catalogue(30), 2))
        assert not isinstance(store.engine, storing.Engine)
        store.engine.prepare(2, "0002-killed", file)  # and no further
    names = {path.name for path in (folders / "cluster").iterdir()}
    assert {"0001-kept", "0002-killed"} <= names
    with Store.open(folders / "store", "tomorrow", address=ADDRESS) as store:
        assert total(store, base)[0] == 10
        assert "0002-killed" not in {path.name for path in (folders / "cluster").iterdir()}
