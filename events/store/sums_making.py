# ruff: noqa: S608  (statements are put together from constants of this folder and numbers; no text from outside)
"""Making the sums of a data set: a file of its own, in the memory of a small workbench, on one thread.

The incidents are taken in order of key, some at a time, so that memory stays flat. What each has a part in is
compared whole, as a list of numbers, and not by a hash: two profiles are one only where they are alike.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ibis

from events.store.cell_sums import CELL_FILES
from events.store.cell_sums_making import gather, gather_near
from events.store.dialects import to_sql
from events.store.lookup import NUMBER_OF_ID, SOURCE_IDS
from events.store.placed import PLACED, put_in_order
from events.store.schema import KEY_BITS, TABLES
from events.store.sums import ACTORS, ALL, ROLES, SOURCES, SUMS, VERSION, WHOLE, labels
from events.store.views import OFFLINE, described, sql_text
from geodata.places import Precision

MEMORY = "256MB"
KEYS = 250_000
"""Incidents taken at a time."""
MOST_PROFILES, MOST_SPANS = 500_000, 4_000_000
"""Of what is summed to more, asking the sums would take as long as asking the incidents: they are not kept."""
MOST_SINGLE = 20_000_000
"""The same for sums by one actor, role or publisher, which are asked a family at a time."""
_MEMBERS = {
    ALL: "SELECT key, '' AS one FROM data.incidents", ACTORS: "SELECT DISTINCT key, actor AS one FROM data.parties",
    ROLES: "SELECT DISTINCT key, role AS one FROM data.parties", SOURCES: "SELECT key, source AS one FROM data.told_by",
}  # fmt: skip
"""What an incident is in sums for, by family."""
_UNPLACED = f"coalesce(precision = {Precision.UNPLACED.rank}, false) AS unplaced"
_LIKE = "kind, contested, unplaced, parties, tellers"


class Stopped(Exception):
    """The making was stopped; what was written is to be removed."""


class Making:
    """One making. :meth:`stop` may come from another thread, at any moment."""

    def __init__(self, scratch: Path) -> None:
        # One thread is the thread that asks: what it is given of the processor is what this takes.
        config: dict[str, Any] = {**OFFLINE, "threads": 1, "memory_limit": MEMORY, "temp_directory": str(scratch)}
        self._con = duckdb.connect(":memory:", config=config)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End what runs with :class:`Stopped`; nothing more begins."""
        self._stopped.set()
        with contextlib.suppress(duckdb.Error):  # closed already
            self._con.interrupt()

    @property
    def is_stopped(self) -> bool:
        """Whether :meth:`stop` was called."""
        return self._stopped.is_set()

    def close(self) -> None:
        """Let go of the files."""
        self._con.close()

    def _run(self, statement: str) -> list[tuple[int, ...]]:
        if self._stopped.is_set():
            raise Stopped
        try:
            return self._con.execute(statement).fetchall()
        except duckdb.InterruptException as error:
            raise Stopped from error

    def make(self, data: Path, target: Path, number: int, mark: str) -> str:
        """Write the sums of a data set's tables to a new file; "" where they would be too many to be of use.

        Either way the file says with ``mark`` what it is of, so that nothing is tried twice.

        Raises:
            Stopped: :meth:`stop` came before it was done.
        """
        self._run(f"ATTACH {sql_text(data)} AS data (READ_ONLY)")
        self._run(f"ATTACH {sql_text(target)} AS sums")
        for table, columns in {**SUMS, **CELL_FILES, **PLACED, **SOURCE_IDS}.items():
            self._run(f"CREATE TABLE sums.{table} ({described(columns)})")
        self._run("CREATE TABLE sums.made (version INTEGER, mark VARCHAR, kept VARCHAR, shift INTEGER, near INTEGER)")
        shift = gather(self._run)
        put_in_order(self._run)
        near = gather_near(self._run)
        self._run(f"INSERT INTO sums.source_ids SELECT {NUMBER_OF_ID} AS hash, n FROM data.sources ORDER BY hash")
        kept = "whole" if self._gather() else "single" if self._gather_singly() else ""
        if kept == "whole":
            self._write(number)
        elif kept:
            self._write_singly(number)
        if kept:
            tables = {
                name: ibis.table(ibis.schema(TABLES[name]), name=name, catalog="data", database="main")
                for name in ("actors", "sources")
            }  # fmt: skip
            self._run(f"INSERT INTO sums.labels BY NAME {to_sql(labels(tables), 'duckdb')}")
        fine = ", ".join("NULL" if one is None else f"{one:d}" for one in (shift, near))
        self._run(f"INSERT INTO sums.made VALUES ({VERSION:d}, {sql_text(mark)}, {sql_text(kept)}, {fine})")
        self._run("DETACH sums")
        return kept

    def _chunks(self) -> Iterator[str]:
        """Conditions on the key, one after the other, that together are of all incidents."""
        ((first, last),) = self._run("SELECT min(key), max(key) FROM data.incidents")
        for start in range(first or 0, (last or -1) + 1, KEYS):
            yield f"key BETWEEN {start} AND {start + KEYS - 1}"

    def _gather(self) -> bool:
        """Number the profiles, and sum the incidents by profile and days; False where there are too many."""
        ids = "CREATE TEMP TABLE {} AS SELECT (row_number() OVER ())::INTEGER AS one, * FROM (SELECT DISTINCT {})"
        self._run(ids.format("roles", "actor, role FROM data.parties"))
        self._run(ids.format("tellers", "source FROM data.told_by"))
        self._run("CREATE TEMP TABLE profiles (profile INTEGER, kind VARCHAR, contested BIGINT, unplaced BOOLEAN, "
                  "parties INTEGER[], tellers INTEGER[])")  # fmt: skip
        self._run("CREATE TEMP TABLE gathered (profile INTEGER, first_day INTEGER, last_day INTEGER, n INTEGER)")
        for keys in self._chunks():
            self._take(keys)
            if self._run("SELECT count(*) FROM profiles")[0][0] > MOST_PROFILES:
                return False
        self._run("CREATE TEMP TABLE spans AS SELECT profile, first_day, last_day, sum(n)::INTEGER AS n FROM gathered "
                  "GROUP BY ALL")  # fmt: skip
        return self._run("SELECT count(*) FROM spans")[0][0] <= MOST_SPANS

    def _take(self, keys: str) -> None:
        parts = [
            f"(SELECT key, list_sort(list(one)) AS {name} FROM data.{table} t JOIN {table_ids} i ON {same} "
            f"WHERE {keys} GROUP BY key)"
            for name, table, table_ids, same in (
                ("parties", "parties", "roles", "t.actor IS NOT DISTINCT FROM i.actor AND "
                                                "t.role IS NOT DISTINCT FROM i.role"),
                ("tellers", "told_by", "tellers", "t.source IS NOT DISTINCT FROM i.source"),
            )
        ]  # fmt: skip
        self._run(
            "CREATE OR REPLACE TEMP TABLE taken AS SELECT coalesce(kind, '') AS kind, contested, unplaced, "
            "coalesce(parties, []) AS parties, coalesce(tellers, []) AS tellers, first_day, last_day, "
            "count(*)::INTEGER AS n FROM (SELECT key, kind, coalesce(contested, 0) AS contested, "
            f"{_UNPLACED}, first_day, last_day FROM data.incidents WHERE {keys}) "
            f"LEFT JOIN {parts[0]} USING (key) LEFT JOIN {parts[1]} USING (key) GROUP BY ALL"
        )
        self._run(
            f"INSERT INTO profiles SELECT (SELECT count(*) FROM profiles) + row_number() OVER (), {_LIKE} "
            f"FROM (SELECT DISTINCT {_LIKE} FROM taken ANTI JOIN profiles USING ({_LIKE}))"
        )
        self._run(f"INSERT INTO gathered SELECT profile, first_day, last_day, n FROM taken JOIN profiles "
                  f"USING ({_LIKE})")  # fmt: skip

    def _write(self, number: int) -> None:
        key = f"{number << KEY_BITS} + profile"
        # In order of profile: then the column of keys takes no room, and neighbouring days differ by little.
        self._run(f"INSERT INTO sums.spans SELECT {WHOLE}, {key}, first_day, last_day, n FROM spans "
                  "ORDER BY profile, first_day, last_day")  # fmt: skip
        self._run(f"INSERT INTO sums.profiles SELECT {key}, kind, contested, unplaced FROM profiles")
        for table, ids in (("parties", "roles"), ("told_by", "tellers")):
            members = f"(SELECT {key} AS key, unnest({'parties' if ids == 'roles' else ids}) AS one FROM profiles)"
            self._run(f"INSERT INTO sums.{table} BY NAME SELECT * EXCLUDE (one) FROM {members} JOIN {ids} USING (one)")

    def _gather_singly(self) -> bool:
        """Sum the incidents by one actor, role or publisher at a time; False where there are too many sums."""
        self._run("CREATE OR REPLACE TEMP TABLE gathered (family TINYINT, kind VARCHAR, contested BIGINT, "
                  "unplaced BOOLEAN, one VARCHAR, first_day INTEGER, last_day INTEGER, n INTEGER)")  # fmt: skip
        for keys in self._chunks():
            for family, members in _MEMBERS.items():
                self._run(
                    f"INSERT INTO gathered SELECT {family}, coalesce(kind, ''), coalesce(contested, 0), {_UNPLACED}, "
                    f"one, first_day, last_day, count(*) FROM (SELECT * FROM data.incidents WHERE {keys}) "
                    f"JOIN ({members} WHERE {keys}) USING (key) GROUP BY ALL"
                )
        self._run("CREATE OR REPLACE TEMP TABLE spans AS SELECT * EXCLUDE (n), sum(n)::INTEGER AS n FROM gathered "
                  "GROUP BY ALL")  # fmt: skip
        return self._run("SELECT count(*) FROM spans")[0][0] <= MOST_SINGLE

    def _write_singly(self, number: int) -> None:
        like = "family, kind, contested, unplaced, one"
        self._run(f"CREATE OR REPLACE TEMP TABLE profiles AS SELECT {number << KEY_BITS} + row_number() OVER "
                  f"(ORDER BY family) AS key, * FROM (SELECT DISTINCT {like} FROM spans)")  # fmt: skip
        self._run("INSERT INTO sums.spans SELECT p.family, p.key, first_day, last_day, n FROM spans s JOIN profiles p "
                  "ON p.family = s.family AND p.kind = s.kind AND p.contested = s.contested AND p.unplaced = "
                  "s.unplaced AND p.one IS NOT DISTINCT FROM s.one ORDER BY p.family, p.key, first_day")  # fmt: skip
        self._run("INSERT INTO sums.profiles SELECT key, kind, contested, unplaced FROM profiles")
        for table, column, family in (("parties", "actor", ACTORS), ("parties", "role", ROLES),
                                      ("told_by", "source", SOURCES)):  # fmt: skip
            self._run(f"INSERT INTO sums.{table} BY NAME SELECT key, one AS {column} FROM profiles "
                      f"WHERE family = {family}")  # fmt: skip
