"""The page in Arabic: the link, the choice at the foot of the sidebar, what is shown, and what stays English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import escaping
from dashboard.components.downloads import _in_english
from dashboard.layers import card
from dashboard.layers.features import Features
from dashboard.layers.payload import MapState, payload
from events import language
from events.catalogue import Catalogue
from events.phrases import finding_text
from tests.dashboard.app_page import App

Make = Callable[..., App]
FSI, LRI, PDI, RLO = "\u2068", "\u2066", "\u2069", "\u202e"
_APART = (r'<bdi lang="en" dir="ltr">.*?</bdi>', r'<q lang="en" dir="ltr">.*?</q>', "<[^>]*>", f"{FSI}.*?{PDI}")
DATA = re.compile("|".join(_APART), re.DOTALL)
LATIN = re.compile(r"[A-Za-z]{2,}")


def test_the_link_opens_in_arabic_and_keeps_its_language(page: Make) -> None:
    app = page().open(lang="ar")
    assert app.caption.startswith("9 حوادث و4 أجزاء مذكورة، من 27 كانون الأول/ديسمبر 2019 إلى 13 آذار/مارس 2020؛ جميع")
    assert app.test.query_params["lang"] == "ar"
    assert (app.payload["words"]["dir"], app.payload["words"]["lang"]) == ("rtl", "ar")
    app.test.button(key="w_clear").click()
    assert app.run().test.query_params["lang"] == "ar", "clearing the filter changes no language"


def test_a_language_that_is_not_spoken_is_left_out_with_a_line(page: Make) -> None:
    app = page().open(lang="xx")
    assert app.caption.startswith("9 incidents")
    assert any("lang=xx" in one.value for one in app.test.caption)


def test_the_choice_turns_the_page_and_back_and_keeps_the_filter(page: Make) -> None:
    app = page().open(actor="poland", role="victim", links="all")
    app.test.segmented_control(key="w_language").set_value("ar")
    assert "ما يتصل بالأطراف: بولندا (الصفة: الضحية)" in app.run().caption
    assert app.test.checkbox(key="w_actors_poland").value is True
    assert app.test.selectbox(key="w_role_ar").value == "victim"
    assert app.test.segmented_control(key="w_links_ar").value == "all"
    app.test.segmented_control(key="w_language").set_value("en")
    assert "involving Poland (role: victim)" in app.run().caption
    assert "lang" not in app.test.query_params
    assert language.current() == "en"


@pytest.mark.parametrize("view", ["", "list", "sources", "method", "chain", "evidence"])
def test_every_view_has_no_english_outside_data(page: Make, view: str) -> None:
    app = page().open(view, lang="ar", incident="2020-03-11-camp-taji", card="1")
    allowed = {"Sourcepin", "CC", "BY", "UTC", "SHA"}
    bodies = [piece for piece in app.html if "<style>" not in piece]
    words = {word for piece in bodies for word in LATIN.findall(DATA.sub(" ", piece))} - allowed
    links = [link for piece in bodies for link in re.findall(r">(https?://[^<]*)<", piece)]
    assert words <= {one for link in links for one in LATIN.findall(link)}


def test_labels_of_the_filter_are_arabic(page: Make) -> None:
    app = page().open(lang="ar")
    labels = [one.label for one in app.test.checkbox if "actors" not in one.key and "sources" not in one.key]
    labels += [one.label for one in app.test.button if "tray" not in one.key]
    labels += [one.label for one in app.test.selectbox]
    labels += [option for one in app.test.selectbox for option in one.options]
    assert [one for one in labels if LATIN.search(one)] == []
    (actor,) = [one.label for one in app.test.checkbox if one.key == "w_actors_united-states"]
    assert actor.startswith("الولايات المتحدة")
    (source,) = [one.label for one in app.test.checkbox if one.key == "w_sources_voa-2020-03-12"]
    assert f"{FSI}Voice of America{PDI}" in source


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Camp <b>", '<bdi lang="en" dir="ltr">Camp &lt;b&gt;</bdi>'),
        (f"معسكر {FSI}Taji{PDI}", 'معسكر <bdi lang="en" dir="ltr">Taji</bdi>'),
        (f"{LRI}12 – 14{PDI}", '<bdi dir="ltr">12 – 14</bdi>'),
        (f"a{PDI}b{RLO}c", '<bdi lang="en" dir="ltr">a�b�c</bdi>'),
        (f"ع{PDI}<i>", "ع�&lt;i&gt;"),
    ],
)
def test_data_in_a_sentence_has_an_element_of_its_own(value: str, shown: str) -> None:
    with language.using("ar"):
        assert escaping.inline(value) == shown
    assert escaping.inline("a & b") == "a &amp; b"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"{FSI}Camp Taji{PDI} 3", f"{FSI}Camp Taji{PDI} 3"),
        (f"{FSI}Camp Taji", "�Camp Taji"),
        (f"{FSI}a{RLO}{PDI}", "�a��"),
    ],
)
def test_a_plain_line_keeps_isolates_that_end_and_shows_all_else(value: str, shown: str) -> None:
    with language.using("ar"):
        assert escaping.plain(value) == shown
    assert FSI not in escaping.plain(value)


def test_quotes_stand_in_their_own_direction() -> None:
    assert escaping.quoted("two <dead>") == "<q>two &lt;dead&gt;</q>"
    with language.using("ar"):
        assert escaping.quoted("two <dead>") == '<q lang="en" dir="ltr">two &lt;dead&gt;</q>'


def test_features_are_kept_by_language(shipped: Catalogue) -> None:
    features, everything = Features(shipped), shipped.everything
    english = payload(shipped, features, everything, MapState())
    with language.using("ar"):
        arabic = payload(shipped, features, everything, MapState())
    assert payload(shipped, features, everything, MapState()) == english
    one, other = (
        next(row for row in found["incidents"] if row["id"] == "2020-03-11-camp-taji") for found in (english, arabic)
    )
    assert (one["where"], one["where_local"]) == ("Camp Taji: site, within 3 km", "معسكر التاجي")
    assert (other["where"], other["where_local"]) == ("معسكر التاجي: موقع محدد، ضمن 3 كم", "")
    findings = {"متفق عليه", "متعارض", "مدى", "روايات مختلفة", "مصدر واحد", "أصل واحد"}
    assert {row["status_label"] for row in other["rows"]} <= findings
    assert set(english["words"]) == set(arabic["words"])
    assert english["words"]["lang"] == "en"


def test_files_are_english_in_any_language(shipped: Catalogue) -> None:
    finding = shipped.by_id["2020-03-11-camp-taji"].finding("weapon")
    assert finding is not None
    with language.using("ar"):
        made = _in_english(lambda: finding_text(finding, shipped.dataset).encode())
        assert b"Katyusha rockets" in made()
        assert "كاتيوشا" in finding_text(finding, shipped.dataset)


def test_hostile_text_stays_text_in_arabic(hostile: Catalogue) -> None:
    with language.using("ar"):
        for summary in hostile.summaries:
            whole = card.head(summary, hostile.dataset) + card.who_says_what(summary, hostile.dataset)
            whole += card.source_list(summary, hostile.dataset)
            assert not re.search(r"<(?:script|img|svg|iframe)", whole)
            assert whole.count("<bdi") == whole.count("</bdi>")


def test_the_method_is_told_in_arabic() -> None:
    views = Path(__file__).resolve().parents[2] / "dashboard" / "views"
    english, arabic = ((views / name).read_text(encoding="utf-8") for name in ("method.md", "method_ar.md"))
    assert english.count("\n### ") == arabic.count("\n### ")
    assert english.count("\n|") == arabic.count("\n|")
