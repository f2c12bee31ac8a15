"""The engines to try: without scripts/backends.sh the miniature alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from events.dataset import DataSet
from events.store.backends.remote import RemoteEngine
from events.store.backends.rollups import Rollups
from events.store.opening import open_engine
from events.store.shelf import Shelf
from tests.backends import be_building as be
from tests.backends.be_duck import DuckEngine
from tests.backends.be_questions import FEW

ENGINES = os.environ.get("BE_ENGINES", "duckdb").split()
SETTINGS = {
    "spark.driver.memory": "1500m",
    "spark.executor.memory": "512m", "spark.executor.cores": "1", "spark.cores.max": "2",
    # Small data: what Spark prepares for large ones takes longer than the question.
    "spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false",
    "spark.locality.wait": "0s", "spark.sql.files.openCostInBytes": "65536",
    "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "2",
}  # fmt: skip
Open = Callable[[Path | None], RemoteEngine]
"""Opens the engine under test, with its roll-ups in a file or in memory."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On Spark, which takes seconds for each question, a few filters of every sort; BE_ALL=1 tries all of them."""
    if os.environ.get("BE_ALL"):
        return

    def kept(item: pytest.Item) -> bool:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        if str(given.get("opener")) in ("spark", "connect"):
            return given.get("name", FEW[0]) in FEW and given.get("which", "linked") in ("linked", "spring")
        # What asks no engine is a matter of `make test`.
        return "opener" in given or "BE_ENGINES" not in os.environ

    config.hook.pytest_deselected(items=[item for item in items if not kept(item)])
    items[:] = [item for item in items if kept(item)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return be.files(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def base() -> DataSet:
    return be.curated()


@pytest.fixture(scope="session")
def here(made: dict[int, Path], base: DataSet) -> Iterator[Shelf]:
    """The same data sets on the embedded engine."""
    engine = be.embedded(made, made[0].parent)
    yield Shelf(engine, base)
    engine.close()


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=() if name == "duckdb" else pytest.mark.backends) for name in ENGINES],
)
def opener(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Open:
    name, work = request.param, Path(os.environ.get("BE_WORK") or tmp_path_factory.mktemp("tables"))

    def opened(rollups: Path | None) -> RemoteEngine:
        if name == "duckdb":
            return DuckEngine(work / name, Rollups(rollups))
        if name == "postgres":
            return open_engine(os.environ["BE_POSTGRES"], rollups)
        settings = SETTINGS if name == "spark" else None
        return open_engine(f"{os.environ[f'BE_{name.upper()}']}{work / name}", rollups, settings=settings)

    return opened


@pytest.fixture(scope="session")
def far(opener: Open, made: dict[int, Path]) -> Iterator[RemoteEngine]:
    """The engine under test with every data set."""
    engine = opener(None)
    for number, file in made.items():
        engine.attach(number, file)
    yield engine
    engine.close()
