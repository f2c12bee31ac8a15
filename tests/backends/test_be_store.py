"""A whole store over a cluster: import, restart, switch, removal; with a cluster in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import store as storing
from events.store.backends.rollups import Rollups
from events.store.backends.routing import ClusterShelf
from events.store.curated import tables_of
from events.store.store import Store
from events.store.writing import DataSetDescription
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
            session.publish_tables(tables, format="test", files=[], content_hash="x", imported="today")
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
            session.publish_tables(tables, format="test", files=[], content_hash="y", imported="tomorrow")
        assert total(store, base) == (35, 35)
        store.remove("some")
        assert total(store, base) == (25, 25)
    assert list((folders / "cluster").iterdir()) == []
