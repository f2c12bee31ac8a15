"""Filters and questions of every sort, and answers in a form in which two engines can be compared."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from events.filters import IncidentFilter
from events.store.facets import PARTS
from events.store.shelf import Shelf
from geodata.mercator import Bounds
from geodata.windows import window


def _set(*values: str) -> frozenset[str]:
    return frozenset(values)


F = IncidentFilter
AREA = window([(42.0, 32.0), (46.0, 32.5), (44.0, 35.5)])
YEAR = {"start": date(2015, 1, 1), "end": date(2015, 12, 31)}
ROLLED = {
    "all": F(),
    "year": F(**YEAR),
    "from": F(start=date(2016, 1, 1)),
    "until": F(end=date(2014, 12, 31)),
    "backwards": F(start=date(2016, 1, 1), end=date(2015, 12, 31)),
    "kinds": F(kinds=_set("battle", "rocket", "air"), **YEAR),
    "actor": F(actors=_set("ucdp-7"), start=date(2014, 1, 1)),
    "nobody": F(actors=_set("no-such-actor")),
}
"""Filters that roll-ups answer, cells included."""
DAYS_ONLY = {
    "month": F(start=date(2015, 3, 1), end=date(2015, 5, 31)),
    "days": F(start=date(2015, 3, 4), end=date(2015, 5, 2)),
    "source": F(sources=_set("many-reuters-7")),
    "role": F(role="involved", **YEAR),
    "contested": F(contested=_set("any")),
    "fields": F(contested=_set("killed", "date"), kinds=_set("rocket", "find")),
}
"""Filters that they answer without cells, or without the finest."""
DRILLED = {
    "actors": F(actors=_set("ucdp-7", "ucdp-8", "reds"), **YEAR),
    "actor in a role": F(actors=_set("reds", "blues"), role="blamed"),
    "two of a side": F(actors=_set("ucdp-9"), sources=_set("many-reuters-9")),
    "text": F(text="town 12"),
    "Arabic": F(text="الحمر"),
    "signs": F(text="back\\slash 50% 'or' :name mark-0-"),
    "drawn": F(area=AREA),
    "drawn in a year": F(area=AREA, **YEAR),
    "everything": F(actors=_set("reds"), role="blamed", kinds=_set("rocket", "air"), sources=_set("paper"),
                    contested=_set("any"), area=AREA, start=date(2019, 12, 1), end=date(2020, 5, 1), text="i"),
}  # fmt: skip
"""Filters that the cluster answers."""
FILTERS = ROLLED | DAYS_ONLY | DRILLED
SOME = FILTERS if "BE_ENGINES" in os.environ else {name: FILTERS[name] for name in (
    "year", "actor", "days", "contested", "actors", "text",
)}  # fmt: skip
"""Those that are tried: building the queries takes most of the time, a second each where an area is drawn."""
FEW = ("all", "year", "actor", "month", "contested", "actors", "text", "signs", "drawn in a year")
"""Of every sort, for an engine that takes seconds for each question."""
TURNS = 4
"""On such an engine every question is asked, each with every fourth of those filters."""

WORLD, IRAQ, TOWN = Bounds(-180, -80, 180, 80), Bounds(38, 29, 49, 38), Bounds(43.2, 33.0, 43.9, 33.5)
Question = Callable[[Shelf, IncidentFilter], Any]
SUMMED: dict[str, Question] = {
    "counts": lambda shelf, one: shelf.counts(one),
    "span": lambda shelf, one: shelf.span(one),
    "extent": lambda shelf, one: shelf.extent(one),
    **{f"histogram {unit}": lambda shelf, one, unit=unit: shelf.histogram(one, unit, 4000)
       for unit in ("day", "week", "month", "decade")},
    **{f"facet {part}": lambda shelf, one, part=part: shelf.facet(one, part, 500) for part in PARTS},
}  # fmt: skip
CELLS: dict[str, Question] = {
    "cells world": lambda shelf, one: shelf.cells(one, WORLD, 1, most=100),
    "cells Iraq": lambda shelf, one: shelf.cells(one, IRAQ, 5, by_kind=True),
    "cells town": lambda shelf, one: shelf.cells(one, TOWN, 9, by_kind=True),
}
SINGLE: dict[str, Question] = {
    "points": lambda shelf, one: shelf.points(one, TOWN, 9),
    "page by date": lambda shelf, one: shelf.page(one, offset=5, limit=20),
    "page by killed": lambda shelf, one: shelf.page(one, "killed", True, limit=20),
    "page by title": lambda shelf, one: shelf.page(one, "title", limit=20),
    "unplaced": lambda shelf, one: shelf.unplaced(one, 0, 20),
    "inside": lambda shelf, one: [shelf.inside(one, cell.cell, limit=5)
                                  for cell in shelf.cells(one, IRAQ, 2, most=4).cells[:2]],
    "summaries": lambda shelf, one: shelf.summaries([row.key for row in shelf.page(one, limit=6)]),
    "catalogue": lambda shelf, one: shelf.catalogue_of([row.key for row in shelf.page(one, limit=3)], around=True),
    "ids": lambda shelf, one: [shelf.find(row.id) for row in shelf.page(one, "sources", True, limit=2)],
}  # fmt: skip
QUESTIONS = SUMMED | CELLS | SINGLE


def questions(name: str, slow: bool = False) -> dict[str, Question]:
    """Those to ask with a filter; with a drawn area fewer, as each takes so long to build.

    Args:
        slow: on a slow engine, those whose turn it is.
    """
    few = ("counts", "facet kinds", "cells Iraq", "points", "page by date")
    found = {asked: ask for asked, ask in QUESTIONS.items() if FILTERS[name].area is None or asked in few}
    return turn(name, found) if slow else found


def turn(name: str, asked: dict[str, Question]) -> dict[str, Question]:
    """The questions whose turn it is with a filter; over all of ``FEW`` each has its turn more than once."""
    if FILTERS[name].area:
        return {one: ask for one, ask in asked.items() if one in ("counts", "points")}
    place = FEW.index(name) if name in FEW else 0
    return {one: asked[one] for n, one in enumerate(asked) if (n + place) % TURNS == 0}


class Near:
    """A number that equals those within a billionth of it."""

    def __init__(self, value: float) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and math.isclose(self.value, other.value, rel_tol=1e-11, abs_tol=1e-9)

    def __repr__(self) -> str:
        return repr(self.value)


def plain(value: Any) -> Any:
    """An answer without what may differ between engines: the last digits of a mean, which depend on the order."""
    if isinstance(value, float):
        return Near(value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value
