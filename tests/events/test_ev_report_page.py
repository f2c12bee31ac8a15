"""The file as a whole: one document in order, that a screen reader can walk through and nothing can run in."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from events.catalogue import Catalogue, build
from events.cli import main
from events.filters import IncidentFilter
from events.reading import load_or_raise
from events.report.language import LANGUAGES
from events.report.markup import plain, text_of
from events.report.page import report
from events.report.saying import SYMBOLS, Sayer
from tests.browser import hostile_data

TODAY = date(2026, 3, 1)
VOID = {"meta", "br", "link", "img", "input", "base"}
FORBIDDEN = {"script", "img", "iframe", "object", "embed", "link", "base", "form", "input", "use", "image"}
Attributes = dict[str, str | None]


class Document(HTMLParser):
    """Elements in order with their attributes, the text in order, and every fault of nesting."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.headings: list[tuple[int, str]] = []
        self.pieces: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        self.faults += [f"{name} stays open" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self.pieces.append(data)
        if self.headings and any(re.fullmatch("h[1-6]", name) for name in self._open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    @property
    def text(self) -> str:
        """All text in the order of the document."""
        return "".join(self.pieces)

    def named(self, tag: str) -> list[Attributes]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]


def markup(catalogue: Catalogue, language: str = "en", chosen: IncidentFilter | None = None) -> str:
    return "".join(report(catalogue, catalogue.select(chosen or IncidentFilter()), language, TODAY))


@pytest.fixture(scope="module", params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


@pytest.fixture(scope="module")
def source(shipped: Catalogue, language: str) -> str:
    return markup(shipped, language)


@pytest.fixture(scope="module")
def page(source: str) -> Document:
    return Document(source)


def sound(page: Document) -> None:
    """Nested as it should be, no id twice, no link into the void, and nothing that loads, runs or sends."""
    assert page.faults == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    inner = {str(link["href"])[1:] for link in page.named("a") if str(link["href"]).startswith("#")}
    assert inner <= set(ids)
    outer = [str(link["href"]) for link in page.named("a") if not str(link["href"]).startswith("#")]
    assert [href for href in outer if not href.startswith(("https://", "http://"))] == []
    names = {name for name, _ in page.elements}
    assert names & FORBIDDEN == set()
    loads = ("src", "srcset", "xlink:href", "style", "ping", "background", "poster", "action", "formaction")
    assert [row for row in page.elements if any(key in loads or key.startswith("on") for key in row[1])] == []


def test_the_document_is_sound(page: Document, source: str) -> None:
    sound(page)
    assert set(re.findall(r"url\((.)", source)) == {"#"}
    assert "@import" not in source
    assert source.startswith("<!DOCTYPE html>\n<html lang=")
    assert [row.get("http-equiv") for row in page.named("meta")].count("Content-Security-Policy") == 1
    assert "default-src 'none'" in source.replace("&#x27;", "'")


def test_language_and_direction_are_said(page: Document, language: str) -> None:
    assert page.named("html") == [{"lang": language, "dir": LANGUAGES[language].direction}]
    isolated = page.named("bdi")
    assert isolated
    assert {one.get("dir") for one in isolated} <= {"ltr", "rtl"}
    assert {"lang": "en", "dir": "ltr"} in isolated if language == "ar" else {"lang": "ar", "dir": "rtl"} in isolated


def test_landmarks_and_headings_are_in_order(page: Document) -> None:
    names = [name for name, _ in page.elements]
    assert [names.count(name) for name in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    first = next(attributes for name, attributes in page.elements if name == "a")
    assert (first["href"], first["class"]) == ("#main", "skip")


def test_tables_have_captions_and_scoped_heads(page: Document) -> None:
    assert len(page.named("table")) == len(page.named("caption")) > 60
    assert {head.get("scope") for head in page.named("th")} == {"col", "row", "rowgroup"}


def test_every_incident_is_a_heading_with_its_findings_after_it(
    page: Document, shipped: Catalogue, language: str
) -> None:
    sayer = Sayer(LANGUAGES[language], shipped.dataset)
    titles = [text for level, text in page.headings if level == 3]
    text, place = page.text, page.text.index(LANGUAGES[language].words["incidents.title"] + "\n")
    ordered = sorted(shipped.summaries, key=lambda one: not one.is_placed)
    for summary in ordered:
        assert any(title.endswith(f". {summary.incident.title}") for title in titles)
        place = text.index(f". {summary.incident.title}", place)
        for finding in summary.findings:
            place = text.index(text_of(sayer.label(finding)) + text_of(sayer.finding(finding)), place)
            assert text.index(text_of(sayer.why(finding)), place) < place + 1500
    assert all(text.count(symbol) for symbol in (SYMBOLS["agreed"], SYMBOLS["contested"]))


def test_every_claim_is_there_with_its_note(page: Document, shipped: Catalogue, source: str) -> None:
    for _, claim in shipped.dataset.claims:
        assert claim.quote in page.text
    notes = re.findall(r'<li id="note-(\d+)" value="(\d+)">', source)
    assert [int(number) for number, _ in notes] == list(range(1, len(notes) + 1))
    assert all(number == value for number, value in notes)
    assert len(notes) == len({(one.source, one.paragraph, one.quote, one.says) for _, one in shipped.dataset.claims})


def test_all_but_data_is_in_the_language_of_the_report(source: str, language: str) -> None:
    body = re.sub("<svg.*?</svg>|<style.*?</style>", "", source[source.index("<body>") :], flags=re.S)
    bare = re.sub(r"<[^>]*>", " ", re.sub("<bdi.*?</bdi>", "", body))
    if language == "ar":
        assert set(re.findall("[A-Za-z]{2,}", bare)) <= {"Natural", "Earth", "Sourcepin"}
    else:
        assert not re.search("[\u0600-\u06ff]", bare)


def test_what_it_says_of_itself(shipped: Catalogue) -> None:
    chosen = IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12))
    text = Document(markup(shipped, "en", chosen)).text
    meta = shipped.dataset.meta
    for words in (meta.name, meta.version, meta.licence, "1 March 2026", "from 1 March 2020 to 12 March 2020",
                  "possible", meta.time_zone_note, "What is shown is reported, not verified."):  # fmt: skip
        assert words in text
    assert "As known on" not in text
    known = report(shipped, shipped.everything, "en", TODAY, known=date(2020, 3, 12))
    assert "12 March 2020: only what sources published by then say" in Document("".join(known)).text


def test_links_outside_the_selection_are_said_to_be_so(shipped: Catalogue) -> None:
    page = Document(markup(shipped, "en", IncidentFilter(start=date(2020, 3, 12), end=date(2020, 3, 12))))
    sound(page)
    assert "(not in this report)" in page.text


def test_an_empty_selection_is_a_whole_report(shipped: Catalogue, language: str) -> None:
    page = Document(markup(shipped, language, IncidentFilter(text="nothing has these words")))
    sound(page)
    words = LANGUAGES[language].words
    assert words["map.empty"] in page.text
    assert words["chronology.empty"] in page.text
    assert page.named("svg") == []


def test_the_same_selection_gives_the_same_file(shipped: Catalogue, source: str, language: str) -> None:
    assert markup(shipped, language) == source


def test_an_unknown_language_is_refused_before_anything_is_written(shipped: Catalogue) -> None:
    with pytest.raises(ValueError, match="expected one of en, ar"):
        report(shipped, shipped.everything, "fr", TODAY)


def test_hostile_text_is_text(tmp_path: Path, language: str) -> None:
    catalogue = build(load_or_raise(hostile_data.write(tmp_path / "data")))
    made = markup(catalogue, language, IncidentFilter(text="rel"))
    page = Document(markup(catalogue, language))
    sound(page)
    sound(Document(made))
    shown = plain(hostile_data.ATTACK)
    assert page.text.count(shown) > 30
    assert not re.search("[\u202a-\u202e]", page.text)
    marks = ["title-attack", "title-talk", "obtained", "says", "claimnote", "incidentnote", "placenote", "origin",
             "note", "publisher", "author", "title", "name", "version", "licence", "method", "disputed_note",
             "unit"]  # fmt: skip
    assert [mark for mark in marks if f"{shown} {mark}" not in page.text] == []
    assert [str(link["href"])[:20] for link in page.named("a") if "javascript:" in str(link["href"])[:20]] == []


def test_the_command_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.html"
    argv = ["report", "--from", "2020-03-11", "--to", "2020-03-11", "--language", "ar", "--date", "2026-03-01"]
    assert main([*argv, "-o", str(target)]) == 0
    assert capsys.readouterr().err.endswith("incidents written\n")
    written = target.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in written
    assert "1 آذار/مارس 2026" in written
    assert main(argv) == 0
    assert capsys.readouterr().out == written


def test_the_command_refuses_another_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["report", "--language", "fr"])
    assert stop.value.code == 2
    assert "argument --language: invalid choice: 'fr'" in capsys.readouterr().err
