"""PostgreSQL as the engine of the store: tables partitioned by year, each partition in order of its coarse cells.

Imported by name only where STORE asks for it (``events/store/opening.py``): it needs the extra ``postgres``. The
tables lie in the connection's current schema (``?options=-csearch_path=name`` names another).
"""

from __future__ import annotations

import hashlib
import io
import queue
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pyarrow
import pyarrow.csv

from events.store.backends.layout import PARTITIONED, Cargo, columns, empty_select
from events.store.backends.remote import Params, RemoteEngine
from events.store.backends.rollups import Rollups
from events.store.failing import EngineError
from events.store.schema import TABLES

_TYPES = {
    # Sorted by code point, as every other engine here does, whatever the locale of the database.
    "string": 'text COLLATE "C"', "boolean": "boolean", "float64": "double precision", "int8": "smallint",
    "int16": "smallint", "int32": "integer", "int64": "bigint", "array<string>": "text[]",
}  # fmt: skip
_CASTS = {kind: name.removesuffix(' COLLATE "C"') for kind, name in _TYPES.items()}
INDEXES: dict[str, tuple[str, ...]] = {
    "incidents": ("(key)", "(id)", "(p_x, p_y)", "(first_day, last_day, key)", "(kind)",
                  "(area) WHERE lat IS NULL AND area IS NOT NULL"),
    "parties": ("(key)", "(actor, role)"),
    "told_by": ("(key)", "(source)"),
    "claims": ("(key)",),
    "sources": ("(id)", "(publisher_id)"),
    "actors": ("(id)",),
    "origins": ("(id)",),
    "links": ("(origin)", "(target)"),
}  # fmt: skip
"""Of each table; of a partitioned one, each partition has its own."""
_ARROW = {
    16: pyarrow.bool_(), 20: pyarrow.int64(), 21: pyarrow.int16(), 23: pyarrow.int32(), 25: pyarrow.string(),
    701: pyarrow.float64(), 1009: pyarrow.list_(pyarrow.string()), 1043: pyarrow.string(),
}  # fmt: skip
"""Type of PostgreSQL, by its number, to that of Arrow; numeric (sums of whole numbers) is read by its values."""
_MARK = re.compile(r"%(?!\(\w+\)s)")
_CONNECTIONS = 8
"""Kept open when idle."""


