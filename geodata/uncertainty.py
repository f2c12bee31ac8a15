"""From a place and its precision to the area that it may lie in, as shapely geometry in WGS84 degrees."""

from __future__ import annotations

from functools import lru_cache

import numpy
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.places import AreaSpec, BorderBand, Disc, Part, Place, Regions, Sector
from geodata.regions import RegionTable, default_regions

TOLERANCE = 0.01
"""Degrees, about 1 km: how far the embedded borders may lie from the true ones after simplification."""
SLIVER = 0.01
"""A share of the smaller area below which two areas only touch: neighbours do not overlap."""
RING_POINTS = 128
"""Corners of a ring; its area is then 0.04 % less than the circle's."""
_FULL_TURN = 360.0
_FINEST = 7
_EARTH = pyproj.Geod(ellps="WGS84")


@lru_cache(maxsize=4096)
def geometry(place: Place, regions: RegionTable) -> BaseGeometry | None:
    """The valid area that a place may lie in, or None when it is unplaced.

    A site or locality gives its ring: everything within ``radius_km`` of the point. Raises UnknownRegion
    for a region that is not embedded and ValueError for an area that comes out empty.
    """
    if place.lat is not None and place.lon is not None and place.radius_km is not None:
        return disc(place.lon, place.lat, place.radius_km)
    if place.area is None:
        return None
    shape = _area(place.area, regions)
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    if shape.is_empty:
        raise ValueError(f"the area of place {place.id!r} is empty: expected one that covers land, got {place.area!r}")
    shapely.prepare(shape)
    return shape


def disc(lon: float, lat: float, radius_km: float) -> shapely.Polygon:
    """All points within a geodesic distance of a point. Near a pole the ring is only approximate."""
    return shapely.Polygon(_arc(lon, lat, radius_km, 0.0, _FULL_TURN)[:-1])


def _arc(lon: float, lat: float, radius_km: float, start: float, end: float) -> list[tuple[float, float]]:
    """Points at a distance from a centre, clockwise from bearing ``start`` to ``end`` (degrees from north)."""
    count = max(2, round(RING_POINTS * (end - start) / _FULL_TURN)) + 1
    bearings = numpy.linspace(start, end, count)
    metres = numpy.full(count, radius_km * 1000)
    lons, lats, _ = _EARTH.fwd(numpy.full(count, lon), numpy.full(count, lat), bearings, metres)
    # Kept next to the centre, so that a ring across the 180th meridian stays one ring.
    unwrapped = lon + (numpy.asarray(lons) - lon + 180) % 360 - 180
    return [(float(x), float(y)) for x, y in zip(unwrapped, lats, strict=True)]


def _area(spec: AreaSpec, regions: RegionTable) -> BaseGeometry:
    match spec:
        case Regions():
            return shapely.union_all([regions.area(iso) for iso in spec.regions])
        case Sector():
            return _sector(spec)
        case Disc():
            return disc(spec.lon, spec.lat, spec.radius_km)
        case BorderBand():
            return _band(spec, regions)
        case Part():
            return _part(spec, regions)


def _sector(spec: Sector) -> BaseGeometry:
    end = spec.end if spec.end > spec.start else spec.end + _FULL_TURN
    if end - spec.start >= _FULL_TURN:
        return disc(spec.lon, spec.lat, spec.radius_km)
    return shapely.Polygon([(spec.lon, spec.lat), *_arc(spec.lon, spec.lat, spec.radius_km, spec.start, end)])


def _band(spec: BorderBand, regions: RegionTable) -> BaseGeometry:
    """The border widened in a projection centred on it, where distances are true to about 0.5 %."""
    line = regions.border(*spec.border)
    middle = line.centroid
    crs = pyproj.CRS.from_dict({"proj": "aeqd", "lon_0": middle.x, "lat_0": middle.y, "datum": "WGS84"})
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    widened = _projected(line, to_metres).buffer(spec.width_km * 1000)
    land = shapely.union_all([regions.country(iso) for iso in spec.border])
    return _projected(widened, to_degrees).intersection(land)


def _projected(shape: BaseGeometry, transformer: pyproj.Transformer) -> BaseGeometry:
    return shapely.transform(shape, lambda points: numpy.column_stack(transformer.transform(*points.T)))


def _part(spec: Part, regions: RegionTable) -> BaseGeometry:
    area = regions.area(spec.country)
    west, south, east, north = area.bounds
    window = (
        max(west, west if spec.east_of is None else spec.east_of),
        max(south, south if spec.north_of is None else spec.north_of),
        min(east, east if spec.west_of is None else spec.west_of),
        min(north, north if spec.south_of is None else spec.south_of),
    )
    if window[0] >= window[2] or window[1] >= window[3]:
        return shapely.Polygon()
    return area.intersection(shapely.box(*window))


def cut(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """The geometry with at most that many decimals, valid.

    An area smaller than the grid keeps more decimals, as many as it needs to remain an area.
    """
    for finer in range(decimals, _FINEST + 1):
        rounded = _rounded(shape, finer)
        if not rounded.is_valid:
            rounded = shapely.set_precision(shape, 10**-finer)
        if not rounded.is_empty and rounded.is_valid and rounded.geom_type.endswith("Polygon") == (shape.area > 0):
            return rounded
    return shape


def _rounded(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    return shapely.transform(shape, lambda points: points.round(decimals))


def representative_outline_point(shape: BaseGeometry) -> tuple[float, float]:
    """The northernmost corner (lon, lat) of the largest part: on the outline, never inside.

    An area gets its label there, because a mark in its middle would claim a position that no source gives.
    """
    parts = [part for part in shapely.get_parts([shape]) if part.geom_type == "Polygon"]
    if not parts:
        raise ValueError(f"expected an area, got a {shape.geom_type}: only areas have an outline")
    ring = max(parts, key=lambda part: part.area).exterior
    lon, lat = max(ring.coords, key=lambda point: (point[1], point[0]))
    return float(lon), float(lat)


def overlaps(a: Place, b: Place, regions: RegionTable | None = None) -> bool:
    """Whether two places may be the same or one inside the other; an unplaced one overlaps nothing.

    Rings overlap what lies within ``TOLERANCE`` of them. Two areas overlap when they share more than
    ``SLIVER`` of the smaller: neighbouring provinces, which share a border only, do not.
    """
    pair = _both(a, b, regions)
    if pair is None:
        return False
    first, second = pair
    if a.precision.is_point or b.precision.is_point:
        return bool(first.distance(second) <= TOLERANCE)
    return bool(first.intersection(second).area > SLIVER * min(first.area, second.area))


def contains(outer: Place, inner: Place, regions: RegionTable | None = None) -> bool:
    """Whether everywhere that ``inner`` may be lies within ``outer``, give or take ``TOLERANCE`` of the border."""
    pair = _both(outer, inner, regions)
    return pair is not None and bool(pair[0].buffer(TOLERANCE).covers(pair[1]))


def _both(a: Place, b: Place, regions: RegionTable | None) -> tuple[BaseGeometry, BaseGeometry] | None:
    table = default_regions() if regions is None else regions
    first, second = geometry(a, table), geometry(b, table)
    return None if first is None or second is None else (first, second)
