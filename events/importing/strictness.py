"""What RFC 7946 asks of GeoJSON, checked on the parsed JSON: libraries read much that is broken without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from events.importing.limits import ImportRefused

DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Geometry type to how deep its positions are nested."""
_WGS84 = ("urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "urn:ogc:def:crs:epsg::4326", "epsg:4326",
          "ogc:crs84")  # fmt: skip
_MOST_NESTED = 20


class Broken(ValueError):
    """A feature that RFC 7946 forbids."""

    def __init__(self, where: str, value: Any, expected: str) -> None:
        super().__init__(f"expected {expected}, got {_short(value)}")
        self.where, self.value = where, value


@dataclass
class Shape:
    """A geometry that holds: its type, all of its positions, and whether a ring runs the wrong way."""

    type: str
    positions: list[list[float]] = field(default_factory=list)
    clockwise: bool = False


def _short(value: Any) -> str:
    try:
        text = "nothing" if value is None else repr(value)
    except RecursionError:
        text = "something nested too deep"
    return text if len(text) <= 80 else f"{text[:77]}…"


def _position(value: Any, where: str) -> None:
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise Broken(where, value, "a position of two or three numbers [longitude, latitude, height]")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise Broken(where, value, "numbers in a position")
        if not abs(number) < 1e15:
            raise Broken(where, value, "finite numbers in a position")
    if abs(value[0]) > 180:
        raise Broken(where, value, "a longitude from -180 to 180 first")
    if abs(value[1]) > 90:
        raise Broken(where, value, "a latitude from -90 to 90 second")


def _line(value: Any, where: str, least: int, what: str) -> list[list[float]]:
    if not isinstance(value, list) or len(value) < least:
        raise Broken(where, value, f"{what} of at least {least} positions")
    for place, one in enumerate(value):
        _position(one, f"{where}[{place}]")
    return value


