"""Rivers and lakes from Natural Earth's 1:50m layers, named by a small table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.basemap import topojson
from geodata.basemap.boundaries import table
from geodata.basemap.shapes import BOUNDS, feature, label_point, tidy

NEAR = 0.3
"""Degrees within which a river or lake takes the name of a point in the table."""


def features(folder: Path) -> list[dict[str, Any]]:
    """The lakes and then the rivers within the bounds of the basemap.

    The source's layers carry no names, so the table gives a point on each named river and lake.
    """
    return [_named(kind, shape) for kind in ("lake", "river") for shape in _clipped(folder, kind)]


def _clipped(folder: Path, kind: str) -> Iterator[BaseGeometry]:
    """Shapes of Asia, then those of Africa that Asia does not have (the Nile)."""
    frame = shapely.box(*BOUNDS)
    seen: list[BaseGeometry] = []
    for continent in ("asia", "africa"):
        for shape in topojson.shapes(folder / f"{continent}_50m.json", f"{kind}s"):
            clipped = shapely.make_valid(shape).intersection(frame)
            known = any(clipped.distance(other) < 0.02 for other in seen) if continent == "africa" else False
            if not clipped.is_empty and not known:
                if continent == "asia":
                    seen.append(clipped)
                yield clipped


def _named(kind: str, shape: BaseGeometry) -> dict[str, Any]:
    """The feature with its name and, for a lake, a label point."""
    properties: dict[str, Any] = {"kind": kind, "name": "", "local": ""}
    for row in table("water"):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        if row["kind"] == kind and shape.distance(point) <= NEAR:
            properties |= {"name": row["name"], "local": row["local"]}
            break
    if kind == "river":
        return feature(shapely.line_merge(shape) if shape.geom_type != "LineString" else shape, properties)
    area = tidy(shape)
    return feature(area, properties | {"label": label_point(area)})
