"""The domain in words: dates, places, counts, findings and why they are what they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from events import phrases
from events.dates import parse_edtf
from events.fields import FIELDS, Stance
from events.findings import Status, find, find_all
from events.model import Claim
from geodata.places import Precision
from tests.events import ev_building as make

DATA = make.dataset(make.incident("other"))
c = make.claim

DAYS = [
    # interval, in words, with its weekday, short
    ("2020-03-11", "11 March 2020", "Wed 11 March 2020", "11 Mar"),
    ("2020-03-12/2020-03-13", "12 – 13 March 2020", "12 – 13 March 2020", "12–13 Mar"),
    ("2020-02-28/2020-03-01", "28 February – 1 March 2020", "28 February – 1 March 2020", "28 Feb – 1 Mar"),
    ("2019-12-31/2020-01-01", "31 December 2019 – 1 January 2020", "31 December 2019 – 1 January 2020",
     "31 Dec – 1 Jan"),
    ("2020-01-03/..", "from 3 January 2020", "from 3 January 2020", "from 3 January 2020"),
    ("../2020-01-03", "until 3 January 2020", "until 3 January 2020", "until 3 January 2020"),
    ("..", "date not stated", "date not stated", "date not stated"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "words", "weekday", "short"), DAYS)
def test_days(edtf: str, words: str, weekday: str, short: str) -> None:
    interval = parse_edtf(edtf)
    assert phrases.days(interval) == words
    assert phrases.days(interval, weekday=True) == weekday
    assert phrases.short_days(interval) == short


@pytest.mark.parametrize(
    ("edtf", "words"),
    [("2020-03-13", "13 March 2020"), ("2020-03", "March 2020"), ("2020", "2020"), (None, "date not stated"),
     ("", "date not stated"), ("2020-03~", "2020-03~"), ("2020-03-10/2020-03-12", "2020-03-10/2020-03-12")],
)  # fmt: skip
def test_the_date_of_a_source(edtf: str | None, words: str) -> None:
    assert phrases.source_date(edtf) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [("camp", "Camp: site, within 3 km"), ("town", "Town: locality, within 10 km"),
     ("babil", "Babil: area only, province"), ("south", "The south: area only"), ("iraq", "Iraq: area only, country"),
     ("nowhere", "Place not stated")],
)  # fmt: skip
def test_a_place_says_how_exactly_it_is_known(place: str, words: str) -> None:
    assert phrases.where(make.PLACE[place]) == words


SAID = [
    (c("killed", {"at_least": 3}), "at least 3"),
    (c("killed", 3, unit="people"), "3"),
    (c("launched", {"about": 30}, unit="rockets"), "about 30 rockets"),
    (c("killed", 3, parts={"reds": 2, "blues": 1}), "3 (Red Group 2, Blue Group 1)"),
    (c("date", "2020-03-12/2020-03-13"), "12 – 13 March 2020"),
    (c("place", "camp"), "Camp"),
    (c("kind", "air"), "Air or drone strike"),
    (c("weapon", "katyusha"), "Katyusha rockets"),
    (c("weapon", "katyusha", text="old Katyushas"), "old Katyushas"),
    (c("attribution", actor="reds"), "Red Group"),
    (c("attribution", actor="reds", stance="blames"), "Red Group held responsible"),
    (c("attribution", actor="reds", stance="denies"), "Red Group denies"),
    (c("attribution", actor="reds", stance="doubts", holds=True), "Red Group called unlikely"),
    (c("attribution", actor="reds", holds=False), "not so: Red Group"),
    (c("participant", "drove the truck", actor="reds"), "Red Group: drove the truck"),
    (c("part_of", incident="other"), "part of Title of other"),
    (c("response_to", incident="other", stance="suspects"), "in response to Title of other (suspects)"),
    (c("same_event", incident="gone"), "same event as gone"),
    (c("reaction", "condemned it", actor="blues"), "Blue Group: condemned it"),
    (c("target", "a base", holds=False), "not so: a base"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "words"), SAID, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_claim_says(claim: Claim, words: str) -> None:
    assert phrases.said(claim, DATA) == words


def test_every_stance_and_precision_has_words_that_judge_nobody() -> None:
    assert set(phrases.STANCE_WORDS) == set(Stance)
    assert set(phrases.PRECISION_WORDS) == set(Precision)
    spoken = " ".join([*phrases.STANCE_WORDS.values(), *phrases.PRECISION_WORDS.values(),
                       *(field.label for field in FIELDS)]).lower()  # fmt: skip
    for adjective in ("terror", "regime", "brutal", "guilty", "culprit", "murder", "martyr", "claims that", "illegal"):
        assert adjective not in spoken


AMOUNTS = [
    ([3, 3], "3"),
    ([12, 14], "12 – 14"),
    ([12, {"low": 12, "high": 18}], "12 – 18"),
    ([{"low": 12, "high": 18}, 18], "12 – 18"),
    ([{"low": 12, "high": 18}], "12 – 18"),
    ([26, {"at_least": 26}], "at least 26"),
    # Bounds of one number, told apart by their order in Bound and not by chance.
    ([{"more_than": 26}, {"at_least": 26}], "at least 26"),
    ([{"at_least": 26}, {"about": 26}], "about 26"),
    ([{"more_than": 26}, {"about": 26}], "about 26"),
    ([{"at_most": 26}, {"about": 26}], "about 26"),
    ([{"less_than": 26}, {"about": 26}], "about 26"),
    ([{"at_most": 26}, {"at_least": 26}], "at least 26"),
    ([{"less_than": 26}, {"at_most": 26}], "at most 26"),
    ([{"at_least": 25}, {"more_than": 50}], "at least 25 – more than 50"),
    ([{"about": 18}, {"about": 30}], "about 18 – about 30"),
    ([12, {"more_than": 12}], "12 – more than 12"),
]


@pytest.mark.parametrize(("values", "words"), AMOUNTS, ids=str)
def test_counts_keep_who_gave_which_end(values: list[Any], words: str) -> None:
    sources = ("paper", "radio", "sheet")
    claims = [c("killed", value, source) for value, source in zip(values, sources, strict=False)]
    for order in (claims, claims[::-1]):
        assert phrases.finding_text(make.found(*order), DATA) == words


FINDINGS = [
    ([c("hit", 12, unit="rockets"), c("hit", 18, "radio", unit="rockets")], "12 – 18 rockets"),
    ([c("hit", 12, unit="rockets"), c("hit", 18, "radio", unit="missiles")], "12 – 18"),
    ([c("weapon", "katyusha"), c("weapon", "missile", "radio")], "Katyusha rockets; missiles"),
    ([c("target", "a base", code="b"), c("target", "the camp", "radio", code="b")], "a base"),
    ([c("attribution", actor="reds", stance="blames"), c("attribution", source="radio", actor="reds", stance="denies")],
     "Red Group"),
    ([c("attribution", actor="reds", stance="denies")], "Red Group denies"),
    ([c("attribution", actor="reds", stance="suspects"), c("attribution", actor="blues")], "Red Group; Blue Group"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "words"), FINDINGS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_finding_in_words(claims: list[Claim], words: str) -> None:
    assert phrases.finding_text(make.found(*claims), DATA) == words


def test_nothing_said_is_said_to_be_so() -> None:
    finding = find("killed", [], make.PLACE)
    assert phrases.finding_text(finding, DATA) == "not stated"
    assert phrases.why(finding, DATA) == "No source makes a statement about it."


def test_a_group_is_named_in_the_label() -> None:
    total, reds = find_all([c("killed", 3, parts={"reds": 3})], make.PLACE)
    assert (phrases.label(total, DATA), phrases.label(reds, DATA)) == ("Killed", "Killed, Red Group")
    assert phrases.position_text(reds.positions[0], DATA) == "3"


VOICES = [(1, 1, "one source"), (1, 2, "one source, 2 origins"), (5, 1, "5 sources, 1 origin"),
          (5, 4, "5 sources, 4 origins")]  # fmt: skip


@pytest.mark.parametrize(("sources", "origins", "words"), VOICES)
def test_one_and_many(sources: int, origins: int, words: str) -> None:
    assert phrases.voices(sources, origins) == words


WHY = [
    ([c("killed", 3), c("killed", 3, "radio")], Status.AGREED, "All say the same: 2 sources, 2 origins."),
    ([c("killed", 12), c("killed", 14, "radio")], Status.CONTESTED,
     "“12” and “14” exclude each other. So the finding is contested, and both are kept."),
    ([c("killed", 3)], Status.SINGLE, "All of it comes from one origin: The Paper."),
    ([c("killed", 3, "sheet")], Status.SINGLE, "All of it comes from one origin: Publisher not stated."),
    ([c("killed", 3, origin="briefing"), c("killed", 3, "radio", origin="briefing")], Status.SINGLE,
     "All of it comes from one origin: A briefing."),
    ([c("killed", 3), c("killed", {"at_least": 2}, "radio")], Status.RANGE,
     "Every statement leaves room for the others, so they are kept as a range."),
    ([c("place", "camp"), c("place", "iraq", "radio")], Status.RANGE,
     "Every statement leaves room for the others, so they are kept as a range."),
    ([c("target", "a base"), c("target", "a depot", "radio")], Status.RANGE,
     "The accounts differ, and none excludes another."),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "status", "words"), WHY, ids=lambda value: str(value)[:50])
def test_why_a_finding_is_what_it_is(claims: list[Claim], status: Status, words: str) -> None:
    finding = make.found(*claims)
    assert finding.status is status
    assert phrases.why(finding, DATA) == words


def test_day_and_month() -> None:
    assert phrases.day(date(2020, 3, 1), year=False) == "1 March"
    assert phrases.actor(None, DATA) == "not stated"
    assert phrases.kilometres(0.5) == "0.5 km"
