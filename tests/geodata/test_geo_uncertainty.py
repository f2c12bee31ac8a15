"""From places to the areas that they may lie in."""

from __future__ import annotations

from typing import Any

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geodata.places import Place
from geodata.regions import UnknownRegion, default_regions
from geodata.uncertainty import contains, cut, disc, geometry, overlaps, representative_outline_point

EARTH = pyproj.Geod(ellps="WGS84")


def place(name: str, precision: str, **fields: Any) -> Place:
    return Place.model_validate(
        {"id": name.lower().replace(" ", "-"), "name": name, "precision": precision, "obtained": "test", **fields}
    )


def point(name: str, lat: float, lon: float, radius_km: float, precision: str = "site") -> Place:
    return place(name, precision, lat=lat, lon=lon, radius_km=radius_km)


def area(name: str, precision: str = "province", **spec: Any) -> Place:
    return place(name, precision, area=spec)


TAJI = point("Camp Taji", 33.5239, 44.2567, 3)
BAGHDAD = point("Baghdad", 33.34, 44.40, 20, "locality")
ASAD = point("Al Asad", 33.7856, 42.4412, 5)
BABIL = area("Babil", regions=["IQ-BB"])
KARBALA = area("Karbala", regions=["IQ-KA"])
IRAQ = area("Iraq", "country", regions=["IQ"])
WEST = area("Western Iraq", country="IQ", west_of=43.0)
BORDER = area("Border of Iraq and Syria", "district", border=["IQ", "SY"], width_km=25)
NORTH_OF_BAGHDAD = area(
    "North of Baghdad", "district", sector=True, lat=33.34, lon=44.4, radius_km=40, start=300, end=60
)
UNPLACED = place("Nowhere", "unplaced")
RUTBA = point("Rutba", 33.04, 40.29, 3)
ALBU_KAMAL = point("Albu Kamal", 34.45, 40.92, 5)


def shape(of: Place) -> BaseGeometry:
    found = geometry(of, default_regions())
    assert found is not None
    return found


@given(st.floats(-180, 180), st.floats(-70, 70), st.floats(0.2, 500))
def test_every_corner_of_a_ring_is_a_radius_away(lon: float, lat: float, radius_km: float) -> None:
    ring = disc(lon, lat, radius_km)
    assert ring.is_valid
    for x, y in ring.exterior.coords[:-1:8]:
        _, _, metres = EARTH.inv(lon, lat, x, y)
        assert metres == pytest.approx(radius_km * 1000, rel=0.005)


@pytest.mark.parametrize(("lat", "lon", "radius_km"), [(33.3, 44.4, 10), (0, 0, 1), (60, 179.9, 200)])
def test_a_ring_covers_the_area_of_its_circle(lat: float, lon: float, radius_km: float) -> None:
    square_metres, _ = EARTH.geometry_area_perimeter(disc(lon, lat, radius_km))
    assert abs(square_metres) / 1e6 == pytest.approx(3.14159265 * radius_km**2, rel=0.005)


@pytest.mark.parametrize("of", [TAJI, BABIL, IRAQ, WEST, BORDER, NORTH_OF_BAGHDAD], ids=lambda of: of.id)
def test_geometry_is_a_valid_area_and_cached(of: Place) -> None:
    found = shape(of)
    assert found.is_valid
    assert found.area > 0
    assert found is geometry(of.model_copy(), default_regions())


def test_an_unplaced_place_has_no_geometry() -> None:
    assert geometry(UNPLACED, default_regions()) is None


