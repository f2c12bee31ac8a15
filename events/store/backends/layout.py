"""How the tables lie on a cluster: partitions by year and coarse cell, the same for an incident and all that it has.

``p_year`` is the year of ``first_day``. An incident with an open end, without a date or longer than a year can
touch any window: it lies in the year :data:`ANY_YEAR`, which every question reads. So a window of dates names the
partitions that can hold what it selects, and no other is read. ``p_x``, ``p_y`` are the cell at
:data:`COARSE_ZOOM`, -1 where there is no point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from events.store.failing import Unfit
from events.store.schema import CELL_ZOOM, TABLES
from events.store.views import OFFLINE, sql_text, sql_type

COARSE_ZOOM = 5
"""1,024 cells of the world; some 150 of them have land on which people live."""
COARSE_SHIFT = CELL_ZOOM - COARSE_ZOOM
LONGEST_DAYS = 366
ANY_YEAR = 0
PARTS = {"p_year": "int32", "p_x": "int32", "p_y": "int32"}
"""Columns of a partitioned table beside those of ``schema.TABLES``, with their Ibis types."""
PARTITIONED = ("incidents", "parties", "told_by", "claims")
_BATCH = 20_000

PLACES = f"""
SELECT key, CASE WHEN first_day IS NULL OR last_day IS NULL OR last_day - first_day > {LONGEST_DAYS} THEN {ANY_YEAR}
        ELSE year(DATE '1970-01-01' + first_day) END::INTEGER AS p_year,
    coalesce(x >> {COARSE_SHIFT}, -1)::INTEGER AS p_x, coalesce(y >> {COARSE_SHIFT}, -1)::INTEGER AS p_y
FROM given.incidents
"""  # noqa: S608
_ARRAY = (
    "CASE WHEN {0} IS NOT NULL THEN '{{' || array_to_string(list_transform({0}, lambda one: "
    "'\"' || replace(replace(one, '\\', '\\\\'), '\"', '\\\"') || '\"'), ',') || '}}' END AS {0}"
)


def columns(table: str) -> Mapping[str, str]:
    """Column to Ibis type of a table as it lies on a cluster."""
    return TABLES[table] | PARTS if table in PARTITIONED else TABLES[table]


def first_year(start: date) -> int:
    """The earliest ``p_year`` of what can reach into a window that begins on that day."""
    days = timedelta(days=LONGEST_DAYS)
    return (start - days).year if start - date.min > days else date.min.year


def unbound(index: int) -> dict[str, ir.Table]:
    """The tables of a selection, by the names of its views."""
    return {name: ibis.table(ibis.schema(columns(name)), name=f"{name}_{index}") for name in TABLES}


class Cargo:
    """The tables of one data set's file, read for a cluster; use it in a ``with`` block.

    Args:
        file: a ``data.duckdb``.
        scratch: folder for what does not fit the memory.

    Raises:
        Unfit: the file cannot be opened.
    """

    def __init__(self, file: Path, scratch: Path, memory: str = "512MB") -> None:
        self._con = duckdb.connect(config={**OFFLINE, "memory_limit": memory, "temp_directory": str(scratch)})
        try:
            self._con.execute(f"ATTACH {sql_text(file.resolve())} AS given (READ_ONLY)")
        except duckdb.Error as error:
            self._con.close()
            raise Unfit(f"{file.name} cannot be opened ({error}); import the file again") from error
        self._con.execute(f"CREATE TEMP TABLE part AS {PLACES}")

    def select(self, table: str, arrays_as_text: bool = False) -> str:
        """SQL of a table, with its partition and in order of it."""
        names = (
            _ARRAY.format(f'"{name}"') if arrays_as_text and kind.startswith("array") else f't."{name}"'
            for name, kind in TABLES[table].items()
        )
        listed = ", ".join(names)
        if table not in PARTITIONED:
            return f"SELECT {listed} FROM given.{table} t"  # noqa: S608
        parts = ", ".join(PARTS)
        # In order of the partitions, few files are open at a time; in order of the key, lookups skip row groups.
        return f"SELECT {listed}, {parts} FROM given.{table} t JOIN part USING (key) ORDER BY {parts}, key"  # noqa: S608

    def years(self) -> list[int]:
        """Every ``p_year`` that has rows."""
        return [int(row[0]) for row in self._con.execute("SELECT DISTINCT p_year FROM part ORDER BY 1").fetchall()]

    def batches(self, table: str) -> Iterator[pyarrow.RecordBatch]:
        """A table batch by batch, lists as text in the form of a PostgreSQL array."""
        yield from self._con.sql(self.select(table, arrays_as_text=True)).to_arrow_reader(_BATCH)

    def write_parquet(self, folder: Path, tables: Collection[str] = tuple(TABLES)) -> None:
        """Every table as a folder of Parquet files: ``incidents/p_year=2014/p_x=19/p_y=12/…``."""
        for table in tables:
            target = folder / table
            if table in PARTITIONED:
                how = f"FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({', '.join(PARTS)})"
            else:
                target.mkdir()
                target = target / "all.parquet"
                how = "FORMAT parquet, COMPRESSION zstd"
            self._con.execute(f"COPY ({self.select(table)}) TO {sql_text(target)} ({how})")
            (folder / table).mkdir(exist_ok=True)

    def __enter__(self) -> Cargo:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._con.close()


def empty_select(table: str, cast: Mapping[str, str]) -> str:
    """SQL of no rows with a table's columns, standard SQL but for the names of the types."""
    return f"SELECT {', '.join(f'CAST(NULL AS {cast[kind]}) AS {name}' for name, kind in columns(table).items())}"


__all__ = [
    "ANY_YEAR", "COARSE_SHIFT", "PARTITIONED", "PARTS", "Cargo", "columns", "empty_select", "first_year", "sql_type",
    "unbound",
]  # fmt: skip
