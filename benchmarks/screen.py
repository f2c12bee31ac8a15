# ruff: noqa: S608  (statements are put together from constants of this folder; no text comes from outside)
"""Slider release to redrawn map in headless Chromium, for this map and for what a user would write instead.

Run: ``.venv/bin/python -m benchmarks.screen [--sizes 20 1000 …] [--only ours marker …] [--drags 9] [--cache FOLDER]``.
Each is measured at growing sizes until one release takes more than 20 s or fails; ``results/screen.json`` is kept
after each. All begin with all incidents; the end of the window is then dragged to and fro between the days by which
85 and 70 of 100 incidents had begun, each time a little earlier, so that no cache of answers or messages can help.
What counts as redrawn is the same for all: see ``watch.js``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from benchmarks import kepler_files
from benchmarks.driving import Slow, Watched, chromium, resident
from benchmarks.peer_files import peer_folder
from benchmarks.results import keep, spread
from benchmarks.stores import CACHE, SIZES, Made, made
from tests.browser.serving import free_port, health, start

PEERS = ("marker", "marker_cluster", "fast_marker_cluster", "geojson", "pydeck_chart", "kepler")
MOST_SECONDS = 20.0
_FIRST_SECONDS, _GRACE = 90.0, 20.0
_NEW_WINDOW = 0.006
"""Share of the track, more than a pixel, by which every drag ends elsewhere than those before it."""
_PEER_MEMORY = 10 << 30
"""Bytes of address space that a peer's server may take: one that wants more fails, and not the machine."""


@contextmanager
def _ours(found: Made, folder: Path) -> Iterator[tuple[str, int]]:
    server = start(folder, extra_env={"STORE": str(found.store)})
    try:
        yield f"{server.url}/{found.query}", server.process.pid
    finally:
        server.stop()


@contextmanager
def _peer(name: str, found: Made, cache: Path) -> Iterator[tuple[str, int]]:
    folder, port = peer_folder(cache), free_port()
    python = kepler_files.python(cache, folder / "static") if name == "kepler" else sys.executable
    command = [str(python), "-m", "streamlit", "run", f"{name}.py", "--server.port", str(port), "--server.headless",
               "true", "--server.address", "127.0.0.1", "--server.enableStaticServing", "true",
               "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false",
               "--browser.serverAddress", "localhost"]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603
        command, cwd=folder, env={**os.environ, "PEER_DATA": str(found.parquet.resolve())},
        stdout=subprocess.DEVNULL, stderr=(folder / f"{name}.log").open("wb"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_PEER_MEMORY, _PEER_MEMORY)),
    )  # fmt: skip
    try:
        while health(f"http://127.0.0.1:{port}") != 200:
            if process.poll() is not None:
                raise Slow(f"the server ended with {process.returncode}; see {folder / f'{name}.log'}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.terminate()
        process.wait(20)


def shares(found: Made) -> tuple[float, float]:
    """Where on the track the days lie by which 85 and 70 of 100 incidents had begun."""
    first, last, late, early = duckdb.connect().execute(
        "SELECT min(date), max(date), quantile_disc(date, 0.85), quantile_disc(date, 0.7) "
        f"FROM '{found.parquet}'"
    ).fetchall()[0]
    whole = max((last - first).days, 1)
    return (late - first).days / whole, (early - first).days / whole


def measure(name: str, found: Made, browser: Browser, cache: Path, drags: int) -> dict[str, Any]:
    """One variant at one size. Failures are results: they say when it gave up and why."""
    row: dict[str, Any] = {"variant": name, "size": found.rows}
    with tempfile.TemporaryDirectory() as folder:
        serving = _ours(found, Path(folder)) if name == "ours" else _peer(name, found, cache)
        begun = time.time()
        try:
            with serving as (url, pid):
                watched = Watched(browser)
                try:
                    _measured(row, watched, url, pid, found, begun, drags)
                finally:
                    row["outside"] = sorted({one.split("?")[0] for one in watched.outside})[:5]
                    watched.close()
        except (Slow, PlaywrightError, RuntimeError) as error:
            row["error"] = str(error)[:400]
    return row


def _measured(
    row: dict[str, Any], watched: Watched, url: str, pid: int, found: Made, begun: float, drags: int
) -> None:
    opened = time.time()
    painted, marks = watched.first(url, _FIRST_SECONDS)
    row |= {"first_map_s": round(painted / 1000 - begun, 3), "opened_map_s": round(painted / 1000 - opened, 3),
            "marks": marks}  # fmt: skip
    time.sleep(1.5)
    row["bytes_first"] = watched.received()
    late, early = shares(found)
    watched.drag(late, MOST_SECONDS + _GRACE)  # the first is not counted: it compiles and fills what is kept
    taken: list[float] = []
    came: list[tuple[int, int]] = []
    for number in range(drags):
        time.sleep(0.6)
        before = watched.received()
        # A window that nobody asked for before: neither Streamlit's cache of messages nor ours may answer it.
        share = (early if number % 2 == 0 else late) - (number + 1) * _NEW_WINDOW
        taken.append(watched.drag(share, MOST_SECONDS + _GRACE))
        time.sleep(0.3)
        after = watched.received()
        came.append((after[0] - before[0], after[1] - before[1]))
        if sum(taken) > 90_000:
            break
    by_hand: list[float] = []
    for number in range(drags if sum(taken) < 90_000 else 0):
        share = (early if (len(taken) + number) % 2 == 0 else late) - (number + 1.5) * _NEW_WINDOW
        by_hand.append(watched.drag(share, MOST_SECONDS + _GRACE, by_hand=True))
    row |= {
        "ms": spread(taken), "by_hand_ms": spread(by_hand) if by_hand else None,
        "websocket_bytes": spread([one[0] for one in came]),
        "http_bytes": spread([one[1] for one in came]), "server_mb": round(resident(pid)),
        "page_mb": round(watched.memory()),
    }  # fmt: skip


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--only", nargs="+", default=["ours", *PEERS], choices=["ours", *PEERS])
    parser.add_argument("--drags", type=int, default=9)
    parser.add_argument("--cache", type=Path, default=CACHE)
    given = parser.parse_args()
    stopped: set[str] = set()
    with chromium() as browser:
        for size in sorted(given.sizes):
            found = made(size, given.cache)
            for name in (one for one in given.only if one not in stopped):
                row = measure(name, found, browser, given.cache, given.drags)
                keep("screen", ("variant", "size"), row)
                took = row.get("ms")
                said = f"{took['median']:9.0f} ms ({took['least']:.0f} – {took['most']:.0f})" if took else row["error"]
                if hand := row.get("by_hand_ms"):
                    said += f"   by hand {hand['median']:6.0f} ms ({hand['least']:.0f} – {hand['most']:.0f})"
                print(f"{name:20} {size:>10,} {said}", flush=True)
                if not took or took["median"] > MOST_SECONDS * 1000:
                    stopped.add(name)


if __name__ == "__main__":
    main()
