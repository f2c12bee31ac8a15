"""The mapping as the form has it: what is asked, what stands in the way, what comes out."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dashboard.components.import_draft import (
    Draft,
    answered,
    begin,
    doubled,
    mapping_of,
    questions,
    take,
    unanswered,
)  # fmt: skip
from events.importing.mapping import Mapping
from events.importing.recognising import Proposal, propose

SAMPLE: dict[str, list[str | None]] = {
    "date": ["03/04/2019", "05/04/2019"], "place": ["Mosul", "Baghdad"], "lat": ["36.34", "33.34"],
    "lon": ["43.13", "44.40"], "killed": ["3", "1"], "attacker": ["Group A", None], "weather": ["dry", "wet"],
}  # fmt: skip


@pytest.fixture
def proposal() -> Proposal:
    return propose(list(SAMPLE), SAMPLE)


@pytest.fixture
def draft(proposal: Proposal) -> Draft:
    draft = Draft()
    begin(draft, proposal)
    return draft


def test_what_was_recognised_is_filled_in_and_nothing_ambiguous_is(draft: Draft, proposal: Proposal) -> None:
    assert draft.roles == {
        "date": "date", "place": "place", "lat": "lat", "lon": "lon", "killed": "killed",
        "attacker": "actor:attacker", "weather": "other",
    }  # fmt: skip
    assert draft.answers == {"precision": "locality"}
    assert [one.key for one in unanswered(draft, proposal)] == ["date_order"]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, {"date_order", "precision"}), ({"date": ""}, {"precision"}), ({"lat": "", "lon": ""}, {"date_order"}),
        ({"weather": "precision"}, {"date_order"}),
    ],
)  # fmt: skip
def test_a_question_goes_with_the_columns_that_it_is_about(
    draft: Draft, proposal: Proposal, changes: dict[str, str], left: set[str]
) -> None:
    draft.roles |= changes
    assert {one.key for one in questions(draft, proposal)} == left


def test_answers_and_changes_are_in_the_mapping(draft: Draft, proposal: Proposal) -> None:
    (question,) = unanswered(draft, proposal)
    answered(draft, question, "mdy")
    draft.roles |= {"weather": "account"}
    draft.constants |= {"country": " Iraq ", "url": ""}
    mapping = mapping_of(draft, proposal)
    assert (mapping.date_order, mapping.columns["account"], mapping.other) == ("mdy", "weather", ())
    assert mapping.constants == {"country": "Iraq", "precision": "locality"}
    assert [(one.column, one.role) for one in mapping.actors] == [("attacker", "attacker")]


def test_two_columns_with_one_role_are_named(draft: Draft) -> None:
    draft.roles |= {"weather": "place"}
    assert doubled(draft) == {"place": ["place", "weather"]}
    draft.roles |= {"weather": "actor:attacker"}
    assert doubled(draft) == {}


def test_half_a_position_is_no_mapping(draft: Draft, proposal: Proposal) -> None:
    draft.roles |= {"lat": ""}
    with pytest.raises(ValidationError, match="both lat and lon"):
        mapping_of(draft, proposal)


def test_a_saved_mapping_comes_back_as_it_was(draft: Draft, proposal: Proposal) -> None:
    said: dict[str, Any] = {
        "columns": {"date": "date", "title": "weather"}, "actors": [{"column": "attacker", "role": "blamed"}],
        "other": ["place"], "kinds": {"IED": "explosion"}, "date_order": "dmy", "century": 1970, "separator": "/",
        "constants": {"precision": "site"}, "axes_as_written": True, "places": {"x |  | Iraq": "unplaced"},
    }  # fmt: skip
    mapping = Mapping.model_validate(said)
    take(draft, mapping, proposal)
    assert unanswered(draft, proposal) == ()
    assert mapping_of(draft, proposal) == mapping
    assert draft.roles["lat"] == ""


@pytest.mark.parametrize(("given", "axes"), [("swap", ("lon", "lat")), ("keep", ("lat", "lon"))])
def test_swapped_axes_are_swapped_on_request_only(given: str, axes: tuple[str, str]) -> None:
    sample = {"date": ["2019-04-13"] * 3, "lat": ["143.13"] * 3, "lon": ["36.34"] * 3}
    proposal = propose(list(sample), sample)
    draft = Draft()
    begin(draft, proposal)
    (question,) = unanswered(draft, proposal)
    assert question.key == "swap"
    answered(draft, question, given)
    mapping = mapping_of(draft, proposal)
    assert (mapping.columns["lat"], mapping.columns["lon"]) == axes
    assert mapping.axes_as_written is (given == "keep"), "else every row would be set aside as swapped"
