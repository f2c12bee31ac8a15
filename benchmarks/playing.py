"""Playback in headless Chromium: steps a second that are drawn on the map, and how evenly they come.

Run: ``.venv/bin/python -m benchmarks.playing [--sizes 20 100000 10000000] [--seconds 20] [--cache FOLDER]``.
A month of the years that hold most is played month by month. What counts as a step is read from what is drawn: the
map's script was given other marks, and the first handle of the window under the map stands elsewhere. Kept in
``results/playing.json``: steps a second of both, the longest time without a step, and the server's seconds of
processor a second.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.driving import Watched, chromium
from benchmarks.load import linked
from benchmarks.results import keep
from benchmarks.stores import CACHE, SIZES, Made, made
from tests.browser.serving import start

_WATCH = """() => {
  const steps = window.steps = { map: [], line: [] };
  let payload = null, days = null;
  const of = () => { try { return [...document.querySelectorAll("iframe")].map((one) => one.contentWindow.Sourcepin)
    .find(Boolean).state.payload; } catch { return null; } };
  const grip = () => { for (const one of document.querySelectorAll("*")) {
      const found = (one.shadowRoot || one).querySelector(".grip");
      if (found) return found;
    } };
  let host = null;
  const look = () => {
    const now = of();
    const drawn = now && JSON.stringify([now.cells, now.incidents, (now.area_counts || []).map((one) => one.certain)]);
    if (drawn && drawn !== payload) { payload = drawn; steps.map.push(performance.now()); }
    host = host && host.isConnected ? host : grip();
    const at = host && host.getAttribute("aria-valuenow");
    if (at && at !== days) { days = at; steps.line.push(performance.now()); }
    requestAnimationFrame(look);
  };
  look();
}"""

_FROM = "from=2011-01-01&to=2011-01-30"

_FEW = 10_000


def _spent(pid: int) -> float:
    """Seconds of processor that a process took until now."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rate(at: list[float]) -> dict[str, float]:
    """Steps a second, and the longest wait between two."""
    waits = [later - one for one, later in pairwise(at)]
    if not waits:
        return {"per_second": 0.0, "n": len(at)}
    return {
        "per_second": round(1000 * len(waits) / (at[-1] - at[0]), 2), "longest_ms": round(max(waits)),
        "n": len(at),
    }  # fmt: skip


def measure(found: Made, browser: Browser, seconds: float) -> dict[str, Any]:
    """Playback of one store."""
    with tempfile.TemporaryDirectory() as folder, linked(found) as store:
        server = start(Path(folder), extra_env={"STORE": str(store)})
        watched = Watched(browser)
        try:
            # A month of few has none, and no mark to wait for: there the whole span is played from its start.
            watched.first(f"{server.url}/{found.query}" + (f"&{_FROM}" if found.rows > _FEW else ""), 90.0)
            time.sleep(3)
            page = watched.page
            page.evaluate(_WATCH)
            spent, before = _spent(server.process.pid), watched.received()
            page.locator(".st-key-w_play button").click()
            page.locator(".st-key-w_play button").filter(has_text="Pause").wait_for()
            page.evaluate("() => { steps.map.length = 0; steps.line.length = 0; }")
            time.sleep(seconds)
            drawn, took = page.evaluate("() => steps"), _spent(server.process.pid) - spent
            came = watched.received()[0] - before[0]
        finally:
            watched.close()
            server.stop()
    return {
        "size": found.rows, "seconds": seconds, "map": _rate(drawn["map"]), "timeline": _rate(drawn["line"]),
        "server_cpu_per_s": round(took / seconds, 2), "websocket_bytes_per_s": round(came / seconds),
        "faults": watched.faults[:3],
    }  # fmt: skip


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[20, *SIZES[3:]])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--cache", type=Path, default=CACHE)
    given = parser.parse_args()
    with chromium() as browser:
        for size in sorted(given.sizes):
            row = measure(made(size, given.cache), browser, given.seconds)
            keep("playing", ("size",), row)
            print(row, flush=True)


if __name__ == "__main__":
    main()
