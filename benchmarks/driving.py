"""Drives a page with a date slider and a map in headless Chromium: drags the slider, waits for the marks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.serving import find_chromium, foreign

_WATCH = Path(__file__).with_name("watch.js")
_FLAGS = ("--disable-gpu", "--disable-background-networking", "--enable-unsafe-swiftshader", "--no-first-run")
_MB = 1 << 20
_STEPS, _STEP_SECONDS, _REST_SECONDS = 25, 0.02, 0.15
_QUIET_SECONDS, _BEAT = 1.5, 0.1
"""Nothing new is painted for so long: then the map is as it stays."""


class Slow(Exception):
    """The marks were not painted within the time given."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium; without a graphics card WebGL is drawn by the processor."""
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(_FLAGS)
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=find_chromium(), args=flags)
        yield browser
        browser.close()


class Watched:
    """A page of which it is known when its marks were painted. A new one has an empty cache."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport={"width": 1440, "height": 900})
        self._context.add_init_script(path=_WATCH)
        self._browser = browser
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(120_000)
        self.outside: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda one: self.outside.append(one.url) if foreign(one.url) else None)
        self.page.on("pageerror", lambda one: self.faults.append(str(one)[:200]))

    def close(self) -> None:
        """Leave the page."""
        self._context.close()

    def _frames(self, script: str) -> list[Any]:
        found = []
        for frame in self.page.frames:
            try:
                found.append(frame.evaluate(script))
            except PlaywrightError:  # the frame went meanwhile
                continue
        return found

    def marks(self, since: float = 0.0) -> tuple[float, int] | None:
        """When the present number of marks was painted (ms since 1970), and the number; None where not since then."""
        logs = self._frames("window.__seen && window.__seen.length ? window.__seen.at(-1) : null")
        painted = [(float(log[0]), int(log[1])) for log in logs if log and log[0] > since]
        return max(painted) if painted else None

    def expected(self) -> int | None:
        """How many marks the page says that there are to be; None where it says nothing."""
        text: str | None = self.page.evaluate("(document.querySelector('#count') || {}).textContent || null")
        return int(text) if text else None

    def first(self, url: str, seconds: float) -> tuple[float, int]:
        """Open the page; when its marks were painted first, and how many.

        Raises:
            Slow: not in time; says what stands on the page.
        """
        self.page.goto(url, wait_until="commit")
        return self.drawn(seconds)

    def drawn(self, seconds: float) -> tuple[float, int]:
        """When marks were painted, and how many, on a page that had none.

        Raises:
            Slow: not in time; says what stands on the page.
        """
        return self._wait(0.0, None, seconds)

    def _wait(self, since: float, before: int | None, seconds: float) -> tuple[float, int]:
        end, wanted = time.monotonic() + seconds, None
        while time.monotonic() < end:
            if (found := self.marks(since)) and found[1] != before:
                wanted = self.expected()
                if wanted is None or wanted == found[1]:
                    return found
            time.sleep(0.03)
        raise Slow(f"not within {seconds:.0f} s; marks {self.marks()}, expected {self.expected()}; {self._said()}")

    def _said(self) -> str:
        shown = self.page.locator("[data-testid=stException], [data-testid=stAlert]")
        texts = shown.all_inner_texts() if shown.count() else []
        return " | ".join([*texts, *self.faults])[:300] or "the page shows no error"

    def _thumb(self) -> tuple[float, float, float, float]:
        """Middle of the end thumb of the first slider, and the left edge and width of its track."""
        slider = self.page.locator(".stSlider").first
        thumbs = slider.locator("[data-testid=stSliderThumbValue]").locator("xpath=..")
        boxes = [box for n in range(thumbs.count()) if (box := thumbs.nth(n).bounding_box())]
        box = max(boxes, key=lambda one: one["x"])
        track = thumbs.first.locator("xpath=..").bounding_box() or box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, track["x"], track["width"]

    def drag(self, share: float, seconds: float, *, by_hand: bool = False) -> float:
        """Drag the end of the window to a share of the track and let go: ms until the new marks are painted.

        ``by_hand``: for half a second, with a rest of 150 ms before letting go, and not in an instant. A map that draws
        while the slider is held may then be there already: 0.

        Raises:
            Slow: not in time.
        """
        x, y, left, width = self._thumb()
        before = self.marks()
        mouse, to = self.page.mouse, left + share * width
        pressed = float(self.page.evaluate("Date.now()"))
        mouse.move(x, y)
        mouse.down()
        steps, wait = (_STEPS, _STEP_SECONDS) if by_hand else (6, 0.0)
        for step in range(1, steps + 1):
            mouse.move(x + (to - x) * step / steps, y)
            time.sleep(wait)
        time.sleep(_REST_SECONDS if by_hand else 0)
        mouse.up()
        released = float(self.page.evaluate("window.__released"))
        painted, _ = self._wait(pressed, before[1] if before else None, seconds)
        if painted < released or by_hand:
            painted = self._last(pressed, painted, seconds)
        return max(painted - released, 0.0)

    def _last(self, since: float, painted: float, seconds: float) -> float:
        """When marks were painted last; what was passed over may have been drawn before. Until nothing happens."""
        end, quiet = time.monotonic() + seconds, 0.0
        while quiet < _QUIET_SECONDS and time.monotonic() < end:
            time.sleep(_BEAT)
            found, _ = self.marks(since) or (painted, 0)
            runs = self.page.locator("[data-testid=stApp][data-test-script-state=running]").count()
            quiet = 0.0 if found != painted or runs else quiet + _BEAT
            painted = found
        return painted

    def received(self) -> tuple[int, int]:
        """Bytes that came until now: by websocket, and by HTTP as transferred, in all frames."""
        script = """[window.__received || 0, performance.getEntriesByType('resource').concat(
            performance.getEntriesByType('navigation')).reduce((sum, one) => sum + (one.transferSize || 0), 0)]"""
        found = self._frames(script)
        return sum(one[0] for one in found), sum(one[1] for one in found)

    def memory(self) -> float:
        """MB of all renderers of the browser."""
        session = self._browser.new_browser_cdp_session()
        told = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return sum(resident(int(one["id"])) for one in told if one["type"] == "renderer")

    def frame_count(self) -> int:
        """How many frames the page has."""
        frames: list[Frame] = self.page.frames
        return len(frames)


def resident(pid: int) -> float:
    """MB of memory of a process; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / _MB for line in lines if line.startswith("VmRSS")), 0.0)
