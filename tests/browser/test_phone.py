"""The page on a phone: 390 × 844 with touch."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.driving import FRAME, PATIENCE, SOON, TAJI, frame_of, go, open_map, popup, settled, wait_query

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
WIDTH = "() => [document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth]"


def fits(page: Page) -> None:
    """The page does not scroll sideways."""
    assert max(page.evaluate(WIDTH)) <= 390


def test_a_session_on_a_phone(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page(**PHONE)
    frame = open_map(page, base_url)
    fits(page)
    for view in ("Map", "List", "Sources", "Method"):
        tab = page.locator(".st-key-phonenav a").filter(has_text=view)
        expect(tab).to_be_visible()
        box = tab.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 24, "a finger needs room"

    sheet = popup(frame)
    assert sheet.count() == 0
    mark = frame.locator('.sp-hit[aria-label*="Missile attack on Al Asad"]')
    mark.tap()
    expect(sheet.locator("h2")).to_have_text("Missile attack on Al Asad Air Base", timeout=SOON)
    inside = frame_of(page)
    wide, low = inside.evaluate(
        "() => { const r = document.querySelector('.spp').getBoundingClientRect(), m = Sourcepin.state.map.getSize();"
        " return [r.width / m.x, (m.y - r.bottom) / m.y]; }"
    )
    assert wide > 0.9, "a sheet over the whole width"
    assert abs(low) < 0.05, "at the lower edge"
    fits(page)
    wait_query(page, "incident", "2020-01-08-al-asad")
    sheet.locator(".spp-all").tap()
    expect(page.locator(".sp-card h2")).to_have_text("Missile attack on Al Asad Air Base", timeout=SOON)
    page.locator(".sp-card h2").scroll_into_view_if_needed()
    expect(page.locator(".sp-claims").first).to_be_visible()
    settled(page)
    fits(page)

    page.get_by_test_id("stExpandSidebarButton").tap()
    box = page.locator(".st-key-facet_kinds label").filter(has_text="Storming")
    box.scroll_into_view_if_needed()
    box.tap()
    wait_query(page, "kind", "crowd")
    page.get_by_test_id("stSidebarCollapseButton").locator("button").tap()
    expect(page.locator(".sp-caption")).to_contain_text("1 incident", timeout=SOON)
    for view in ("List", "Sources", "Method"):
        go(page, view)
        fits(page)
    page.locator(FRAME).wait_for(state="detached", timeout=PATIENCE)


def test_a_link_to_a_card_opens_on_a_phone(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page(**PHONE)
    page.goto(f"{base_url}/?incident={TAJI}&card=1")
    expect(page.locator(".sp-card h2")).to_have_text("Rocket attack on Camp Taji", timeout=PATIENCE)
    settled(page)
    fits(page)
    table = page.locator(".sp-claims").first.bounding_box()
    assert table is not None
    assert table["x"] + table["width"] <= 390
