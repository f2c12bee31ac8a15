"""Names of columns: cleaned, made different from each other; and which rows of a table are its header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.importing.limits import ImportRefused, Limits

LONGEST = 200
OURS = frozenset({"_row", "_field", "_value", "_reason", "_mend"})
"""Columns of our own list of rejected rows: left out when such a list is fed in again."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")
_YEAR = re.compile(r"(19|20)\d\d")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")


def clean(name: str) -> str:
    """One name on one line, without invisible characters, at most :data:`LONGEST` long."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", name)).strip()[:LONGEST].strip()


class Names:
    """Gives each column a name of its own; capital letters alone do not make a difference."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.notes: list[str] = []

    def take(self, name: str, place: int) -> str:
        """The name for a column; ``place`` from 1 names one that has none."""
        wanted = clean(name) or f"column_{place}"
        found, count = wanted, 1
        while found.casefold() in self._taken:
            count += 1
            found = f"{wanted[: LONGEST - 8]}_{count}"
        if count > 1 and len(self.notes) < 20:
            self.notes.append(f"the column name {wanted!r} is there more than once: column {place} is called {found!r}")
        self._taken.add(found.casefold())
        return found


def unique(names: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Clean names, all different, and what there is to say about them."""
    giver = Names()
    found = tuple(giver.take(name, place) for place, name in enumerate(names, 1))
    return found, giver.notes


def wanted(names: Sequence[str], columns: Sequence[str] | None) -> list[str]:
    """Those of the columns that are taken: the ones asked for, and never :data:`OURS`.

    Raises:
        ImportRefused: a column was asked for that the file does not have.
    """
    if columns is not None and (missing := [name for name in columns if name not in names]):
        raise ImportRefused(
            f"the file has no column {missing[0]!r}", f"one of {', '.join(names[:30])}", "Correct the mapping."
        )
    return [name for name in names if name.casefold() not in OURS and (columns is None or name in columns)]


def check_count(count: int, limits: Limits) -> None:
    """Refuse a table with too many columns."""
    if count > limits.max_columns:
        raise ImportRefused(
            f"it has {count:,} columns or more", f"at most {limits.max_columns:,}",
            "Keep one row an event, and only the columns that are needed.",
        )  # fmt: skip


def is_hxl(cells: Sequence[str | None]) -> bool:
    """Whether a row holds HXL tags (``#date+start``): every cell that is filled begins with ``#``."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    return bool(filled) and all(re.match(r"#[A-Za-z]", cell) for cell in filled)


def _datum(cell: str) -> bool:
    cell = cell.strip()
    return bool((_NUMBER.fullmatch(cell) and not _YEAR.fullmatch(cell)) or _DATE.fullmatch(cell))


@dataclass(frozen=True)
class Head:
    """Whether the first row names the columns, the names, whether an HXL row follows, what to tell."""

    header: bool
    names: tuple[str, ...]
    hxl: bool
    notes: tuple[str, ...]


def find_head(rows: Sequence[Sequence[str | None]]) -> Head:
    """Judge the first rows of a table (at least one).

    The first row is data where a column has a number or date in it and in the rows below too.
    """
    first = [cell or "" for cell in rows[0]]
    below = rows[1:50]
    data = [
        at for at, cell in enumerate(first)
        if _datum(cell) and below and all(_datum(row[at] or "1") for row in below if at < len(row))
    ]  # fmt: skip
    hxl = len(rows) > 1 and is_hxl(rows[1])
    if data and not hxl:
        note = f"the first row has {first[data[0]]!r} where a name was expected: read as data, columns numbered"
        return Head(False, tuple(f"column_{n}" for n in range(1, len(first) + 1)), False, (note,))
    names, notes = unique(first)
    if hxl:
        notes.append("the row of HXL tags below the header is left out")
    return Head(True, names, hxl, tuple(notes))
