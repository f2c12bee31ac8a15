"""What the store answers is what the catalogue in memory answers, for filters of every shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.catalogue import Catalogue, facet
from events.dates import Membership
from events.filters import IncidentFilter
from events.store import members
from events.store.facets import PARTS
from events.store.library import Library
from events.summary import Summary
from geodata.places import Disc, Place
from geodata.windows import inside
from tests.events import sq_engine as sq


@cache
def many() -> Catalogue:
    return sq.random_catalogue()


@cache
def many_stored() -> Library:
    return sq.library(many())


@pytest.fixture(scope="module", params=["joined", "by bits"], autouse=True)
def how(request: pytest.FixtureRequest) -> Iterator[None]:
    """Actors, roles and publishers are joined, or looked up by bits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "FEWEST", 1 if request.param == "by bits" else 1 << 40)
        yield


def _resized(place: Place, factor: float) -> Place:
    if isinstance(place.area, Disc):
        disc = place.area.model_copy(update={"radius_km": place.area.radius_km * factor})
        return place.model_copy(update={"area": disc})
    if place.radius_km and place.lat is not None:
        return place.model_copy(update={"radius_km": place.radius_km * factor})
    return place


def at_the_rim(chosen: IncidentFilter, summary: Summary) -> bool:
    """Whether a ring touches a side of the drawn area so closely that one per cent of its radius decides."""
    if chosen.area is None:
        return False
    return len({inside(chosen.area, _resized(summary.place, factor)) for factor in (0.99, 1.01)}) > 1


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_selection_has_the_same_incidents_with_the_same_certainty(data: st.DataObject) -> None:
    chosen = data.draw(sq.filters(many()))
    wanted, found = many().select(chosen), many_stored().selection(chosen)
    assert found is not None
    assert found.total == wanted.total == len(many().summaries)
    close = {one.id for one in many().summaries if at_the_rim(chosen, one)}
    for ours, theirs in ((found.certain, wanted.certain), (found.possible, wanted.possible)):
        assert [one.id for one in ours if one.id not in close] == [one.id for one in theirs if one.id not in close]
    counts = many_stored().counts(chosen)
    assert (counts.certain, counts.possible) == (len(found.certain), len(found.possible))
    unplaced = found.count(lambda one: not one.is_placed)
    assert (counts.unplaced_certain, counts.unplaced_possible) == unplaced


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_facet_counts_what_each_option_would_give(data: st.DataObject) -> None:
    chosen = data.draw(sq.filters(many(), areas=False))
    for part in PARTS:
        options = many_stored().facet(chosen, part, limit=1000)
        assert {one.id: one.count for one in options} == facet(many(), chosen, part)
        assert [one.count for one in options] == sorted((one.count for one in options), reverse=True)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_pages_in_order_of_date_make_up_the_selection(data: st.DataObject) -> None:
    chosen = data.draw(sq.filters(many(), areas=False))
    rows = [row for offset in range(0, 120, 40) for row in many_stored().page(chosen, offset=offset, limit=40)]
    selection = many().select(chosen)
    assert [(row.id, row.possible) for row in rows] == [(one.id, selection.is_possible(one)) for one in selection.all]


def test_the_shipped_data_answer_alike(shipped: Catalogue) -> None:
    stored = sq.library(shipped)
    trials = [
        IncidentFilter(), IncidentFilter(text="taji"), IncidentFilter(contested=frozenset({"any"})),
        IncidentFilter(actors=frozenset({"kataib-hezbollah"}), role="blamed"),
        IncidentFilter(sources=frozenset({"voa-2020-03-12"}), kinds=frozenset({"air"})),
        IncidentFilter(start=many().dataset.meta.window.start),
    ]  # fmt: skip
    for chosen in trials:
        assert stored.selection(chosen) == shipped.select(chosen)
        for part in PARTS:
            assert {o.id: o.count for o in stored.facet(chosen, part, 99)} == facet(shipped, chosen, part)


def test_options_have_names_and_the_largest_come_first() -> None:
    found = many_stored().facet(IncidentFilter(), "sources", limit=2)
    assert len(found) == 2
    assert found[0].count >= found[1].count
    assert {one.label for one in many_stored().facet(IncidentFilter(), "sources")} == {"Paper", "Radio", "Sheet"}
    names = {one.id: one.label for one in many_stored().facet(IncidentFilter(), "actors")}
    assert names == {"reds": "Red Group", "blues": "Blue Group", "greens": "Green Group"}


def test_an_unknown_part_is_said() -> None:
    with pytest.raises(ValueError, match="expected one of actors, kinds"):
        many_stored().facet(IncidentFilter(), "colours")


def test_more_than_the_limit_is_no_selection() -> None:
    assert many_stored().selection(IncidentFilter(), limit=119) is None
    assert many_stored().selection(IncidentFilter(), limit=120) is not None


@pytest.mark.parametrize(
    ("order", "down", "key"),
    [
        ("killed", True, lambda row: -row.killed_high),
        ("sources", False, lambda row: row.n_sources),
        ("title", False, lambda row: row.title),
        ("title", True, lambda row: [-ord(letter) for letter in row.title.ljust(20)]),
    ],
)
def test_orders(order: str, down: bool, key: object) -> None:
    rows = many_stored().page(IncidentFilter(), order, down, limit=200)
    assert len(rows) == 120
    assert list(rows) == sorted(rows, key=key)  # type: ignore[arg-type, call-overload]


def test_a_page_is_bounded_and_an_unknown_order_is_said() -> None:
    assert len(many_stored().page(IncidentFilter(), limit=10_000)) == 120
    assert len(many_stored().page(IncidentFilter(), limit=3)) == 3
    with pytest.raises(ValueError, match="expected one of date, killed"):
        many_stored().page(IncidentFilter(), "colour")


def test_a_window_that_ends_before_it_starts_has_nothing_in_it() -> None:
    chosen = IncidentFilter(start=sq.FIRST.replace(month=12), end=sq.FIRST)
    assert {chosen.membership(one) for one in many().summaries} == {Membership.NO}
    assert many_stored().counts(chosen).possible == 0


def test_an_id_is_found() -> None:
    one = many().summaries[5]
    key = many_stored().find(one.id)
    assert key == 6
    assert many_stored().summaries([6, 999_999]) == (one,)
    assert many_stored().find("no such") is None


def test_text_is_never_part_of_a_query() -> None:
    stored = sq.library(many())
    for text in ("'; DROP TABLE incidents; --", "mark-0-", "%_", "1987000000", "$start"):
        chosen = replace(IncidentFilter(), text=text)
        assert len(stored.selection(chosen) or ()) == len(many().select(chosen))
    assert stored.counts().total == 120
