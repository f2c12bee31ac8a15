"""What the tests of the dates do: open a page that hears late, take hold of a slider, let go of it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Frame, Locator, Page, Route

from tests.browser.driving import SOON, address, frame_of, open_map

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
LESS = "(before) => Sourcepin.state.payload.incidents.length < before"
"""Whether fewer incidents are drawn than before."""
AS_MANY = LESS.replace("<", "===")
# The clock is the page's: it notes when the pointer moved, the frame when the map was asked.
_MOVES = """() => { window.moved = 0;
  document.addEventListener("pointermove", (event) => { window.moved = event.timeStamp; }, true); }"""
_ASKS = """() => { const frames = Sourcepin.frames, ask = frames.ask; window.asks = [];
  frames.ask = (days, held) => {
    window.asks.push({ end: days[1], held: Boolean(held), rested: parent.performance.now() - parent.moved });
    ask(days, held);
  }; }"""


class Asking:
    """What the map is told to ask, and its requests, each of which waits in ``routes`` until the test answers it."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.routes: list[Route] = []
        self._page, self._frame = page, frame
        page.route("**/api/drawn*", lambda route: self.routes.append(route))  # one of C cannot be given to Playwright
        page.evaluate(_MOVES)
        frame.evaluate(_ASKS)

    def asks(self) -> list[dict[str, Any]]:
        """What the map was told: last day, whether still held, ms since the pointer moved."""
        found: list[dict[str, Any]] = self._frame.evaluate("asks")
        return found

    def ends(self) -> list[str]:
        """The last days that it was told, each once."""
        return list(dict.fromkeys(one["end"] for one in self.asks()))

    def knows(self, ends: int) -> bool:
        """Whether it was told so many last days."""
        return len(self.ends()) == ends

    def asked_to(self, number: int) -> str:
        """The last day of a request."""
        return parse_qs(urlsplit(self.routes[number].request.url).query)["to"][0]

    def wait(self, requests: int) -> None:
        """Wait until there are so many requests."""
        _until(self._page, lambda: len(self.routes) >= requests, SOON)


def _until(page: Page, there: Callable[[], bool], timeout: int) -> None:
    end = monotonic() + timeout / 1000
    while not there():
        if monotonic() > end:
            raise TimeoutError(f"expected it within {timeout} ms, it did not come")
        page.wait_for_timeout(50)


def rest_on(page: Page, x: float, y: float, there: Callable[[], bool]) -> None:
    """Move the mouse to a place and leave it there until something is so.

    A slider may take its place only after the map was asked; the pointer then stirs, which changes no date.
    """
    for stir in range(3):
        page.mouse.move(x, y + stir)
        with suppress(TimeoutError):
            return _until(page, there, SOON)
    raise TimeoutError(f"expected it with the pointer at {x}, {y}, it did not come")


def drawn(frame: Frame) -> Any:
    """What the map draws: [incidents, number of links]."""
    return frame.evaluate(DRAWN)


def opened(page: Page, base_url: str, late: int | None = None) -> tuple[Frame, Any]:
    """Open the map; from then on the page is ``late`` ms late. Its frame, and what it draws of all dates."""
    if late is not None:
        page.add_init_script(LATE)
    open_map(page, address(base_url))
    if late is not None:
        page.evaluate("(late) => { window.late = late; }", late)
    frame = frame_of(page)
    return frame, drawn(frame)


def slider_end(page: Page) -> Locator:
    """The right thumb of the date slider."""
    return page.locator("[class*=st-key-w_slider] [data-testid=stSliderThumbValue]").locator("xpath=..").nth(1)


def timeline_end(page: Page) -> Locator:
    """The knob at the right end of the window on the timeline."""
    return page.locator(".timeline .grip .knob").nth(1)


def hold(page: Page, grip: Locator) -> tuple[float, float]:
    """Press the mouse on the middle of a grip, and say where that is."""
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def _drag(page: Page, grip: Locator, track: Locator, share: float) -> None:
    _, y = hold(page, grip)
    box = track.bounding_box()
    assert box
    page.mouse.move(box["x"] + share * box["width"], y, steps=5)
    page.mouse.up()


def slide(page: Page, share: float) -> None:
    """Drag the end of the slider to a share of its track."""
    _drag(page, slider_end(page), slider_end(page).locator("xpath=.."), share)


def pull(page: Page, share: float) -> None:
    """Drag the end of the window on the timeline to a share of the timeline's width."""
    _drag(page, timeline_end(page), page.locator(".timeline svg"), share)
