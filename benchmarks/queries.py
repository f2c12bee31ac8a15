# ruff: noqa: S608  (statements are put together from constants of this folder; no text comes from outside)
"""Server time of every question of the library at 1M and 10M incidents, beside hand-written SQL: the floor.

Run: ``.venv/bin/python -m benchmarks.queries [--sizes 1000000 10000000] [--rounds 9] [--only NAME] [--cache FOLDER]``.
The cache of answers is off. Warm: one process, taking turns with the floor; *kept*: the text of the query is kept as
the screen keeps it; *built*: the text is built by Ibis anew each time, as for a filter of a shape not asked before.
Cold: the first question to a store just opened, in a fresh process (the files may be in the cache of the system).
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow

from benchmarks.query_cases import CASES, NUMBERS, PASSES, SURE, Case, Found
from benchmarks.results import keep, spread
from benchmarks.stores import CACHE, Made, made
from events.dataset import BUILT_IN, DataSet
from events.reading import load
from events.store.asking import Recent
from events.store.engine import Engine
from events.store.profiles import Profiles
from events.store.shelf import Shelf
from events.store.store import Store

SIZES = (1_000_000, 10_000_000)
_COLD_ROUNDS = 3
_MOST_SECONDS = 25.0


class Timed:
    """An engine that adds up how long it was asked; what is left of a question is Python's."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.seconds = engine, 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    @property
    def generation(self) -> int:
        return self._engine.generation

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, Any]:
        return self._engine.tables(numbers)

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        begun = time.perf_counter()
        answer = self._engine.ask(query, params)
        self.seconds += time.perf_counter() - begun
        return answer


class Bench:
    """A store just opened, with no answer kept."""

    def __init__(self, store: Store, base: DataSet) -> None:
        self.timed = Timed(store.engine)
        self.shelf = Shelf(self.timed, base, answers=0)
        self._engine = store.engine
        self._names = {name: table.get_name() for name, table in store.engine.tables(NUMBERS).items()}

    def ours(self, case: Case, found: Found) -> tuple[float, float]:
        """ms of a question as the screen asks it, and ms of them in the engine. Nothing of the last one is kept."""
        self.shelf._pieces = Recent(1)
        if not case.again and self.shelf.asker._members:
            self.shelf.asker._members._kept = Recent(1)
            self.shelf.asker._members._asked = Recent(1)
        for one in self.shelf.profiling._made._values.values():
            if isinstance(one, Profiles):
                one._weights = Recent(1)  # a reader who slides asks for another window each time
        self.timed.seconds, begun = 0.0, time.perf_counter()
        case.ours(self.shelf, found)
        return (time.perf_counter() - begun) * 1e3, self.timed.seconds * 1e3

    def built(self, case: Case, found: Found) -> tuple[float, float]:
        """The same with every text built anew."""
        self.shelf.asker.texts = Recent(512)
        return self.ours(case, found)

    def floor(self, case: Case, found: Found) -> tuple[float, float]:
        """ms of the statements written by hand."""
        texts = [one.format(sure=SURE, passes=PASSES, **self._names) for one in case.floor]
        begun = time.perf_counter()
        for text in texts:
            self._engine.ask(text, {name: value for name, value in found.values.items() if f"${name}" in text} or None)
        took = (time.perf_counter() - begun) * 1e3
        return took, took

    def what_is_there(self) -> Found:
        """Days, actor and incident that the questions are about."""
        (row,) = self._engine.ask(
            "SELECT quantile_disc(first_day, 0.1) AS start, quantile_disc(first_day, 0.85) AS end, "
            "arg_min(id, key) AS id, min(key) AS key FROM {incidents}".format(**self._names)
        ).to_pylist()
        (actor,) = self._engine.ask(
            "SELECT actor FROM {parties} GROUP BY 1 ORDER BY count(*) DESC LIMIT 1".format(**self._names)
        ).to_pylist()
        start, end = (date(1970, 1, 1) + timedelta(row[name]) for name in ("start", "end"))
        return Found(start, end, actor["actor"], row["id"], row["key"])


