"""Bits in place of joins: the same answers, over one data set or several, and never of what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.filters import IncidentFilter
from events.store import members
from events.store.curated import tables_of
from events.store.library import Library
from events.store.store import CURATED, Store
from geodata.mercator import Bounds
from geodata.windows import window
from tests.events import sq_engine as sq
from tests.events.test_st_store import TODAY
from tests.events.test_st_sums import FIRST, fill, filters, libraries

WORLD = Bounds(-180, -80, 180, 80)
WORDS = ("", "", "o", "on reds", "nowhere")
AREAS = (None, None, window([(40, 30), (47, 31), (44.4, 33.32), (41, 36)]), window([(0, 0), (1, 0), (1, 1)]))


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Library, Library]]:
    """Two imported data sets and the curated one: asked by bits, and by joins."""
    catalogue = sq.random_catalogue()
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("bits"), TODAY) as store:
        patch.setattr(members, "FEWEST", 1)
        store.mount(tables_of(catalogue), CURATED)
        for id, count in (("one", 130), ("two", 90)):
            fill(store, id, count, count)
        yield store, *libraries(store, catalogue.dataset)


def answers(library: Library, chosen: IncidentFilter, numbers: frozenset[int] | None) -> list[object]:
    found = library.cells(chosen, WORLD, 3, 99, numbers=numbers).cells
    # Sums of fractions depend on their order: a billionth of a degree is neither here nor there.
    places = [Near(one.lon, one.lat) for one in found]
    return [
        library.page(chosen, limit=200, numbers=numbers), library.extent(chosen, numbers), places,
        [replace(one, lon=0.0, lat=0.0) for one in found], library.facet(chosen, "actors", 99, numbers),
        library.counts(chosen, numbers),
    ]  # fmt: skip


class Near:
    """A place that equals others within a billionth of a degree."""

    def __init__(self, lon: float, lat: float) -> None:
        self.place = lon, lat

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and self.place == pytest.approx(other.place, abs=1e-9)

    __hash__ = None  # type: ignore[assignment]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_bits_answer_what_joins_do(several: tuple[Store, Library, Library], data: st.DataObject) -> None:
    _, ours, theirs = several
    papers = [one.id for one in theirs.facet(IncidentFilter(), "sources", 99)]
    chosen = replace(data.draw(filters(papers)), text=data.draw(st.sampled_from(WORDS)),
                     area=data.draw(st.sampled_from(AREAS)))  # fmt: skip
    numbers = data.draw(st.none() | st.frozensets(st.integers(0, 3), max_size=4))
    assert answers(ours, chosen, numbers) == answers(theirs, chosen, numbers)


def made_of(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every set of bits that is made from now on."""
    made: list[object] = []
    make = members.Members._made

    def counted(self: members.Members, name: object, *given: object) -> members.Bits:
        made.append(name)
        return make(self, name, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(members.Members, "_made", counted)
    return made


def test_bits_are_made_once_for_a_choice_and_anew_after_an_import(
    several: tuple[Store, Library, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ours, theirs = several
    ours = Library(store.engine, ours.base)  # which was asked nothing yet
    made = made_of(ours, monkeypatch)
    chosen = IncidentFilter(actors=frozenset({"reds"}), role="attacker")
    for days in range(5):
        ours.cells(IncidentFilter(start=FIRST + timedelta(days), actors=chosen.actors, role="attacker"), WORLD, 3)
    assert len(made) == 1
    fill(store, "three", 40, 7)
    assert answers(ours, chosen, None) == answers(theirs, chosen, None)
    before = len(made)
    assert before > 1
    store.switch("three", False)
    assert answers(ours, chosen, None) == answers(theirs, chosen, None)
    assert len(made) > before


def test_the_words_and_areas_find_something(several: tuple[Store, Library, Library]) -> None:
    _, ours, theirs = several
    total = theirs.counts().total
    for chosen in (*(IncidentFilter(text=word) for word in WORDS[2:4]), IncidentFilter(area=AREAS[2])):
        found = theirs.counts(chosen)
        assert 0 < found.certain + found.possible < total, chosen
        assert ours.counts(chosen) == found
    assert ours.counts(IncidentFilter(area=AREAS[2])).certain > 0


def test_a_word_and_an_area_are_looked_for_once(
    several: tuple[Store, Library, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ours, theirs = several
    ours = Library(store.engine, ours.base)
    made = made_of(ours, monkeypatch)
    for part in ({"text": "o"}, {"area": AREAS[2]}):
        for days in range(4):
            chosen = IncidentFilter(start=FIRST + timedelta(days), kinds=frozenset({"battle"}), **part)
            assert answers(ours, chosen, None) == answers(theirs, chosen, None)
    assert len(made) == 2


def test_a_single_question_about_a_word_makes_no_bits_unless_more_are_expected(
    several: tuple[Store, Library, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ours, _ = several
    ours = Library(store.engine, ours.base, answers=0)
    made = made_of(ours, monkeypatch)
    first = ours.counts(IncidentFilter(text="o"))
    assert made == []
    assert ours.counts(IncidentFilter(text="o")) == first
    assert len(made) == 1
    ours.asker.expect(IncidentFilter(text="on", start=FIRST), None)
    assert len(made) == 1
    ours.counts(IncidentFilter(text="on"))
    assert len(made) == 2


@pytest.mark.parametrize(("name", "value"), [("FEWEST", 1_000), ("MOST_SETS", 1), ("MOST_BITS", 10)])
def test_where_bits_are_not_worth_it_tables_are_joined(
    several: tuple[Store, Library, Library], monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    _, ours, theirs = several
    monkeypatch.setattr(members, name, value)
    made = made_of(ours, monkeypatch)
    chosen = IncidentFilter(actors=frozenset({"reds"}), start=FIRST + timedelta(3))
    assert answers(ours, chosen, frozenset({1, 2})) == answers(theirs, chosen, frozenset({1, 2}))
    assert made == []
