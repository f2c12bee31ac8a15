"""Small things that ``events/store/streams.py`` does to whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from events.exporting.columns import schema
from events.exporting.source import compact
from events.store.schema import FIELD_BITS


def columns_of(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    """Column name to column."""
    return dict(zip(batch.schema.names, batch.columns, strict=True))


def ordered(columns: Mapping[str, pa.Array], table: dict[str, pa.DataType]) -> pa.RecordBatch:
    """The columns of one of ``exporting.columns``' tables, in its order and types."""
    return pa.RecordBatch.from_arrays([columns[name].cast(kind) for name, kind in table.items()], schema=schema(table))


def mapped(values: pa.Array, words: Mapping[str, str]) -> pa.Array:
    """Each text swapped for another; NULL where there is none for it."""
    coded = values.dictionary_encode()
    return pa.array([words.get(one) for one in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def or_null(text: pa.Array) -> pa.Array:
    """Text with NULL where it was empty."""
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def contested(bits: pa.Array) -> pa.Array:
    """JSON list of the fields of each set of ``FIELD_BITS``."""
    coded = pc.fill_null(bits, 0).dictionary_encode()
    words = [
        compact([key for key, bit in FIELD_BITS.items() if number & bit]) for number in coded.dictionary.to_pylist()
    ]
    return pa.array(words, pa.string()).take(coded.indices)


def aligned(found: pa.RecordBatch, keys: Sequence[int]) -> pa.Array:
    """Documents by key, NULL for an incident without any."""
    place = pc.index_in(pa.array(keys, pa.int64()), value_set=found.column("key"))
    return found.column("documents").take(place)
