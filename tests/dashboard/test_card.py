"""The incident card: every claim is in it with its words and paragraph, and text is text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from dashboard.layers import card
from dashboard.layers.source_cards import source_card
from dashboard.layers.table import COLUMNS, table
from events import phrases
from events.catalogue import Catalogue
from events.dataset import BUILT_IN
from events.reading import load_or_raise
from events.summary import Summary
from tests.browser.hostile_data import ATTACK, QUOTE

IDS = [incident.id for incident in load_or_raise(BUILT_IN).incidents]
TAGS = {"div", "i", "h2", "h3", "p", "span", "b", "a", "bdi", "section", "table", "tbody", "tr", "th", "td", "small",
        "q", "u", "ul", "li", "article", "dl", "dt", "dd", "details", "summary"}  # fmt: skip
ATTRIBUTES = {"class", "href", "target", "rel", "title", "lang", "scope", "colspan", "style", "aria-hidden"}


@dataclass
class Seen(HTMLParser):
    """What a browser would make of the markup, roughly: tags, attributes, texts, and the texts within ``q``."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    hrefs: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    text: str = ""
    in_quote: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.hrefs.append(value or "")
            if name == "title":
                self.titles.append(value or "")
        if tag == "q":
            self.in_quote = True
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_quote = self.in_quote and tag != "q"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_quote:
            self.quotes[-1] += data


def read(markup: str) -> Seen:
    seen = Seen()
    seen.feed(markup)
    seen.close()
    return seen


def whole(summary: Summary, catalogue: Catalogue) -> Seen:
    parts = (card.head, card.who_says_what, card.source_list)
    return read("".join(part(summary, catalogue.dataset) for part in parts))


@pytest.mark.parametrize("id", IDS)
def test_every_claim_is_in_the_card(shipped: Catalogue, id: str) -> None:
    summary, data = shipped.by_id[id], shipped.dataset
    seen = read(card.who_says_what(summary, data))
    told = Counter(claim.quote for claim in summary.incident.claims)
    assert set(seen.quotes) == set(told)
    assert Counter(seen.quotes) >= told, "a count with its parts stands under each of them; none may be left out"
    for claim in summary.incident.claims:
        assert f"¶ {claim.paragraph}" in seen.text
        assert phrases.said(claim, data) in seen.text
        assert not claim.says or f"says {claim.says}" in seen.text
        source = data.source(claim.source)
        assert source.short in seen.text
        assert any(source.title in title for title in seen.titles)


@pytest.mark.parametrize("id", IDS)
def test_the_head_of_a_card_says_what_when_where(shipped: Catalogue, id: str) -> None:
    summary = shipped.by_id[id]
    text = read(card.head(summary, shipped.dataset)).text
    assert summary.incident.title in text
    assert phrases.where(summary.place) in text
    assert summary.place.obtained in text
    assert ("Iraq time" in text) == summary.days.known


def test_what_has_an_address_links_to_the_very_words(shipped: Catalogue) -> None:
    taji = shipped.by_id["2020-03-11-camp-taji"]
    seen = whole(taji, shipped)
    words = [href for href in seen.hrefs if "#:~:text=" in href]
    linked = [claim for claim in taji.incident.claims if shipped.dataset.source(claim.source).link]
    assert len(words) >= len(linked) > 0
    assert all(href.startswith("https://") for href in seen.hrefs)


def test_contested_findings_are_marked_with_both_sides(shipped: Catalogue) -> None:
    found = [(one, finding) for one in shipped.summaries for finding in one.findings]
    contested = [(one, finding) for one, finding in found if finding.status == "contested"]
    assert contested
    for summary, finding in contested:
        text = read(card.section(finding, shipped.dataset)).text
        assert "contested" in text
        assert "exclude each other" in text
        assert finding.clash is not None, summary.id
        assert all(phrases.said(claim, shipped.dataset) in text for claim in finding.clash)


@pytest.mark.parametrize("id", ["attack", "reply", "talk"])
def test_hostile_text_is_text_in_the_card(hostile: Catalogue, id: str) -> None:
    seen = whole(hostile.by_id[id], hostile)
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert all(href.startswith("https://x.invalid/") for href in seen.hrefs)
    for mark in (f"title-{id}", "local", "obtained", "incidentnote", "says", "claimnote"):
        assert f"{ATTACK} {mark}" in seen.text, mark
    assert set(seen.quotes) == {QUOTE}


def test_hostile_text_is_text_in_a_source(hostile: Catalogue) -> None:
    for number, source in enumerate(hostile.dataset.sources, 1):
        seen = read(source_card(source, number, hostile))
        assert seen.tags <= TAGS
        assert seen.attributes <= ATTRIBUTES
        for mark in ("publisher", "title", "author", "note", "republished_by"):
            assert f"{ATTACK} {mark}" in seen.text, mark
        assert len(seen.hrefs) == (1 if source.id == "two" else 0)


def test_the_table_has_a_row_an_incident_and_no_direction_marks(shipped: Catalogue, hostile: Catalogue) -> None:
    rows = table(shipped.everything, shipped)
    assert list(rows.columns) == list(COLUMNS)
    assert list(rows["Incident"]) == [summary.incident.title for summary in shipped.everything.all]
    text = table(hostile.everything, hostile).to_csv()
    assert "title-attack" in text
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)
