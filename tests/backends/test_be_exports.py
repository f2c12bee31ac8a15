"""An export of a cluster is that of the embedded engine, row by row, file by file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.dataset import DataSet
from events.exporting.formats import FORMATS
from events.exporting.source import About, DataSetLine
from events.filters import IncidentFilter
from events.store.backends.remote import RemoteEngine
from events.store.backends.routing import ClusterShelf
from events.store.shelf import Shelf
from events.store.streams import StoreExport, store_export
from tests.backends.be_questions import AREA

ABOUT = About((DataSetLine("some", "Some", "1", "CC0"),), "a filter", date(2020, 1, 1))
NAMES = {0: "curated", 1: "many", 2: "random"}
CHOSEN = {
    "drawn in a year": IncidentFilter(start=date(2015, 1, 1), end=date(2015, 12, 31), area=AREA),
    "all": IncidentFilter(),
    "spring": IncidentFilter(start=date(2015, 3, 1), end=date(2015, 5, 31)),
    "linked": IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 13), text="taji"),
}


def export(shelf: Shelf, engine: Any, base: DataSet, chosen: IncidentFilter) -> StoreExport:
    places = {one.id: one.name for one in base.places.values()}
    return store_export(shelf.asker, engine, chosen, ABOUT, NAMES, None, places)


@pytest.fixture(scope="module")
def there(far: RemoteEngine, base: DataSet) -> ClusterShelf:
    return ClusterShelf(far, base)


@pytest.mark.parametrize("which", CHOSEN)
def test_every_row_and_column_is_the_same(
    there: ClusterShelf, far: RemoteEngine, here: Shelf, base: DataSet, which: str
) -> None:
    wanted = export(here, here.asker.engine, base, CHOSEN[which])
    found = export(there, far, base, CHOSEN[which])
    assert len(found) == len(wanted) > 2

    def rows(batches: Iterator[Any]) -> list[dict[str, Any]]:
        return [row for batch in batches for row in batch.to_pylist()]

    for part in ("incidents", "claims", "sources", "links"):
        assert rows(getattr(found, part)()) == rows(getattr(wanted, part)()), part
    if which == "linked":
        own = {row["id"] for row in rows(found.incidents())}
        assert any(row["linked_incident"] and row["linked_incident"] not in own for row in rows(found.claims()))


@pytest.mark.parametrize("key", ["csv", "geojson", "ucdp"])
def test_files_are_the_same(there: ClusterShelf, far: RemoteEngine, here: Shelf, base: DataSet, key: str) -> None:
    if far.dialect == "pyspark":
        return  # the writers are not the cluster's; the rows are compared above
    made = []
    for shelf, engine in ((here, here.asker.engine), (there, far)):
        out = io.BytesIO()
        FORMATS[key].write(export(shelf, engine, base, CHOSEN["linked"]), out)
        made.append(out.getvalue())
    assert made[0] == made[1]
    assert len(made[0]) > 500


def test_the_copy_goes_with_the_export(
    there: ClusterShelf, far: RemoteEngine, base: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = export(there, far, base, CHOSEN["linked"])
    assert [path.name[:14] for path in tmp_path.iterdir()] == ["sourcepin-copy"]
    del made
    assert list(tmp_path.iterdir()) == []
