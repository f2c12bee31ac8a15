"""The embedded gazetteer on disk: one compact JSON file, read once at the edge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geodata.regions import RegionTable


@dataclass(frozen=True)
class Entry:
    """One place of the gazetteer: a point with a radius, or an area given by the codes of its regions."""

    name: str
    local: str
    lat: float | None
    lon: float | None
    country: str
    kind: str
    radius_km: float | None
    size: int
    """Inhabitants, or 0 where they are not known; decides between equal matches only in what is listed first."""
    attribution: str
    aliases: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a gazetteer file: ``{"attributions": [...], "rows": [[...], ...]}``."""
    document: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    attributions = document["attributions"]
    return tuple(_entry(row, attributions) for row in document["rows"])


def _entry(row: list[Any], attributions: list[str]) -> Entry:
    name, local, lat, lon, country, kind, radius_km, size, source, aliases, regions = row
    return Entry(
        name, local, lat, lon, country, kind, radius_km, size, attributions[source], tuple(aliases), tuple(regions)
    )


def row_of(entry: Entry, attributions: list[str]) -> list[Any]:
    """The row that `read_entries` turns into the same entry; new attributions are added to the list."""
    if entry.attribution not in attributions:
        attributions.append(entry.attribution)
    source = attributions.index(entry.attribution)
    point = [entry.lat, entry.lon, entry.country, entry.kind, entry.radius_km, entry.size]
    return [entry.name, entry.local, *point, source, list(entry.aliases), list(entry.regions)]


def region_entries(regions: RegionTable) -> tuple[Entry, ...]:
    """Countries and provinces as places to be found: areas, without a point."""
    return tuple(
        Entry(
            region.name,
            region.local,
            None,
            None,
            region.country,
            region.kind,
            None,
            0,
            "Natural Earth, public domain",
            region.aliases,
            (region.iso,),
        )
        for region in regions
    )
