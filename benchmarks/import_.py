"""How fast files in the shape of UCDP GED are imported, against geopandas and pandas, and in how much memory.

Run: ``.venv/bin/python -m benchmarks.import_ --rows 1000000 [--repeats 3] [--own-articles]``. Every measurement is a
process of its own, and all of a run are measured one after the other, ours and theirs in turn. Prints medians with
their spread, ratios from the same run, the peak of memory at a fifth of the rows and at all, and the time from a
dropped file to the first map payload. No timed test: the figures depend on the machine.

Ours reads, checks and writes a store folder with incidents, parties, claims, sources and all that belongs to them.
Theirs (``import_pandas``) is ``geopandas.read_file`` and the same columns, in memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks import import_pandas
from benchmarks.import_made import SHARED, make
from dashboard.holdings import Holdings
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.crowd_payload import crowd_payload
from dashboard.layers.payload import MapState
from dashboard.scope import look
from events.catalogue import build
from events.filters import IncidentFilter
from events.importing.answers import Answers, GivenFile
from events.importing.intake import Intake
from events.reading import load_or_raise
from events.store.curated import tables_of
from events.store.shelf import Shelf
from events.store.store import CURATED, Store

ROOT = Path(__file__).resolve().parents[1]
NOW, TODAY = "2026-01-01T00:00:00", date(2026, 1, 1)
NAME = "ged191.csv"


def taken_in(store: Store, file: Path) -> int:
    """Read, check and write one file; the number of rows accepted."""
    with Intake(store, [GivenFile(file, NAME)], NOW) as intake:
        intake.read()
        intake.check(Answers(), TODAY)
        return intake.write(Answers()).accepted


def ours(file: Path) -> float:
    """Seconds of an import into a new store folder."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder, Store.open(Path(folder) / "store", NOW) as store:
        begun = time.perf_counter()
        taken_in(store, file)
        return time.perf_counter() - begun


def theirs(file: Path) -> float:
    """Seconds of reading and building in pandas."""
    begun = time.perf_counter()
    import_pandas.build(file)
    return time.perf_counter() - begun


def first_map(file: Path) -> float:
    """Seconds from the file to the payload of the first map, beside the curated data set, in a running server."""
    catalogue = build(load_or_raise(ROOT / "events" / "data" / "iraq-2019-2020"))
    with tempfile.TemporaryDirectory(dir=file.parent) as folder, Store.open(Path(folder) / "store", NOW) as store:
        store.mount(tables_of(catalogue), CURATED)
        holdings = Holdings(store, Shelf(store.engine, catalogue.dataset), catalogue)
        begun = time.perf_counter()
        taken_in(store, file)
        crowd_payload(look(holdings, IncidentFilter(), None), MapState(), None, CellStyle(), store.engine.generation)
        return time.perf_counter() - begun


MEASURED: dict[str, Callable[[Path], float]] = {"ours": ours, "theirs": theirs, "first_map": first_map}


def measured(what: str, file: Path) -> dict[str, float]:
    """One measurement in a process of its own: seconds, CPU seconds and peak memory (MB)."""
    command = [sys.executable, "-m", "benchmarks.import_", "--measure", what, str(file)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _measure(what: str, file: Path) -> None:
    seconds = MEASURED[what](file)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"s": seconds, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}))


def said(name: str, found: list[dict[str, float]], rows: int = 0) -> float:
    """One line: median and spread of seconds, CPU seconds, memory. Returns the median of the seconds."""
    seconds = [one["s"] for one in found]
    middle = statistics.median(seconds)
    speed = f"{rows / middle:9,.0f} rows/s  " if rows else ""
    print(f"{name:34} {speed}median {middle:7.2f} s  spread {min(seconds):.2f} – {max(seconds):.2f}  "
          f"CPU {statistics.median(one['cpu'] for one in found):.1f} s  "
          f"peak {statistics.median(one['mb'] for one in found):,.0f} MB  n={len(found)}", flush=True)  # fmt: skip
    return middle


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--own-articles", action="store_true", help="every copy of a row cites articles of its own")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        _measure(given.measure[0], Path(given.measure[1]))
        return
    print(f"load of the machine before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        whole, fifth = Path(folder) / "whole.csv", Path(folder) / "fifth.csv"
        make(whole, given.rows, given.own_articles)
        make(fifth, given.rows // 5, given.own_articles)
        mine: list[dict[str, float]] = []
        pandas: list[dict[str, float]] = []
        for _ in range(given.repeats):
            mine.append(measured("ours", whole))
            pandas.append(measured("theirs", whole))
        small = [measured("ours", fifth) for _ in range(given.repeats)]
        ratio = said(f"geopandas and pandas, {given.rows:,}", pandas, given.rows)
        ratio /= said(f"import, {given.rows:,}", mine, given.rows)
        said(f"import, {given.rows // 5:,}", small, given.rows // 5)
        print(f"{'rows per second, import : pandas':34} {ratio:.1f} : 1")
        memory = [statistics.median(one["mb"] for one in found) for found in (mine, small)]
        print(f"{'peak memory, all : a fifth':34} {memory[0] / memory[1]:.2f} : 1")
        drop = SHARED if SHARED.exists() else Path(folder) / "drop.csv"
        if not SHARED.exists():
            make(drop, 7_473)
        copy = Path(folder) / NAME
        copy.write_bytes(drop.read_bytes())
        said(f"{drop.name} to first map payload", [measured("first_map", copy) for _ in range(given.repeats)])


if __name__ == "__main__":
    main()