@contextmanager
def opened(made_store: Made, base: DataSet) -> Iterator[Bench]:
    """The store of a size, opened as the server opens it, once it has its sums (``events/store/sums.py``)."""
    with Store.open(made_store.store, "benchmark") as store:
        store.sums.start()
        store.sums.wait()
        yield Bench(store, base)


def warm(case: Case, bench: Bench, found: Found, rounds: int) -> dict[str, Any]:
    """Three ways in turns, after one round that does not count."""
    ways: dict[str, Callable[[Case, Found], tuple[float, float]]] = {
        "floor": bench.floor, "kept": bench.ours, "built": bench.built,
    }  # fmt: skip
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for way in (bench.floor, bench.built):
        way(case, found)
    end = time.monotonic() + _MOST_SECONDS
    for number in range(rounds):
        for name, ask in ways.items():
            taken[name].append(ask(case, found))
        if time.monotonic() > end and number >= 2:
            break
    row: dict[str, Any] = {name: spread([one[0] for one in found_ms]) for name, found_ms in taken.items()}
    row["engine"] = spread([one[1] for one in taken["kept"]])
    return row


def _cold(made_store: Made, base: DataSet, case: Case, way: str, found: Found, answer: Any) -> None:
    with opened(made_store, base) as bench:
        answer.send((bench.floor if way == "floor" else bench.ours)(case, found)[0])


def cold(made_store: Made, base: DataSet, case: Case, found: Found) -> dict[str, Any]:
    """The first question to a store just opened, each in a process of its own."""
    fork = multiprocessing.get_context("fork")
    taken: dict[str, list[float]] = {"cold_floor": [], "cold": []}
    for _ in range(_COLD_ROUNDS):
        for name in taken:
            here, there = fork.Pipe()
            process = fork.Process(
                target=_cold, args=(made_store, base, case, "floor" if name == "cold_floor" else "ours", found, there)
            )
            process.start()
            there.close()
            try:
                taken[name].append(here.recv())
            finally:
                process.join()
    return {name: spread(values) for name, values in taken.items()}


def _look(made_store: Made, base: DataSet, answer: Any) -> None:
    with opened(made_store, base) as bench:
        answer.send(bench.what_is_there())


def _found(made_store: Made, base: DataSet) -> Found:
    """Asked in a process of its own: this one must not have opened DuckDB when it forks."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    process = fork.Process(target=_look, args=(made_store, base, there))
    process.start()
    found: Found = here.recv()
    process.join()
    return found


def main() -> None:
    """Cold first, as nothing may be open then; warm after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--cache", type=Path, default=CACHE)
    given = parser.parse_args()
    base = load(BUILT_IN).dataset
    if base is None:
        raise RuntimeError("expected the built-in data set to load")
    cases = [case for case in CASES if not given.only or case.name in given.only]
    stores = [made(size, given.cache) for size in given.sizes]
    asked = [(one, _found(one, base)) for one in stores]
    rows = {(one.rows, case.name): cold(one, base, case, found) for one, found in asked for case in cases}
    for one, found in asked:
        with opened(one, base) as bench:
            for case in cases:
                row = rows[one.rows, case.name] | warm(case, bench, found, given.rounds)
                keep("queries", ("query", "size"), {"query": case.name, "size": one.rows, "near": case.near} | row)
                print(f"{one.rows:>10,} {case.name:26} floor {row['floor']['median']:8.1f}  kept "
                      f"{row['kept']['median']:8.1f} (x {row['kept']['median'] / row['floor']['median']:5.2f})  built "
                      f"{row['built']['median']:8.1f}  cold {row['cold']['median']:8.1f} / "
                      f"{row['cold_floor']['median']:.1f} ms", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
