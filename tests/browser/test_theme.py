"""The colour scheme of the reader reaches page, cards, timeline and the map's frame, and the two agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.palette import COLOURS
from tests.browser.driving import SOON, TAJI, address, frame_of, open_map, popup


def rgb(colour: str) -> str:
    """#RRGGBB as a browser computes it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_scheme_reaches_every_part(new_page: Callable[..., Page], base_url: str, mode: str) -> None:
    colours = COLOURS[mode]
    page = new_page(color_scheme=mode)
    frame = open_map(page, address(base_url, query={"incident": TAJI}))
    inside = frame_of(page)
    expect(frame.locator("html")).to_have_attribute("data-theme", mode)
    land = inside.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--sp-land')")
    assert land == colours["land"]
    expect(popup(frame)).to_have_css("background-color", rgb(colours["raised"]))
    expect(popup(frame).locator("h2")).to_have_css("color", rgb(colours["ink1"]))
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", rgb(colours["page"]))
    frame.locator(".spp-all").click()
    card = page.locator(".st-key-card")
    expect(card).to_have_css("background-color", rgb(colours["raised"]), timeout=SOON)
    expect(card.locator(".sp-card h2")).to_have_css("color", rgb(colours["ink1"]))
    expect(card.locator(".sp-contested").first).to_have_css("background-color", rgb(colours["chips"]["contested"][0]))
    line = page.locator(".timeline")
    assert line.evaluate("e => getComputedStyle(e).getPropertyValue('--tl-ink1')").strip() == colours["ink1"]
