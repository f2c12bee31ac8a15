"""Letting go of the dates: the map answers by itself, before the page does, and both say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Frame, Page

from tests.browser.driving import PATIENCE, SOON, address, frame_of, open_map, query, settled

# Once it is told to be, the page is late: what the server says reaches it only after a while, in the same order.
LATE = """
window.late = 0;
window.WebSocket = class extends window.WebSocket {
  set onmessage(heard) { super.onmessage = (event) => { setTimeout(() => heard.call(this, event), window.late); }; }
  get onmessage() { return super.onmessage; }
  addEventListener(name, heard, ...more) {
    const late = (event) => { setTimeout(() => heard.call(this, event), window.late); };
    super.addEventListener(name, name === "message" ? late : heard, ...more);
  }
};"""
DRAWN = """() => [Sourcepin.state.payload.incidents.map((one) => one.id + one.possible).sort(),
                  Sourcepin.state.payload.links.length]"""


def _slide(page: Page, share: float) -> None:
    """Drag the end of the slider to a share of its track."""
    thumbs = page.locator("[class*=st-key-w_slider] [data-testid=stSliderThumbValue]").locator("xpath=..")
    track = thumbs.first.locator("xpath=..").bounding_box()
    box = thumbs.nth(1).bounding_box()
    assert track
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(track["x"] + share * track["width"], box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()


def _pull(page: Page, share: float) -> None:
    """Drag the end of the window on the timeline to the left, by a share of its width."""
    box, whole = page.locator(".timeline .grip").nth(1).bounding_box(), page.locator(".timeline svg").bounding_box()
    assert box
    assert whole
    y = box["y"] + box["height"] - 10
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] - (1 - share) * whole["width"], y, steps=5)
    page.mouse.up()


def _drawn(frame: Frame) -> Any:
    return frame.evaluate(DRAWN)


@pytest.mark.parametrize("let_go", [_slide, _pull])
def test_the_map_does_not_wait_for_the_page(
    let_go: Callable[[Page, float], None], new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    page.add_init_script(LATE)
    open_map(page, address(base_url))
    settled(page)
    frame, before = frame_of(page), _drawn(frame_of(page))
    page.evaluate("window.late = 6000")
    let_go(page, 0.3)
    frame.wait_for_function("(before) => Sourcepin.state.payload.incidents.length < before", arg=len(before[0]),
                            timeout=5000)  # fmt: skip
    early = _drawn(frame)
    assert "to" not in query(page), "the page has not heard of it"
    page.wait_for_function("() => /to=/.test(location.search)", timeout=PATIENCE)
    end = query(page)["to"][0]
    frame.wait_for_function("(end) => Sourcepin.state.payload.ahead.window[1] === end", arg=end, timeout=PATIENCE)
    assert _drawn(frame) == early, "the page draws what the map drew"
    assert frame.evaluate("Sourcepin.state.payload.incidents.length") < len(before[0])


def test_what_the_page_says_of_other_dates_meanwhile_does_not_come_between(
    new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    page.add_init_script(LATE)
    frame = open_map(page, address(base_url)) and frame_of(page)
    settled(page)
    page.evaluate("window.late = 3000")
    _slide(page, 0.5)
    page.wait_for_timeout(1000)
    _slide(page, 0.3)
    frame.wait_for_function("() => Sourcepin.state.payload.ahead", timeout=SOON)
    page.wait_for_timeout(800)
    early, seen = _drawn(frame), []
    for _ in range(20):  # meanwhile the page tells of the first window
        page.wait_for_timeout(100)
        seen.append(_drawn(frame))
    assert seen == [early] * 20
    page.evaluate("window.late = 0")
    page.wait_for_timeout(3500)
    end = date.fromisoformat(query(page)["to"][0])
    assert _drawn(frame) == early
    assert frame.evaluate("Sourcepin.state.payload.ahead.window[1]") == end.isoformat()
    assert end < date(2020, 3, 13) - timedelta(30)


def test_an_answer_that_fails_leaves_it_to_the_page(page: Page, base_url: str) -> None:
    page.route("**/api/drawn*", lambda route: route.abort())
    open_map(page, address(base_url))
    settled(page)
    frame, before = frame_of(page), len(_drawn(frame_of(page))[0])
    _slide(page, 0.3)
    frame.wait_for_function("(before) => Sourcepin.state.payload.incidents.length < before", arg=before, timeout=SOON)


def test_a_reader_who_goes_back_sees_what_was_there(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page()
    page.add_init_script(LATE)
    open_map(page, address(base_url))
    settled(page)
    frame, before = frame_of(page), _drawn(frame_of(page))
    page.evaluate("window.late = 8000")
    _slide(page, 0.3)
    less = "(before) => Sourcepin.state.payload.incidents.length < before"
    frame.wait_for_function(less, arg=len(before[0]), timeout=5000)
    _slide(page, 1.0)
    frame.wait_for_function("(before) => Sourcepin.state.payload.incidents.length === before", arg=len(before[0]),
                            timeout=2000)  # fmt: skip
    assert _drawn(frame) == before


@pytest.mark.parametrize("control", ["slider", "timeline"])
def test_the_map_has_drawn_already_where_the_pointer_rests(
    control: str, new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/api/drawn" in one.url else None)
    open_map(page, address(base_url))
    settled(page)
    frame, before = frame_of(page), _drawn(frame_of(page))
    thumbs = page.locator("[class*=st-key-w_slider] [data-testid=stSliderThumbValue]").locator("xpath=..")
    grip = thumbs.nth(1) if control == "slider" else page.locator(".timeline .grip .knob").nth(1)
    width = 180 if control == "slider" else 900

    def hold() -> tuple[float, float]:
        grip.scroll_into_view_if_needed()
        box = grip.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        return x, y

    x, y = hold()
    page.mouse.move(x - 0.6 * width, y, steps=5)
    less = "(before) => Sourcepin.state.payload.incidents.length < before"
    frame.wait_for_function(less, arg=len(before[0]), timeout=SOON)
    page.wait_for_timeout(500)
    early, so_far = _drawn(frame), len(asked)
    assert "to" not in query(page), "the page has not heard of it"
    page.mouse.up()
    page.wait_for_function("() => /to=/.test(location.search)", timeout=PATIENCE)
    settled(page)
    assert _drawn(frame) == early
    assert len(asked) == so_far, "what is drawn is not asked for again"

    x, y = hold()
    page.mouse.move(x - 0.6 * width, y, steps=5)
    frame.wait_for_function(less, arg=len(early[0]), timeout=SOON)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    frame.wait_for_function(less.replace("<", "==="), arg=len(early[0]), timeout=2000)
    assert _drawn(frame) == early, "put back where it was"
