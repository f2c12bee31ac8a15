"""Rows by their key or id; of millions of documents, a few are found without looking through all.

Ids are text, and documents lie in the order of the file. The table ``source_ids`` of the sums
(``events/store/sums.py``) has a number of each id, in order of that number, so that a row or two of it is read, which
says where the documents are. The ids are compared all the same: two ids may have one number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

import ibis.expr.types as ir

from events.filters import IncidentFilter
from events.store.asking import Asker, Numbers
from events.store.compiled import Marks, listed, rounded
from events.store.predicates import Tables
from events.store.schema import KEY_BITS

SOURCE_IDS = {"source_ids": {"hash": "int64", "n": "int32"}}
"""Table to column to Ibis type; ``n`` is that of ``sources``."""
NUMBER_OF_ID = "(md5_number_lower(id) >> 1)::BIGINT"
"""SQL of :func:`number_of_id` over the column ``id``."""
_MOST = 1_000
Row = dict[str, Any]


def number_of_id(id: str) -> int:
    """63 bits of the MD5 of an id: the same in every version of the engine."""
    return int.from_bytes(hashlib.md5(id.encode(), usedforsecurity=False).digest()[8:], "little") >> 1


def rows_with(asker: Asker, table: str, column: str, wanted: Sequence[Any], numbers: Numbers) -> list[Row]:
    """The rows of a table with one of the values in a column."""
    if not wanted:
        return []
    count = rounded(len(wanted))

    def build(tables: Tables, marks: Marks) -> ir.Table:
        rows = tables[table]
        given: Any = marks.numbers("wanted", count) if column == "key" else marks.texts("wanted", count)
        found = rows.filter(rows[column].isin(given))
        # A data set cites millions of documents: their ids are looked through alone, the wide columns are read by
        # number, in whose order the rows lie.
        return rows.semi_join(found.select("dataset", "n"), ["dataset", "n"]) if table == "sources" else found

    rows: list[Row] = asker.ask_plain((table, column, count), build, numbers, listed("wanted", wanted)).to_pylist()
    return rows


def sources_with(asker: Asker, ids: Collection[str], keys: Collection[int], numbers: Numbers) -> list[Row]:
    """The documents of some ids that incidents cite.

    Args:
        keys: of the incidents; a document belongs to the data set of its incident.
    """
    wanted = sorted(ids)
    shown = getattr(asker.engine, "summed_ids", None)
    if shown is None:
        return rows_with(asker, "sources", "id", wanted, numbers)
    found: list[Row] = []
    for number in sorted({key >> KEY_BITS for key in keys}):
        tables = shown(number) if wanted else None
        rows = [] if tables is None else sources_placed(asker, tables, wanted, number)
        # What is not there under its number is looked for as where there are no sums.
        missing = sorted(set(wanted) - {row["id"] for row in rows})
        found += rows + rows_with(asker, "sources", "id", missing, frozenset({number}))
    return found


def sources_placed(asker: Asker, tables: Tables, wanted: Sequence[str], number: int) -> list[Row]:
    """The documents of some ids by the numbers of their ids; ``tables`` are those of a data set that has them."""
    count = rounded(len(wanted))

    def build(tables: Tables, _shape: Any, marks: Marks) -> ir.Table:
        rows = tables["source_ids"]
        return rows.filter(rows["hash"].isin(marks.numbers("hash", count))).select("n").limit(_MOST)

    hashes = listed("hash", [number_of_id(one) for one in wanted])
    answer = asker.ask_summed(("source ids", count), IncidentFilter(), build, tables, hashes)
    at = sorted(answer["n"].to_pylist())
    return sources_at(asker, at, wanted, frozenset({number})) if at else []


def sources_at(asker: Asker, at: Sequence[int], ids: Sequence[str], numbers: Numbers) -> list[Row]:
    """The documents of some ids among those of some numbers."""
    length, count = rounded(len(at)), rounded(len(ids))

    def build(tables: Tables, marks: Marks) -> ir.Table:
        rows = tables["sources"]
        return rows.filter(rows["n"].isin(marks.numbers("at", length)), rows["id"].isin(marks.texts("wanted", count)))

    values = listed("at", at) | listed("wanted", ids)
    found: list[Row] = asker.ask_plain(("sources at", length, count), build, numbers, values).to_pylist()
    return found
