"""What the import view has ready before there is anything to show: parts of scripts, and texts of queries."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import duckdb
import pytest

from dashboard.components import preload
from dashboard.warming import ask_ahead_once
from events.filters import IncidentFilter
from events.store import asking, warming
from events.store.curated import tables_of
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
from geodata.mercator import Bounds
from tests.events import sq_engine as sq

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_of_the_script_is_there() -> None:
    found = [re.sub(r"^static/js/(\w+)\..*\.js$", r"\1", path) for path in preload.modules()]
    assert found == list(preload._KINDS), "Streamlit names the parts of its script otherwise"


def test_every_file_of_the_map_is_served() -> None:
    own = [path for path in preload.files() if path.startswith("app/static/")]
    assert len(own) >= 8
    assert [path for path in own if not (ROOT / path.removeprefix("app/")).is_file()] == []
    assert sum(path.startswith("api/map.js?v=") for path in preload.files()) == 1
    assert len(own) + 1 == len(preload.files())


def test_the_basemap_is_what_the_map_loads() -> None:
    script = (ROOT / "static/map/basemap.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"const FILES = \[([^\]]*)\]", script)
    assert set(re.findall(r'"(\w+)"', listed)) == set(preload._BASEMAP)


def ended() -> None:
    for one in threading.enumerate():
        if one.name == "ask_ahead_once":
            one.join(120)


def test_texts_are_ready_before_the_first_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "store", "today") as store:
        catalogue = sq.random_catalogue()
        store.mount(tables_of(catalogue), CURATED)
        library = Shelf(store.engine, catalogue.dataset)
        ask_ahead_once(library)
        ended()

        def no_building(*_: object) -> object:
            raise AssertionError("a text was built that was to be ready")

        monkeypatch.setattr(asking, "compile_query", no_building)
        library.counts(numbers=None)
        library.extent(IncidentFilter())
        library.cells(IncidentFilter(), Bounds(40, 30, 47, 36), 7)


@pytest.mark.parametrize("fails", [False, True])
def test_a_store_is_asked_ahead_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    asked: list[Shelf] = []

    def warm(library: Shelf) -> None:
        asked.append(library)
        if fails:
            raise duckdb.ConnectionException("it was closed meanwhile")

    monkeypatch.setattr(warming, "warm", warm)
    with Store.open(tmp_path / "store", "today") as store:
        libraries = [Shelf(store.engine, sq.random_catalogue().dataset) for _ in range(2)]
        for library in (*libraries, *libraries):
            ask_ahead_once(library)
        ended()
    assert sorted(map(id, asked)) == sorted(map(id, libraries))
