"""The shipped data set built once, a hostile one, and the page in Streamlit's test runner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.views import importing
from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.reading import load
from tests.browser import hostile_data
from tests.dashboard.app_page import App


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test closes its store when it ends: nothing goes on asking it from a thread. That has its own test."""
    monkeypatch.setattr(importing, "ask_ahead_once", lambda _: None)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., App]:
    """A function that makes the page over a data set; None is the built-in one."""

    def page(dataset: Path | None = None) -> App:
        return App(dataset, monkeypatch)

    return page


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The data set that ships."""
    loaded = load(BUILT_IN)
    assert loaded.dataset is not None
    return build(loaded.dataset)


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set on disk whose every text is an attack."""
    return hostile_data.write(tmp_path_factory.mktemp("hostile") / "data")


@pytest.fixture(scope="session")
def hostile(hostile_folder: Path) -> Catalogue:
    """The hostile data set, read and built; it is valid, so nothing is set aside."""
    loaded = load(hostile_folder)
    assert loaded.problems == ()
    assert loaded.dataset is not None
    return build(loaded.dataset)
