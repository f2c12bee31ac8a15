"""Letting go of the dates: the map answers by itself, before the page does, and both say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from time import monotonic

import pytest
from playwright.sync_api import Page

from tests.browser.driving import PATIENCE, SOON, query, settled
from tests.browser.sliding import (
    AS_MANY,
    LESS,
    Asking,
    drawn,
    hold,
    opened,
    pull,
    rest_on,
    slide,
    slider_end,
    timeline_end,
)


@pytest.mark.parametrize("let_go", [slide, pull])
def test_the_map_does_not_wait_for_the_page(
    let_go: Callable[[Page, float], None], new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    frame, before = opened(page, base_url, late=6000)
    let_go(page, 0.3)
    frame.wait_for_function(LESS, arg=len(before[0]), timeout=5000)
    early = drawn(frame)
    assert "to" not in query(page), "the page has not heard of it"
    page.wait_for_function("() => /to=/.test(location.search)", timeout=PATIENCE)
    end = query(page)["to"][0]
    frame.wait_for_function("(end) => Sourcepin.state.payload.ahead.window[1] === end", arg=end, timeout=PATIENCE)
    assert drawn(frame) == early, "the page draws what the map drew"
    assert frame.evaluate("Sourcepin.state.payload.incidents.length") < len(before[0])


def test_what_the_page_says_of_other_dates_meanwhile_does_not_come_between(
    new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    frame, _ = opened(page, base_url, late=3000)
    slide(page, 0.5)
    page.wait_for_timeout(1000)
    slide(page, 0.3)
    frame.wait_for_function("() => Sourcepin.state.payload.ahead", timeout=SOON)
    page.wait_for_timeout(800)
    early, seen = drawn(frame), []
    for _ in range(20):  # meanwhile the page tells of the first window
        page.wait_for_timeout(100)
        seen.append(drawn(frame))
    assert seen == [early] * 20
    page.evaluate("window.late = 0")
    page.wait_for_timeout(3500)
    end = date.fromisoformat(query(page)["to"][0])
    assert drawn(frame) == early
    assert frame.evaluate("Sourcepin.state.payload.ahead.window[1]") == end.isoformat()
    assert end < date(2020, 3, 13) - timedelta(30)


def test_an_answer_that_fails_leaves_it_to_the_page(page: Page, base_url: str) -> None:
    page.route("**/api/drawn*", lambda route: route.abort())
    frame, before = opened(page, base_url)
    slide(page, 0.3)
    frame.wait_for_function(LESS, arg=len(before[0]), timeout=SOON)


def test_a_reader_who_goes_back_sees_what_was_there(new_page: Callable[..., Page], base_url: str) -> None:
    page = new_page()
    frame, before = opened(page, base_url, late=8000)
    slide(page, 0.3)
    frame.wait_for_function(LESS, arg=len(before[0]), timeout=5000)
    slide(page, 1.0)
    frame.wait_for_function(AS_MANY, arg=len(before[0]), timeout=5000)
    assert drawn(frame) == before


@pytest.mark.parametrize("control", ["slider", "timeline"])
def test_the_map_has_drawn_already_where_the_pointer_rests(
    control: str, new_page: Callable[..., Page], base_url: str
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/api/drawn" in one.url else None)
    frame, before = opened(page, base_url)
    grip, width = (slider_end(page), 180) if control == "slider" else (timeline_end(page), 900)

    x, y = hold(page, grip)
    page.mouse.move(x - 0.6 * width, y, steps=5)
    frame.wait_for_function(LESS, arg=len(before[0]), timeout=SOON)
    page.wait_for_timeout(500)
    early, so_far = drawn(frame), len(asked)
    assert "to" not in query(page), "the page has not heard of it"
    page.mouse.up()
    page.wait_for_function("() => /to=/.test(location.search)", timeout=PATIENCE)
    settled(page)
    assert drawn(frame) == early
    assert len(asked) == so_far, "what is drawn is not asked for again"

    x, y = hold(page, grip)
    page.mouse.move(x - 0.6 * width, y, steps=5)
    frame.wait_for_function(LESS, arg=len(early[0]), timeout=SOON)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    frame.wait_for_function(AS_MANY, arg=len(early[0]), timeout=SOON)
    assert drawn(frame) == early, "put back where it was"


def test_a_key_on_the_slider_is_answered_before_the_page(page: Page, base_url: str) -> None:
    frame, before = opened(page, base_url, late=2 * PATIENCE)
    slider_end(page).locator("input[type=range]").press("Home")
    frame.wait_for_function(LESS, arg=len(before[0]), timeout=SOON)
    assert "to" not in query(page), "the page has not heard of it"


def test_while_the_slider_is_held_one_thing_at_a_time_is_asked(page: Page, base_url: str) -> None:
    frame, _ = opened(page, base_url)
    asking = Asking(page, frame)
    x, y = hold(page, slider_end(page))
    for number, back in enumerate((30, 70, 110), start=1):
        rest_on(page, x - back, y, partial(asking.knows, number))
    page.wait_for_timeout(500)
    assert len(asking.routes) == 1, "the others wait"
    first, _, last = asking.ends()
    asking.routes[0].continue_()
    asking.wait(2)
    assert [asking.asked_to(number) for number in (0, 1)] == [first, last], "only the last is still of interest"

    page.mouse.up()
    frame.wait_for_function("() => asks.some((one) => !one.held)", timeout=SOON)
    asking.routes[1].continue_()
    page.wait_for_function("(last) => location.search.includes(last)", arg=last, timeout=PATIENCE)
    settled(page)
    assert len(asking.routes) == 2, "what is asked for already is not asked again"


def test_a_pointer_rests_longer_where_answers_take_long(page: Page, base_url: str) -> None:
    frame, _ = opened(page, base_url)
    asking = Asking(page, frame)
    x, y = hold(page, slider_end(page))
    begun = monotonic()
    rest_on(page, x - 30, y, lambda: len(asking.routes) == 1)
    page.wait_for_timeout(800)
    asking.routes[0].fulfill(json={})
    frame.wait_for_function("() => Sourcepin.frames.rest() > 50", timeout=SOON)
    rest, so_far = frame.evaluate("Sourcepin.frames.rest()"), len(asking.asks())
    assert 800 / 2 <= rest <= 1000 * (monotonic() - begun) / 2

    rest_on(page, x - 70, y, lambda: len(asking.routes) == 2)
    asking.routes[1].fulfill(status=204)
    rest_on(page, x - 110, y, lambda: len(asking.routes) == 3)  # by then, the one before has been taken in
    assert frame.evaluate("Sourcepin.frames.rest()") == rest, "a server that is too busy to answer is no quick one"
    assert min(one["rested"] for one in asking.asks()[so_far:]) >= rest - 5
    asking.routes[2].fulfill(status=204)
