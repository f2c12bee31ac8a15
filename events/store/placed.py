# ruff: noqa: S608  (statements are put together from constants of this folder and numbers; no text from outside)
"""Incidents with a point in order of place, of which a view of a city reads little.

A data set lies in the order of its file: to count what a city has, the engine would look where each of ten million
incidents is. The table ``placed`` of the sums (``events/store/sums.py``) has what cells are made of once more, row by
row of large cells and within them of small ones, so that what lies elsewhere is passed over a hundred thousand at a
time. The answers are those of the incidents, to the row.
"""

from __future__ import annotations

import ibis.expr.types as ir

from events.store.cell_sums_making import PLACE, Run, stretches
from events.store.schema import TABLES

_COLUMNS = ("x", "y", "lon", "lat", "first_day", "last_day", "kind", "contested", "killed_low", "killed_high",
            "n_sources", "key")  # fmt: skip
PLACED: dict[str, dict[str, str]] = {"placed": {name: TABLES["incidents"][name] for name in _COLUMNS}}
"""Table to column to Ibis type, as of ``incidents``."""
ROWS = 2_000_000
"""Incidents that are put in order at once, but for what one large cell has: more would not fit the workbench."""
_SMALL = 12
"""How much coarser than ``schema.CELL_ZOOM`` the small cells are: 10 km wide at the equator; large ones have 156."""


def of_incidents(incidents: ir.Table) -> dict[str, ir.Table]:
    """What stands for it where it was not made."""
    return {"placed": incidents.filter(incidents["x"].notnull()).select(*_COLUMNS)}


def put_in_order(run: Run) -> None:
    """Write ``sums.placed`` from ``data.incidents``."""
    named = ", ".join(_COLUMNS)
    counted = f"SELECT {PLACE}, count(*) FROM data.incidents WHERE x IS NOT NULL GROUP BY 1 ORDER BY 1"
    for first, last in stretches(run(counted), ROWS):
        run(
            f"INSERT INTO sums.placed ({named}) SELECT {named} FROM data.incidents WHERE x IS NOT NULL "
            f"AND {PLACE} BETWEEN {first} AND {last} ORDER BY {PLACE}, y >> {_SMALL}, x >> {_SMALL}"
        )
