"""The questions of the screen over roll-ups: the same answers, column for column, as over the incidents themselves.

Each is made of rows of one tier that ``events.store.predicates.selected`` has restricted and given ``sure``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from events.fields import FIELDS, KINDS
from events.filters import ANY_FIELD
from events.store.backends.rolling import ALL
from events.store.compiled import Marks
from events.store.pages import in_span
from events.store.predicates import Tables
from events.store.schema import FIELD_BITS
from geodata.places import Precision

Build = Callable[[Tables, ir.Table, Marks], ir.Table]


def _where(condition: Any, rows: ir.Table) -> Any:
    """How many incidents of the rows for which something holds."""
    return condition.ifelse(rows["n"], 0).sum()


def counts(tables: Tables, rows: ir.Table, _marks: Marks) -> ir.Table:
    """As ``pages.counts_query``."""
    unplaced = rows["precision"] == Precision.UNPLACED.rank
    found = rows.agg(
        chosen=rows["n"].sum(), certain=_where(rows["sure"], rows), unplaced=_where(unplaced, rows),
        unplaced_certain=_where(unplaced & rows["sure"], rows),
    )  # fmt: skip
    every = tables["days"]
    return found.mutate(total=every.filter(every["side"] == ALL)["n"].sum().as_scalar())


def per_day(rows: ir.Table) -> ir.Table:
    """For ``bins.histogram_query``: how many incidents have the same days."""
    return rows.group_by("first_day", "last_day", "sure").agg(n=_.n.sum())


def extent(_tables: Tables, rows: ir.Table, _marks: Marks) -> ir.Table:
    """As ``pages.extent_query``."""
    return rows.agg(west=_.west.min(), south=_.south.min(), east=_.east.max(), north=_.north.max())


def _sums(rows: ir.Table) -> dict[str, Any]:
    return {
        "n": rows["n"].sum(), "n_certain": _where(rows["sure"], rows), "killed_low": rows["killed_low"].sum(),
        "killed_high": rows["killed_high"].sum(), "n_contested": rows["n_contested"].sum(), "key": rows["key"].min(),
    }  # fmt: skip


def areas(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
    """As ``pages.areas_query``."""
    rows = rows.filter(rows["area"].notnull())
    found = rows.group_by("area").agg(precision=_.precision.max(), **_sums(rows))
    return found.order_by(ibis.desc("n"), "area").limit(marks.number("limit"))


def area_texts(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
    """As ``pages.area_texts_query``."""
    found = rows.filter(rows["area"].notnull()).select("area").distinct()
    return found.order_by("area").limit(marks.number("limit"))


def cells(shift: int, by_kind: bool) -> Build:
    """As ``cells.cells_query``."""

    def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        rows = in_span(rows, marks)
        kinds = {f"kind_{n}": _where(rows["kind"] == kind, rows) for n, kind in enumerate(KINDS)} if by_kind else {}
        sums = {"lon": rows["lon_sum"].sum(), "lat": rows["lat_sum"].sum(), "n_sources": rows["n_sources"].sum()}
        found = rows.group_by(cx=rows["x"] >> shift, cy=rows["y"] >> shift).agg(**_sums(rows), **sums, **kinds)
        return found.limit(marks.number("limit"))

    return build


def facet(part: str, side: str) -> Build:
    """As ``facets.facet_query``: ``side`` is that of the part, or of the filter for kinds and contested fields."""

    def build(tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        if part == "contested":
            rows = rows.filter(rows["contested"] != 0)
            sums = {field.key: _where((rows["contested"] & FIELD_BITS[field.key]) != 0, rows) for field in FIELDS}
            return rows.agg(**sums, **{ANY_FIELD: rows["n"].sum()})
        column = "kind" if part == "kinds" else "one"
        counted = rows.group_by(id=rows[column]).agg(count=_.n.sum())
        found = counted.order_by(ibis.desc("count"), "id").limit(marks.number("limit"))
        if part in ("kinds", "roles"):
            return found.mutate(label=_.id)
        names = tables["labels"]
        names = names.filter(names["side"] == side, names["id"].isin(found["id"]))
        names = names.group_by("id").agg(label=_.label.min())
        return found.left_join(names, "id").select("id", "label", "count")

    return build
