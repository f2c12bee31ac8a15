"""The matrix, the two counts of voices, two sources side by side, and the command that prints them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from events import cli
from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.evidence import MAIN_FIELDS, cell, changes_by_counting, matrix
from events.fields import FIELD
from events.filters import IncidentFilter
from events.findings import Counting, Finding, Status, recount
from events.pairing import Relation, Voice, two_sources, voices
from events.rules import rule
from tests.events import ev_building as make

TAJI = "2020-03-11-camp-taji"
c = make.claim


def one(*rows: dict[str, Any], **more: Any) -> Catalogue:
    return build(make.dataset(make.incident("one", *rows, **more)))


ROW = make.claim_row
COUNTS = [
    # claims of one field: what it is by origins, by sources
    ([c("killed", 3)], "single source", "single source"),
    ([c("killed", 3), c("killed", 3, "radio")], "agreed", "agreed"),
    ([c("killed", 3, origin="briefing"), c("killed", 3, "radio", origin="briefing")], "single source", "agreed"),
    ([c("killed", 3, origin="briefing"), c("killed", {"at_least": 3}, "radio", origin="briefing")],
     "single source", "range"),
    ([c("killed", 3), c("killed", 3, origin="briefing")], "agreed", "single source"),
    ([c("killed", 3), c("killed", {"about": 3}, origin="briefing")], "range", "single source"),
    ([c("killed", 3, origin="briefing"), c("killed", 4, "radio", origin="briefing")], "contested", "contested"),
    ([c("killed", 3), c("killed", 4)], "contested", "contested"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "origins", "sources"), COUNTS)
def test_a_finding_by_either_count(claims: list[Any], origins: str, sources: str) -> None:
    found = make.found(*claims)
    assert (found.status, found.counting) == (origins, Counting.ORIGINS)
    other = recount(found, Counting.SOURCES)
    assert (other.status, other.counting) == (sources, Counting.SOURCES)
    assert (other.positions, other.clash) == (found.positions, found.clash)
    assert recount(other, Counting.ORIGINS) == found


TEXTS = [
    ([ROW("killed", 3), ROW("killed", 3, "radio")], "killed", "agreed", "3"),
    ([ROW("hit", {"about": 18}), ROW("hit", {"about": 30}, "radio")], "hit", "contested", "≈ 18; ≈ 30"),
    ([ROW("killed", 12), ROW("killed", {"more_than": 12}, "radio"), ROW("killed", 14, "sheet")], "killed",
     "contested", "12 – 14"),
    ([ROW("killed", {"low": 12, "high": 18}), ROW("killed", {"at_least": 12}, "radio")], "killed", "range",
     "≥ 12 – 18"),
    ([ROW("date", "2020-03-11/2020-03-12"), ROW("date", "2020-03-11", "radio")], "date", "range", "11 Mar"),
    ([ROW("place", "town", "radio")], "place", "range", "Camp; Town"),
    ([ROW("attribution", actor="reds"), ROW("attribution", source="radio", actor="reds", stance="denies")],
     "attribution", "contested", "Red Group; denied"),
    ([ROW("attribution", actor="reds"), ROW("attribution", source="radio", actor="blues", stance="leaves open")],
     "attribution", "range", "Red Group; left open"),
    ([ROW("attribution", actor="reds", stance="denies")], "attribution", "single source", "denied"),
    ([ROW("target", "a"), ROW("target", "b", "radio"), ROW("target", "d", "sheet")], "target", "range", "a; b +1"),
    ([ROW("weapon", "katyusha")], "weapon", "single source", "Katyusha rockets"),
    ([ROW("killed", 2, of="reds"), ROW("killed", 2, "radio", of="reds")], "killed", "agreed", "Red Group: 2"),
    ([ROW("killed", 3), ROW("killed", 3, "radio"), ROW("killed", 1, of="reds"), ROW("killed", 2, "radio", of="reds")],
     "killed", "contested", "3"),
    ([ROW("killed", 1, of="reds"), ROW("killed", 1, "radio", of="reds"), ROW("killed", 2, of="blues")],
     "killed", "single source", "Red Group: 1; Blue Group: 2"),
    ([], "killed", "not stated", ""),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "field", "status", "text"), TEXTS)
def test_a_cell_says_it_in_few_signs(rows: list[dict[str, Any]], field: str, status: str, text: str) -> None:
    catalogue = one(*rows)
    found = cell(catalogue.summaries[0], field, catalogue.dataset)
    assert (found.status, found.text) == (status, text)
    assert (found.lead.status if found.lead else "not stated") == status
    assert bool(found.findings) == (status != "not stated")


def test_rows_follow_the_dates_and_parts_follow_the_whole(small: Catalogue) -> None:
    found = matrix(small, small.everything)
    assert [(row.summary.id, row.part) for row in found.rows] == [
        ("older", False), ("attack", False), ("reply", False), ("piece", True), ("talk", False),
    ]  # fmt: skip
    without = matrix(small, small.select(IncidentFilter(text="piece")))
    assert [(row.summary.id, row.part) for row in without.rows] == [("piece", False)]


def test_columns_are_what_any_incident_has(shipped: Catalogue, small: Catalogue) -> None:
    assert matrix(small, small.everything).fields == (
        "date", "place", "weapon", "killed", "wounded", "attribution", "response_to",
    )  # fmt: skip
    found = matrix(shipped, shipped.everything)
    assert found.fields == MAIN_FIELDS
    assert sum(found.counts.values()) == len(shipped.summaries) * len(MAIN_FIELDS)
    for row in found.rows:
        contested = {one.field for one in row.cells if one.status is Status.CONTESTED}
        assert contested == row.summary.contested & set(MAIN_FIELDS)


def test_what_the_count_changes_is_listed(shipped: Catalogue) -> None:
    found = changes_by_counting(shipped, shipped.everything)
    assert ("2020-03-11-launcher-truck", "date") in {(one.summary.id, one.field) for one in found}
    one, other = (matrix(shipped, shipped.everything, counting).counts for counting in Counting)
    assert one != other
    assert all(change.by_origins.status is not change.by_sources.status for change in found)
    assert changes_by_counting(shipped, shipped.select(IncidentFilter(kinds=frozenset({"crowd"})))) == ()


def test_origins_are_listed_with_who_carries_them() -> None:
    data = make.dataset(make.incident())
    claims = [c("killed", 3, "sheet"), c("killed", 3, "radio", origin="briefing"), c("killed", 3, origin="briefing"),
              c("wounded", 1), c("killed", 4)]  # fmt: skip
    assert voices(claims, data) == (
        Voice("briefing", ("paper", "radio")), Voice(None, ("paper",)), Voice(None, ("sheet",)),
    )  # fmt: skip


PAIRS = [
    ([ROW("killed", 3), ROW("killed", 3, "radio")], Relation.AGREE),
    ([ROW("killed", 3), ROW("killed", 4, "radio")], Relation.DIFFER),
    ([ROW("killed", 3), ROW("killed", {"at_least": 3}, "radio")], Relation.COMPATIBLE),
    ([ROW("killed", 3), ROW("killed", 3, "sheet")], Relation.ONLY_A),
    ([ROW("killed", 3, "radio")], Relation.ONLY_B),
    ([ROW("killed", 3), ROW("killed", 4), ROW("killed", 3, "radio")], Relation.DIFFER),
    ([ROW("target", "a"), ROW("target", "b"), ROW("target", "b", "radio")], Relation.COMPATIBLE),
    ([ROW("target", "a"), ROW("target", "b"), ROW("target", "b", "radio"), ROW("target", "a", "radio")],
     Relation.AGREE),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "relation"), PAIRS)
def test_how_two_sources_stand_to_each_other(rows: list[dict[str, Any]], relation: Relation) -> None:
    catalogue = one(*rows)
    (pair,) = [one for one in two_sources(catalogue, "paper", "radio") if one.field == rows[0]["field"]]
    assert pair.relation is relation
    (turned,) = [one for one in two_sources(catalogue, "radio", "paper") if one.field == rows[0]["field"]]
    swapped = {Relation.ONLY_A: Relation.ONLY_B, Relation.ONLY_B: Relation.ONLY_A}
    assert turned.relation is swapped.get(relation, relation)


def test_a_shared_origin_is_named_and_others_are_left_out() -> None:
    catalogue = one(ROW("killed", 3, origin="briefing"), ROW("killed", 3, "radio", origin="briefing"),
                    ROW("wounded", 1, "sheet"))  # fmt: skip
    found = two_sources(catalogue, "paper", "radio")
    assert {pair.field for pair in found} == {"kind", "place", "killed"}
    assert [pair.shared for pair in found if pair.field == "killed"] == [("briefing",)]
    assert two_sources(catalogue, "paper", "radio", []) == ()


@pytest.mark.parametrize("field", FIELD)
@pytest.mark.parametrize(("status", "number"), list(zip(Status, (4, 5, 2, 3, 1), strict=True)))
def test_every_finding_has_its_rule(field: str, status: Status, number: int) -> None:
    words = rule(Finding(field, None, status, ()))
    assert words.startswith(f"Rule {number} of 5: ")
    assert words.endswith(".")


def test_the_rule_names_what_is_counted() -> None:
    found = make.found(c("killed", 3))
    assert "one origin" in rule(found)
    assert "one source" in rule(recount(found, Counting.SOURCES))


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shipped: Catalogue) -> Run:
    monkeypatch.delenv("DATASET", raising=False)
    monkeypatch.setattr(cli, "load_or_raise", lambda path: {BUILT_IN: shipped.dataset}[path])

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["compare", *argv])
        except SystemExit as stop:
            code = int(str(stop.code))
        return code, *capsys.readouterr()

    return call


PRINTED = [
    ([], 0, ["≠ Wounded          12 – 14  [contested; 5 sources, 4 origins]", "≠ contested: 10", "Counted by origins.",
             "Truck with rocket launchers found, date: single source by origins, agreed by sources"]),
    (["--counting", "sources", "--text", "launcher"], 0, ["= Date ", "Counted by sources."]),
    ([TAJI, "wounded"], 0, ["Wounded: 12 – 14  [contested; 5 sources, 4 origins]", "Rule 2 of 5", "no whole number",
                            "exclude each other. So the finding", "[5] The Washington Post, paragraph 8, says Gen.",
                            "Esper and Milley before reporters at the Pentagon (briefing), one voice, carried by [4]",
                            "[3] Voice of America was read as republished by GlobalSecurity.org"]),
    (["2020-03-11-launcher-truck", "date"], 0, ["[single source; 2 sources, 1 origin]", "Rule 3 of 5"]),
    (["2020-03-11-launcher-truck", "date", "--counting", "sources"], 0, ["[agreed; 2 sources", "Rule 4 of 5"]),
    ([TAJI, "votes_for"], 1, ["Votes for: not stated. No source makes a statement about it."]),
    (["--sources", "2", "washington-post-2020-03-13"], 0, ["[2] Publisher not stated and [5] The Washington Post;",
                                                          "6 exclude each other", "25 agree", "43 only [2]",
                                                          "both carry: Esper and Milley"]),
    (["--sources", "2", "5", "--kind", "crowd"], 0, ["storming or unrest", "0 exclude each other"]),
    (["--kind", "crowd", "--actor", "poland"], 1, ["No incident matches"]),
    (["--sources", "2", "5", "--kind", "crowd", "--actor", "poland"], 1, ["0 agree"]),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "code", "parts"), PRINTED, ids=[" ".join(one[0]) or "matrix" for one in PRINTED])
def test_compare_prints(run: Run, argv: list[str], code: int, parts: list[str]) -> None:
    found, out, err = run(*argv)
    assert (found, err) == (code, "")
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["nothing"], "'nothing' is no incident; expected one of "),
        ([TAJI, "deaths"], "invalid choice: 'deaths'"),
        ([TAJI, "killed", "--sources", "1", "2"], "ID and --sources exclude each other"),
        (["--sources", "1", "6"], "--sources: '6' is no source of this data set; expected a number or one of "),
        (["--sources", "1", "wsws-2020-03-13"], "expected two different sources, got wsws-2020-03-13 twice"),
        (["--sources", "1"], "expected 2 arguments"),
        (["--counting", "links"], "invalid choice: 'links'"),
    ],
)
def test_a_wrong_call_says_what_to_change(run: Run, argv: list[str], message: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert message in err


def test_compare_prints_every_claim_of_every_incident(run: Run, shipped: Catalogue) -> None:
    for summary in shipped.summaries:
        out = run(summary.id)[1]
        assert all(f"“{claim.quote}”" in out for claim in summary.incident.claims)
