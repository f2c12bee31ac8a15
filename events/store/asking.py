"""Asking an engine: the text of a query from the cache of shapes, its answer from a small cache of answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

import ibis.expr.types as ir
import pyarrow

from events.filters import IncidentFilter
from events.store import drawn
from events.store.compiled import Compiled, Marks, compile_query, renamed
from events.store.pages import area_texts_query
from events.store.predicates import Shape, Tables, question, selected
from geodata.windows import Window

MOST_TEXTS = 512
MOST_ANSWERS = 1024
MOST_BYTES = 48 << 20
"""Of the answers that are kept."""
MOST_AREAS = 20_000
"""Distinct areas (not points or discs) that are looked at: several times as many as there are provinces on earth."""

Numbers = Collection[int] | None
"""Data sets to ask, by number; None for all that are on."""
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
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


class Recent(Generic[Key, Value]):
    """The values last used, so many of them; safe for threads.

    Args:
        most: how many are kept.
        size: of a value, ``room`` at most of all; one that takes an eighth of the room is not kept.
    """

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 0, room: int = 1) -> None:
        self._most, self._size, self._room, self._taken = most, size, room, 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; the one not used for longest goes."""
        size = self._size(value)
        if size > self._room // 8:
            return value
        with self._lock:
            if key in self._values:
                self._taken -= self._size(self._values.pop(key))
            self._values[key] = value
            self._taken += size
            while len(self._values) > self._most or self._taken > self._room:
                self._taken -= self._size(self._values.popitem(last=False)[1])
        return value

    def __len__(self) -> int:
        return len(self._values)


class Asker:
    """One engine, with the texts of queries and the last answers kept."""

    def __init__(self, engine: Engine, answers: int = MOST_ANSWERS) -> None:
        self.engine = engine
        self._dialect: str = getattr(engine, "dialect", "duckdb")
        self._alike: bool = getattr(engine, "alike", False)
        self.texts: Recent[Hashable, Compiled] = Recent(MOST_TEXTS)
        self._answers: Recent[Hashable, pyarrow.Table] = Recent(answers, lambda table: int(table.nbytes), MOST_BYTES)
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
        shape, given = question(chosen, lambda window: self.areas(window, numbers))
        tables = self.tables(numbers)
        return self._run((name, shape), tables, lambda marks: build(tables, selected(tables, shape, marks), marks),
                         {**given, **(values or {})})  # fmt: skip

    def ask_summed(
        self, name: Hashable, chosen: IncidentFilter, build: Callable[[Tables, Shape, Marks], ir.Table],
        tables: Tables, values: Mapping[str, Any] | None = None,
    ) -> pyarrow.Table:  # fmt: skip
        """The answer to a query over sums (``events/store/sums.py``); ``tables`` are those of the engine's."""
        shape, given = question(chosen)
        return self._run((("sums", name), shape), {**tables, "incidents": tables["profiles"]},
                         lambda marks: build(tables, shape, marks), {**given, **(values or {})})  # fmt: skip

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

    def ask_now(
        self, name: Hashable, tables: Tables, build: Callable[[Marks], ir.Table], values: Mapping[str, Any]
    ) -> pyarrow.Table:
        """The answer to a query that keeps it itself; ``name`` decides the text."""
        found, text = self._text(name, {"incidents": tables["profiles"], **tables}, build)
        return self.engine.ask(text, {one: value for one, value in values.items() if one in found.names} or None)

    def _run(
        self,
        shape: tuple[Hashable, Shape | None],
        tables: Mapping[str, ir.Table],
        build: Callable[[Marks], ir.Table],
        values: Mapping[str, Any],
    ) -> pyarrow.Table:
        generation = self.engine.generation
        found, text = self._text(shape, tables, build)
        given = {name: value for name, value in values.items() if name in found.names}
        asked = (generation, text, tuple(sorted(given.items())))
        kept = self._answers.get(asked)
        return kept if kept is not None else self._answers.put(asked, self.engine.ask(text, given or None))

    def _text(
        self, shape: Hashable, tables: Mapping[str, ir.Table], build: Callable[[Marks], ir.Table]
    ) -> tuple[Compiled, str]:
        """The text of a query over those tables, and what it was compiled as."""
        # The name of a table says which data sets are asked. Where names are all that differs, one text serves.
        names = tuple(table.get_name() for table in tables.values()) if self._alike else ()
        key = shape if self._alike else (shape, tables["incidents"].get_name())
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
