"""Takes the pictures of README.md and docs/tour.md from the running product: ``python -m scripts.screenshots``.

It starts the server on a free loopback port with the data set that ships, and needs Chromium.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.interaction import healthy, start
from tests.browser.serving import find_chromium, free_port

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "img"
TAJI = "2020-03-11-camp-taji"
_SETTLE_MS = 3500


def _nothing(page: Page) -> None:
    """A picture of the page as it opens."""


def _open_download(page: Page) -> None:
    page.get_by_role("button", name="Download").first.click()
    page.wait_for_timeout(800)


def _open_cite(page: Page) -> None:
    page.get_by_role("button", name="Cite").first.click()
    page.wait_for_timeout(800)


def _open_later(page: Page) -> None:
    page.get_by_text("As known on 12 March").first.click()
    page.wait_for_timeout(1200)


@dataclass(frozen=True)
class Shot:
    """One picture: file name, address, size in CSS pixels, theme, and what to do before it is taken."""

    name: str
    path: str
    width: int = 1440
    height: int = 900
    scheme: str = "light"
    act: Callable[[Page], None] = _nothing


SHOTS = (
    Shot("map", f"/?incident={TAJI}"),
    Shot("map-dark", f"/?incident={TAJI}&card=1", scheme="dark"),
    Shot("area", "/?area=43.5,32.0;45.4,32.0;45.4,34.2;43.5,34.2"),
    Shot("list", f"/list?incident={TAJI}"),
    Shot("evidence", f"/evidence?cell={TAJI}:wounded"),
    Shot("chain", f"/chain?incident={TAJI}"),
    Shot("as-known", "/?known=2020-03-12", act=_open_later),
    Shot("cite", "/", act=_open_cite),
    Shot("download", "/", act=_open_download),
    Shot("sources", "/sources"),
    Shot("method", "/method"),
    Shot("contribute", "/contribute"),
    Shot("arabic", f"/?lang=ar&incident={TAJI}"),
    Shot("phone", f"/?incident={TAJI}", 390, 844),
)


def take(browser: Browser, base: str, shot: Shot) -> None:
    """Write one picture."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme="dark" if shot.scheme == "dark" else "light"
    )
    page.goto(base + shot.path)
    page.wait_for_selector(".sp-caption, .sp-title", timeout=30_000)
    page.wait_for_timeout(_SETTLE_MS)
    shot.act(page)
    page.screenshot(path=FOLDER / f"{shot.name}.png")
    page.close()
    print(f"docs/img/{shot.name}.png")


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    server = start(port)
    try:
        while not healthy(port):
            time.sleep(0.1)
        flags = ["--disable-gpu", "--disable-background-networking"] + (["--no-sandbox"] if not os.getuid() else [])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
            for shot in SHOTS:
                take(browser, f"http://127.0.0.1:{port}", shot)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
