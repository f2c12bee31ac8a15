"""Our own exports are read some incidents at a time: neither how many nor the order of rows changes the result."""

from __future__ import annotations

import random
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import Catalogue, build
from events.exporting.formats import FORMATS
from events.exporting.selected import SelectionExport
from events.importing import own_making, own_spool
from events.importing.intake import Answers, GivenFile, Intake
from events.importing.own_making import Making
from events.importing.own_reading import READERS
from events.importing.sniffing import sniff
from events.store.schema import TABLES
from events.store.staging import Staging
from events.store.store import Store
from tests.events import ev_building as ev
from tests.events.im_own_lane_building import lay_out, lines_of

NOW = "2026-01-01 12:00"
KINDS = [one.key for one in FORMATS.values() if one.whole]
Tables = dict[str, list[tuple[Any, ...]]]


def written(folder: Path, key: str, catalogue: Catalogue) -> Path:
    path = folder / f"mine{FORMATS[key].ending}"
    with path.open("wb") as file:
        FORMATS[key].write(SelectionExport(catalogue.everything, catalogue.dataset, date(2026, 1, 1)), file)
    return path


def imported(path: Path, folder: Path) -> tuple[Tables, list[Any]]:
    """All rows of all tables in the order in which they lie in the file, and what was set aside."""
    with Store.open(folder, NOW) as store:
        with Intake(store, [GivenFile(path, path.name)], NOW) as intake:
            intake.look()
            intake.read()
            assert intake.format == "own"
            intake.check(Answers(), date(2026, 1, 1))
            aside = list(intake.rejects(10_000))
            intake.write(Answers())
        rows = {}
        (data,) = folder.glob("*/data.duckdb")
        with Staging(folder) as staging:
            staging.run(f"ATTACH '{data}' AS made (READ_ONLY)")
            staging.run("SET preserve_insertion_order = true")
            for table in TABLES:
                rows[table] = staging.rows(f"SELECT * FROM made.{table}")  # noqa: S608
        return rows, aside


def two_sets(path: Path) -> None:
    """Every other incident is of another data set, in which an actor has another name."""
    about, (head, *rows) = lines_of(path)
    at = {name: index for index, name in enumerate(head)}
    names = list(dict.fromkeys(row[at["incident"]] for row in rows))
    for row in rows:
        if names.index(row[at["incident"]]) % 2:
            row[at["dataset"]] = "other"
            row[at["parties"]] = row[at["parties"]].replace('"name":"', '"name":"Other ')
    lay_out(path, about, [head, *rows])


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("key", [*KINDS, "two sets"])
def test_the_size_of_batches_does_not_matter(
    key: str, size: int, shipped: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "csv" if key == "two sets" else key, shipped)
    if key == "two sets":
        two_sets(path)
    flushes = []
    monkeypatch.setattr(own_making.Making, "flush", _counting(Making.flush, flushes))
    whole = imported(path, tmp_path / "whole")
    few = len(flushes)
    monkeypatch.setattr(own_spool, "AT_ONCE", size)
    assert imported(path, tmp_path / "bit") == whole
    # Else there were no batches.
    assert len(flushes) - few > few
    assert [len(whole[0][table]) for table in ("incidents", "claims")] == [32, 804]


def _counting(flush: Any, flushes: list[int]) -> Any:
    def counted(making: Making) -> None:
        flushes.append(1)
        flush(making)

    return counted


@pytest.mark.parametrize("order", ["shuffled", "reversed"])
def test_rows_of_an_incident_may_stand_anywhere(order: str, shipped: Catalogue, tmp_path: Path) -> None:
    path = written(tmp_path, "csv-raw", shipped)
    before, _ = imported(path, tmp_path / "before")
    about, (head, *rows) = lines_of(path)
    rows.reverse() if order == "reversed" else random.Random(1).shuffle(rows)  # noqa: S311
    lay_out(path, about, [head, *rows])
    after, aside = imported(path, tmp_path / "after")
    assert aside == []
    for table in ("incidents", "claims", "parties", "told_by", "links"):
        assert after[table] == before[table]


def test_what_is_set_aside_does_not_depend_on_batches(
    shipped: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "csv", shipped)
    about, (head, *rows) = lines_of(path)
    at = {name: index for index, name in enumerate(head)}
    for row, column, cell in ((3, "field", "nonsense"), (40, "value", "{broken"), (41, "incident", ""),
                              (300, "source", "Not An Id"), (301, "source", "Not An Id")):  # fmt: skip
        rows[row][at[column]] = cell
    rows[500] = rows[500][:9]
    rows.append(rows[100])
    lay_out(path, about, [head, *rows])
    whole = imported(path, tmp_path / "whole")
    assert {one.row for one in whole[1]} == {4, 41, 42, 301, 302, 501}
    monkeypatch.setattr(own_spool, "AT_ONCE", 2)
    assert imported(path, tmp_path / "bit") == whole


def peak(count: int, folder: Path) -> int:
    """Most memory that Python took while this many incidents were made."""
    folder.mkdir()
    path = written(folder, "csv", build(ev.dataset(*(ev.incident(f"i{number}") for number in range(count)))))
    sniffed = sniff(path)
    with Staging(folder) as staging:
        parts = READERS["csv"](path, sniffed, staging)
        tracemalloc.start()
        try:
            assert Making(staging, parts).accepted == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_does_not_grow_with_the_incidents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_spool, "AT_ONCE", 250)
    peak(10, tmp_path / "warm")
    few, many = peak(500, tmp_path / "few"), peak(2_000, tmp_path / "many")
    assert many < 1.5 * few
