"""What other dates change on the map, and what stays where it is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import scripts_page as scripts
from tests.browser.test_cells import AREA, some


def counted(certain: int, possible: int) -> list[dict[str, Any]]:
    return [{"key": "IQ-AN", "name": "Al Anbar", "area": AREA, "tag_at": [43, 34], "certain": certain,
             "possible": possible}]  # fmt: skip


def test_an_area_with_other_numbers_says_them_and_keeps_its_place(page: Page) -> None:
    scripts.open_map(page, scripts.payload(area_counts=counted(212, 8)))
    outline, tag = page.locator(".sp-count-count"), page.locator(".sp-counttag")
    expect(outline).to_have_attribute("aria-label", "Al Anbar: 212 incidents, 8 possibly; list what is inside")
    at, drawn = tag.bounding_box(), outline.locator(".sp-outline").element_handle()
    page.evaluate("given => again({ area_counts: given })", counted(213, 9))
    expect(tag).to_contain_text("213 + 9")
    expect(outline).to_have_attribute("aria-label", "Al Anbar: 213 incidents, 9 possibly; list what is inside")
    assert tag.bounding_box() == at
    assert drawn.evaluate("node => node.isConnected")  # drawn once, not with every number
    page.evaluate("given => again({ area_counts: given })", counted(0, 3))
    expect(tag).to_contain_text("(3)")
    expect(page.locator(".sp-count-count.sp-possible")).to_have_count(1)
    page.evaluate("given => again({ area_counts: given })", counted(1, 0))
    expect(page.locator(".sp-count-count.sp-possible")).to_have_count(0)


def test_marks_are_moved_in_the_plane(page: Page) -> None:
    """In three dimensions each would be a layer of its own to the browser, put together anew for every frame."""
    scripts.open_map(page, some())
    moved = page.locator(".sp-pin").evaluate_all("all => all.map(one => one.style.transform)")
    assert len(moved) > 1
    assert all(one.startswith("translate(") for one in moved)


def test_the_attribution_gives_way_to_a_legend_that_is_opened(page: Page) -> None:
    scripts.open_map(page, some())
    box, legend = page.locator(".sp-map"), page.locator(".sp-legendbox")
    width = "node => node.style.getPropertyValue('--sp-legend-width')"

    def settled() -> None:
        page.wait_for_function(
            "() => document.querySelector('.sp-map').style.getPropertyValue('--sp-legend-width') === "
            "document.querySelector('.sp-legendbox').offsetWidth + 'px'"
        )

    settled()
    before = box.evaluate(width)
    legend.locator("button").first.click()
    settled()
    assert box.evaluate(width) != before
