"""Who answers a question: the roll-ups on this machine, in milliseconds, or the cluster, in seconds.

Roll-ups answer exactly or not at all: the window of dates must begin and end with their bins, and the filter must
be one that they are summed by (kinds, fields contested, and one actor or one publisher or one role). Everything
else, and every single incident, is asked of the cluster.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

import ibis.expr.types as ir
import pyarrow

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.model import Actor, Source
from events.store import bins, cells, pages
from events.store.asking import Asker, Build, Numbers
from events.store.backends import rolled
from events.store.backends.pruning import PrunedAsker, Waiting, at_once
from events.store.backends.remote import RemoteEngine
from events.store.backends.rolling import ALL, CELLS, DAYS, ROLE, Tier
from events.store.backends.rollups import Rollups
from events.store.cells import Names
from events.store.compiled import Marks, listed, rounded
from events.store.engine import Engine
from events.store.facets import others
from events.store.library import MOST_KNOWN
from events.store.predicates import Tables, question, selected
from events.store.recent import Recent
from events.store.schema import CELL_ZOOM
from events.store.shelf import MOST_NAMED, Shelf
from events.store.sums import ACTOR, SOURCE
from geodata.mercator import Bounds


class Where(Enum):
    """Who answers."""

    ROLLUPS = "rollups"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Plan:
    """How roll-ups answer: rows of a tier and a side, of one ``one`` (None: all of the side), and the question."""

    tier: Tier
    side: str
    one: str | None
    build: Build


def plan(name: Any, chosen: IncidentFilter) -> Plan | None:
    """How roll-ups answer one of ``Library``'s questions, by the name it has there; None where they do not."""
    sides = [(side, one) for side, one in _sides(chosen) if one]
    if chosen.text or chosen.area or len(sides) > 1 or max(len(chosen.actors), len(chosen.sources)) > 1:
        return None
    side, one = sides[0] if sides else (ALL, "")
    kind, *rest = (name,) if isinstance(name, str) else name
    if kind == "cells":
        shift, by_kind = rest
        tier = _tier(CELL_ZOOM - shift, chosen)
        if tier is None or chosen.contested or side not in tier.sides:
            return None
        return Plan(tier, side, one, rolled.cells(shift, by_kind))
    if kind == "facet":
        return _facet(rest[0], bool(rest[1] or rest[2]), side, one)
    build = {
        "counts": rolled.counts, "span": bins.span_query, "extent": rolled.extent, "areas": rolled.areas,
        "area texts": rolled.area_texts,
    }.get(kind)  # fmt: skip
    if kind == "histogram":
        build = bins.histogram_query(rest[0], rolled.per_day)
    return Plan(DAYS, side, one, build) if build else None


def _sides(chosen: IncidentFilter) -> tuple[tuple[str, str], ...]:
    return ((ACTOR, min(chosen.actors, default="")), (SOURCE, min(chosen.sources, default="")), (ROLE, chosen.role))


def _facet(part: str, limited: bool, side: str, one: str) -> Plan | None:
    """A facet of a side is only there for a filter without one; ``limited``: actors by role, or roles by actor."""
    own = {"actors": ACTOR, "sources": SOURCE, "roles": ROLE}.get(part)
    if own is None:
        return Plan(DAYS, side, one, rolled.facet(part, side))
    return None if limited or side != ALL else Plan(DAYS, own, None, rolled.facet(part, own))


def _tier(zoom: int, chosen: IncidentFilter) -> Tier | None:
    """The coarsest tier whose cells are fine enough and whose bins begin and end where the window does."""
    fits = (tier for tier in CELLS if tier.zoom is not None and tier.zoom >= zoom and aligned(chosen, tier.unit))
    return next(fits, None)


def aligned(chosen: IncidentFilter, unit: str) -> bool:
    """Whether a window begins with a bin and ends with one."""
    after = chosen.end + timedelta(days=1) if chosen.end and chosen.end < date.max else None
    edges = [day for day in (chosen.start, after) if day]
    return unit == "day" or all(day.day == 1 and (unit == "month" or day.month == 1) for day in edges)


