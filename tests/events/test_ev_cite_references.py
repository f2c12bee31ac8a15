"""References: nothing invented, dates as exact as stated, and every format read back by a program of others."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.fingerprint import fingerprint
from events.model import Source
from events.referencefiles import FORMATS, bibtex, csl_json, ris
from events.references import Item, View, csl_date, permalink, source_item, view_item, view_text
from tests.events import ev_building as make

# The names that csl-data.json of citation-style-language allows, as far as we use them; it allows no others.
CSL_TEXT = {"id", "title", "publisher", "container-title", "version", "note", "URL"}
CSL_DATES = {"issued", "accessed"}
CSL_TYPES = {"webpage", "document", "dataset", "entry"}


def check_csl(item: Item) -> None:
    assert {"id", "type"} <= set(item) <= CSL_TEXT | CSL_DATES | {"type", "author"}
    assert item["type"] in CSL_TYPES
    assert all(isinstance(item[name], str) and item[name] for name in CSL_TEXT & set(item))
    assert all(set(name) == {"literal"} and name["literal"] for name in item.get("author", []))
    for name in CSL_DATES & set(item):
        assert set(item[name]) <= {"date-parts", "circa", "literal"}
        assert all(1 <= len(parts) <= 3 for parts in item[name].get("date-parts", []))


def source(**more: Any) -> Source:
    return Source.model_validate({"id": "s", "short": "S", "title": "A title", **more})


def view(catalogue: Catalogue, **more: Any) -> View:
    chosen = more.pop("filter", IncidentFilter())
    given = {"accessed": date(2026, 5, 6), "link": "https://map.example/?q=a", **more}
    return View(catalogue.dataset, fingerprint(catalogue.dataset), catalogue.select(chosen), **given)


DATES: list[tuple[str, Item]] = [
    ("2020-03-12", {"date-parts": [[2020, 3, 12]]}),
    ("2020-03", {"date-parts": [[2020, 3]]}),
    ("2020", {"date-parts": [[2020]]}),
    ("2020-03-10/2020-03-12", {"date-parts": [[2020, 3, 10], [2020, 3, 12]]}),
    ("2020-03~", {"date-parts": [[2020, 3]], "circa": True}),
    ("2020/2021?", {"date-parts": [[2020], [2021]], "circa": True}),
    ("../2020-03-12", {"literal": "../2020-03-12"}),
    ("202X", {"literal": "202X"}),
    ("2020-XX", {"literal": "2020-XX"}),
]


@pytest.mark.parametrize(("edtf", "expected"), DATES)
def test_dates_are_as_exact_as_stated(edtf: str, expected: Item) -> None:
    assert csl_date(edtf) == expected
    check_csl(source_item(source(published=edtf)))


def test_what_is_not_stated_is_left_out() -> None:
    assert source_item(source()) == {"id": "s", "type": "document", "title": "A title"}
    assert bibtex([source_item(source())]) == "@misc{s,\n  title = {{A title}}\n}\n"
    assert ris([source_item(source())]) == "TY  - GEN\r\nID  - s\r\nTI  - A title\r\nER  - \r\n"


def test_an_address_that_is_no_web_address_is_no_url() -> None:
    assert "URL" not in source_item(source(url="javascript:alert(1)"))


def test_a_republished_text_names_both() -> None:
    item = source_item(source(publisher="Post", republished_by="Nation", url="https://n.example/1"))
    assert (item["type"], item["publisher"], item["container-title"]) == ("webpage", "Post", "Nation")
    assert "howpublished = {Post, republished by Nation}" in bibtex([item])


def test_all_sources_that_ship_are_items(shipped: Catalogue) -> None:
    items = [source_item(one) for one in shipped.dataset.sources]
    for item in [*items, view_item(view(shipped)), view_item(view(shipped, incident=shipped.summaries[0]))]:
        check_csl(item)
    assert json.loads(csl_json(items)) == items
    assert items[2]["author"] == [{"literal": "Carla Babb"}, {"literal": "Jeff Seldin"}]
    assert items[3]["issued"] == {"date-parts": [[2020, 3]]}


def test_a_view_says_what_was_seen(small: Catalogue) -> None:
    seen = view(small, filter=IncidentFilter(kinds=frozenset({"air"})), issued=date(2026, 1, 2))
    short = fingerprint(small.dataset)[:16]
    text = view_text(seen)
    assert text.startswith("A small data set, version 0.1.0 (2 January 2026), CC BY 4.0. 1 incident and 1 report")
    assert "air or drone strike" in text
    assert text.endswith(f"Content (SHA-256): {short}. Accessed 6 May 2026, https://map.example/?q=a")
    item = view_item(seen)
    assert (item["type"], item["version"], item["URL"]) == ("dataset", "0.1.0", "https://map.example/?q=a")
    assert item["issued"] == {"date-parts": [[2026, 1, 2]]}
    assert item["accessed"] == {"date-parts": [[2026, 5, 6]]}
    assert short in item["note"]
    assert "Licence: CC BY 4.0" in item["note"]


def test_a_view_without_address_or_date_invents_none(small: Catalogue) -> None:
    bare = view(small, link="")
    assert {"URL", "issued"} & set(view_item(bare)) == set()
    assert view_text(bare).endswith("Accessed 6 May 2026.")
    assert "()" not in view_text(bare)


def test_one_incident_of_a_view(small: Catalogue) -> None:
    seen = view(small, incident=small.by_id["attack"])
    item = view_item(seen)
    assert (item["type"], item["title"], item["container-title"]) == ("entry", "Title of attack", "A small data set")
    assert item["note"].startswith("11 March 2020, Camp: site, within 3 km. ")
    assert view_text(seen).startswith("“Title of attack”, in: A small data set, version 0.1.0, CC BY 4.0. 11 March")


def read_bibtex(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


UNTEX = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
         r"\textasciicircum{}": "^", r"\textasciitilde{}": "~"}  # fmt: skip


def untex(text: str) -> str:
    return re.sub(r"\\text\w+\{\}|\\([$&#%_])", lambda found: UNTEX.get(found[0]) or found[1], text)


def test_bibtex_is_read_back(shipped: Catalogue) -> None:
    sources = shipped.dataset.sources
    read = read_bibtex(bibtex([view_item(view(shipped)), *map(source_item, sources)]))
    assert len(read.entries) == 1 + len(sources)
    for one in sources:
        entry = read.entries[one.id]
        assert entry.type == "misc"
        assert untex(entry.fields["title"].strip("{}")) == one.title
        assert [untex(str(person)).strip("{}") for person in entry.persons.get("author", [])] == list(one.authors)
        assert entry.fields["year"] == (one.published or "")[:4]
        assert entry.fields["month"] == "March"
        assert entry.fields.get("url", "") == one.link


HOSTILE = [
    "100% of \\input{x} & _that_ # $x^2$ ~",
    "a } , year = {1900}, x = {",
    "@misc{evil, title = {x}}",
    "two\nlines\r\nER  - \r\nTY  - JOUR",
    "unbalanced { brace",
    'quote " and “these”',
    "كتائب حزب الله",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    plain = " ".join(words.split())
    item = source_item(source(title=words, publisher=words, authors=[words]))
    read = read_bibtex(bibtex([item]))
    assert list(read.entries) == ["s"]
    entry = read.entries["s"]
    assert untex(entry.fields["title"][1:-1]) == plain
    assert untex(entry.fields["howpublished"]) == plain
    assert "year" not in entry.fields
    lines = ris([item]).split("\r\n")
    assert [line for line in lines if line.startswith("TI")] == [f"TI  - {plain}"]
    assert [line[:2] for line in lines if line] == ["TY", "ID", "TI", "AU", "PB", "ER"]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60).filter(str.strip))
def test_any_title_gives_one_entry_that_can_be_read(title: str) -> None:
    item = source_item(source(title=title))
    assert list(read_bibtex(bibtex([item])).entries) == ["s"]
    assert len(ris([item]).split("\r\n")) == 5
    assert json.loads(csl_json([item])) == [item]


def test_ris_dates_stop_where_the_source_does() -> None:
    items = [source_item(source(published=text)) for text in ("2020-03-12", "2020-03", "2020")]
    assert re.findall(r"DA  - (.*)\r", ris(items)) == ["2020/03/12/", "2020/03//", "2020///"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_item_is_a_file_too(name: str) -> None:
    assert FORMATS[name]([]).strip() in ("", "[]")


META = make.dataset().meta
LINKS = [
    ("https://m.example", {}, "https://m.example/?v=0.1.0&h=aaaaaaaaaaaaaaaa"),
    ("http://m.example:8501/m", {"actor": ["b", "c"]}, "http://m.example:8501/m?actor=b&actor=c&v=0.1.0&h=" + "a" * 16),
    ("https://m.example/?x=1&actor=z&v=9#f", {"actor": ["b"]}, "https://m.example/?x=1&actor=b&v=0.1.0&h=" + "a" * 16),
    ("https://m.example/", {"v": ["9"], "h": ["9"]}, "https://m.example/?v=0.1.0&h=" + "a" * 16),
]


@pytest.mark.parametrize(("base", "query", "link"), LINKS)
def test_a_permanent_link_carries_version_and_content(base: str, query: dict[str, list[str]], link: str) -> None:
    assert permalink(base, query, META, "a" * 64) == link


def test_a_permanent_link_keeps_any_value() -> None:
    words = "a&b=c #d ?é “ب”+%"
    link = permalink("https://m.example/", {"q": [words]}, META, "a" * 64)
    assert parse_qs(urlsplit(link).query)["q"] == [words]


@pytest.mark.parametrize("base", ["", "m.example", "javascript:alert(1)", "file:///etc", "https://"])
def test_a_permanent_link_needs_a_page(base: str) -> None:
    with pytest.raises(ValueError, match="expected the address of a page"):
        permalink(base, {}, META, "a" * 64)
