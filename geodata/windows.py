"""A window on the map: the polygon that a reader draws, and what lies certainly or possibly inside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from shapely import prepare
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.places import Place
from geodata.regions import default_regions
from geodata.uncertainty import geometry

MOST_CORNERS = 60
"""A drawn area is a reader's, not a coastline: it must fit into a link."""
DECIMALS = 3
"""About 100 m: finer than any hand draws on this map."""


class WindowError(ValueError):
    """The text or the corners make no area."""


@dataclass(frozen=True, slots=True)
class Window:
    """A simple polygon in WGS84: corners as (longitude, latitude), not closed, three at least."""

    corners: tuple[tuple[float, float], ...]

    @property
    def text(self) -> str:
        """For a link: ``lon,lat;lon,lat;…``."""
        return ";".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in self.corners)


def window(corners: list[tuple[float, float]]) -> Window:
    """A window from corners, checked and rounded.

    Raises:
        WindowError: fewer than 3 or too many corners, a corner outside the world, or lines that cross.
    """
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise WindowError(f"an area has 3 to {MOST_CORNERS} corners, got {len(corners)}")
    for lon, lat in corners:
        if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
            raise WindowError(f"a corner is longitude, latitude in degrees, got {lon!r}, {lat!r}")
    made = Window(tuple((round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in corners))
    if not Polygon(made.corners).is_valid or not Polygon(made.corners).area:
        raise WindowError("the lines of the area cross or enclose nothing; draw it anew")
    return made


def parse_window(text: str) -> Window:
    """Read ``lon,lat;lon,lat;…``.

    Raises:
        WindowError: anything that is no such list or makes no area.
    """
    corners = []
    for pair in text.split(";")[: MOST_CORNERS + 2]:
        lon, comma, lat = pair.partition(",")
        try:
            corners.append((float(lon), float(lat)))
        except ValueError as error:
            raise WindowError(f"expected lon,lat;lon,lat;…, got {pair!r}") from error
        if not comma:
            raise WindowError(f"expected lon,lat;lon,lat;…, got {pair!r}")
    return window(corners)


@lru_cache(maxsize=64)
def _polygon(corners: tuple[tuple[float, float], ...]) -> Polygon:
    polygon = Polygon(corners)
    prepare(polygon)
    return polygon


def inside(area: Window, place: Place) -> bool | None:
    """True where all that the place may be lies inside, False where nothing of it does, None where it is open.

    A place that is not placed could be anywhere: None.
    """
    shape: BaseGeometry | None = geometry(place, default_regions())
    if shape is None:
        return None
    polygon = _polygon(area.corners)
    if polygon.covers(shape):
        return True
    return None if polygon.intersects(shape) else False
