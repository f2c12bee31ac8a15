"""The same attacks in the views of evidence: matrix, comparison, chain, citation, and the map that is one file."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from events.catalogue import build
from events.reading import load_or_raise
from tests.browser.conftest import Serve
from tests.browser.driving import PATIENCE, SOON, go, open_map, settled
from tests.browser.test_hostile import clean, folder, shows, watched  # noqa: F401  pytest takes fixtures by name


def test_evidence_and_chain(serve: Serve, folder: Path, watched: Page) -> None:  # noqa: F811
    open_map(watched, serve(folder).url)
    go(watched, "Evidence")
    cells = watched.locator("table button")
    cells.first.wait_for(timeout=PATIENCE)
    cells.nth(1).click()
    shows(watched.locator(".sp-claims"), "says")
    clean(watched)
    watched.get_by_text("Two sources").first.click()
    settled(watched)
    clean(watched)
    go(watched, "Chain")
    shows(watched.locator("table"), "title-attack", "title-reply")
    settled(watched)
    clean(watched)


def test_citation_and_what_came_later(serve: Serve, folder: Path, watched: Page) -> None:  # noqa: F811
    open_map(watched, serve(folder).url)
    watched.get_by_role("button", name="Cite", exact=True).click()
    shows(watched.locator("[data-testid=stPopoverBody] code"), "name", "version", "licence")
    clean(watched)
    watched.keyboard.press("Escape")
    go(watched, "Contribute")
    watched.locator(".sp-title").wait_for(timeout=PATIENCE)
    settled(watched)
    clean(watched)


def test_the_map_that_is_one_file(folder: Path, watched: Page, tmp_path: Path) -> None:  # noqa: F811
    catalogue = build(load_or_raise(folder))
    file = tmp_path / "map.html"
    file.write_text(offline_map(catalogue, Features(catalogue), catalogue.everything), encoding="utf-8")
    watched.goto(file.as_uri())
    expect(watched.locator(".leaflet-container")).to_be_visible(timeout=SOON)
    shows(watched.locator(".sp-text h2"), "title-attack", "title-reply")
    mark = watched.locator('[role=button][tabindex="0"][aria-label*="title-attack"]')
    mark.first.press("Enter")
    shows(watched.get_by_role("dialog").locator("h2"), "title-attack")
    for summary in watched.locator(".sp-text summary").all():
        summary.click()
    clean(watched)
