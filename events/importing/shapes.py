"""From geometries to what an incident can have: a point, or a disc that reaches around the whole shape.

A shape is never made into a point without a radius: the middle of a province is not where something happened.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

EARTH_KM = 6371.0088
COLUMNS = ("_lon", "_lat", "_geometry", "_radius_km")
"""Columns that every file with geometry gets, before its own."""
DISC_NOTE = "lines, areas and groups of points are placed by the disc around them: its middle and radius"
TYPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
         "GeometryCollection")  # fmt: skip
Floats = NDArray[np.float64]


def discs(lonlat: Floats, starts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Middle and reach of groups of vertices, on the sphere, so that the date line is no edge.

    Args:
        lonlat: (n, 2) degrees.
        starts: (m,) index of each group's first vertex, growing; no group is empty.

    Returns:
        (m,) longitudes, latitudes in degrees and radii in km.
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    unit = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = (np.minimum.reduceat(unit, starts) + np.maximum.reduceat(unit, starts)) / 2
    length = np.linalg.norm(middle, axis=1, keepdims=True)
    middle = np.where(length > 1e-9, middle / np.maximum(length, 1e-9), unit[starts])
    group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(lonlat))))
    chord = np.linalg.norm(unit - middle[group], axis=1)
    reach = np.maximum.reduceat(2 * np.arcsin(np.clip(chord / 2, 0, 1)), starts) * EARTH_KM
    return (
        np.degrees(np.arctan2(middle[:, 1], middle[:, 0])), np.degrees(np.arcsin(np.clip(middle[:, 2], -1, 1))), reach
    )  # fmt: skip


def disc(positions: list[list[float]]) -> tuple[str, str, str]:
    """Middle and reach of one shape, as text: longitude, latitude with 5 decimals, km with 2."""
    lon, lat, reach = discs(np.array([one[:2] for one in positions], float), np.zeros(1, np.int64))
    return f"{lon[0]:.5f}", f"{lat[0]:.5f}", f"{reach[0]:.2f}"


def _text(values: Floats) -> list[str]:
    return [repr(value) for value in values.tolist()]


def place_columns(geometries: NDArray[Any]) -> tuple[dict[str, pa.Array], NDArray[np.bool_]]:
    """The columns :data:`COLUMNS` of an array of shapely geometries in WGS 84, and which are out of range.

    Missing and empty geometries have no coordinates and are in range.
    """
    count = len(geometries)
    lon, lat, reach = np.full(count, np.nan), np.full(count, np.nan), np.full(count, np.nan)
    kinds = shapely.get_type_id(geometries)
    lonlat, index = shapely.get_coordinates(geometries, return_index=True)
    with np.errstate(invalid="ignore"):
        wrong = ~(np.isfinite(lonlat).all(axis=1) & (np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90))
    outside = np.zeros(count, bool)
    outside[index[wrong]] = True
    keep = ~outside[index]
    lonlat, index = lonlat[keep], index[keep]
    points = kinds[index] == 0
    lon[index[points]], lat[index[points]] = lonlat[points, 0], lonlat[points, 1]
    groups, starts = np.unique(index[~points], return_index=True)
    if len(groups):
        lon[groups], lat[groups], reach[groups] = discs(lonlat[~points], starts.astype(np.int64))
        lon[groups], lat[groups], reach[groups] = lon[groups].round(5), lat[groups].round(5), reach[groups].round(2)

    def column(values: Floats) -> pa.Array:
        return pa.array(_text(values), pa.string(), mask=np.isnan(values))

    names = pa.array([None if kind < 0 else TYPES[kind] for kind in kinds.tolist()], pa.string())
    return dict(zip(COLUMNS, (column(lon), column(lat), names, column(reach)), strict=True)), outside
