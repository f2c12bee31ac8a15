"""Slider release to redrawn map, and start of the server to first map, in headless Chromium.

Run: ``.venv/bin/python -m benchmarks.interaction``. Prints medians with their spread and, from the same
run, the ratio to the least that any change must pay: a Streamlit rerun that changes nothing on the map.
No timed test: the figures depend on the machine and stand in the closing notes and README.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Frame, Page, sync_playwright

from tests.browser.serving import find_chromium, free_port

ROOT = Path(__file__).resolve().parents[1]
STEPS = 15
_WATCH = """() => {
  const update = Sourcepin.update;
  window.drawn = [];
  Sourcepin.update = (...all) => {
    const begun = performance.now(), result = update(...all);
    const script = performance.now() - begun;
    requestAnimationFrame(() => setTimeout(() => window.drawn.push([Date.now(), script]), 0));
    return result;
  };
}"""


def start(port: int) -> subprocess.Popen[bytes]:
    """The server as ``make run`` starts it."""
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def healthy(port: int) -> bool:
    """True once the server answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def map_frame(page: Page) -> Frame:
    """The frame that holds the map, once its marks are drawn."""
    page.frame_locator("iframe").first.locator(".sp-hit").first.wait_for(timeout=30_000)
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def step(page: Page, frame: Frame, key: str) -> tuple[float, float]:
    """Press a key on the slider: (ms until drawn, ms of them in the map script)."""
    frame.evaluate("window.drawn.length = 0")
    begun = frame.evaluate("Date.now()")
    page.keyboard.press(key)
    frame.wait_for_function("() => window.drawn.length > 0", timeout=10_000)
    drawn, script = frame.evaluate("window.drawn[0]")
    return drawn - begun, script


def said(name: str, values: list[float], unit: str = "ms") -> None:
    """One line: median and spread."""
    low, high = min(values), max(values)
    print(f"{name:44} median {statistics.median(values):7.1f} {unit}   spread {low:.1f} – {high:.1f}   n={len(values)}")


def main() -> None:
    """Measure and print. The browser is open already, as a reader's is; its cache is empty."""
    port = free_port()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        flags = ["--disable-gpu", "--disable-background-networking"] + (["--no-sandbox"] if not os.getuid() else [])
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=flags, viewport={"width": 1440, "height": 900}
        )
        begun = time.monotonic()
        server = start(port)
        try:
            while not healthy(port):
                time.sleep(0.05)
            up = time.monotonic() - begun
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            frame = map_frame(page)
            print(f"{'server start to health 200':44} {up:.2f} s")
            print(f"{'server start to first map with marks':44} {time.monotonic() - begun:.2f} s")
            time.sleep(2)
            frame.evaluate(_WATCH)
            page.locator(".stSlider input").nth(1).focus()
            # To and fro over 12 and 13 March, where the selection changes: equal payloads are not drawn again.
            keys = ["ArrowLeft", "ArrowRight"] * STEPS
            step(page, frame, keys[0])
            keys = keys[1:]
            measured = []
            for key in keys:
                time.sleep(0.4)
                measured.append(step(page, frame, key))
            said("slider step to redrawn map", [total for total, _ in measured])
            said("  of it, the map script", [script for _, script in measured])
            same = page.frame_locator("iframe").first.locator(".leaflet-container").count() == 1
            print(f"{'same frame kept':44} {same}")
        finally:
            context.close()
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main()
