"""The screen's connection: every data set of a store, read-only, as one set of tables.

Ibis writes the queries, DuckDB answers them. The tables are unbound (a name and a schema), so that the same
expression serves another engine as well; Ibis' own connection is not used: it is for one thread.

What a query may see never changes half: a selection of data sets has views of its own, made in one transaction,
and a new data set makes a new selection. A removed one leaves the views that name it in one transaction as well,
so that an expression built before still runs, without it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from events.store.schema import TABLES

Params: TypeAlias = Sequence[Any] | Mapping[str, Any] | None
Query: TypeAlias = str | ir.Expr

_OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
_SCHEMAS = {name: ibis.schema(columns) for name, columns in TABLES.items()}


def sql_text(value: object) -> str:
    """A value as an SQL text literal; for the few places where SQL takes no parameter (ATTACH, SET)."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_type(ibis_type: str) -> str:
    """The SQL name of a type of ``schema.TABLES``."""
    if ibis_type.startswith("array<"):
        return f"{sql_type(ibis_type[6:-1])}[]"
    return {"string": "VARCHAR", "boolean": "BOOLEAN", "float64": "DOUBLE", "int8": "TINYINT", "int16": "SMALLINT",
            "int32": "INTEGER", "int64": "BIGINT"}[ibis_type]  # fmt: skip


class Unfit(Exception):
    """A file is no data set of this layout; the message says what was expected and what arrived."""


