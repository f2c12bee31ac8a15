"""A store over a cluster: data sets are carried there once, stay after a restart, and go when they are removed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from events.dataset import DataSet
from events.store import opening
from events.store.backends.remote import MOUNTED, RemoteEngine
from events.store.backends.routing import ClusterShelf
from events.store.curated import tables_of
from events.store.failing import Unfit
from events.store.mounting import write_tables
from events.store.opening import AddressError, is_address, open_engine, parse_address
from events.store.shelf import Shelf
from tests.events import sq_engine as sq

Open = Callable[[Path | None], RemoteEngine]
FIRST, SECOND = 501, 502


def file_of(folder: Path, number: int, count: int) -> Path:
    """A data set of so many incidents, in the folder that a store would give it."""
    file = folder / f"{number:04d}-some" / "data.duckdb"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_tables(file, tables_of(sq.random_catalogue(count), number))
    return file


def counted(engine: RemoteEngine, base: DataSet, numbers: list[int]) -> tuple[int, int]:
    """How many incidents there are, by the roll-ups and by the rows themselves."""
    shelf = ClusterShelf(engine, base)
    return shelf.counts(numbers=numbers).total, Shelf(engine, base).counts(numbers=numbers).total


def test_attached_replaced_and_removed(far: RemoteEngine, base: DataSet, tmp_path: Path) -> None:
    far.attach(FIRST, file_of(tmp_path, FIRST, 40), on=False)
    assert counted(far, base, [FIRST]) == (40, 40)
    before = far.generation
    far.attach(SECOND, file_of(tmp_path, SECOND, 15), on=False, instead_of=FIRST)
    assert far.generation > before
    assert counted(far, base, [FIRST, SECOND]) == (15, 15)
    assert not any(name.startswith(f"{FIRST:04d}") for name in far._names())
    far.detach(SECOND)
    assert counted(far, base, [SECOND]) == (0, 0)
    assert not any(name.startswith(f"{SECOND:04d}") for name in far._names())


def test_a_connection_that_was_lost_is_made_anew(far: RemoteEngine, base: DataSet) -> None:
    """PostgreSQL that was restarted, or Spark Connect after an hour without a question."""
    before = Shelf(far, base, 0).counts()
    if far.dialect == "postgres":
        with far._connection() as one:  # type: ignore[attr-defined]
            other = far._opened(autocommit=True)  # type: ignore[attr-defined]
            other.execute("SELECT pg_terminate_backend(%s)", [one.info.backend_pid])
            other.close()
    elif getattr(far, "_remote", False):
        far._session.stop()  # type: ignore[attr-defined]
    assert Shelf(far, base, 0).counts() == before


def test_a_damaged_file_changes_nothing(far: RemoteEngine, base: DataSet, tmp_path: Path) -> None:
    file = tmp_path / "0503-damaged" / "data.duckdb"
    file.parent.mkdir()
    file.write_bytes(b"no database")
    names, generation = sorted(far._names()), far.generation
    with pytest.raises(Unfit, match="cannot be opened"):
        far.attach(503, file)
    assert (sorted(far._names()), far.generation) == (names, generation)


def test_what_was_carried_over_stays(
    far: RemoteEngine, base: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgotten here and attached again, as after a restart: its file is not read a second time."""
    file = file_of(tmp_path, FIRST, 30)
    far.attach(FIRST, file, on=False)
    name = far._attached.pop(FIRST)
    assert MOUNTED not in name
    file.write_bytes(b"")
    far.attach(FIRST, file, on=False)
    assert counted(far, base, [FIRST]) == (30, 30)
    far.detach(FIRST)


def test_mounted_ones_are_carried_anew_and_leftovers_go(far: RemoteEngine, base: DataSet, tmp_path: Path) -> None:
    for count in (10, 12):
        file = tmp_path / f"mounted-{count}.duckdb"
        write_tables(file, tables_of(sq.random_catalogue(count), 504))
        far.attach(504, file, on=False)
        assert counted(far, base, [504]) == (count, count)
    assert len([name for name in far._names() if name.startswith("0504")]) == 1
    name = far._attached.pop(504)
    assert MOUNTED in name
    curated = [far._attached.pop(number) for number in (0,) if MOUNTED in far._attached[0]]
    kept = [one for one in far._names() if MOUNTED not in one]
    mounted = [one for one in far._names() if one != name and one not in curated and MOUNTED in one]
    far._attached[0] = curated[0]
    far._drop(name)
    assert mounted == []
    assert sorted(far._names()) == sorted([*kept, *curated])


def test_roll_ups_are_kept_in_their_file(tmp_path: Path, far: RemoteEngine, base: DataSet) -> None:
    rollups = type(far.rollups)  # type: ignore[arg-type]
    kept = rollups(tmp_path / "rollups.duckdb")
    kept.fill(1, "0001-many", far, far.tables([1]))
    sizes = kept.sizes()
    assert min(sizes.values()) > 20
    kept.close()
    again = rollups(tmp_path / "rollups.duckdb")
    assert again.has(1, "0001-many")
    assert not again.has(1, "0001-other")
    assert again.sizes() == sizes
    again.drop(1)
    assert set(again.sizes().values()) == {0}
    again.close()


@pytest.mark.parametrize(
    ("text", "kind", "url", "folder"),
    [
        ("spark://one:7077/data/sp", "spark", "spark://one:7077", "/data/sp"),
        ("spark://one:7077,two:7077/data/sp", "spark", "spark://one:7077,two:7077", "/data/sp"),
        ("spark://one:7077", "spark", "spark://one:7077", "/srv/sourcepin"),
        ("sc://one:15002/data/sp;token=a;use_ssl=true", "spark", "sc://one:15002/;token=a;use_ssl=true", "/data/sp"),
        ("postgresql://me@db/events", "postgres", "postgresql://me@db/events", "/srv/sourcepin"),
    ],
)
def test_addresses(text: str, kind: str, url: str, folder: str) -> None:
    found = parse_address(text)
    assert (found.kind, found.url, found.folder) == (kind, url, Path(folder))
    assert is_address(text)


def test_a_folder_is_no_address() -> None:
    assert not is_address("/data/store")


@pytest.mark.parametrize(
    ("text", "message"),
    [("mysql://db/x", "expected a folder, spark://"), ("spark:///data", "expected a host after spark")],
)
def test_other_addresses_are_said(text: str, message: str) -> None:
    with pytest.raises(AddressError, match=message):
        open_engine(text, None)


@pytest.mark.parametrize(("text", "extra"), [("spark://one:7077/x", "spark"), ("postgresql://one/x", "postgres")])
def test_a_package_that_is_missing_is_named(text: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(opening.importlib, "import_module", missing)
    assert importlib is opening.importlib
    with pytest.raises(AddressError, match=f"with its extra '{extra}'"):
        open_engine(text, None)
