"""Just enough of TopoJSON to read the lines and areas of one object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

Arc = list[tuple[float, float]]


def shapes(path: Path, name: str) -> Iterator[BaseGeometry]:
    """The geometries of the object called ``name``: LineString, MultiLineString, Polygon, MultiPolygon."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    for item in topology["objects"][name]["geometries"]:
        yield _shape(item["type"], item["arcs"], arcs)


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> Arc:
    """One arc: whole-number steps from point to point, scaled to degrees."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    xs = accumulate(step[0] for step in steps)
    ys = accumulate(step[1] for step in steps)
    return [(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(xs, ys, strict=True)]


def _line(indices: list[int], arcs: list[Arc]) -> Arc:
    """Arcs joined end to end; a negative index is the arc ``~index`` turned round."""
    points: Arc = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def _shape(kind: str, arcs_of: Any, arcs: list[Arc]) -> BaseGeometry:
    if kind == "LineString":
        return shapely.LineString(_line(arcs_of, arcs))
    if kind == "MultiLineString":
        return shapely.MultiLineString([_line(part, arcs) for part in arcs_of])
    if kind == "Polygon":
        return _polygon(arcs_of, arcs)
    if kind == "MultiPolygon":
        return shapely.MultiPolygon([_polygon(part, arcs) for part in arcs_of])
    raise ValueError(f"expected a line or area in TopoJSON, got {kind}; extend geodata/basemap/topojson.py")


def _polygon(rings: Any, arcs: list[Arc]) -> shapely.Polygon:
    outer, *holes = [_line(ring, arcs) for ring in rings]
    return shapely.Polygon(outer, holes)
