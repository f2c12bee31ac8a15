"""The chain: which way a link is read, what led to what, who says so; links in a circle; the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from events import cli
from events.catalogue import Catalogue, build
from events.chain import RELATIONS, edge_text, followed, graph, led_to, relation, sayers
from events.dataset import BUILT_IN
from events.fields import FIELD, FieldType
from events.filters import IncidentFilter
from tests.events import ev_building as make

TAJI, SITES, ALBU = "2020-03-11-camp-taji", "2020-03-12-storage-sites", "2020-03-11-albu-kamal"
Run = Callable[..., tuple[int, str, str]]


def of(*rows: tuple[str, str | None, list[tuple[str, str, dict[str, Any]]]]) -> Catalogue:
    """A catalogue of (id, date, links); a link is (field, other, more of the claim)."""
    incidents = []
    for id, day, links in rows:
        claims = [make.claim_row("date", day)] if day else []
        claims += [make.claim_row(field, incident=other, **more) for field, other, more in links]
        incidents.append(make.incident(id, *claims))
    return build(make.dataset(*incidents))


def answer(other: str, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return ("response_to", other, more)


LINE = of(
    ("a", "2020-03-01", []), ("b", "2020-03-02", [answer("a")]), ("c", "2020-03-03", [answer("b")]),
    ("piece", "2020-03-03", [("part_of", "c", {})]), ("proof", "2020-03-04", [("evidence_for", "a", {})]),
    ("alone", "2020-03-02", []),
)  # fmt: skip
SAME = of(
    ("a", "2020-03-01", []), ("b", "2020-03-02", [answer("a")]),
    ("c", "2020-03-03", [("same_event", "b", {})]), ("d", "2020-03-04", [answer("c")]),
)  # fmt: skip
CIRCLE = of(
    ("a", "2020-03-01", [answer("c")]), ("b", "2020-03-02", [answer("a")]), ("c", "2020-03-03", [answer("b")]),
    ("d", "2020-03-04", [answer("c")]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("catalogue", "incident", "before", "after"),
    [
        (LINE, "a", [], ["b", "c", "piece", "proof"]),
        (LINE, "b", ["a"], ["c", "piece"]),
        (LINE, "piece", ["a", "b", "c"], []),
        (LINE, "proof", ["a"], []),
        (LINE, "alone", [], []),
        (LINE, "no-such", [], []),
        (SAME, "b", ["a", "c"], ["c", "d"]),
        (SAME, "c", ["a", "b"], ["b", "d"]),
        (SAME, "d", ["a", "b", "c"], []),
        (CIRCLE, "a", ["b", "c"], ["b", "c", "d"]),
        (CIRCLE, "d", ["a", "b", "c"], []),
    ],
)
def test_what_led_to_it_and_what_followed(
    catalogue: Catalogue, incident: str, before: list[str], after: list[str]
) -> None:
    assert sorted(led_to(catalogue, incident).incidents) == before
    assert sorted(followed(catalogue, incident).incidents) == after


def test_the_edges_on_the_way_are_given_once_each() -> None:
    assert [edge.id for edge in led_to(LINE, "piece").edges] == [
        "b>response_to>a", "c>response_to>b", "piece>part_of>c",
    ]  # fmt: skip
    assert len(followed(CIRCLE, "a").edges) == 4


@pytest.mark.parametrize(
    ("catalogue", "ends"),
    [
        (LINE, [("a", "b"), ("b", "c"), ("c", "piece"), ("a", "proof")]),
        (of(("late", "2020-03-09", []), ("early", "2020-03-01", [("same_event", "late", {})])), [("early", "late")]),
        # The whole stands first, whatever the days say; a part of later reading is still a part of it.
        (of(("whole", "2020-03-09", []), ("part", "2020-03-01", [("part_of", "whole", {})])), [("whole", "part")]),
    ],
)
def test_links_are_read_in_time(catalogue: Catalogue, ends: list[tuple[str, str]]) -> None:
    assert [(edge.start, edge.end) for edge in graph(catalogue).edges] == ends


def test_nodes_are_in_order_and_undated_ones_stand_after_what_they_are_linked_from() -> None:
    found = graph(of(
        ("talk", None, [answer("b")]), ("b", "2020-03-02", [answer("a")]), ("a", "2020-03-01", []),
        ("early", "2020-02-01", [answer("b")]), ("lost", None, [answer("nowhen")]), ("nowhen", None, []),
    ))  # fmt: skip
    assert [(node.id, node.day and node.day.day, node.step) for node in found.nodes] == [
        ("a", 1, 0), ("b", 2, 0), ("early", 2, 1), ("talk", 2, 1), ("nowhen", None, 0), ("lost", None, 1),
    ]  # fmt: skip
    order = [node.id for node in found.nodes]
    assert all(order.index(edge.start) < order.index(edge.end) for edge in found.edges)


def test_a_circle_is_cut_at_the_earliest() -> None:
    assert [node.id for node in graph(CIRCLE).nodes] == ["a", "b", "c", "d"]
    assert len(graph(CIRCLE).edges) == 4


def test_the_filter_keeps_links_with_one_end_inside() -> None:
    chosen = LINE.select(IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 1)))
    found = graph(LINE, chosen)
    assert {(node.id, node.inside) for node in found.nodes} == {("a", True), ("b", False), ("proof", False)}
    assert [edge.id for edge in found.edges] == ["b>response_to>a", "proof>evidence_for>a"]
    none = graph(LINE, LINE.select(IncidentFilter(text="no such word")))
    assert (none.nodes, none.edges) == ((), ())


CLAIMS = [
    ([{}], "in response", "says 1"),
    ([{}, {"source": "radio"}], "in response", "say 1 2"),
    ([{"stance": "speculates"}], "in response, as speculation", "says 1"),
    ([{"stance": "speculates"}, {"source": "radio", "stance": "suspects"}], "in response, as speculation", "say 1 2"),
    ([{}, {"source": "radio", "stance": "speculates"}], "in response", "says 1; as speculation 2"),
    ([{}, {"source": "radio", "stance": "denies"}], "≠ in response", "says 1; denied or doubted by 2"),
    ([{}, {"source": "radio", "holds": False}], "≠ in response", "says 1; denied or doubted by 2"),
    ([{"stance": "denies"}], "≠ in response", "denied or doubted by 1"),
    ([{}, {"source": "radio", "stance": "leaves open"}], "in response", "says 1; left open by 2"),
]


@pytest.mark.parametrize(("claims", "words", "said"), CLAIMS)
def test_who_says_so_is_in_the_words(claims: list[dict[str, Any]], words: str, said: str) -> None:
    catalogue = of(("a", "2020-03-01", []), ("b", "2020-03-02", [answer("a", **claim) for claim in claims]))
    (edge,) = graph(catalogue).edges
    assert (relation(edge), sayers(edge, catalogue.dataset)) == (words, said)
    assert edge_text(edge, catalogue) == f"Title of a → {words}, {said} → Title of b"
    assert len(edge.claims) == len(claims)


def test_every_kind_of_link_has_its_words() -> None:
    assert set(RELATIONS) == {key for key, field in FIELD.items() if field.type is FieldType.LINK}


def test_every_link_that_ships_is_an_edge_with_its_claims(shipped: Catalogue) -> None:
    found = graph(shipped)
    assert {edge.id for edge in found.edges} == {
        f"{link.origin}>{link.field}>{link.target}" for link in shipped.links
    }
    assert all(edge.claims for edge in found.edges)
    assert any(not node.summary.is_placed for node in found.nodes), "context with links is in it too"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shipped: Catalogue) -> Run:
    monkeypatch.delenv("DATASET", raising=False)
    read = cli.load_or_raise
    monkeypatch.setattr(cli, "load_or_raise", lambda path: shipped.dataset if path == BUILT_IN else read(path))

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["chain", *argv])
        except SystemExit as stop:
            code = int(str(stop.code))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_the_whole_chain_is_printed_with_every_claim(run: Run, shipped: Catalogue) -> None:
    code, out, _ = run()
    assert code == 0
    for edge in graph(shipped).edges:
        assert edge_text(edge, shipped) in out
        for claim in edge.claims:
            assert f"“{claim.quote}”" in out
    assert "A line is a claim that a source makes, not a finding of ours." in out


def test_one_incident_is_printed_with_what_led_to_it_and_what_followed(run: Run) -> None:
    code, out, _ = run(SITES)
    before, after = out.split("What led to it")[1].split("What followed")
    assert code == 0
    assert "Rocket attack on Camp Taji → in response, say 1 2 3 4 5 → Air strikes on weapons storage sites" in before
    assert "reported part, says 4 → Strikes in Babylon" in after
    assert "Camp Taji → in response" not in after.split("same event")[0]


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["context-pandemic"], 1, "no source links it to another incident"),
        (["--kind", "rocket", "--text", "zzz"], 1, "No incident matches"),
        (["--text", "oil prices pandemic coronavirus", "--kind", "context"], 1, "No link: no source links"),
        ([TAJI, "--kind", "crowd"], 1, "outside the filter, as all that it is linked with"),
        (["--kind", "crowd"], 0, "outside the filter: Drone strike at Baghdad airport"),
        (["2020-03-12-babylon"], 0, "nothing that a source states"),
    ],
)
def test_exit_codes_and_what_is_said(run: Run, argv: list[str], code: int, words: str) -> None:
    got, out, err = run(*argv)
    assert (got, err) == (code, "")
    assert words in out


@pytest.mark.parametrize(
    ("argv", "words"),
    [(["nothing"], "'nothing' is no incident; expected one of "), (["--kind", "bomb"], "invalid choice: 'bomb'")],
)
def test_a_wrong_call_says_what_to_change(run: Run, argv: list[str], words: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert words in err
