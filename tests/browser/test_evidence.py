"""The Evidence view in a browser: a cell opens who says what, by mouse and by keyboard, and the link holds it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import PATIENCE, SOON, TAJI, address, go, query, settled, wait_query
from tests.browser.test_axe import violations

WOUNDED = f"{TAJI}:wounded"
PAIR = "unattributed-2020-03,washington-post-2020-03-13"
PHONE = {"width": 390, "height": 844}


def cell(page: Page, key: str) -> Locator:
    """The button of one cell."""
    return page.locator(f'.matrix button[data-key="{key}"]')


def open_view(page: Page, base: str, **parts: str) -> None:
    """Open the view by its address and wait until it is drawn."""
    page.goto(address(base, "evidence", parts))
    expect(page.locator(".sp-caption")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".sp-pairs" if "pair" in parts else ".matrix table").first).to_be_visible(timeout=PATIENCE)
    settled(page)


def test_how_many_were_wounded_is_answered_in_two_clicks(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(page.locator(".sp-caption")).to_be_visible(timeout=PATIENCE)
    settled(page)
    go(page, "Evidence")
    cell(page, WOUNDED).click(timeout=PATIENCE)
    shown = page.locator(".st-key-comparison")
    for words in ("Camp Taji: wounded", "5 sources, 4 origins", "exclude each other", "Rule 2 of 5", "one voice, in 2"):
        expect(shown).to_contain_text(words, timeout=SOON)
    assert shown.locator("q").count() == 5
    assert shown.locator("h2").bounding_box()["y"] < 860, "the comparison begins within the window"
    wait_query(page, "cell", WOUNDED)
    expect(cell(page, WOUNDED)).to_have_attribute("aria-pressed", "true")
    cell(page, WOUNDED).click()
    expect(shown).to_have_count(0, timeout=SOON)
    wait_query(page, "cell", None)


def test_a_link_opens_the_cell_in_sight_and_leads_to_the_card(page: Page, base_url: str) -> None:
    open_view(page, base_url, cell=f"{TAJI}:motive", counting="sources")
    inside = "b => { const c = b.getBoundingClientRect(), f = b.closest('.frame').getBoundingClientRect();"
    inside += " return c.top >= f.top && c.bottom <= f.bottom && c.left >= f.left && c.right <= f.right; }"
    assert cell(page, f"{TAJI}:motive").evaluate(inside)
    assert page.evaluate("document.documentElement.scrollTop") == 0
    page.get_by_role("button", name="Open the incident card").click()
    expect(page.locator(".sp-card h2")).to_have_text("Rocket attack on Camp Taji", timeout=PATIENCE)
    settled(page)
    assert query(page)["incident"] == [TAJI]


def test_arrow_keys_go_from_cell_to_cell_and_enter_opens(page: Page, base_url: str) -> None:
    open_view(page, base_url)
    stops = page.locator('.matrix button[tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    roots = "[document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)]"
    focused = f"{roots}.map(root => root.activeElement?.dataset?.key).find(Boolean)"
    assert page.evaluate(focused) == "2019-12-27-kirkuk:date"
    for key, there in (
        ("ArrowRight", "place"), ("ArrowRight", "weapon"), ("ArrowRight", "killed"), ("End", "attribution"),
        ("Home", "date"), ("ArrowLeft", "date"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(focused) == f"2019-12-27-kirkuk:{there}", key
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "2019-12-29-five-sites:date"
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-comparison")).to_contain_text("Five sites: date", timeout=SOON)
    settled(page)
    assert page.evaluate(focused) == "2019-12-29-five-sites:date", "the focus stays where the reader was"


def test_counting_sources_says_and_shows_what_changes(page: Page, base_url: str) -> None:
    open_view(page, base_url)
    truck = cell(page, "2020-03-11-launcher-truck:date")
    expect(truck).to_have_class("single")
    page.get_by_text("Counted by origins:").click()
    expect(page.locator(".sp-changes li").filter(has_text="launchers found, date")).to_contain_text("agreed by sources")
    page.get_by_role("radio", name="Count sources").click()
    expect(truck).to_have_class("agreed", timeout=SOON)
    wait_query(page, "counting", "sources")
    expect(page.locator(".sp-changes")).to_contain_text("Counted by sources:")


def test_the_matrix_follows_the_filter(page: Page, base_url: str) -> None:
    open_view(page, base_url)
    rows = page.locator(".matrix [scope=row]")
    expect(rows).to_have_count(32)
    box = page.locator(".st-key-w_ev_contested")
    box.locator("input").click()
    page.get_by_role("option", name=re.compile("wounded")).click()
    expect(rows).to_have_count(1, timeout=SOON)
    wait_query(page, "contested", "wounded")
    expect(page.locator(".sp-caption")).to_contain_text("contested in wounded")


def test_two_sources_are_in_the_link(page: Page, base_url: str) -> None:
    open_view(page, base_url, pair=PAIR, relation="differ")
    rows = page.locator(".sp-pairs tbody tr:not(.sp-pair-head)")
    expect(rows).to_have_count(6)
    page.get_by_role("radio", name=re.compile("^only 2 Not stated")).click()
    expect(rows).to_have_count(43, timeout=SOON)
    wait_query(page, "relation", "only-a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("parts", [{"cell": WOUNDED}, {"pair": PAIR}], ids=["matrix", "pair"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_no_barrier_and_nothing_sticks_out(
    new_page: Callable[..., Page], base_url: str, scheme: str, parts: dict[str, str], viewport: dict[str, int] | None
) -> None:
    page = new_page(color_scheme=scheme, **({"viewport": viewport} if viewport else {}))
    open_view(page, base_url, **parts)
    page.wait_for_timeout(500)
    assert violations(page.main_frame) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    main = page.locator(".stMainBlockContainer").bounding_box()
    for name in (".matrix .frame", ".st-key-comparison", ".sp-pairs", ".st-key-w_ev_b", ".st-key-w_ev_contested"):
        for found in page.locator(name).all():
            box = found.bounding_box()
            assert box["x"] >= main["x"], name
            assert box["x"] + box["width"] <= main["x"] + main["width"] + 1, name
