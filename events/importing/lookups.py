"""Distinct texts of a column, read once each in Python and joined back: a table beside ``raw``.

What SQL cannot say (dates in words, "about 30") is asked once for each distinct text, some thousands at a time,
so that memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow

from events.importing.values import CellError
from events.store.staging import Staging, quoted

BATCH = 10_000
PROBLEM = {"reason": pyarrow.string(), "mend": pyarrow.string()}
Read = Callable[..., Sequence[Any] | None]


def make(
    staging: Staging, name: str, keys: Sequence[str], distinct: Sequence[str], made: dict[str, pyarrow.DataType],
    read: Read,
) -> None:  # fmt: skip
    """Make the table ``name``: key columns, then what was made of them, then ``reason`` and ``mend``.

    Args:
        keys: names of the key columns, VARCHAR; a key is never NULL (an empty text stands for none).
        distinct: queries that give the keys, of whatever is to be looked up.
        made: further columns with their types.
        read: keys to the values of ``made``; None for nothing, and a `CellError` becomes reason and mend.
    """
    schema = pyarrow.schema([*((key, pyarrow.string()) for key in keys), *made.items(), *PROBLEM.items()])
    listed = ", ".join(map(quoted, keys))
    staging.run(f"CREATE OR REPLACE TABLE {name}_keys AS SELECT row_number() OVER () AS n, * FROM ("  # noqa: S608
                f"SELECT DISTINCT * FROM ({' UNION '.join(distinct)}) AS given({listed}))")  # fmt: skip
    staging.register("import_given", schema.empty_table())
    staging.run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM import_given")  # noqa: S608
    staging.unregister("import_given")
    for rows in _batches(staging, name, listed):
        found = [_row(read, row, len(made)) for row in rows]
        columns = zip(zip(*found, strict=True), schema.types, strict=True)
        arrays = [pyarrow.array(column, kind) for column, kind in columns]
        staging.register("import_given", pyarrow.table(arrays, schema=schema))
        staging.run(f"INSERT INTO {name} SELECT * FROM import_given")  # noqa: S608
        staging.unregister("import_given")
    staging.run(f"DROP TABLE {name}_keys")


def _batches(staging: Staging, name: str, listed: str) -> Iterator[list[tuple[Any, ...]]]:
    last = int(staging.one(f"SELECT count(*) FROM {name}_keys")[0])  # noqa: S608
    for start in range(1, last + 1, BATCH):
        yield staging.rows(f"SELECT {listed} FROM {name}_keys WHERE n BETWEEN {start:d} AND {start + BATCH - 1:d}")  # noqa: S608


def _row(read: Read, keys: Sequence[str], width: int) -> list[Any]:
    try:
        values = read(*keys)
    except CellError as error:
        return [*keys, *([None] * width), error.reason, error.mend]
    return [*keys, *(values if values is not None else [None] * width), None, None]
