"""How large roll-ups and partitions are: python -m benchmarks._beyond [ROWS …]. Figures for docs/beyond-one-machine.md.

Synthetic events: 30 years, 2,000 towns of which few have most events (a town's share falls with its rank), four
kinds, two of 160 actors and one of 60 publishers each. Rolled up by the embedded engine; the tables are the store's.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from events.store.backends import rolling
from events.store.backends.layout import Cargo
from events.store.backends.rollups import Rollups
from events.store.engine import Engine
from events.store.staging import Staging
from events.store.writing import DataSetDescription, write
from tests.events import st_building

TOWNS = f"""
SELECT * REPLACE (
    ['battle', 'civilians', 'explosion', 'protest'][(1 + hash(r) % 4)::INTEGER] AS kind,
    (7000 + hash(r, 1) % 10950)::INTEGER AS first_day,
    (7000 + hash(r, 1) % 10950 + CASE WHEN r % 10 = 0 THEN 3 ELSE 0 END)::INTEGER AS last_day,
    29 + (hash(town, 2) % 80000) / 10000.0 AS lat, 39 + (hash(town, 3) % 90000) / 10000.0 AS lon,
    'Town ' || town AS place
) FROM (SELECT *, floor(2000 ** ((hash(_row, 4) % 1000000) / 1000000.0))::INTEGER AS town, _row AS r
        FROM ({st_building.UCDP_LIKE}))
"""  # noqa: S608


def data_set(folder: Path, rows: int) -> Path:
    """A data set's file of so many events."""
    staging = Staging(folder, "1GB", 2)
    staging.run(f"CREATE TABLE shaped AS SELECT * EXCLUDE (town, r) FROM ({TOWNS.replace('$last', str(rows))})")  # noqa: S608
    file = folder / "0001-synthetic" / "data.duckdb"
    file.parent.mkdir()
    write(staging, DataSetDescription(id="synthetic", name="Synthetic"), 1, file)
    staging.close()
    return file


class Timed:
    """The embedded engine as one that computes roll-ups."""

    dialect = "duckdb"

    def __init__(self, engine: Engine) -> None:
        self.stream = engine.stream


def measured(rows: int) -> str:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = data_set(folder, rows)
        began = time.perf_counter()
        with Cargo(file, folder) as cargo:
            (folder / "parquet").mkdir()
            cargo.write_parquet(folder / "parquet")
        wrote = time.perf_counter() - began
        files = list((folder / "parquet" / "incidents").rglob("*.parquet"))
        whole = sum(one.stat().st_size for one in (folder / "parquet").rglob("*.parquet"))
        engine = Engine([folder], "2GB", spill=folder / "spill")
        engine.attach(1, file)
        rollups = Rollups(folder / "rollups.duckdb")
        began = time.perf_counter()
        rollups.fill(1, file.parent.name, Timed(engine), engine.tables([1]))
        rolled = time.perf_counter() - began
        sizes = rollups.sizes()
        rollups.close()
        engine.close()
        size = (folder / "rollups.duckdb").stat().st_size
        tiers = " | ".join(f"{sizes[tier.name]:,}" for tier in rolling.TIERS)
        return (f"| {rows:,} | {len(files):,} | {whole / 1e6:,.0f} MB | {wrote:.1f} s | {tiers} | {size / 1e6:,.0f} MB "
                f"| {rolled:.1f} s |")  # fmt: skip


def main(sizes: list[int]) -> None:
    """Print the table."""
    heads = ("Events", "Partitions", "Parquet, all tables", "Written in", *(tier.name for tier in rolling.TIERS),
             "Roll-ups", "Rolled up in")  # fmt: skip
    print("| " + " | ".join(heads) + " |\n|" + "---:|" * len(heads))
    for rows in sizes:
        print(measured(rows), flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
