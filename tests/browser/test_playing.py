"""Playback: steps between the runs of the page, a stop where it stands, and clicks that a slow page must not lose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.browser.driving import PATIENCE, SOON, address, frame_of, open_map, query, settled

# A page that hears of everything late: what the server says reaches it only after a while, in the same order.
LATE = """
window.WebSocket = class extends window.WebSocket {
  set onmessage(heard) { super.onmessage = (event) => { setTimeout(() => heard.call(this, event), 2500); }; }
  get onmessage() { return super.onmessage; }
  addEventListener(name, heard, ...more) {
    const late = (event) => { setTimeout(() => heard.call(this, event), 2500); };
    super.addEventListener(name, name === "message" ? late : heard, ...more);
  }
};"""
WATCH = """window.played = [];
window.addEventListener("sourcepin:frame", (event) => window.played.push(event.detail.window));"""
WEEK = {"from": "2019-12-28", "to": "2019-12-29"}


def _play(page: Page) -> None:
    page.locator(".st-key-w_play button").click()
    expect(page.locator(".st-key-w_play button")).to_contain_text("Pause", timeout=PATIENCE)


def _window(page: Page) -> tuple[date, date]:
    grips = page.locator(".timeline .grip")
    return (
        date(1970, 1, 1) + timedelta(int(grips.nth(0).get_attribute("aria-valuenow") or 0)),
        date(1970, 1, 1) + timedelta(int(grips.nth(1).get_attribute("aria-valuenow") or 0)),
    )


def test_single_steps_are_shown_between_two_runs_of_the_page(page: Page, base_url: str) -> None:
    page.add_init_script(WATCH)
    open_map(page, address(base_url, query=WEEK))
    _play(page)
    page.wait_for_function("() => played.length >= 12", timeout=PATIENCE)
    starts = [date.fromisoformat(one[0]) for one in page.evaluate("played")]
    apart = [(later - one).days for one, later in pairwise(starts)]
    assert min(apart) >= 1, "in order, no day twice"
    assert apart.count(1) > len(apart) / 2, "day by day; a machine that is busy leaves some out"
    assert {(date.fromisoformat(end) - date.fromisoformat(start)).days for start, end in page.evaluate("played")} == {1}

    map_frame = frame_of(page)
    drawn = map_frame.evaluate("Sourcepin.state.payload.playing")
    assert drawn, "the map draws the player's steps"
    page.locator(".st-key-w_play button").click()
    expect(page.locator(".st-key-w_play button")).to_contain_text("Play", timeout=PATIENCE)
    settled(page)
    stopped, at = _window(page), query(page)
    assert [one.isoformat() for one in stopped] == [at["from"][0], at["to"][0]], "it stops where the address says"
    assert map_frame.evaluate("Sourcepin.state.payload.playing") is None
    count = page.evaluate("played.length")
    page.wait_for_timeout(1500)
    assert (page.evaluate("played.length"), _window(page)) == (count, stopped), "and stays there"
    assert abs((stopped[0] - starts[-1]).days) <= 12


def test_a_click_on_a_page_that_is_late_is_not_lost(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page()
    page.add_init_script(LATE)
    page.add_init_script(WATCH)
    open_map(page, address(base_url, query={**WEEK, "kind": "rocket"}))
    _play(page)
    page.wait_for_function("() => played.length >= 9", timeout=PATIENCE)
    page.locator(".st-key-w_play button").click()
    page.locator(".st-key-w_clear button").click()
    page.wait_for_function("() => !/from=|to=|kind=/.test(location.search)", timeout=SOON)
    expect(page.locator(".sp-caption")).to_contain_text("27 December 2019 to 13 March 2020", timeout=SOON)
    settled(page)
    page.wait_for_timeout(3500)  # what the page sent before it heard of that comes to nothing
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_be_visible(timeout=PATIENCE)
    assert not {"from", "to", "kind"} & set(query(page))
