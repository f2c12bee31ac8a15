"""The workbench of one import: a DuckDB of its own, on the disk, that the screen never sees.

Its database file, and what does not fit its memory, lie in the folder of the import, so that memory stays
flat in the number of rows and a killed import leaves one folder to remove.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow

from events.store.engine import Params
from events.store.views import sql_text

Row = tuple[Any, ...]


class Cancelled(Exception):
    """The import was stopped on request; nothing of it is kept."""


class Staging:
    """A database for the rows of one import, for one thread; only :meth:`interrupt` is for others.

    Args:
        folder: an existing folder of its own; ``staging/`` in it is made and removed.
        memory_limit: most that DuckDB takes, such as "1GB"; beyond it, it writes to the disk.
        threads: how many cores it takes from the screen.
    """

    def __init__(self, folder: Path, memory_limit: str = "1GB", threads: int = 2) -> None:
        self.folder = folder / "staging"
        self.folder.mkdir()
        self._cancelled = False
        self._con = duckdb.connect(
            str(self.folder / "rows.duckdb"),
            config={
                "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": threads,
                "memory_limit": memory_limit, "temp_directory": str(self.folder / "spill"),
                # Rows carry their number (_row): who needs an order sorts by it.
                "preserve_insertion_order": False,
            },
        )  # fmt: skip
        # What this database holds is thrown away: waiting for the disk between two steps gains nothing.
        self._con.execute("SET checkpoint_threshold = '1GB'")
        self._con.execute("PRAGMA disable_checkpoint_on_shutdown")
        # Without the bar DuckDB does not count how far a statement is; nothing is printed.
        self._con.execute("SET enable_progress_bar = true")
        self._con.execute("SET enable_progress_bar_print = false")
        self._stretch = (0.0, 1.0)
        self._beside: list[duckdb.DuckDBPyConnection] = []
        self._done: Callable[[], float] | None = None

    def run(self, sql: str, params: Params = None) -> None:
        """Carry out a statement.

        Raises:
            Cancelled: :meth:`interrupt` was called, before or meanwhile.
            duckdb.Error: what DuckDB says of the statement.
        """
        # Fetched to its end: an answer half read would hold up the next statement.
        self._execute(sql, params).fetchall()

    def side_by_side(self, statements: Sequence[str], done: Callable[[], float] | None = None) -> None:
        """Carry out statements at the same time, each on a connection of its own, which sees no temporary tables.

        Args:
            statements: that do not depend on one another.
            done: how far they are together, 0 to 1, where the engine cannot know.

        Raises:
            Cancelled, duckdb.Error: as of :meth:`run`; when all have ended.
        """
        self._check()
        self._done = done
        self._beside = [self._con.cursor() for _ in statements]
        try:
            with ThreadPoolExecutor(len(statements)) as pool:
                jobs = [
                    pool.submit(lambda con, sql: con.execute(sql).fetchall(), con, sql)
                    for con, sql in zip(self._beside, statements, strict=True)
                ]
            for one in jobs:
                one.result()
        except duckdb.InterruptException:
            self._check()
            raise
        finally:
            beside, self._beside, self._done = self._beside, [], None
            for con in beside:
                con.close()

    @contextmanager
    def joins_as_written(self) -> Iterator[None]:
        """Joins in the order that a statement has them in, each keeping what stands behind JOIN to look it up.

        For statements whose long table stands first: the engine guesses too low of what it cannot count.
        """
        self.run("SET disabled_optimizers = 'build_side_probe_side,join_order'")
        try:
            yield
        finally:
            self._con.execute("SET disabled_optimizers = ''")

    def rows(self, sql: str, params: Params = None) -> list[Row]:
        """All rows of an answer, as tuples: for small ones."""
        return list(self._execute(sql, params).fetchall())

    def one(self, sql: str, params: Params = None) -> Row:
        """The first row of a small answer that has one.

        Raises:
            LookupError: it has none.
        """
        found = self.rows(sql, params)
        if not found:
            raise LookupError(f"expected a row, got none: {sql[:200]}")
        return found[0]

    def arrow(self, sql: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """An answer batch by batch. Read it to its end, or drop it, before the next statement."""
        self._check()
        return self._con.sql(sql, params=params).to_arrow_reader(rows)

    def register(self, name: str, table: pyarrow.RecordBatchReader | pyarrow.Table) -> None:
        """Make Arrow data readable under a name; a reader can be read once."""
        self._con.register(name, table)

    def unregister(self, name: str) -> None:
        """Forget Arrow data that was registered."""
        self._con.unregister(name)

    def has(self, table: str) -> bool:
        """Whether there is a table or view of that name."""
        return bool(self.rows("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [table]))

    def columns(self, table: str) -> dict[str, str]:
        """Column name to SQL type of a table or view, in order."""
        found: Sequence[Row] = self.rows(f"DESCRIBE {quoted(table)}")
        return {str(row[0]): str(row[1]) for row in found}

    def stretch(self, start: float, end: float) -> None:
        """Say which part of a step, from 0 to 1, the next statements are, so that :attr:`progress` grows over all."""
        self._stretch = (start, end)

    @property
    def progress(self) -> float:
        """Share of the step that is done, 0 to 1, as DuckDB guesses it of the running statement; from any thread."""
        start, end = self._stretch
        told = self._done
        try:
            running = self._beside or [self._con]
            guessed = sum(max(0.0, con.query_progress()) for con in running) / len(running) / 100
        except duckdb.ConnectionException:  # closed meanwhile: whoever looks is in another thread
            return end
        return start + (end - start) * max(0.0, min(1.0, told() if told else guessed))

    @property
    def cancelled(self) -> bool:
        """True after :meth:`interrupt`."""
        return self._cancelled

    def interrupt(self) -> None:
        """Stop: the running statement ends, and every further one raises :class:`Cancelled`. From any thread."""
        self._cancelled = True
        for con in (*self._beside, self._con):
            with suppress(duckdb.ConnectionException):  # closed meanwhile: nothing runs any more
                con.interrupt()

    def _check(self) -> None:
        if self._cancelled:
            raise Cancelled("the import was cancelled; the store is as it was")

    def _execute(self, sql: str, params: Params) -> duckdb.DuckDBPyConnection:
        self._check()
        try:
            return self._con.execute(sql, params) if params is not None else self._con.execute(sql)
        except duckdb.InterruptException:
            self._check()
            raise

    def close(self) -> None:
        """Close and remove its files; a second time does nothing."""
        self._con.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def quoted(name: str) -> str:
    """A name of a table or column, whatever is in it, as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


__all__ = ["Cancelled", "Row", "Staging", "quoted", "sql_text"]
