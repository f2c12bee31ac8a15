"""A link opened elsewhere shows the same; what is not understood in one is said in a line and harms nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Record
from tests.browser.driving import SOON, TAJI, address, choose, frame_of, open_map, query, settled, wait_query
from tests.browser.hostile_data import ATTACK, literal

CENTRE = "() => { const m = Sourcepin.state.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()]; }"
DEGREES = 0.02
"""Leaflet snaps the centre to whole pixels, so a view never comes back exactly."""
OURS = ("actor", "kind", "source", "contested", "role", "incident", "links", "at", "from", "known")
HOSTILE = {
    "q": "<img src=x onerror=window.__pwned=1>", "utm_source": "someone", "__proto__": "x", "page": "../../etc",
    **dict.fromkeys(OURS, ATTACK),
}  # fmt: skip


def test_a_link_shows_a_colleague_the_same(new_page: Callable[..., Page], base_url: str) -> None:
    mine = new_page()
    filtered = {"actor": ["united-states", "united-kingdom"], "from": "2020-01-01", "at": "33.4,44.1,8"}
    frame = open_map(mine, address(base_url, query=filtered))
    choose(mine, frame, "Rocket attack on Camp Taji")
    frame.locator(".spp-all").click()
    wait_query(mine, "card", "1")
    expect(mine.locator(".sp-card h2")).to_be_visible(timeout=SOON)
    settled(mine)
    before = frame_of(mine).evaluate(CENTRE)
    mine.get_by_role("button", name="Link", exact=True).click()
    link = mine.get_by_test_id("stCode").inner_text()
    sentence = mine.locator(".sp-caption").inner_text()
    assert "involving United Kingdom or United States" in sentence
    assert query(mine)["from"] == ["2020-01-01"]

    other = new_page()
    open_map(other, link)
    assert other.locator(".sp-caption").inner_text() == sentence
    expect(other.locator(".sp-card h2")).to_have_text("Rocket attack on Camp Taji")
    after = frame_of(other).evaluate(CENTRE)
    assert after == pytest.approx([float(part) for part in query(mine)["at"][0].split(",")], abs=DEGREES)
    assert after[2] == before[2]
    assert frame_of(other).evaluate("() => Sourcepin.state.chosen") == TAJI

    other.get_by_role("button", name="Clear all").click()
    expect(other.locator(".sp-caption")).to_contain_text("9 incidents and 4 reported parts", timeout=SOON)
    wait_query(other, "actor", None)
    assert set(query(other)) <= {"at"}
    expect(other.locator(".sp-card")).to_have_count(0)


def test_a_hostile_link_harms_nothing(page: Page, base_url: str, record: Record) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(address(base_url, query=HOSTILE))
    expect(page.locator(".sp-caption")).to_contain_text("No incident matches", timeout=30_000)
    settled(page)
    lines = page.get_by_text("Not understood in the address")
    assert lines.count() == 1, "one line"
    said = literal(lines.inner_text())
    for name in OURS:
        assert f"{name}=" in said, name
    assert "utm_source" not in said
    assert '<img src=x onerror=window.__pwned=1>' in page.locator(".sp-caption").inner_text()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    page.keyboard.press("Escape")
    for inside in page.frames:
        assert inside.evaluate("() => [typeof window.__pwned, document.querySelectorAll('img[src=x]').length]") == [
            "undefined", 0,
        ]  # fmt: skip
    assert dialogs == []
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".sp-caption")).to_contain_text("9 incidents", timeout=SOON)
    expect(lines).to_have_count(0)
    assert record.console_errors == []
