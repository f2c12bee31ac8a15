"""CSV of a selection: one row a claim with its incident beside it, written column by column.

The first line says what the file is and starts with ``#``. Text that a spreadsheet would run as a formula gets a
leading apostrophe, unless the raw variant is asked for. NULL is an empty cell; lists and objects are JSON.
"""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from events.exporting.columns import CSV, CSV_COLUMNS, DOCUMENTS, IN_CSV
from events.exporting.csvfile import defuse
from events.exporting.source import Chunk, ExportSource

_FORMULA = "^'*[=+\\-@\\t\\r\\n]"
MARK = b"\xef\xbb\xbf"
"""Tells spreadsheets that a file is UTF-8."""


def defused(column: pa.Array) -> pa.Array:
    """Text with an apostrophe before what a spreadsheet would run: :func:`csvfile.defuse` for a column.

    Text that has one there already gets one more, so that taking one away gives every text back.
    """
    risky = pc.match_substring_regex(column, _FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def table_rows(chunk: Chunk) -> pa.RecordBatch:
    """One row a claim under ``columns.CSV_COLUMNS``."""
    owner = chunk.owner
    columns = {
        **{IN_CSV.get(name, name): chunk.incidents.column(name).take(owner) for name in chunk.incidents.schema.names},
        **{name: chunk.claims.column(name) for name in chunk.claims.schema.names if name != "incident"},
    }
    first = pc.equal(chunk.claims.column("n"), 1)
    documents = chunk.documents if chunk.documents is not None else pa.nulls(chunk.incidents.num_rows, pa.string())
    columns[DOCUMENTS] = pc.if_else(first, documents.take(owner), pa.scalar(None, pa.string()))
    return pa.RecordBatch.from_arrays([columns[name] for name in CSV_COLUMNS], names=list(CSV_COLUMNS))


def write(source: ExportSource, file: BinaryIO, raw: bool = False) -> None:
    """Write the file.

    Args:
        source: what to write.
        file: takes bytes.
        raw: leave text as it is, for programs that take no cell for a formula.
    """
    about = f"# {source.about.sentence}" + ("; cells as they are" if raw else "")
    first = io.StringIO()
    csv.writer(first, lineterminator="\n").writerow([about if raw else defuse(about)])
    csv.writer(first, lineterminator="\n").writerow(CSV_COLUMNS)
    file.write(MARK + first.getvalue().encode())
    # An empty cell is NULL, an empty text is "": what reads the file back can tell them apart.
    options = pacsv.WriteOptions(include_header=False, quoting_style="needed")
    schema = pa.schema([(name, CSV[name]) for name in CSV_COLUMNS])
    with pacsv.CSVWriter(pa.PythonFile(file, "w"), schema, write_options=options) as writer:
        for chunk in source.chunks(documents=True):
            rows = table_rows(chunk)
            if not raw:
                rows = pa.RecordBatch.from_arrays(
                    [defused(one) if pa.types.is_string(one.type) else one for one in rows.columns], schema=schema
                )
            writer.write_batch(rows)


write_raw = partial(write, raw=True)
