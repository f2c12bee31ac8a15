"""A large, clean table of text without a copy of it: what each row needs is read at once, the few odd rows apart.

Of a file of a known format most columns are read once, for words that thousands of rows share. So two tables are
made instead of ``raw`` whole: :data:`NARROW`, a row for each row of the file, numbers and days and hashes of its
words; and ``raw``, all columns of those rows that somebody will read: what may be rejected, and the first of each set
of words. Both halves of the file are read side by side. A file in which anything is out of order is not read this
way: :func:`stage_directly` says so, and it is read as every other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from events.importing.columns import wanted
from events.importing.csvmending import Surveyed, survey
from events.importing.feeding import stretch
from events.importing.limits import Limits, Sniffed, Staged, from_engine
from events.importing.rawtable import make_rejected, quoted
from events.importing.swapping import look_for_swap
from events.importing.textfiles import read_csv
from events.importing.validating import Checks
from events.store.staging import Staging

NARROW = "narrow_rows"
_SHOWN = 8
"""First rows of the file that are kept whole, to be looked at."""
_BUFFER = 4 << 20
"""Bytes that each half reads at a time: two readers share the memory of one."""
_ODD = 10
"""Where one row in so many may have to be rejected, the whole file is read."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a shaper needs of each row.

    Args:
        rows: takes a relation in the columns of the file and ``_row``; the query of ``_row``, ``given_id`` (the cell
            of the id as it stands), ``odd`` (BOOLEAN: whether the row may have to be rejected) and what else it needs.
        shared: columns of it (any type) that are equal where rows share words.
        share: makes what ``checks`` looks up by these columns, when ``raw`` is there.
        id: the column of the file that has the id.
        checks: what is to be looked at, over its columns.
    """

    rows: Callable[[str], str]
    shared: tuple[str, ...]
    share: Callable[[Staging], None]
    id: str
    checks: Checks


class _OutOfOrder(Exception):
    """The file is to be read as every other."""


def stage_directly(path: Path, sniffed: Sniffed, staging: Staging, limits: Limits, narrow: Narrow) -> Staged | None:
    """Make :data:`NARROW` and ``raw``, or nothing where that would not be exact.

    Row numbers are those of the file. ``rejected`` is made and stays empty.

    Raises:
        Cancelled: on request.
    """
    plain = sniffed.format in ("csv", "tsv") and sniffed.encoding.replace("_", "-") == "utf-8"
    if not plain or sniffed.size < limits.direct_from:
        return None
    ends = staging.folder / "row-ends"
    try:
        found = survey(path, limits.max_row, ends)
        # A row that is no longer than a cell may be has no cell that is too long.
        if found.suspicious or found.longest > limits.max_cell or not found.middle[0]:
            return None
        _read(path, sniffed, staging, found, narrow)
        rows = _check(staging, sniffed, found)
        _read_some(path, sniffed, staging, narrow, ends)
        narrow.share(staging)
        _check_coordinates(staging, narrow.checks)
    except Exception as error:
        if not isinstance(error, _OutOfOrder) and not from_engine(error):
            raise
        for table in (NARROW, "raw", "needed_rows"):
            staging.run(f"DROP TABLE IF EXISTS {table}")
        return None
    finally:
        ends.unlink(missing_ok=True)
    make_rejected(staging)
    return Staged(tuple(wanted(sniffed.columns, None)), rows, 0, sniffed.notes)


def _read(path: Path, sniffed: Sniffed, staging: Staging, found: Surveyed, narrow: Narrow) -> None:
    """Both halves into :data:`NARROW`, each in its order, on a core of its own."""
    cut, before = found.middle
    skip = _skipped(sniffed)
    columns = ", ".join(quoted(name) for name in sniffed.columns)

    def rows(part: Path, over: int, numbered_from: int, most: str = "") -> str:
        given = f"(SELECT * FROM {read_csv(part, sniffed, over)}, buffer_size = {_BUFFER:d}, parallel = false){most})"  # noqa: S608
        return narrow.rows(f"(SELECT row_number() OVER () + {numbered_from:d} AS _row, {columns} FROM {given})")  # noqa: S608

    first = rows(path, skip, 0, f" LIMIT {before - skip:d}")
    staging.run(f"CREATE TABLE {NARROW} AS {first} LIMIT 0")
    with stretch(path, cut, sniffed.size - cut) as rest:
        jobs = [first, rows(rest.path, 0, before - skip)]
        # Kept for seconds: to find out how it could be kept in less room takes longer than to keep it.
        staging.run("SET force_compression = 'uncompressed'")
        try:
            staging.side_by_side([f"INSERT INTO {NARROW} {job}" for job in jobs], lambda: rest.given / rest.size)
        finally:
            staging.run("SET force_compression = 'auto'")


def _skipped(sniffed: Sniffed) -> int:
    return sniffed.skip + sniffed.header + sniffed.hxl


def _check(staging: Staging, sniffed: Sniffed, found: Surveyed) -> int:
    """The number of rows; every row that was counted has been read, with an id of its own."""
    rows, ids, odd = staging.one(f"SELECT count(*), count(DISTINCT given_id), count_if(odd) FROM {NARROW}")  # noqa: S608
    complete = rows == found.rows - _skipped(sniffed) and ids == rows
    if not complete or odd * _ODD > rows:
        raise _OutOfOrder
    return int(rows)


def _check_coordinates(staging: Staging, checks: Checks) -> None:
    """They are not swapped."""
    lat, lon = checks.lat, checks.lon
    if lat and lon and look_for_swap(staging, checks.relation, lat, lon, checks.country).certain:
        raise _OutOfOrder


def _read_some(path: Path, sniffed: Sniffed, staging: Staging, narrow: Narrow, ends: Path) -> None:
    """Table ``raw`` of the rows that are read whole, cut out of the file by where they begin and end."""
    firsts = " UNION ".join(
        f"SELECT min(_row) FROM {NARROW} WHERE NOT odd GROUP BY {name}" for name in narrow.shared  # noqa: S608
    )
    staging.run(
        f"CREATE OR REPLACE TABLE needed_rows AS SELECT _row, given_id FROM {NARROW}"  # noqa: S608
        f" WHERE odd OR _row <= {_SHOWN:d} OR _row IN ({firsts})"
    )
    some = staging.folder / "some.csv"
    numbers = staging.arrow("SELECT _row FROM needed_rows ORDER BY _row").read_all().column(0).to_numpy()
    try:
        _cut_out(path, np.fromfile(ends, np.int64), numbers + (_skipped(sniffed) - 1), some)
        _read_cut(some, sniffed, staging, narrow)
    finally:
        some.unlink(missing_ok=True)


def _cut_out(path: Path, ends: NDArray[np.int64], lines: NDArray[np.int64], target: Path) -> None:
    """Lines of a file by their numbers, from 0, into another file."""
    starts = np.concatenate([[0], ends])[lines]
    with path.open("rb") as old, target.open("wb") as new:
        for start, end in zip(starts.tolist(), ends[lines].tolist(), strict=True):
            new.write(os.pread(old.fileno(), end - start, start))


def _read_cut(some: Path, sniffed: Sniffed, staging: Staging, narrow: Narrow) -> None:
    """Their numbers by their ids, which makes sure that they are the rows that were meant."""
    columns = ", ".join(f"given.{quoted(name)}" for name in wanted(sniffed.columns, None))
    staging.run(
        f"CREATE OR REPLACE TABLE raw AS SELECT needed_rows._row, {columns}"  # noqa: S608
        f" FROM {read_csv(some, sniffed, 0)}) AS given"
        f" JOIN needed_rows ON needed_rows.given_id = given.{quoted(narrow.id)}"
    )
    one, other = staging.one("SELECT (SELECT count(*) FROM raw), (SELECT count(*) FROM needed_rows)")
    if one != other:
        raise _OutOfOrder
