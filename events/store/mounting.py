"""Tables that are at hand (the curated data set) as a file that the engine can show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow

from events.store.schema import TABLES
from events.store.views import sql_type


def write_tables(file: Path, tables: Mapping[str, pyarrow.Table | pyarrow.RecordBatchReader]) -> None:
    """Write the tables of ``schema.py`` to a new file, columns matched by name; a table left out is empty."""
    with duckdb.connect(str(file), config={"autoinstall_known_extensions": False, "threads": 1}) as con:
        for table, columns in TABLES.items():
            described = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in columns.items())
            con.execute(f"CREATE TABLE {table} ({described})")
            if table in tables:
                con.register("given", tables[table])
                con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM given")  # noqa: S608
                con.unregister("given")