def _area_sign(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _polygon(value: Any, where: str, shape: Shape) -> None:
    if not isinstance(value, list) or not value:
        raise Broken(where, value, "a polygon of at least one ring")
    for place, ring in enumerate(value):
        _line(ring, f"{where}[{place}]", 4, "a closed ring")
        if ring[0] != ring[-1]:
            raise Broken(f"{where}[{place}]", [ring[0], ring[-1]], "a ring that ends where it begins")
        shape.clockwise = shape.clockwise or (_area_sign(ring) < 0) is (place == 0)
        shape.positions += ring


def _coordinates(kind: str, value: Any, where: str, shape: Shape) -> None:
    if kind == "Point":
        _position(value, where)
        shape.positions.append(value)
    elif kind in ("LineString", "MultiPoint"):
        shape.positions += _line(value, where, 2 if kind == "LineString" else 1, f"a {kind}")
    elif kind == "Polygon":
        _polygon(value, where, shape)
    else:
        if not isinstance(value, list) or not value:
            raise Broken(where, value, f"a {kind} of at least one part")
        single = kind.removeprefix("Multi")
        for place, part in enumerate(value):
            _coordinates(single, part, f"{where}[{place}]", shape)


def _bbox(holder: dict[str, Any], where: str) -> None:
    if "bbox" not in holder:
        return
    box = holder["bbox"]
    sound = isinstance(box, list) and len(box) in (4, 6)
    if not sound or any(isinstance(one, bool) or not isinstance(one, int | float) for one in box):
        raise Broken(f"{where}bbox", box, "a bbox of four or six numbers")
    half = len(box) // 2
    if abs(box[0]) > 180 or abs(box[half]) > 180 or not -90 <= box[1] <= box[half + 1] <= 90:
        raise Broken(f"{where}bbox", box, "a bbox [west, south, east, north] in range")


def check_geometry(value: Any, where: str = "geometry", depth: int = 0) -> Shape:
    """A geometry object, or why it is none.

    Raises:
        Broken: with the place in the feature.
    """
    if not isinstance(value, dict):
        raise Broken(where, value, "a geometry object")
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _collection(value, where, depth)
    if not isinstance(kind, str) or kind not in DEPTHS:
        raise Broken(f"{where}.type", kind, f"one of {', '.join((*DEPTHS, 'GeometryCollection'))}")
    if "coordinates" not in value:
        raise Broken(f"{where}.coordinates", None, "coordinates")
    foreign = {"geometry", "properties", "features", "geometries"} & set(value)
    if foreign:
        raise Broken(f"{where}.{min(foreign)}", value[min(foreign)], "a geometry without members of other types")
    _bbox(value, f"{where}.")
    shape = Shape(kind)
    _coordinates(kind, value["coordinates"], f"{where}.coordinates", shape)
    return shape


def _collection(value: dict[str, Any], where: str, depth: int) -> Shape:
    parts = value.get("geometries")
    if not isinstance(parts, list) or not parts:
        raise Broken(f"{where}.geometries", parts, "a list of geometries")
    if depth > _MOST_NESTED:
        raise Broken(where, None, "collections that are not nested deep")
    if "coordinates" in value:
        raise Broken(f"{where}.coordinates", value["coordinates"], "a collection without coordinates")
    shape = Shape("GeometryCollection")
    for place, part in enumerate(parts):
        found = check_geometry(part, f"{where}.geometries[{place}]", depth + 1)
        shape.positions += found.positions
        shape.clockwise = shape.clockwise or found.clockwise
    return shape


def check_feature(value: Any) -> Shape | None:
    """A feature's geometry; None where it says that it has no place.

    Raises:
        Broken: it is no feature as RFC 7946 has them.
    """
    if not isinstance(value, dict):
        raise Broken("", value, "a feature object")
    if value.get("type") != "Feature":
        raise Broken("type", value.get("type"), '"Feature"')
    for name in ("geometry", "properties"):
        if name not in value:
            raise Broken(name, None, f"a member {name!r} (null where there is none)")
    if value["properties"] is not None and not isinstance(value["properties"], dict):
        raise Broken("properties", value["properties"], "an object or null")
    if isinstance(value.get("id"), bool) or not isinstance(value.get("id", ""), str | int | float):
        raise Broken("id", value["id"], "a text or number")
    if foreign := {"coordinates", "geometries", "features"} & set(value):
        raise Broken(min(foreign), value[min(foreign)], "a feature without members of other types")
    _crs_here(value)
    _bbox(value, "")
    return None if value["geometry"] is None else check_geometry(value["geometry"])


def _crs_here(value: dict[str, Any]) -> None:
    if "crs" in value and not _is_wgs84(value["crs"]):
        raise Broken("crs", value["crs"], "longitude and latitude in WGS 84")


def _is_wgs84(crs: Any) -> bool:
    if crs is None:
        return False
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return isinstance(name, str) and name.lower() in _WGS84


def check_collection(around: dict[str, Any], found: bool) -> Iterator[str]:
    """Notes on what stands around the features.

    Args:
        around: the members of the outer object but ``features``.
        found: whether there was an array of features.

    Raises:
        ImportRefused: the coordinates are in another system, or it is no feature collection.
    """
    kind = around.get("type")
    if found and kind != "FeatureCollection":
        raise ImportRefused(f"its outer object has the type {_short(kind)}", '"FeatureCollection" around features',
                            "Save it as GeoJSON again.")  # fmt: skip
    if "crs" in around:
        if not _is_wgs84(around["crs"]):
            raise ImportRefused(f"its coordinates are in another system: {_short(around['crs'])}",
                                "longitude and latitude in WGS 84 (EPSG:4326)",
                                "Save it as GeoJSON by RFC 7946 (in ogr2ogr: -lco RFC7946=YES).")  # fmt: skip
        yield "it has a 'crs' member, which RFC 7946 no longer has; it says WGS 84, so nothing is lost"
    foreign = {"geometry", "properties", "coordinates", "geometries"} & set(around) if found else set[str]()
    if foreign:
        yield f"its outer object has {sorted(foreign)}, which do not belong there and are left out"
    try:
        _bbox(around, "")
    except Broken as error:
        yield f"its bbox is wrong and not used: {error}"
