"""Documents are found by the numbers of their ids where there are sums, and are those that are found without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import lookup, sums_keeping
from events.store.curated import tables_of
from events.store.library import Library
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
from tests.events import sq_engine as sq
from tests.events.test_st_store import TODAY, bring_in
from tests.events.test_st_sums import libraries

Two = tuple[Library, Library, Shelf]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """A data set with sums, the same again under another name, a small one, and the curated one."""
    catalogue = sq.random_catalogue()
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("found"), TODAY) as store:
        patch.setattr(sums_keeping, "FEWEST", 50)
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        for name, rows in (("ged", 90), ("again", 90), ("small", 20)):
            bring_in(store, name, rows=rows)
            assert store.sums.wait(60)
        yield *libraries(store, catalogue.dataset), Shelf(store.engine, catalogue.dataset)


def keys(library: Library) -> list[int]:
    return [row.key for offset in (0, 200) for row in library.page(IncidentFilter(), offset=offset, limit=200)]


def test_every_incident_cites_what_it_cites_without_sums(stored: Two) -> None:
    ours, theirs, _ = stored
    wanted = keys(theirs)
    assert len(wanted) == 90 + 90 + 20 + 120
    assert [one.sources for one in ours.summaries(wanted)] == [one.sources for one in theirs.summaries(wanted)]
    datasets: list[DataSet] = [one.catalogue_of(wanted).dataset for one in (ours, theirs)]
    assert datasets[0].sources == datasets[1].sources
    assert datasets[0].numbers == datasets[1].numbers


def test_no_document_of_a_data_set_with_sums_is_looked_for_among_all(
    stored: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, fresh = stored
    asked: list[str] = []
    real = lookup.rows_with

    def noted(asker: Any, table: str, *rest: Any) -> Any:
        if rest[1]:
            asked.append(table)
        return real(asker, table, *rest)

    monkeypatch.setattr(lookup, "rows_with", noted)
    found = fresh.find("ged-100001")
    assert found is not None
    assert fresh.summaries([found])[0].sources
    assert "sources" not in asked


@pytest.mark.parametrize("id", ["made-d3e03d60c937", "", "مصدر", "x" * 500])
def test_the_number_of_an_id_is_that_of_the_engine(id: str) -> None:
    with duckdb.connect() as con:
        ((wanted,),) = con.execute(f"SELECT {lookup.NUMBER_OF_ID} FROM (SELECT ? AS id)", [id]).fetchall()  # noqa: S608
    assert lookup.number_of_id(id) == wanted


def test_two_ids_of_one_number_are_told_apart(stored: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, fresh = stored
    asker = fresh.asker
    tables = asker.engine.summed_ids(1)  # type: ignore[attr-defined]
    answer = asker.ask_plain("all", lambda tables, _: tables["sources"].order_by("n").limit(9), {1})
    known = answer["id"].to_pylist()
    number = lookup.number_of_id(known[2])
    monkeypatch.setattr(lookup, "number_of_id", lambda _: number)
    found = lookup.sources_placed(asker, tables, [known[2], known[3]], 1)
    assert [row["id"] for row in found] == [known[2]]
    rows = lookup.sources_with(asker, {known[2], known[3]}, {1 << 40}, None)  # the other is looked for as before
    assert sorted(row["id"] for row in rows) == sorted(known[2:4])
