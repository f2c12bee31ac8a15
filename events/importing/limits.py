"""What reading a file may cost, how a refusal is said, and what the readers pass to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pyarrow


@dataclass(frozen=True)
class Limits:
    """Bounds on one file. Sizes in bytes unless said otherwise."""

    max_bytes: int = 2 << 30
    max_unpacked: int = 8 << 30
    """Of everything in a zip or spreadsheet together; also what a Parquet file may decode to at once."""
    max_ratio: int = 400
    """Unpacked by packed, from 16 MiB on. Tables repeat themselves (UCDP as XML packs 30 to 1); bombs reach 1,000."""
    max_members: int = 5_000
    max_columns: int = 2_000
    max_cell: int = 1 << 20
    """Characters."""
    max_rows: int = 20_000_000
    direct_from: int = 16 << 20
    """Bytes from which a clean table of a known format is read without a copy of it; a small one gains nothing."""
    max_strings: int = 256 << 20
    """Unpacked size of the parts of a spreadsheet that have to be in memory at once."""

    @property
    def max_row(self) -> int:
        """Bytes of one row of a text file, so that a quote that is never closed does not swallow the file."""
        return max(2 * self.max_cell, 1 << 16)

    def with_files_of(self, gigabytes: int) -> Limits:
        """The same for files of up to so many GiB, whether they are packed or not."""
        room = gigabytes << 30
        return replace(self, max_bytes=room, max_unpacked=max(self.max_unpacked, room))


LIMITS = Limits()
LARGER = "Split it, or import it on the command line with --max-size."
"""What can be done about a file that is too large."""


class ImportRefused(ValueError):
    """Nothing of a file is read.

    Args:
        reason: what arrived.
        expected: what would have been read.
        mend: what the user can do.
    """

    def __init__(self, reason: str, expected: str, mend: str) -> None:
        super().__init__(f"{reason}; expected {expected}. {mend}")
        self.reason, self.expected, self.mend = reason, expected, mend


@dataclass(frozen=True)
class Sniffed:
    """What a file is, found out from its bytes. ``dataclasses.replace`` corrects it before it is staged.

    ``format`` is one of csv, tsv, xlsx, json, geojson, geoparquet, parquet, kml, gpkg: of the file in the zip, if it
    is a zip (``member`` names it). ``parts`` are its sheets or layers and ``part`` the one that is read.
    """

    format: str
    name: str
    size: int
    content_hash: str
    """SHA-256 of the file as it arrived, in hex."""
    encoding: str = "utf-8"
    delimiter: str = ""
    header: bool = True
    """Whether the first row names the columns; otherwise they are column_1, column_2, …"""
    skip: int = 0
    """Lines of text before the header."""
    columns: tuple[str, ...] = ()
    """As they will be called, where that is known before reading (text files)."""
    hxl: bool = False
    """Whether the row below the header has HXL tags and is left out."""
    member: str = ""
    parts: tuple[str, ...] = ()
    part: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staged:
    """The table ``raw`` as it stands: its columns without ``_row``, and how many rows went where."""

    columns: tuple[str, ...]
    rows: int
    rejected: int
    """Rows of the file that are in ``rejected`` (a row may have several lines there)."""
    notes: tuple[str, ...] = ()


class Workbench(Protocol):
    """What the readers need of ``events.store.staging.Staging``."""

    folder: Path

    def run(self, sql: str, params: Sequence[Any] | None = None) -> None:
        """Carry out a statement."""

    def rows(self, sql: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of an answer."""

    def one(self, sql: str, params: Sequence[Any] | None = None) -> tuple[Any, ...]:
        """The first row of an answer."""

    def register(self, name: str, table: pyarrow.RecordBatchReader | pyarrow.Table) -> None:
        """Make Arrow data readable under a name."""

    def unregister(self, name: str) -> None:
        """Forget it."""


def from_engine(error: Exception) -> bool:
    """Whether an exception is the engine's own word on what it was given (and not a cancel or a bug of ours)."""
    return any(kind.__name__ == "Error" and "duckdb" in kind.__module__ for kind in type(error).__mro__)


def one_or_more(count: int, one: str, more: str) -> str:
    """The words for one, or those for another number."""
    return one if count == 1 else more


def counted(count: int, thing: str) -> str:
    """1 → "1 row", 2000 → "2,000 rows"."""
    return f"{count:,} {one_or_more(count, thing, f'{thing}s')}"


def size_text(count: int) -> str:
    """1536 → "1.5 KiB"."""
    value = float(count)
    for unit in ("bytes", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.3g} {unit}" if unit != "bytes" else f"{count} bytes"
        value /= 1024
    return f"{value:.3g} GiB"
