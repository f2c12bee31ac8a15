"""Which embedded province (else country) each of many points lies in: once, when they are imported."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow
import shapely

from events.importing.located import first_region
from geodata.regions import default_regions


@cache
def _areas() -> tuple[list[Any], tuple[str, ...]]:
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
    first = first_region(areas, *(points.column(name).to_numpy() for name in ("lon", "lat")))
    return pyarrow.array([*codes, None], pyarrow.string()).take(pyarrow.array(first))
