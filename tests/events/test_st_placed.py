"""Cells of a near view are those of the incidents, whatever order these lie in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.filters import IncidentFilter
from events.store import cell_sums_making, members, placed, sums_keeping
from events.store.curated import tables_of
from events.store.library import Library
from events.store.store import CURATED, Store
from geodata.mercator import Bounds
from geodata.windows import window
from tests.events import sq_engine as sq
from tests.events.test_st_cell_sums import FIRST, KINDS, days, fill, same
from tests.events.test_st_store import TODAY
from tests.events.test_st_sums import libraries

BAGHDAD, IRAQ = Bounds(44.2, 33.2, 44.6, 33.5), Bounds(38, 29, 49, 38)
DRAWN = window([(44.2, 33.2), (44.4, 33.2), (44.6, 33.5)])
Two = tuple[Library, Library]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """A data set in order of place, one without, and the curated one; and the same, asked of the incidents."""
    catalogue = sq.random_catalogue()
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("placed"), TODAY) as store:
        patch.setattr(sums_keeping, "FEWEST", 200)
        patch.setattr(placed, "ROWS", 100)
        patch.setattr(members, "FEWEST", 1)
        patch.setattr(cell_sums_making, "FEWER", 200)  # so that no sums answer in its place
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        for id, count in (("one", 500), ("small", 90)):
            fill(store, id, count)
        assert store.sums.wait(60)
        yield libraries(store, catalogue.dataset)


def answers(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The questions that are asked of rows in order of place from now on."""
    asked: list[Any] = []
    ask = library.asker.ask_of

    def noted(*given: Any) -> Any:
        asked.append(given[1])
        return ask(*given)

    monkeypatch.setattr(library.asker, "ask_of", noted)
    return asked


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        IncidentFilter, start=days(), end=days(), kinds=st.frozensets(st.sampled_from((*KINDS, "air")), max_size=2),
        contested=st.frozensets(st.sampled_from(("any", "killed", "date")), max_size=2),
        actors=st.sampled_from([frozenset(), frozenset({"police"})]), text=st.sampled_from(["", "", "fight"]),
        area=st.sampled_from([None, None, DRAWN]), role=st.sampled_from(["", "involved"]),
        sources=st.sampled_from([frozenset(), frozenset({"one-one"})]),
    ),
    st.sampled_from([BAGHDAD, IRAQ]), st.integers(9, 17), st.sampled_from([2, 500]), st.booleans(),
    st.none() | st.frozensets(st.integers(0, 3), max_size=3),
)  # fmt: skip
def test_a_near_view_is_that_of_the_incidents(
    two: Two, chosen: IncidentFilter, bounds: Bounds, zoom: int, most: int, by_kind: bool,
    numbers: frozenset[int] | None,
) -> None:  # fmt: skip
    ours, theirs = two
    same(ours.cells(chosen, bounds, zoom, most, by_kind, numbers),
         theirs.cells(chosen, bounds, zoom, most, by_kind, numbers))  # fmt: skip


def test_what_has_no_words_is_asked_for_words_only_where_there_are_bits(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = IncidentFilter(start=FIRST, end=FIRST + timedelta(days=100))
    searched = replace(plain, text="fight"), replace(plain, area=DRAWN)
    asked = answers(two[0], monkeypatch)
    for chosen in searched:
        two[0].cells(chosen, BAGHDAD, 15)
    assert len(asked) == 2
    monkeypatch.setattr(members, "FEWEST", 1_000_000)
    ours = Library(two[0].asker.engine, two[0].base)
    asked = answers(ours, monkeypatch)
    for chosen in searched:
        ours.cells(chosen, BAGHDAD, 15)
    ours.cells(plain, BAGHDAD, 15, numbers={2})  # in no order
    assert asked == []
    ours.cells(plain, BAGHDAD, 15)
    ours.cells(replace(plain, actors=frozenset({"police"})), BAGHDAD, 15)
    assert len(asked) == 2


def test_neighbours_lie_together(two: Two, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = list(tmp_path_factory.getbasetemp().glob("placed[0-9]*/*/sums.duckdb"))
    assert len(files) == 1
    with duckdb.connect() as con:  # the store has it open: copied, as no second connection is let in
        copy = files[0].with_name("copy.duckdb")
        copy.write_bytes(files[0].read_bytes())
        con.execute(f"ATTACH '{copy}' AS made (READ_ONLY)")
        places = con.execute("SELECT y >> 16, x >> 16, y >> 12, x >> 12 FROM made.placed ORDER BY rowid").fetchall()
        ((keys,),) = con.execute("SELECT count(DISTINCT key) FROM made.placed").fetchall()
    assert (len(places), places) == (keys, sorted(places))
    assert len(set(places)) > 4
