"""The chain in the browser: chosen by pointer and keys, the same choice everywhere, arcs on the timeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from events.chain import graph
from tests.browser.driving import PATIENCE, SOON, TAJI, address, catalogue, go, open_map, settled, wait_query
from tests.browser.test_axe import violations

ALBU, SITES, KIRKUK = "2020-03-11-albu-kamal", "2020-03-12-storage-sites", "2019-12-27-kirkuk"
ANSWER = f"{SITES}>response_to>{TAJI}"


def open_chain(page: Page, base_url: str, **query: str) -> Locator:
    """Open the chain view; its frame."""
    page.goto(address(base_url, "chain", query))
    frame = page.locator(".chain .frame")
    expect(frame.locator("button.box").first).to_be_visible(timeout=PATIENCE)
    settled(page)
    return frame


def button(frame: Locator, kind: str, one: str) -> Locator:
    return frame.locator(f'button[data-key="{kind} {one}"]')


def test_a_chosen_box_lights_its_chain_and_is_chosen_everywhere(page: Page, base_url: str) -> None:
    frame = open_chain(page, base_url)
    expect(frame.locator("button.box")).to_have_count(18)
    expect(frame.locator("button.label")).to_have_count(len(catalogue().links))
    expect(frame.locator(".dim")).to_have_count(0)
    button(frame, "box", TAJI).click()
    wait_query(page, "incident", TAJI)
    expect(button(frame, "box", TAJI)).to_have_attribute("aria-pressed", "true")
    expect(button(frame, "box", SITES)).to_have_class("box")
    chain = graph(catalogue())
    bright = {TAJI, *chain.led_to(TAJI).incidents, *chain.followed(TAJI).incidents}
    assert 1 < len(bright) < len(chain.nodes)
    expect(frame.locator("button.box.dim")).to_have_count(len(chain.nodes) - len(bright))
    expect(page.locator(".sp-chain-detail h2")).to_have_text("Rocket attack on Camp Taji")
    go(page, "Map")
    expect(page.locator(".timeline svg [aria-pressed=true]")).to_have_attribute("data-key", f"item {TAJI}")
    go(page, "Chain")
    expect(button(frame, "box", TAJI)).to_have_attribute("aria-pressed", "true", timeout=SOON)
    button(frame, "box", TAJI).click()
    wait_query(page, "incident", None)
    expect(frame.locator(".dim")).to_have_count(0)


def test_a_chosen_arrow_shows_its_claims_until_another_is_chosen(page: Page, base_url: str) -> None:
    frame = open_chain(page, base_url)
    button(frame, "arrow", ANSWER).click()
    detail = page.locator(".sp-chain-detail")
    expect(detail).to_contain_text("exacting revenge for a deadly attack", timeout=SOON)
    expect(detail.locator('a[href*="#:~:text="]').first).to_be_visible()
    expect(detail).to_contain_text("¶ 36")
    expect(button(frame, "arrow", ANSWER)).to_have_attribute("aria-pressed", "true")
    expect(button(frame, "box", ALBU)).to_have_class("box")
    page.keyboard.press("Escape")
    expect(detail).to_have_count(0, timeout=SOON)
    # The line itself takes the pointer as well.
    frame.locator(".line .hit").first.dispatch_event("click")
    expect(detail).to_be_visible(timeout=SOON)


def test_boxes_and_arrows_are_buttons_in_order_of_date(page: Page, base_url: str) -> None:
    frame = open_chain(page, base_url)
    order = frame.locator("button").evaluate_all("all => all.map(e => e.dataset.key)")
    assert order[:3] == [f"box {KIRKUK}", f"arrow 2019-12-29-five-sites>response_to>{KIRKUK}",
                         "box 2019-12-29-five-sites"]  # fmt: skip
    boxes = [one.removeprefix("box ") for one in order if one.startswith("box ")]
    dated = [one for one in boxes if (days := catalogue().by_id[one].days).start and days.start == days.end]
    assert dated == sorted(dated, key=lambda one: catalogue().by_id[one].days.start or 0)
    frame.locator("button").first.focus()
    reached = []
    for key in ("Tab", "Tab", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        reached.append(page.evaluate(
            "() => { let a = document.activeElement; while (a.shadowRoot) a = a.shadowRoot.activeElement;"
            " return a.dataset.key; }"
        ))  # fmt: skip
    assert reached == [order[1], order[2], order[3], order[2], order[0]]
    page.keyboard.press("Enter")
    wait_query(page, "incident", KIRKUK)
    expect(button(frame, "box", KIRKUK)).to_be_focused()


def test_a_link_opens_scrolled_to_what_is_chosen(page: Page, base_url: str) -> None:
    frame = open_chain(page, base_url, incident=SITES)
    box = button(frame, "box", SITES)
    expect(box).to_have_attribute("aria-pressed", "true")
    inside, outer = box.bounding_box(), frame.bounding_box()
    assert inside is not None
    assert outer is not None
    assert outer["x"] <= inside["x"]
    assert inside["x"] + inside["width"] <= outer["x"] + outer["width"]


def test_the_filter_leaves_pale_ends(page: Page, base_url: str) -> None:
    frame = open_chain(page, base_url, kind="crowd")
    expect(frame.locator("button.box")).to_have_count(3)
    expect(frame.locator("button.box.out")).to_have_count(2)
    expect(page.locator(".sp-chain-text tbody tr")).to_have_count(2)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_it_fits_and_has_no_serious_fault(
    new_page: Callable[..., Page], base_url: str, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_chain(page, base_url, incident=TAJI)
    page.wait_for_timeout(400)  # fades of Streamlit's elements would be measured as low contrast
    assert violations(page.main_frame) == []
    for part in (".chain", ".sp-chain-detail", ".sp-chain-text"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, "only the frame of the chain scrolls to the side"
    rows = page.locator(".sp-chain-text tbody tr")
    expect(rows).to_have_count(len(catalogue().links))
    expect(rows.first).to_be_visible()


def test_arcs_stand_on_the_timeline_while_an_incident_is_chosen(page: Page, base_url: str) -> None:
    open_map(page, base_url)
    line = page.locator(".timeline svg")
    expect(line.locator(".arc")).to_have_count(0)
    line.locator('[role=button][aria-label^="Drone strike at Baghdad airport"]').click()
    wait_query(page, "incident", "2020-01-03-baghdad-airport")
    expect(line.locator("g.arc.stated .head")).to_have_count(3, timeout=SOON)
    expect(line.locator("g.arc.speculated")).to_have_count(1)
    expect(line.locator(f'.mark.aside[data-key="item {TAJI}"]')).to_have_count(0)
    expect(line.locator(f'.mark.aside[data-key="item {KIRKUK}"]')).to_have_count(0)
    line.locator('[role=button][aria-label^="Missile attack on Al Asad"]').click()
    wait_query(page, "incident", "2020-01-08-al-asad")
    expect(line.locator(f'.mark.aside[data-key="item {TAJI}"]')).to_have_count(1, timeout=SOON)
