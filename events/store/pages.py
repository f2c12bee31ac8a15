"""Pages of the list, counts, bounds, and the single incidents of a view: rows, always a bounded number of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow
from ibis import _

from events.store.compiled import Marks
from events.store.predicates import Tables, total
from events.store.schema import CELL_ZOOM, EPOCH_ORDINAL
from geodata.places import Precision

MOST_ROWS = 200
ORDERS = ("date", "killed", "sources", "title")
COLUMNS = (
    "key", "id", "title", "short", "kind", "first_day", "last_day", "place", "place_local", "precision", "lat", "lon",
    "radius_km", "area", "killed_low", "killed_high", "n_sources", "n_claims", "contested",
)  # fmt: skip
FEW_FROM = 7
"""Zoom of cells from which on they hold few of all incidents: 310 km wide at the equator."""
Narrow = Callable[[ir.Table, Marks], ir.Table]
"""Leaves fewer of the selected incidents, with marks of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the list and the map show of an incident without its claims. ``contested`` are bits of FIELD_BITS."""

    key: int
    id: str
    title: str
    short: str
    kind: str
    first: date | None
    last: date | None
    place: str
    place_local: str
    precision: Precision
    lat: float | None
    lon: float | None
    radius_km: float | None
    area: str | None
    killed_low: int | None
    killed_high: int | None
    n_sources: int
    n_claims: int
    contested: int
    possible: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents are selected; the unplaced ones are part of the first two. ``total``: of what is on."""

    certain: int
    possible: int
    unplaced_certain: int
    unplaced_possible: int
    total: int


def counts_query(tables: Tables, rows: ir.Table, _marks: Marks) -> ir.Table:
    """One row of ``Counts``."""
    unplaced = rows["precision"] == Precision.UNPLACED.rank
    found = rows.agg(
        chosen=rows.count(), certain=rows["sure"].sum(), unplaced=unplaced.sum(),
        unplaced_certain=(unplaced & rows["sure"]).sum(),
    )  # fmt: skip
    return found.mutate(total=tables["incidents"].count().as_scalar())


def counts(answer: pyarrow.Table) -> Counts:
    """From the row of ``counts_query``."""
    row = {name: int(value or 0) for name, value in answer.to_pylist()[0].items()}
    return Counts(
        row["certain"], row["chosen"] - row["certain"], row["unplaced_certain"],
        row["unplaced"] - row["unplaced_certain"], row["total"],
    )  # fmt: skip


def everything(rows: ir.Table, _marks: Marks) -> ir.Table:
    """No narrower than the filter."""
    return rows


def in_span(rows: ir.Table, marks: Marks) -> ir.Table:
    """Those with a point or a disc whose cell lies in a span of cells: marks x_min, x_max, y_min, y_max."""
    x, y = rows["x"], rows["y"]
    return rows.filter(
        x >= marks.number("x_min"), x <= marks.number("x_max"), y >= marks.number("y_min"), y <= marks.number("y_max")
    )


def of_area(rows: ir.Table, marks: Marks) -> ir.Table:
    """Those whose place is one area, by its text."""
    return rows.filter(rows["lat"].isnull(), rows["area"] == marks.text("area_text"))


def span_values(zoom: int, x_min: int, y_min: int, x_max: int, y_max: int) -> dict[str, int]:
    """The marks of ``in_span`` for whole cells at a zoom, both ends included."""
    finer = CELL_ZOOM - zoom
    return {
        "x_min": x_min << finer, "x_max": ((x_max + 1) << finer) - 1,
        "y_min": y_min << finer, "y_max": ((y_max + 1) << finer) - 1,
    }  # fmt: skip


