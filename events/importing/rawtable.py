"""Writing ``raw`` and ``rejected`` from Python, batch by batch: for formats that the engine does not read itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from events.importing.columns import OURS, Names, check_count
from events.importing.limits import ImportRefused, Limits, Staged, Workbench

BATCH_ROWS = 10_000
BATCH_CHARACTERS = 16 << 20
SHOWN = 2_000
"""Characters of a rejected row that are kept."""
REJECTED = pa.schema([("_row", pa.int64()), *((name, pa.string()) for name in ("field", "value", "reason", "mend"))])


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """A text as SQL takes it."""
    return "'" + str(text).replace("'", "''") + "'"


def shown(text: str) -> str:
    """What is kept of a text that could not be read; never more than a reader looks at, and always UTF-8."""
    cut = text[:SHOWN].encode("utf-8", "replace").decode("utf-8").replace("\0", "␀")
    return cut if len(text) <= SHOWN else f"{cut}… ({len(text):,} characters)"


def make_rejected(staging: Workbench) -> None:
    """Make the table of rejected rows, if it is not there yet."""
    staging.run("CREATE TABLE IF NOT EXISTS rejected"
                "(_row BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR, mend VARCHAR)")  # fmt: skip


class RawWriter:
    """Appends rows to ``raw``; columns may turn up as the file goes on.

    Args:
        columns: which to keep, by their cleaned names; None for all.
        fixed: columns that the reader makes itself (``_lon``, …): never renamed, always there.
    """

    def __init__(
        self, staging: Workbench, limits: Limits, columns: Sequence[str] | None = None, fixed: Sequence[str] = ()
    ) -> None:
        self._staging, self._limits, self._only = staging, limits, columns
        self._names = Names()
        self._known: dict[str, str] = {}
        self._made: list[str] = []
        self._batch: list[tuple[int, Mapping[str, str | None]]] = []
        self._size = 0
        self._bad: list[tuple[int, str, str, str, str]] = []
        self._bad_rows: set[int] = set()
        self._rows = 0
        staging.run("CREATE TABLE raw(_row BIGINT)")
        make_rejected(staging)
        self.know(fixed)

    def know(self, keys: Sequence[str]) -> None:
        """Make columns for the keys of rows that come, in this order."""
        for key in keys:
            if key in self._known:
                continue
            check_count(len(self._known) + 1, self._limits)
            name = self._known[key] = self._names.take(key, len(self._known) + 1)
            if name.casefold() not in OURS:
                self._made.append(key)
                self._staging.run(f"ALTER TABLE raw ADD COLUMN {quoted(name)} VARCHAR")

    def add(self, number: int, cells: Mapping[str, str | None]) -> None:
        """One row. A cell that is too long, or no Unicode, rejects it."""
        size = 0
        for key, cell in cells.items():
            if key not in self._known:
                self.know([key])
            if not cell:
                continue
            size += len(cell)
            if len(cell) > self._limits.max_cell:
                self.reject(number, key, cell, f"expected at most {self._limits.max_cell:,} characters in a cell, "
                            f"got {len(cell):,}", "Shorten it.")  # fmt: skip
                return
            if not cell.isascii():
                try:
                    cell.encode()
                except UnicodeEncodeError:
                    self.reject(number, key, cell, "expected Unicode text, got half a character (a lone surrogate or "
                                "bytes that are no UTF-8)", "Save the file as UTF-8 again.")  # fmt: skip
                    return
        self._batch.append((number, cells))
        self._size += size
        if len(self._batch) >= BATCH_ROWS or self._size > BATCH_CHARACTERS:
            self._flush()

    def reject(self, number: int, field: str, value: str, reason: str, mend: str) -> None:
        """One row that is set aside."""
        self._bad.append((number, shown(field), shown(value), reason, mend))
        self._bad_rows.add(number)
        if len(self._bad) >= BATCH_ROWS:
            self._flush_bad()

    def _flush(self) -> None:
        self._rows += len(self._batch)
        if self._rows > self._limits.max_rows:
            raise ImportRefused(f"it has more than {self._limits.max_rows:,} rows", "fewer", "Split the file.")
        columns = {"_row": pa.array([number for number, _ in self._batch], pa.int64())}
        for key in self._made:
            columns[self._known[key]] = pa.array([cells.get(key) or None for _, cells in self._batch], pa.string())
        insert(self._staging, "raw", pa.table(columns))
        self._batch.clear()
        self._size = 0

    def _flush_bad(self) -> None:
        columns = zip(*self._bad, strict=True)
        insert(self._staging, "rejected", pa.table(
            [pa.array(list(column), field.type) for column, field in zip(columns, REJECTED, strict=True)],
            schema=REJECTED))  # fmt: skip
        self._bad.clear()

    def close(self, notes: Sequence[str] = ()) -> Staged:
        """Write what is left."""
        if self._batch:
            self._flush()
        if self._bad:
            self._flush_bad()
        names = [self._known[key] for key in self._made]
        if self._only is not None:
            for name in names:
                if name not in self._only and not name.startswith("_"):
                    self._staging.run(f"ALTER TABLE raw DROP COLUMN {quoted(name)}")
            names = [name for name in names if name in self._only or name.startswith("_")]
        return Staged(tuple(names), self._rows, len(self._bad_rows), (*notes, *self._names.notes))


def insert(staging: Workbench, table: str, rows: pa.Table) -> None:
    """Append Arrow rows to a table whose columns have the same names."""
    staging.register("arriving", rows)
    try:
        staging.run(f"INSERT INTO {table} BY NAME SELECT * FROM arriving")  # noqa: S608
    finally:
        staging.unregister("arriving")


def refill(staging: Workbench, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """Make ``raw`` from Arrow batches that all have one schema, as they come."""
    staging.register("arriving", pa.RecordBatchReader.from_batches(schema, batches))
    try:
        staging.run("CREATE TABLE raw AS SELECT * FROM arriving")
    finally:
        staging.unregister("arriving")
