"""What a filter selects, what each option would give, what to loosen; and how sources stand to each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events.catalogue import Catalogue, build, facet
from events.fields import FIELD, KINDS, ROLES
from events.filters import ANY_FIELD, IncidentFilter
from events.tally import Tally, tally
from tests.events import ev_building as make

c = make.claim_row
CHOSEN = [
    IncidentFilter(),
    IncidentFilter(start=date(2020, 3, 11), end=date(2020, 3, 12)),
    IncidentFilter(actors=frozenset({"kataib-hezbollah", "reds"})),
    IncidentFilter(actors=frozenset({"united-states", "blues"}), role="attacker"),
    IncidentFilter(role="victim"),
    IncidentFilter(kinds=frozenset({"air"}), sources=frozenset({"voa-2020-03-12", "paper"})),
    IncidentFilter(contested=frozenset({ANY_FIELD}), text="camp"),
    IncidentFilter(text="rocket", start=date(2020, 1, 1)),
]


def options(catalogue: Catalogue, part: str) -> list[str]:
    return {
        "actors": sorted(catalogue.dataset.actors),
        "kinds": list(KINDS),
        "sources": [source.id for source in catalogue.dataset.sources],
        "contested": [ANY_FIELD, *FIELD],
        "roles": list(ROLES),
    }[part]


@pytest.mark.parametrize("data", ["small", "shipped"])
@pytest.mark.parametrize("part", ["actors", "kinds", "sources", "contested", "roles"])
@pytest.mark.parametrize("chosen", CHOSEN, ids=range(len(CHOSEN)))
def test_the_count_beside_an_option_is_what_choosing_it_gives(
    request: pytest.FixtureRequest, data: str, part: str, chosen: IncidentFilter
) -> None:
    catalogue: Catalogue = request.getfixturevalue(data)
    counts = facet(catalogue, chosen, part)
    for option in options(catalogue, part):
        change: dict[str, Any] = {"role": option} if part == "roles" else {part: frozenset({option})}
        expected = len(catalogue.select(replace(chosen, **change)))
        assert counts.get(option, 0) == expected, option
    assert set(counts) <= set(options(catalogue, part))


def test_incidents_come_in_order_of_date_and_the_undated_last(small: Catalogue) -> None:
    assert [one.id for one in small.summaries] == ["older", "attack", "piece", "reply", "talk"]
    selection = small.select(IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12)))
    assert [one.id for one in selection.all] == ["attack", "piece", "reply", "talk"]


def test_a_selection_tells_certain_from_possible(small: Catalogue) -> None:
    selection = small.select(IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12)))
    assert (len(selection), selection.total) == (4, 5)
    assert [selection.is_possible(one) for one in selection.all] == [False, False, True, True]
    assert selection.count(lambda one: one.incident.kind == "air") == (1, 1)
    assert selection.count(lambda one: True) == (2, 2)


def test_links_and_parts_are_found_from_both_ends(small: Catalogue) -> None:
    assert [(link.origin, link.target) for link in small.links] == [("piece", "reply"), ("reply", "attack")]
    assert [link.origin for link in small.links_of("reply")] == ["piece", "reply"]
    assert [one.id for one in small.parts_of("reply")] == ["piece"]
    assert small.parts_of("attack") == ()
    assert len(small.everything) == 5
    assert small.by_id["talk"].id == "talk"


LOOSEN = [
    (IncidentFilter(kinds=frozenset({"air"}), actors=frozenset({"reds"})), (("actors", 2), ("kinds", 2))),
    (IncidentFilter(kinds=frozenset({"crowd"})), (("kinds", 5),)),
    (IncidentFilter(end=date(2019, 1, 1), kinds=frozenset({"air"})), (("dates", 2), ("kinds", 1))),
    (IncidentFilter(actors=frozenset({"blues"}), role="denies"), (("actors", 1), ("role", 1))),
    (IncidentFilter(text="absent", contested=frozenset({"damage"})), ()),
    (IncidentFilter(text="absent", sources=frozenset({"radio"})), (("text", 2),)),
    (IncidentFilter(text="camp", contested=frozenset({"damage"})), (("contested", 1),)),
]


@pytest.mark.parametrize(("chosen", "expected"), LOOSEN, ids=range(len(LOOSEN)))
def test_what_to_leave_open_says_how_much_it_would_give(
    small: Catalogue, chosen: IncidentFilter, expected: tuple[tuple[str, int], ...]
) -> None:
    assert small.loosen(chosen) == expected


def test_a_source_is_tallied_against_the_others() -> None:
    one = make.incident(
        "one",
        c("killed", 3, says="A minister"), c("killed", 3, "radio"),
        c("wounded", 12), c("wounded", 14, "radio"), c("wounded", {"at_least": 10}, "sheet"),
        c("damage", "a wall fell"), c("target", "a base", "radio"), c("hit", 1), c("hit", 2), c("hit", 1, "radio"),
        c("hit", {"at_most": 5}, "sheet"),
    )  # fmt: skip
    catalogue = build(make.dataset(one))
    # Alone: kind, place, damage. Contradicted: wounded, hit. Shared: killed.
    assert tally("paper", catalogue) == Tally(7, 1, attributed=1, alone=3, contradicted=2, shared=1)
    # Alone: target. The radio's one hit is contradicted by the paper's second count.
    assert tally("radio", catalogue) == Tally(4, 1, attributed=0, alone=1, contradicted=2, shared=1)
    # What leaves room for every other statement is not contradicted, though others contest the field.
    assert tally("sheet", catalogue) == Tally(2, 1, attributed=0, alone=0, contradicted=0, shared=2)


def test_a_source_that_says_nothing_counts_nothing(small: Catalogue) -> None:
    assert tally("sheet", small) == Tally(0, 0, 0, 0, 0, 0)


def test_contradicting_oneself_alone_is_not_being_contradicted() -> None:
    catalogue = build(make.dataset(make.incident("one", c("killed", 3, "radio"), c("killed", 4, "radio"))))
    assert tally("radio", catalogue).contradicted == 0
    assert tally("radio", catalogue).alone == 1