def page_query(order: str, down: bool, narrow: Narrow = everything, few: bool = False) -> Any:
    """``limit`` rows from ``offset`` on, in an order that is the same at every call.

    Args:
        few: rows are left by ``narrow``: to look for those of the page a second time would take longer than they do.

    Raises:
        ValueError: no such order.
    """
    if order not in ORDERS:
        raise ValueError(f"expected one of {', '.join(ORDERS)}, got {order!r}")

    def build(tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        rows = narrow(rows, marks)
        turn = ibis.desc if down else ibis.asc
        by = {
            "date": ["first_day", "last_day"], "killed": ["killed_high", "killed_low"], "sources": ["n_sources"],
            "title": ["title"],
        }[order]  # fmt: skip
        # The order of keys is that of the file; of the curated data set it is that of ``Selection.all``.
        top = rows.order_by(*(turn(rows[name], nulls_first=False) for name in by), rows["key"])
        top = top.limit(marks.number("limit"), offset=marks.number("offset"))
        if few:
            return top.select(*COLUMNS, "sure")
        top = top.select("key", "sure")
        # Only the narrow columns are sorted; the wide ones are fetched for the page.
        found = tables["incidents"].inner_join(top, "key").select(*COLUMNS, "sure")
        return found.order_by(*(turn(found[name], nulls_first=False) for name in by), found["key"])

    return build


def points_query(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
    """The incidents of a span of cells, in any order, ``limit`` at most."""
    return in_span(rows, marks).select(*COLUMNS, "sure").limit(marks.number("limit"))


def extent_query(_tables: Tables, rows: ir.Table, _marks: Marks) -> ir.Table:
    """One row: bounds of the points and of the middles of discs."""
    return rows.agg(west=_.lon.min(), south=_.lat.min(), east=_.lon.max(), north=_.lat.max())


def areas_query(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
    """Rows (area, precision, and sums) of what has an area and no point, the largest first, ``limit`` at most."""
    rows = rows.filter(rows["lat"].isnull(), rows["area"].notnull())
    found = rows.group_by("area").agg(
        precision=_.precision.max(), n=_.count(), n_certain=total(rows["sure"]), killed_low=total(_.killed_low),
        killed_high=total(_.killed_high), n_contested=total(rows["contested"] != 0), key=_.key.min(),
    )  # fmt: skip
    return found.order_by(ibis.desc("n"), "area").limit(marks.number("limit"))


def area_texts_query(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
    """Distinct areas of what has no point, ``limit`` at most."""
    rows = rows.filter(rows["lat"].isnull(), rows["area"].notnull())
    return rows.select("area").distinct().order_by("area").limit(marks.number("limit"))


def names_query(count: int) -> Any:
    """Rows (key, id, place, place_local) of ``count`` keys."""
    return _keyed(count, ("key", "id", "place", "place_local"))


def known_query(count: int) -> Any:
    """Rows of ``count`` keys, for ``rows_of``."""
    return _keyed(count, COLUMNS)


def _keyed(count: int, columns: tuple[str, ...]) -> Any:
    def build(tables: Tables, marks: Marks) -> ir.Table:
        rows = tables["incidents"]
        return rows.filter(rows["key"].isin(marks.numbers("wanted", count))).select(*columns)

    return build


def find_query(tables: Tables, marks: Marks) -> ir.Table:
    """The key of an id."""
    rows = tables["incidents"]
    return rows.filter(rows["id"] == marks.text("id")).select("key").order_by("key").limit(1)


def rows_of(answer: pyarrow.Table) -> tuple[Row, ...]:
    """Rows from the answer of ``page_query``, ``points_query`` or ``known_query``."""
    return tuple(_row(row) for row in answer.to_pylist())


_PRECISIONS = tuple(Precision)


def _row(row: dict[str, Any]) -> Row:
    first, last = _day(row.pop("first_day")), _day(row.pop("last_day"))
    precision, sure = _PRECISIONS[row.pop("precision")], row.pop("sure", True)
    local = row.pop("place_local") or ""
    return Row(**row, first=first, last=last, place_local=local, precision=precision, possible=not sure)


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number + EPOCH_ORDINAL)
