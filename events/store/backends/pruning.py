"""Asking a cluster so that it reads few partitions: those that a window of dates and a view can be in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
import pyarrow

from events.filters import IncidentFilter
from events.store.asking import Asker, Build, Engine, Numbers
from events.store.backends.layout import ANY_YEAR, COARSE_SHIFT, PARTITIONED, PARTS, first_year
from events.store.compiled import Marks, listed, rounded
from events.store.predicates import Shape, Tables, question, selected
from events.store.recent import Recent

Waiting = Callable[[Callable[[], Any]], Any]
"""Given what asks the cluster, calls it, in whichever thread, and gives its answer: a page says meanwhile that it is
asking the cluster, and may leave it at that when the reader wants something else."""
MOST_KEYS = 50_000
"""Incidents of which it is remembered in which partition they lie."""
_NARROW = ("page", "inside", "unplaced", "facet")
"""Questions that read nothing but what is selected, from whichever table."""
_EDGES = ("x_min", "x_max", "y_min", "y_max")


def at_once(ask: Callable[[], Any]) -> Any:
    """Nobody watches."""
    return ask()


class Watched:
    """An engine that says when it is asked."""

    def __init__(self, engine: Engine, waiting: Waiting = at_once) -> None:
        self._engine, self.waiting = engine, waiting
        self.dialect: str = getattr(engine, "dialect", "duckdb")

    @property
    def generation(self) -> int:
        """Of the engine."""
        return self._engine.generation

    def tables(self, numbers: Numbers = None) -> Mapping[str, ir.Table]:
        """Of the engine, by way of ``waiting``: views are made where nobody has looked at those data sets yet."""
        found: Mapping[str, ir.Table] = self.waiting(lambda: self._engine.tables(numbers))
        return found

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """Of the engine, by way of ``waiting``."""
        found: pyarrow.Table = self.waiting(lambda: self._engine.ask(query, params))
        return found


class PrunedAsker(Asker):
    """``Asker`` for an engine whose tables lie in partitions (``events/store/backends/layout.py``)."""

    def __init__(self, engine: Engine, answers: int = 128, waiting: Waiting = at_once) -> None:
        super().__init__(Watched(engine, waiting), answers)
        self._parts: Recent[tuple[int, int], tuple[int, ...]] = Recent(MOST_KEYS)

    def ask(
        self, name: Any, chosen: IncidentFilter, build: Build, numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """As :class:`Asker`: partitions that the dates and the view cannot be in are not read."""
        shape, given = question(chosen, lambda window: self.areas(window, numbers))
        given = {**given, **(values or {})}
        tables, spanned = self.tables(numbers), "x_min" in given
        narrow = (name if isinstance(name, str) else name[0]) in _NARROW

        def make(marks: Marks) -> ir.Table:
            fewer = pruned(tables, shape, spanned, marks)
            return build(fewer if narrow else tables, selected(fewer, shape, marks), marks)

        return self._run((name, shape), tables, make, {**given, **part_values(chosen, given)})

    def ask_plain(
        self, name: Any, build: Callable[[Tables, Marks], ir.Table], numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """As :class:`Asker`: for keys, first where they lie, then those partitions only."""
        keyed = isinstance(name, tuple) and name[1:2] == ("key",)
        if not keyed or not values:
            return super().ask_plain(name, build, numbers, values)
        keys = list(dict.fromkeys(value for mark, value in values.items() if mark.startswith("wanted_")))
        where = self._where(keys, numbers)
        if not where:
            return super().ask_plain(name, build, numbers, values)
        lists = {part: sorted({place[n] for place in where}) for n, part in enumerate(PARTS)}
        sizes = {part: rounded(len(found)) for part, found in lists.items()}

        def make(tables: Tables, marks: Marks) -> ir.Table:
            fewer = {
                table: tables[table].filter(*(tables[table][p].isin(marks.numbers(p, n)) for p, n in sizes.items()))
                for table in PARTITIONED
            }
            return build({**tables, **fewer}, marks)

        marks = {mark: value for part, found in lists.items() for mark, value in listed(part, found).items()}
        return super().ask_plain((name, *sizes.values()), make, numbers, {**values, **marks})

    def _where(self, keys: Sequence[int], numbers: Numbers) -> set[tuple[int, ...]]:
        """The partitions of incidents: of those columns only the keys and a few small ones are read."""
        generation = self.engine.generation
        kept = {key: place for key in keys if (place := self._parts.get((generation, key)))}
        if missing := [key for key in keys if key not in kept]:
            count = rounded(len(missing))

            def build(tables: Tables, marks: Marks) -> ir.Table:
                rows = tables["incidents"]
                return rows.filter(rows["key"].isin(marks.numbers("wanted", count))).select("key", *PARTS)

            found = super().ask_plain(("where", count), build, numbers, listed("wanted", missing)).to_pylist()
            for row in found:
                place = tuple(row[part] for part in PARTS)
                kept[row["key"]] = self._parts.put((generation, row["key"]), place)
        return set(kept.values())


def part_values(chosen: IncidentFilter, given: Mapping[str, Any]) -> dict[str, int]:
    """The marks of ``pruned``."""
    values = {f"part_{name}": given[name] >> COARSE_SHIFT for name in _EDGES if name in given}
    if chosen.start:
        values["year_from"] = first_year(chosen.start)
    if chosen.end:
        values["year_to"] = chosen.end.year
    return values


def pruned(tables: Tables, shape: Shape, spanned: bool, marks: Marks) -> Tables:
    """The tables without the partitions that hold nothing of a window of dates, or of a span of cells."""
    return {name: _fewer(table, shape, spanned, marks) if name in PARTITIONED else table
            for name, table in tables.items()}  # fmt: skip


def _fewer(table: ir.Table, shape: Shape, spanned: bool, marks: Marks) -> ir.Table:
    year, x, y = (table[name] for name in PARTS)
    conditions: list[Any] = []
    if shape.start:
        conditions.append((year == ANY_YEAR) | (year >= marks.number("year_from")))
    if shape.end:
        conditions.append(year <= marks.number("year_to"))
    if spanned:
        conditions += [x >= marks.number("part_x_min"), x <= marks.number("part_x_max")]
        conditions += [y >= marks.number("part_y_min"), y <= marks.number("part_y_max")]
    return table.filter(*conditions) if conditions else table
