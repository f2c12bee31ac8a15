"""What is asked ahead is not built again when a visitor asks it, whatever data sets come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.filters import IncidentFilter
from events.store import asking, sums_keeping
from events.store.compiled import renamed
from events.store.curated import tables_of
from events.store.facets import PARTS
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
from events.store.warming import warm
from geodata.mercator import Bounds
from tests.events import sq_engine as sq
from tests.events.test_st_store import TODAY, bring_in, count

WINDOW = IncidentFilter(start=date(2013, 11, 2), end=date(2014, 3, 4))
FILTERS = (IncidentFilter(), WINDOW, IncidentFilter(actors=frozenset({"ucdp-7"})),
           IncidentFilter(start=WINDOW.start, end=WINDOW.end, sources=frozenset({"ged-reuters-1"})))  # fmt: skip


def no_building(*_: Any) -> Any:
    raise AssertionError("a text was built that was asked for ahead")


def visit(library: Shelf, chosen: IncidentFilter) -> list[Any]:
    return [library.counts(chosen), *(library.facet(chosen, part, 60) for part in PARTS), library.histogram(chosen),
            library.selection(chosen, 5), library.extent(replace(chosen, start=None, end=None)),
            chosen in FILTERS[:2] and library.cells(chosen, Bounds(40, 30, 47, 36), 7)]  # fmt: skip


@pytest.mark.parametrize("fewest", [50, 10_000], ids=["with sums", "without sums"])
def test_a_visit_builds_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fewest: int) -> None:
    monkeypatch.setattr(sums_keeping, "FEWEST", fewest)
    catalogue = sq.random_catalogue()
    with Store.open(tmp_path, TODAY) as store:
        store.mount(tables_of(catalogue), CURATED)
        bring_in(store, rows=60)
        store.sums.start()
        assert store.sums.wait(60)
        fresh = [visit(Shelf(store.engine, catalogue.dataset), chosen) for chosen in FILTERS]
        library = Shelf(store.engine, catalogue.dataset)
        warm(library)
        monkeypatch.setattr(asking, "compile_query", no_building)
        assert [visit(library, chosen) for chosen in FILTERS] == fresh
        bring_in(store, "next", rows=30)
        assert library.counts().total == 120 + 60 + 30
        assert library.facet(WINDOW, "actors", 1)[0].count > 0
        with pytest.raises(AssertionError, match="asked for ahead"):
            library.counts(IncidentFilter(text="bridge"))


def test_one_text_serves_every_selection_of_data_sets(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, "one", rows=20)
        bring_in(store, "two", rows=30)
        library = Shelf(store.engine, sq.random_catalogue().dataset)
        found = [library.counts(numbers=numbers).total for numbers in (None, {1}, {2}, set(), {1, 2})]
        assert (found, len(library.asker.texts), count(store)) == ([50, 20, 30, 0, 50], 5, 50)


def test_only_whole_names_of_tables_are_renamed() -> None:
    text = 'SELECT "links_1", "t0"."key" FROM "incidents_1" AS "t0", "incidents_12"'
    assert renamed(text, ("incidents_1", "parties_1"), ("incidents_12", "parties_12")) == (
        'SELECT "links_1", "t0"."key" FROM "incidents_12" AS "t0", "incidents_12"'
    )
