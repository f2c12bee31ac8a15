"""Data sets that come and go while their profiles are made: counts are those of the incidents all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from events.filters import IncidentFilter
from events.store import sums_keeping, sums_making
from events.store.curated import tables_of
from events.store.facets import PARTS
from events.store.library import Library
from events.store.store import CURATED, Store
from tests.events import sq_engine as sq
from tests.events.test_st_store import TODAY
from tests.events.test_st_sums import FIRST, fill, libraries

WINDOW = IncidentFilter(FIRST, FIRST.replace(month=2))
QUESTIONS = 5
"""The four tables of the profiles, and the weights of all days."""


class Restless:
    """An engine of which one data set is switched off and on again just before a question is answered."""

    def __init__(self, engine: Any, number: int, before: int) -> None:
        self._engine, self._number, self._before, self.asked = engine, number, before, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def ask(self, *given: Any) -> Any:
        self.asked += 1
        if self.asked == self._before:
            for on in (False, True):
                self._engine.switch(self._number, on)
        return self._engine.ask(*given)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, int]]:
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("profiles"), TODAY) as store:
        patch.setattr(sums_keeping, "FEWEST", 50)
        patch.setattr(sums_making, "KEYS", 40)
        store.mount(tables_of(sq.random_catalogue()), CURATED)
        store.sums.start()
        number = fill(store, "many", 230, 5)
        store.sums.wait()
        yield store, number


@pytest.mark.parametrize("before", range(1, QUESTIONS + 2))
def test_profiles_that_are_replaced_while_they_are_made(stored: tuple[Store, int], before: int) -> None:
    store, number = stored
    _, plain = libraries(store, sq.random_catalogue().dataset)
    engine = Restless(store.engine, number, before)
    library = Library(engine, sq.random_catalogue().dataset)
    assert library.counts(WINDOW) == plain.counts(WINDOW)
    for part in PARTS:
        assert library.facet(WINDOW, part, 50) == plain.facet(WINDOW, part, 50)
    assert engine.asked >= before
    assert library.profiling.of(None) is not None, "the next reader has them"
