"""The table in the docstring of events/comparing.py, a row a cell: saying the same, and excluding each other."""

from __future__ import annotations

from typing import Any

import pytest

from events.comparing import compatible, essence, side
from events.fields import FIELDS, FieldType, Stance
from events.model import Claim
from tests.events import ev_building as make

SAME = "say the same"
ROOM = "leave room for each other"
CLASH = "exclude each other"


def actor(stance: str, who: str = "reds", **more: Any) -> Claim:
    return make.claim("attribution", actor=who, stance=stance, **more)


def link(stance: str, target: str = "other", **more: Any) -> Claim:
    return make.claim("response_to", incident=target, stance=stance, **more)


def number(value: Any, **more: Any) -> Claim:
    return make.claim("killed", value, **more)


def place(value: str) -> Claim:
    return make.claim("place", value)


def weapon(value: str) -> Claim:
    return make.claim("weapon", value)


def text(value: str, code: str = "", holds: bool = True) -> Claim:
    return make.claim("target", value, code=code, holds=holds)


TABLE = [
    # number: same number and same bound / no whole number satisfies both
    (number(3), number(3), SAME),
    (number(3, unit="soldiers"), number(3), SAME),
    (number(3), number({"at_least": 3}), ROOM),
    (number(12), number({"low": 12, "high": 18}), ROOM),
    (number({"more_than": 12}), number(12), CLASH),
    (number({"about": 18}), number({"about": 30}), CLASH),
    # date: same interval / no day in both
    (make.claim("date", "2020-03"), make.claim("date", "2020-03-01/2020-03-31"), SAME),
    (make.claim("date", "2020-03"), make.claim("date", "2020-03-11"), ROOM),
    (make.claim("date", "2020-03-12"), make.claim("date", "2020-03-13"), CLASH),
    (make.claim("date", "../2020-03-12"), make.claim("date", "2020-03-13/.."), CLASH),
    # place: same place / the areas with their radii do not touch
    (place("camp"), place("camp"), SAME),
    (place("camp"), place("town"), ROOM),
    (place("camp"), place("iraq"), ROOM),
    (place("camp"), place("far"), CLASH),
    (place("babil"), place("karbala"), CLASH),
    (place("nowhere"), place("nowhere"), SAME),
    (place("nowhere"), place("camp"), ROOM),
    # code: same word / neither is a kind of the other; kinds of incident have no wider word
    (weapon("katyusha"), weapon("katyusha"), SAME),
    (weapon("katyusha"), weapon("rocket"), ROOM),
    (weapon("katyusha"), weapon("indirect-fire"), ROOM),
    (weapon("rocket"), weapon("missile"), CLASH),
    (weapon("katyusha"), weapon("rocket-107mm"), CLASH),
    (make.claim("kind", "air"), make.claim("kind", "air"), SAME),
    (make.claim("kind", "air"), make.claim("kind", "rocket"), CLASH),
    # actor: same actor, both hold it responsible / one holds it responsible, one denies or doubts
    (actor("states"), actor("blames"), SAME),
    (actor("admits"), actor("states"), SAME),
    (actor("states"), actor("suspects"), ROOM),
    (actor("states"), actor("states", "blues"), ROOM),
    (actor("blames"), actor("denies", "blues"), ROOM),
    (actor("blames"), actor("denies"), CLASH),
    (actor("suspects"), actor("doubts"), CLASH),
    (actor("speculates"), actor("denies"), CLASH),
    (actor("states"), actor("states", holds=False), CLASH),
    (actor("denies"), actor("doubts"), SAME),
    (actor("praises"), actor("denies"), ROOM),
    (actor("leaves open"), actor("denies"), ROOM),
    (actor("leaves open"), actor("blames"), ROOM),
    (make.claim("participant", "was there", actor="reds"), make.claim("participant", "drove", actor="reds"), ROOM),
    (make.claim("participant", "was there", actor="reds", code="x"),
     make.claim("participant", "came", actor="reds", code="x"), SAME),
    # link: same incident, same direction / one states it, one denies it
    (link("states"), link("states"), SAME),
    (link("states"), link("suspects"), ROOM),
    (link("states"), link("denies"), CLASH),
    (link("suspects"), link("denies"), CLASH),
    (link("states"), link("denies", "third"), ROOM),
    # text: same code or folded words / one says that it holds, one that it does not
    (text("a base", "base"), text("the camp", "base"), SAME),
    (text("A base."), text("a  BASE"), SAME),
    (text("a base"), text("a depot"), ROOM),
    (text("a base", "base"), text("not a base", "base", holds=False), CLASH),
    (text("a base"), text("a depot", holds=False), ROOM),
]  # fmt: skip


def cell(value: object) -> str:
    return f"{value.field}={value.value or value.stance}" if isinstance(value, Claim) else str(value)


@pytest.mark.parametrize(("one", "other", "relation"), TABLE, ids=cell)
def test_two_claims_stand_to_each_other_as_the_table_says(one: Claim, other: Claim, relation: str) -> None:
    assert (essence(one) == essence(other)) is (relation == SAME)
    assert compatible(one, other, make.PLACE) is compatible(other, one, make.PLACE) is (relation != CLASH)


def test_the_table_has_rows_for_every_type_of_field() -> None:
    assert {one.spec.type for one, _, _ in TABLE} == set(FieldType)


EXAMPLES: dict[FieldType, dict[str, Any]] = {
    FieldType.NUMBER: {"value": 3}, FieldType.DATE: {"value": "2020"}, FieldType.PLACE: {"value": "camp"},
    FieldType.ACTOR: {"actor": "reds"}, FieldType.LINK: {"incident": "other"}, FieldType.TEXT: {"value": "words"},
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_a_claim_of_any_field_says_the_same_as_itself(field: Any) -> None:
    code = {"value": "rocket"}
    claim = make.claim(field.key, **EXAMPLES.get(field.type, code))
    assert hash(essence(claim)) == hash(essence(make.claim(field.key, **EXAMPLES.get(field.type, code))))
    assert compatible(claim, claim, make.PLACE)


SIDES = [
    ("states", True, "holds"), ("blames", True, "holds"), ("admits", True, "holds"), ("suspects", True, "may"),
    ("speculates", True, "may"), ("denies", True, "not"), ("doubts", True, "not"), ("leaves open", True, "open"),
    ("praises", True, "praise"), ("states", False, "not"), ("suspects", False, "not"), ("leaves open", False, "open"),
    ("praises", False, "praise"), ("denies", False, "not"),
]  # fmt: skip


@pytest.mark.parametrize(("stance", "holds", "expected"), SIDES)
def test_a_stance_is_on_one_side(stance: str, holds: bool, expected: str) -> None:
    assert side(actor(stance, holds=holds)) == expected


def test_every_stance_has_a_side() -> None:
    assert {stance for stance, _, _ in SIDES} == {stance.value for stance in Stance}
