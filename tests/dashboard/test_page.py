"""The page in Streamlit's own test runner: each view, filters through the widgets, data sets that are broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard import wording
from events.dataset import BUILT_IN
from tests.dashboard.app_page import App

Make = Callable[..., App]
SPAN = "_20191227_20200313"
"""The controls of days carry the days of the data set in their keys."""


@pytest.mark.parametrize("view", ["", "list"])
def test_a_view_of_incidents_says_what_is_shown(page: Make, view: str) -> None:
    app = page().open(view)
    assert app.caption.startswith("9 incidents and 4 reported parts, from 27 December 2019 to 13 March 2020; all")
    assert len(app.test.get("component_instance")) == (1 if view == "" else 0)
    assert len(app.test.dataframe) == (1 if view == "list" else 0)


@pytest.mark.parametrize(
    ("view", "words"), [("sources", "World Socialist Web Site"), ("method", "Five news articles were read")]
)
def test_a_view_of_text_says_what_it_is_for(page: Make, view: str, words: str) -> None:
    app = page().open(view)
    assert any(f'<h1 class="sp-title">{wording.VIEWS[view]}</h1>' in piece for piece in app.html)
    assert any(words in piece for piece in app.html)
    assert app.test.checkbox.len == 0


def test_ticking_an_actor_changes_sentence_map_and_address(page: Make) -> None:
    app = page().open()
    keys = {box.key for box in app.test.checkbox}
    assert "w_actors_united-states" in keys
    assert "w_actors_united-kingdom" not in keys, "what is folded away is not sent"
    app.test.session_state["w_more_actors"] = True
    app.run()
    app.test.checkbox(key="w_actors_united-kingdom").check()
    app.run()
    assert "involving United Kingdom" in app.caption
    assert app.test.query_params["actor"] == "united-kingdom"
    shown = {one["id"] for one in app.payload["incidents"]}
    assert "2020-03-11-camp-taji" in shown
    assert "2020-01-03-baghdad-airport" not in shown
    app.test.checkbox(key="w_actors_united-kingdom").uncheck()
    assert "all actors" in app.run().caption


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "2020-01-08", "to": "2020-01-08"}, "1 incident and 1 reported part, on 8 January 2020"),
        ({"kind": ["crowd"]}, "1 incident, from 27 December 2019 to 13 March 2020; all actors; storming or unrest"),
        ({"q": "Taji"}, "with the words “Taji”"),
        ({"contested": "any"}, "contested in any field"),
        ({"role": "denies"}, "any actor in the role: denies"),
        ({"source": "voa-2020-03-12"}, "told by Voice of America"),
    ],
)
def test_a_link_opens_with_its_filter(page: Make, query: dict[str, str], sentence: str) -> None:
    assert sentence in page().open(**query).caption


def test_dates_typed_and_stepped_move_one_window(page: Make) -> None:
    app = page().open(**{"from": "2020-03-01", "to": "2020-03-05"})
    app.test.button(key="w_on").click()
    assert "from 2 March 2020 to 6 March 2020" in app.run().caption
    app.test.button(key="w_back").click()
    assert "from 1 March 2020 to 5 March 2020" in app.run().caption
    app.test.slider(key="w_slider" + SPAN).set_value((date(2020, 3, 1), date(2020, 3, 13)))
    assert "from 1 March 2020 to 13 March 2020" in app.run().caption
    assert app.test.date_input(key="w_to" + SPAN).value == date(2020, 3, 13)


def test_a_box_ticked_at_once_after_the_slider_keeps_its_window(page: Make) -> None:
    app = page().open()
    app.test.slider(key="w_slider" + SPAN).set_value((date(2019, 12, 27), date(2020, 3, 12)))
    app.run()
    # What a browser sends that has not drawn the answer.
    app.test.date_input(key="w_to" + SPAN).set_value(date(2020, 3, 13))
    app.test.checkbox(key="w_actors_united-states").check()
    assert "to 12 March 2020; involving United States" in app.run().caption


def test_a_date_can_be_typed(page: Make) -> None:
    app = page().open()
    app.test.date_input(key="w_from" + SPAN).set_value(date(2020, 1, 8))
    assert "from 8 January 2020 to 13 March 2020" in app.run().caption
    app.test.date_input(key="w_to" + SPAN).set_value(date(2020, 1, 8))
    assert "on 8 January 2020" in app.run().caption


def test_an_empty_selection_says_what_to_loosen_and_clears(page: Make) -> None:
    app = page().open(kind=["crowd"], actor=["poland"])
    assert app.caption.startswith("0 incidents")
    assert wording.NOTHING_TITLE in app.caption
    assert "Without the actors there would be" in app.caption
    app.test.button(key="w_clear").click()
    assert "9 incidents" in app.run().caption
    assert wording.NOTHING_TITLE not in app.caption
    assert dict(app.test.query_params) == {}


def test_the_tray_opens_the_card_of_what_has_no_place(page: Make) -> None:
    app = page().open()
    app.test.button(key="w_tray_context-troop-numbers").click()
    app.run()
    assert any("<h2>US troops in Iraq</h2>" in piece for piece in app.html)
    assert app.test.query_params["incident"] == "context-troop-numbers"
    app.test.button(key="w_card_close").click()
    app.run()
    assert not any("<h2>US troops in Iraq</h2>" in piece for piece in app.html)


@pytest.mark.parametrize("part", ["Who says what", "Linked to", "Sources"])
def test_each_part_of_a_card_is_drawn(page: Make, part: str) -> None:
    app = page().open(incident="2020-03-12-storage-sites", card="1")
    app.test.segmented_control(key="w_card_tab").set_value(part)
    app.run()
    marks = {"Who says what": "sp-claims", "Linked to": "sp-linkline", "Sources": "sp-sources"}
    assert {name for name, mark in marks.items() if any(mark in piece for piece in app.html)} == {part}


def test_a_link_within_a_card_leads_to_the_other_card(page: Make) -> None:
    app = page().open(incident="2020-03-12-storage-sites", card="1")
    app.test.segmented_control(key="w_card_tab").set_value("Linked to")
    app.run()
    (answer,) = [one for one in app.test.button if "response_to" in str(one.key) and "camp-taji" in str(one.key)]
    answer.click()
    assert any("<h2>Rocket attack on Camp Taji</h2>" in piece for piece in app.run().html)


def test_what_a_link_says_wrongly_is_said_in_one_line(page: Make) -> None:
    app = page().open(incident="no-such", at="here", kind="<b>", utm_source="someone")
    (line,) = [one.value for one in app.test.caption if "Not understood" in one.value]
    for name in ("incident", "at", "kind"):
        assert f"{name}=" in line
    assert "utm" not in line
    assert "9 incidents" in app.caption


def test_no_data_set_is_one_clear_message(page: Make, tmp_path: Path) -> None:
    app = page(tmp_path / "missing").open()
    (error,) = app.test.error
    assert "No data set could be read" in error.value
    assert "dataset.yaml" in error.value
    assert "DATASET=FOLDER" in error.value
    assert "Traceback" not in error.value


def test_what_is_broken_is_set_aside_and_the_rest_is_shown(page: Make, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    (folder / "incidents" / "2019-12-31-us-embassy.yaml").write_text("id: 2019-12-31-us-embassy\n", encoding="utf-8")
    app = page(folder).open()
    (warning,) = app.test.warning
    assert "could not be read" in warning.value
    assert app.caption.startswith("8 incidents")
    listed = [piece for piece in page(folder).open("method").html if "sp-problems" in piece]
    assert len(listed) == 1
    assert "2019-12-31-us-embassy.yaml" in listed[0]
