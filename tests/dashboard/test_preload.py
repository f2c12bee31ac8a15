"""What the import view has ready before there is anything to show: parts of scripts, and texts of queries."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.components import preload
from dashboard.warming import ask_ahead_once
from events.filters import IncidentFilter
from events.store import asking
from events.store.curated import tables_of
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
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


def ended(name: str) -> None:
    for one in threading.enumerate():
        if one.name == name:
            one.join(120)


def test_texts_are_made_once_for_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "store", "today") as store:
        catalogue = sq.random_catalogue()
        store.mount(tables_of(catalogue), CURATED)
        library = Shelf(store.engine, catalogue.dataset)
        ask_ahead_once(library)
        ended("ask_ahead_once")
        known = len(library.asker.texts)
        assert known > 50

        def no_building(*_: object) -> Callable[..., object]:
            raise AssertionError("a text was built twice")

        monkeypatch.setattr(asking, "compile_query", no_building)
        ask_ahead_once(library)
        ended("ask_ahead_once")
        library.extent(IncidentFilter())
        assert len(library.asker.texts) == known
