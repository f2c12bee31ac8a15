"""The page in Arabic: it reads from right to left, says nothing in English but data, and its link restores it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import PATIENCE, SOON, TAJI, address, map_of, open_map, popup, query, settled, wait_query
from tests.browser.test_axe import check
from tests.browser.test_phone import PHONE, fits

ROOT = "() => [document.documentElement.lang, document.documentElement.dir]"
# Names of the product, of licences and of those who made the map; "km" stands on the scale bar.
ALLOWED = {"Sourcepin", "Natural", "Earth", "GeoNames", "CC", "BY", "UTC"}
OURS = """(nodes) => nodes.map((node) => {
  const copy = node.cloneNode(true);
  for (const data of copy.querySelectorAll('[lang="en"]')) data.remove();
  return copy.textContent.replace(/\\u2068[^\\u2069]*\\u2069/g, " ");
})"""


def english(found: Locator) -> set[str]:
    """English words in elements, outside what is marked as data."""
    texts: list[str] = found.evaluate_all(OURS)
    assert texts, "nothing found to look at"
    return {word for text in texts for word in re.findall("[A-Za-z]{2,}", text)} - ALLOWED


def arabic(base_url: str, path: str = "", **more: str) -> str:
    """An address with ``lang=ar``."""
    return address(base_url, path, {"lang": "ar", **more})


def test_the_map_view_speaks_arabic_from_right_to_left(page: Page, base_url: str) -> None:
    frame = open_map(page, arabic(base_url, incident=TAJI))
    expect(page.locator(".sp-caption")).to_contain_text("9 حوادث و4 أجزاء مذكورة")
    assert page.evaluate(ROOT) == ["ar", "rtl"]
    expect(popup(frame)).to_be_visible(timeout=SOON)
    expect(popup(frame)).to_have_attribute("dir", "rtl")
    expect(popup(frame)).to_have_attribute("lang", "ar")
    assert english(popup(frame).locator(".spp-kind, .spp-meta, dt, .spp-chip, .spp-why, .spp-foot")) == set()
    assert english(frame.locator(".sp-legendbox, .sp-attribution, .sp-linktag")) == set()
    buttons = frame.locator(".sp-controls button")
    names = buttons.evaluate_all("nodes => nodes.map((n) => n.getAttribute('aria-label') || n.textContent)")
    assert len(names) >= 4
    assert not re.search("[A-Za-z]", "".join(names))
    assert english(page.locator(".sp-caption")) == set()
    heads = ".sp-head, .sp-tray-head, .st-key-facet_kinds label, .st-key-w_contested label"
    assert english(page.locator(heads)) == set()
    own = page.locator(".timeline").locator("text.title, text:not(.label):not(.title)")
    assert english(own) == set()
    sidebar, main = (page.get_by_test_id(name).bounding_box() for name in ("stSidebar", "stMain"))
    assert sidebar is not None
    assert main is not None
    assert sidebar["x"] >= main["x"] + main["width"] - 2, "the sidebar stands on the right"


def test_the_card_speaks_arabic(page: Page, base_url: str) -> None:
    page.goto(arabic(base_url, incident=TAJI, card="1"))
    heading = page.locator(".sp-card h2")
    expect(heading).to_have_text("Rocket attack on Camp Taji", timeout=PATIENCE)
    expect(heading.locator("bdi")).to_have_attribute("lang", "en")
    settled(page)
    assert english(page.locator(".sp-kind, .sp-voices, .sp-field h3, .sp-why, .sp-origin td")) == set()
    tabs = page.locator(".st-key-w_card_tab_ar button")
    expect(tabs).to_have_count(3, timeout=SOON)
    assert english(tabs) == set()


def test_the_choice_is_in_the_link_and_the_link_restores_it(
    page: Page, new_page: Callable[..., Page], base_url: str
) -> None:
    open_map(page, address(base_url))
    assert page.evaluate(ROOT) == ["en", ""]
    page.get_by_role("radio", name="العربية").click()
    wait_query(page, "lang", "ar")
    expect(page.locator(".sp-caption")).to_contain_text("حوادث", timeout=SOON)
    page.wait_for_function("() => document.documentElement.dir === 'rtl'")
    expect(map_of(page).locator(".sp-legendbox")).to_contain_text("نوع الحادثة", timeout=SOON)
    page.get_by_text("عثور أو ضبط").first.click()
    wait_query(page, "kind", "find")
    expect(page.locator(".sp-caption")).to_contain_text("عثور أو ضبط", timeout=SOON)
    other = new_page()
    open_map(other, page.url)
    expect(other.locator(".sp-caption")).to_contain_text("عثور أو ضبط")
    page.get_by_role("radio", name="English").click()
    wait_query(page, "lang", None)
    page.wait_for_function("() => document.documentElement.lang === 'en' && !document.documentElement.dir")
    expect(page.locator(".sp-caption")).to_contain_text("find or seizure", timeout=SOON)
    assert "lang" not in query(page)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_role_stays_chosen_while_its_count_changes(page: Page, base_url: str, lang: str) -> None:
    open_map(page, address(base_url, query={"lang": lang, "role": "victim"}))
    for kinds, which in ((["air"], "air"), (["air", "rocket"], "rocket")):
        page.locator(f".st-key-w_kinds_{which} label").click()
        page.wait_for_function(
            "kinds => new URLSearchParams(location.search).getAll('kind').join() === kinds", arg=",".join(kinds)
        )
        settled(page)
    assert query(page)["role"] == ["victim"]


def test_it_fits_a_phone(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page(**PHONE)
    frame = open_map(page, arabic(base_url))
    fits(page)
    frame.locator('.sp-hit[aria-label*="Missile attack on Al Asad"]').tap()
    expect(popup(frame)).to_have_attribute("dir", "rtl", timeout=SOON)
    fits(page)
    popup(frame).locator(".spp-all").tap()
    expect(page.locator(".sp-card h2")).to_be_visible(timeout=SOON)
    settled(page)
    fits(page)
    page.get_by_test_id("stExpandSidebarButton").tap()
    box = page.locator(".st-key-facet_kinds label").filter(has_text="اقتحام")
    box.scroll_into_view_if_needed()
    box.tap()
    wait_query(page, "kind", "crowd")
    page.get_by_test_id("stSidebarCollapseButton").locator("button").tap()
    expect(page.locator(".sp-caption")).to_contain_text("حادثة واحدة", timeout=SOON)
    fits(page)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_no_serious_fault(new_page: Callable[..., Page], base_url: str, width: int, scheme: str) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    frame = open_map(page, arabic(base_url, incident=TAJI))
    expect(popup(frame)).to_be_visible(timeout=SOON)
    found = check(page, f"map {width}")
    for path in ("list", "evidence", "chain", "sources", "method"):
        page.goto(arabic(base_url, path))
        page.locator(".sp-caption, .sp-title").first.wait_for(timeout=PATIENCE)
        found += check(page, f"{path} {width}")
    assert found == [], "\n".join(found)
