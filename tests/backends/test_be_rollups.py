"""Roll-ups answer to the row what the incidents themselves answer, and the cluster is asked for the rest."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow
import pytest

from events.dataset import DataSet
from events.store.backends.remote import RemoteEngine
from events.store.backends.routing import ClusterShelf, Where
from events.store.facets import PARTS
from events.store.shelf import Shelf
from tests.backends.be_questions import (
    CELLS,
    DAYS_ONLY,
    FILTERS,
    IRAQ,
    ROLLED,
    SINGLE,
    SOME,
    SUMMED,
    TOWN,
    WORLD,
    plain,
    turn,
)


class Bell:
    """Counts how often the cluster is asked."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self, ask: Callable[[], pyarrow.Table]) -> pyarrow.Table:
        self.rung += 1
        return ask()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def there(far: RemoteEngine, base: DataSet, bell: Bell) -> ClusterShelf:
    return ClusterShelf(far, base, waiting=bell)


@pytest.mark.parametrize("name", [name for name in SOME if name in ROLLED])
def test_what_roll_ups_answer_is_right_and_asks_no_cluster(
    there: ClusterShelf, here: Shelf, bell: Bell, name: str
) -> None:
    for question, ask in (SUMMED | CELLS).items():
        chosen = FILTERS[name]
        if chosen.actors and question in ("facet sources", "facet roles"):
            continue  # by two sides at once: below
        assert plain(ask(there, chosen)) == plain(ask(here, chosen)), question
        assert bell.rung == 0, question


@pytest.mark.parametrize("name", [name for name in SOME if name in DAYS_ONLY])
def test_days_are_exact_for_every_window(there: ClusterShelf, here: Shelf, bell: Bell, name: str) -> None:
    chosen = FILTERS[name]
    for question in ("counts", "span", "extent", "histogram week", "facet kinds", "facet contested"):
        assert plain(SUMMED[question](there, chosen)) == plain(SUMMED[question](here, chosen)), question
    assert bell.rung == 0


@pytest.mark.parametrize("name", [name for name in SOME if name in ROLLED or name in DAYS_ONLY])
def test_whoever_answers_the_answer_is_the_same(
    far: RemoteEngine, there: ClusterShelf, here: Shelf, name: str
) -> None:
    chosen, asked = FILTERS[name], SUMMED | CELLS | {"page": SINGLE["page by date"]}
    for question, ask in (turn(name, asked) if far.dialect == "pyspark" else asked).items():
        assert plain(ask(there, chosen)) == plain(ask(here, chosen)), question


@pytest.mark.parametrize("name", [name for name in SOME if not SOME[name].area])
def test_who_answers_is_said_before(far: RemoteEngine, base: DataSet, bell: Bell, name: str) -> None:
    chosen, there = FILTERS[name], ClusterShelf(far, base, 0, bell)  # no answer is kept: each is asked
    said = {
        "counts": there.where("counts", chosen), "span": there.where("span", chosen),
        "extent": there.where("extent", chosen), "histogram week": there.where("histogram", chosen),
        "cells Iraq": there.where("cells", chosen, bounds=IRAQ, zoom=5),
        "cells town": there.where("cells", chosen, bounds=TOWN, zoom=9),
        "cells world": there.where("cells", chosen, bounds=WORLD, zoom=1),
        **{f"facet {part}": there.where("facet", chosen, part) for part in PARTS},
        "page by date": there.where("page", chosen),
    }  # fmt: skip
    for question in turn(name, said) if far.dialect == "pyspark" else said:  # type: ignore[arg-type]
        before, where = bell.rung, said[question]
        (SUMMED | CELLS | SINGLE)[question](there, chosen)
        assert (bell.rung > before) is (where is Where.CLUSTER), question


def test_finer_than_the_finest_tier_the_cluster_is_asked(there: ClusterShelf, here: Shelf, bell: Bell) -> None:
    for zoom in (9, 10, 13):
        assert plain(there.cells(FILTERS["all"], TOWN, zoom)) == plain(here.cells(FILTERS["all"], TOWN, zoom))
    assert there.where("cells", FILTERS["all"], bounds=TOWN, zoom=13) is Where.CLUSTER
    assert bell.rung > 0


def test_data_sets_that_are_off_are_not_counted(there: ClusterShelf, far: RemoteEngine, here: Shelf) -> None:
    far.switch(1, False)
    try:
        assert there.counts() == here.counts(numbers=[0, 2])
        assert there.facet(FILTERS["all"], "actors") == here.facet(FILTERS["all"], "actors", numbers=[0, 2])
    finally:
        far.switch(1, True)
    assert there.counts() == here.counts()
