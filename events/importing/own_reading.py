"""Files that this program wrote, read row by row: each data set in them by itself.

Ids of documents, places and origins are unique in a data set only: rows are parted by their column ``dataset``
before anything is made from them.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet
from openpyxl.utils.escape import unescape

from events.importing.canonical_building import Builder
from events.importing.limits import LIMITS, Sniffed
from events.importing.own_cells import CLAIM, INCIDENT, Rejected
from events.importing.own_csv import Differs, header, tables
from events.importing.own_features import read_features
from events.importing.own_parts import Part, Quick, no_incident
from events.importing.own_spool import Spool, batch
from events.importing.own_tables import read_nested, read_tables
from events.store.staging import Staging

_RAW_NAME = re.compile(r"-raw( ?\(\d+\))?\.[ct]sv$", re.IGNORECASE)
_RAW_WORDS = "cells as they are"
_MEND = "export it again, or mend the line"
_LINES = 5_000
"""Of a CSV that are in memory at a time."""
_DEFUSED = r"\A'('*[=+\-@\t\r\n])"
"""An apostrophe that was put in front of what a spreadsheet would run."""
_COLUMNS = ("dataset", "incident", "incident_note", "documents", *INCIDENT, *CLAIM)
_ONCE = frozenset({"incident_note", *INCIDENT})
TABLES = ("incidents", "claims", "sources")

Reader = Callable[[Path, Sniffed, Staging], list[Part]]


# --- CSV ----------------------------------------------------------------------------------------------


def _from_csv(path: Path, sniffed: Sniffed, staging: Staging) -> list[Part]:
    # The two variants have the same columns: the first line or the name says that cells are as they are.
    raw = any(_RAW_WORDS in note for note in sniffed.notes) or _RAW_NAME.search(sniffed.name) is not None
    problems: list[Rejected] = []
    spool = Spool(staging)
    try:
        with path.open("rb") as file:
            spool.fill("own_row", _COLUMNS, _arrow_batches(file, sniffed, raw))
    except Differs:
        spool.fill("own_row", _COLUMNS, _csv_batches(path, sniffed, raw, problems))
    spool.of_csv()
    parts = [
        Part(name, partial(_feed, spool, part), problems=tuple(problems) if part == 1 else (),
             quick=Quick(staging, part, "own_listed"))
        for part, name in enumerate(spool.parts(), 1)
    ]  # fmt: skip
    return parts or [Part("", lambda _: None, problems=tuple(problems))]


def _feed(spool: Spool, part: int, builder: Builder) -> None:
    for row, listed, lost in spool.listed(part):
        builder.documents(listed, row)
        if lost:
            builder.problems.append(no_incident(row))
    for row, cells, claims in spool.incidents(part):
        builder.incident(cells, claims, row)


def _arrow_batches(file: BinaryIO, sniffed: Sniffed, raw: bool) -> Iterator[pyarrow.RecordBatch]:
    head = header(file, sniffed)
    names = [name for name in _COLUMNS if name in head]
    row = 1
    for given in tables(file, sniffed.delimiter or ",", head, names, _LINES):
        yield _csv_batch({name: given.column(name).combine_chunks() for name in names}, row, raw)
        row += given.num_rows


def _csv_batches(
    path: Path, sniffed: Sniffed, raw: bool, problems: list[Rejected]
) -> Iterator[pyarrow.RecordBatch]:
    rows = _csv_rows(path, sniffed, problems)
    _, head = next(rows)
    at = {name: index for index, name in enumerate(head)}
    names = [name for name in _COLUMNS if name in at]
    chosen = itemgetter(*(at[name] for name in names))
    while some := list(islice(rows, _LINES)):
        columns = zip(*(chosen(line) for _, line in some), strict=True)
        cells = {name: pyarrow.array(column, pyarrow.string()) for name, column in zip(names, columns, strict=True)}
        yield _csv_batch(cells, [row for row, _ in some], raw)


def _csv_batch(columns: dict[str, pyarrow.Array], rows: int | Sequence[int], raw: bool) -> pyarrow.RecordBatch:
    """Rows of text. What an incident's columns say is kept once where its rows follow each other."""
    firsts = _firsts([columns[name] for name in ("dataset", "incident") if name in columns])
    cells = {name: _cells(column, firsts if name in _ONCE else None, raw) for name, column in columns.items()}
    numbers = range(rows, rows + len(firsts)) if isinstance(rows, int) else rows
    nothing = pyarrow.nulls(len(firsts), pyarrow.string())
    return batch(_COLUMNS, [cells.get(name, nothing) for name in _COLUMNS], numbers)


