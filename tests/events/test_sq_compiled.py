"""Queries are compiled once a shape, keep values out of their text, and serve other engines as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pytest
from ibis.config import Config

from events.filters import IncidentFilter
from events.store import bins, cells, facets, pages
from events.store.compiled import PLACEHOLDERS, Marks, compile_query, listed, rounded
from events.store.predicates import Shape, question, selected
from events.store.recent import Recent
from events.store.schema import TABLES
from geodata.mercator import Bounds
from geodata.windows import window
from tests.events import sq_engine as sq

TABLE = {name: ibis.table(ibis.schema(columns), name=name) for name, columns in TABLES.items()}
WHOLE = IncidentFilter(
    date(2020, 1, 1), date(2020, 2, 1), frozenset({"a", "b", "c"}), "attacker", frozenset({"air"}),
    frozenset({"paper"}), frozenset({"killed"}), window([(40, 30), (46, 30), (44, 36)]), "two words",
)  # fmt: skip
QUERIES: dict[str, Any] = {
    "counts": pages.counts_query, "page": pages.page_query("title", True), "points": pages.points_query,
    "areas": pages.areas_query, "extent": pages.extent_query, "cells": cells.cells_query(12, True),
    "span": bins.span_query, "inside": pages.page_query("date", False, pages.of_area),
    **{f"facet-{part}": facets.facet_query(part, 2, False, False) for part in facets.PARTS},
    **{f"histogram-{unit}": bins.histogram_query(unit) for unit in ("week", "century")},
}


def _areas(_: object) -> tuple[list[str], list[str]]:
    return ["one area"], ["another", "a third"]


class SparkOptions(Config):  # type: ignore[misc]
    treat_nan_as_null: bool = False


@pytest.fixture(autouse=True)
def _spark_options(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ibis registers these when its backend for Spark is imported, which needs Spark.
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())


@pytest.mark.parametrize("dialect", PLACEHOLDERS)
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_compiles_for_every_engine(name: str, dialect: str) -> None:
    shape, values = question(WHOLE, _areas)
    build: Callable[..., Any] = QUERIES[name]
    compiled = compile_query(lambda marks: build(TABLE, selected(TABLE, shape, marks), marks), dialect)
    assert set(values) <= compiled.names, "a value that no mark of the text takes"
    assert "mark-" not in compiled.text
    assert "1987" not in compiled.text
    assert PLACEHOLDERS[dialect].format("start") in compiled.text
    # Cells are cut by shifting; a division would go through floating point.
    assert name != "cells" or ("/" not in compiled.text.partition("GROUP BY")[2] and "12" in compiled.text)


def test_incidents_of_a_view_are_asked_for_at_once() -> None:
    # A SELECT around another that names every column takes a third longer to bind than the answer is worth.
    shape, _ = question(IncidentFilter(date(2020, 1, 1), date(2020, 2, 1)), _areas)
    compiled = compile_query(lambda marks: pages.points_query(TABLE, selected(TABLE, shape, marks), marks), "duckdb")
    assert compiled.text.count("SELECT") == 1


def test_values_of_one_shape_share_a_text() -> None:
    stored = sq.library(sq.random_catalogue(10))
    trials = [
        IncidentFilter(kinds=frozenset({"air"}), start=date(2020, 1, day), text=text)
        for day, text in ((1, "red"), (2, "blue"), (3, "camp"))
    ]
    for chosen in trials:
        stored.counts(chosen)
    assert len(stored.asker.texts) == 1
    assert len(set(stored.asker.engine.asked)) == 1  # type: ignore[attr-defined]
    stored.counts(replace(trials[0], role="attacker"))
    assert len(stored.asker.texts) == 2


def test_an_answer_is_kept_until_the_store_changes() -> None:
    stored = sq.library(sq.random_catalogue(10))
    engine: Any = stored.asker.engine
    assert [stored.counts().total for _ in range(3)] == [10] * 3
    assert len(engine.asked) == 1
    engine.con.execute("DELETE FROM incidents WHERE key = 1")
    engine.generation += 1
    assert stored.counts().total == 9
    assert stored.summaries([1]) == ()


def test_lists_are_rounded_up_so_that_few_shapes_serve() -> None:
    assert [rounded(n) for n in range(10)] == [0, 1, 2, 4, 4, 8, 8, 8, 8, 16]
    assert listed("kind", ["a", "b", "c"]) == {"kind_0": "a", "kind_1": "b", "kind_2": "c", "kind_3": "c"}
    assert listed("kind", []) == {}
    assert question(IncidentFilter())[0] == Shape()
    assert question(replace(WHOLE, text="a b c"))[0] == question(replace(WHOLE, text="d e f g"))[0]


def test_marks_are_named_in_the_text() -> None:
    marks = Marks()
    text = f"SELECT '{marks.text('a')}', {marks.number('b')}, {marks.real('c')}, {marks.number('b')}, '1987'"
    found = marks.named(text, ":{}")
    assert found.text == "SELECT :a, :b, :c, :b, '1987'"
    assert found.names == {"a", "b", "c"}


def test_the_cache_is_bounded() -> None:
    recent: Recent[int, str] = Recent(2)
    for number in (1, 2, 1, 3):
        if recent.get(number) is None:
            recent.put(number, str(number))
    assert (recent.get(1), recent.get(2), recent.get(3), len(recent)) == ("1", None, "3", 2)


def test_what_is_asked_of_a_view_depends_on_its_tiles_only() -> None:
    stored = sq.library(sq.random_catalogue(10))
    first = stored.cells(IncidentFilter(), Bounds(42.0, 31.0, 46.0, 35.0), 7)
    asked = len(stored.asker.engine.asked)  # type: ignore[attr-defined]
    assert stored.cells(IncidentFilter(), Bounds(42.01, 31.02, 46.03, 35.01), 7) == first
    assert len(stored.asker.engine.asked) == asked  # type: ignore[attr-defined]


def test_what_is_kept_takes_no_more_room_than_there_is() -> None:
    recent: Recent[int, bytes] = Recent(100, len, 80)
    for number in range(20):
        recent.put(number, bytes(10))
    assert [number for number in range(20) if recent.get(number)] == list(range(12, 20))
    assert (recent.put(50, bytes(11)), recent.get(50)) == (bytes(11), None)  # too large to be worth it
    for _ in range(9):
        recent.put(19, bytes(5))  # in place of itself
    recent.put(51, bytes(5))
    assert len(recent) == 9
