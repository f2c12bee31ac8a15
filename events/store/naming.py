"""Ids for the names that a person writes; small answers."""

from __future__ import annotations

import ibis.expr.types as ir

from events.store.asking import Asker, Numbers
from events.store.compiled import Marks
from events.store.predicates import Tables

MOST = 50
"""Actors of one name: a data set has one, a store hardly more than its data sets."""


def actors_named(asker: Asker, name: str, numbers: Numbers = None) -> tuple[str, ...]:
    """Ids of the actors of a name, capitals or not; of several data sets, one each."""

    def build(tables: Tables, marks: Marks) -> ir.Table:
        actors = tables["actors"]
        found = actors.filter(actors["name"].lower() == marks.text("name"))
        return found.select("id").distinct().order_by("id").limit(MOST)

    rows = asker.ask_plain("actors named", build, numbers, {"name": name.lower()})
    return tuple(str(one) for one in rows["id"].to_pylist())