class Engine:
    """All data sets that are attached, for queries from any thread.

    Args:
        folders: where data sets lie; nothing else on this machine can be read through it.
        memory: most that DuckDB takes, such as "1GB".
        threads: most that one query uses; None for one a core.
        spill: folder for what does not fit the memory; without one, such a query fails.
    """

    def __init__(
        self, folders: Iterable[Path], memory: str = "1GB", threads: int | None = None, spill: Path | None = None
    ) -> None:
        config: dict[str, Any] = dict(_OFFLINE) | {"memory_limit": memory}
        if threads is not None:
            config["threads"] = threads
        self._con = duckdb.connect(":memory:", config=config)
        allowed = ", ".join(sql_text(f"{folder.resolve()}/") for folder in folders)
        self._con.execute(f"SET allowed_directories = [{allowed}]")
        self._con.execute(f"SET temp_directory = {sql_text(spill.resolve() if spill else '')}")
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            self._con.execute(f"SET {setting}")
        self._lock = threading.RLock()
        self._attached: dict[int, str] = {}
        self._serial = 0
        self._on: frozenset[int] = frozenset()
        self._selections: dict[frozenset[int], int] = {}
        self._generation = 0

    @property
    def generation(self) -> int:
        """Grows whenever what a query can see changes: caches are keyed by it."""
        return self._generation

    @property
    def numbers(self) -> frozenset[int]:
        """Numbers of the data sets that are attached."""
        return frozenset(self._attached)

    @property
    def on(self) -> frozenset[int]:
        """Numbers of the data sets that are attached and switched on."""
        return self._on

    def attach(self, number: int, file: Path, on: bool = True, instead_of: int | None = None) -> None:
        """Open a data set's tables read-only and show them.

        What had the number before, and ``instead_of``, go in the same step: no query sees both or neither.

        Raises:
            Unfit: the file is damaged, or its tables are not those of ``schema.TABLES``; nothing has changed.
        """
        with self._lock:
            self._serial += 1
            name = f"d{number:d}_{self._serial}"
            try:
                self._con.execute(f"ATTACH {sql_text(file.resolve())} AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise Unfit(f"{file.name} cannot be opened ({error}); import the file again") from error
            if faults := self._faults(name):
                self._con.execute(f"DETACH {name}")
                raise Unfit(f"{file.name} has another layout ({faults}); import the file again")
            gone = {one for one in (number, instead_of) if one in self._attached}
            old = [self._attached.pop(one) for one in gone if one is not None]
            self._attached[number] = name
            self._on = (self._on - gone) | ({number} if on else set())
            self._show({number, *gone}, old)

    def _faults(self, name: str) -> str:
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self._con.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ?", [name]
        ).fetchall():
            found.setdefault(table, {})[column] = kind
        for table, columns in TABLES.items():
            for column, kind in columns.items():
                if (there := found.get(table, {}).get(column)) != sql_type(kind):
                    return f"expected {table}.{column} as {sql_type(kind)}, found {there or 'none'}"
        return ""

    def detach(self, number: int) -> None:
        """Let go of a data set. Queries that run already end with what they began with."""
        with self._lock:
            if number in self._attached:
                name = self._attached.pop(number)
                self._on -= {number}
                self._show({number}, [name])

    def _show(self, changed: Collection[int], gone: Iterable[str]) -> None:
        # Views first: a query that begins between the two finds either the old views with all behind them, or the new.
        self._make_views(one for one in self._selections if not one.isdisjoint(changed))
        for name in gone:
            self._con.execute(f"DETACH {name}")
        self._generation += 1

    def switch(self, number: int, on: bool) -> None:
        """Show or hide a data set that is attached; another number is left alone."""
        with self._lock:
            if number in self._attached and (number in self._on) is not on:
                self._on = self._on | {number} if on else self._on - {number}
                self._generation += 1

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, ir.Table]:
        """Table name to Ibis table, over the data sets of those numbers; None for all that are on.

        Numbers that are not attached have no rows.
        """
        with self._lock:
            chosen = self._on if numbers is None else frozenset(numbers)
            if chosen not in self._selections:
                self._selections[chosen] = len(self._selections) + 1
                self._make_views([chosen])
            index = self._selections[chosen]
        return {name: ibis.table(schema, name=f"{name}_{index}") for name, schema in _SCHEMAS.items()}

    def _make_views(self, selections: Iterable[frozenset[int]]) -> None:
        cursor = self._con.cursor()
        cursor.execute("BEGIN")
        for chosen in selections:
            for name in TABLES:
                rows = _rows_of(name, [self._attached[one] for one in sorted(chosen) if one in self._attached])
                cursor.execute(f"CREATE OR REPLACE VIEW {name}_{self._selections[chosen]} AS {rows}")
        cursor.execute("COMMIT")
        cursor.close()

    def ask(self, query: Query, params: Params = None) -> pyarrow.Table:
        """The whole answer to a query: for what is bounded in size."""
        return self._relation(query, params).to_arrow_table()

    def stream(self, query: Query, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """The answer batch by batch, ``rows`` rows each, as it was when asked. A stream is for one thread."""
        return self._relation(query, params).to_arrow_reader(rows)

    def _relation(self, query: Query, params: Params) -> duckdb.DuckDBPyRelation:
        text = query if isinstance(query, str) else str(ibis.to_sql(query, dialect="duckdb"))
        # A cursor is a connection of its own to the same database: each query has one, whatever its thread.
        try:
            return self._con.cursor().sql(text, params=params)
        except (duckdb.CatalogException, duckdb.BinderException):
            # It may have begun between the two steps of a removal; behind the lock there is no such between.
            with self._lock:
                return self._con.cursor().sql(text, params=params)

    def close(self) -> None:
        """Let go of everything; streams that are not read to their end stop with an error."""
        with self._lock:
            self._con.close()


def _rows_of(table: str, databases: list[str]) -> str:
    columns = TABLES[table]
    if not databases:
        empty = ", ".join(f'CAST(NULL AS {sql_type(kind)}) AS "{column}"' for column, kind in columns.items())
        return f"SELECT {empty} WHERE false"
    names = ", ".join(f'"{column}"' for column in columns)
    return " UNION ALL ".join(f"SELECT {names} FROM {database}.main.{table}" for database in databases)  # noqa: S608
