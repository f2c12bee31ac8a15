"""The rows of a CSV of ours read by Arrow, where Python's reader would surely read the very same.

That is so where each quote opens a cell, closes one or is doubled within one, rows end in a line feed alone, and no
row is blank, too long, or has other than the header's number of cells: a file as this program writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
import pyarrow
import pyarrow.csv
from numpy.typing import NDArray

from events.importing.limits import LIMITS, Sniffed

_CHUNK = 4 << 20
_QUOTE, _FEED = 0x22, 0x0A
_MARK = b"\xef\xbb\xbf"


class Differs(Exception):
    """Python's reader is to read the file, from its beginning."""


def header(file: BinaryIO, sniffed: Sniffed) -> list[str]:
    """The names of the columns; leaves the file behind their line.

    Raises:
        Differs: see the top.
    """
    delimiter = sniffed.delimiter or ","
    if sniffed.encoding.replace("_", "-") != "utf-8" or not delimiter.isascii() or delimiter in '"\r\n':
        raise Differs
    file.seek(len(_MARK) if file.read(len(_MARK)) == _MARK else 0)
    lines = [file.readline(LIMITS.max_row) for _ in range(sniffed.skip + 1)]
    if any(b"\r" in line or not line.endswith(b"\n") for line in lines) or b'"' in lines[-1]:
        raise Differs
    start = file.tell()
    if not _is_strict(file, ord(delimiter)):
        raise Differs
    file.seek(start)
    try:
        return lines[-1].decode()[:-1].split(delimiter)
    except UnicodeDecodeError as error:
        raise Differs from error


def _is_strict(file: BinaryIO, delimiter: int) -> bool:
    """Whether quotes and ends of rows are all as we write them, from here to the end."""
    inside, before = 0, _FEED
    chunk = file.read(_CHUNK)
    while chunk:
        following = file.read(_CHUNK)
        data = np.frombuffer(chunk, np.uint8)
        around = np.frombuffer(bytes([before]) + chunk + (following[:1] or b"\n"), np.uint8)
        if not _is_strict_chunk(data, around, inside, delimiter):
            return False
        inside = (inside + int(np.count_nonzero(data == _QUOTE))) % 2
        before, chunk = int(data[-1]), following
    return not inside


def _is_strict_chunk(data: NDArray[np.uint8], around: NDArray[np.uint8], inside: int, delimiter: int) -> bool:
    quotes = np.flatnonzero(data == _QUOTE)
    opens = (np.arange(quotes.size) + inside) % 2 == 0
    # What stands before an opening quote and behind a closing one; the other half of a doubled one may, too.
    beside = np.where(opens, around[quotes], around[quotes + 2])
    if not np.isin(beside, (delimiter, _FEED, _QUOTE)).all():
        return False
    signs = np.flatnonzero((data == _FEED) | (data == 0x0D) | (data == 0))
    outside = signs[(np.searchsorted(quotes, signs) + inside) % 2 == 0]
    return bool((data[outside] == _FEED).all() and (around[outside] != _FEED).all())


def tables(file: BinaryIO, delimiter: str, head: Sequence[str], names: Sequence[str], rows: int) -> Iterator[
    pyarrow.Table
]:  # fmt: skip
    """The columns of these names, some thousand rows at a time, from where the file is; see :func:`header`.

    Raises:
        Differs: a row has other than the header's number of cells, or is too long.
    """
    numbered = [str(index) for index in range(len(head))]
    last = {name: str(index) for index, name in enumerate(head)}
    chosen = [last[name] for name in names]
    try:
        reader = pyarrow.csv.open_csv(
            file, pyarrow.csv.ReadOptions(column_names=numbered, block_size=LIMITS.max_row // 2, use_threads=False),
            pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(chosen, pyarrow.string()), include_columns=chosen, strings_can_be_null=False,
            ),
        )  # fmt: skip
        some: list[pyarrow.RecordBatch] = []
        for batch in reader:
            some.append(batch)
            if sum(one.num_rows for one in some) >= rows:
                yield pyarrow.Table.from_batches(some).rename_columns(list(names))
                some = []
        if some:
            yield pyarrow.Table.from_batches(some).rename_columns(list(names))
    except pyarrow.ArrowInvalid as error:
        raise Differs from error
