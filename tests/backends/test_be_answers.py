"""Every engine gives the answers of the embedded one, row by row."""

from __future__ import annotations

import re
from typing import Any

import ibis
import pytest
from ibis.config import Config

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import pages
from events.store.backends.layout import unbound
from events.store.backends.pruning import PrunedAsker
from events.store.backends.remote import RemoteEngine
from events.store.compiled import compile_query
from events.store.predicates import Shape, selected
from events.store.schema import TABLES
from events.store.shelf import Shelf
from tests.backends.be_questions import DAYS_ONLY, DRILLED, FEW, FILTERS, QUESTIONS, ROLLED, SOME, plain, questions


class Options(Config):  # type: ignore[misc]
    treat_nan_as_null: bool = False


@pytest.fixture(scope="session")
def there(far: RemoteEngine, base: DataSet) -> Shelf:
    """The engine under test without its roll-ups."""
    shelf = Shelf(far, base)
    shelf.asker = PrunedAsker(far)
    return shelf


@pytest.mark.parametrize("name", SOME)
def test_an_engine_answers_as_the_embedded_one(far: RemoteEngine, there: Shelf, here: Shelf, name: str) -> None:
    chosen = FILTERS[name]
    for question, ask in questions(name, far.dialect == "pyspark").items():
        assert plain(ask(there, chosen)) == plain(ask(here, chosen)), question


def test_slow_engines_are_asked_every_question() -> None:
    asked = [question for name in FEW for question in questions(name, slow=True)]
    assert set(asked) == set(QUESTIONS)
    assert {name for name in FEW if questions(name, slow=True)} == set(FEW)
    assert FEW[0] in ROLLED
    assert {*ROLLED, *DAYS_ONLY, *DRILLED} > set(FEW)


def test_the_filters_select_something(here: Shelf) -> None:
    empty = [name for name, chosen in FILTERS.items() if not here.page(chosen, limit=1)]
    assert empty == ["backwards", "nobody", "signs"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_arrives_as_it_is(far: RemoteEngine, here: Shelf, table: str) -> None:
    def rows(engine: Any, dialect: str) -> list[dict[str, Any]]:
        one = engine.tables()[table].select(*TABLES[table])
        reader = engine.stream(compile_query(lambda _: one, dialect).text)
        return sorted(reader.read_all().to_pylist(), key=lambda row: [str(value) for value in row.values()])

    wanted, found = rows(here.asker.engine, "duckdb"), rows(far, far.dialect)
    assert len(wanted) > 5
    assert found == wanted


def test_data_sets_are_asked_by_number(there: Shelf, here: Shelf) -> None:
    for numbers in ([0], [1, 2], [], [7]):
        assert there.counts(IncidentFilter(), numbers) == here.counts(IncidentFilter(), numbers)


def test_spark_cuts_a_page_from_what_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are numbered without an order come as they like from several executors: another page each time."""
    monkeypatch.setattr(ibis.options, "pyspark", Options())
    tables = unbound(1)
    build = pages.page_query("killed", True)
    text = compile_query(lambda marks: build(tables, selected(tables, Shape(), marks), marks), "pyspark").text
    assert "ROW_NUMBER" not in text
    assert re.search(r"ORDER BY[^()]*LIMIT :limit\s+OFFSET :offset", text)
