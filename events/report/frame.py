"""The map's window on the earth: which part is drawn, and from degrees to the units of the picture.

Plate carrée, true at the middle latitude: north is up, and the scale bar holds along that latitude.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

from events.summary import Summary
from geodata.places import Precision
from geodata.regions import RegionTable
from geodata.uncertainty import geometry

WIDTH = 720.0
_LOWEST, _HIGHEST = 400.0, 640.0
_MARGIN = 0.35
"""Degrees around what is drawn."""
_SMALLEST = 1.5
"""Degrees that the window spans at least: nearer there is nothing to see of the embedded borders."""
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Frame:
    """From ``west`` and ``north``; ``scale`` is units of the picture per degree of latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    """Cosine of the middle latitude: how much shorter a degree of longitude is."""
    height: float
    width: float = WIDTH

    @property
    def window(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        south = self.north - self.height / self.scale
        return self.west, south, self.west + self.width / (self.scale * self.squeeze), self.north

    @property
    def box(self) -> shapely.Polygon:
        """The picture's edge, in its units."""
        return shapely.box(0, 0, self.width, self.height)

    @property
    def km(self) -> float:
        """Units of the picture per kilometre."""
        return self.scale / _KM_PER_DEGREE

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """A place in the picture; y runs downwards."""
        x, y = self._moved(numpy.array([[lon, lat]]))[0]
        return float(x), float(y)

    def _moved(self, points: numpy.ndarray) -> numpy.ndarray:
        """Rows of (lon, lat) as rows of (x, y)."""
        return (points - (self.west, self.north)) * (self.scale * self.squeeze, -self.scale)

    def draw(self, shape: BaseGeometry, slack: float = 8.0) -> BaseGeometry:
        """A geometry in the units of the picture, cut a little outside its edge."""
        west, south, east, north = self.window
        more = slack / self.scale
        near = shapely.clip_by_rect(shape, west - 2 * more, south - more, east + 2 * more, north + more)
        return shapely.transform(near, self._moved)


def frame_around(summaries: Iterable[Summary], regions: RegionTable) -> Frame | None:
    """The window on all that is placed; countries count only where nothing finer is there. None without any."""
    places = [summary.place for summary in summaries if summary.is_placed]
    finer = [place for place in places if place.precision is not Precision.COUNTRY] or places
    areas = [area for place in finer if (area := geometry(place, regions)) is not None]
    if not areas:
        return None
    west, south, east, north = shapely.total_bounds(numpy.array(areas))
    middle_lat = max(-80.0, min(80.0, (south + north) / 2))
    squeeze = math.cos(math.radians(middle_lat))
    wide = max(east - west + 2 * _MARGIN, _SMALLEST)
    high = max(north - south + 2 * _MARGIN, _SMALLEST)
    height = max(_LOWEST, min(_HIGHEST, WIDTH * high / (wide * squeeze)))
    scale = min(WIDTH / (wide * squeeze), height / high)
    middle_lon = (west + east) / 2
    return Frame(
        west=float(middle_lon - WIDTH / (2 * scale * squeeze)), north=float((south + north) / 2 + height / (2 * scale)),
        scale=float(scale), squeeze=squeeze, height=round(float(height)),
    )  # fmt: skip


def path(shape: BaseGeometry) -> str:
    """Outlines and lines as the ``d`` of an SVG path, to a tenth of a unit. Empty for points and nothing."""
    pieces = []
    for part in shapely.get_parts([shape]):
        if part.geom_type == "GeometryCollection":
            pieces.append(path(shapely.union_all([one for one in part.geoms if one.area > 0])))
        elif part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            pieces += [f"{_line(ring.coords[:-1])}Z" for ring in rings if len(ring.coords) > 3]
        elif part.geom_type.endswith(("LineString", "LinearRing")):
            pieces.append(_line(part.coords))
    return "".join(pieces)


def _line(points: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{point[0]:.1f} {point[1]:.1f}" for point in points)


def bar_length(frame: Frame) -> int:
    """Kilometres of the scale bar: 1, 2 or 5 times a power of ten, about a fifth of the picture's width."""
    longest = frame.width / 5 / frame.km
    power: int = 10 ** max(0, math.floor(math.log10(longest)))
    return max([1, *(step * power for step in (1, 2, 5) if step * power <= longest)])
