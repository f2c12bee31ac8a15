"""Web Mercator cells."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import mercator
from geodata.mercator import Bounds

LON = st.floats(-180, 179.999999)
LAT = st.floats(-85, 85)
ZOOM = st.integers(0, 20)


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "expected"),
    [
        (0.0, 0.0, 0, (0, 0)),
        (-180.0, 85.0, 1, (0, 0)),
        (44.4, 33.34, 7, (79, 51)),  # The tile of Baghdad, as map servers number it.
        (180.0, 0.0, 3, (7, 4)),
        (0.0, 90.0, 3, (4, 0)),
        (0.0, -90.0, 3, (4, 7)),
    ],
)
def test_known_cells(lon: float, lat: float, zoom: int, expected: tuple[int, int]) -> None:
    assert mercator.cell(lon, lat, zoom) == expected


@given(LON, LAT, ZOOM)
def test_a_point_lies_within_the_bounds_of_its_cell(lon: float, lat: float, zoom: int) -> None:
    west, south, east, north = mercator.bounds(*mercator.cell(lon, lat, zoom), zoom)
    slack = 1e-9
    assert west - slack <= lon <= east + slack
    assert south - slack <= lat <= north + slack


@given(ZOOM, st.data())
def test_the_centre_of_a_cell_is_in_that_cell(zoom: int, data: st.DataObject) -> None:
    x, y = (data.draw(st.integers(0, 2**zoom - 1)) for _ in range(2))
    assert mercator.cell(*mercator.centre(x, y, zoom), zoom) == (x, y)


@given(LON, LAT, st.integers(1, 20), st.integers(0, 20))
def test_a_cell_lies_in_its_parent(lon: float, lat: float, zoom: int, steps: int) -> None:
    steps = min(steps, zoom)
    assert mercator.parent(*mercator.cell(lon, lat, zoom), steps) == mercator.cell(lon, lat, zoom - steps)


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=20), ZOOM)
def test_arrays_give_what_single_points_give(points: list[tuple[float, float]], zoom: int) -> None:
    lons, lats = (numpy.array(values) for values in zip(*points, strict=True))
    columns, rows = mercator.cells(lons, lats, zoom)
    assert [(int(x), int(y)) for x, y in zip(columns, rows, strict=True)] == [
        mercator.cell(lon, lat, zoom) for lon, lat in points
    ]


VIEW = Bounds(40.1, 31.2, 47.3, 36.8)


def test_snapping_covers_the_view_and_a_small_pan_snaps_alike() -> None:
    snapped = mercator.snap(VIEW, 7)
    assert snapped.west <= VIEW.west
    assert snapped.south <= VIEW.south
    assert snapped.east >= VIEW.east
    assert snapped.north >= VIEW.north
    assert mercator.snap(Bounds(40.2, 31.3, 47.4, 36.9), 7) == snapped
    assert mercator.snap(Bounds(44.2, 31.3, 51.4, 36.9), 7) != snapped


def test_the_span_of_snapped_bounds_counts_whole_cells() -> None:
    span = mercator.span(VIEW, 7)
    assert (span.x_min, span.x_max, span.y_min, span.y_max) == (78, 80, 49, 52)
    assert span.size == 12
    assert mercator.tile_of(79, 51, 16) == (4, 3)


@pytest.mark.parametrize(("most", "finest", "zoom"), [(500, 12, 10), (12, 12, 7), (11, 12, 6), (1, 12, 2), (500, 5, 5)])
def test_cells_grow_until_few_enough(most: int, finest: int, zoom: int) -> None:
    assert mercator.zoom_for(VIEW, most, finest) == zoom
    assert mercator.span(VIEW, zoom).size <= most


@pytest.mark.parametrize(
    "call",
    [
        lambda: mercator.cell(0, 0, -1),
        lambda: mercator.cell(0, 0, 31),
        lambda: mercator.bounds(2, 0, 1),
        lambda: mercator.span(Bounds(47, 31, 40, 36), 7),
    ],
    ids=["zoom below 0", "zoom above 30", "no such cell", "west of east"],
)
def test_what_cannot_be_is_refused_with_what_was_expected(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="expected"):
        call()
