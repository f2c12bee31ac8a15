"""A query is read by the engine once, and answers many at a time with what each of them gave."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from events.store import engine
from events.store.engine import Engine

TEXT = "SELECT $n::INTEGER AS n, sum(range) AS total FROM range($n::INTEGER)"


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Engine]:
    made = Engine([tmp_path])
    yield made
    made.close()


def test_many_at_a_time_are_answered_each_by_its_own_numbers(asked: Engine) -> None:
    def ask(n: int) -> bool:
        return asked.ask(TEXT, {"n": n}).to_pylist() == [{"n": n, "total": n * (n - 1) // 2}]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(1, 400)))


def test_a_text_is_read_once_and_few_are_kept(asked: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[Any] = []
    keep = asked._parsed.put
    monkeypatch.setattr(asked._parsed, "put", lambda text, one: put.append(text) or keep(text, one))
    for n in range(1, 4):
        asked.ask(TEXT, {"n": n})
    assert put == [TEXT]
    for n in range(engine.MOST_PARSED + 5):
        asked.ask(f"SELECT {n}")
    assert len(asked._parsed) == engine.MOST_PARSED
