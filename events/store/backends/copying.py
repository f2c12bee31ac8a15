"""A selection of a cluster as a file of this machine: exports read it there, many thousand rows a second.

What is selected is streamed once, table by table, into a DuckDB file in the temporary folder (about 1 KB an incident
with its claims; in memory is one batch). Asking the cluster for each 5,000 incidents would take it seconds each time.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from events.filters import IncidentFilter
from events.store.asking import Asker, Numbers
from events.store.backends.layout import PARTITIONED, PARTS
from events.store.backends.pruning import part_values, pruned
from events.store.backends.remote import RemoteEngine
from events.store.compiled import Marks, compile_query
from events.store.predicates import Tables, question, selected
from events.store.schema import TABLES
from events.store.views import OFFLINE, sql_type

Build = Callable[[Tables, ir.Table], ir.Table]
"""Makes the rows to fetch from the tables and the selected incidents."""


class Copied:
    """The copy; it goes with this object. Answers SQL as the embedded engine does."""

    dialect = "duckdb"

    def __init__(self, memory: str = "512MB") -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="sourcepin-copy-"))
        config = {**OFFLINE, "memory_limit": memory, "temp_directory": str(self._folder / "spill")}
        self._con = duckdb.connect(str(self._folder / "selection.duckdb"), config=config)
        weakref.finalize(self, _remove, self._con, self._folder)

    def take(self, table: str, rows: pyarrow.RecordBatchReader) -> None:
        """Keep rows as a table, columns by name."""
        cursor = self._con.cursor()
        kinds = {**TABLES.get(table, {"key": "int64", "certain": "boolean"})}
        described = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in kinds.items())
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} ({described})")
        cursor.register("arriving", rows)
        listed = ", ".join(f'"{name}"' for name in kinds)
        new = "WHERE key NOT IN (SELECT key FROM incidents)" if table == "incidents" else ""
        cursor.execute(f"INSERT INTO {table} BY NAME SELECT {listed} FROM arriving {new}")  # noqa: S608
        cursor.unregister("arriving")
        cursor.close()

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """The whole answer."""
        return self._con.cursor().sql(query, params=params).to_arrow_table()

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, rows: int = 20_000
    ) -> pyarrow.RecordBatchReader:
        """The answer in batches."""
        return self._con.cursor().sql(query, params=params).to_arrow_reader(rows)


def _remove(connection: Any, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)


def copied(asker: Asker, engine: RemoteEngine, chosen: IncidentFilter, numbers: Numbers = None) -> Copied:
    """Fetch a selection, with all that an export says of it.

    Args:
        asker: of the library: knows the areas that a drawn area holds.
        engine: holds the tables.
        chosen: the filter; its data sets are not looked at.
        numbers: the data sets to ask; None for all that are on.
    """
    shape, values = question(chosen, lambda window: asker.areas(window, numbers))
    tables = asker.tables(numbers)
    values = {**values, **part_values(chosen, values)}
    copy = Copied()

    def fetch(table: str, build: Build) -> None:
        def made(marks: Marks) -> ir.Table:
            fewer = pruned(tables, shape, False, marks)
            every = {"every": tables["incidents"]}
            return build({**fewer, **every}, selected(fewer, shape, marks))

        compiled = compile_query(made, engine.dialect)
        given = {name: value for name, value in values.items() if name in compiled.names}
        copy.take(table, engine.stream(compiled.text, given or None))

    fetch("chosen", lambda _, rows: rows.select("key", certain=rows["sure"]))
    for table in TABLES:
        fetch(table, _BUILDS.get(table) or _whole(table))
    if copy.ask("SELECT key FROM claims WHERE incident IS NOT NULL LIMIT 1").num_rows:
        fetch("incidents", _linked)
    return copy


def _whole(table: str) -> Build:
    return lambda tables, _: tables[table]


def _of(table: str) -> Build:
    def build(tables: Tables, rows: ir.Table) -> ir.Table:
        found = tables[table]
        return found.filter(found["key"].isin(rows["key"])).drop(*PARTS)

    return build


def _linked(tables: Tables, rows: ir.Table) -> ir.Table:
    """The incidents that claims name, of any date and place: an export says their titles."""
    claims, incidents = tables["claims"], tables["every"]
    claims = claims.filter(claims["key"].isin(rows["key"]), claims["incident"].notnull())
    return incidents.filter(incidents["id"].isin(claims["incident"])).drop(*PARTS)


def _sources(tables: Tables, rows: ir.Table) -> ir.Table:
    """What their claims are told by, and what those cite; of two data sets with one id, both."""
    claims, sources = tables["claims"], tables["sources"]
    claims = claims.filter(claims["key"].isin(rows["key"]))
    cited = claims.filter(claims["cites"].notnull()).select(id=claims["cites"].unnest())
    needed = ibis.union(claims.select(id=claims["source"]), cited, distinct=True)
    return sources.filter(sources["id"].isin(needed["id"]))


_BUILDS: dict[str, Build] = {
    **{table: _of(table) for table in PARTITIONED}, "sources": _sources,
}  # fmt: skip
"""Actors, origins and links are small beside these, and come whole."""
