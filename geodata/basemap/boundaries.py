"""Countries, provinces and disputed borders from Natural Earth's 1:10m layers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.basemap.shapes import BOUNDS, DECIMALS, feature, label_point, polygons, tidy

TABLES = Path(__file__).parent / "tables"
TOLERANCE = 0.01
"""Simplification in degrees. At 0.02 some geometries of the source become invalid."""
ISO3 = {"IRQ": "IQ", "SYR": "SY", "IRN": "IR", "JOR": "JO", "KWT": "KW", "SAU": "SA", "TUR": "TR"}
"""The countries whose provinces are embedded."""
LEFT_OUT = ("Ceasefire Line 1994", "Former USSR oblast in 1991")
"""Lines around Nagorno-Karabakh that describe the years before 2020 and no present dispute line."""
NO_CODE = "-1"
WITHOUT_CODE = (("CY", (32.0, 34.4, 34.8, 35.8)), ("SO", (42.5, 7.9, 49.1, 11.6)), ("KZ", (62.0, 45.0, 64.5, 47.0)))
"""The source gives northern Cyprus and the bases there, Somaliland and Baikonur no code of their own.
Each is drawn with the country that the United Nations list it under, by the box it lies in."""


class Region(NamedTuple):
    """A country (level 0) or province (level 1)."""

    iso: str
    name: str
    local: str
    aliases: tuple[str, ...]
    country: str
    level: int
    geometry: BaseGeometry


def table(name: str) -> list[dict[str, str]]:
    """The rows of one tab-separated table of names."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def regions(source: Path) -> list[Region]:
    """Countries and provinces, simplified as one coverage so that shared edges stay shared."""
    names, shapes = _coverage(source)
    simple = shapely.coverage_simplify([polygons(shape) for shape in shapes], TOLERANCE)
    grouped: dict[str, list[BaseGeometry]] = {}
    for name, shape in zip(names, simple, strict=True):
        rounded = shapely.transform(shape, lambda points: points.round(DECIMALS))
        grouped.setdefault(name, []).append(rounded if rounded.is_valid else tidy(shape))
    provinces = list(_provinces(grouped))
    countries = list(_countries(grouped))
    return countries + provinces


def _coverage(source: Path) -> tuple[list[str], list[BaseGeometry]]:
    """Clipped shapes that do not overlap: provinces where we show them, whole countries elsewhere."""
    frame = shapely.box(*BOUNDS)
    codes = {(row["adm0"], row["source"]): row["iso"] for row in table("provinces")}
    names, shapes = [], []
    states = geopandas.read_file(source, layer="states_provinces", bbox=BOUNDS)
    for adm0, name, shape in zip(states.adm0_a3, states.name, states.geometry, strict=True):
        if adm0 in ISO3:
            names.append(codes[adm0, name])
            shapes.append(shape)
    countries = geopandas.read_file(source, layer="countries", bbox=BOUNDS)
    for iso, shape in zip(countries.iso_a2, countries.geometry, strict=True):
        if iso == NO_CODE:
            for owner, box in WITHOUT_CODE:
                names.append(owner)
                shapes.append(shape.intersection(shapely.box(*box)))
        elif iso not in ISO3.values():
            names.append(iso)
            shapes.append(shape)
    clipped = [polygons(shape.intersection(frame)) for shape in shapes]
    keep = [index for index, shape in enumerate(clipped) if not shape.is_empty]
    return [names[index] for index in keep], [clipped[index] for index in keep]


def _provinces(grouped: dict[str, list[BaseGeometry]]) -> Iterator[Region]:
    for row in table("provinces"):
        if not row["name"]:
            continue  # A part of the province above, such as the zone between the lines in Quneitra.
        shape = tidy(shapely.union_all(grouped[row["iso"]]))
        yield Region(row["iso"], row["name"], row["local"], _aliases(row), row["iso"][:2], 1, shape)


def _countries(grouped: dict[str, list[BaseGeometry]]) -> Iterator[Region]:
    for row in table("countries"):
        iso = row["iso"]
        parts = [shape for name, shapes in grouped.items() if name[:2] == iso for shape in shapes]
        if parts:
            yield Region(iso, row["name"], row["local"], _aliases(row), iso, 0, tidy(shapely.union_all(parts)))


def _aliases(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(alias for alias in (row["aliases"] or "").split(";") if alias)


def basemap_features(found: list[Region], level: int) -> list[dict[str, Any]]:
    """What the browser draws of one level: name, local name and label point, no aliases."""
    rows = []
    for region in found:
        if region.level == level:
            properties: dict[str, Any] = {"iso": region.iso, "name": region.name, "local": region.local}
            if level:
                properties["country"] = region.country
            rows.append(feature(region.geometry, properties | {"label": label_point(region.geometry)}))
    return rows


def server_features(found: list[Region]) -> list[dict[str, Any]]:
    """What the server needs of the same regions: names to find them by."""
    return [
        feature(
            region.geometry,
            {
                "iso": region.iso,
                "name": region.name,
                "local": region.local,
                "aliases": list(region.aliases),
                "country": region.country,
                "level": region.level,
            },
        )
        for region in found
    ]


def disputed(source: Path) -> list[dict[str, Any]]:
    """Disputed border lines with a note of who claims them."""
    lines = geopandas.read_file(source, layer="disputed_borders", bbox=BOUNDS)
    frame = shapely.box(*BOUNDS)
    rows = []
    for note, shape in zip(lines.name, lines.geometry, strict=True):
        if note not in LEFT_OUT:
            clipped = shapely.simplify(shape.intersection(frame), TOLERANCE)
            clipped = shapely.transform(clipped, lambda points: points.round(DECIMALS))
            if clipped.length > 0:
                rows.append(feature(clipped, {"note": note}))
    return rows
