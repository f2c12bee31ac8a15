"""The map that is one file, opened from disk: it draws, filters by date, cites, and asks for nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from events.catalogue import build
from events.dataset import BUILT_IN
from events.reading import load_or_raise
from tests.browser.watching import Record


def test_it_opens_from_disk_and_needs_no_network(page: Page, record: Record, tmp_path: Path) -> None:
    catalogue = build(load_or_raise(BUILT_IN))
    file = tmp_path / "map.html"
    file.write_text(offline_map(catalogue, Features(catalogue), catalogue.everything), encoding="utf-8")
    page.goto(file.as_uri())
    expect(page.locator("#count")).to_contain_text("32 in these dates")
    taji = page.locator('[data-key="m:2020-03-11-camp-taji"]')
    expect(taji).to_be_visible()
    expect(page.locator('[data-key="m:2020-01-08-al-asad"]')).to_be_visible()

    page.fill("#from", "2020-03-01")
    page.keyboard.press("Tab")
    expect(page.locator('[data-key="m:2020-01-08-al-asad"]')).to_have_count(0)
    expect(page.locator("#incident-2020-01-08-al-asad")).to_be_hidden()
    expect(page.locator("#incident-2020-03-11-camp-taji")).to_be_visible()

    taji.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_have_text("Rocket attack on Camp Taji")
    expect(dialog).to_contain_text("contested")
    dialog.get_by_role("button", name="All 191 claims").click()
    section = page.locator("#incident-2020-03-11-camp-taji details")
    expect(section).to_have_attribute("open", "")
    expect(section).to_contain_text("caused twelve injuries")

    assert record.requests == [file.as_uri()]
    assert not record.console_errors
