# ruff: noqa: S608  only names of ours are put into statements
"""Places of the plain incidents of an export: each made once, and what the store keeps of them column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pyarrow
import pyarrow.compute as pc

from events.importing.canonical_building import Builder
from events.importing.own_lane_known import fetched, put, strings
from events.importing.own_parts import Quick
from events.importing.provinces import province_of
from events.store.schema import CELL_ZOOM
from events.store.staging import quoted
from geodata.mercator import cells
from geodata.places import Disc, Place, Regions

_CELLS = ("place_id", "place", "place_local", "place_note", "place_obtained", "country", "precision", "lat_stated",
          "lon_stated", "radius_km", "area")  # fmt: skip


def make_places(quick: Quick, builder: Builder) -> None:
    """Make every place that the first of its incidents describes whole, and the table ``lane_place`` of them."""
    columns = ", ".join(quoted(name) for name in _CELLS)
    asked = (f"SELECT {columns} FROM (SELECT _at, {columns} FROM own_incident WHERE part = {quick.number}"
             " AND place_id <> '' QUALIFY row_number() OVER (PARTITION BY place_id ORDER BY _at) = 1)")  # fmt: skip
    since = len(builder.problems)
    for found in fetched(quick.staging, asked):
        builder.place(found, 0)
    # Of a place that is not described as it has to be, each of its incidents says so when its turn comes.
    del builder.problems[since:]
    put(quick.staging, "lane_place", _columns(list(builder.places.values())))


def _columns(places: Sequence[Place]) -> dict[str, pyarrow.Array]:
    # A disc has its middle in the columns of a point, see ``events/store/curated.py``.
    spots = [one.area if isinstance(one.area, Disc) else one for one in places]
    lat, lon = _numbers([one.lat for one in spots]), _numbers([one.lon for one in spots])
    both = pc.and_(pc.is_valid(lat), pc.is_valid(lon))
    x, y = cells(_filled(lon), _filled(lat), CELL_ZOOM)
    codes = [
        one.area.regions[0] if isinstance(one.area, Regions) and len(one.area.regions) == 1 else None
        for one in places
    ]
    return {
        "place_id": strings(one.id for one in places), "place": strings(one.name for one in places),
        "place_local": strings(one.local or None for one in places), "country": strings(one.country for one in places),
        "precision": pyarrow.array([one.precision.rank for one in places], pyarrow.int8()),
        "lat": lat, "lon": lon, "radius_km": _numbers([one.radius_km for one in spots]),
        "area": strings(one.area.model_dump_json(exclude_none=True) if one.area else None for one in places),
        "x": _where(both, pyarrow.array(x, pyarrow.int32())), "y": _where(both, pyarrow.array(y, pyarrow.int32())),
        "province": pc.if_else(both, _provinces(lon, lat, both), strings(codes)),
        "obtained": strings(one.obtained for one in places), "place_note": strings(one.note or None for one in places),
    }  # fmt: skip


def _provinces(lon: pyarrow.Array, lat: pyarrow.Array, both: pyarrow.Array) -> pyarrow.Array:
    found = province_of(pyarrow.table({"lon": lon.filter(both), "lat": lat.filter(both)}))
    found = found.combine_chunks() if isinstance(found, pyarrow.ChunkedArray) else found
    return pc.replace_with_mask(pyarrow.nulls(len(both), pyarrow.string()), both, found)


def _numbers(given: Sequence[float | None]) -> pyarrow.Array:
    return pyarrow.array(given, pyarrow.float64())


def _filled(given: pyarrow.Array) -> Any:
    return numpy.nan_to_num(given.to_numpy(zero_copy_only=False))


def _where(both: pyarrow.Array, given: pyarrow.Array) -> pyarrow.Array:
    return pc.if_else(both, given, pyarrow.scalar(None, given.type))
