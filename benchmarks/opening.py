"""How long a visitor waits: start of the server to the first map, a page opened, a file dropped until it is on the map.

Run: ``.venv/bin/python -m benchmarks.opening [--rounds 5] [--file FILE.csv]``. Each round starts a server with an empty
store, of which nothing is warm but the files; ``results/opening.json`` is kept. The browser is open already, as a
reader's is; every page has an empty cache. What counts as a map is the same as in ``screen``: see ``watch.js``.
The load that stands beside a figure says whether the machine was alone: 2 cores that others use give other times.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.driving import Watched, chromium
from benchmarks.import_made import SHARED
from benchmarks.results import keep, spread
from tests.browser.serving import Server, start

_SECONDS = 90.0
_SETTLE = 1.5
"""Seconds after a map in which what it left for later is done: the next figure is to be its own."""


@contextmanager
def fresh() -> Iterator[tuple[Server, float]]:
    """A server that was just started, with an empty store, and the moment at which it was started."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.time()
        server = start(Path(folder), extra_env={"STORE": str(Path(folder) / "store")}, every=0.05)
        try:
            yield server, begun
        finally:
            server.stop()


def processor_seconds(pid: int) -> float:
    """Seconds of work that a process has done, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def opened(browser: Browser, url: str) -> float:
    """Seconds until a page, opened in a browser that has nothing of it, has its marks painted."""
    page = Watched(browser)
    try:
        begun = time.time()
        return page.first(url, _SECONDS)[0] / 1000 - begun
    finally:
        page.close()


def dropped(browser: Browser, url: str, file: Path) -> float:
    """Seconds from a file dropped on the Import view to its incidents painted on the map."""
    page = Watched(browser)
    try:
        page.page.goto(f"{url}/import")
        page.page.locator("input[type=file]").first.wait_for(state="attached")
        time.sleep(_SETTLE)
        begun = time.time()
        page.page.locator("input[type=file]").first.set_input_files(file)
        return page.drawn(_SECONDS)[0] / 1000 - begun
    finally:
        page.close()


def one_round(browser: Browser, file: Path | None, opens: int) -> dict[str, list[float]]:
    """One server from its start: seconds by what was waited for."""
    found: dict[str, list[float]] = {}
    with fresh() as (server, begun):
        found["server answers"] = [time.time() - begun]
        page = Watched(browser)
        found["start to first map"] = [page.first(server.url, _SECONDS)[0] / 1000 - begun]
        found["work of the server until then"] = [processor_seconds(server.process.pid)]
        page.close()
        time.sleep(_SETTLE)
        found["open a page"] = []
        for _ in range(opens):
            found["open a page"].append(opened(browser, server.url))
            time.sleep(_SETTLE / 2)
        if file is not None:
            found["drop to map"] = [dropped(browser, server.url, file)]
    return found


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--opens", type=int, default=3, help="pages opened a round")
    parser.add_argument("--file", type=Path, default=SHARED, help="file of a known format that is dropped")
    parser.add_argument("--no-keep", action="store_true", help="print only")
    given = parser.parse_args()
    file = given.file if given.file.exists() else None
    taken: dict[str, list[float]] = {}
    with chromium() as browser:
        for _ in range(given.rounds):
            for name, seconds in one_round(browser, file, given.opens).items():
                taken.setdefault(name, []).extend(seconds)
                print(f"{name:32} {' '.join(f'{one:.2f}' for one in seconds)} s", flush=True)
    for name, seconds in taken.items():
        told = spread(seconds)
        print(f"{name:32} median {told['median']:.2f} s ({told['least']:.2f} – {told['most']:.2f}), n={told['n']}")
        if not given.no_keep:
            keep("opening", ("what",), {"what": name, "seconds": told, "file": file.name if file else None})


if __name__ == "__main__":
    main()
