"""The embedded countries and provinces: by code, by name, by point, and the borders between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.names import fold, strip_kind_words

DATA = Path(__file__).parent / "data"


class UnknownRegion(LookupError):
    """A code that no embedded country or province has, or a border that two countries do not share."""


@dataclass(frozen=True)
class Region:
    """A country (level 0, ISO 3166-1 code) or a province (level 1, ISO 3166-2 code)."""

    iso: str
    name: str
    local: str
    aliases: tuple[str, ...]
    country: str
    level: int

    @property
    def kind(self) -> str:
        """``country`` or ``province``."""
        return "province" if self.level else "country"


class RegionTable:
    """Countries and provinces with their areas in WGS84 degrees. Never changes once made."""

    def __init__(self, rows: Iterable[tuple[Region, BaseGeometry]]) -> None:
        self._rows = {region.iso: (region, area) for region, area in rows}
        self._codes = tuple(self._rows)
        self._tree = shapely.STRtree([area for _, area in self._rows.values()])
        self._names: dict[str, list[Region]] = {}
        for region, _ in self._rows.values():
            for name in dict.fromkeys(map(fold, (region.name, region.local, *region.aliases))):
                if name:
                    self._names.setdefault(name, []).append(region)

    def __iter__(self) -> Iterator[Region]:
        return (region for region, _ in self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def region(self, iso: str) -> Region:
        """The names of a country or province; raises UnknownRegion."""
        return self._row(iso)[0]

    def area(self, iso: str) -> BaseGeometry:
        """The area of a country or province; raises UnknownRegion."""
        return self._row(iso)[1]

    def country(self, iso: str) -> BaseGeometry:
        """The area of a country, given its code or that of one of its provinces; raises UnknownRegion."""
        return self._row(iso[:2])[1]

    def find(self, name: str) -> tuple[Region, ...]:
        """The regions of that name or alias in any spelling, countries first; empty when there are none.

        ``Babylon``, ``Babil`` and ``Babil Governorate`` find one province; ``Kurdistan`` finds Iran's.
        """
        folded = fold(name)
        found = self._names.get(folded) or self._names.get(strip_kind_words(folded)) or []
        return tuple(found)

    def containing(self, lon: float, lat: float) -> tuple[str, ...]:
        """The codes of the regions that hold a point, smallest first; a point on a border is in both."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        codes = [self._codes[index] for index in found]
        return tuple(sorted(codes, key=lambda code: (-self._rows[code][0].level, code)))

    def border(self, iso_a: str, iso_b: str) -> BaseGeometry:
        """The line that two regions share; raises UnknownRegion when they do not touch."""
        shared = self.area(iso_a).intersection(self.area(iso_b))
        lines = [part for part in shapely.get_parts([shared]) if part.geom_type.endswith("LineString")]
        if not lines:
            raise UnknownRegion(f"expected two neighbouring regions, got {iso_a} and {iso_b}: they share no border")
        return shapely.line_merge(shapely.union_all(lines))

    def _row(self, iso: str) -> tuple[Region, BaseGeometry]:
        try:
            return self._rows[iso]
        except KeyError:
            raise UnknownRegion(
                f"expected the ISO 3166 code of an embedded country or province, got {iso!r}; "
                "geodata/data/regions.geojson lists them"
            ) from None


def load_regions(path: Path) -> RegionTable:
    """The regions of a GeoJSON file with the properties iso, name, local, aliases, country and level."""
    # Read without GDAL: loading it takes longer than reading these, and a start waits for them.
    text = path.read_text(encoding="utf-8")
    areas = shapely.get_parts(shapely.from_geojson(text))
    rows = [one["properties"] for one in json.loads(text)["features"]]
    return RegionTable(
        (
            Region(one["iso"], one["name"], one["local"], tuple(one["aliases"]), one["country"], int(one["level"])),
            area,
        )
        for one, area in zip(rows, areas, strict=True)
    )


@cache
def default_regions() -> RegionTable:
    """The embedded regions, read once."""
    return load_regions(DATA / "regions.geojson")
