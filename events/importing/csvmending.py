"""Rows of a text table that would swallow those behind them: found by their quotes, and marked in a copy.

A quote that is never closed makes a reader take the rest of the file for one cell, and the engine loses such rows
without a word where it reads parts side by side. Such a line is replaced by :data:`MARK` and its number: two quotes
that no reader accepts, so that the engine rejects this row, in its place, and goes on with the next. A row longer
than a row may be is marked as well, which bounds the memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from events.importing.limits import ImportRefused

MARK = '"~"~'
CHUNK = 4 << 20
MOST = 2_000
"""Rows that are marked; a file with more of them is not a table."""
_KEPT = 16_000
Span = tuple[int, int]


def newline_of(file: BinaryIO) -> bytes:
    """What ends its lines, judged by the first part; leaves the file at its beginning."""
    file.seek(0)
    found = b"\n" if b"\n" in file.read(CHUNK) else b"\r"
    file.seek(0)
    return found


class Surveyed(NamedTuple):
    """What one quick pass over the quotes of a file found."""

    suspicious: bool
    """Whether some row seems too long or a quote is open at the end; what is found behind it is not counted."""
    rows: int
    """That are not blank (a quote inside a plain cell, as for inches, makes the number wrong)."""
    longest: int
    """Bytes of the longest row."""
    middle: tuple[int, int]
    """Where the first row ends that reaches into the second half, in bytes, and how many rows there are up to it."""


def survey(path: Path, most: int, ends_to: Path | None = None) -> Surveyed:
    """Count rows by their quotes; one of more than ``most`` bytes makes a file suspicious.

    ``ends_to``: a file for the ends of the rows that are counted, 64-bit integers one after the other.
    """
    at, row, inside, rows, last, longest = 0, 0, 0, 0, 0, 0
    half, middle = path.stat().st_size // 2, (0, 0)
    with path.open("rb") as file, (ends_to or Path(os.devnull)).open("wb") as noted:
        newline = newline_of(file)[0]
        while chunk := file.read(CHUNK):
            data = np.frombuffer(chunk, np.uint8)
            ends, quotes = np.flatnonzero(data == newline), np.flatnonzero(data == 0x22)
            if quotes.size:
                ends = ends[(np.searchsorted(quotes, ends) + inside) % 2 == 0]
            elif inside:
                ends = ends[:0]
            inside = (inside + quotes.size) % 2
            lengths = np.diff(np.concatenate([[row], at + ends + 1]))
            longest = max(longest, int(lengths.max(initial=0)))
            if longest > most:
                return Surveyed(True, rows, longest, middle)
            short = ends[lengths == 2]
            returns = np.where(short > 0, data[short - 1], last) == 0x0D
            filled = lengths > 1
            filled[lengths == 2] &= ~returns
            if not middle[0] and ends.size and at + int(ends[-1]) >= half:
                first = int(np.searchsorted(ends, half - at))
                middle = at + int(ends[first]) + 1, rows + int(filled[: first + 1].sum())
            rows += int(filled.sum())
            if ends_to:
                noted.write((ends[filled] + (at + 1)).astype(np.int64).tobytes())
            row = at + int(ends[-1]) + 1 if ends.size else row
            at, last = at + len(chunk), int(data[-1])
            longest = max(longest, at - row)
            if longest > most:
                return Surveyed(True, rows, longest, middle)
        if ends_to and at > row:
            noted.write(np.array([at], np.int64).tobytes())
    return Surveyed(bool(inside), rows + (at > row), longest, middle)


def after(line: bytes, delimiter: bytes, inside: bool) -> str:
    """How a line leaves its reader: "closed", "open" (in a quoted cell), or "bad" (text behind a closing quote)."""
    line = line.rstrip(b"\r\n")
    at = 0
    while True:
        if inside or line[at : at + 1] == b'"':
            at = _closing(line, at if inside else at + 1)
            inside = False
            if at < 0:
                return "open"
            if at < len(line) and line[at : at + 1] != delimiter:
                return "bad"
        else:
            found = line.find(delimiter, at)
            at = found if found >= 0 else len(line)
        if at >= len(line):
            return "closed"
        at += 1


def _closing(line: bytes, at: int) -> int:
    """Index behind the quote that closes the cell; -1 where none does."""
    while (found := line.find(b'"', at)) >= 0:
        if line[found + 1 : found + 2] != b'"':
            return found + 1
        at = found + 2
    return -1


def _lines(file: BinaryIO, start: int, newline: bytes, most: int) -> Iterator[tuple[int, int, bytes]]:
    """Start, end and text (cut, if it is long) of each line from ``start`` on that has a quote or is too long."""
    file.seek(start)
    begin, held, length = start, b"", 0
    while chunk := file.read(min(CHUNK, most)):
        first = chunk.find(newline)
        plain = b'"' not in chunk and b'"' not in held and first >= 0 and length + first < most
        if plain:
            # Nothing to look at: the first line is short enough, and another in a piece of this size cannot be long.
            cut = chunk.rfind(newline) + 1
            begin, held, length = begin + length + cut, chunk[cut:], len(chunk) - cut
            continue
        *whole, rest = chunk.split(newline)
        for part in whole:
            end = begin + length + len(part) + 1
            if b'"' in part or b'"' in held or end - begin > most:
                yield begin, end, held + part
            begin, held, length = end, b"", 0
        length += len(rest)
        held = held + rest if len(held) <= most else held
    if length:
        yield begin, begin + length, held


def faults(path: Path, delimiter: str, most: int) -> list[Span]:
    """Where the rows lie (start and end) that have an open or misplaced quote, or are longer than ``most`` bytes.

    A line that opens a quoted cell is at fault when the next quotes cannot close it, or none follow; the lines
    behind it are then rows of their own.

    Raises:
        ImportRefused: there are more than :data:`MOST`.
    """
    found: list[Span] = []
    start: int | None = 0
    with path.open("rb") as file:
        newline = newline_of(file)
        while start is not None:
            start = _walk(file, start, newline, delimiter.encode(), most, found)
            if len(found) > MOST:
                raise ImportRefused(f"more than {MOST:,} rows are longer than {most:,} bytes, or have quotes that do "
                                    "not match", "one row a line", "Save the table again.")  # fmt: skip
    return found


def _walk(file: BinaryIO, start: int, newline: bytes, delimiter: bytes, most: int, found: list[Span]) -> int | None:
    """Add faults from ``start`` on, up to one from which to begin anew (its end is returned) or the end (None)."""
    opened: Span | None = None
    for begin, end, line in _lines(file, start, newline, most):
        if end - begin > most and opened is None:
            found.append((begin, end))
            continue
        state = after(line, delimiter, opened is not None)
        if opened is None:
            if state == "bad":
                found.append((begin, end))
            opened = (begin, end) if state == "open" else None
        elif state == "bad":
            found.append(opened)
            return opened[1]
        elif state == "closed" or b'"' in line.replace(b'""', b""):
            if end - opened[0] > most:
                found.append((opened[0], end))
            opened = opened if state == "open" else None
        if len(found) > MOST:
            return None
    if opened is None:
        return None
    found.append(opened)
    return opened[1]


def is_marked(file: BinaryIO, span: Span) -> bool:
    """Whether a row at fault is one that was marked before."""
    file.seek(span[0])
    return file.read(len(MARK)) == MARK.encode()


def mark(path: Path, spans: Sequence[Span], target: Path, kept: list[str]) -> None:
    """Copy a text, with each span replaced by :data:`MARK` and the place of its text in ``kept``."""
    with path.open("rb") as source, target.open("wb") as out:
        newline, at = newline_of(source), 0
        for start, end in sorted(spans):
            if start < at:
                continue
            _copy(source, out, at, start)
            source.seek(start)
            kept.append(source.read(min(_KEPT, end - start)).decode("utf-8", "replace").rstrip("\r\n"))
            source.seek(max(start, end - 2))
            ending = b"\r\n" if source.read(2) == b"\r\n" else newline
            out.write(f"{MARK}{len(kept) - 1}".encode() + ending)
            at = end
        _copy(source, out, at, None)


def _copy(source: BinaryIO, out: BinaryIO, start: int, end: int | None) -> None:
    source.seek(start)
    left = end - start if end is not None else None
    while left is None or left > 0:
        chunk = source.read(CHUNK if left is None else min(CHUNK, left))
        if not chunk:
            return
        out.write(chunk)
        left = None if left is None else left - len(chunk)


def even_newlines(path: Path, target: Path) -> None:
    """Copy a text with every end of line as ``\\n``; a lone ``\\r`` between them becomes a space."""
    with path.open("rb") as source, target.open("wb") as out:
        held = b""
        while chunk := source.read(CHUNK):
            chunk = held + chunk
            held = chunk[-1:] if chunk.endswith(b"\r") else b""
            chunk = chunk[: len(chunk) - len(held)]
            out.write(chunk.replace(b"\r\n", b"\n").replace(b"\r", b" "))
        out.write(b"\n" if held else b"")
