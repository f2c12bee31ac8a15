"""One session through everything: no other machine is asked, nothing breaks, downloads hold what is shown."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Record
from tests.browser.driving import PATIENCE, SOON, TAJI, choose, go, map_of, open_map, popup, settled, wait_query


def _download(page: Page, name: str) -> str:
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")
    return Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def _slide_and_filter(page: Page) -> None:
    handle = page.locator(".stSlider input[type=range]").last
    handle.focus()
    page.keyboard.press("ArrowLeft")
    wait_query(page, "to", "2020-03-12")
    page.locator(".st-key-facet_actors label").filter(has_text="United States").first.click()
    wait_query(page, "actor", "united-states")
    expect(page.locator(".sp-caption")).to_contain_text(re.compile("to 12 March 2020; involving United States"))


def test_a_session_of_all_views_stays_on_this_machine(page: Page, base_url: str, record: Record) -> None:
    frame = open_map(page, base_url)
    _slide_and_filter(page)
    choose(page, frame, "Rocket attack on Camp Taji")
    wait_query(page, "incident", TAJI)
    frame.locator(".spp-all").click()
    expect(page.locator(".sp-card h2")).to_have_text("Rocket attack on Camp Taji", timeout=SOON)
    expect(page.locator(".sp-claims q").nth(100)).to_be_attached(timeout=SOON)
    for part in ("Linked to", "Sources", "Who says what"):
        page.locator(".st-key-w_card_tab button").filter(has_text=part).click()
        settled(page)

    page.get_by_role("button", name="Link", exact=True).click()
    shown = page.get_by_test_id("stCode").inner_text()
    assert "incident=" + TAJI in shown
    assert "actor=united-states" in shown
    page.keyboard.press("Escape")

    features = json.loads(_download(page, "GeoJSON"))["features"]
    ids = {one["properties"]["id"] for one in features}
    assert TAJI in ids
    about, table = _download(page, "CSV").split("\n", 1)
    assert about.startswith('"# Iraq, December 2019')
    assert "involving United States" in about
    assert {row["incident"] for row in csv.DictReader(io.StringIO(table))} == ids, "both files hold the same"

    for view, words in (("List", "Open an incident"), ("Sources", "Voice of America"), ("Method", "From article to")):
        go(page, view)
        expect(page.get_by_text(words).first).to_be_visible(timeout=SOON)
        wait_query(page, "actor", "united-states")
    go(page, "Map")
    map_of(page).locator(".sp-hit").first.wait_for(timeout=PATIENCE)
    assert popup(map_of(page)).count() == 0, "the card is open: the popup is not there twice"

    assert len(record.requests) > 50
    assert any(url.startswith("ws") for url in record.requests)
    assert record.foreign_requests == []
    assert record.page_errors == []
    assert record.faults() == []
    assert record.console_errors == []
