"""Whether latitude and longitude are swapped throughout: looked up in the countries that the rows themselves name."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from events.importing.checking import LIMIT, Look
from events.importing.limits import counted
from events.store.staging import Staging, sql_text
from geodata.regions import UnknownRegion, default_regions

SAMPLE = 2000
"""Most distinct points that are looked up."""
LOOKED_THROUGH = 40_000
"""About how many rows, evenly spread, these are taken from."""
NEARLY_ALL, HARDLY_ANY = 0.9, 0.1


@dataclass(frozen=True, slots=True)
class Swap:
    """Of ``points`` distinct points with an embedded country, how many lie in it as written, and swapped."""

    points: int
    as_written: int
    swapped: int

    @property
    def certain(self) -> bool:
        """True where swapping puts nearly all points into the named country, and hardly any lies there now."""
        enough = self.points > 0 and self.swapped >= NEARLY_ALL * self.points
        return enough and self.as_written <= HARDLY_ANY * self.points


def look_for_swap(staging: Staging, relation: str, lat: Look, lon: Look, country: str) -> Swap:
    """Compare a sample of points with the country that their rows name, as written and swapped."""
    step = max(1, int(staging.one(f"SELECT count(*) FROM {relation}")[0]) // LOOKED_THROUGH)  # noqa: S608
    points = staging.rows(
        f"SELECT code, lat, lon FROM (SELECT DISTINCT {country} AS code, {lat.value} AS lat, {lon.value} AS lon"  # noqa: S608
        f" FROM {relation} WHERE _row % {step:d} = 0) WHERE code <> '' AND lat IS NOT NULL AND lon IS NOT NULL"
        f" ORDER BY hash(lat, lon), code LIMIT {SAMPLE:d}"  # by hash: the same sample every time
    )
    grouped: dict[str, list[tuple[float, float]]] = {}
    for code, latitude, longitude in points:
        grouped.setdefault(code, []).append((latitude, longitude))
    known = as_written = swapped = 0
    for code, pairs in grouped.items():
        try:
            area = default_regions().area(code)
        except UnknownRegion:
            continue
        shapely.prepare(area)
        lats, lons = zip(*pairs, strict=True)
        known += len(pairs)
        as_written += int(shapely.intersects_xy(area, lons, lats).sum())
        swapped += int(shapely.intersects_xy(area, lats, lons).sum())
    return Swap(known, as_written, swapped)


def set_aside_swapped(staging: Staging, relation: str, lat: Look, lon: Look, country: str) -> Swap:
    """Where the columns are swapped, every located row is rejected, saying so: none is where its file means it."""
    swap = look_for_swap(staging, relation, lat, lon, country)
    if swap.certain:
        reason = (
            f"expected {lat.column} and {lon.column} in this order, got them swapped: "
            f"swapping them puts {swap.swapped} of {counted(swap.points, 'point')} into the country that is named"
        )
        staging.run(
            f"INSERT INTO rejected SELECT _row, {sql_text(lat.column)}, left({lat.text}, {LIMIT:d}),"  # noqa: S608
            f" {sql_text(reason)}, {sql_text('swap the two columns and feed the file in again')}"
            f" FROM {relation} WHERE {lat.value} IS NOT NULL AND {lon.value} IS NOT NULL"
        )
    return swap
