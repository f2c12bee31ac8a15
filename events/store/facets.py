"""Counts for the options of the filter: the same meaning as ``events.catalogue.facet``, the largest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow
from ibis import _

from events.fields import FIELDS
from events.filters import ANY_FIELD, IncidentFilter
from events.store.compiled import Marks
from events.store.predicates import Shape, Tables, standing
from events.store.schema import FIELD_BITS

NOT_NAMED = "Publisher not stated"

PARTS = ("actors", "kinds", "sources", "contested", "roles")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a part of the filter: its id, its name where it has one, and how many incidents it gives."""

    id: str
    label: str
    count: int


def others(chosen: IncidentFilter, part: str) -> IncidentFilter:
    """The filter with that part left open.

    Raises:
        ValueError: no such part.
    """
    if part not in PARTS:
        raise ValueError(f"expected one of {', '.join(PARTS)}, got {part!r}")
    return replace(chosen, role="") if part == "roles" else chosen.without(part)


def facet_query(part: str, actors: int, role: bool, whole: bool) -> Any:
    """Rows (id, label, count), largest first, ``limit`` of them.

    Args:
        actors: how many marks there are for chosen actors, which limit the roles; ``role``: the chosen role
            limits the actors.
        whole: whether every incident is selected, so that there is nothing to compare keys with.
    """

    def build(tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        limit = marks.number("limit")
        if part == "contested":
            return _contested(rows)
        if part == "kinds":
            return _most(rows.group_by(id=rows["kind"]).agg(count=_.count()), limit).mutate(label=_.id)
        if part == "sources":
            told = tables["told_by"]
            told = told if whole else told.filter(told["key"].isin(rows["key"]))
            return _named(_most(told.group_by(id=told["source"]).agg(count=_.count()), limit), _publishers(tables))
        column = "role" if part == "roles" else "actor"
        shape = Shape(actors=actors if part == "roles" else 0, role=role and part == "actors")
        parties = standing(tables, shape, marks)
        parties = parties if whole else parties.filter(parties["key"].isin(rows["key"]))
        if not (part == "actors" and role):
            # An actor stands once in a role of an incident, but it may stand in several roles, as others may.
            parties = parties.select("key", column).distinct()
        counted = parties.group_by(id=parties[column]).agg(count=_.count())
        found = _most(counted, limit)
        return found.mutate(label=_.id) if part == "roles" else _named(found, _actors(tables))

    return build


def _most(counted: ir.Table, limit: int) -> ir.Table:
    return counted.order_by(ibis.desc("count"), "id").limit(limit)


def _named(found: ir.Table, names: ir.Table) -> ir.Table:
    """With a name for each id: where data sets name one differently, the first by alphabet."""
    names = names.filter(names["id"].isin(found["id"])).group_by("id").agg(label=_.label.min())
    return found.left_join(names, "id").select("id", "label", "count")


def _actors(tables: Tables) -> ir.Table:
    actors = tables["actors"]
    return actors.select(id=actors["id"], label=actors["name"])


def _publishers(tables: Tables) -> ir.Table:
    """A publisher's name; of a source that is ticked itself, its short name."""
    sources = tables["sources"]
    itself = sources["publisher_id"] == sources["id"]
    named = sources["publisher"].fill_null(NOT_NAMED)
    return sources.select(id=sources["publisher_id"], label=itself.ifelse(sources["short"], named))


def _contested(rows: ir.Table) -> ir.Table:
    """One row, a column for each field and one for any of them."""
    rows = rows.filter(rows["contested"] != 0)
    sums = {field.key: ((rows["contested"] & FIELD_BITS[field.key]) != 0).sum() for field in FIELDS}
    return rows.agg(**sums, **{ANY_FIELD: rows.count()})


def options(answer: pyarrow.Table, part: str, limit: int) -> tuple[Option, ...]:
    """The options from the rows of ``facet_query``, the largest first, equal ones by id."""
    if part == "contested":
        counts = {name: int(values[0] or 0) for name, values in answer.to_pydict().items()}
        found = [Option(name, name, count) for name, count in counts.items() if count]
    else:
        found = [Option(row["id"], row["label"] or row["id"], row["count"]) for row in answer.to_pylist()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.id))[:limit])
