"""What a shaper of a known format gives back, and the tables that shapers share: countries and regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow
import shapely

from events.importing.located import first_region
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
    levels = {
        "province": [one.iso for one in regions if one.level], "country": [one.iso for one in regions if not one.level]
    }  # fmt: skip
    areas = {name: [table.area(code) for code in codes] for name, codes in levels.items()}
    for group in areas.values():
        shapely.prepare(group)
    for batch in staging.arrow(points).read_all().to_batches(max_chunksize=50_000):
        lats, lons = (batch.column(name).to_numpy(zero_copy_only=False) for name in ("lat", "lon"))
        given = {"lat": pyarrow.array(lats, pyarrow.float64()), "lon": pyarrow.array(lons, pyarrow.float64())}
        for name, codes in levels.items():
            place = pyarrow.array(first_region(areas[name], lons, lats))
            given[name] = pyarrow.array([*codes, None], pyarrow.string()).take(place)
        staging.register("import_given", pyarrow.table(given))
        staging.run(f"INSERT INTO {REGIONS} SELECT * FROM import_given WHERE coalesce(province, country) IS NOT NULL")  # noqa: S608
        staging.unregister("import_given")
