# ruff: noqa: S608  (statements are put together from constants of this folder and numbers; no text from outside)
"""Making the sums of a data set by cell and span of days (``events/store/cell_sums.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from events.store.cell_sums import BIN_BITS, FIRST_DAY, LAST_DAY, NEAR

SHIFTS = (12, 14, 16, 18)
"""How much coarser than ``schema.CELL_ZOOM`` cells may be: as fine as a map at zooms 9, 7, 5 and 3 asks for."""
NEAR_SHIFTS = tuple(range(6, 12))
"""The same of the finer ones: zooms 15 to 10."""
MOST_CELL_SUMS = 600_000
"""Of more, adding up would take as long as what it replaces."""
ROWS = 2_000_000
"""Ends of incidents, two each, that are put in order at once: more would not fit the memory of the workbench."""
FEWER = 4
"""Times fewer than the incidents sums are at least, or they are not worth their place."""
_ESTIMATED = 1.1
"""How far off an estimate of distinct rows may be."""
_FIRST_BIN, _LAST_BIN = (f"(({day} + {-FIRST_DAY}) >> {BIN_BITS})" for day in ("first_day", "last_day"))
_BY = f"area, kind, contested, {_FIRST_BIN}, {_LAST_BIN}"
_ADDED = ", ".join(f"sum({one}) AS {one}" for one in ("lon", "lat", "killed_low", "killed_high", "n_sources"))
_ROW = f"area, max(precision) AS precision, kind, contested, count(*) AS n, {_ADDED}, min(key) AS key"
_DAYS = f"coalesce(first_day, {FIRST_DAY}) AS first_day, coalesce(last_day, {LAST_DAY}) AS last_day"
_LARGE = 16
"""By how much cells are coarser, row by row of which the finer sums lie."""
PLACE = f"((y >> {_LARGE})::BIGINT << 32) + (x >> {_LARGE})"
"""The number of the large cell that a row lies in: in order of row, and of column within it."""
Run = Callable[[str], list[tuple[int, ...]]]


def gather(run: Run) -> int | None:
    """Write ``sums.cell_sums`` and ``sums.cell_days`` from ``data.incidents``, in the finest cells that are few enough.

    Returns:
        By how much the cells are coarser than ``schema.CELL_ZOOM``; None where any would be too many: nothing is kept.
    """
    ((rows,),) = run("SELECT count(*) FROM data.incidents")
    run(
        "CREATE OR REPLACE TEMP VIEW located AS SELECT key, x, y, if(lat IS NULL, area, NULL) AS area, precision, "
        f"kind, contested, lon, lat, killed_low, killed_high, n_sources, {_DAYS} FROM data.incidents "
        "WHERE x IS NOT NULL OR (lat IS NULL AND area IS NOT NULL)"
    )
    shift = _shift(run, SHIFTS, min(MOST_CELL_SUMS, rows // FEWER))
    if shift is not None:
        run(f"INSERT INTO sums.cell_sums BY NAME {_by_bins(shift)} GROUP BY ALL ORDER BY first_bin, last_bin")
        _days(run, "cell_days", shift)
    return shift


def gather_near(run: Run) -> int | None:
    """Write ``sums.near_sums`` and ``sums.near_days`` from ``sums.placed``, as :func:`gather` does the coarser ones.

    Returns:
        As :func:`gather`.
    """
    ((rows,),) = run("SELECT count(*) FROM sums.placed")
    run(
        "CREATE OR REPLACE TEMP VIEW located AS SELECT key, x, y, NULL::VARCHAR AS area, 0::TINYINT AS precision, "
        f"kind, contested, lon, lat, killed_low, killed_high, n_sources, {_DAYS} FROM sums.placed"
    )
    shift = _shift(run, NEAR_SHIFTS, rows // FEWER)
    if shift is not None:
        counted = run(f"SELECT {PLACE} AS place, count(*) FROM sums.placed GROUP BY 1 ORDER BY 1")
        for first, last in stretches(counted, ROWS):
            run(
                f"INSERT INTO sums.{NEAR['cell_sums']} BY NAME SELECT * FROM ({_by_bins(shift)} "
                f"WHERE {PLACE} BETWEEN {first} AND {last} GROUP BY ALL) ORDER BY {PLACE}, y, x"
            )
        _days(run, NEAR["cell_days"], shift)
    return shift


def _corner(shift: int) -> str:
    return ", ".join(f"({axis} >> {shift}) << {shift} AS {axis}" for axis in ("x", "y"))


def _by_bins(shift: int) -> str:
    return f"SELECT {_corner(shift)}, {_FIRST_BIN} AS first_bin, {_LAST_BIN} AS last_bin, {_ROW} FROM located"


def _days(run: Run, table: str, shift: int) -> None:
    """Write what begins or ends in a bin, bin by bin."""
    ends = f"SELECT {_FIRST_BIN} AS bin FROM located UNION ALL SELECT {_LAST_BIN} AS bin FROM located"
    for first, last in stretches(run(f"SELECT bin, count(*) FROM ({ends}) GROUP BY bin ORDER BY bin"), ROWS):
        within = f"BETWEEN {first} AND {last}"
        taken = (
            f"SELECT *, {_FIRST_BIN} AS bin, false AS again FROM located WHERE {_FIRST_BIN} {within} UNION ALL "
            f"SELECT *, {_LAST_BIN} AS bin, true AS again FROM located "
            f"WHERE {_LAST_BIN} {within} AND {_FIRST_BIN} < {_LAST_BIN}"
        )
        run(
            f"INSERT INTO sums.{table} BY NAME SELECT bin, again, first_day, last_day, {_corner(shift)}, {_ROW} "
            f"FROM ({taken}) GROUP BY ALL ORDER BY bin"
        )


def stretches(counted: Iterable[Sequence[int]], most: int) -> list[tuple[int, int]]:
    """First and last of numbers that follow one another and together count ``most``, or of one that counts more.

    Args:
        counted: pairs (number, count) in order of number.
    """
    found: list[tuple[int, int]] = []
    held = most
    for number, n in counted:
        if held + n > most:
            found, held = [*found, (number, number)], 0
        found[-1], held = (found[-1][0], number), held + n
    return found


def _shift(run: Run, shifts: Sequence[int], most: int) -> int | None:
    counted = ", ".join(f"approx_count_distinct(hash(x >> {shift}, y >> {shift}, {_BY}))" for shift in shifts)
    (found,) = run(f"SELECT {counted} FROM located")
    return next((shift for shift, count in zip(shifts, found, strict=True) if count * _ESTIMATED <= most), None)
