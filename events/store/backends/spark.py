"""A Spark cluster as the engine of the store: Parquet files in a folder that every executor sees.

Imported by name only where STORE asks for it (``events/store/opening.py``): it needs the extra ``spark``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow
from ibis.config import Config
from pyspark.sql import SparkSession

from events.store.backends.layout import Cargo, columns, empty_select
from events.store.backends.remote import Params, RemoteEngine
from events.store.backends.rollups import Rollups
from events.store.schema import TABLES

_TYPES = {
    "string": "STRING", "boolean": "BOOLEAN", "float64": "DOUBLE", "int8": "TINYINT", "int16": "SMALLINT",
    "int32": "INT", "int64": "BIGINT", "array<string>": "ARRAY<STRING>",
}  # fmt: skip
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
    # What Spark remembers of past questions for its pages fills the driver's memory within some hundred of ours.
    "spark.sql.ui.retainedExecutions": "5", "spark.ui.retainedJobs": "5", "spark.ui.retainedStages": "5",
    "spark.ui.retainedTasks": "50", "spark.sql.maxPlanStringLength": "4000",
    # A question touches few partitions: listing them must not start a job of its own.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}  # fmt: skip
_PART = ".part-"


class _Options(Config):  # type: ignore[misc]
    treat_nan_as_null: bool = False


class SparkEngine(RemoteEngine):
    """``STORE=spark://host:port/folder`` (a standalone cluster) or ``sc://host:port/folder`` (Spark Connect).

    Args:
        address: of the master or the Connect server, without the folder.
        folder: where the tables lie: the same path here, in the driver and on every executor.
        settings: of the session, such as ``spark.executor.memory``.
    """

    dialect = "pyspark"

    def __init__(
        self, address: str, folder: Path, rollups: Rollups | None = None, scratch: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(rollups, scratch)
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if ibis.options.pyspark is None:
            # Ibis' own backend registers these; its compiler, which is all that is used here, reads them.
            ibis.options.pyspark = _Options()
        remote = address.startswith("sc://")
        builder = SparkSession.builder.appName("Sourcepin")
        builder = builder.remote(address) if remote else builder.master(address)
        given = {**({} if remote else _SETTINGS), **(settings or {})}
        for name, value in given.items():
            builder = builder.config(name, value)
        self._session: Any = builder.getOrCreate()
        for left in folder.glob(f"{_PART}*"):
            shutil.rmtree(left, ignore_errors=True)
        self._clear()

    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        """See :class:`RemoteEngine`."""
        answer: pyarrow.Table = self._session.sql(query, args=dict(params or {})).toArrow()
        return answer

    def stream(self, query: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """See :class:`RemoteEngine`. Whole in memory first: Spark gives Arrow in one piece only."""
        return self.ask(query, params).to_reader(max_chunksize=rows)

    def explain(self, query: str, params: Params = None) -> str:
        """See :class:`RemoteEngine`."""
        answer = self._session.sql(f"EXPLAIN FORMATTED {query}", args=dict(params or {})).collect()
        return "\n".join(str(row[0]) for row in answer)

    def close(self) -> None:
        """See :class:`RemoteEngine`."""
        self._clear()
        self._session.stop()

    def _names(self) -> Collection[str]:
        return [path.name for path in self._folder.iterdir() if path.is_dir() and not path.name.startswith(".")]

    def _ship(self, name: str, cargo: Cargo) -> None:
        part = self._folder / f"{_PART}{name}-{os.getpid()}"
        part.mkdir()
        try:
            cargo.write_parquet(part)
            # As in a local store: one renaming makes it real.
            part.rename(self._folder / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _drop(self, name: str) -> None:
        gone = self._folder / f"{_PART}gone-{name}-{os.getpid()}"
        (self._folder / name).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _show(self, index: int, names: Sequence[str]) -> None:
        for table in TABLES:
            described = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns(table).items())
            found = None
            for name in names:
                # Views of the same files are the same plan: Spark keeps no state of them but the list of files.
                one = self._session.read.schema(described).parquet(str(self._folder / name / table))
                one = one.select(*columns(table))
                found = one if found is None else found.unionAll(one)
            if found is None:
                found = self._session.sql(f"SELECT * FROM ({empty_select(table, _TYPES)}) WHERE false")  # noqa: S608
            found.createOrReplaceTempView(f"{table}_{index}")
