"""The rows that people write: what a claim of each field must carry, and what each mistake is told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from events.model import QUOTE_WORDS, Actor, Claim, Incident, Source
from tests.events import ev_building as make


def messages(error: ValidationError) -> str:
    return "; ".join(one["msg"] for one in error.errors())


WRONG_CLAIMS = [
    ({"field": "deaths"}, "'deaths' is not in the list; expected one of date, time, place"),
    ({"quote": "one two three four five six seven eight nine"}, "quote: 9 words, at most 8; shorten it"),
    ({"quote": ""}, "at least 1 character"),
    ({"paragraph": 0}, "greater than or equal to 1"),
    ({"paragraph": None}, "valid integer"),
    ({"source": "The Paper"}, "pattern"),
    ({"stance": "alleges"}, "'states', 'blames'"),
    ({"sauce": "x"}, "Extra inputs are not permitted"),
    ({"value": "three"}, "value: expected a number, got 'three'"),
    ({"value": True}, "expected a number, words or {low: n, high: n}, got True"),
    ({"value": [3]}, r"expected a number, words or {low: n, high: n}, got \[3\]"),
    ({"value": None}, "value: expected a number, got None"),
    ({"value": {"about": 3, "low": 1}}, "value: expected a number"),
    ({"value": 10**400}, "too large"),
    ({"parts": {"reds": 1, "blues": 1}}, "parts: they add up to 2, but value says 3; mend one of them"),
    ({"parts": {"reds": 3}, "of": "blues"}, "parts: not together with `of`"),
    ({"parts": {"reds": 4, "blues": -1}}, "greater than or equal to 0"),
    ({"field": "target", "value": "a base", "parts": {"reds": 1}}, "parts: a claim about target counts nothing"),
    ({"field": "date", "value": "Wednesday"}, "'Wednesday' is not understood: expected EDTF"),
    ({"field": "date", "value": "2020-02-30"}, "no date of the calendar"),
    ({"field": "kind", "value": "bomb"}, "value: 'bomb' is no kind; expected one of rocket, air"),
    ({"field": "weapon", "value": "stone"}, "value: 'stone' is no weapon; expected one of rocket, katyusha"),
    ({"field": "place", "value": 3}, "value: a claim about place needs text, got 3"),
    ({"field": "target", "value": "  "}, "value: a claim about target needs text"),
    ({"field": "attribution", "value": None}, "actor: a claim about attribution names an actor; add its id"),
    ({"field": "participant", "actor": "reds", "value": {"about": 3}}, "value: a claim about participant has words"),
    ({"field": "response_to", "value": None}, "incident: a claim about response_to names another incident"),
]


@pytest.mark.parametrize(("change", "message"), WRONG_CLAIMS, ids=lambda value: str(value)[:60])
def test_a_wrong_claim_is_told_what_was_expected(change: dict[str, Any], message: str) -> None:
    row = {"source": "paper", "field": "killed", "value": 3, "paragraph": 1, "quote": "three were killed"}
    Claim.model_validate(row)
    with pytest.raises(ValidationError, match=message):
        Claim.model_validate({**row, **change})


RIGHT_CLAIMS = [
    {"field": "killed", "value": {"at_least": 3}, "parts": {"reds": 3, "blues": 1}},
    {"field": "date", "value": 2020},
    {"field": "attribution", "value": "in a statement", "actor": "reds"},
    {"field": "same_event", "incident": "other"},
    {"field": "time", "value": "late"},
    {"field": "killed", "value": 3, "quote": " ".join(["word"] * QUOTE_WORDS)},
]


@pytest.mark.parametrize("row", RIGHT_CLAIMS, ids=str)
def test_a_right_claim_is_taken_and_never_changes(row: dict[str, Any]) -> None:
    claim = Claim.model_validate({"source": "paper", "paragraph": 1, "quote": "x", **row})
    with pytest.raises(ValidationError, match="frozen"):
        claim.source = "other"  # type: ignore[misc]


WRONG_INCIDENTS = [
    ({"kind": "bomb"}, "kind: 'bomb' is not in the list"),
    ({"kind": "air"}, "kind: no claim states 'air'; claims state: rocket"),
    ({"claims": []}, "at least 1 item"),
    ({"id": "One Two"}, "pattern"),
    ({"title": ""}, "at least 1 character"),
]


@pytest.mark.parametrize(("change", "message"), WRONG_INCIDENTS, ids=lambda value: str(value)[:60])
def test_an_incident_is_its_claims(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Incident.model_validate({**make.incident_row(), **change})


def test_only_context_may_go_without_a_claim_of_its_kind() -> None:
    only = [make.claim_row("statement", "words")]
    row = {"id": "a", "title": "A", "short": "A", "place": "camp", "claims": only}
    assert Incident.model_validate({**row, "kind": "context"}).kind == "context"
    with pytest.raises(ValidationError, match="claims state: none"):
        Incident.model_validate({**row, "kind": "rocket"})


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://paper.example/a", "https://paper.example/a"),
        ("http://paper.example/a", "http://paper.example/a"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//https://", ""),
        (" https://paper.example", ""),
        ("data:text/html,x", ""),
        ("//paper.example", ""),
        ("httpsx://a", ""),
        ("", ""),
    ],
)
def test_only_http_is_ever_a_link(url: str, link: str) -> None:
    assert Source(id="a", short="A", title="A", url=url).link == link


def test_a_source_that_does_not_name_its_publisher_says_so() -> None:
    assert Source(id="a", short="A", title="A").name == "Publisher not stated"
    assert Source(id="a", short="A", title="A", publisher="P").name == "P"


def test_a_claim_counts_for_its_origin_else_for_its_source() -> None:
    assert make.claim("killed", 3, origin="briefing").voice == "briefing"
    assert make.claim("killed", 3).voice == "paper"


def test_the_id_of_a_claim_stays_while_its_words_stay() -> None:
    one = make.claim("killed", 3)
    assert one.id == make.claim("killed", 3, note="a remark", says="someone", origin="briefing").id
    others = [make.claim("killed", 4), make.claim("wounded", 3), make.claim("killed", 3, "radio"),
              make.claim("killed", 3, quote="other words"), make.claim("killed", 3, paragraph=2)]  # fmt: skip
    assert len({one.id, *(other.id for other in others)}) == 6


def test_the_claims_about_one_field_keep_their_order() -> None:
    rows = [make.claim_row("killed", 3), make.claim_row("wounded", 9), make.claim_row("killed", 2, "radio")]
    assert [claim.value for claim in make.incident("a", *rows).about("killed")] == [3, 2]


def test_unknown_keys_are_mistakes_in_every_row() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Actor.model_validate({"id": "a", "name": "A", "colour": "red"})
