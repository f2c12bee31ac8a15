# ruff: noqa: S608  (statements are put together from constants of this folder and numbers; no text from outside)
"""Making the sums of a data set by cell and span of days (``events/store/cell_sums.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from events.store.cell_sums import BIN_BITS, CELL_SUMS, FIRST_DAY, LAST_DAY

SHIFTS = (12, 14, 16, 18)
"""How much coarser than ``schema.CELL_ZOOM`` cells may be: as fine as a map at zooms 9, 7, 5 and 3 asks for."""
MOST_CELL_SUMS = 600_000
"""Of more, adding up would take as long as what it replaces."""
ROWS = 2_000_000
"""Ends of incidents, two each, that are put in order at once: more would not fit the memory of the workbench."""
FEWER = 4
"""Times fewer than the incidents sums are at least, or they are not worth their place."""
_ESTIMATED = 1.1
"""How far off an estimate of distinct rows may be."""
Run = Callable[[str], list[tuple[int, ...]]]


def gather(run: Run) -> int | None:
    """Write ``sums.cell_sums`` and ``sums.cell_days`` from ``data.incidents``, in the finest cells that are few enough.

    Returns:
        By how much the cells are coarser than ``schema.CELL_ZOOM``; None where any would be too many: nothing is kept.
    """
    ((rows,),) = run("SELECT count(*) FROM data.incidents")
    first_bin, last_bin = (f"(({day} + {-FIRST_DAY}) >> {BIN_BITS})" for day in ("first_day", "last_day"))
    run(
        "CREATE OR REPLACE TEMP VIEW placed AS SELECT key, x, y, if(lat IS NULL, area, NULL) AS area, precision, kind, "
        f"contested, lon, lat, killed_low, killed_high, n_sources, coalesce(first_day, {FIRST_DAY}) AS first_day, "
        f"coalesce(last_day, {LAST_DAY}) AS last_day FROM data.incidents "
        "WHERE x IS NOT NULL OR (lat IS NULL AND area IS NOT NULL)"
    )
    shift = _shift(run, f"area, kind, contested, {first_bin}, {last_bin}", min(MOST_CELL_SUMS, rows // FEWER))
    if shift is None:
        return None
    corner = ", ".join(f"({axis} >> {shift}) << {shift} AS {axis}" for axis in ("x", "y"))
    sums = ", ".join(f"sum({one}) AS {one}" for one in ("lon", "lat", "killed_low", "killed_high", "n_sources"))
    run(
        f"INSERT INTO sums.cell_sums BY NAME SELECT {corner}, area, max(precision) AS precision, kind, contested, "
        f"{first_bin} AS first_bin, {last_bin} AS last_bin, count(*) AS n, {sums}, min(key) AS key "
        "FROM placed GROUP BY ALL ORDER BY first_bin, last_bin"
    )
    columns = ", ".join(one for one in CELL_SUMS["cell_days"] if one not in ("bin", "again", "x", "y"))
    ends = "SELECT first_bin AS bin, n FROM sums.cell_sums UNION ALL SELECT last_bin, n FROM sums.cell_sums"
    for first, last in stretches(run(f"SELECT bin, sum(n) FROM ({ends}) GROUP BY bin ORDER BY bin"), ROWS):
        within = f"BETWEEN {first} AND {last}"
        run(
            f"INSERT INTO sums.cell_days BY NAME SELECT {first_bin} AS bin, false AS again, {corner}, {columns} "
            f"FROM placed WHERE {first_bin} {within} UNION ALL "
            f"SELECT {last_bin} AS bin, true AS again, {corner}, {columns} "
            f"FROM placed WHERE {last_bin} {within} AND {first_bin} < {last_bin} ORDER BY bin"
        )
    return shift


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


def _shift(run: Run, by: str, most: int) -> int | None:
    counted = ", ".join(f"approx_count_distinct(hash(x >> {shift}, y >> {shift}, {by}))" for shift in SHIFTS)
    (found,) = run(f"SELECT {counted} FROM placed")
    return next((shift for shift, count in zip(SHIFTS, found, strict=True) if count * _ESTIMATED <= most), None)
