# ruff: noqa: S608  (statements are put together from constants of this folder; no text comes from outside)
"""Store folders of 20 to 10 million incidents in the shape of UCDP GED, made quickly; kept in a cache folder.

Run: ``.venv/bin/python -m benchmarks.stores 20 1000 10000 100000 1000000 10000000 [--cache FOLDER]``.

A base of about 7,000 rows goes through the real import (reader, shaper, writer, provinces). Its tables are then
copied by SQL as often as needed: every copy has keys, ids, documents and a searched text of its own, its points are
moved by up to 3 km and its days by up to four years. Actors, publishers and origins repeat, as they do in life.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from benchmarks.import_made import make
from events.importing.intake import Answers, GivenFile, Intake
from events.store.registry import DATA, Entry, Registry
from events.store.schema import CELL_ZOOM, KEY_BITS, TABLES
from events.store.store import Store
from events.store.views import sql_text, sql_type
from geodata.mercator import MAX_LATITUDE

CACHE = Path(__file__).resolve().parent / ".cache"
SIZES = (20, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
BASE_ROWS = 7_000
DATASET = "made"
PEERS = "peers.parquet"
_LAYOUT = 2
"""Grows when what is made changes, so that a kept folder of before is made anew."""
_MASK = (1 << KEY_BITS) - 1
_SIDE = 1 << CELL_ZOOM
_MEMORY = "2GB"
_COPIES_AT_A_TIME = 150
"""About a million incidents a statement: memory stays flat."""


@dataclass(frozen=True)
class Made:
    """A store of that many incidents, and what the peers read: the same incidents as Parquet (lat, lon, date)."""

    rows: int
    folder: Path
    store: Path
    parquet: Path
    seconds: float
    bytes: int

    @property
    def query(self) -> str:
        """What the address of the page ends with, so that only this data set is looked at."""
        return f"?dataset={DATASET}"


def made(rows: int, cache: Path = CACHE) -> Made:
    """The store of so many incidents: the one that is kept, else a new one."""
    folder = cache / "stores" / str(rows)
    said = folder / "made.json"
    if not said.exists() or json.loads(said.read_text())["layout"] != _LAYOUT:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun = time.monotonic()
        _make(rows, folder)
        said.write_text(json.dumps({"layout": _LAYOUT, "seconds": time.monotonic() - begun}))
    size = sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file())
    seconds = float(json.loads(said.read_text())["seconds"])
    return Made(rows, folder, folder / "store", folder / PEERS, seconds, size)


def _make(rows: int, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        base, entry = _import(min(rows, BASE_ROWS), rows, Path(scratch))
        registry = Registry(folder / "store")
        registry.folder.mkdir()
        part = registry.begin(registry.next_number())
        with duckdb.connect(config={"memory_limit": _MEMORY, "threads": 2, "temp_directory": scratch}) as con:
            con.execute("SET preserve_insertion_order = false")
            con.execute(f"ATTACH {sql_text(base)} AS base (READ_ONLY)")
            con.execute(f"ATTACH {sql_text(part / DATA)} AS made")
            for table, columns in TABLES.items():
                described = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in columns.items())
                con.execute(f"CREATE TABLE made.{table} ({described})")
            _multiply(con, rows)
            first, last, unplaced, count = con.execute(
                "SELECT min(coalesce(first_day, last_day)), max(coalesce(last_day, first_day)), "
                "count(*) FILTER (precision = 5), count(*) FROM made.incidents"
            ).fetchall()[0]
            if count != rows:
                raise RuntimeError(f"expected {rows} incidents, made {count}; too many rows of the base were set aside")
            con.execute(
                "COPY (SELECT lat, lon, DATE '1970-01-01' + coalesce(first_day, last_day) AS date FROM made.incidents "
                f"WHERE lat IS NOT NULL) TO {sql_text(folder / PEERS)} (FORMAT parquet)"
            )
            con.execute("DETACH made")
        registry.publish(part, entry.model_copy(update={
            "number": 1, "accepted": count, "unplaced": unplaced, "first_day": first, "last_day": last,
        }))  # fmt: skip


def _import(base: int, rows: int, scratch: Path) -> tuple[Path, Entry]:
    """The base: some more rows through the real import, as it sets some aside. Its tables, and what is known of it."""
    csv = scratch / "made.csv"
    make(csv, base + base // 20 + 5)
    folder = scratch / "base"
    with Store.open(folder, "benchmark") as store, Intake(store, [GivenFile(csv, csv.name)], _now()) as intake:
        intake.read()
        answers = Answers(name=f"{rows:,} made incidents", id=DATASET)
        intake.check(answers, date.today())  # noqa: DTZ011  only says which dates lie in the future
        entry = intake.write(answers)
    return folder / entry.folder / DATA, entry


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _densely(con: duckdb.DuckDBPyConnection, most: int) -> None:
    """Tables in memory of the first ``most`` rows of the base, with keys 1, 2, … without the gaps of rejected rows."""
    con.execute(
        f"CREATE TABLE dense AS SELECT key AS old, (key - (key & {_MASK})) + row_number() OVER (ORDER BY key) AS key "
        f"FROM base.incidents QUALIFY row_number() OVER (ORDER BY key) <= {most}"
    )
    for table in ("incidents", "parties", "told_by", "claims"):
        con.execute(f"CREATE TABLE {table} AS SELECT t.* REPLACE (dense.key AS key) FROM base.{table} t "
                    "JOIN dense ON dense.old = t.key")  # fmt: skip


def _multiply(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    _densely(con, rows)
    (base,) = con.execute("SELECT count(*) FROM incidents").fetchall()[0]
    (documents,) = con.execute("SELECT count(*) FROM base.sources").fetchall()[0]
    copies = math.ceil(rows / base)
    for table in ("actors", "origins", "links"):
        con.execute(f"INSERT INTO made.{table} BY NAME SELECT * FROM base.{table}")
    for start in range(0, copies, _COPIES_AT_A_TIME):
        between = f"range({start}, {min(start + _COPIES_AT_A_TIME, copies)}) AS copies(k)"
        of_copy = f"key + k * {base} AS key"
        kept = f"CROSS JOIN {between} WHERE (key & {_MASK}) + k * {base} <= {rows}"
        statements = {
            "incidents": _incidents(f"(SELECT * REPLACE ({of_copy}) FROM incidents {kept})"),
            "parties": f"SELECT * EXCLUDE (k) REPLACE ({of_copy}) FROM parties {kept}",
            "told_by": f"SELECT * EXCLUDE (k) REPLACE ({of_copy}) FROM told_by {kept}",
            "claims": f"SELECT * EXCLUDE (k) REPLACE ({of_copy}, CASE WHEN k = 0 THEN cites ELSE "
                      f"list_transform(cites, lambda one: one || '-' || k) END AS cites) FROM claims {kept}",
            # Document 1 is the data set itself; every copy has the other documents anew.
            "sources": f"SELECT * EXCLUDE (k) REPLACE ((n + k * {documents - 1})::INTEGER AS n, "
                       "CASE WHEN k = 0 THEN id ELSE id || '-' || k END AS id) "
                       f"FROM base.sources CROSS JOIN {between} WHERE n > 1 OR k = 0",
        }  # fmt: skip
        for table, select in statements.items():
            con.execute(f"INSERT INTO made.{table} BY NAME {select}")


def _incidents(copies: str) -> str:
    """Each copy moved in place and time, with an id and a searched text of its own; the first stays as it is."""
    across = f"(lon + 180) / 360 * {_SIDE}"
    limited = f"greatest(least(lat, {MAX_LATITUDE}), -{MAX_LATITUDE})"
    down = f"(1 - asinh(tan(radians({limited}))) / pi()) / 2 * {_SIDE}"
    moved = f"""
        SELECT * EXCLUDE (k) REPLACE (
            CASE WHEN k = 0 THEN id ELSE id || '-' || k END AS id, own_id || '-' || k AS own_id,
            (first_day - if(k = 0, 0, hash(key) % 1461))::INTEGER AS first_day,
            (last_day - if(k = 0, 0, hash(key) % 1461))::INTEGER AS last_day,
            (known_day - if(k = 0, 0, hash(key) % 1461))::INTEGER AS known_day,
            lat + if(k = 0, 0, (hash(key * 3) % 60000 / 1e6 - 0.03)) AS lat,
            lon + if(k = 0, 0, (hash(key * 7) % 60000 / 1e6 - 0.03)) AS lon,
            if(k = 0, haystack, haystack || ' ' || key) AS haystack)
        FROM {copies}"""
    return f"""
        SELECT * REPLACE (
            if(lat + lon IS NULL, NULL, greatest(least(floor({across}), {_SIDE - 1}), 0))::INTEGER AS x,
            if(lat + lon IS NULL, NULL, greatest(least(floor({down}), {_SIDE - 1}), 0))::INTEGER AS y)
        FROM ({moved})"""


def main() -> None:
    """Make what is asked for, and say how long it took and how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--cache", type=Path, default=CACHE)
    given = parser.parse_args()
    for rows in given.sizes:
        found = made(rows, given.cache)
        print(f"{rows:>10,} incidents: {found.seconds:6.1f} s, store {found.bytes / 1e6:8.1f} MB, "
              f"{found.bytes / rows:6.0f} bytes an incident, {found.store}")  # fmt: skip


if __name__ == "__main__":
    main()
