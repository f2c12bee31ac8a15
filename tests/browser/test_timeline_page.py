"""The timeline under the map, the date controls beside it, and the rows of the list: all write the same state."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import SOON, TAJI, address, go, open_map, popup, query, settled, wait_query

FIRST, LAST = date(2019, 12, 27), date(2020, 3, 13)


def window(page: Page) -> tuple[date, date]:
    """The window that the address states."""
    parts = query(page)
    start, end = (date.fromisoformat(parts[name][0]) if name in parts else None for name in ("from", "to"))
    return start or FIRST, end or LAST


def drag(page: Page, grip: Locator, by: float) -> None:
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.7, 1):
        page.mouse.move(x + by * part, y)
    page.mouse.up()


def test_clicks_and_drags_on_the_timeline(page: Page, base_url: str) -> None:
    frame = open_map(page, base_url)
    line = page.locator(".timeline svg")
    line.scroll_into_view_if_needed()
    assert line.locator("[role=button]").count() >= 13
    line.locator('[role=button][aria-label^="Rocket attack on Camp Taji"]').click()
    wait_query(page, "incident", TAJI)
    expect(popup(frame).locator("h2")).to_have_text("Rocket attack on Camp Taji", timeout=SOON)
    expect(line.locator("[role=button][aria-pressed=true]")).to_have_count(1)

    left = line.locator('[role=slider][aria-label="First day of the window"]')
    drag(page, left.locator(".knob"), 200)
    page.wait_for_function("() => location.search.includes('from=')", timeout=SOON)
    first, last = window(page)
    assert FIRST + timedelta(days=3) < first < LAST
    assert last == LAST
    expect(page.locator(".sp-caption")).to_contain_text(f"from {first.day} ")
    expect(popup(frame).locator("h2")).to_have_text("Rocket attack on Camp Taji")

    right = line.locator('[role=slider][aria-label="Last day of the window"]')
    right.focus()
    page.keyboard.press("ArrowLeft")
    wait_query(page, "to", "2020-03-12")
    settled(page)
    before = window(page)
    ground = line.locator(".ground")
    drag(page, ground, -60)
    page.wait_for_function("from => !location.search.includes('from=' + from)", arg=str(first), timeout=SOON)
    after = window(page)
    assert after[1] - after[0] == before[1] - before[0], "the window moves as a whole"
    assert after[0] < before[0]


def test_steps_and_playback(page: Page, base_url: str) -> None:
    open_map(page, address(base_url, query={"from": "2020-03-03", "to": "2020-03-05"}))
    page.locator(".st-key-w_on button").first.click()
    wait_query(page, "from", "2020-03-04")
    page.locator(".st-key-w_back button").first.click()
    wait_query(page, "from", "2020-03-03")
    page.locator(".st-key-w_step button").filter(has_text="Week").click()
    settled(page)
    page.locator(".st-key-w_on button").first.click()
    wait_query(page, "to", "2020-03-12")
    page.locator(".st-key-w_back button").first.click()
    wait_query(page, "to", "2020-03-05")

    button = page.locator(".st-key-w_play button")
    expect(button).to_contain_text("Play")
    button.click()
    expect(button).to_contain_text("Pause", timeout=SOON)
    page.wait_for_function("() => location.search.includes('to=2020-03-13')", timeout=SOON)
    expect(button).to_contain_text("Play", timeout=SOON)
    assert window(page) == (date(2020, 3, 11), LAST), "its length kept, and stopped at the end"
    page.wait_for_timeout(1500)
    assert window(page) == (date(2020, 3, 11), LAST)


def test_a_row_of_the_list_opens_the_card(page: Page, base_url: str) -> None:
    open_map(page, base_url)
    go(page, "List")
    grid = page.get_by_test_id("stDataFrame")
    grid.wait_for(timeout=SOON)
    settled(page)
    grid.click(position={"x": 14, "y": 35 + 17})  # the tick of the first row; drawn on canvas
    expect(page.locator(".sp-card h2")).to_have_text("Attack on a base at Kirkuk", timeout=SOON)
    wait_query(page, "incident", "2019-12-27-kirkuk")
    wait_query(page, "card", "1")
    names = page.locator(".st-key-w_open input")
    names.scroll_into_view_if_needed()
    names.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Truck with")
    page.locator("[role=option]").filter(has_text="Truck with").wait_for(timeout=SOON)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".sp-card h2")).to_have_text("Truck with rocket launchers found", timeout=SOON)
    wait_query(page, "incident", "2020-03-11-launcher-truck")
    page.locator(".st-key-w_card_close button").first.press("Enter")  # scrolled up under the header
    expect(page.locator(".sp-card")).to_have_count(0, timeout=SOON)
