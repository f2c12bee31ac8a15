"""The report as a reader opens it: a file on disk, scripts off, on screen and on paper, in English and Arabic."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page

from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.filters import IncidentFilter
from events.reading import load_or_raise
from events.report.markup import plain
from events.report.page import report
from tests.browser import hostile_data
from tests.browser.conftest import Record
from tests.browser.test_axe import AXE, RUN

LANGUAGES = ("en", "ar")
TODAY = date(2026, 3, 1)
ALL = IncidentFilter()


SOME = IncidentFilter(start=date(2020, 3, 12), end=date(2020, 3, 12), text="baghdad")
"""Certain and possible, placed and not: what the whole has, small enough for axe to be quick."""


def write(catalogue: Catalogue, folder: Path, language: str, chosen: IncidentFilter = ALL) -> str:
    """The report of a selection as a file; its address."""
    path = folder / f"{language}.html"
    path.write_text("".join(report(catalogue, catalogue.select(chosen), language, TODAY)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build(load_or_raise(BUILT_IN))


@pytest.fixture(scope="module")
def addresses(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("report")
    return {language: write(catalogue, folder, language) for language in LANGUAGES}


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page without scripts."""
    return new_page(java_script_enabled=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_asks_for_nothing_but_itself(
    page: Page, record: Record, addresses: dict[str, str], language: str
) -> None:
    page.goto(addresses[language])
    page.pdf()
    assert record.requests == [addresses[language]]
    assert record.console == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_gets_everything_in_order(
    page: Page, catalogue: Catalogue, addresses: dict[str, str], language: str
) -> None:
    page.goto(addresses[language])
    headings = page.locator("h3").all_inner_texts()
    for summary in catalogue.summaries:
        assert any(heading.endswith(summary.incident.title) for heading in headings)
    tree = page.locator("main").aria_snapshot()
    last = 0
    for summary in [one for one in catalogue.summaries if one.is_placed]:
        last = tree.index(f". {summary.incident.title}", last)
        rows = page.locator(f"section.incident:has(h3#{_id(page, summary.incident.title)}) .findings tbody tr")
        assert rows.count() == len(summary.findings)
    assert re.search(r"- '?img ", tree)
    assert len(re.findall(r"- '?table ", tree)) == 2 * len(catalogue.summaries) + 1  # and the chronology


def _id(page: Page, title: str) -> str:
    return str(page.locator("h3").filter(has_text=re.compile(rf"^\d+\. {re.escape(title)}$")).get_attribute("id"))


@pytest.mark.parametrize(("language", "width"), [("en", 1100), ("ar", 1100), ("en", 390), ("ar", 390)])
def test_axe_finds_nothing(
    new_page: Callable[..., Page], catalogue: Catalogue, tmp_path: Path, language: str, width: int
) -> None:
    selection = catalogue.select(SOME)
    assert selection.certain
    assert selection.possible
    assert {summary.is_placed for summary in selection.all} == {True, False}
    page = new_page(viewport={"width": width, "height": 900})  # axe is a script, so this page has them on
    page.goto(write(catalogue, tmp_path, language, SOME))
    page.evaluate(AXE)
    found = [(rule["id"], node["target"], node["html"][:200]) for rule in page.evaluate(RUN) for node in rule["nodes"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_first_column_stands_where_reading_begins(
    page: Page, addresses: dict[str, str], language: str, direction: str
) -> None:
    page.goto(addresses[language])
    for look in ("chronology", "findings", "claims"):
        heads = [head.bounding_box() for head in page.locator(f"table.{look}").first.locator("thead th").all()]
        left = [head["x"] for head in heads if head]
        assert len(left) == len(heads) > 4
        assert left == sorted(left, reverse=direction == "rtl")


def test_directions_are_computed(new_page: Callable[..., Page], addresses: dict[str, str]) -> None:
    page = new_page()
    page.goto(addresses["ar"])
    computed = "e => getComputedStyle(e).direction + ' ' + getComputedStyle(e).textAlign"
    assert page.locator("table.findings td").first.evaluate(computed) == "rtl start"
    assert page.locator("h1 bdi").evaluate(computed).startswith("ltr")
    assert page.locator("svg.map").evaluate(computed).startswith("ltr")
    date_cell = page.locator("table.chronology td", has_text="من 11 إلى 12 آذار/مارس 2020").first
    # Left edges of "11", "12" and "2020": the range and the year run from right to left.
    edges = date_cell.evaluate(
        """e => { const node = e.firstChild, text = node.textContent; return ['11', '12', '2020'].map((part) => {
          const range = document.createRange(), at = text.indexOf(part);
          range.setStart(node, at); range.setEnd(node, at + part.length);
          const box = range.getBoundingClientRect(); return [Math.round(box.top), box.left]; }); }"""
    )
    assert edges[0][1] > edges[1][1]
    assert edges[2][0] > edges[1][0] or edges[1][1] > edges[2][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_pages(page: Page, addresses: dict[str, str], language: str) -> None:
    page.goto(addresses[language])
    printed = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sizes) > 1
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(595, 842)}  # A4 in points


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(
    new_page: Callable[..., Page], record: Record, tmp_path: Path, language: str
) -> None:
    hostile = build(load_or_raise(hostile_data.write(tmp_path / "data")))
    page, dialogs = new_page(), []

    def seen(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", seen)
    address = write(hostile, tmp_path, language)
    page.goto(address)
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert page.locator("script, img, [onerror], [onclick], a[href^=javascript]").count() == 0
    assert plain(hostile_data.ATTACK) in page.locator("h3").first.inner_text()
    assert record.requests == [address]
    assert dialogs == []


def test_the_skip_link_and_the_notes_lead_somewhere(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["en"])
    page.keyboard.press("Tab")
    assert page.locator(".skip:focus").bounding_box()["x"] >= 0  # type: ignore[index]
    page.locator("table.findings .notes a").first.click()
    assert page.url.endswith(str(page.locator("table.findings .notes a").first.get_attribute("href")))
    assert page.locator("li:target").count() == 1
