"""The chain on the page: where boxes and lines stand, what is lit, the same as text, what a click may say."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard import wording
from dashboard.components import chain as module
from dashboard.components.chain import ChainEvent, chain_event
from dashboard.layers.chain import chain_data, detail_html, lit, table_html
from dashboard.layers.chain_layout import BOX_H, BOX_W, lay_out
from dashboard.layers.chain_routes import LABEL_H, LABEL_W, chip_at, routes
from dashboard.layers.days import timeline_arcs, timeline_items
from events.catalogue import Catalogue, build
from events.chain import graph
from events.filters import IncidentFilter
from tests.browser.hostile_data import literal
from tests.dashboard.app_page import App
from tests.events import ev_building as make

TAJI, SITES, ALBU = "2020-03-11-camp-taji", "2020-03-12-storage-sites", "2020-03-11-albu-kamal"
KIRKUK, AIRPORT, BABYLON = "2019-12-27-kirkuk", "2020-01-03-baghdad-airport", "2020-03-12-babylon"
LED = {KIRKUK, "2019-12-29-five-sites", "2019-12-31-us-embassy", AIRPORT}  # to Taji, the last step as speculation
ANSWER = f"{SITES}>response_to>{TAJI}"


def tangle(seed: int) -> Catalogue:
    """Incidents linked at random, circles included."""
    dice = random.Random(seed)  # noqa: S311  no secret
    names = [f"i{n}" for n in range(dice.randint(2, 14))]
    rows = []
    for name in names:
        claims = [make.claim_row("date", f"2020-03-{dice.randint(1, 28):02}")] if dice.random() < 0.8 else []
        for other in dice.sample(names, dice.randint(0, min(3, len(names)))):
            if other != name:
                claims.append(make.claim_row(dice.choice(("response_to", "part_of", "same_event")), incident=other))
        rows.append(make.incident(name, *claims, place=dice.choice(("camp", "nowhere"))))
    return build(make.dataset(*rows))


CATALOGUES: list[Callable[[Catalogue], Catalogue]] = [
    lambda shipped: shipped, *((lambda _, seed=seed: tangle(seed)) for seed in range(12)),
]  # fmt: skip


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("pick", CATALOGUES)
def test_no_two_boxes_meet_and_every_incident_has_one(shipped: Catalogue, pick: Any) -> None:
    found = graph(pick(shipped))
    layout = lay_out(found)
    corners = {one: layout.top_left(one) for one in layout.cells}
    places = {one: (x, y, x + BOX_W, y + BOX_H) for one, (x, y) in corners.items()}
    places |= {part: chip_at(part, layout) for of_one in layout.chips.values() for part in of_one}
    assert set(places) == {node.id for node in found.nodes}
    boxes = list(places.values())
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if _meet(a, b)] == []
    assert all(x0 >= 0 and y0 >= 0 and x1 <= layout.width and y1 <= layout.height for x0, y0, x1, y1 in boxes)


@pytest.mark.parametrize("pick", CATALOGUES)
def test_every_edge_has_a_line_and_the_same_graph_gives_the_same(shipped: Catalogue, pick: Any) -> None:
    catalogue = pick(shipped)
    found = graph(catalogue)
    lines = routes(found, lay_out(found))
    assert [line.edge.id for line in lines] == [edge.id for edge in found.edges]
    data = chain_data(found, catalogue, None, None)
    assert json.dumps(data) == json.dumps(chain_data(graph(catalogue), catalogue, None, None))


def test_time_runs_from_left_to_right(shipped: Catalogue) -> None:
    found = graph(shipped)
    layout = lay_out(found)
    for edge in found.edges:
        if edge.end in layout.cells:
            assert layout.cells[edge.start][0] < layout.cells[edge.end][0]
    assert {layout.cells[one][1] for one in (KIRKUK, AIRPORT, TAJI, SITES)} == {0}, "what most claims carry is straight"
    assert len(layout.gaps) == 1
    assert set(layout.chips[SITES]) == {one for one in shipped.by_id if shipped.by_id[one].parent == SITES}


def test_lines_and_labels_of_what_ships_keep_clear_of_the_boxes(shipped: Catalogue) -> None:
    found = graph(shipped)
    layout = lay_out(found)
    boxes = {one: layout.top_left(one) for one in layout.cells}
    for line in routes(found, layout):
        for one, (x, y) in boxes.items():
            box = (x, y, x + BOX_W, y + BOX_H)
            a, b = sorted(line.level[0::2])
            crosses = line.level[1] and _meet((a, line.level[1] - 1, b, line.level[1] + 1), box)
            assert not crosses or one in (line.edge.start, line.edge.end), (line.edge.id, one)
            half = (LABEL_W / 2, LABEL_H / 2)
            label = (*(v - h for v, h in zip(line.label, half, strict=True)),
                     *(v + h for v, h in zip(line.label, half, strict=True)))  # fmt: skip
            assert line.chip or not _meet(label, box), (line.edge.id, one)


@pytest.mark.parametrize(
    ("chosen", "arrow", "nodes"),
    [
        (None, None, None),
        ("no-such", "no-such", None),
        ("context-pandemic", None, None),
        (BABYLON, None, {BABYLON, SITES, TAJI, ALBU, *LED}),
        (None, f"{ALBU}>response_to>{TAJI}", {TAJI, ALBU, SITES, BABYLON, "2020-03-12-karbala",
                                              "2020-03-12-south-of-baghdad", *LED}),
        (KIRKUK, f"{BABYLON}>part_of>{SITES}", {BABYLON, SITES, TAJI, ALBU, *LED}),
    ],
)  # fmt: skip
def test_what_is_chosen_lights_what_led_to_it_and_what_followed(
    shipped: Catalogue, chosen: str | None, arrow: str | None, nodes: set[str] | None
) -> None:
    found = graph(shipped)
    shine = lit(found, chosen, arrow)
    assert (shine[0] if shine else None) == nodes
    data = chain_data(found, shipped, chosen, arrow)
    bright = {box["id"] for box in data["boxes"] if not box["dim"]}
    assert bright == ({node.id for node in found.nodes} if nodes is None else nodes)
    assert [one["id"] for one in data["arrows"] if one["chosen"]] == ([arrow] if found.edge(arrow) else [])


def test_an_arrow_carries_its_sources_and_who_denies_it() -> None:
    claims = [make.claim_row("response_to", source=source, incident="a", **more) for source, more in
              (("paper", {}), ("radio", {"stance": "denies"}), ("sheet", {"stance": "speculates"}))]  # fmt: skip
    a, b = (make.claim_row("date", f"2020-03-0{day}") for day in (1, 2))
    catalogue = build(make.dataset(make.incident("a", a), make.incident("b", b, *claims)))
    data = chain_data(graph(catalogue), catalogue, None, None)
    (arrow,) = data["arrows"]
    assert (arrow["cites"], arrow["against"], arrow["manner"]) == ([1, 3], [2], "contested")
    assert arrow["name"] == "Title of a → ≠ in response, says 1; as speculation 3; denied or doubted by 2 → Title of b"
    assert [row["style"] for row in data["legend"]] == ["stated", "contested"]
    assert "sp-contested" in table_html(graph(catalogue), catalogue)


def test_links_out_of_the_filter_are_drawn_pale(shipped: Catalogue) -> None:
    selection = shipped.select(IncidentFilter(kinds=frozenset({"crowd"})))
    found = graph(shipped, selection)
    data = chain_data(found, shipped, None, None)
    assert sorted(box["inside"] for box in data["boxes"]) == [False, False, True]
    assert [arrow["out"] for arrow in data["arrows"]] == [True, True]
    assert table_html(found, shipped).count(wording.CHAIN_OUTSIDE) == 2
    assert [arc.pale for arc in timeline_arcs(shipped, selection, "2019-12-31-us-embassy")] == [True, True]


def test_the_table_is_the_same_as_the_drawing(shipped: Catalogue) -> None:
    found = graph(shipped)
    rows = re.findall(r"<tr>(.*?)</tr>", table_html(found, shipped))[1:]
    assert len(rows) == len(found.edges)
    for row, edge in zip(rows, found.edges, strict=True):
        cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        assert cells[0].startswith(shipped.by_id[edge.start].incident.title)
        assert cells[2].startswith(shipped.by_id[edge.end].incident.title)
        assert {f"{shipped.dataset.source(claim.source).short}, ¶" in cells[3] for claim in edge.claims} == {True}
        manner = "↔speculated" if edge.start == AIRPORT and edge.end == TAJI else ""
        assert cells[4][1:].replace(" ", "") == (wording.status(edge.finding) + manner).replace(" ", "")


@pytest.mark.parametrize(
    ("chosen", "arrow", "words"),
    [
        (None, None, ["Choose an incident"]),
        ("context-pandemic", None, ["Coronavirus pandemic", wording.CHAIN_UNLINKED]),
        (TAJI, None, [wording.CHAIN_LED, "Drone strike at Baghdad airport", "Air strikes near Albu Kamal"]),
        (KIRKUK, None, [wording.CHAIN_LED, wording.CHAIN_NOTHING]),
        (TAJI, ANSWER, ["→ in response →", "exacting revenge for a deadly attack", "¶ 36", "#:~:text="]),
    ],
)
def test_beneath_stands_what_is_chosen(
    shipped: Catalogue, chosen: str | None, arrow: str | None, words: list[str]
) -> None:
    html = detail_html(graph(shipped), shipped, chosen, arrow)
    assert [one for one in words if one not in html] == []


def test_hostile_text_stays_text(hostile: Catalogue) -> None:
    found = graph(hostile)
    edge = found.edges[0]
    html = table_html(found, hostile) + detail_html(found, hostile, edge.end, None)
    html += detail_html(found, hostile, None, edge.id)
    for tag in re.findall(r"<[^>]*>", html):
        assert re.match(r"</?(section|h2|h3|table|thead|tbody|tr|th|td|ul|li|span|b|small|q|a|p|div|em)\b", tag), tag
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", tag)), tag
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html))
    for box in chain_data(found, hostile, None, None)["boxes"]:
        assert literal(hostile.by_id[box["id"]].incident.title) in literal(box["name"])


DATA: Mapping[str, Any] = {"boxes": [{"id": "a"}], "arrows": [{"id": "b>part_of>a"}]}


@pytest.mark.parametrize(
    ("pick", "event"),
    [
        ({"kind": "box", "id": "a"}, ChainEvent(incident="a")),
        ({"kind": "arrow", "id": "b>part_of>a"}, ChainEvent(arrow="b>part_of>a")),
        ({"kind": "none"}, ChainEvent()),
        ({"kind": "box", "id": "b>part_of>a"}, None),
        ({"kind": "arrow", "id": "a"}, None),
        ({"kind": "box", "id": ["a"]}, None),
        ({"kind": "x", "id": "a"}, None),
        ({"id": "a"}, None),
        ("a", None),
        (None, None),
    ],
)
def test_what_the_browser_sends_is_checked(pick: object, event: ChainEvent | None) -> None:
    assert chain_event(pick, DATA) == event


@pytest.mark.parametrize("name", [*module.SCRIPTS, "chain.css", "chain_page.css"])
def test_scripts_make_no_html_and_call_nothing_outside(name: str) -> None:
    text = (Path(module.__file__).parent / name).read_text(encoding="utf-8")
    for word in ("innerHTML", "insertAdjacentHTML", "outerHTML", "eval(", "fetch(", "//cdn", "url(", "@import"):
        assert word not in text, f"{name} holds {word}"


def test_the_timeline_has_the_arcs_of_the_chosen_and_pales_the_rest(shipped: Catalogue) -> None:
    selection = shipped.everything
    arcs = timeline_arcs(shipped, selection, TAJI)
    ends = [(AIRPORT, TAJI), (TAJI, ALBU), (TAJI, "2020-03-11-launcher-truck"), (TAJI, SITES)]
    assert [(arc.start, arc.end) for arc in arcs] == ends
    assert arcs[-1].text == "in response, say 1 2 3 4 5"
    aside = {item.id: item.aside for item in timeline_items(shipped, selection, TAJI)}
    assert (aside[TAJI], aside[BABYLON], aside["2020-01-08-al-asad"]) == (False, False, True)
    assert timeline_arcs(shipped, selection, None) == []
    for chosen in (None, "context-pandemic"):
        assert not any(item.aside for item in timeline_items(shipped, selection, chosen))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, wording.CHAIN_AS_TEXT),
        ({"incident": TAJI}, wording.CHAIN_LED),
        ({"kind": "context", "q": "coronavirus pandemic"}, wording.CHAIN_NONE),
    ],
)
def test_the_view_follows_the_address(page: Callable[..., App], query: dict[str, str], words: str) -> None:
    app = page().open("chain", **query)
    assert any(words in piece for piece in app.html)
    assert any("A line is a claim that a source makes, not a finding of ours." in piece for piece in app.html)
