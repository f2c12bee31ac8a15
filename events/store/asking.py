"""Asking an engine: the text of a query from the cache of shapes, its answer from a small cache of answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, cast

import ibis.expr.types as ir
import pyarrow

from events.filters import IncidentFilter
from events.store import drawn
from events.store.compiled import Compiled, Marks, compile_query, renamed
from events.store.members import Bits, Members
from events.store.pages import area_texts_query
from events.store.predicates import Shape, Tables, question, selected
from events.store.recent import Recent
from geodata.windows import Window

MOST_TEXTS = 512
MOST_ANSWERS = 1024
MOST_BYTES = 48 << 20
"""Of the answers that are kept."""
MOST_AREAS = 20_000
"""Distinct areas (not points or discs) that are looked at: several times as many as there are provinces on earth."""

Numbers = Collection[int] | None
"""Data sets to ask, by number; None for all that are on."""
Build = Callable[[Tables, ir.Table, Marks], ir.Table]
"""Makes a query from the tables and the selected incidents (``predicates.selected``)."""


class Engine(Protocol):
    """What is needed of ``events.store.engine.Engine``."""

    @property
    def generation(self) -> int:
        """Grows whenever what a query can see changes."""

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, ir.Table]:
        """Table name to Ibis table."""

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """The whole answer to SQL text with named parameters."""


class Asker:
    """One engine, with the texts of queries and the last answers kept."""

    def __init__(self, engine: Engine, answers: int = MOST_ANSWERS) -> None:
        self.engine = engine
        self._dialect: str = getattr(engine, "dialect", "duckdb")
        self._alike: bool = getattr(engine, "alike", False)
        self.texts: Recent[Hashable, Compiled] = Recent(MOST_TEXTS)
        self._answers: Recent[Hashable, pyarrow.Table] = Recent(answers, lambda table: int(table.nbytes), MOST_BYTES)
        self._members = Members(self) if self._dialect == "duckdb" and hasattr(engine, "stream") else None
        self._tables: Recent[Hashable, Mapping[str, ir.Table]] = Recent(64)

    def tables(self, numbers: Numbers) -> Mapping[str, ir.Table]:
        """The tables of those data sets, made once a generation."""
        key = (self.engine.generation, None if numbers is None else frozenset(numbers))
        return self._tables.get(key) or self._tables.put(key, self.engine.tables(numbers))

    def ask(
        self,
        name: Hashable,
        chosen: IncidentFilter,
        build: Build,
        numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:
        """The answer to a query over the selected incidents.

        Args:
            name: of the query, with whatever else decides its text beside the filter.
            build: makes the expression; only called when no text of that shape is kept.
            values: of the marks that ``build`` uses itself.
        """
        return self._selected(self.tables(numbers), name, chosen, build, numbers, values)

    def ask_of(
        self, rows: ir.Table, name: Hashable, chosen: IncidentFilter, build: Build, numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """The same where ``rows`` stand for the table of incidents; words and areas only where :meth:`has_bits`."""
        tables = {**self.tables(numbers), "incidents": rows}
        return self._selected(tables, ("of other rows", name), chosen, build, numbers, values, narrow=True)

    def expect(self, chosen: IncidentFilter, numbers: Numbers) -> None:
        """Prepare for several questions about what passes all of a filter but its dates and kinds."""
        if self._members:
            self._members.expect(chosen, numbers, self.engine.generation)

    def has_bits(self, numbers: Numbers) -> bool:
        """Whether words and a drawn area are looked for by bits, so that rows need nothing of theirs."""
        return self._members is not None and self._members.serves(numbers, self.engine.generation)

    def _selected(
        self, tables: Tables, name: Hashable, chosen: IncidentFilter, build: Build, numbers: Numbers,
        values: Mapping[str, Any] | None, narrow: bool = False,
    ) -> pyarrow.Table:  # fmt: skip
        areas, members = partial(self.areas, numbers=numbers), self._members
        by_bits = members.question(chosen, areas, numbers, self.engine.generation, narrow) if members else None
        shape, given = by_bits or question(chosen, areas)
        return self._run((name, shape), tables, lambda marks: build(tables, selected(tables, shape, marks), marks),
                         {**given, **(values or {})})  # fmt: skip

    def ask_summed(
        self, name: Hashable, chosen: IncidentFilter, build: Callable[[Tables, Shape, Marks], ir.Table],
        tables: Tables, values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """The answer to a query over sums (``events/store/sums.py``); ``tables`` are those of the engine's."""
        shape, given = question(chosen)
        return self._run((("sums", name), shape), tables, lambda marks: build(tables, shape, marks),
                         {**given, **(values or {})})  # fmt: skip

    def ask_plain(
        self,
        name: Hashable,
        build: Callable[[Tables, Marks], ir.Table],
        numbers: Numbers = None,
        values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:
        """The answer to a query that no filter has a part in."""
        tables = self.tables(numbers)
        return self._run((name, None), tables, lambda marks: build(tables, marks), values or {})

    def stream_plain(
        self, name: Hashable, build: Callable[[Tables, Marks], ir.Table], numbers: Numbers, values: Mapping[str, Any]
    ) -> Iterable[pyarrow.RecordBatch]:
        """The same of what is not bounded, batch by batch; an embedded engine only."""
        tables, engine = self.tables(numbers), cast("Any", self.engine)
        found, text = self._text((name, None), tables, lambda marks: build(tables, marks))
        reader: Iterable[pyarrow.RecordBatch] = engine.stream(text, _given(values, found), 100_000)
        return reader

    def ask_now(
        self, name: Hashable, tables: Tables, build: Callable[[Marks], ir.Table], values: Mapping[str, Any]
    ) -> pyarrow.Table:
        """The answer to a query that keeps it itself; ``name`` decides the text."""
        found, text = self._text(name, tables, build)
        return self.engine.ask(text, _given(values, found))

    def _run(
        self,
        shape: tuple[Hashable, Shape | None],
        tables: Mapping[str, ir.Table],
        build: Callable[[Marks], ir.Table],
        values: Mapping[str, Any],
    ) -> pyarrow.Table:
        generation = self.engine.generation
        found, text = self._text(shape, tables, build)
        # Bits are known by their name: they would be kept with each answer.
        known = {name: value.name if isinstance(value, Bits) else value
                 for name, value in values.items() if name in found.names}  # fmt: skip
        asked = (generation, text, tuple(sorted(known.items())))
        kept = self._answers.get(asked)
        return kept if kept is not None else self._answers.put(asked, self.engine.ask(text, _given(values, found)))

    def _text(
        self, shape: Hashable, tables: Mapping[str, ir.Table], build: Callable[[Marks], ir.Table]
    ) -> tuple[Compiled, str]:
        """The text of a query over those tables, and what it was compiled as."""
        # The name of a table says which data sets are asked. Where names are all that differs, one text serves.
        names = tuple(map(_name, tables.values())) if self._alike else ()
        key = shape if self._alike else (shape, _name(next(iter(tables.values()))))
        found = self.texts.get(key)
        if found is None:
            found = self.texts.put(key, replace(compile_query(build, self._dialect), tables=names))
        return found, found.text if found.tables == names else renamed(found.text, found.tables, names)

    def areas(self, window: Window, numbers: Numbers) -> tuple[list[str], list[str]]:
        """Texts of the areas wholly and partly inside a drawn area."""
        return drawn.sort_areas(window, self.area_texts(numbers))

    def area_texts(self, numbers: Numbers) -> list[str]:
        """Every distinct area of the incidents that have no point, at most ``MOST_AREAS``."""

        def build(tables: Tables, marks: Marks) -> ir.Table:
            return area_texts_query(tables, tables["incidents"], marks)

        answer = self.ask_plain("area texts", build, numbers, {"limit": MOST_AREAS})
        return [str(one) for one in answer["area"].to_pylist()]


def _name(table: ir.Table) -> str:
    """As ``get_name``, at a fiftieth of the time: it is asked for some dozen tables a question."""
    return str(table.op().name)


def _given(values: Mapping[str, Any], found: Compiled) -> dict[str, Any] | None:
    """The values of the parameters that a text has; None where it has none."""
    asked = {name: value for name, value in values.items() if name in found.names}
    return {name: value.value if isinstance(value, Bits) else value for name, value in asked.items()} or None
