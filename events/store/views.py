"""Views over the databases of several data sets: for each selection of them one of every table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

Columns = Mapping[str, Mapping[str, str]]
"""Table to column to Ibis type."""
RowsOf = Callable[[str, int], str]
"""SQL of the rows that a data set, by its number, has in a table; empty where it is not there."""
OFFLINE: Mapping[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
"""For every connection: nothing is fetched from elsewhere."""


def sql_text(value: object) -> str:
    """A value as an SQL text literal; for the few places where SQL takes no parameter (ATTACH, SET)."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_type(ibis_type: str) -> str:
    """The SQL name of a type of ``schema.TABLES``."""
    if ibis_type.startswith("array<"):
        return f"{sql_type(ibis_type[6:-1])}[]"
    return {"string": "VARCHAR", "boolean": "BOOLEAN", "float64": "DOUBLE", "int8": "TINYINT", "int16": "SMALLINT",
            "int32": "INTEGER", "int64": "BIGINT"}[ibis_type]  # fmt: skip


def described(columns: Mapping[str, str]) -> str:
    """The columns of a table as ``CREATE TABLE`` wants them."""
    return ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in columns.items())


def faults(con: duckdb.DuckDBPyConnection, database: str, tables: Columns) -> str:
    """What the tables of a database lack; empty where they are all there."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ?", [database]
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    for table, columns in tables.items():
        for column, kind in columns.items():
            if (there := found.get(table, {}).get(column)) != sql_type(kind):
                return f"expected {table}.{column} as {sql_type(kind)}, found {there or 'none'}"
    return ""


class Views:
    """The views of one set of tables. Whoever uses it holds the lock of the connection.

    Args:
        con: the connection; a cursor of it makes the views.
        tables: what the views are of; ``prefix`` stands before the names of the views.
        rows_of: where rows come from, asked anew whenever a view is made.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, tables: Columns, rows_of: RowsOf, prefix: str = "") -> None:
        self._con, self._tables, self._rows_of, self._prefix = con, tables, rows_of, prefix
        self._schemas = {name: ibis.schema(dict(columns)) for name, columns in tables.items()}
        self._selections: dict[frozenset[int], int] = {}

    def of(self, chosen: frozenset[int]) -> Mapping[str, ir.Table]:
        """Table name to Ibis table over the data sets of those numbers; one that is not there has no rows."""
        if chosen not in self._selections:
            self._selections[chosen] = len(self._selections) + 1
            self._make([chosen])
        index = self._selections[chosen]
        return {name: ibis.table(schema, name=f"{self._prefix}{name}_{index}")
                for name, schema in self._schemas.items()}  # fmt: skip

    def renew(self, changed: Collection[int]) -> None:
        """Make the views anew that one of those data sets is in, in one transaction."""
        self._make([one for one in self._selections if not one.isdisjoint(changed)])

    def _make(self, selections: Collection[frozenset[int]]) -> None:
        cursor = self._con.cursor()
        cursor.execute("BEGIN")
        for chosen in selections:
            for name, columns in self._tables.items():
                parts = [text for one in sorted(chosen) if (text := self._rows_of(name, one))]
                view = f"{self._prefix}{name}_{self._selections[chosen]}"
                cursor.execute(f"CREATE OR REPLACE VIEW {view} AS {' UNION ALL '.join(parts) or _nothing(columns)}")
        cursor.execute("COMMIT")
        cursor.close()


def _nothing(columns: Mapping[str, str]) -> str:
    empty = ", ".join(f'CAST(NULL AS {sql_type(kind)}) AS "{column}"' for column, kind in columns.items())
    return f"SELECT {empty} WHERE false"
