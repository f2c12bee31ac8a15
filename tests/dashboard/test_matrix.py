"""The Evidence view: the matrix as data, the comparison and the pair as HTML, the link, and the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_card import ATTRIBUTES, TAGS, read
from test_palette import contrast
from test_wording import SIDES

from dashboard import wording_evidence
from dashboard.components.matrix import chosen_cell
from dashboard.layers import comparison as html
from dashboard.layers.matrix import CELLS, MatrixData, matrix_data
from dashboard.links import Screen, read_query, screen_query
from dashboard.links_evidence import Evidence
from dashboard.palette import COLOURS
from events.catalogue import Catalogue
from events.dataset import BUILT_IN
from events.evidence import cell, changes_by_counting, matrix
from events.fields import FIELD
from events.findings import Counting
from events.pairing import Relation, two_sources
from events.reading import load_or_raise
from tests.browser.hostile_data import ATTACK
from tests.dashboard.app_page import App

TAJI = "2020-03-11-camp-taji"
DATA = load_or_raise(BUILT_IN)
SOURCES = [source.id for source in DATA.sources]
MORE_TAGS = TAGS | {"thead", "li"}
Make = Callable[..., App]


def data_of(catalogue: Catalogue, chosen: tuple[str, str] | None = None, **more: Any) -> MatrixData:
    counting = more.get("counting", Counting.ORIGINS)
    found = matrix(catalogue, catalogue.everything, counting)
    return matrix_data(found, catalogue.everything, chosen, more.get("mode", "light"))


def cells_of(data: MatrixData) -> dict[tuple[str, str], dict[str, Any]]:
    rows = [row for group in data["groups"] for row in group["rows"]]
    return {(row["id"], one["field"]): one for row in rows for one in row["cells"] if one}


def test_the_matrix_is_json_and_every_row_has_every_column(shipped: Catalogue) -> None:
    data = data_of(shipped, (TAJI, "wounded"))
    assert json.loads(json.dumps(data)) == data
    assert json.dumps(data) == json.dumps(data_of(shipped, (TAJI, "wounded"))), "the same draws nothing anew"
    rows = [row for group in data["groups"] for row in group["rows"]]
    assert {len(row["cells"]) for row in rows} == {len(data["columns"])}
    assert [group["title"] for group in data["groups"]] == ["", wording_evidence.CONTEXT]
    assert {row["kind"] for row in data["groups"][1]["rows"]} == {"context"}
    assert [key for key, one in cells_of(data).items() if one["chosen"]] == [(TAJI, "wounded")]
    assert sum(one["count"] for one in data["key"]) == len(rows) * len(data["columns"])


def test_a_cell_has_colour_symbol_words_and_a_name(shipped: Catalogue) -> None:
    found = cells_of(data_of(shipped))[TAJI, "wounded"]
    assert (found["status"], found["symbol"], found["text"]) == ("contested", "≠", "12 – 14")
    assert found["count"] == "5 in 4 origins"
    assert found["name"] == "Camp Taji, wounded: 12 – 14; contested; 5 sources, 4 origins"
    by_sources = cells_of(data_of(shipped, counting=Counting.SOURCES))
    assert by_sources[TAJI, "wounded"]["count"] == "5 sources"
    truck = ("2020-03-11-launcher-truck", "date")
    assert cells_of(data_of(shipped))[truck]["name"].split("; ")[1] == "single origin"
    assert by_sources[truck]["status"] == "agreed"


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        (f"{TAJI}:wounded", (TAJI, "wounded")), (f"{TAJI}:sites", None), (f"{TAJI}:", None), ("", None),
        ("nothing:wounded", None), (None, None), (7, None), ({"cell": 1}, None), (ATTACK, None),
    ],
)  # fmt: skip
def test_what_the_browser_sends_is_a_cell_or_nothing(
    shipped: Catalogue, sent: object, cell: tuple[str, str] | None
) -> None:
    assert chosen_cell(sent, data_of(shipped)) == cell


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("status", CELLS["light"])
def test_a_cell_can_be_read(mode: str, status: str) -> None:
    ground, ink, *frame = CELLS[mode][status]
    assert contrast(ink, ground) >= 4.5
    assert all(contrast(line, COLOURS[mode]["page"]) >= 3 for line in frame)
    assert len(frame) == (status == "contested")


def test_colours_follow_the_theme(shipped: Catalogue) -> None:
    light, dark = (data_of(shipped, mode=mode)["colors"] for mode in ("light", "dark"))
    assert light.keys() == dark.keys()
    assert (light["agreed-0"], dark["agreed-0"]) == (CELLS["light"]["agreed"][0], CELLS["dark"]["agreed"][0])


@pytest.mark.parametrize("id", [summary.id for summary in DATA.incidents])
def test_the_comparison_has_every_claim_its_rule_and_its_origins(shipped: Catalogue, id: str) -> None:
    summary = shipped.by_id[id]
    for field in {claim.field for claim in summary.incident.claims}:
        shown = cell(summary, field, shipped.dataset)
        seen = read(html.comparison(shown, shipped.dataset))
        claims = summary.incident.about(field)
        assert set(seen.quotes) == {claim.quote for claim in claims}
        assert len(re.findall(r"Rule \d of 5", seen.text)) == len(shown.findings)
        for claim in claims:
            assert (shipped.dataset.origins[claim.origin].name if claim.origin else "Own accounts") in seen.text
            again = shipped.dataset.source(claim.source).republished_by
            assert not again or f"read as republished by {again}" in seen.text


def test_nothing_stated_is_said_so(shipped: Catalogue) -> None:
    empty = cell(shipped.by_id[TAJI], "votes_for", shipped.dataset)
    assert wording_evidence.NOTHING_STATED in html.comparison(empty, shipped.dataset)
    assert "not stated" in html.head(empty, shipped.by_id[TAJI])


def test_two_sources_stand_side_by_side(shipped: Catalogue) -> None:
    sources = (SOURCES[1], SOURCES[4])
    pairs = two_sources(shipped, *sources)
    text = read(html.pair_table(pairs, sources, shipped.dataset)).text
    for relation in Relation:
        assert html.relation_words(relation, html.short_names(sources, shipped.dataset)) in text
    assert "Both carry: Esper and Milley before reporters at the Pentagon" in text
    assert "only 5 Washington Post" in text
    assert wording_evidence.NOTHING_TOLD in html.pair_table([], sources, shipped.dataset)


def test_hostile_text_is_text(hostile: Catalogue) -> None:
    ids = [source.id for source in hostile.dataset.sources]
    pieces = [html.changes(changes_by_counting(hostile, hostile.everything), 9, Counting.ORIGINS)]
    pieces += [html.pair_table(two_sources(hostile, a, b), (a, b), hostile.dataset) for a in ids for b in ids if a != b]
    for summary in hostile.summaries:
        for field in FIELD:
            shown = cell(summary, field, hostile.dataset)
            pieces += [html.head(shown, summary), html.comparison(shown, hostile.dataset)]
    seen = read("".join(pieces))
    assert seen.tags <= MORE_TAGS
    assert seen.attributes <= ATTRIBUTES
    assert f"{ATTACK} title-attack" in seen.text
    assert all(href.startswith("https://x.invalid/") for href in seen.hrefs)


@given(
    st.none() | st.tuples(st.sampled_from([one.id for one in DATA.incidents]), st.sampled_from(sorted(FIELD))),
    st.sampled_from(Counting), st.none() | st.permutations(SOURCES), st.none() | st.sampled_from(Relation),
)  # fmt: skip
def test_a_link_holds_the_view(cell: Any, counting: Counting, order: Any, relation: Relation | None) -> None:
    pair = (order[0], order[1]) if order else None
    evidence = Evidence(cell, counting, pair, relation if pair else None)
    start = read_query({}, DATA)[0]
    screen = Screen(filter=start.filter, evidence=evidence)
    assert read_query(screen_query(screen, DATA.meta.window), DATA) == (screen, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cell", TAJI), ("cell", f"{TAJI}:deaths"), ("cell", "nothing:killed"), ("cell", ":"), ("cell", ATTACK),
        ("counting", "links"), ("counting", "ORIGINS"), ("pair", SOURCES[0]), ("pair", f"{SOURCES[0]},{SOURCES[0]}"),
        ("pair", f"{SOURCES[0]},nobody"), ("pair", ","), ("relation", "enemies"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_and_left_out(name: str, value: str) -> None:
    screen, ignored = read_query({name: [value]}, DATA)
    assert [part.startswith(f"{name}=") and len(part) <= 60 for part in ignored] == [True]
    assert screen.evidence == Evidence()


def test_our_words_take_no_side() -> None:
    said = [str(value) for name, value in vars(wording_evidence).items() if name.isupper()]
    assert [text for text in said if re.search(rf"(?i)\b(?:{SIDES})\b", text)] == []


def test_the_view_opens_with_its_matrix_and_its_line_on_counting(page: Make) -> None:
    app = page().open("evidence")
    assert any(f'<h1 class="sp-title">{wording_evidence.TITLE}</h1>' in piece for piece in app.html)
    assert app.caption.startswith("9 incidents and 4 reported parts, from")
    assert any("Counted by origins" in piece and "6 of 114 cells" in piece for piece in app.html)
    assert any(wording_evidence.CHOOSE in piece for piece in app.html)
    app.test.segmented_control(key="w_ev_counting").set_value(Counting.SOURCES)
    app.run()
    assert app.test.query_params["counting"] == "sources"
    assert any("Counted by sources" in piece for piece in app.html)


def test_a_linked_cell_stands_open_and_closes(page: Make) -> None:
    app = page().open("evidence", cell=f"{TAJI}:wounded", kind="crowd")
    assert any("Camp Taji: wounded" in piece for piece in app.html)
    assert any("Rule 2 of 5" in piece and "sp-axis" in piece for piece in app.html)
    assert wording_evidence.NOT_IN_SELECTION in [one.value for one in app.test.caption]
    app.test.button(key="w_ev_close").click()
    app.run()
    assert not any("Rule 2 of 5" in piece for piece in app.html)
    assert "cell" not in app.test.query_params


def test_contested_in_writes_the_filter(page: Make) -> None:
    app = page().open("evidence", contested="wounded")
    assert "contested in wounded" in app.caption
    assert app.test.multiselect(key="w_ev_contested").value == ["wounded"]
    app.test.multiselect(key="w_ev_contested").set_value(["wounded", "weapon"])
    assert "contested in weapon or wounded" in app.run().caption
    assert app.test.query_params["contested"] in (["weapon", "wounded"], "weapon")


def test_two_sources_are_picked_narrowed_and_swapped(page: Make) -> None:
    app = page().open("evidence")
    app.test.segmented_control(key="w_ev_tab").set_value("pair")
    app.run()
    assert app.test.query_params["pair"] == f"{SOURCES[0]},{SOURCES[1]}"
    app.test.selectbox(key="w_ev_a").set_value(SOURCES[1])
    app.run()
    assert app.test.query_params["pair"] == f"{SOURCES[1]},{SOURCES[0]}"
    app.test.segmented_control(key="w_ev_relation").set_value("differ")
    app.run()
    assert app.test.query_params["relation"] == "differ"
    (table,) = [piece for piece in app.html if "sp-pairs" in piece]
    assert "exclude each other" in table
    assert "compatible" not in table
    app.test.segmented_control(key="w_ev_tab").set_value("matrix")
    app.run()
    assert not {"pair", "relation"} & set(dict(app.test.query_params))


def test_an_empty_selection_has_no_matrix(page: Make) -> None:
    app = page().open("evidence", kind=["crowd"], actor=["poland"])
    assert "No incident matches" in app.caption
    assert not any("sp-changes" in piece for piece in app.html)


def test_what_no_source_shown_tells_is_said_to_be_so(page: Make) -> None:
    app = page().open("evidence", known="2020-03-12", cell="context-pandemic:statement")
    assert any(wording_evidence.NOT_KNOWN in piece for piece in app.html)
