"""Where an exported incident is, as geometry: a point cut to its precision, or the area that it may lie in."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy
import pyarrow as pa
import shapely
from pydantic import ValidationError
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geodata.places import Place, Precision
from geodata.regions import UnknownRegion, default_regions
from geodata.uncertainty import cut, geometry

AREA_DECIMALS = 2
"""An area carries its precision in its extent; about a kilometre keeps its outline valid."""
_FULL_TURN = 360.0
POINTS = tuple(one.value for one in Precision if one.is_point)
DECIMALS = {one.value: one.decimals for one in Precision}

Floats = numpy.ndarray[Any, numpy.dtype[numpy.float64]]


def cut_points(precision: pa.Array, lat: pa.Array, lon: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Coordinates with as many decimals as a site or locality carries; NULL for everything else.

    Args:
        precision: text, ``Precision`` values.
        lat: degrees, NULL where there is no point.
        lon: likewise.
    """
    words = numpy.asarray(precision.to_pylist(), dtype=object)
    cells = []
    for column in (lat, lon):
        values = column.to_numpy(zero_copy_only=False).astype(float)
        found = numpy.full(len(values), numpy.nan)
        for name in POINTS:
            rows = words == name
            found[rows] = numpy.round(values[rows], DECIMALS[name])
        cells.append(pa.array(found, pa.float64(), from_pandas=True))
    return cells[0], cells[1]


def within_world(shape: BaseGeometry) -> BaseGeometry:
    """The same area with longitudes from -180 to 180: what runs across the 180th meridian is parted there."""
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return shape
    pieces = []
    for turn in (-_FULL_TURN, 0.0, _FULL_TURN):
        piece = translate(shape, turn).intersection(shapely.box(-180, -90, 180, 90))
        pieces += [part for part in shapely.get_parts([piece]) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(pieces) if len(pieces) > 1 else pieces[0]


@lru_cache(maxsize=2048)
def area_shape(area: str, precision: str) -> BaseGeometry | None:
    """The polygons of an area, right-handed, cut to :data:`AREA_DECIMALS`.

    Args:
        area: JSON of an AreaSpec.
        precision: of the place, "district" to "country".

    Returns:
        None where the area cannot be drawn (a region that is not embedded): the area's JSON stays in its column.
    """
    try:
        row = {"id": "area", "name": "area", "obtained": "export", "precision": precision, "area": json.loads(area)}
        shape = geometry(Place.model_validate(row), default_regions())
    except (UnknownRegion, ValidationError, ValueError):
        return None
    return shapely.orient_polygons(within_world(cut(shape, AREA_DECIMALS))) if shape is not None else None


def shapes(incidents: pa.RecordBatch) -> list[BaseGeometry | None]:
    """The geometry of every row of ``columns.INCIDENTS``: point, polygons or None."""
    lon = incidents.column("lon").to_numpy(zero_copy_only=False)
    lat = incidents.column("lat").to_numpy(zero_copy_only=False)
    precisions, areas = incidents.column("precision").to_pylist(), incidents.column("area").to_pylist()
    found: list[BaseGeometry | None] = list(shapely.points(lon, lat))
    for row, missing in enumerate(numpy.isnan(lon)):
        if missing:
            area = areas[row]
            found[row] = area_shape(area, precisions[row]) if area else None
    return found


class Bounds:
    """The box around all that it was shown."""

    def __init__(self) -> None:
        self.box: tuple[float, float, float, float] | None = None

    def add(self, some: list[BaseGeometry | None]) -> None:
        """Widen the box."""
        present = [shape for shape in some if shape is not None]
        if not present:
            return
        found = shapely.total_bounds(present)
        west, south, east, north = (float(value) for value in found)
        if self.box is not None:
            west, south = min(west, self.box[0]), min(south, self.box[1])
            east, north = max(east, self.box[2]), max(north, self.box[3])
        self.box = (west, south, east, north)
