"""Geometry to compact GeoJSON: clipping, rounding that keeps shapes valid, label points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

BOUNDS = (22.0, 8.0, 72.0, 48.0)
"""West, south, east, north of the basemap in degrees: generous, so that no edge shows around Iraq."""
DECIMALS = 3
"""A thousandth of a degree is about 100 m; the source is drawn for 1:10 million."""


def polygons(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """The polygons of a geometry, without stray lines and points."""
    parts = [part for part in shapely.get_parts([geometry]) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(parts)


def tidy(geometry: BaseGeometry, decimals: int = DECIMALS) -> BaseGeometry:
    """A valid area whose coordinates have that many decimals."""
    rounded = shapely.transform(geometry, lambda points: points.round(decimals))
    if not rounded.is_valid or rounded.is_empty:
        # Only where rounding made a ring touch itself: the grid snap may shift a neighbour's shared edge by 50 m.
        rounded = shapely.set_precision(geometry, 10**-decimals)
    return polygons(rounded)


def label_point(geometry: BaseGeometry) -> list[float]:
    """Longitude and latitude of the middle of the widest part, where a name has most room."""
    widest = max(polygons(geometry).geoms, key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(widest, 0.02)
    return [round(value, 2) for value in line.coords[0]]


def feature(geometry: BaseGeometry, properties: Mapping[str, Any]) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": dict(properties), "geometry": _geojson(geometry)}


def _geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """The geometry with rounded numbers; a multi-part of one part is written as that part."""
    if hasattr(geometry, "geoms") and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    shape = json.loads(shapely.to_geojson(geometry))
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, DECIMALS)


def write(path: Path, features: Iterable[Mapping[str, Any]]) -> int:
    """Write a FeatureCollection without spaces and return its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": list(features)}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())
