"""Many readers at once: real websocket sessions that open the page, move the slider, tick an actor, open an incident.

Run: ``.venv/bin/python -m benchmarks.load [--users 50] [--seconds 60] [--size 1000000] [--think 5] [--import]``.
An interaction ends when the run of the page that it caused is sent whole. Between two, a reader thinks for
``--think`` seconds, give or take half. Memory beyond the shared part: the process with all readers there, less what
it took after one reader had done the same alone; what DuckDB holds, for all, is subtracted from both. After the
readers left, Streamlit keeps a session for two minutes in case its browser comes back: ``--settle`` waits for that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.import_made import make
from benchmarks.results import keep
from benchmarks.session import Session
from benchmarks.stores import CACHE, Made, made
from tests.browser.serving import ROOT, free_port, health

DEEDS = ("slide", "tick", "slide", "inside", "incident")
_IMPORT_ROWS = 300_000
_GRACE = 20.0
"""Seconds that the last answers may take; a reader that still waits then is an error, and does not hold up the rest."""


class Tally:
    """What all readers measured."""

    def __init__(self) -> None:
        self.ms: defaultdict[str, list[float]] = defaultdict(list)
        self.faults: Counter[str] = Counter()
        self.bytes: defaultdict[str, list[int]] = defaultdict(list)

    async def time(self, name: str, session: Session) -> None:
        """One interaction."""
        begun, before = time.perf_counter(), session.received
        await getattr(session, name)()
        self.ms[name].append((time.perf_counter() - begun) * 1e3)
        self.bytes[name].append(session.received - before)

    def said(self) -> dict[str, Any]:
        """Medians and 95th percentiles, by interaction and of all but the first of a session."""
        moved = [one for name, values in self.ms.items() if name != "open" for one in values]
        rows = {**self.ms, "all but open": moved}
        return {
            "interactions": {
                name: {"n": len(values), "p50_ms": _share(values, 0.5), "p95_ms": _share(values, 0.95),
                       "most_ms": round(max(values))} | (
                    {"p50_bytes": _share(list(map(float, self.bytes[name])), 0.5)} if name in self.bytes else {})
                for name, values in rows.items() if values
            },
            "errors": sum(self.faults.values()), "faults": dict(self.faults.most_common(5)),
        }  # fmt: skip


def _share(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


async def reader(port: int, query: str, number: int, end: float, think: float, tally: Tally) -> None:
    """One reader until ``end`` (``time.monotonic``); an error is counted, and the reader begins anew."""
    draw = random.Random(number)  # noqa: S311
    await asyncio.sleep(draw.uniform(0, min(10.0, think * 2)))
    while time.monotonic() < end:
        try:
            async with connect(
                f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None,
                compression=None, open_timeout=60,
            ) as socket:  # fmt: skip
                session = Session(socket, query, draw)
                for name in ("open", "look"):
                    await tally.time(name, session)
                while time.monotonic() < end:
                    for name in DEEDS:
                        await asyncio.sleep(think * draw.uniform(0.5, 1.5))
                        if time.monotonic() > end:
                            break
                        await tally.time(name, session)
        except Exception as error:  # whatever it is, it is a fault that a reader would see
            tally.faults[f"{type(error).__name__}: {error}"[:160]] += 1
            await asyncio.sleep(1)


async def crowd(port: int, query: str, users: int, seconds: float, think: float) -> tuple[Tally, dict[str, Any]]:
    """So many readers for so long; what was measured, and the memory shortly before the first leaves."""
    tally, end = Tally(), time.monotonic() + seconds
    there = [asyncio.create_task(reader(port, query, number, end, think, tally)) for number in range(users)]
    await asyncio.sleep(max(0.5, seconds - 1))
    memory = await asyncio.to_thread(ask, port, "memory")
    _, late = await asyncio.wait(there, timeout=_GRACE)
    for one in late:
        one.cancel()
    if late:
        tally.faults[f"not answered {_GRACE:.0f} s after the end"] += len(late)
        await asyncio.gather(*late, return_exceptions=True)
    return tally, memory


def ask(port: int, what: str) -> dict[str, Any]:
    """One of the addresses of ``load_app.py``."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/{what}", timeout=120) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


@contextmanager
def linked(found: Made) -> Iterator[Path]:
    """A store over links to the files of a kept one, for a process of its own; an import leaves the kept one alone."""
    with tempfile.TemporaryDirectory(dir=found.folder) as scratch:
        for path in found.store.rglob("*"):
            if path.is_file() and path.name != ".lock":
                to = Path(scratch) / path.relative_to(found.store)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.hardlink_to(path)
        yield Path(scratch)


@contextmanager
def server(found: Made) -> Iterator[int]:
    """The application over links to the store's files."""
    with linked(found) as folder:
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "benchmarks/load_app.py", "--server.port", str(port)]
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env={**os.environ, "STORE": str(folder), "PYTHONPATH": str(ROOT)},
            stdout=(found.folder / "load.log").open("wb"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            end = time.monotonic() + 60
            while health(f"http://127.0.0.1:{port}") != 200:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"the server did not start; see {found.folder / 'load.log'}")
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _settled(port: int, seconds: float, sessions: int) -> None:
    """Wait until the sessions of those who left are forgotten, at most so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and ask(port, "memory")["sessions"] > sessions:
        time.sleep(3)


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """One reader alone, then all of them, then nobody."""
    found = made(given.size, given.cache)
    with server(found) as port:
        asyncio.run(crowd(port, found.query, 1, given.warm, 0.2))
        asyncio.run(crowd(port, found.query, 1, 1.0, 0.2))
        alone = ask(port, "memory")
        print("one reader alone:", alone, flush=True)
        if given.importing:
            file = given.cache / f"made-{_IMPORT_ROWS}.csv"
            if not file.exists():
                make(file, _IMPORT_ROWS)
            ask(port, f"import?file={quote(str(file.resolve()))}")
        tally, full = asyncio.run(crowd(port, found.query, given.users, given.seconds, given.think))
        left = ask(port, "memory")
        print(json.dumps(tally.said()), flush=True)
        _settled(port, given.settle, alone["sessions"])
        gone = ask(port, "memory")
    own = {name: one["rss_mb"] - one["duckdb_mb"] for name, one in (("alone", alone), ("full", full), ("gone", gone))}
    return {
        "size": given.size, "users": given.users, "seconds": given.seconds, "think": given.think,
        "importing": given.importing, "settle": given.settle, **tally.said(),
        "memory": {"one reader": alone, "all there": full, "just left": left, "settled": gone},
        "mb_per_user": round((own["full"] - own["alone"]) / given.users, 2),
        "mb_left_behind": round(own["gone"] - own["alone"], 1),
    }  # fmt: skip


def main() -> None:
    """Measure, keep, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--warm", type=float, default=20.0, help="seconds of one reader alone before")
    parser.add_argument("--settle", type=float, default=150.0)
    parser.add_argument("--import", dest="importing", action="store_true")
    parser.add_argument("--cache", type=Path, default=CACHE)
    row = measure(parser.parse_args())
    keep("load", ("users", "size", "importing", "think", "seconds"), row)
    print(json.dumps({name: one for name, one in row.items() if name != "memory"}, indent=1))
    for name, one in row["memory"].items():
        print(f"{name:12} {one}")


if __name__ == "__main__":
    main()
