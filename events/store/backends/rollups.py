"""The roll-ups on this machine: one DuckDB file with those of every data set of the cluster."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from events.store.backends import rolling
from events.store.backends.rolling import TIERS, Tier
from events.store.compiled import compile_query
from events.store.schema import CELL_ZOOM, EPOCH_ORDINAL
from events.store.sums import labels
from events.store.views import OFFLINE, sql_type

VERSION = 1
_BASE = {"dataset": "int32", "side": "string", "one": "string", "kind": "string", "first_day": "int32",
         "last_day": "int32"}  # fmt: skip
_SUMS = {"n": "int64", "lon_sum": "float64", "lat_sum": "float64", "killed_low": "int64", "killed_high": "int64",
         "n_contested": "int64", "n_sources": "int64", "key": "int64"}  # fmt: skip
_PLACE = {"area": "string", "precision": "int8", "contested": "int64"}
_BOUNDS = {"west": "float64", "south": "float64", "east": "float64", "north": "float64"}
_CELL = {"x": "int32", "y": "int32"}
_NAMED = {"dataset": "int32", "key": "int64", "id": "string", "place": "string", "place_local": "string"}
_LABELS = {"dataset": "int32", "side": "string", "id": "string", "label": "string"}

SCHEMAS: dict[str, dict[str, str]] = {
    **{tier.name: {**_BASE, **(_PLACE | _BOUNDS if tier.zoom is None else _CELL), **_SUMS} for tier in TIERS},
    "named": _NAMED,
    "labels": _LABELS,
}


class Asks(Protocol):
    """What is needed of a cluster to compute roll-ups."""

    @property
    def dialect(self) -> str:
        """Of its SQL."""

    def stream(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.RecordBatchReader:
        """The answer batch by batch."""


def _day(number: str, unit: str) -> str:
    """SQL of the first day of a bin, days since 1970-01-01."""
    if unit == "day":
        return f"({number} - {EPOCH_ORDINAL})::INTEGER"
    year, month = (number, "1") if unit == "year" else (f"({number} // 12)", f"({number} % 12 + 1)")
    return f"(make_date({year}::INTEGER, {month}::INTEGER, 1) - DATE '1970-01-01')::INTEGER"


class Rollups:
    """Roll-ups by number of data set; an engine for ``events.store.asking.Asker``, over those that are asked for.

    Args:
        file: where they are kept; None for memory. What another version has written is thrown away.
    """

    dialect = "duckdb"
    owner: str
    """The mark of the store: what an engine holds of it is nobody else's."""

    def __init__(self, file: Path | None = None, memory: str = "1GB") -> None:
        config: dict[str, Any] = {**OFFLINE, "memory_limit": memory}
        self._con = duckdb.connect(str(file) if file else ":memory:", config=config)
        self._lock, self._writing = threading.RLock(), threading.RLock()
        self._selections: dict[frozenset[int], int] = {}
        self.generation = 0
        self._prepare()

    def _prepare(self) -> None:
        run = self._con.execute
        run("CREATE TABLE IF NOT EXISTS made (dataset INTEGER, name VARCHAR, version INTEGER)")
        old = run("SELECT count(*) FROM made WHERE version <> ?", [VERSION]).fetchall()[0][0]
        for table, columns in SCHEMAS.items():
            if old:
                run(f"DROP TABLE IF EXISTS {table}")
            described = ", ".join(f"{name} {sql_type(kind)}" for name, kind in columns.items())
            run(f"CREATE TABLE IF NOT EXISTS {table} ({described})")
        run("DELETE FROM made WHERE version <> ?", [VERSION])
        run("CREATE TABLE IF NOT EXISTS store (owner VARCHAR)")
        run("INSERT INTO store SELECT left(uuid()::VARCHAR, 13) WHERE NOT EXISTS (FROM store)")
        self.owner = str(run("FROM store").fetchall()[0][0])

    def has(self, number: int, name: str) -> bool:
        """Whether the roll-ups of that data set are there."""
        asked = "SELECT count(*) FROM made WHERE dataset = ? AND name = ?"
        return bool(self._con.cursor().execute(asked, [number, name]).fetchall()[0][0])

    def fill(self, number: int, name: str, engine: Asks, tables: Mapping[str, ir.Table]) -> None:
        """Have an engine compute them from the tables of one data set, and keep them: all of them or none."""
        with self._writing:
            cursor = self._con.cursor()
            cursor.execute("BEGIN")
            try:
                self._forget(cursor, number)
                for tier in TIERS:
                    self._fill_tier(cursor, number, tier, _stream(engine, rolling.rollup(tables, tier)))
                self._put(cursor, "labels", _stream(engine, labels(tables)), f"{number:d} AS dataset, *")
                cursor.execute("INSERT INTO made VALUES (?, ?, ?)", [number, name, VERSION])
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()
            self.generation += 1

    def _fill_tier(self, cursor: Any, number: int, tier: Tier, rows: pyarrow.RecordBatchReader) -> None:
        cursor.execute("DROP TABLE IF EXISTS arrived")
        cursor.register("rows_arriving", rows)
        cursor.execute("CREATE TEMP TABLE arrived AS SELECT * FROM rows_arriving")
        cursor.unregister("rows_arriving")
        kept = [name for name in SCHEMAS[tier.name] if name not in ("dataset", "first_day", "last_day", *_CELL)]
        cell = "" if tier.zoom is None else "".join(f", {one} << {CELL_ZOOM - tier.zoom} AS {one}" for one in _CELL)
        # In order of side: a question for one actor then reads its rows and no others.
        cursor.execute(
            f"INSERT INTO {tier.name} BY NAME SELECT {number:d} AS dataset, {', '.join(kept)}{cell}, "  # noqa: S608
            f"{_day('first_bin', tier.unit)} AS first_day, {_day('(last_bin + 1)', tier.unit)} - 1 AS last_day "
            "FROM arrived ORDER BY side, one, first_bin"
        )
        cursor.execute(
            f"INSERT INTO named BY NAME SELECT DISTINCT {number:d} AS dataset, key, id, place, place_local "  # noqa: S608
            "FROM arrived WHERE id IS NOT NULL AND key NOT IN (SELECT key FROM named)"
        )
        cursor.execute("DROP TABLE arrived")

    def _put(self, cursor: Any, table: str, rows: pyarrow.RecordBatchReader, select: str) -> None:
        cursor.register("rows_arriving", rows)
        cursor.execute(f"INSERT INTO {table} BY NAME SELECT {select} FROM rows_arriving")  # noqa: S608
        cursor.unregister("rows_arriving")

    def drop(self, number: int) -> None:
        """Forget a data set."""
        with self._writing:
            cursor = self._con.cursor()
            self._forget(cursor, number)
            cursor.close()
            self.generation += 1

    def _forget(self, cursor: Any, number: int) -> None:
        for table in (*SCHEMAS, "made"):
            cursor.execute(f"DELETE FROM {table} WHERE dataset = ?", [number])  # noqa: S608

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, ir.Table]:
        """The tiers, ``named`` (as ``incidents`` too) and ``labels`` of those data sets; None for none."""
        chosen = frozenset(numbers or ())
        with self._lock:
            if chosen not in self._selections:
                self._selections[chosen] = index = len(self._selections) + 1
                listed = ", ".join(f"{one:d}" for one in sorted(chosen)) or "-1"
                for table in SCHEMAS:
                    select = f"SELECT * FROM {table} WHERE dataset IN ({listed})"  # noqa: S608
                    self._con.cursor().execute(f"CREATE OR REPLACE VIEW {table}_{index} AS {select}")
            index = self._selections[chosen]
        found = {name: ibis.table(ibis.schema(columns), name=f"{name}_{index}") for name, columns in SCHEMAS.items()}
        return {**found, "incidents": found["named"]}

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """The answer to SQL text with named parameters."""
        answer = self._con.cursor().sql(query, params=params).to_arrow_table()
        # DuckDB gives a sum of whole numbers 128 bits, which Arrow has as a decimal number.
        wide = (n for n, field in enumerate(answer.schema) if pyarrow.types.is_decimal(field.type))
        for n in wide:
            answer = answer.set_column(n, answer.schema.names[n], answer.column(n).cast(pyarrow.int64()))
        return answer

    def sizes(self) -> dict[str, int]:
        """Rows of each table."""
        count = "SELECT count(*) FROM {}"
        return {name: int(self._con.cursor().execute(count.format(name)).fetchall()[0][0]) for name in SCHEMAS}

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()


def _stream(engine: Asks, rows: ir.Table) -> pyarrow.RecordBatchReader:
    return engine.stream(compile_query(lambda _: rows, engine.dialect).text)


__all__ = ["SCHEMAS", "Rollups"]
