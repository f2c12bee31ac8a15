"""XLSX of a selection: sheets incidents, claims, sources, links and about, written as they are read.

Text is text and never a formula; numbers are numbers and days are days. A sheet of Excel ends at 1,048,576 rows:
what is more goes on in a second sheet ("claims 2"). A cell ends at 32,767 letters: longer text is cut, ends on "…",
and the sheet about says so; CSV and GeoPackage have it whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from events.exporting import xlsx_parts as parts
from events.exporting.columns import CLAIMS, INCIDENTS, LINKS, SOURCES, schema
from events.exporting.source import ExportSource
from events.exporting.texts import NOT_XML, xml_text

MOST_ROWS = 1_048_576
"""In a sheet, its header included."""
MOST_LETTERS = 32_767
_DAY_ZERO = 25_569
"""1970-01-01 as Excel counts days."""
_FIRST_GOOD_DAY = 61 - _DAY_ZERO
"""Before March 1900 Excel's days are off by one or not there: such a day is text."""
ABOUT = pa.schema([("name", pa.string()), ("text", pa.string())])


def _escaped(text: pa.Array) -> pa.Array:
    """Signs that XML cannot hold as ``_xHHHH_``, and what only looks like that kept apart from it."""
    text = pc.replace_substring_regex(text, "_(x[0-9A-Fa-f]{4}_)", "_x005F_\\1")
    if pc.any(pc.match_substring_regex(text, NOT_XML + "|\\r")).as_py():
        rows = (one if one is None else parts.escape_controls(one) for one in text.to_pylist())
        text = pa.array(rows, pa.string())
    return xml_text(text)


def _text_cells(column: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(
        '<c t="inlineStr"><is><t xml:space="preserve">', _escaped(column), "</t></is></c>", ""
    )


def _cells(column: pa.Array) -> pa.Array:
    """The cells of a column; NULL is an empty one."""
    kind = column.type
    if kind == pa.date32():
        days = column.cast(pa.int32())
        serial = pc.add(days, _DAY_ZERO).cast(pa.string())
        dated = pc.binary_join_element_wise('<c s="1"><v>', serial, "</v></c>", "")
        cells = pc.if_else(pc.greater_equal(days, _FIRST_GOOD_DAY), dated, _text_cells(column.cast(pa.string())))
    elif pa.types.is_boolean(kind):
        cells = pc.if_else(column, '<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>')
    elif pa.types.is_string(kind):
        cells = _text_cells(column)
    else:
        cells = pc.binary_join_element_wise("<c><v>", column.cast(pa.string()), "</v></c>", "")
    return pc.fill_null(cells, "<c/>")


class _Book:
    """The sheets, one after the other."""

    def __init__(self, file: BinaryIO, most_rows: int) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._most = most_rows
        self.names: list[str] = []
        self.cut = 0

    def add(self, name: str, columns: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        """A sheet, and as many more as its rows need."""
        rows, index, more = self._rows(batches), 1, True
        while more:
            self.names.append(name if index == 1 else f"{name} {index}")
            more = self._sheet(columns, rows)
            index += 1

    def _sheet(self, columns: pa.Schema, rows: Iterator[pa.Array]) -> bool:
        """Fill one sheet; True where rows are left."""
        self._left = self._most - 1
        with self._zip.open(f"xl/worksheets/sheet{len(self.names)}.xml", "w", force_zip64=True) as sheet:
            header = "".join(cell.as_py() for cell in _text_cells(pa.array(columns.names)))
            sheet.write(f"{parts.SHEET_START}<row>{header}</row>".encode())
            for lines in rows:
                sheet.write(pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "")[0].as_buffer())
                self._left -= len(lines)
                if self._left == 0 and self._next is not None:
                    break
            sheet.write(parts.SHEET_END.encode())
        return self._next is not None

    def _rows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Array]:
        """Rows as XML, never more at once than the sheet still takes; ``_next`` is None once nothing is left."""
        waiting = (batch for batch in batches if batch.num_rows)
        self._next = next(waiting, None)
        while self._next is not None:
            batch = self._next
            piece, rest = batch.slice(0, self._left), batch.slice(self._left)
            self._next = rest if rest.num_rows else next(waiting, None)
            cells = [_cells(self._short(column)) for column in piece.columns]
            yield pc.binary_join_element_wise("<row>", *cells, "</row>", "")

    def _short(self, column: pa.Array) -> pa.Array:
        if not pa.types.is_string(column.type):
            return column
        long = pc.greater(pc.utf8_length(column), MOST_LETTERS)
        found = pc.sum(long).as_py() or 0
        self.cut += found
        if not found:
            return column
        cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(column, 0, MOST_LETTERS - 1), "…", "")
        return pc.if_else(long, cut, column)

    def close(self) -> None:
        """Write what holds the sheets together."""
        for name, text in parts.frame(self.names).items():
            self._zip.writestr(name, text)
        self._zip.close()


def write(source: ExportSource, file: BinaryIO, most_rows: int = MOST_ROWS) -> None:
    """Write the file.

    Args:
        source: what to write; its incidents are read twice.
        file: takes bytes.
        most_rows: rows of a sheet, header included.
    """
    book = _Book(file, most_rows)
    book.add("incidents", schema(INCIDENTS), source.incidents())
    book.add("claims", schema(CLAIMS), source.claims())
    book.add("sources", schema(SOURCES), source.sources())
    book.add("links", schema(LINKS), source.links())
    said = source.about.rows
    if book.cut:
        cut = f"{book.cut} texts are longer than a cell may be and are cut; CSV and GeoPackage have them whole"
        said.append(("cut", cut))
    if len(book.names) > 4:
        said.append(("continued", "more rows than a sheet takes: they go on in the sheets that end on a number"))
    names, texts = zip(*said, strict=True)
    book.add("about", ABOUT, [pa.RecordBatch.from_arrays([pa.array(names), pa.array(texts)], schema=ABOUT)])
    book.close()
