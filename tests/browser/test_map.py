"""The map: every placed incident can be found and opened, popups cite, changes keep frame, view and popup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser import driving
from tests.browser.driving import SOON, TAJI, address, choose, focusable, frame_of, open_map, popup, query, wait_query

PLACED = [summary for summary in driving.catalogue().summaries if summary.is_placed]
VIEW = "() => { const c = Sourcepin.state.map.getCenter(); return [c.lat, c.lng, Sourcepin.state.map.getZoom()]; }"


def test_every_placed_incident_can_be_opened_by_keyboard(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    assert len(PLACED) == 13
    for summary in PLACED:
        choose(page, frame, summary.incident.title)
        box = popup(frame)
        expect(box.locator(".spp-meta")).to_contain_text(str(summary.days.start.day) if summary.days.start else "")
        expect(box.locator(".spp-meta")).to_contain_text(summary.place.name)
        expect(box.locator(".spp-all")).to_have_text(f"All {len(summary.incident.claims)} claims")
        wait_query(page, "incident", summary.id)
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)
        focused = frame_of(page).evaluate("document.activeElement.getAttribute('aria-label')")
        assert summary.incident.title in focused, "the focus goes back to the mark"
        wait_query(page, "incident", None)


def _cite(box: Locator, number: str) -> Locator:
    """The evidence that the popup shows for the first citation of a source."""
    box.locator(".spp-cite", has_text=re.compile(f"^{number}$")).first.click()
    return box.locator(".spp-band")


def test_a_popup_says_what_when_where_how_surely_and_who(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    choose(page, frame, "Rocket attack on Camp Taji")
    box = popup(frame)
    expect(box.locator(".spp-meta")).to_contain_text("Wed 11 March 2020, Iraq time")
    expect(box.locator(".spp-meta")).to_contain_text(re.compile(r"Camp Taji.*: site, within 3 km"))
    evidence = _cite(box, "3")
    for words in ("Voice of America", "US Hits Back in Iraq", "12 March 2020", "paragraph"):
        expect(evidence).to_contain_text(words)
    fragment = evidence.locator("q").inner_text()
    assert 1 <= len(fragment.split()) <= 8
    link = evidence.locator("a")
    href = link.get_attribute("href") or ""
    assert href.startswith("https://www.globalsecurity.org/")
    assert "#:~:text=" in href
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    expect(_cite(box, "1")).to_contain_text("World Socialist Web Site")
    expect(box.locator(".spp-band a")).to_have_count(0)  # its address is not known


def test_contested_is_marked_and_says_who_says_what(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    choose(page, frame, "Rocket attack on Camp Taji")
    chip = popup(frame).locator(".spp-verdict").filter(has_text="contested").first
    expect(chip).to_be_visible()
    chip.click()
    band = popup(frame).locator(".spp-band")
    expect(band).to_contain_text("exclude each other")
    assert band.locator("p").count() >= 3, "two positions or more, and why"
    assert "Voice of America" in band.inner_text() or "World Socialist Web Site" in band.inner_text()


def test_a_slider_step_keeps_frame_view_and_popup(page: Page, base_url: str) -> None:
    frame = open_map(page, address(base_url, query={"at": "33.5,44,7"}))
    choose(page, frame, "Rocket attack on Camp Taji")
    wait_query(page, "incident", TAJI)
    inside = frame_of(page)
    inside.evaluate("window.__mine = 1; document.querySelector('.spp').__mine = 1")
    before = inside.evaluate(VIEW)
    shown = frame.locator(driving.MARKS).count()
    handle = page.locator(".stSlider input[type=range]").first
    handle.focus()
    page.keyboard.press("PageUp")
    page.wait_for_function("location.search.includes('from=2020')", timeout=SOON)
    for _ in range(3):
        handle.press("PageUp")
    inside.wait_for_function("Sourcepin.state.items.size < 13", timeout=SOON)
    assert frame.locator(driving.MARKS).count() < shown
    assert frame_of(page).evaluate("[window.__mine, document.querySelector('.spp').__mine]") == [1, 1]
    assert inside.evaluate(VIEW) == pytest.approx(before)
    expect(popup(frame).locator("h2")).to_have_text("Rocket attack on Camp Taji")
    assert query(page)["incident"] == [TAJI]


def _centres(frame: FrameLocator) -> list[dict[str, float | str]]:
    found: list[dict[str, float | str]] = frame.locator(".sp-hit:not(.sp-stack)").evaluate_all(
        "all => all.map(e => { const r = e.getBoundingClientRect();"
        " return {key: e.dataset.key, x: (r.left + r.right) / 2, y: (r.top + r.bottom) / 2}; })"
    )
    return found


@pytest.mark.parametrize("at", ["", "33.4,44.35,8.5"])
def test_a_click_on_the_centre_of_a_mark_opens_that_mark(page: Page, base_url: str, at: str) -> None:
    frame = open_map(page, address(base_url, query={"at": at} if at else {}))
    keys = [mark["key"] for mark in _centres(frame)]
    assert f"m:{TAJI}" in keys
    for key in keys:
        # Opening one may pan the map, so the next is looked for anew; what a popup or the edge covers is passed over.
        mark = next(one for one in _centres(frame) if one["key"] == key)
        frame.locator("body").click(position={"x": float(mark["x"]), "y": float(mark["y"])}, timeout=SOON, force=True)
        chosen = frame_of(page).evaluate("'m:' + Sourcepin.state.chosen")
        assert chosen == key
        page.keyboard.press("Escape")
        expect(popup(frame)).to_have_count(0)


def test_buttons_zoom_fit_fold_and_fill_the_screen(page: Page, base_url: str) -> None:
    frame = open_map(page, address(base_url, query={"at": "33.5,44,7"}))
    inside = frame_of(page)

    def press(name: str, until: str) -> None:
        frame.get_by_role("button", name=name, exact=True).click()
        inside.wait_for_function(until, timeout=SOON)

    press("Zoom in", "Sourcepin.state.map.getZoom() === 8")
    press("Zoom out", "Sourcepin.state.map.getZoom() === 7")
    page.wait_for_function("location.search.includes('at=')", timeout=SOON)
    inside.evaluate("Sourcepin.state.map.setView([30, 50], 9, {animate: false})")
    press("Fit to the incidents shown", "Sourcepin.state.map.getBounds().contains([33.52, 44.26])")
    legend = frame.get_by_role("button", name="Legend", exact=True)
    expect(legend).to_have_attribute("aria-expanded", "true")
    expect(frame.locator(".sp-legend")).to_contain_text("Area only: hatched, no point")
    legend.click()
    expect(frame.locator(".sp-legend")).to_be_hidden()
    press("Full screen", "document.fullscreenElement !== null")
    press("Leave full screen", "document.fullscreenElement === null")


def test_links_of_the_chosen_are_arrows(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    expect(frame.locator(".sp-link-head")).to_have_count(0)
    choose(page, frame, "Air strikes near Albu Kamal")
    expect(frame.locator("g.sp-link").first).to_be_attached(timeout=SOON)
    assert frame.locator(".sp-link .sp-link-head").count() >= 1
    page.locator(".st-key-w_links").get_by_text("None").click()
    wait_query(page, "links", "none")
    expect(frame.locator("g.sp-link")).to_have_count(0, timeout=SOON)
    page.locator(".st-key-w_links").get_by_text("All", exact=True).click()
    wait_query(page, "links", "all")
    expect(frame.locator(".sp-link-head").nth(2)).to_be_attached(timeout=SOON)


def test_marks_say_what_they_are(new_page: Callable[..., Page], base_url: str) -> None:
    frame = open_map(new_page(), base_url)
    name = focusable(frame, "Missile attack on Al Asad").get_attribute("aria-label") or ""
    for words in ("Wed 8 January 2020, Iraq time", "site, within 5 km", "Rocket or missile attack"):
        assert words in name