@pytest.mark.parametrize(
    ("of", "inside", "outside"),
    [
        (BABIL, (44.42, 32.54), (44.02, 32.62)),
        (WEST, (42.44, 33.79), (44.4, 33.3)),
        (WEST, (40.29, 33.04), (39.0, 33.5)),
        (BORDER, (40.92, 34.45), (42.44, 33.79)),
        (BORDER, (41.0, 34.35), (44.4, 33.3)),
        (NORTH_OF_BAGHDAD, (44.4, 33.6), (44.4, 33.1)),
        (NORTH_OF_BAGHDAD, (44.26, 33.52), (44.0, 33.34)),
    ],
)
def test_areas_hold_the_right_side(of: Place, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    assert shape(of).covers(shapely.Point(inside))
    assert not shape(of).covers(shapely.Point(outside))


def test_a_border_band_reaches_its_width_into_each_country() -> None:
    line = default_regions().border("IQ", "SY")
    middle = line.interpolate(0.5, normalized=True)
    band = shape(BORDER)
    distances = [
        EARTH.inv(middle.x, middle.y, x, y)[2] / 1000
        for x, y in shapely.get_coordinates(band.exterior if band.geom_type == "Polygon" else band.convex_hull)
    ]
    assert min(distances) == pytest.approx(25, rel=0.02)
    assert not band.intersects(default_regions().country("TR").buffer(-0.05))


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (area("Unknown", regions=["XX-YY"]), UnknownRegion),
        (area("No border", "district", border=["IQ", "EG"], width_km=5), UnknownRegion),
        (area("Beyond", country="IQ", west_of=10.0), ValueError),
    ],
    ids=["no such region", "no such border", "empty part"],
)
def test_an_area_that_cannot_be_made_says_so(broken: Place, error: type[Exception]) -> None:
    with pytest.raises(error, match="expected"):
        geometry(broken, default_regions())


@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
@pytest.mark.parametrize("of", [TAJI, BABIL, IRAQ, BORDER], ids=lambda of: of.id)
def test_cutting_keeps_an_area_valid_and_near(of: Place, decimals: int) -> None:
    found = shape(of)
    rounded = cut(found, decimals)
    assert rounded.is_valid
    assert rounded.area > 0
    assert rounded.hausdorff_distance(found) <= 1.5 * 10**-decimals


def test_cutting_drops_decimals() -> None:
    coordinates = shapely.get_coordinates(cut(shape(BABIL), 1))
    assert (coordinates == coordinates.round(1)).all()
    assert cut(shapely.Point(44.4567, 33.3456), 2).equals(shapely.Point(44.46, 33.35))


@pytest.mark.parametrize("of", [TAJI, BABIL, IRAQ, BORDER], ids=lambda of: of.id)
def test_a_label_stands_on_the_outline(of: Place) -> None:
    found = shape(of)
    label = shapely.Point(representative_outline_point(found))
    assert found.boundary.distance(label) == 0
    assert label.distance(found.centroid) > 0.02


def test_a_point_has_no_outline() -> None:
    with pytest.raises(ValueError, match="expected an area"):
        representative_outline_point(shapely.Point(0, 0))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (TAJI, BAGHDAD, False),
        (TAJI, NORTH_OF_BAGHDAD, True),
        (TAJI, IRAQ, True),
        (BABIL, KARBALA, False),
        (BABIL, IRAQ, True),
        (RUTBA, WEST, True),
        (BAGHDAD, WEST, False),
        (ALBU_KAMAL, BORDER, True),
        (UNPLACED, IRAQ, False),
        (point("Just over the border", 34.45, 40.92, 1), area("Anbar", regions=["IQ-AN"]), False),
        (point("In the tolerance", 33.34, 44.10, 27.3), BAGHDAD, True),
    ],
)
def test_overlapping_places(a: Place, b: Place, expected: bool) -> None:
    assert overlaps(a, b) is expected
    assert overlaps(b, a) is expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (IRAQ, TAJI, True),
        (TAJI, IRAQ, False),
        (WEST, ASAD, True),
        (IRAQ, BABIL, True),
        (BABIL, KARBALA, False),
        (NORTH_OF_BAGHDAD, BAGHDAD, False),
        (IRAQ, UNPLACED, False),
        (IRAQ, ALBU_KAMAL, False),
        (IRAQ, BORDER, False),
    ],
)
def test_containing_places(outer: Place, inner: Place, expected: bool) -> None:
    assert contains(outer, inner) is expected
