"""Tabs that are clicked while the map has something to say: each must be followed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.driving import PATIENCE, go, map_of, open_map, settled

#: Clicks the tab of the list; the map reports where it stands, so many milliseconds later (before, if negative).
BOTH = """ms => {
    const frame = document.querySelector('iframe[title*="st_folium"]');
    const tabs = [...document.querySelectorAll('[data-testid=stTopNavLink]')];
    const tab = tabs.find((a) => a.textContent.includes('List'));
    const tell = () => frame.contentWindow && frame.contentWindow.Sourcepin.bridge.tell('view');
    if (ms < 0) { tell(); setTimeout(() => tab.click(), -ms); }
    else { tab.click(); if (ms) setTimeout(tell, ms); else tell(); }
}"""


@pytest.mark.parametrize("ms", [-5, 0, 3, 10])
def test_a_tab_is_followed_whatever_the_map_reports(page: Page, base_url: str, ms: int) -> None:
    open_map(page, base_url)
    for _ in range(3):
        page.wait_for_timeout(600)  # the map has said where it stands
        page.evaluate(BOTH, ms)
        page.wait_for_function("() => location.pathname.endsWith('/list')", timeout=PATIENCE)
        settled(page)
        go(page, "Map")
        map_of(page).locator(".sp-map .sp-legendbox").wait_for(timeout=PATIENCE, state="attached")
        settled(page)
