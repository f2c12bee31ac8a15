"""The Import view in Streamlit's test runner: what it says where, and a file on its way through the form."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
import streamlit as st

from dashboard import wording_import as words
from dashboard.import_stages import Found, Progress, Stage
from dashboard.shared import store
from events.importing.limits import Sniffed
from events.store.registry import Entry
from events.store.writing import DataSetDescription
from tests.dashboard.app_page import App
from tests.dashboard.im_files import AMBIGUOUS, UCDP


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store of the test's own, that nobody named; nothing of it is left to the next test."""
    monkeypatch.delenv("STORE", raising=False)
    st.cache_resource.clear()
    yield
    store().close()
    st.cache_resource.clear()


@pytest.fixture
def view(fresh: None, page: Callable[..., App]) -> App:
    return page().open("import")


def upload(app: App, content: bytes, name: str = "events.csv") -> App:
    app.test.file_uploader[0].set_value([(name, content, "text/csv")])
    return until_idle(app.run())


def until_idle(app: App) -> App:
    deadline = time.monotonic() + 30
    while any("sp-im-file" in piece for piece in app.html) and time.monotonic() < deadline:
        time.sleep(0.2)
        app.run()
    return app


def press(app: App, label: str) -> App:
    (button,) = [one for one in app.test.button if one.label == label]
    button.click()
    return until_idle(app.run())


def text(app: App) -> str:
    return re.sub(r"<[^>]+>", " ", " ".join(app.html))


def test_without_a_folder_it_says_how_long_things_are_kept(view: App) -> None:
    assert words.KEPT_SHORT in text(view)
    assert words.NONE_STORED in text(view)
    assert len(view.test.file_uploader) == 1


def test_where_importing_is_off_the_list_stays_and_the_reason_is_given(
    fresh: None, page: Callable[..., App], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = upload(page().open("import"), UCDP)
    assert [one.accepted for one in store().entries] == [2]
    monkeypatch.setenv("IMPORTING", "off")
    app = page().open("import")
    assert [one.value for one in app.test.info] == [words.OFF]
    assert len(app.test.file_uploader) == 0
    assert [one.label for one in app.test.button if one.label in (words.LOOK, words.REMOVE)] == [words.LOOK]
    assert [one.disabled for one in app.test.toggle] == [True]


def test_an_ambiguous_date_is_asked_and_nothing_is_chosen(view: App) -> None:
    upload(view, AMBIGUOUS)
    (order, assumed) = view.test.radio
    assert "which comes first" in order.label
    assert (order.value, assumed.value) == (None, "locality")
    (check,) = [one for one in view.test.button if one.label == words.CHECK]
    assert check.disabled
    order.set_value("dmy")
    view.run()
    press(view, words.CHECK)
    assert "1 set aside" in re.sub(r"\s+", " ", text(view))
    (offer,) = [one for one in view.test.selectbox if one.label == "Bagdhad"]
    assert offer.value is None
    offer.set_value(next(one for one in offer.options if "city" in one))
    view.run()
    press(view, words.CHECK_AGAIN)
    press(view, "Import 2 incidents")
    assert [(one.accepted, one.rejected, one.geocoded, one.unplaced) for one in store().entries] == [(2, 1, 1, 0)]


def test_two_columns_of_one_role_stand_in_the_way(view: App) -> None:
    upload(view, AMBIGUOUS.replace(b"03/04/2019", b"13/04/2019"))
    (place,) = [one for one in view.test.selectbox if one.label.endswith("country")]
    place.set_value(words.ROLE_WORDS["place"])
    view.run()
    assert [one.value for one in view.test.warning] == ["“Name of the place” is taken by place and country. "
                                                         "Leave it to one of them."]  # fmt: skip


def test_a_refused_file_says_why_and_offers_a_way_on(view: App) -> None:
    upload(view, b"%PDF-1.7", "report.csv")
    (error,) = view.test.error
    assert "a PDF" in error.value
    press(view, words.OTHER_FILE)
    assert len(view.test.file_uploader) == 1


def test_removing_asks_first(view: App) -> None:
    upload(view, UCDP)
    view.open("import")
    press(view, words.REMOVE)
    assert len(store().entries) == 1
    press(view, words.REALLY)
    assert store().entries == ()


def test_a_switched_off_data_set_is_not_counted(view: App) -> None:
    upload(view, UCDP)
    view.open("import")
    view.test.toggle[0].set_value(False)
    view.run()
    assert [one.on for one in store().entries] == [False]


@pytest.mark.parametrize(
    ("accepted", "rejected", "said"),
    [
        (7404, 69, "7,404 incidents imported, 69 rows set aside: see Import"), (1, 0, "1 incident imported"),
        (2, 1, "2 incidents imported, 1 row set aside: see Import"),
    ],
)  # fmt: skip
def test_the_notice_counts(accepted: int, rejected: int, said: str) -> None:
    entry = Entry(number=1, id="a", name="A", content_hash="0", imported="", accepted=accepted, rejected=rejected)
    assert words.notice([entry]) == said


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(Stage.WAITING), "Waiting for its turn: two imports are under way"),
        (Progress(Stage.CHECKING, 0.5, 120_400.2, 64.0),
         "Step 2 of 3. Checking every row: about 120,000 rows a second, 1 min 4 s left"),
    ],
)  # fmt: skip
def test_progress_in_words(progress: Progress, said: str) -> None:
    assert words.progress(progress) == said


@pytest.mark.parametrize(
    ("sniffed", "notes", "said"),
    [
        (Sniffed("csv", "a.csv", 2048, "0", encoding="cp1252", delimiter=";"),
         ("encoding Windows-1252, guessed from its letters: check the names below",
          "separator ';', 100% of the first rows have 8 cells"),
         "A table of events: CSV, Windows-1252, separated by semicolons; 1,204 rows, 2 KiB. Encoding Windows-1252, "
         "guessed from its letters: check the names below."),
        (Sniffed("csv", "a.csv", 2048, "0", encoding="utf-8", delimiter=","),
         ("encoding UTF-8, checked in full", "separator ',', 89% of the first rows have 6 cells"),
         "A table of events: CSV, UTF-8, separated by commas; 1,204 rows, 2 KiB. Separator ',', 89% of the first rows "
         "have 6 cells."),
        (Sniffed("gpkg", "a.gpkg", 2048, "0", parts=("events", "places"), part="places"),
         ("layer 'places' with 3 rows, of 2 layers",),
         "A table of events: GeoPackage, “places”, one of 2 layers; 1,204 rows, 2 KiB."),
    ],
)  # fmt: skip
def test_what_was_found_in_a_sentence(sniffed: Sniffed, notes: tuple[str, ...], said: str) -> None:
    about = DataSetDescription(id="a", name="a")
    assert words.found(Found("generic", sniffed, about, 1204, notes=notes)) == said


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["b.csv"], "Next: b.csv."), (list("bcdefg"), "Next: b, c, d, e, f, ….")]
)
def test_what_waits_is_named(names: list[str], said: str) -> None:
    assert words.waiting(names) == said


@pytest.mark.parametrize(
    ("now", "first"), [("cp1256", "Windows-1256, Arabic"), ("utf-8-sig", "UTF-8"), ("iso8859_6", "ISO 8859-6, Arabic"),
                       ("koi8-r", "KOI8-R")],
)  # fmt: skip
def test_what_was_found_is_one_of_the_encodings(now: str, first: str) -> None:
    offered = words.encodings(now)
    assert offered[now] == first
    assert len(set(offered.values())) == len(offered)
