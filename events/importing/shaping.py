"""What a shaper of a known format gives back, and the tables that shapers share: countries and regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow
import shapely

from events.importing.validating import Checks
from events.store.flat import Flat
from events.store.staging import Staging
from geodata.regions import RegionTable

TABLES = Path(__file__).parent / "tables"
COUNTRIES, REGIONS = "import_countries", "import_regions"
"""Names under which the two tables stand in the staging database."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of itself as a document: the source of the claims of a compiled data set."""

    publisher: str
    title: str
    version: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shaping:
    """``shaped`` stands in the staging database; this is what belongs to it."""

    format: str
    description: Description
    checks: Checks
    """What ``validating.validate`` is to look at."""
    columns: dict[str, str]
    """Our name to the column of the file that was taken for it."""
    flat: Flat | None = None
    """The same rows without lists, for the writer: quicker where many rows say the same."""


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    with (TABLES / "countries.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            keys = [row["iso2"], row["iso3"], f"iso {row['numeric']}", *row["names"].split(";")]
            keys += [f"gw {code}" for code in row["gw"].split(";") if code]
            for key in keys:
                found.setdefault(key.lower(), row["iso2"])
    return tuple(found.items())


def add_countries(staging: Staging) -> None:
    """Make the table ``import_countries(key, iso2)``.

    Keys are lower case: ISO codes of two and three letters, ``iso 368``, ``gw 645`` (Gleditsch and Ward's numbers,
    which UCDP uses), English names.
    """
    staging.run(f"CREATE OR REPLACE TABLE {COUNTRIES} (key VARCHAR, iso2 VARCHAR)")
    keys, codes = zip(*_countries(), strict=True)
    staging.register("import_given", pyarrow.table({"key": list(keys), "iso2": list(codes)}))
    staging.run(f"INSERT INTO {COUNTRIES} SELECT key, iso2 FROM import_given")  # noqa: S608
    staging.unregister("import_given")


def add_regions(staging: Staging, points: str, table: RegionTable) -> None:
    """Make the table ``import_regions(lat, lon, province, country)`` for distinct points.

    Args:
        points: a query of distinct ``lat, lon`` (DOUBLE, not NULL).
        table: the countries and provinces that are known; a point outside all of them has no row.

    Points on a border get the region whose code comes first, as ``RegionTable.containing`` lists them.
    """
    staging.run(f"CREATE OR REPLACE TABLE {REGIONS} (lat DOUBLE, lon DOUBLE, province VARCHAR, country VARCHAR)")
    regions = sorted(table, key=lambda one: one.iso)
    tree = shapely.STRtree([table.area(one.iso) for one in regions])
    for batch in staging.arrow(points).read_all().to_batches(max_chunksize=50_000):
        lats, lons = (batch.column(name).to_numpy(zero_copy_only=False) for name in ("lat", "lon"))
        found, hit = tree.query(shapely.points(lons, lats), predicate="intersects")
        rows: dict[int, list[str | None]] = {}
        for point, index in sorted(zip(found.tolist(), hit.tolist(), strict=True)):
            codes = rows.setdefault(point, [None, None])
            level = 0 if regions[index].level else 1
            codes[level] = codes[level] or regions[index].iso
        chosen = list(rows)
        staging.register("import_given", pyarrow.table({
            "lat": pyarrow.array(lats[chosen] if chosen else [], pyarrow.float64()),
            "lon": pyarrow.array(lons[chosen] if chosen else [], pyarrow.float64()),
            "province": pyarrow.array([codes[0] for codes in rows.values()], pyarrow.string()),
            "country": pyarrow.array([codes[1] for codes in rows.values()], pyarrow.string()),
        }))  # fmt: skip
        staging.run(f"INSERT INTO {REGIONS} SELECT * FROM import_given")  # noqa: S608
        staging.unregister("import_given")
