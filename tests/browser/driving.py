"""What several browser tests do with the page: open it, find marks, read the address, follow the tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Frame, FrameLocator, Locator, Page, TimeoutError, expect

from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.reading import load_or_raise

PATIENCE = 30_000  # ms: a cold server on a busy machine
SOON = 10_000
FRAME = 'iframe[title*="st_folium"]'
MARKS = ".sp-hit, .sp-tag, g.sp-area"
TAJI = "2020-03-11-camp-taji"


def catalogue() -> Catalogue:
    """The data set that the server shows."""
    return build(load_or_raise(BUILT_IN))


def address(base: str, path: str = "", query: Mapping[str, Sequence[str] | str] | None = None) -> str:
    """An address of the application."""
    text = urlencode(query or {}, doseq=True)
    return f"{base}/{path}" + (f"?{text}" if text else "")


def map_of(page: Page) -> FrameLocator:
    """The frame of the map, for locators."""
    return page.frame_locator(FRAME)


def frame_of(page: Page) -> Frame:
    """The frame of the map, for scripts in it."""
    found = page.locator(FRAME).element_handle(timeout=PATIENCE).content_frame()
    assert found is not None
    return found


def open_map(page: Page, url: str) -> FrameLocator:
    """Open an address of the map view and wait until the map is drawn."""
    page.goto(url)
    frame = map_of(page)
    frame.locator(".sp-map .sp-legendbox").wait_for(timeout=PATIENCE, state="attached")
    expect(page.locator(".sp-caption")).to_be_visible(timeout=PATIENCE)
    settled(page)
    return frame


def settled(page: Page) -> None:
    """Wait until Streamlit has finished its run."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)


def go(page: Page, view: str) -> None:
    """Follow the tab of a view and wait until it is drawn."""
    tab = page.locator("[data-testid=stTopNavLink]:visible, .st-key-phonenav a:visible").filter(has_text=view)
    tab.click()
    path = "" if view == "Map" else view.lower()
    page.wait_for_function("path => location.pathname.endsWith('/' + path)", arg=path, timeout=PATIENCE)
    settled(page)


def open_options(page: Page, field: Locator) -> None:
    """Open the list of a field's options; it closes where the page scrolls, and is then opened anew."""
    for _ in range(4):
        field.press("ArrowDown")
        try:
            page.locator("[role=option]").first.wait_for(timeout=SOON / 4)
        except TimeoutError:
            continue
        return
    raise AssertionError("expected options, got none after four attempts")


def query(page: Page) -> dict[str, list[str]]:
    """The parameters in the address bar now."""
    return parse_qs(urlsplit(str(page.evaluate("location.href"))).query)


def wait_query(page: Page, name: str, value: str | None) -> None:
    """Wait until a parameter of the address has a value, or is gone."""
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value], timeout=SOON
    )


def popup(frame: FrameLocator) -> Locator:
    """The open popup or sheet."""
    return frame.locator(".spp")


def focusable(frame: FrameLocator, title: str) -> Locator:
    """Whatever stands for an incident in the tab order: mark, tag, area, or the stack that it is in."""
    return frame.locator(f'[role=button][tabindex="0"][aria-label*="{title}"]').first


def choose(page: Page, frame: FrameLocator, title: str) -> None:
    """Open an incident's popup by keyboard alone, through its stack where it is in one."""
    found = focusable(frame, title)
    if found.get_attribute("aria-expanded", timeout=SOON) == "false":
        found.press("Enter")
        found = frame.locator(f'.sp-fanned[aria-label*="{title}"]')
    found.press("Enter")
    expect(popup(frame).locator("h2")).to_have_text(title, timeout=SOON)
