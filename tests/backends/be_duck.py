"""A cluster in miniature: what Spark is given (partitioned Parquet), answered by a DuckDB of its own.

With it, partitions, roll-ups and who answers are tested without a cluster.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb
import pyarrow

from events.store.backends.layout import Cargo, columns, empty_select
from events.store.backends.remote import Params, RemoteEngine
from events.store.backends.rollups import Rollups
from events.store.schema import TABLES
from events.store.views import sql_type

_TYPES = {kind: sql_type(kind) for table in TABLES for kind in columns(table).values()}


class DuckEngine(RemoteEngine):
    """Parquet files in a folder."""

    dialect = "duckdb"

    def __init__(self, folder: Path, rollups: Rollups | None = None) -> None:
        super().__init__(rollups)
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._con = duckdb.connect(config={"threads": 1})
        self._begin()

    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        return self._con.cursor().sql(query, params=params).to_arrow_table()

    def stream(self, query: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        return self._con.cursor().sql(query, params=params).to_arrow_reader(rows)

    def explain(self, query: str, params: Params = None) -> str:
        return "\n".join(str(row[1]) for row in self._con.cursor().execute(f"EXPLAIN {query}", params).fetchall())

    def close(self) -> None:
        self._clear()
        self._con.close()

    def _names(self) -> Collection[str]:
        return [path.name for path in self.folder.iterdir() if not path.name.startswith(".")]

    def _owner(self, mine: str) -> str:
        found = [path.name.removeprefix(".store-") for path in self.folder.glob(".store-*")]
        if not found:
            (self.folder / f".store-{mine}").mkdir()
        return found[0] if found else mine

    def _ship(self, name: str, cargo: Cargo) -> None:
        (self.folder / name).mkdir()
        cargo.write_parquet(self.folder / name)

    def _drop(self, name: str) -> None:
        shutil.rmtree(self.folder / name)

    def _show(self, index: int, names: Sequence[str]) -> None:
        for table in TABLES:
            parts = [self._select(self.folder / name / table) for name in names]
            select = " UNION ALL ".join(filter(None, parts)) or f"{empty_select(table, _TYPES)} WHERE false"
            # Copied: DuckDB would look at every file for every question, which takes seconds.
            self._con.cursor().execute(f"CREATE OR REPLACE TABLE {table}_{index} AS {select}")

    def _select(self, folder: Path) -> str:
        if not any(folder.rglob("*.parquet")):
            return ""
        described = columns(folder.name).items()
        listed = ", ".join(f'CAST("{name}" AS {_TYPES[kind]}) AS "{name}"' for name, kind in described)
        return f"SELECT {listed} FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"  # noqa: S608
