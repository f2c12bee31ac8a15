"""A data set whose every text is an attack: nothing runs, and each text is shown as it is."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser import hostile_data
from tests.browser.conftest import Record, Serve
from tests.browser.driving import (
    PATIENCE,
    SOON,
    address,
    frame_of,
    go,
    map_of,
    open_map,
    open_options,
    popup,
    settled,
)
from tests.browser.hostile_data import ATTACK, QUOTE, literal

# In page and map alike: what an attack would have left behind.
TRACES = """() => [
  typeof window.__pwned,
  [...document.querySelectorAll(
    "img[src=x], [onerror], [onclick], a[href^='javascript'], a[href*='x.invalid/a'], base, object, embed"
  )].map((e) => e.outerHTML.slice(0, 120)),
  [...document.querySelectorAll("b, strong, em, .katex, [data-testid=stIconMaterial]")].filter((e) =>
    /^(bold|b|x|home|x2)$/.test(e.textContent.trim()) && !e.closest(".sp-chip")).map((e) => e.outerHTML.slice(0, 120)),
]"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_data.write(tmp_path_factory.mktemp("hostile") / "data")


@pytest.fixture
def watched(new_page: Callable[..., Page], record: Record) -> Iterator[Page]:
    """A page that fails the test for any dialog, trace, error or breach of the policy at the end."""
    page, dialogs = new_page(), []

    def seen(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", seen)
    yield page
    clean(page)
    assert dialogs == []
    assert record.console_errors == []


def clean(page: Page) -> None:
    """Nothing ran, and nothing of the attacks became an element."""
    for frame in page.frames:
        assert frame.evaluate(TRACES) == ["undefined", [], []], frame.url


def shows(where: Locator, *marks: str, attack: str = ATTACK) -> None:
    """The whole attack stands there as text, with each of the marks."""
    where.first.wait_for(timeout=SOON, state="attached")
    for mark in marks:
        wanted, deadline = literal(f"{attack} {mark}"), time.monotonic() + SOON / 1000
        while wanted not in (text := literal(" ".join(where.all_text_contents()))):
            assert time.monotonic() < deadline, f"{mark}: not shown as it is in {text[:900]!r}"
            where.page.wait_for_timeout(100)


def test_the_map_and_its_popups(serve: Serve, folder: Path, watched: Page) -> None:
    frame = open_map(watched, serve(folder).url)
    box = popup(frame)
    for id in ("attack", "reply"):
        label = frame.locator(f'[role=button][tabindex="0"][aria-label*="title-{id}"]')
        label.first.press("Enter")
        shows(box.locator("h2"), f"title-{id}")
        shows(box.locator(".spp-meta"), "local", "clock")
        for cite in box.locator(".spp-cite").all():
            cite.click()
        shows(box.locator(".spp-band"), "publisher", "title", "says")
        shows(box.locator(".spp-band q"), "", attack=QUOTE)
        for verdict in box.locator(".spp-verdict").all():
            verdict.click()
            clean(watched)
        watched.keyboard.press("Escape")
        expect(box).to_have_count(0)
    frame.locator('.sp-hit[aria-label*="title-attack"]').hover()
    shows(frame.locator(".sp-tip b"), "title-attack")
    shows(frame.locator(".sp-tag span"), "short-reply")
    shows(watched.locator(".st-key-tray button"), "title-talk")
    shows(watched.locator(".st-key-facet_actors label"), "actor")
    shows(watched.locator(".st-key-facet_sources label"), "publisher")
    shows(watched.locator(".sp-foot"), "name", "version", "licence")
    shows(watched.locator(".sp-head"), "time_zone_note")
    marks = watched.locator(".timeline svg [role=button]")
    shows(marks.locator("title"), *[f"title-{id}" for id in ("attack", "reply", "talk")][: marks.count()])


def test_the_cards_and_their_parts(serve: Serve, folder: Path, watched: Page) -> None:
    url = serve(folder).url
    watched.goto(address(url, query={"incident": "attack", "card": "1", "actor": "reds", "source": "two"}))
    card = watched.locator(".st-key-card")
    card.locator(".sp-claims").first.wait_for(timeout=PATIENCE)
    shows(card.locator(".sp-card"), "title-attack", "local", "obtained", "incidentnote", "clock")
    shows(card.locator(".sp-claims"), "says", "claimnote", "unit", "target", "target2", "damage", "value", "short")
    shows(card.locator(".sp-claims q"), "", attack=QUOTE)
    shows(card.locator(".sp-origin"), "origin")
    shows(watched.locator(".sp-caption"), "actor", "publisher")
    clean(watched)
    buttons = watched.locator(".st-key-w_card_tab button")
    buttons.filter(has_text="Linked to").click()
    shows(card.locator(".stButton button"), "title-reply")
    clean(watched)
    buttons.filter(has_text="Sources").click()
    shows(card.locator(".sp-sources"), "publisher", "author", "second", "title", "republished_by")
    links = watched.locator("a[target=_blank]").evaluate_all("all => all.map(a => a.href)")
    assert links
    assert all(link.startswith("https://x.invalid/") for link in links)


def test_the_list_the_sources_and_the_method(serve: Serve, folder: Path, watched: Page) -> None:
    open_map(watched, serve(folder).url)
    go(watched, "List")  # opened at its own address, Streamlit itself first looks for its server in a wrong place
    names = watched.locator(".st-key-w_open input")
    names.scroll_into_view_if_needed(timeout=PATIENCE)  # the list of options closes when the page scrolls
    settled(watched)
    open_options(watched, names)
    shows(watched.locator("[role=option]"), "title-attack", "title-reply", "title-talk")
    watched.locator("[role=option]").filter(has_text="title-talk").click()
    shows(watched.locator(".sp-card h2"), "title-talk")
    shows(watched.locator(".sp-claims"), "statement")
    clean(watched)
    watched.get_by_role("button", name="Download", exact=True).click()
    with watched.expect_download(timeout=PATIENCE) as waiting:
        watched.get_by_role("button", name="CSV", exact=True).click()
    table = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    cells = [cell for row in table for cell in row]
    assert any("=HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "\t"))] == []
    watched.keyboard.press("Escape")
    settled(watched)
    go(watched, "Sources")
    shows(watched.locator(".sp-source"), "publisher", "title", "author", "note", "republished_by")
    for summary in watched.locator(".sp-source summary").all():
        summary.click()
    shows(watched.locator(".sp-told"), "title-attack", "title-reply")
    clean(watched)
    go(watched, "Method")
    shows(watched.locator(".sp-prose"), "name", "method", "disputed_note", "version", "licence", "time_zone_note")


def test_an_attack_in_the_search_and_the_address(serve: Serve, folder: Path, watched: Page) -> None:
    watched.goto(address(serve(folder).url, query={"q": ATTACK[:180], "incident": ATTACK, "at": "${1},{{1}},x"}))
    caption = watched.locator(".sp-caption")
    caption.wait_for(timeout=PATIENCE)
    assert literal(ATTACK[:180]) in literal(caption.inner_text())
    field = watched.locator(".st-key-w_text input")
    expect(field).to_have_value(re.compile("HYPERLINK"), timeout=SOON)
    assert literal(field.input_value()) == literal(ATTACK[:180])
    field.fill(ATTACK[110:300])
    field.press("Enter")
    expect(caption).to_contain_text("javascript:window.__pwned", timeout=SOON)
    settled(watched)
    map_of(watched).locator(".leaflet-container").wait_for(timeout=PATIENCE)
    assert frame_of(watched).evaluate("() => typeof window.__pwned") == "undefined"
