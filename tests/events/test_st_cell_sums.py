"""Cells and areas that are added up from sums by cell and span of days are those of the incidents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.filters import IncidentFilter
from events.store import cell_sums_making, sums_keeping
from events.store.cells import Cell, View
from events.store.curated import tables_of
from events.store.library import Library
from events.store.store import CURATED, Store
from geodata.mercator import Bounds
from tests.events import sq_engine as sq
from tests.events.st_building import shape
from tests.events.test_st_store import TODAY, about, publish
from tests.events.test_st_sums import claim, files, libraries

FIRST = date(2014, 1, 1)
KINDS = ("battle", "protest")
SPOTS = ((33.31, 44.39), (33.31, 44.41), (33.35, 44.42), (36.34, 43.13), (30.51, 47.81), (33.3, -70.6), (-33.9, 18.4))
AREAS = ('{"regions":["IQ-AN"]}', '{"regions":["IQ-BG","IQ-DI"]}')
WORLD, BAGHDAD = Bounds(-180, -85, 180, 85), Bounds(44.2, 33.2, 44.6, 33.5)


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    """At a few spots, in two areas and nowhere; a day, a week, months, half-open and no dates; some contested."""
    pick = random.Random(seed)  # noqa: S311 - a repeatable data set, no secret
    made = []
    for _ in range(count):
        day = FIRST.toordinal() - 719163 + pick.randrange(250)
        lat, lon = pick.choice((*SPOTS, *SPOTS, (None, None)))
        area = None if lat else pick.choice((*AREAS, None))
        made.append({
            "kind": pick.choice(KINDS), "lat": lat, "lon": lon, "area": area,
            "precision": 0 if lat else 2 if area else 5, "killed_low": pick.choice((None, 0, 3)), "killed_high": 5,
            **dict(zip(("first_day", "last_day"), pick.choice((
                (day, day), (day, day), (day, day + 6), (day, day + 90), (None, day), (day, None), (None, None),
            )), strict=True)),
            "parties": [{"actor": "police", "name": "Police", "role": "involved"}] if pick.random() < 0.3 else [],
            "sources": [], "claims": [claim("killed", '{"low":1}'), claim("killed", '{"low":5}')][:pick.randrange(3)],
        })  # fmt: skip
    return made


def fill(store: Store, id: str, count: int, **more: Any) -> int:
    with store.session(about(id), **more) as session:
        shape(session.staging, rows(count, count))
        return publish(session, f"{count:064d}").number


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """Two data sets with sums, a small one without, and the curated one; and the same, asked of the incidents."""
    catalogue = sq.random_catalogue()
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("cells"), TODAY) as store:
        patch.setattr(sums_keeping, "FEWEST", 50)
        patch.setattr(cell_sums_making, "FEWER", 1)
        patch.setattr(cell_sums_making, "ROWS", 60)  # so that they are put in order some at a time
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        for id, count in (("one", 500), ("two", 300), ("small", 30)):
            fill(store, id, count)
            assert store.sums.wait(60)
        ours, theirs = libraries(store, catalogue.dataset)
        assert (ours.adds_up(WORLD, 2), theirs.adds_up(WORLD, 2)) == (True, False)
        assert ours.adds_up(BAGHDAD, 14)
        assert not ours.adds_up(Bounds(44.39, 33.31, 44.391, 33.311), 17)  # finer than any sums
        yield ours, theirs


def same(found: View, wanted: View) -> None:
    """All but the last digits of means, which depend on the order of adding."""
    def rounded(one: Cell) -> Cell:
        return replace(one, lon=pytest.approx(one.lon), lat=pytest.approx(one.lat))  # type: ignore[arg-type]

    assert [rounded(one) for one in found.cells] == list(wanted.cells)
    assert found == replace(wanted, cells=found.cells)


def days() -> st.SearchStrategy[date | None]:
    return st.none() | st.dates(FIRST - timedelta(days=9), FIRST + timedelta(days=350))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        IncidentFilter, start=days(), end=days(), kinds=st.frozensets(st.sampled_from((*KINDS, "air")), max_size=2),
        contested=st.frozensets(st.sampled_from(("any", "killed", "date")), max_size=2),
        actors=st.sampled_from([frozenset()] * 3 + [frozenset({"police"})]), text=st.sampled_from(["", "", "fight"]),
    ),
    st.sampled_from([WORLD, Bounds(38, 29, 49, 38), BAGHDAD]), st.integers(0, 16),
    st.sampled_from([2, 500]), st.booleans(), st.none() | st.frozensets(st.integers(0, 4), max_size=4),
)  # fmt: skip
def test_a_view_of_any_window_is_that_of_the_incidents(
    several: tuple[Library, Library], chosen: IncidentFilter, bounds: Bounds, zoom: int, most: int, by_kind: bool,
    numbers: frozenset[int] | None,
) -> None:  # fmt: skip
    ours, theirs = several
    same(ours.cells(chosen, bounds, zoom, most, by_kind, numbers),
         theirs.cells(chosen, bounds, zoom, most, by_kind, numbers))  # fmt: skip


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 64, 65])
def test_windows_of_whole_and_of_part_bins(several: tuple[Library, Library], length: int) -> None:
    ours, theirs = several
    for shift in range(33):
        start = FIRST + timedelta(days=shift)
        chosen = IncidentFilter(start=start, end=start + timedelta(days=length))
        for bounds, zoom in ((WORLD, 3), (BAGHDAD, 14)):
            same(ours.cells(chosen, bounds, zoom), theirs.cells(chosen, bounds, zoom))


def test_the_data_has_something_of_everything(several: tuple[Library, Library]) -> None:
    view = several[0].cells(IncidentFilter(start=FIRST, end=FIRST + timedelta(days=40)), WORLD, 4, by_kind=True)
    assert len(view.cells) >= 5
    assert len(view.areas) >= 2
    assert min(sum(one.n_certain for one in view.cells), sum(one.n_possible for one in view.cells)) > 20
    assert any(one.n_contested for one in view.cells)
    assert all(sum(one.kinds.values()) == one.n for one in view.cells)
    assert len(several[0].cells(IncidentFilter(), BAGHDAD, 14).cells) == 3


def test_incidents_of_the_same_days_and_cell_are_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums_keeping, "FEWEST", 50)
    with Store.open(tmp_path, TODAY) as store:
        store.sums.start()
        fill(store, "one", 2000)
        assert store.sums.wait(60)
    with duckdb.connect(str(next(tmp_path.rglob("sums.duckdb"))), read_only=True) as con:
        for table in ("cell", "near"):
            rows, once, twice = con.execute(
                f"SELECT count(*), sum(n) FILTER (NOT again), sum(n) FILTER (again) FROM {table}_days"  # noqa: S608
            ).fetchall()[0]
            assert 0 < twice < once
            assert rows < (once + twice) * 0.95, table
            assert con.execute(f"SELECT sum(n) FROM {table}_sums").fetchall() == [(once,)]  # noqa: S608
        ((places, ordered),) = con.execute(
            "SELECT list(place), list_sort(list(place)) FROM (SELECT [y >> 16, x >> 16, y, x] AS place FROM near_sums)"
        ).fetchall()
        assert places == ordered
        assert con.execute("SELECT count(area) FROM near_sums").fetchall() == [(0,)]


def test_sums_of_a_data_set_that_are_too_coarse_do_not_stand_beside_finer_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums_keeping, "FEWEST", 50)
    monkeypatch.setattr(cell_sums_making, "FEWER", 1)
    catalogue = sq.random_catalogue()
    with Store.open(tmp_path, TODAY) as store:
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        for id, count, shift, near in (("fine", 300, 12, 6), ("coarse", 200, 16, 11)):
            monkeypatch.setattr(cell_sums_making, "SHIFTS", (shift,))
            monkeypatch.setattr(cell_sums_making, "NEAR_SHIFTS", (near,))
            fill(store, id, count)
            assert store.sums.wait(60)
        ours, theirs = libraries(store, catalogue.dataset)
        chosen = IncidentFilter(start=FIRST, end=FIRST + timedelta(days=90))
        for bounds, zooms in ((WORLD, range(10)), (Bounds(43, 32, 45, 34), range(6, 12)), (BAGHDAD, range(9, 16))):
            for zoom in zooms:
                same(ours.cells(chosen, bounds, zoom), theirs.cells(chosen, bounds, zoom))


def test_sums_that_would_be_too_many_are_not_kept_and_the_incidents_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums_keeping, "FEWEST", 50)
    monkeypatch.setattr(cell_sums_making, "MOST_CELL_SUMS", 1)
    monkeypatch.setattr(cell_sums_making, "FEWER", 200)
    catalogue = sq.random_catalogue()
    with Store.open(tmp_path, TODAY) as store:
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        fill(store, "one", 200)
        assert store.sums.wait(60)
        ours, theirs = libraries(store, catalogue.dataset)
        assert (ours.adds_up(WORLD, 2), len(files(tmp_path))) == (False, 1)
        assert ours.counted_singly(IncidentFilter(), {1}) == 0  # other sums are kept all the same
        same(ours.cells(IncidentFilter(start=FIRST), WORLD, 4), theirs.cells(IncidentFilter(start=FIRST), WORLD, 4))
    with duckdb.connect(str(next(tmp_path.rglob("sums.duckdb"))), read_only=True) as con:
        assert con.execute("SELECT shift, (SELECT count(*) FROM cell_days) FROM made").fetchall() == [(None, 0)]
