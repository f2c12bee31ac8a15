"""The Contribute view in Streamlit's test runner: forms to drafts, problems, previews, writing, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import wording_contribute as words
from dashboard.settings import read_settings
from dashboard.views import contribute
from events.reading import load
from tests.dashboard.app_page import App
from tests.events import ev_building as make

Make = Callable[..., App]
WIDGETS = ("text_input", "number_input", "selectbox", "text_area", "checkbox", "multiselect", "radio")
FILE = "incidents/one.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> make.Folder:
    """A small data set that may be written."""
    return make.Folder(tmp_path / "data")


def put(app: App, **values: Any) -> App:
    """Set widgets by the ends of their keys, one run each, as a person does."""
    for name, value in values.items():
        widgets = [one for kind in WIDGETS for one in getattr(app.test, kind)]
        (found,) = [one for one in widgets if one.key and one.key.startswith("w_ct") and one.key.endswith(f"_{name}")]
        found.set_value(value)
        app.run()
    return app


def turn(app: App, kind: str) -> App:
    app.test.get("button_group")[0].set_value(kind)
    return app.run()


def claim(app: App, **more: Any) -> App:
    put(app, incident="one", source="radio", field=more.pop("field", "killed"))
    return put(app, **{"paragraph": 2, "quote": "some four words here", **more})


def mend(app: App) -> str:
    return " ".join(piece for piece in app.html if "sp-mend" in piece)


def becomes(app: App) -> str:
    return " ".join(piece for piece in app.html if "sp-becomes" in piece)


def written(app: App) -> str:
    (code,) = app.test.code
    return str(code.value)


FORMS: list[tuple[dict[str, Any], str]] = [
    ({"field": "killed", "number": 4.0}, "value: 4"),
    ({"field": "killed", "bound": "at_least", "number": 4.0, "unit": "civilians"}, "value: {at_least: 4}"),
    ({"field": "killed", "bound": "range", "number": 4.0, "high": 6.0}, "value: {low: 4, high: 6}"),
    ({"field": "killed", "number": 4.0, "parts": ["reds"], "part_reds": 4.0}, "parts: {reds: 4}"),
    ({"field": "killed", "number": 4.0, "of": "reds"}, "of: reds"),
    ({"field": "date", "date": "2020-03-12"}, 'value: "2020-03-12"'),
    ({"field": "weapon", "value": "katyusha", "text": "Katyushas"}, "value: katyusha"),
    ({"field": "place", "value": "town"}, "value: town"),
    ({"field": "attribution", "actor": "reds", "stance": "denies"}, "actor: reds\n  stance: denies"),
    ({"field": "means", "value": "from a truck", "holds": True}, "holds: false"),
    ({"field": "reaction", "value": "was angry", "actor": "blues", "says": "A man", "origin": "briefing"},
     "origin: briefing"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "line"), FORMS, ids=[one[1] for one in FORMS])
def test_each_type_of_field_has_its_form(page: Make, folder: make.Folder, values: dict[str, Any], line: str) -> None:
    app = claim(page(folder.path).open("contribute"), **values)
    assert mend(app) == ""
    assert line in written(app)
    assert becomes(app)


def test_problems_are_listed_by_field_and_words_are_counted(page: Make, folder: make.Folder) -> None:
    app = page(folder.path).open("contribute")
    assert all(f"<b>{name}</b> required" in mend(app) for name in ("Source", "Field", "Paragraph", "Quote"))
    claim(app, quote="one two three four five six seven eight nine")
    assert "<b>Quote</b> 9 words, at most 8; shorten it" in mend(app)
    assert "9 of at most 8 words" in [one.value for one in app.test.caption]
    assert not [one for one in app.test.button if one.key == "w_ct_write"]


@pytest.mark.parametrize(
    ("text", "said"), [("2020-03-12/2020-03-13", "reads as 12 – 13 March 2020"), ("soon", "not understood: 'soon'")]
)
def test_a_date_says_what_it_reads_as(page: Make, folder: make.Folder, text: str, said: str) -> None:
    app = put(page(folder.path).open("contribute"), field="date", date=text)
    assert any(one.value.replace("\\", "").startswith(said) for one in app.test.caption)


def test_a_claim_is_written_and_every_session_sees_it(page: Make, folder: make.Folder) -> None:
    other = page(folder.path).open(incident="one", card="1")
    app = claim(page(folder.path).open("contribute"), number=4.0)
    assert "<h3>Killed</h3>" in becomes(app)
    app.test.button(key="w_ct_write").click()
    app.run()
    (said,) = app.test.success
    assert FILE.replace("_", "") in said.value.replace("\\", "")
    assert "contested" in said.value
    assert "value: 4" in (folder.path / FILE).read_text(encoding="utf-8")
    assert mend(app), "a new, empty draft"
    assert any("3 – 4" in piece for piece in other.run().html)


def test_a_stale_form_is_refused_keeps_its_content_and_shows_the_difference(page: Make, folder: make.Folder) -> None:
    app = claim(page(folder.path).open("contribute"), number=4.0)
    path = folder.path / FILE
    path.write_text(path.read_text(encoding="utf-8") + "# by another\n", encoding="utf-8")
    app.test.button(key="w_ct_write").click()
    app.run()
    assert FILE in app.test.warning[0].value.replace("\\", "")
    assert "+# by another" in app.test.code[0].value
    assert "value: 4" in app.test.code[1].value
    assert "value: 4" not in path.read_text(encoding="utf-8")
    app.test.button(key="w_ct_go_on").click()
    app.run().test.button(key="w_ct_write").click()
    app.run()
    assert path.read_text(encoding="utf-8").endswith("quote: some four words here\n# by another\n")


@pytest.mark.parametrize(("env", "writable", "said"), [("off", True, words.OFF), ("", False, words.READ_ONLY)])
def test_who_may_not_write_is_told_and_has_the_patch(
    page: Make, folder: make.Folder, monkeypatch: pytest.MonkeyPatch, env: str, writable: bool, said: str
) -> None:
    monkeypatch.setenv("EDITING", env)
    monkeypatch.setattr(contribute, "can_write", lambda _: writable)
    app = claim(page(folder.path).open("contribute"), number=4.0)
    assert said in [one.value for one in app.test.info]
    assert [one.key for one in app.test.button if one.key == "w_ct_write"] == []
    assert len(app.test.get("download_button")) == 1


@pytest.mark.parametrize(
    ("text", "editing"), [("", True), ("on", True), ("off", False), (" OFF ", False), ("0", False), ("false", False)]
)
def test_the_operator_switches_writing_off(text: str, editing: bool) -> None:
    assert read_settings({"EDITING": text}).editing is editing
    assert read_settings({}).editing is True


def test_a_source_is_written_under_a_suggested_id(page: Make, folder: make.Folder) -> None:
    app = turn(page(folder.path).open("contribute"), "source")
    put(app, title="A: headline", publisher="Daily Echo", short="Echo", published="2020-03-14")
    put(app, authors="A. One; B. Two")
    app.test.button(key="w_ct_write").click()
    app.run()
    loaded = load(folder.path)
    assert loaded.problems == ()
    assert loaded.dataset is not None
    source = loaded.dataset.sources[-1]
    assert (source.id, source.title, source.authors) == ("daily-echo-2020-03-14", "A: headline", ("A. One", "B. Two"))


def test_an_incident_is_written_with_its_first_claims(page: Make, folder: make.Folder) -> None:
    app = turn(page(folder.path).open("contribute"), "incident")
    put(app, title="Attack on Town", short="Town", kind="rocket", place="town", source="radio", paragraph=1,
        kind_quote="rockets fell", place_quote="on Town", date="2020-03-12", date_quote="on Thursday")  # fmt: skip
    assert mend(app) == ""
    app.test.button(key="w_ct_write").click()
    app.run()
    loaded = load(folder.path)
    assert loaded.problems == ()
    assert loaded.dataset is not None
    incident = loaded.dataset.incident("2020-03-12-town")
    assert incident is not None
    assert [claim.field for claim in incident.claims] == ["kind", "place", "date"]


def test_an_ambiguous_name_is_offered_and_nothing_chosen(page: Make, folder: make.Folder) -> None:
    app = turn(page(folder.path).open("contribute"), "place")
    put(app, search="Baghdad")
    (radio,) = app.test.radio
    assert radio.value is None
    assert [label.split(":")[0] for label in radio.options[:2]] == ["Baghdad\\"] * 2
    assert any("may be meant. None is chosen for you." in one.value for one in app.test.caption)
    assert "id:" not in written(app)
    radio.set_value(radio.options[1])
    text = written(app.run())
    assert "precision: province\narea: {regions: [IQ-BG]}" in text.replace("\n  ", "\n")
    assert "obtained: Natural Earth, public domain" in text


def test_a_site_of_the_gazetteer_is_filled_in_with_radius_and_attribution(page: Make, folder: make.Folder) -> None:
    app = turn(page(folder.path).open("contribute"), "place")
    put(app, search="Camp Taji")
    app.test.radio[0].set_value(app.test.radio[0].options[0])
    app.run()
    assert all(one in written(app) for one in ("precision: site", "lat: 33.5239", "radius_km: 3", "OurAirports"))
    app.test.button(key="w_ct_write").click()
    app.run()
    assert load(folder.path).problems == ()
    assert "- id: camp-taji\n" in (folder.path / "places.yaml").read_text(encoding="utf-8")


def test_hostile_data_stays_text(page: Make, hostile_folder: Path) -> None:
    app = page(hostile_folder).open("contribute")
    assert "<script" not in " ".join(app.html).lower()
