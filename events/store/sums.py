"""Sums of a data set: how many incidents have the same days and the same profile, and what is asked of them.

A *profile* is everything that an option of the filter counts by, but for the days: the kind, what is contested,
whether it is placed, who had a part in what role, and which publishers tell of it. Ten million incidents have a few
hundred or thousand profiles, so that counts under a window of dates, in any combination with actors, roles, kinds,
publishers and contested fields, are sums over a tenth of the rows, and only whole numbers are read. They are exact.

Where nearly every incident has a profile of its own, sums by one actor, role or publisher at a time are kept instead.
A text or a drawn area is no part of a profile: such a filter is asked of the incidents.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from events.fields import FIELDS
from events.filters import ANY_FIELD, IncidentFilter
from events.store.compiled import Marks
from events.store.facets import NOT_NAMED
from events.store.predicates import Shape, Tables, selected, standing, total
from events.store.schema import FIELD_BITS, TABLES
from geodata.places import Precision

FILE = "sums.duckdb"
"""Beside ``data.duckdb``; it can be removed at any time and is made again."""
VERSION = 5
WHOLE, ALL, ACTORS, ROLES, SOURCES = range(5)
"""Families of sums. Of the first every incident is in one sum, by its whole profile. Where profiles are nearly as many
as incidents, the others stand for it: an incident is in a sum for each of its actors, for each of its roles, for each
of its publishers, and in one by none of these. They serve what names one of the three."""
ACTOR, SOURCE = "actor", "source"

SUMS: dict[str, dict[str, str]] = {
    "spans": {"family": "int8", "key": "int64", "first_day": "int32", "last_day": "int32", "n": "int32"},
    "profiles": {"key": "int64", "kind": "string", "contested": "int64", "unplaced": "boolean"},
    "parties": TABLES["parties"],
    "told_by": TABLES["told_by"],
    "labels": {"side": "string", "id": "string", "label": "string"},
}
"""Table to column to Ibis type. ``key`` is that of a profile: the number of the data set, then one of its own."""


def serves(chosen: IncidentFilter) -> bool:
    """Whether sums answer for a filter."""
    return not chosen.text.strip() and chosen.area is None


def family(part: str, actors: int, role: bool, sources: int) -> int:
    """Which sums serve a part ("" for counts and days) under so many actors and publishers, and under a role."""
    named = {ACTORS: part == "actors" or actors, ROLES: part == "roles" or role, SOURCES: part == "sources" or sources}
    found = [one for one, count in named.items() if count]
    # An incident with two of the chosen actors is in a sum of each: only whole profiles count it once.
    return WHOLE if len(found) > 1 or actors > 1 or sources > 1 else next(iter(found), ALL)


def of_incidents(tables: Tables) -> dict[str, ir.Table]:
    """What stands for sums where there are none: every incident as a profile of its own."""
    incidents = tables["incidents"]
    unplaced = incidents["precision"] == Precision.UNPLACED.rank
    return {
        "spans": incidents.select(
            "key", "first_day", "last_day", family=ibis.literal(WHOLE, "int8"), n=ibis.literal(1, "int32")
        ).select(*SUMS["spans"]),
        "profiles": incidents.select("key", "kind", "contested", unplaced=unplaced),
        "parties": tables["parties"].select(*SUMS["parties"]),
        "told_by": tables["told_by"].select(*SUMS["told_by"]),
        "labels": labels(tables),
    }


def labels(tables: Tables) -> ir.Table:
    """Names of actors and of publishers; of a source that is ticked itself, its short name."""
    actors, sources = tables["actors"], tables["sources"]
    itself = sources["publisher_id"] == sources["id"]
    named = itself.ifelse(sources["short"], sources["publisher"].fill_null(NOT_NAMED))
    both = ibis.union(
        actors.select(side=ibis.literal(ACTOR), id=actors["id"], label=actors["name"]),
        sources.select(side=ibis.literal(SOURCE), id=sources["publisher_id"], label=named),
    )
    return both.group_by("side", "id").agg(label=_.label.min())


def _of_family(tables: Tables, one: int) -> ir.Table:
    """Sums of a family, or of whole profiles where a data set has these."""
    return tables["spans"].filter(_.family.isin({WHOLE, one}))


def _dated(tables: Tables, part: str, shape: Shape, marks: Marks) -> ir.Table:
    """Sums that pass the dates, with ``sure`` for the certain ones."""
    rows = _of_family(tables, family(part, shape.actors, shape.role, shape.sources))
    return selected({"incidents": rows}, Shape(start=shape.start, end=shape.end), marks)


def _undated(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """Profiles that pass the rest of the filter."""
    rest = replace(shape, start=False, end=False)
    return selected({**tables, "incidents": tables["profiles"]}, rest, marks).drop("sure")


def _profiles(tables: Tables, part: str, shape: Shape, marks: Marks) -> ir.Table:
    """Profiles that pass, with how many incidents of them do. Summed first: few rows are joined."""
    return _undated(tables, shape, marks).inner_join(per_profile(tables, part, shape, marks), "key")


def per_profile(tables: Tables, part: str, shape: Shape, marks: Marks) -> ir.Table:
    """Rows (key, n, certain): how many incidents of each profile pass the dates."""
    spans = _dated(tables, part, shape, marks)
    return spans.group_by("key").agg(
        n=total(_.n), certain=total(spans["sure"].ifelse(spans["n"], 0))
    )


def _where(condition: Any, rows: ir.Table, column: str = "n") -> Any:
    return total(condition.ifelse(rows[column], 0))


def counts(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """As ``pages.counts_query``."""
    rows = _profiles(tables, "", shape, marks)
    found = rows.agg(
        chosen=total(rows["n"]), certain=total(rows["certain"]),
        unplaced=_where(rows["unplaced"], rows), unplaced_certain=_where(rows["unplaced"], rows, "certain"),
    )  # fmt: skip
    return found.mutate(total=total(_of_family(tables, ALL)["n"]).as_scalar())


def spans(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
    """Rows (first_day, last_day, sure, n) for ``bins.span_query`` and ``bins.histogram_query``."""
    rows = _dated(tables, "", shape, marks)
    if replace(shape, start=False, end=False) != Shape():
        rows = rows.filter(rows["key"].isin(_undated(tables, shape, marks)["key"]))
    return rows


def per_day(rows: ir.Table) -> ir.Table:
    """For ``bins.histogram_query``: how many incidents have the same days."""
    return rows.group_by("first_day", "last_day", "sure").agg(n=total(_.n))


def facet(part: str, actors: int, role: bool) -> Any:
    """As ``facets.facet_query``, whose arguments these are."""

    def build(tables: Tables, shape: Shape, marks: Marks) -> ir.Table:
        rows = _profiles(tables, part, shape, marks)
        if part == "contested":
            rows = rows.filter(rows["contested"] != 0)
            fields = {field.key: _where((rows["contested"] & FIELD_BITS[field.key]) != 0, rows) for field in FIELDS}
            return rows.agg(**fields, **{ANY_FIELD: total(rows["n"])})
        if part == "kinds":
            counted = rows.group_by(id=rows["kind"]).agg(count=total(_.n))
        else:
            counted = _of_each(part, tables, rows, Shape(actors=actors, role=role), marks)
        found = counted.order_by(ibis.desc("count"), "id").limit(marks.number("limit"))
        if part in ("kinds", "roles"):
            return found.mutate(label=_.id)
        names = tables["labels"].filter(_.side == (ACTOR if part == "actors" else SOURCE))
        names = names.filter(names["id"].isin(found["id"])).group_by("id").agg(label=_.label.min())
        return found.left_join(names, "id").select("id", "label", "count")

    return build


def _of_each(part: str, tables: Tables, rows: ir.Table, limits: Shape, marks: Marks) -> ir.Table:
    """Incidents of each actor, role or publisher: those of its profiles."""
    if part == "sources":
        members, column = tables["told_by"], "source"
    else:
        column = "role" if part == "roles" else "actor"
        own = Shape(actors=limits.actors if part == "roles" else 0, role=limits.role and part == "actors")
        members = standing(tables, own, marks)
        if not own.role:
            members = members.select("key", column).distinct()
    joined = members.inner_join(rows.select("key", "n"), "key")
    return joined.group_by(id=joined[column]).agg(count=total(_.n))

