"""Cells and areas of a view: nothing is lost, nothing is moved, and there are never too many."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.store.cells import Cell, CellId, tiles
from events.store.library import Library
from events.summary import Summary
from geodata.mercator import Bounds, cell, span_bounds
from geodata.places import Disc
from tests.events import sq_engine as sq

WORLD = Bounds(-180, -85, 180, 85)
ALL = IncidentFilter()


@cache
def many() -> Catalogue:
    return sq.random_catalogue(150, seed=3)


@cache
def stored() -> Library:
    return sq.library(many())


def spot(summary: Summary) -> tuple[float, float] | None:
    """Longitude and latitude of a point or of the middle of a disc."""
    one = summary.place.area if isinstance(summary.place.area, Disc) else summary.place
    lon, lat = getattr(one, "lon", None), getattr(one, "lat", None)
    return None if lon is None or lat is None or getattr(one, "sector", False) else (lon, lat)


def spots(bounds: Bounds, chosen: IncidentFilter = ALL) -> list[tuple[Summary, tuple[float, float]]]:
    return [
        (one, at) for one in many().select(chosen).all
        if (at := spot(one)) and bounds.west <= at[0] < bounds.east and bounds.south < at[1] <= bounds.north
    ]  # fmt: skip


views = st.builds(
    lambda lon, lat, width, height: Bounds(lon, lat, lon + width, lat + height),
    st.floats(38, 46), st.floats(29, 35), st.floats(0.01, 8), st.floats(0.01, 6),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(views, st.integers(0, 14), st.sampled_from([1, 5, 40, 500]), st.data())
def test_no_incident_of_a_view_is_lost_and_cells_are_bounded(
    bounds: Bounds, zoom: int, most: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from([ALL, IncidentFilter(kinds=frozenset({"air"})), IncidentFilter(sq.FIRST)]))
    view = stored().cells(chosen, bounds, zoom, most, by_kind=True)
    inside = spots(span_bounds(tiles(bounds, zoom)), chosen)
    assert len(view.cells) <= max(1, most)
    assert sum(one.n for one in view.cells) == len(inside)
    possible = {one.id for one in many().select(chosen).possible}
    assert sum(one.n_possible for one in view.cells) == sum(one.id in possible for one, _ in inside)
    by_cell: dict[CellId, list[Summary]] = {}
    for summary, at in inside:
        zoom_of = view.cells[0].cell.zoom
        by_cell.setdefault(CellId(zoom_of, *cell(*at, zoom_of)), []).append(summary)
    assert {one.cell for one in view.cells} == set(by_cell)
    for one in view.cells:
        check(one, by_cell[one.cell])


def check(found: Cell, members: list[Summary]) -> None:
    at = [spot(one) or (0.0, 0.0) for one in members]
    assert found.lon == pytest.approx(sum(lon for lon, _ in at) / len(at))
    assert found.lat == pytest.approx(sum(lat for _, lat in at) / len(at))
    killed = [finding for one in members if (finding := one.finding("killed"))]
    assert found.killed_low == sum(one.low or 0 for one in killed)
    assert found.killed_high == sum(one.high or 0 for one in killed)
    assert found.n_contested == sum(bool(one.contested) for one in members)
    assert found.n_sources == sum(len(one.sources) for one in members)
    assert sum(found.kinds.values()) == len(members)
    assert found.kinds.get("air", 0) == sum(one.incident.kind == "air" for one in members)
    assert found.id == (members[0].id if len(members) == 1 else None)
    assert (found.key is None) == (len(members) > 1)


def test_a_cell_opens_into_its_incidents() -> None:
    view = stored().cells(ALL, WORLD, 2, 6)
    for one in view.cells:
        rows = stored().inside(ALL, one.cell, limit=200)
        assert len(rows) == one.n
        assert {cell(row.lon or 0, row.lat or 0, one.cell.zoom) for row in rows} == {one.cell[1:]}


def test_areas_are_grouped_by_what_they_are() -> None:
    view = stored().cells(ALL, WORLD, 2)
    wanted = [one for one in many().summaries if one.place.area is not None and spot(one) is None]
    assert sum(one.n_certain + one.n_possible for one in view.areas) == len(wanted) > 5
    assert view.areas_left_out == 0
    for area in view.areas:
        rows = stored().inside(ALL, area.text, limit=200)
        assert len(rows) == area.n_certain + area.n_possible
        assert {row.area for row in rows} == {area.text}


def test_a_view_has_only_the_areas_that_touch_it_and_says_what_it_leaves_out() -> None:
    far = stored().cells(ALL, Bounds(-60, -20, -50, -10), 5)
    assert (far.cells, far.areas) == ((), ())
    few = stored().cells(ALL, WORLD, 2, most=1)
    assert len(few.areas) == 1
    assert few.areas_left_out > 0


def test_single_incidents_of_a_view_if_they_are_few_enough() -> None:
    bounds = Bounds(43.0, 32.0, 45.0, 34.0)
    inside = spots(span_bounds(tiles(bounds, 8)))
    rows = stored().points(ALL, bounds, 8, most=len(inside))
    assert rows is not None
    assert sorted(row.id for row in rows) == sorted(one.id for one, _ in inside)
    assert stored().points(ALL, bounds, 8, most=len(inside) - 1) is None


def test_the_extent_holds_points_and_areas_of_the_selection() -> None:
    whole = stored().extent(ALL)
    assert whole is not None
    assert whole.west < 40 < 47 < whole.east
    air = IncidentFilter(text="spot", kinds=frozenset({"air"}))
    found = stored().extent(air)
    at = [spot(one) or (0.0, 0.0) for one in many().select(air).all]
    assert found == Bounds(
        min(lon for lon, _ in at), min(lat for _, lat in at), max(lon for lon, _ in at), max(lat for _, lat in at)
    )
    assert stored().extent(IncidentFilter(text="nothing-like-it")) is None
