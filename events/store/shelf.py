"""The library as a page looks at it: by id, with names for what a filter names, and sources numbered throughout."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import ibis
import ibis.expr.types as ir

from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.model import Actor, Source
from events.store import pages
from events.store.asking import Numbers
from events.store.assembling import Piece, dataset_of
from events.store.compiled import Marks, listed, rounded
from events.store.library import Library
from events.store.lookup import rows_with
from events.store.pages import Row, rows_of
from events.store.predicates import Tables
from geodata.places import Precision

MOST_PROVINCES = 120
MOST_NAMED = 200
"""Actors or publishers of a filter that are named; a link cannot hold more."""


@dataclass(frozen=True, slots=True)
class ProvinceCount:
    """How many incidents a region of the embedded table has, by its ISO code."""

    code: str
    certain: int
    possible: int


class Shelf(Library):
    """``Library`` with what one screen needs beside its queries. Safe for threads."""

    @property
    def generation(self) -> int:
        """Grows whenever what a query can see changes."""
        return self.asker.engine.generation

    def part(self, ids: Sequence[str], numbers: Numbers = None) -> Catalogue:
        """A catalogue of those incidents with what their claims need; an id that is not there is left out.

        Sources are numbered through all data sets that are on, those of a later one after the earlier ones'; after
        them through those of ``numbers`` that are off.
        """
        found = self._found(self._keys(list(ids), numbers), numbers)
        dataset = dataset_of(found, self.base)
        numbered = {**dataset.numbers, **self._numbers(found, numbers)}
        summaries = tuple(piece.summary for piece in found)
        return Catalogue(replace(dataset, numbers=numbered), summaries, {one.id: one for one in summaries})

    def _numbers(self, found: Sequence[Piece], numbers: Numbers) -> dict[str, int]:
        before = self.sources_before(numbers)
        return {
            source.id: before.get(number, 0) + n
            for piece in found for number, n, source in piece.sources.values() if n
        }  # fmt: skip

    def sources_before(self, numbers: Numbers = None) -> dict[int, int]:
        """For each data set that is on, then each of ``numbers`` that is off: how many sources those before it have."""

        def build(tables: Tables, _: Marks) -> ir.Table:
            sources = tables["sources"]
            return sources.group_by("dataset").agg(most=sources["n"].max()).order_by("dataset")

        most: dict[int, int] = {}
        for asked in (None,) if numbers is None else (None, numbers):
            for row in self.asker.ask_plain("source numbers", build, asked).to_pylist():
                most.setdefault(int(row["dataset"]), int(row["most"] or 0))
        return dict(zip(most, accumulate(most.values(), initial=0), strict=False))

    def rows(self, chosen: IncidentFilter, keys: Sequence[int], numbers: Numbers = None) -> tuple[Row, ...]:
        """Those of the keys that a filter selects, as rows."""
        if not keys:
            return ()
        count = rounded(len(keys))

        def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
            rows = rows.filter(rows["key"].isin(marks.numbers("wanted", count)))
            return rows.select(*pages.COLUMNS, "sure").order_by("key")

        values = listed("wanted", list(keys))
        return rows_of(self.asker.ask(("rows", count), chosen, build, numbers, values))

    def provinces(self, chosen: IncidentFilter, numbers: Numbers = None) -> tuple[ProvinceCount, ...]:
        """How many incidents each embedded province (or country without provinces) has, most first.

        Which province a point lies in was found out once, when it was imported; areas that are exactly one region
        count for it. What lies outside all of them is not counted here.
        """

        def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
            rows = rows.filter(rows["province"].notnull())
            found = rows.group_by("province").agg(n=rows.count(), n_certain=rows["sure"].sum())
            return found.order_by(ibis.desc("n"), "province").limit(marks.number("limit"))

        found = self.asker.ask("provinces", chosen, build, numbers, {"limit": MOST_PROVINCES}).to_pylist()
        return tuple(
            ProvinceCount(row["province"], int(row["n_certain"]), row["n"] - int(row["n_certain"])) for row in found
        )

    def in_province(
        self, chosen: IncidentFilter, code: str, offset: int, limit: int, numbers: Numbers = None
    ) -> tuple[Row, ...]:
        """A page, in order of date, of what :meth:`provinces` counts for a code."""

        def narrow(rows: ir.Table, marks: Marks) -> ir.Table:
            return rows.filter(rows["province"] == marks.text("code"))

        return self._narrowed("in province", chosen, narrow, offset, limit, numbers, {"code": code})

    def unplaced(
        self, chosen: IncidentFilter, offset: int, limit: int, numbers: Numbers = None
    ) -> tuple[Row, ...]:
        """A page, in order of date, of what no source places."""

        def narrow(rows: ir.Table, _: Marks) -> ir.Table:
            return rows.filter(rows["precision"] == Precision.UNPLACED.rank)

        return self._narrowed("unplaced", chosen, narrow, offset, limit, numbers, {}, few=True)

    def _narrowed(
        self, name: str, chosen: IncidentFilter, narrow: pages.Narrow, offset: int, limit: int, numbers: Numbers,
        more: Mapping[str, str], few: bool = False,
    ) -> tuple[Row, ...]:  # fmt: skip
        build = pages.page_query("date", False, narrow, few)
        values = {"limit": min(limit, pages.MOST_ROWS), "offset": offset, **more}
        return rows_of(self.asker.ask(name, chosen, build, numbers, values))

    def actors_of(self, ids: Collection[str], numbers: Numbers = None) -> dict[str, Actor]:
        """Actors by id, for the sentence of a filter."""
        rows = rows_with(self.asker, "actors", "id", sorted(ids)[:MOST_NAMED], numbers)
        return {row["id"]: Actor.model_construct(id=row["id"], name=row["name"]) for row in rows}

    def publishers_of(self, ids: Collection[str], numbers: Numbers = None) -> dict[str, Source]:
        """Publishers by the id that a filter names them by, as sources that state nothing else."""
        wanted = sorted(ids)[:MOST_NAMED]
        if not wanted:
            return {}
        count = rounded(len(wanted))

        def build(tables: Tables, marks: Marks) -> ir.Table:
            sources = tables["sources"]
            sources = sources.filter(sources["publisher_id"].isin(marks.texts("wanted", count)))
            return sources.group_by("publisher_id").agg(name=sources["publisher"].min(), short=sources["short"].min())

        found = self.asker.ask_plain(("publishers", count), build, numbers, listed("wanted", wanted)).to_pylist()
        return {
            row["publisher_id"]: Source.model_construct(
                id=row["publisher_id"], short=row["name"] or row["short"], title="", publisher=row["name"] or "",
            )
            for row in found
        }  # fmt: skip

    def knows(self, table: str, name: str, numbers: Numbers = None) -> bool:
        """Whether there is an actor, or a publisher that a filter can name (``sources``), of that id."""
        if table == "sources":
            return name in self.publishers_of([name], numbers)
        return bool(rows_with(self.asker, table, "id", [name], numbers))