def _firsts(named: Sequence[pyarrow.Array]) -> pyarrow.Array:
    """Whether each row is of another incident than the one before."""
    other = pyarrow.array([True] + [False] * (len(named[0]) - 1))
    for column in named:
        changed = pc.not_equal(column[1:], column[:-1])
        other = pc.or_(other, pyarrow.concat_arrays([pyarrow.array([True]), changed]))
    return other


def _cells(cells: pyarrow.Array, firsts: pyarrow.Array | None, raw: bool) -> pyarrow.Array:
    """A column, defused text as it was; of one that is kept once, what stands on the ``firsts``."""
    if firsts is not None:
        cells = pc.if_else(firsts, cells, None)
    if not raw and pc.any(pc.starts_with(cells, "'")).as_py():
        cells = pc.replace_substring_regex(cells, _DEFUSED, r"\1", max_replacements=1)
    return pc.if_else(pc.equal(cells, ""), None, cells)


def _csv_rows(path: Path, sniffed: Sniffed, problems: list[Rejected]) -> Iterator[tuple[int, list[str]]]:
    """The header as row 0, then every row that has as many cells."""
    # Python's own bound of 128 KiB is less than the documents of one incident may take.
    csv.field_size_limit(max(csv.field_size_limit(), LIMITS.max_row))
    encoding = "utf-8-sig" if sniffed.encoding.replace("_", "-") == "utf-8" else sniffed.encoding
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(sniffed.skip):
            file.readline()
        lines = csv.reader(file, delimiter=sniffed.delimiter or ",")
        head = next(lines, [])
        yield 0, head
        for row, line in enumerate(lines, 1):
            if len(line) == len(head):
                yield row, line
            elif line:
                why = f"expected {len(head)} cells, as the header has, got {len(line)}"
                problems.append(Rejected(row, "", ",".join(line)[:200], why, _MEND))


# --- GeoJSON ------------------------------------------------------------------------------------------


def _from_geojson(path: Path, _: Sniffed, staging: Staging) -> list[Part]:
    with path.open(encoding="utf-8-sig") as lines:
        return read_features(lines, staging)


# --- tables -------------------------------------------------------------------------------------------


def _sheet(book: openpyxl.Workbook, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet, and of those in which it goes on ("claims 2")."""
    for title in [one for one in book.sheetnames if re.fullmatch(rf"{name}( \d+)?", one)]:
        sheet = book[title]
        # What other programs write there may be less than the sheet has.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        head = next(rows, ())
        for row in rows:
            yield {str(column): _cell(cell) for column, cell in zip(head, row, strict=False) if column}


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return unescape(value) if isinstance(value, str) else value


def _from_xlsx(path: Path, _: Sniffed, staging: Staging) -> list[Part]:
    with warnings.catch_warnings(), path.open("rb") as file:
        # Of styles and extensions, which are no concern of ours.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            incidents, claims, sources = (_sheet(book, name) for name in TABLES)
            return read_tables(incidents, claims, sources, staging)


def _layer(base: sqlite3.Connection, name: str) -> Iterator[dict[str, Any]]:
    found = base.execute(f'SELECT * FROM "{name}" ORDER BY fid')  # noqa: S608  names are ours
    names = [column[0] for column in found.description]
    for row in found:
        yield dict(zip(names, row, strict=True))


def _from_gpkg(path: Path, _: Sniffed, staging: Staging) -> list[Part]:
    # The layer of areas repeats incidents that the first one has already, for their outlines.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)) as base:
        incidents, claims, sources = (_layer(base, name) for name in TABLES)
        return read_tables(incidents, claims, sources, staging)


def _from_parquet(path: Path, _: Sniffed, staging: Staging) -> list[Part]:
    with pyarrow.parquet.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name not in ("geometry", "bbox", "claims")]
        return read_nested(
            file.iter_batches(2_000, columns=names), file.iter_batches(2_000, columns=["id", "claims"]), staging
        )


READERS: dict[str, Reader] = {
    "csv": _from_csv, "tsv": _from_csv, "geojson": _from_geojson, "xlsx": _from_xlsx, "gpkg": _from_gpkg,
    "parquet": _from_parquet, "geoparquet": _from_parquet,
}  # fmt: skip
"""``Sniffed.format`` to what reads it. The parts are read before the file is closed."""
