"""The timeline as a histogram, in a page of its own: brush, bars, keys and words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.timeline import timeline_data
from dashboard.components.timeline_bins import TimelineBins
from dashboard.map_words import timeline_words
from dashboard.palette import colours
from events.language import using
from tests.browser import scripts_page as scripts

MONTHS = [(date(2014, m, 1), date(2014, m, 28), 100 * m, 8 if m % 2 else 0) for m in range(1, 13)]
AXIS = (date(2014, 1, 1), date(2014, 12, 31))


def data(
    lang: str = "en", unit: str = "month", window: tuple[date, date] = (date(2014, 3, 1), date(2014, 8, 31))
) -> dict[str, Any]:
    with using(lang):
        return dict(
            timeline_data([], window, AXIS, colours("light"), timeline_words(), bins=TimelineBins(unit, MONTHS))
        )


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("heard")
    return found


@pytest.mark.parametrize(
    ("lang", "unit", "name"),
    [
        ("en", "month", "March 2014: 300, and 8 possibly"),
        ("en", "day", "1 March 2014: 300, and 8 possibly"),
        ("en", "week", "Week from 1 March 2014: 300, and 8 possibly"),
        ("en", "year", "2014: 300, and 8 possibly"),
        ("ar", "month", "آذار 2014: 300، والمحتملة: 8"),
    ],
)
def test_a_bar_says_what_it_counts(page: Page, lang: str, unit: str, name: str) -> None:
    scripts.open_line(page, data(lang, unit))
    bars = page.locator(".touchbin")
    expect(bars).to_have_count(12)
    bars.nth(2).hover()
    assert (
        page.locator(".binname").inner_html().strip("\u2067\u2069") == bars.nth(2).get_attribute("aria-label") == name
    )


def test_click_keys_and_brush(page: Page) -> None:
    scripts.open_line(page, data())
    page.locator(".touchbin").nth(4).click()
    assert heard(page) == [["window", {"start": "2014-05-01", "end": "2014-05-28"}]]
    page.evaluate("next => show(next)", data(window=(date(2014, 5, 1), date(2014, 5, 28))))
    assert page.locator(".touchbin[tabindex='0']").get_attribute("data-key") == "bin 2014-05-01"
    page.locator(".touchbin[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert heard(page)[-1] == ["window", {"start": "2014-06-01", "end": "2014-06-28"}]
    page.locator(".grip").first.focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => heard.length === 3")
    assert heard(page)[-1] == ["window", {"start": "2014-01-01", "end": "2014-06-28"}]


def test_dragging_over_the_bars_moves_the_window_and_clicks_nothing(page: Page) -> None:
    scripts.open_line(page, data())
    box = page.locator(".touchbin").nth(4).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y)
    page.mouse.move(x + 2.05 * box["width"], y)
    page.mouse.up()
    (message,) = heard(page)
    start, end = (date.fromisoformat(message[1][name]) for name in ("start", "end"))
    assert end - start == date(2014, 8, 31) - date(2014, 3, 1), "its length is kept"
    assert start > date(2014, 4, 1)
    shown = page.evaluate("[...document.querySelectorAll('svg.bins, .ground')].map(e => e.getAttribute('x'))")
    assert shown[0] == shown[1], "the full colour goes along"
