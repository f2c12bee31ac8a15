"""XLSX into ``raw``, row by row: the values of formulas, dates in ISO, numbers as they are meant."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl

from events.importing.archives import check_xml, open_zip
from events.importing.columns import Head, check_count, find_head
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, counted, size_text
from events.importing.rawtable import RawWriter

_IN_MEMORY = re.compile(r"(?i)sharedstrings|styles|theme|workbook")
_LOOKED_AT = 60
_MOST_SHEETS = 50
Cells = tuple[Any, ...]


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is a spreadsheet in the format of Excel."""
    names = {name.lower() for name in archive.namelist()}
    return "[content_types].xml" in names and any(name.startswith("xl/workbook") for name in names)


def cell(value: Any) -> str | None:
    """A value as text: dates in ISO, without a time at midnight; whole numbers without ``.0``."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return value.date().isoformat() if whole else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, timedelta) else repr(value)


def _check_parts(path: Path, limits: Limits) -> None:
    """Refuse what a spreadsheet can hide: entities, and parts too large for the memory."""
    with open_zip(path, limits) as archive:
        heavy = sum(one.file_size for one in archive.infolist() if _IN_MEMORY.search(one.filename))
        if heavy > limits.max_strings:
            raise ImportRefused(f"its texts unpack to {size_text(heavy)}", f"at most {size_text(limits.max_strings)}",
                                "Save the sheet as CSV.")  # fmt: skip
        for one in archive.infolist():
            if one.filename.lower().endswith((".xml", ".rels")) and one.file_size:
                try:
                    with archive.open(one) as part:
                        check_xml(part, one.filename)  # type: ignore[arg-type]
                except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
                    raise _refused(error) from error


def _refused(error: BaseException) -> ImportRefused:
    return ImportRefused(f"the spreadsheet cannot be read ({str(error)[:160] or type(error).__name__})", "a whole XLSX",
                         "Open it in a spreadsheet program and save it again, or save the sheet as CSV.")  # fmt: skip


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    with warnings.catch_warnings(), path.open("rb") as file:
        # Of styles and extensions, which are no concern of ours.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:
            # What openpyxl raises for a broken file is no closed list.
            raise _refused(error) from error
        try:
            yield book
        finally:
            book.close()


def _rows(book: Any, name: str) -> Iterator[Cells]:
    """The rows of a sheet, whatever it says of its own size."""
    try:
        sheet = book[name]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        for row in rows:
            filled = len(row)
            while filled and row[filled - 1] is None:
                filled -= 1
            yield row[:filled]
    except Exception as error:
        raise _refused(error) from error


def _top(rows: Sequence[Cells]) -> int:
    """Index of the header: the first row that is as wide as the table, past titles above it."""
    widths = [sum(one is not None for one in row) for row in rows]
    most = max(widths, default=0)
    return next((at for at, width in enumerate(widths) if width > 1 and width >= most / 2), 0)


def _head(rows: Sequence[Cells], limits: Limits) -> tuple[int, Head]:
    top = _top(rows)
    widest = max((len(row) for row in rows[top:]), default=0)
    check_count(widest, limits)
    texts = [[cell(one) for one in row] for row in rows[top:]]
    texts[0] += [None] * (widest - len(texts[0]))
    return top, find_head(texts)


def sniff_xlsx(path: Path, base: Sniffed, limits: Limits) -> Sniffed:
    """The sheets of a workbook; the first with two columns and two rows is chosen.

    Raises:
        ImportRefused: it is damaged, a bomb, or has no table.
    """
    _check_parts(path, limits)
    with _workbook(path) as book:
        names = [sheet.title for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")][:_MOST_SHEETS]
        looks = {name: list(islice(_rows(book, name), _LOOKED_AT)) for name in names}
    tables = [name for name in names if sum(len(row) > 1 for row in looks[name]) > 1]
    tables = tables or [name for name in names if sum(len(row) > 0 for row in looks[name]) > 1]
    if not tables:
        raise ImportRefused("no sheet has a header and rows", "a table in a sheet", "Check that it is the right file.")
    top, head = _head(looks[tables[0]], limits)
    notes = [f"sheet {tables[0]!r}" + (f", of {len(names)} sheets" if len(names) > 1 else "")]
    if top:
        notes.append(f"the header is row {top + 1} of the sheet; the rows above it are left out")
    return replace(base, format="xlsx", parts=tuple(names), part=tables[0], header=head.header, columns=head.names,
                   hxl=head.hxl, notes=(*base.notes, *notes, *head.notes))  # fmt: skip


def stage_xlsx(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` from one sheet. A row with more cells than the header is rejected, one with fewer is filled up.

    Raises:
        ImportRefused: there is no such sheet, or it cannot be read.
    """
    if sniffed.part not in sniffed.parts:
        raise ImportRefused(f"there is no sheet {sniffed.part!r}", f"one of {', '.join(sniffed.parts)}", "Choose one.")
    _check_parts(path, limits)
    with _workbook(path) as book:
        top, head = _head(list(islice(_rows(book, sniffed.part), _LOOKED_AT)), limits)
        writer = RawWriter(staging, limits, columns)
        writer.know(head.names)
        number, good = 0, 0
        most = counted(len(head.names), "cell")
        for row in islice(_rows(book, sniffed.part), top + head.header + head.hxl, None):
            number += 1
            if not row:
                continue
            if len(row) > len(head.names):
                value = " | ".join(cell(one) or "" for one in row[:200])
                writer.reject(number, "", value, f"expected at most {most}, got {len(row)}",
                              "Give each column a name in the header.")  # fmt: skip
                continue
            good += 1
            writer.add(number, dict(zip(head.names, map(cell, row), strict=False)))
    if not good:
        raise ImportRefused("the sheet has a header and no rows", "at least one row", "Choose another sheet.")
    return writer.close(sniffed.notes)
