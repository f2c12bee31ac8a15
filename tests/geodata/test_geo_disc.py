"""An area known only as "somewhere within so many kilometres": drawn as an area, never as a dot."""

from __future__ import annotations

from typing import Any

import pyproj
import pytest
import shapely
from pydantic import ValidationError

from geodata.places import Disc, Place
from geodata.regions import default_regions
from geodata.uncertainty import contains, geometry, overlaps

EARTH = pyproj.Geod(ellps="WGS84")


def place(area: dict[str, Any], precision: str = "district", **more: Any) -> Place:
    return Place.model_validate(
        {"id": "a", "name": "A", "precision": precision, "area": area, "obtained": "test", **more}
    )


def disc(lat: float = 14.5, lon: float = -1.2, radius_km: float = 60) -> dict[str, Any]:
    return {"disc": True, "lat": lat, "lon": lon, "radius_km": radius_km}


@pytest.mark.parametrize("precision", ["district", "province", "country"])
@pytest.mark.parametrize(
    ("lat", "lon", "radius_km"), [(14.5, -1.2, 60), (-33, 151, 2000), (0, 179.5, 300), (4, 9, 0.5)]
)
def test_its_outline_is_a_radius_away_and_it_has_no_point(
    lat: float, lon: float, radius_km: float, precision: str
) -> None:
    made = place(disc(lat, lon, radius_km), precision)
    assert isinstance(made.area, Disc)
    assert (made.lat, made.lon, made.radius_km) == (None, None, None)
    shape = geometry(made, default_regions())
    assert isinstance(shape, shapely.Polygon)
    assert shape.is_valid
    for x, y in shape.exterior.coords[::16]:
        assert EARTH.inv(lon, lat, x, y)[2] == pytest.approx(radius_km * 1000, rel=0.005)


@pytest.mark.parametrize(
    ("area", "precision", "said"),
    [
        (disc(radius_km=2001), "district", "less than or equal to 2000"),
        (disc(radius_km=0), "district", "greater than 0"),
        (disc(lat=91), "district", "less than or equal to 90"),
        ({**disc(), "disc": False}, "district", "Input should be True"),
        ({**disc(), "start": 5}, "district", "Extra inputs are not permitted"),
        (disc(), "site", "needs lat, lon and radius_km, and no area"),
        (disc(), "unplaced", "unplaced place has no lat"),
    ],
)
def test_what_is_not_a_disc_is_refused(area: dict[str, Any], precision: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        place(area, precision)


@pytest.mark.parametrize(("lat", "within", "touching"), [(14.5, True, True), (15.0, False, True), (16.5, False, False)])
def test_it_is_compared_like_any_area(lat: float, within: bool, touching: bool) -> None:
    wide, small = place(disc()), place(disc(lat=lat, radius_km=20), id="b")
    assert contains(wide, small) is within
    assert overlaps(wide, small) is touching
