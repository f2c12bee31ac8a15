"""The screen's connection: every data set of a store, read-only, as one set of tables.

Ibis writes the queries, DuckDB answers them. The tables are unbound (a name and a schema), so that the same
expression serves another engine as well; Ibis' own connection is not used: it is for one thread.

What a query may see never changes half: a selection of data sets has views of its own, made in one transaction,
and a new data set makes a new selection. A removed one leaves the views that name it in one transaction as well,
so that an expression built before still runs, without it.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow

from events.store.failing import Unfit
from events.store.recent import Recent
from events.store.schema import TABLES
from events.store.sums_shown import SumsShown
from events.store.views import OFFLINE, Views, faults, sql_text

# Said of every answer in Engine.ask; why it is asked so, is said there.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result makes an extra copy", UserWarning)

Params: TypeAlias = Sequence[Any] | Mapping[str, Any] | None
Query: TypeAlias = str | ir.Expr
Answer = TypeVar("Answer")
MOST_PARSED = 256
"""Texts of queries that are kept parsed."""


class Engine:
    """All data sets that are attached, for queries from any thread.

    Args:
        folders: where data sets lie; nothing else on this machine can be read through it.
        memory: most that DuckDB takes, such as "1GB".
        threads: most that one query uses; None for one a core.
        spill: folder for what does not fit the memory; without one, such a query fails.
    """

    dialect = "duckdb"

    alike = True
    """The tables of two selections of data sets differ by their names only."""

    def __init__(
        self, folders: Iterable[Path], memory: str = "1GB", threads: int | None = None, spill: Path | None = None
    ) -> None:
        config: dict[str, Any] = {**OFFLINE, "memory_limit": memory, **({"threads": threads} if threads else {})}
        self._con = duckdb.connect(":memory:", config=config)
        allowed = ", ".join(sql_text(f"{folder.resolve()}/") for folder in folders)
        self._con.execute(f"SET allowed_directories = [{allowed}]")
        self._con.execute(f"SET temp_directory = {sql_text(spill.resolve() if spill else '')}")
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            self._con.execute(f"SET {setting}")
        self._lock = threading.RLock()
        self._attached: dict[int, str] = {}
        self._rows: dict[int, int] = {}
        self._serial = 0
        self._parsed: Recent[str, duckdb.Statement] = Recent(MOST_PARSED)
        self._on: frozenset[int] = frozenset()
        self._data = Views(self._con, TABLES, self._rows_of)
        self._summed = SumsShown(self._con, self._attached, self._rows)
        self._generation = 0

    @property
    def generation(self) -> int:
        """Grows whenever what a query can see changes: caches are keyed by it."""
        return self._generation

    @property
    def opened(self) -> int:
        """Grows whenever a file is attached: what sums are of may have changed, and answers have not."""
        return self._serial

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
            name = self._open(f"d{number:d}", file)
            if fault := faults(self._con, name, TABLES):
                self._con.execute(f"DETACH {name}")
                raise Unfit(f"{file.name} has another layout ({fault}); import the file again")
            ((rows,),) = self._con.execute(f"SELECT count(*) FROM {name}.main.incidents").fetchall()  # noqa: S608
            gone = {one for one in (number, instead_of) if one is not None and one in self._attached}
            old = [database for one in gone for database in self._left(one)]
            self._attached[number], self._rows[number] = name, int(rows)
            self._on = (self._on - gone) | ({number} if on else set())
            self._show({number, *gone}, old)

    def _open(self, name: str, file: Path) -> str:
        self._serial += 1
        name = f"{name}_{self._serial}"
        try:
            self._con.execute(f"ATTACH {sql_text(file.resolve())} AS {name} (READ_ONLY)")
        except duckdb.Error as error:
            raise Unfit(f"{file.name} cannot be opened ({error}); import the file again") from error
        return name

    def _left(self, number: int) -> list[str]:
        """Forget a data set; returns the names of its databases."""
        del self._rows[number]
        return [self._attached.pop(number), *self._summed.left(number)]

    def attach_sums(self, number: int, file: Path, mark: str) -> None:
        """Open the sums of a data set that is attached. What queries answer stays the same; of another, nothing.

        Raises:
            Unfit: the file is damaged, or made by another version of the program, or of other content than ``mark``.
        """
        with self._lock:
            if number not in self._attached:
                return
            self._summed.attach(number, self._open(f"s{number:d}", file), mark)

    def prepare(self, number: int, name: str, file: Path) -> None:
        """Nothing: what is attached is opened where it lies (an engine beyond this process carries it over)."""

    def keep_only(self, names: Collection[str]) -> None:
        """Nothing, likewise."""

    def detach(self, number: int) -> None:
        """Let go of a data set. Queries that run already end with what they began with."""
        with self._lock:
            if number in self._attached:
                gone = self._left(number)
                self._on -= {number}
                self._show({number}, gone)

    def _show(self, changed: Collection[int], gone: Iterable[str]) -> None:
        # Views first: a query that begins between the two finds either the old views with all behind them, or the new.
        for views in (self._data, self._summed):
            views.renew(changed)
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
            return self._data.of(self._chosen(numbers))

    def summed(
        self, numbers: Collection[int] | None, whole: bool, most: int, always: bool = False
    ) -> Mapping[str, ir.Table] | None:
        """Table of ``sums.SUMS`` to Ibis table; a data set without sums stands in them with its incidents. None where
        none has sums (unless ``always``), or one no ``whole`` profiles, or over ``most`` incidents have none."""
        with self._lock:
            return self._summed.profiles(self._chosen(numbers), whole, most, always)

    def summed_cells(self, numbers: Collection[int] | None, shift: int, most: int) -> Mapping[str, ir.Table] | None:
        """Table of ``cell_sums.CELL_SUMS`` to Ibis table, for cells that are ``shift`` coarser than stored ones or
        more. None where no data set has sums as fine, or more than ``most`` incidents are of data sets without."""
        with self._lock:
            return self._summed.cells(self._chosen(numbers), shift, most)

    def placed(self, numbers: Collection[int] | None) -> Mapping[str, ir.Table] | None:
        """Table of ``placed.PLACED`` to Ibis table; None where no data set has incidents in order of place."""
        with self._lock:
            return self._summed.placed(self._chosen(numbers))

    def summed_ids(self, number: int) -> Mapping[str, ir.Table] | None:
        """Table of ``lookup.SOURCE_IDS`` to Ibis table, of a data set; None where it has no sums."""
        with self._lock:
            return self._summed.ids(number)

    def without_sums(self, numbers: Collection[int] | None, whole: bool) -> int:
        """How many incidents those data sets have that are to be counted one by one; ``whole`` as above."""
        with self._lock:
            return self._summed.without(self._chosen(numbers), whole)

    def _chosen(self, numbers: Collection[int] | None) -> frozenset[int]:
        return self._on if numbers is None else frozenset(numbers)

    def _rows_of(self, table: str, number: int) -> str:
        if number not in self._attached:
            return ""
        names = ", ".join(f'"{column}"' for column in TABLES[table])
        return f"SELECT {names} FROM {self._attached[number]}.main.{table}"  # noqa: S608

    def ask(self, query: Query, params: Params = None) -> pyarrow.Table:
        """The whole answer to a query: for what is bounded in size."""

        def answer(con: duckdb.DuckDBPyConnection, text: str) -> pyarrow.Table:
            # A relation is bound twice, once to be described and once to be answered: of an answer of a few rows that
            # is a third of the time. The copy of the rows, of which DuckDB warns, is nothing beside it.
            with con:
                return con.execute(self._statement(con, text), params).to_arrow_table()

        return self._begun(query, answer)

    def _statement(self, con: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
        """A text as the engine reads it: that takes as long as many an answer. Names are looked up with each."""
        return self._parsed.get(text) or self._parsed.put(text, con.extract_statements(text)[0])

    def stream(self, query: Query, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """The answer batch by batch, ``rows`` rows each, as it was when asked. A stream is for one thread."""
        return self._begun(query, lambda con, text: con.sql(text, params=params)).to_arrow_reader(rows)

    def _begun(self, query: Query, begin: Callable[[duckdb.DuckDBPyConnection, str], Answer]) -> Answer:
        text = query if isinstance(query, str) else str(ibis.to_sql(query, dialect="duckdb"))
        # A cursor is a connection of its own to the same database: each query has one, whatever its thread.
        try:
            return begin(self._con.cursor(), text)
        except (duckdb.CatalogException, duckdb.BinderException):
            # It may have begun between the two steps of a removal; behind the lock there is no such between.
            with self._lock:
                return begin(self._con.cursor(), text)

    def close(self) -> None:
        """Let go of everything; streams that are not read to their end stop with an error."""
        with self._lock:
            self._parsed = Recent(MOST_PARSED)
            self._con.close()
