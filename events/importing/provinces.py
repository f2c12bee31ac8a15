"""Which embedded province (else country) each of many points lies in: once, when they are imported."""

from __future__ import annotations

from functools import cache

import numpy
import pyarrow
import shapely

from geodata.regions import default_regions


@cache
def _areas() -> tuple[list[shapely.Geometry], tuple[str, ...]]:
    """Provinces first: of two regions that hold a point the finer counts."""
    regions = sorted(default_regions(), key=lambda one: (one.level == 0, one.iso))
    areas = [default_regions().area(one.iso) for one in regions]
    shapely.prepare(areas)
    return areas, tuple(one.iso for one in regions)


def province_of(points: pyarrow.Table) -> pyarrow.Array:
    """ISO 3166-2 code of the embedded province that each point lies in, its country's where it has none, or NULL.

    Args:
        points: columns ``lon`` and ``lat``, degrees, no NULL.

    Points on a border belong to the region whose code comes first.
    """
    areas, codes = _areas()
    lons, lats = (points.column(name).to_numpy() for name in ("lon", "lat"))
    from_west = numpy.argsort(lons)
    lons, lats = lons[from_west], lats[from_west]
    found = numpy.full(len(lons), len(codes), dtype=numpy.int64)
    # Region by region and not point by point: a prepared region answers for all points in its frame in one call.
    for index, area in enumerate(areas):
        west, south, east, north = area.bounds
        start, end = numpy.searchsorted(lons, west), numpy.searchsorted(lons, east, side="right")
        frame = lats[start:end]
        near = start + numpy.flatnonzero((frame >= south) & (frame <= north) & (found[start:end] == len(codes)))
        found[near[shapely.intersects_xy(area, lons[near], lats[near])]] = index
    first = numpy.empty_like(found)
    first[from_west] = found
    return pyarrow.array([*codes, None], pyarrow.string()).take(pyarrow.array(first))
