"""What claims add up to: the rule of events/findings.py as a table, groups, and who counts as a voice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.comparing import compatible
from events.fields import FIELDS
from events.findings import Status, find, find_all
from events.model import Claim
from tests.events import ev_building as make

AGREED, RANGE, CONTESTED, SINGLE = Status.AGREED, Status.RANGE, Status.CONTESTED, Status.SINGLE


def killed(value: Any, source: str = "paper", origin: str | None = None, **more: Any) -> Claim:
    return make.claim("killed", value, source, origin=origin, **more)


RULE = [
    # claims (value, source, origin), finding, low, high
    ([(3, "paper", None), (3, "radio", None)], AGREED, 3, 3),
    ([(3, "paper", None)], SINGLE, 3, 3),
    ([(3, "paper", None), (3, "paper", None)], SINGLE, 3, 3),
    ([(3, "paper", None), ({"at_least": 2}, "paper", None)], SINGLE, 2, 3),
    ([(3, "paper", "briefing"), (3, "radio", "briefing")], SINGLE, 3, 3),
    ([(3, "paper", "briefing"), (3, "radio", "briefing"), (3, "sheet", None)], AGREED, 3, 3),
    ([(3, "paper", None), (3, "paper", "briefing")], AGREED, 3, 3),
    ([(12, "paper", None), ({"low": 12, "high": 18}, "radio", None)], RANGE, 12, 18),
    ([({"at_least": 26}, "paper", None), (30, "radio", None)], RANGE, 26, 30),
    ([(12, "paper", None), (14, "radio", None)], CONTESTED, 12, 14),
    ([(12, "paper", None), (14, "paper", None)], CONTESTED, 12, 14),
    ([(12, "paper", "briefing"), (14, "radio", "briefing")], CONTESTED, 12, 14),
    ([(12, "paper", None), ({"more_than": 12}, "radio", None)], CONTESTED, 12, 12),
]


@pytest.mark.parametrize(("said", "status", "low", "high"), RULE, ids=str)
def test_the_rule(said: list[tuple[Any, str, str | None]], status: Status, low: float, high: float) -> None:
    finding = make.found(*(killed(*one) for one in said))
    assert (finding.status, finding.low, finding.high) == (status, low, high)
    assert (finding.clash is not None) is (status is CONTESTED)


def test_five_articles_with_one_briefing_are_one_voice() -> None:
    five = [make.claim("killed", 3, f"article-{number}", origin="briefing") for number in range(5)]
    finding = make.found(*five)
    assert finding.status is SINGLE
    assert (len(finding.sources), finding.voices) == (5, {"briefing"})


def test_without_claims_nothing_is_stated() -> None:
    finding = find("killed", [], make.PLACE)
    assert (finding.status, finding.positions, finding.low, finding.claims) == (Status.NOT_STATED, (), None, ())


def test_a_contested_finding_carries_the_first_pair_that_clashes() -> None:
    claims = [killed({"at_least": 10}), killed(12, "radio"), killed(14, "sheet")]
    assert make.found(*claims).clash == (claims[1], claims[2])


def test_positions_gather_who_says_the_same() -> None:
    claims = [killed(3), killed({"about": 3}, "radio"), killed(3, "sheet")]
    positions = make.found(*claims).positions
    assert [[claim.source for claim in position.claims] for position in positions] == [["paper", "sheet"], ["radio"]]
    assert [position.lead for position in positions] == claims[:2]


def test_a_total_with_its_parts_is_another_position_and_the_same_number() -> None:
    finding = make.found(killed(3), killed(3, "radio", parts={"reds": 2, "blues": 1}))
    assert finding.status is AGREED
    assert len(finding.positions) == 2


def test_words_have_no_numbers() -> None:
    finding = make.found(make.claim("target", "a base"), make.claim("target", "a depot", "radio"))
    assert (finding.status, finding.low, finding.high) == (RANGE, None, None)


GROUPS = [
    # claims, then findings by (group, status, low, high)
    ([killed(3, parts={"reds": 2, "blues": 1})],
     [(None, SINGLE, 3, 3), ("reds", SINGLE, 2, 2), ("blues", SINGLE, 1, 1)]),
    ([killed(3, parts={"reds": 2, "blues": 1}), killed(2, "radio", of="reds")],
     [(None, SINGLE, 3, 3), ("reds", AGREED, 2, 2), ("blues", SINGLE, 1, 1)]),
    ([killed(3), killed(2, "radio", of="reds")], [(None, SINGLE, 3, 3), ("reds", SINGLE, 2, 2)]),
    ([killed(2, of="reds"), killed(1, "radio", of="reds")], [("reds", CONTESTED, 1, 2)]),
    ([killed(3, parts={"reds": 2, "blues": 1}), killed(3, "radio", parts={"reds": 1, "blues": 2})],
     [(None, AGREED, 3, 3), ("reds", CONTESTED, 1, 2), ("blues", CONTESTED, 1, 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "expected"), GROUPS, ids=range(len(GROUPS)))
def test_groups_are_compared_group_by_group_beside_the_total(claims: list[Claim], expected: list[Any]) -> None:
    findings = find_all(claims, make.PLACE)
    assert [(one.of, one.status, one.low, one.high) for one in findings] == expected


def test_the_part_of_a_total_keeps_its_citation() -> None:
    whole = killed({"at_least": 3}, parts={"reds": 3}, says="A minister", paragraph=7, quote="three reds")
    [part] = find_all([whole], make.PLACE)[1].claims
    assert (part.says, part.paragraph, part.quote, part.source) == ("A minister", 7, "three reds", "paper")
    assert (part.amount.words, part.of) == ("3", "reds")


def test_findings_come_in_the_order_of_the_list() -> None:
    claims = [make.claim("statement", "x"), make.claim("wounded", 1), killed(1), make.claim("date", "2020")]
    assert [one.field for one in find_all(claims, make.PLACE)] == ["date", "killed", "wounded", "statement"]
    assert [field.key for field in FIELDS].index("killed") < [field.key for field in FIELDS].index("wounded")


AMOUNTS = st.sampled_from([3, 12, 14, {"about": 12}, {"more_than": 12}, {"low": 10, "high": 13}, {"at_most": 3}])


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["paper", "radio"]), st.sampled_from([None, "briefing"])),
                min_size=1, max_size=5))  # fmt: skip
def test_a_finding_never_depends_on_the_order_of_claims_and_loses_none(said: list[Any]) -> None:
    claims = [killed(*one) for one in said]
    forward, backward = make.found(*claims), make.found(*reversed(claims))
    assert (forward.status, forward.low, forward.high) == (backward.status, backward.low, backward.high)
    assert sorted(claim.model_dump_json() for claim in forward.claims) == sorted(c.model_dump_json() for c in claims)
    if forward.clash:
        assert not compatible(*forward.clash, make.PLACE)