class RoutedAsker(PrunedAsker):
    """``Asker`` that answers from roll-ups what they answer exactly, and asks the cluster for the rest."""

    def __init__(self, engine: RemoteEngine, rollups: Rollups, answers: int, waiting: Waiting) -> None:
        super().__init__(engine, answers, waiting)
        self._far, self.near = engine, Asker(rollups, answers)

    def ask(
        self, name: Any, chosen: IncidentFilter, build: Build, numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """As :class:`PrunedAsker`."""
        found = plan(name, chosen)
        if found is None:
            return super().ask(name, chosen, build, numbers, values)
        kept = IncidentFilter(start=chosen.start, end=chosen.end, kinds=chosen.kinds, contested=chosen.contested)
        shape, given = question(kept)
        tables = self.near.tables(self._far.on if numbers is None else numbers)

        def make(marks: Marks) -> ir.Table:
            rows = tables[found.tier.name]
            rows = rows.filter(rows["side"] == marks.text("side"))
            if found.one is not None:
                rows = rows.filter(rows["one"] == marks.text("one"))
            return found.build(tables, selected({"incidents": rows}, shape, marks), marks)

        given = {**given, **(values or {}), "side": found.side, "one": found.one or ""}
        return self.near._run(((name, found.tier.name, found.one is None), shape), tables, make, given)

    def names(self, keys: Sequence[int], numbers: Numbers) -> pyarrow.Table:
        """The answer of ``pages.names_query``: they are with the roll-ups that a view was made of."""
        wanted = list(dict.fromkeys(keys))
        count, values = rounded(len(wanted)), listed("wanted", wanted)
        on, query = self._far.on if numbers is None else numbers, pages.names_query(count)
        near = self.near.ask_plain(("names", count), query, on, values)
        return near if len(near) == len(wanted) else self.ask_plain(("names", "key", count), query, numbers, values)


class ClusterShelf(Shelf):
    """``Shelf`` over a cluster with roll-ups.

    Args:
        engine: of ``events.store.opening.open_engine``; it has roll-ups.
        base: the curated data set, mounted as number 0.
        waiting: given each question to the cluster: shows "asking the cluster".
    """

    def __init__(
        self, engine: RemoteEngine, base: DataSet, answers: int = 128, waiting: Waiting = at_once
    ) -> None:
        super().__init__(engine, base, answers)
        self._far = engine
        self._names: Recent[tuple[int, int], tuple[str, str, str]] = Recent(MOST_KNOWN)
        if engine.rollups is None:
            raise ValueError("expected an engine with roll-ups; give it events.store.backends.rollups.Rollups")
        self.asker: RoutedAsker = RoutedAsker(engine, engine.rollups, answers, waiting)

    def names(self, keys: Sequence[int], numbers: Numbers) -> Names:
        """As :class:`Shelf`, by the names that are with the roll-ups; single incidents stay where they are."""
        generation = self.asker.engine.generation
        found = {key: kept for key in keys if (kept := self._names.get((generation, key)))}
        if missing := [key for key in keys if key not in found]:
            for row in self.asker.names(missing, numbers).to_pylist():
                named = (row["id"], row["place"] or "", row["place_local"] or "")
                found[row["key"]] = self._names.put((generation, row["key"]), named)
        return found

    def actors_of(self, ids: Collection[str], numbers: Numbers = None) -> dict[str, Actor]:
        """As :class:`Shelf`, by the names that are with the roll-ups."""
        named = self._labelled(ACTOR, ids, numbers)
        return {one: Actor.model_construct(id=one, name=name) for one, name in named.items()}

    def publishers_of(self, ids: Collection[str], numbers: Numbers = None) -> dict[str, Source]:
        """As :class:`Shelf`, by the names that are with the roll-ups."""
        return {
            one: Source.model_construct(id=one, short=name, title="", publisher=name)
            for one, name in self._labelled(SOURCE, ids, numbers).items()
        }

    def knows(self, table: str, name: str, numbers: Numbers = None) -> bool:
        """As :class:`Shelf`."""
        side = {"actors": ACTOR, "sources": SOURCE}.get(table)
        return name in self._labelled(side, [name], numbers) if side else super().knows(table, name, numbers)

    def _labelled(self, side: str, ids: Collection[str], numbers: Numbers) -> dict[str, str]:
        wanted = sorted(ids)[:MOST_NAMED]
        if not wanted:
            return {}
        count = rounded(len(wanted))

        def build(tables: Tables, marks: Marks) -> ir.Table:
            names = tables["labels"]
            found = names.filter(names["side"] == marks.text("side"), names["id"].isin(marks.texts("wanted", count)))
            return found.group_by("id").agg(label=found["label"].min())

        near, values = self.asker.near, {"side": side, **listed("wanted", wanted)}
        asked = self._far.on if numbers is None else numbers
        found = near.ask_plain(("labelled", count), build, asked, values).to_pylist()
        return {row["id"]: row["label"] or row["id"] for row in found}

    def where(self, asked: str, chosen: IncidentFilter, part: str = "", bounds: Bounds | None = None,
              zoom: int = 0) -> Where:  # fmt: skip
        """Who will answer a method of the library, before it is called.

        Args:
            asked: name of the method: "counts", "facet" (with ``part``), "span", "histogram", "extent", "cells"
                (with ``bounds`` and ``zoom``); of any other the cluster answers.
        """
        name: Any = asked
        if asked == "facet":
            name = ("facet", part, len(chosen.actors) if part == "roles" else 0, chosen.role and part == "actors")
            chosen = others(chosen, part)
        elif asked == "histogram":
            name, chosen = ("histogram", "day"), replace(chosen, start=None, end=None)
        elif asked == "cells" and bounds is not None:
            name = ("cells", CELL_ZOOM - cells.finest(cells.tiles(bounds, zoom)), False)
        return Where.CLUSTER if plan(name, chosen) is None else Where.ROLLUPS


def shelf_of(engine: Engine | RemoteEngine, base: DataSet, waiting: Waiting = at_once) -> Shelf:
    """The library of a store, whichever engine it has."""
    return ClusterShelf(engine, base, waiting=waiting) if isinstance(engine, RemoteEngine) else Shelf(engine, base)
