"""What the screen, the exports and the command line ask of a store. Every answer is bounded, whatever its size."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

import ibis.expr.types as ir
import pyarrow

from events.catalogue import Catalogue, Selection
from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import cell_sums, cells, pages, sums
from events.store.asking import MOST_ANSWERS, Asker, Build, Engine, Numbers
from events.store.assembling import Piece, dataset_of, pieces
from events.store.cells import CellId, Names, View
from events.store.compiled import Marks, listed, rounded
from events.store.counting import EVERYTHING, MOST_SINGLY, Counting
from events.store.lookup import rows_with
from events.store.predicates import Tables
from events.store.recent import Recent
from events.store.schema import CELL_ZOOM
from events.summary import Summary
from geodata.mercator import Bounds, span_bounds

MOST_PIECES = 2_000
"""Summaries kept in memory."""
MOST_AREAS = 2_000
"""Distinct areas of a selection that are looked at for one view."""
MOST_NEIGHBOURS = 50
MOST_KNOWN = 20_000
"""Incidents that stand alone in a cell, or for an area, and are kept in memory; see ``KNOWN_BYTES``."""
KNOWN_BYTES = 16 << 20
_ROW_BYTES = 800
"""About what such an incident takes, without the text of its area."""


class Library(Counting):
    """The data sets of an engine, asked with filters; safe for threads.

    Every method takes ``numbers``: the data sets to ask, None for all that are on. ``IncidentFilter.datasets``
    holds ids, which the caller turns into numbers.

    Args:
        engine: ``events.store.engine.Engine`` or what answers like it.
        base: the curated data set, mounted as number 0: its places, and what is said of the whole.
        answers: how many answers are kept until the next change of the store; 0 for none.
    """

    def __init__(self, engine: Engine, base: DataSet, answers: int = MOST_ANSWERS) -> None:
        super().__init__(Asker(engine, answers))
        self.base = base
        self._pieces: Recent[tuple[int, int], Piece] = Recent(MOST_PIECES)
        self._known: Recent[tuple[int, int], pages.Row] = Recent(
            MOST_KNOWN, lambda row: _ROW_BYTES + len(row.area or ""), KNOWN_BYTES
        )

    def extent(self, chosen: IncidentFilter, numbers: Numbers = None) -> Bounds | None:
        """Bounds of what is selected: points and middles of discs, and whole areas. None where nothing is placed."""
        row = self.asker.ask("extent", chosen, pages.extent_query, numbers).to_pylist()[0]
        found = [] if row["west"] is None else [Bounds(row["west"], row["south"], row["east"], row["north"])]
        areas = self.asker.ask("area texts", chosen, pages.area_texts_query, numbers, {"limit": MOST_AREAS})
        found += [Bounds(*cells.area_shape(text).bounds) for text in areas["area"].to_pylist()]
        if not found:
            return None
        west, south, east, north = zip(*found, strict=True)
        return Bounds(min(west), min(south), max(east), max(north))

    def cells(
        self, chosen: IncidentFilter, bounds: Bounds, zoom: int, most: int = 500, by_kind: bool = False,
        numbers: Numbers = None,
    ) -> View:  # fmt: skip
        """What a view shows: at most ``most`` cells and as many areas, of the whole tiles that it touches.

        Args:
            bounds: of the view; ``zoom`` is the map's.
            by_kind: whether cells count their kinds as well, at half the cost again.
        """
        whole = cells.tiles(bounds, zoom)
        finest = cells.finest(whole)
        shift = CELL_ZOOM - finest
        found = self._view(
            ("cells", shift, by_kind), chosen, shift, cells.cells_query(shift, by_kind),
            cell_sums.cells_query(shift, by_kind), numbers, cells.cell_values(whole), True,
        )  # fmt: skip
        areas = self._view(
            "areas", chosen, CELL_ZOOM, pages.areas_query, cell_sums.areas_query, numbers, {"limit": MOST_AREAS}
        )
        box = span_bounds(whole)
        level, rows = cells.joined(found, finest, most)
        touching = cells.touching(areas, box)
        shown = touching[:most]
        names = self.names([*cells.alone(rows), *(row["key"] for row in shown)], numbers)
        return View(
            box, tuple(cells.cell_of(row, level, names) for row in rows),
            tuple(cells.area_of(row, names) for row in shown), len(touching) - len(shown),
        )  # fmt: skip

    def _view(
        self, name: Hashable, chosen: IncidentFilter, shift: int, build: Build, of_sums: cell_sums.Build,
        numbers: Numbers, values: dict[str, int], points: bool = False,
    ) -> pyarrow.Table:  # fmt: skip
        """The answer of sums that are as fine, else of the incidents: for ``points`` alone in order of place."""
        tables = self._cell_sums(chosen, shift, numbers)
        if tables is None:
            given, rows = (name, chosen, build, numbers, values), self._placed(chosen, numbers) if points else None
            return self.asker.ask(*given) if rows is None else self.asker.ask_of(rows, *given)
        undated = replace(chosen, start=None, end=None)
        return self.asker.ask_summed(name, undated, of_sums, tables, values | cell_sums.window(chosen))

    def _cell_sums(self, chosen: IncidentFilter, shift: int, numbers: Numbers) -> Tables | None:
        summed: Any = getattr(self.asker.engine, "summed_cells", None) if cell_sums.serves(chosen) else None
        return cast("Tables | None", summed and summed(numbers, shift, MOST_SINGLY))

    def _placed(self, chosen: IncidentFilter, numbers: Numbers) -> ir.Table | None:
        """The incidents that have a point, in order of place; they have no words and no radius."""
        narrow = sums.serves(chosen) or self.asker.has_bits(numbers)
        ordered = getattr(self.asker.engine, "placed", None) if narrow else None
        tables = ordered(numbers) if ordered else None
        return tables["placed"] if tables else None

    def adds_up(self, bounds: Bounds, zoom: int) -> bool:
        """Whether the cells of a view are added up from sums: some milliseconds, whatever the size."""
        return self._cell_sums(EVERYTHING, CELL_ZOOM - cells.finest(cells.tiles(bounds, zoom)), None) is not None

    def names(self, keys: Sequence[int], numbers: Numbers) -> Names:
        """What incidents that stand alone in a cell are called, by key."""
        known = self.known(keys, numbers)
        return {key: (row.id, row.place or "", row.place_local) for key, row in known.items()}

    def known(self, keys: Sequence[int], numbers: Numbers = None) -> dict[int, pages.Row]:
        """Rows by key, whatever a filter says of them (``possible`` is False): those that are alone in their cell.

        They are the same for all dates, and a view that moves on shows most of them again: they are kept.
        """
        generation = self.asker.engine.generation
        found = {key: kept for key in keys if (kept := self._known.get((generation, key)))}
        if missing := list(dict.fromkeys(key for key in keys if key not in found)):
            count, wanted = rounded(len(missing)), listed("wanted", missing)
            answer = self.asker.ask_plain(("known", "key", count), pages.known_query(count), numbers, wanted)
            found |= {row.key: self._known.put((generation, row.key), row) for row in pages.rows_of(answer)}
        return found

    def points(
        self, chosen: IncidentFilter, bounds: Bounds, zoom: int, most: int = 500, numbers: Numbers = None
    ) -> tuple[pages.Row, ...] | None:
        """The single incidents (points and discs) of the whole tiles of a view; None where there are more."""
        whole = cells.tiles(bounds, zoom)
        values = pages.span_values(whole.zoom, whole.x_min, whole.y_min, whole.x_max, whole.y_max)
        answer = self.asker.ask("points", chosen, pages.points_query, numbers, values | {"limit": most + 1})
        return None if len(answer) > most else tuple(sorted(pages.rows_of(answer), key=lambda row: row.key))

    def page(
        self, chosen: IncidentFilter, order: str = "date", down: bool = False, offset: int = 0, limit: int = 50,
        numbers: Numbers = None,
    ) -> tuple[pages.Row, ...]:  # fmt: skip
        """Rows of the list, at most ``pages.MOST_ROWS``, by date, killed, sources or title; what is not known last.

        Raises:
            ValueError: no such order.
        """
        build = pages.page_query(order, down)
        values = {"limit": min(limit, pages.MOST_ROWS), "offset": offset}
        return pages.rows_of(self.asker.ask(("page", order, down), chosen, build, numbers, values))

    def inside(
        self, chosen: IncidentFilter, where: CellId | str, offset: int = 0, limit: int = 50,
        numbers: Numbers = None,
    ) -> tuple[pages.Row, ...]:  # fmt: skip
        """A page, in order of date, of what a cell holds, or an area (by its text)."""
        narrow, few = pages.of_area, True
        values: dict[str, int | str] = {"limit": min(limit, pages.MOST_ROWS), "offset": offset}
        if isinstance(where, str):
            values["area_text"] = where
        else:
            narrow, few = pages.in_span, where.zoom >= pages.FEW_FROM
            values |= pages.span_values(where.zoom, where.x, where.y, where.x, where.y)
        build = pages.page_query("date", False, narrow, few)
        return pages.rows_of(self.asker.ask(("inside", narrow.__name__, few), chosen, build, numbers, values))

    def find(self, incident_id: str, numbers: Numbers = None) -> int | None:
        """The key of an id; None where there is none."""
        answer = self.asker.ask_plain("find", pages.find_query, numbers, {"id": incident_id})
        return answer["key"].to_pylist()[0] if len(answer) else None

    def summaries(self, keys: Sequence[int], numbers: Numbers = None) -> tuple[Summary, ...]:
        """The incidents of those keys, in that order; a key that is not there is left out."""
        return tuple(piece.summary for piece in self._found(keys, numbers))

    def selection(self, chosen: IncidentFilter, limit: int = 400, numbers: Numbers = None) -> Selection | None:
        """What is selected as ``Catalogue.select`` gives it; None where it is more than ``limit``."""

        def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
            return rows.select("key", "first_day", "last_day", "sure").limit(marks.number("limit"))

        answer = self.asker.ask("selection", chosen, build, numbers, {"limit": limit + 1})
        if len(answer) > limit:
            return None
        late = 1 << 40
        rows = sorted(answer.to_pylist(), key=lambda row: (
            late if row["first_day"] is None else row["first_day"],
            late if row["last_day"] is None else row["last_day"], row["key"],
        ))  # fmt: skip
        certain, possible = (
            self.summaries([row["key"] for row in rows if row["sure"] is sure], numbers) for sure in (True, False)
        )
        return Selection(chosen, certain, possible, self.counts(EVERYTHING, numbers).total)

    def catalogue_of(self, keys: Sequence[int], around: bool = False, numbers: Numbers = None) -> Catalogue:
        """A catalogue of those incidents, in that order, with what their claims need.

        Args:
            around: also the incidents that they link to and that link to them, at most ``MOST_NEIGHBOURS``.
        """
        found = self._found(keys, numbers)
        ids = [piece.summary.id for piece in found]
        targets = (link.target for piece in found for link in piece.summary.links)
        linked = [one for one in dict.fromkeys([*targets, *(self._linking(ids, numbers) if around else ())])
                  if one not in ids][:MOST_NEIGHBOURS]  # fmt: skip
        others = self._found(self._keys(linked, numbers), numbers)
        shown = [piece.summary for piece in (found + others if around else found)]
        return Catalogue(dataset_of(found, self.base, others), tuple(shown), {one.id: one for one in shown})

    def _linking(self, ids: Sequence[str], numbers: Numbers) -> Iterable[str]:
        """Ids of incidents that link to those."""
        if not ids:
            return ()
        count = rounded(len(ids))

        def build(tables: Tables, marks: Marks) -> ir.Table:
            links = tables["links"]
            rows = links.filter(links["target"].isin(marks.texts("target", count))).select("origin").distinct()
            return rows.order_by("origin").limit(MOST_NEIGHBOURS)

        answer = self.asker.ask_plain(("linking", count), build, numbers, listed("target", ids))
        return [str(one) for one in answer["origin"].to_pylist()]

    def _keys(self, ids: Sequence[str], numbers: Numbers) -> list[int]:
        rows = rows_with(self.asker, "incidents", "id", ids, numbers)
        return [row["key"] for row in sorted(rows, key=lambda row: ids.index(row["id"]))]

    def _found(self, keys: Iterable[int], numbers: Numbers) -> list[Piece]:
        wanted, generation = list(dict.fromkeys(keys)), self.asker.engine.generation
        kept = {key: piece for key in wanted if (piece := self._pieces.get((generation, key)))}
        if missing := [key for key in wanted if key not in kept]:
            made = pieces(self.asker, self.base, missing, numbers)
            kept |= {key: self._pieces.put((generation, key), piece) for key, piece in made.items()}
        return [kept[key] for key in wanted if key in kept]
