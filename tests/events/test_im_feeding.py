"""A stretch of a file that is read as if it were a file of its own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from events.importing.feeding import stretch
from events.store.staging import Staging

LONG = bytes(range(256)) * 20_000
"""Several times what a pipe holds."""


@pytest.mark.parametrize(
    ("start", "size", "expected"),
    [
        (0, len(LONG), LONG),
        (1_000_003, 3_000_000, LONG[1_000_003:4_000_003]),
        (len(LONG) - 10, 10, LONG[-10:]),
        (len(LONG) - 10, 1_000, LONG[-10:]),  # the file became shorter than it was said to be
        (5, 0, b""),
    ],
)
def test_its_bytes_are_read_and_no_others(start: int, size: int, expected: bytes, tmp_path: Path) -> None:
    file = tmp_path / "whole"
    file.write_bytes(LONG)
    with stretch(file, start, size) as given:
        assert given.path.read_bytes() == expected
        assert given.given == len(expected)


@pytest.mark.parametrize("read", [0, 10, 2_000_000])
def test_who_stops_reading_holds_nothing_up(read: int, tmp_path: Path) -> None:
    file = tmp_path / "whole"
    file.write_bytes(LONG)
    with stretch(file, 0, len(LONG)) as given, given.path.open("rb") as some:
        assert some.read(read) == LONG[:read]
    assert not any(one.name == "feeding" for one in threading.enumerate())


def test_a_file_that_is_gone_gives_nothing(tmp_path: Path) -> None:
    with stretch(tmp_path / "gone", 0, 100) as given:
        assert given.path.read_bytes() == b""


def test_who_feeds_says_how_far_it_is(tmp_path: Path) -> None:
    with Staging(tmp_path) as staging:
        long = "SELECT sum(hash(range)) FROM range(30_000_000)"
        work = threading.Thread(target=staging.side_by_side, args=([long, long], lambda: 0.25))
        work.start()
        seen = set()
        while work.is_alive():
            seen.add(staging.progress)
        assert 0.25 in seen


def test_joins_go_as_they_are_written_only_for_a_while(tmp_path: Path) -> None:
    asked = "SELECT value FROM duckdb_settings() WHERE name = 'disabled_optimizers'"
    with Staging(tmp_path) as staging:
        with staging.joins_as_written():
            assert "join_order" in staging.one(asked)[0]
        assert staging.one(asked)[0] == ""
