"""One incident as its claims give it: days, parties in their roles, links, what a search finds."""

from __future__ import annotations

from typing import Any

import pytest

from events.fields import FIELDS, ROLES, FieldType
from events.findings import Status
from events.summary import Summary, summarise
from tests.events import ev_building as make

c = make.claim_row


def summary(*claims: dict[str, Any], **more: Any) -> Summary:
    one = make.incident("one", *claims, **more)
    return summarise(one, make.dataset(one, make.incident("two")))


DAYS = [
    ([], "../.."),
    ([c("date", "2020-03-11")], "2020-03-11"),
    ([c("date", "2020-03"), c("date", "2020-03-11", "radio")], "2020-03-11"),
    ([c("date", "2020-03-10/2020-03-12"), c("date", "2020-03-11/2020-03-15", "radio")], "2020-03-11/2020-03-12"),
    ([c("date", "2020-03-12"), c("date", "2020-03-13", "radio")], "2020-03-12/2020-03-13"),
    ([c("date", "2020-03-01"), c("date", "2020-03-13", "radio"), c("date", "2020-03", "sheet")],
     "2020-03-01/2020-03-31"),
    ([c("date", "../2020-03-11")], "../2020-03-11"),
    ([c("date", "2020-03-11"), c("date", "2020-03-20", "radio", holds=False)], "2020-03-11"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "edtf"), DAYS, ids=[edtf for _, edtf in DAYS])
def test_the_days_are_those_that_all_allow_else_all_that_are_named(claims: list[dict[str, Any]], edtf: str) -> None:
    assert summary(*claims).days.edtf == edtf


ROLE_CASES = [
    # one claim, kind of incident, the parties it gives
    (c("attribution", actor="reds"), "rocket", {("reds", "attacker")}),
    (c("attribution", actor="reds"), "find", {("reds", "involved")}),
    (c("attribution", actor="reds"), "context", {("reds", "involved")}),
    (c("attribution", actor="reds", holds=False), "rocket", set()),
    (c("attribution", actor="reds", stance="blames"), "rocket", {("reds", "blamed")}),
    (c("attribution", actor="reds", stance="suspects"), "rocket", {("reds", "blamed")}),
    (c("attribution", actor="reds", stance="speculates"), "rocket", {("reds", "blamed")}),
    (c("attribution", actor="reds", stance="admits"), "rocket", {("reds", "claims responsibility")}),
    (c("attribution", actor="reds", stance="denies"), "rocket", {("reds", "denies")}),
    (c("attribution", actor="reds", stance="praises"), "rocket", {("reds", "praises")}),
    (c("attribution", actor="reds", stance="doubts"), "rocket", set()),
    (c("attribution", actor="reds", stance="leaves open"), "rocket", set()),
    (c("killed", 3, of="reds"), "rocket", {("reds", "victim")}),
    (c("killed", 3, parts={"reds": 2, "blues": 1}), "rocket", {("reds", "victim"), ("blues", "victim")}),
    (c("victim", "a medic", actor="reds"), "rocket", {("reds", "victim")}),
    (c("target", "a base", actor="reds"), "rocket", {("reds", "target")}),
    (c("participant", actor="reds"), "rocket", {("reds", "involved")}),
    (c("reaction", "words", actor="reds"), "rocket", {("reds", "involved")}),
    (c("response_to", incident="two", actor="reds"), "rocket", set()),
    (c("target", "a base"), "rocket", set()),
]


@pytest.mark.parametrize(("claim", "kind", "parties"), ROLE_CASES, ids=str)
def test_a_stance_gives_a_role(claim: dict[str, Any], kind: str, parties: set[tuple[str, str]]) -> None:
    one = summary(claim, kind=kind)
    assert {(party.actor, party.role) for party in one.parties} == parties
    assert all(party.claims[0].field == claim["field"] for party in one.parties)


def test_every_role_is_in_the_closed_list() -> None:
    given = {role for _, _, parties in ROLE_CASES for _, role in parties}
    assert given == set(ROLES)
    assert {field.role for field in FIELDS if field.role} <= given


def test_a_party_keeps_all_claims_behind_its_role() -> None:
    one = summary(c("attribution", actor="reds", stance="blames"),
                  c("attribution", actor="reds", source="radio", stance="blames"),
                  c("attribution", actor="reds", stance="denies", says="Reds"))  # fmt: skip
    assert [(party.role, len(party.claims)) for party in one.parties] == [("blamed", 2), ("denies", 1)]
    assert one.roles("reds") == {"blamed", "denies"}
    assert one.roles("blues") == frozenset()


LINKS = [
    (["states"], "stated"),
    (["states", "suspects"], "stated"),
    (["suspects"], "speculated"),
    (["speculates", "leaves open"], "speculated"),
    (["states", "denies"], "contested"),
    (["denies"], "contested"),
    (["doubts", "denies"], "contested"),
    (["leaves open"], "contested"),
]


@pytest.mark.parametrize(("stances", "manner"), LINKS, ids=str)
def test_the_manner_of_a_link_is_that_of_its_claims(stances: list[str], manner: str) -> None:
    one = summary(*(c("part_of", incident="two", stance=stance) for stance in stances))
    [link] = one.links
    assert (link.origin, link.target, link.field, link.manner) == ("one", "two", "part_of", manner)
    assert one.parent == ("two" if manner == "stated" else None)


def test_a_response_is_no_part() -> None:
    assert summary(c("response_to", incident="two")).parent is None


def test_links_to_one_incident_in_two_fields_are_two() -> None:
    links = summary(c("part_of", incident="two"), c("response_to", incident="two")).links
    assert [link.field for link in links] == ["part_of", "response_to"]


def test_what_is_contested_and_who_tells_of_it() -> None:
    one = summary(c("killed", 1), c("killed", 2, "radio", origin="briefing"), c("wounded", 3, "sheet"))
    assert one.contested == {"killed"}
    assert one.sources == {"paper", "radio", "sheet"}
    assert one.voices == {"paper", "briefing", "sheet"}
    killed = one.finding("killed")
    assert killed is not None
    assert killed.status is Status.CONTESTED
    assert one.finding("killed", "reds") is one.finding("damage") is None


@pytest.mark.parametrize(("place", "placed"), [("camp", True), ("babil", True), ("nowhere", False)])
def test_only_the_unplaced_stand_in_the_tray(place: str, placed: bool) -> None:
    assert summary(place=place).is_placed is placed


@pytest.mark.parametrize(
    "word", ["title of one", "camp", "red group", "the reds", "حمر", "some words", "minister", "katyusha", "depot"]
)
def test_a_search_finds_titles_places_actors_quotes_and_values(word: str) -> None:
    one = summary(c("attribution", actor="reds", says="A Minister"), c("weapon", "katyusha"), c("target", "A Depot"))
    assert word.replace("the ", "") in one.haystack


def test_findings_of_every_type_of_field_are_there() -> None:
    one = summary(c("date", "2020"), c("killed", 1), c("target", "x"), c("attribution", actor="reds"),
                  c("part_of", incident="two"))  # fmt: skip
    assert {claim.spec.type for finding in one.findings for claim in finding.claims} == set(FieldType)