class PostgresEngine(RemoteEngine):
    """``STORE=postgresql://user:password@host:port/database``."""

    dialect = "postgres"

    def __init__(self, url: str, rollups: Rollups | None = None, scratch: Path | None = None) -> None:
        super().__init__(rollups, scratch)
        self._url = url
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue(_CONNECTIONS)
        try:
            self._run("CREATE TABLE IF NOT EXISTS sourcepin_datasets (name text PRIMARY KEY)")
            self._run("CREATE TABLE IF NOT EXISTS sourcepin_store (owner text)")
        except psycopg.Error as error:
            raise EngineError(f"PostgreSQL holds no tables for the store ({_first_line(error)}); expected a schema in "
                              "which this user may create tables") from error  # fmt: skip
        self._begin()

    def _connected(self) -> Any:
        # A connection that lay idle while the server was restarted is of no use: the next one is tried.
        while not self._idle.empty():
            with suppress(queue.Empty):
                connection = self._idle.get_nowait()
                with suppress(psycopg.Error):
                    connection.execute("")
                    return connection
        return self._opened(autocommit=True)

    def _opened(self, **settings: Any) -> Any:
        wait = {} if "connect_timeout" in self._url else {"connect_timeout": 10}
        try:
            return psycopg.connect(self._url, cursor_factory=psycopg.ClientCursor, **wait, **settings)
        except psycopg.Error as error:
            raise EngineError(
                f"STORE names a PostgreSQL that gives no connection ({_first_line(error)}). Start it, or correct host, "
                "port, database, user or password in STORE; the data sets that it holds are as they were"
            ) from error

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        connection = self._connected()
        try:
            yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            connection.close()
            raise EngineError(f"PostgreSQL did not answer ({_first_line(error)}); look at its log, then try again") \
                from error  # fmt: skip
        except BaseException:
            connection.close()
            raise
        try:
            self._idle.put_nowait(connection)
        except queue.Full:
            connection.close()

    def _run(self, statement: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute(statement, params)
            return list(cursor.fetchall()) if cursor.description else []

    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        """See :class:`RemoteEngine`."""
        with self._connection() as connection, connection.cursor() as cursor:
            # Values are put into the text by the client, quoted: so the plan knows them, and prunes.
            cursor.execute(_MARK.sub("%%", query), dict(params or {}))
            return _arrow(cursor.description, cursor.fetchall())

    def stream(self, query: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """See :class:`RemoteEngine`. A cursor of the server: what is not read yet takes no memory here."""
        connection = self._opened()
        text = connection.cursor().mogrify(_MARK.sub("%%", query), dict(params or {}))
        # Of a connection that is not for parameters: the text is whole.
        cursor = connection.cursor(name="sourcepin")
        cursor.execute(text)
        first = _arrow(cursor.description, cursor.fetchmany(rows), wide=True)

        def batches() -> Iterator[pyarrow.RecordBatch]:
            with connection, cursor:
                yield from first.to_batches()
                while found := cursor.fetchmany(rows):
                    yield from _arrow(cursor.description, found, wide=True).cast(first.schema).to_batches()

        return pyarrow.RecordBatchReader.from_batches(first.schema, batches())

    def explain(self, query: str, params: Params = None) -> str:
        """See :class:`RemoteEngine`."""
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (COSTS OFF) {_MARK.sub('%%', query)}", dict(params or {}))
            return "\n".join(row[0] for row in cursor.fetchall())

    def close(self) -> None:
        """See :class:`RemoteEngine`."""
        self._clear()
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _owner(self, mine: str) -> str:
        self._run("INSERT INTO sourcepin_store SELECT %s WHERE NOT EXISTS (SELECT FROM sourcepin_store)", [mine])
        return str(self._run("SELECT min(owner) FROM sourcepin_store")[0][0])

    def _names(self) -> Collection[str]:
        return [str(row[0]) for row in self._run("SELECT name FROM sourcepin_datasets ORDER BY name")]

    def _ship(self, name: str, cargo: Cargo) -> None:
        with self._connection() as connection, connection.transaction(), connection.cursor() as cursor:
            for table in TABLES:
                self._make(cursor, name, table, cargo.years())
                listed = ", ".join(f'"{column}"' for column in columns(table))
                into = f"COPY {stem(name)}_{table} ({listed}) FROM STDIN (FORMAT csv)"
                with cursor.copy(into) as copy:
                    for batch in cargo.batches(table):
                        copy.write(_csv(batch))
            for table, indexes in INDEXES.items():
                for index in indexes:
                    cursor.execute(f"CREATE INDEX ON {stem(name)}_{table} {index}")
            cursor.execute("INSERT INTO sourcepin_datasets VALUES (%s)", [name])
        for table in TABLES:
            self._run(f"ANALYZE {stem(name)}_{table}")

    def _make(self, cursor: Any, name: str, table: str, years: Sequence[int]) -> None:
        whole = f"{stem(name)}_{table}"
        described = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in columns(table).items())
        parted = table in PARTITIONED
        cursor.execute(f"CREATE TABLE {whole} ({described}){' PARTITION BY LIST (p_year)' if parted else ''}")
        for year in years if parted else ():
            cursor.execute(f"CREATE TABLE {whole}_y{year:d} PARTITION OF {whole} FOR VALUES IN ({year:d})")

    def _drop(self, name: str) -> None:
        with self._connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM sourcepin_datasets WHERE name = %s", [name])
            for table in TABLES:
                # Views of a former process may still name it.
                cursor.execute(f"DROP TABLE IF EXISTS {stem(name)}_{table} CASCADE")

    def _show(self, index: int, names: Sequence[str]) -> None:
        with self._connection() as connection, connection.transaction(), connection.cursor() as cursor:
            for table in TABLES:
                listed = ", ".join(f'"{column}"' for column in columns(table))
                parts = [f"SELECT {listed} FROM {stem(name)}_{table}" for name in names]  # noqa: S608
                select = " UNION ALL ".join(parts) or f"{empty_select(table, _CASTS)} WHERE false"
                cursor.execute(f"DROP VIEW IF EXISTS {table}_{index}")
                cursor.execute(f"CREATE VIEW {table}_{index} AS {select}")


def stem(name: str) -> str:
    """How the tables of a data set begin: its number, and a hash where its name would be too long for a table's."""
    return f"sp{name.split('-')[0].split('.')[0]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def _csv(batch: pyarrow.RecordBatch) -> bytes:
    """CSV as COPY reads it: NULL is nothing, text is quoted. Text cannot hold the character 0 in PostgreSQL."""
    out = io.BytesIO()
    pyarrow.csv.write_csv(batch, out, pyarrow.csv.WriteOptions(include_header=False))
    return out.getvalue().replace(b"\x00", b"")


def _arrow(description: Sequence[Any], rows: Sequence[Sequence[Any]], wide: bool = False) -> pyarrow.Table:
    """Rows as Arrow. ``wide``: numeric as whole numbers, whatever these rows hold: sums of counts and deaths."""
    found: Mapping[int, Any] = dict(enumerate(zip(*rows, strict=True))) if rows else {}
    names, made = [], []
    for n, column in enumerate(description):
        values = list(found.get(n, ()))
        kind = _ARROW.get(column.type_code)
        if kind is None:
            whole = wide or all(value is None or value == value.to_integral_value() for value in values)
            kind = pyarrow.int64() if whole else pyarrow.float64()
            convert = int if whole else float
            values = [convert(value) if isinstance(value, Decimal) else value for value in values]
        names.append(column.name)
        made.append(pyarrow.array(values, kind))
    return pyarrow.table(made, names=names)
