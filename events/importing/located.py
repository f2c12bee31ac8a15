"""Which of many regions each of many points lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import shapely
from numpy.typing import NDArray

Numbers = NDArray[numpy.float64]


def first_region(areas: Sequence[Any], lons: Numbers, lats: Numbers) -> NDArray[numpy.int64]:
    """Index of the first area that each point lies in or on the border of; ``len(areas)`` where there is none.

    Args:
        areas: shapely areas in degrees; prepare them where they are used again.
        lons: degrees, no NaN.
        lats: as many.
    """
    from_west = numpy.argsort(lons)
    lons, lats = lons[from_west], lats[from_west]
    none = len(areas)
    found = numpy.full(len(lons), none, dtype=numpy.int64)
    # Region by region and not point by point: a prepared region answers for all points in its frame in one call.
    for index, area in enumerate(areas):
        west, south, east, north = area.bounds
        start, end = numpy.searchsorted(lons, west), numpy.searchsorted(lons, east, side="right")
        frame = lats[start:end]
        near = start + numpy.flatnonzero((frame >= south) & (frame <= north) & (found[start:end] == none))
        found[near[shapely.intersects_xy(area, lons[near], lats[near])]] = index
    result = numpy.empty_like(found)
    result[from_west] = found
    return result
