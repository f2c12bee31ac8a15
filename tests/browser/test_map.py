"""The map: every placed incident can be found and opened, popups cite, changes keep frame, view and popup."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser import driving
from tests.browser.driving import SOON, TAJI, address, choose, focusable, frame_of, open_map, popup, query, wait_query

PLACED = [summary for summary in driving.catalogue().summaries if summary.is_placed]
VIEW = "() => { const c = Sourcepin.state.map.getCenter(); return [c.lat, c.lng, Sourcepin.state.map.getZoom()]; }"


def test_every_placed_incident_can_be_opened_by_keyboard(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    assert len(PLACED) == 13
    name = focusable(frame, "Missile attack on Al Asad").get_attribute("aria-label") or ""
    for words in ("Wed 8 January 2020, Iraq time", "site, within 5 km", "Rocket or missile attack"):
        assert words in name
    for summary in PLACED:
        choose(page, frame, summary.incident.title)
        box = popup(frame)
        expect(box.locator(".spp-meta")).to_contain_text(summary.place.name)
        expect(box.locator(".spp-meta")).to_contain_text("Iraq time")
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


def _cites(box: Locator) -> None:
    expect(box.locator(".spp-meta")).to_contain_text("Wed 11 March 2020, Iraq time")
    expect(box.locator(".spp-meta")).to_contain_text(re.compile(r"Camp Taji.*: site, within 3 km"))
    evidence = _cite(box, "3")
    for words in ("Voice of America", "US Hits Back in Iraq", "12 March 2020", "paragraph"):
        expect(evidence).to_contain_text(words)
    assert 1 <= len(evidence.locator("q").inner_text().split()) <= 8
    link = evidence.locator("a")
    href = link.get_attribute("href") or ""
    assert href.startswith("https://www.globalsecurity.org/")
    assert "#:~:text=" in href
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    expect(_cite(box, "1")).to_contain_text("World Socialist Web Site")
    expect(box.locator(".spp-band a")).to_have_count(0)  # its address is not known


def _says_what_is_contested(box: Locator) -> None:
    contested = box.locator(".spp-verdict").filter(has_text="contested").first
    expect(contested).to_be_visible()
    contested.click()
    band = box.locator(".spp-band")
    expect(band).to_contain_text("exclude each other")
    assert band.locator("p").count() >= 3, "two positions or more, and why"
    assert re.search("Voice of America|World Socialist Web Site|Washington Post", band.inner_text())


def test_a_popup_cites_and_a_slider_step_keeps_frame_view_and_popup(page: Page, base_url: str) -> None:
    frame = open_map(page, address(base_url, query={"at": "33.5,44,7"}))
    choose(page, frame, "Rocket attack on Camp Taji")
    wait_query(page, "incident", TAJI)
    _cites(popup(frame))
    _says_what_is_contested(popup(frame))
    inside = frame_of(page)
    inside.evaluate("window.__mine = 1; document.querySelector('.spp').__mine = 1")
    before, shown = inside.evaluate(VIEW), frame.locator(driving.MARKS).count()
    handle = page.locator(".stSlider input[type=range]").first
    handle.focus()
    for _ in range(4):
        handle.press("PageUp")
    page.wait_for_function("() => location.search.includes('from=2020')", timeout=SOON)
    inside.wait_for_function("() => Sourcepin.state.items.size < 13", timeout=SOON)
    assert frame.locator(driving.MARKS).count() < shown
    assert frame_of(page).evaluate("[window.__mine, document.querySelector('.spp').__mine]") == [1, 1]
    assert inside.evaluate(VIEW) == pytest.approx(before)
    expect(popup(frame).locator("h2")).to_have_text("Rocket attack on Camp Taji")
    expect(popup(frame).locator(".spp-band")).to_contain_text("exclude each other")  # what was asked stays, too
    assert query(page)["incident"] == [TAJI]


def _in_sight(frame: FrameLocator) -> dict[str, tuple[float, float]]:
    """Centres of the single marks that lie in the frame and are under no button or legend."""
    found: list[tuple[str, float, float]] = frame.locator(".sp-hit:not(.sp-stack)").evaluate_all(
        """all => all.flatMap(e => {
          const r = e.getBoundingClientRect(), x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
          const top = document.elementFromPoint(x, y);
          return top && !top.closest(".sp-cover") ? [[e.dataset.key, x, y]] : [];
        })"""
    )
    return {key: (x, y) for key, x, y in found}


def test_a_click_on_the_centre_of_a_mark_opens_that_mark(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    inside = frame_of(page)
    for view in ("", "Sourcepin.state.map.setView([33.4, 44.35], 8.5, {animate: false})"):
        inside.evaluate(view or "0")
        keys = list(_in_sight(frame))
        assert f"m:{TAJI}" in keys
        assert len(keys) >= 2
        for key in keys:
            x, y = _in_sight(frame)[key]  # opening one may pan the map: looked for anew
            frame.locator("body").click(position={"x": x, "y": y}, timeout=SOON, force=True)
            assert inside.evaluate("'m:' + Sourcepin.state.chosen") == key
            page.keyboard.press("Escape")
            expect(popup(frame)).to_have_count(0)


def test_buttons_and_arrows(page: Page, base_url: str) -> None:
    frame = open_map(page, address(base_url, query={"at": "33.5,44,7"}))
    inside = frame_of(page)

    def press(name: str, until: str) -> None:
        frame.get_by_role("button", name=name, exact=True).click()
        inside.wait_for_function(f"() => {until}", timeout=SOON)

    still = "!Sourcepin.state.map._animatingZoom && Sourcepin.state.map.getZoom()"
    press("Zoom in", f"{still} === 8")
    press("Zoom out", f"{still} === 7")
    inside.evaluate("() => void Sourcepin.state.map.setView([30, 50], 9, {animate: false})")
    press("Fit to the incidents shown", "Sourcepin.state.map.getBounds().contains([33.52, 44.26])")
    legend = frame.get_by_role("button", name="Legend", exact=True)
    expect(legend).to_have_attribute("aria-expanded", "true")
    expect(frame.locator(".sp-legend")).to_contain_text("Area only: hatched, no point")
    legend.click()
    expect(frame.locator(".sp-legend")).to_be_hidden()
    press("Full screen", "document.fullscreenElement !== null")
    press("Leave full screen", "document.fullscreenElement === null")

    expect(frame.locator(".sp-link-head")).to_have_count(0)
    choose(page, frame, "Air strikes near Albu Kamal")
    expect(frame.locator("g.sp-link .sp-link-head").first).to_be_attached(timeout=SOON)
    page.locator(".st-key-w_links").get_by_text("None").click()
    wait_query(page, "links", "none")
    expect(frame.locator("g.sp-link")).to_have_count(0, timeout=SOON)
    page.locator(".st-key-w_links").get_by_text("All", exact=True).click()
    wait_query(page, "links", "all")
    expect(frame.locator(".sp-link-head").nth(2)).to_be_attached(timeout=SOON)
