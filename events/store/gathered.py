# ruff: noqa: S608  only names of ours are put into statements
"""The tables of a data set that comes some thousand incidents at a time, before its order and its number are known.

Incidents have their place in the file for a key until all are there; then they are numbered in order of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow

from events.store.schema import EPOCH_ORDINAL, KEY_BITS, TABLES
from events.store.staging import Staging, sql_text
from events.store.views import sql_type
from events.store.writing import DataSetDescription, Written, make_tables
from geodata.places import Precision

_NEVER = date.max.toordinal() - EPOCH_ORDINAL
_MOST_HOME = 5
_COLUMNS = {name: {**columns, "key": "int64"} for name, columns in TABLES.items()}
_SCHEMAS = {name: ibis.schema(columns).to_pyarrow() for name, columns in _COLUMNS.items()}


@dataclass(frozen=True)
class Ids:
    """How ids of incidents are written: ``before`` is put in front of them, in place of ``instead_of``."""

    before: str
    instead_of: str = ""

    def sql(self, column: str) -> str:
        """The new id, as SQL over the old one."""
        old, bare = sql_text(self.instead_of), f"substr({column}, {len(self.instead_of) + 1})"
        kept = f"CASE WHEN starts_with({column}, {old}) THEN {bare} ELSE {column} END"
        return f"{sql_text(self.before)} || {kept if self.instead_of else column}"


@dataclass
class Gathered:
    """Tables in a workbench that grow; see :func:`write`."""

    staging: Staging
    _counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, columns in _COLUMNS.items():
            described = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in columns.items())
            self.staging.run(f"CREATE OR REPLACE TEMP TABLE gathered_{table} ({described}, _at BIGINT)")
        self.staging.run("CREATE OR REPLACE TEMP TABLE gathered_publishers (id VARCHAR, publisher VARCHAR)")

    def add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows behind those that are there; ``key`` is the place of their incident, where they belong to one."""
        given = pyarrow.Table.from_pylist(list(rows), schema=_SCHEMAS[table])
        first = self._counts.get(table, 0)
        self._counts[table] = first + given.num_rows
        at = pyarrow.array(range(first, first + given.num_rows), pyarrow.int64())
        self._insert(table, given.append_column("_at", at))

    def add_publishers(self, publishers: Mapping[str, str]) -> None:
        """Say whose documents are: id of a document to the id of its publisher."""
        self._insert("publishers", pyarrow.table({
            "id": pyarrow.array(list(publishers), pyarrow.string()),
            "publisher": pyarrow.array(list(publishers.values()), pyarrow.string()),
        }))  # fmt: skip

    def count(self, table: str) -> int:
        """How many rows were added to a table."""
        return self._counts.get(table, 0)

    def forget(self, table: str, since: int) -> None:
        """Take back the rows of a table from one on."""
        self.staging.run(f"DELETE FROM gathered_{table} WHERE _at >= {since}")

    def titles(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Of incidents that are there: place in the file and title of the first of each id."""
        self.staging.register("asked", pyarrow.table({"id": pyarrow.array(list(ids), pyarrow.string())}))
        found = self.staging.rows(
            "SELECT id, min(key), arg_min(title, key) FROM gathered_incidents SEMI JOIN asked USING (id) GROUP BY id"
        )
        self.staging.unregister("asked")
        return {str(name): (int(place), str(title)) for name, place, title in found}

    def _insert(self, table: str, rows: pyarrow.Table) -> None:
        if rows.num_rows:
            self.staging.register("batch", rows)
            self.staging.run(f"INSERT INTO gathered_{table} BY NAME SELECT * FROM batch")
            self.staging.unregister("batch")


def write(gathered: Gathered, ids: Ids, about: DataSetDescription, number: int, target: Path) -> Written:
    """Write what was gathered to a new file, in order of date.

    Raises:
        Cancelled: the workbench was interrupted; the file is to be thrown away.
    """
    staging = gathered.staging
    staging.run(
        "CREATE OR REPLACE TEMP TABLE gathered_keys AS SELECT key AS place, ($number::BIGINT << $bits)"
        " + row_number() OVER (ORDER BY coalesce(first_day, $never), coalesce(last_day, $never), id, key) AS key"
        " FROM gathered_incidents",
        {"number": number, "bits": KEY_BITS, "never": _NEVER},
    )
    staging.run(f"ATTACH {sql_text(target)} AS made")
    try:
        make_tables(staging)
        # What is read without an order comes in that of the file.
        staging.run("SET preserve_insertion_order = true")
        for done, (table, select) in enumerate(_statements(ids, number).items()):
            staging.stretch(done / len(TABLES), (done + 1) / len(TABLES))
            staging.run(f"INSERT INTO made.{table} BY NAME {select}")
    finally:
        if not staging.cancelled:
            staging.run("SET preserve_insertion_order = false")
            staging.run("CHECKPOINT made")
            staging.run("DETACH made")
    return _totals(staging, about)


def _statements(ids: Ids, number: int) -> dict[str, str]:
    keyed = "JOIN gathered_keys AS k ON k.place = g.key"
    numbered = f"{number} AS dataset"
    return {
        "incidents": f"SELECT g.* EXCLUDE (_at) REPLACE (k.key AS key, {numbered}, {ids.sql('g.id')} AS id)"
                     f" FROM gathered_incidents AS g {keyed} ORDER BY k.key",
        "parties": f"SELECT k.key, actor, role FROM gathered_parties AS g {keyed} ORDER BY k.key, _at",
        # Each publisher once an incident.
        "told_by": "SELECT k.key, coalesce(p.publisher, g.source) AS source FROM gathered_told_by AS g"
                   f" {keyed} LEFT JOIN gathered_publishers AS p ON p.id = g.source GROUP BY ALL"
                   " ORDER BY k.key, min(_at)",
        "claims": f"SELECT g.* EXCLUDE (_at) REPLACE (k.key AS key, {ids.sql('g.incident')} AS incident)"
                  f" FROM gathered_claims AS g {keyed} ORDER BY k.key, _at",
        "sources": f"SELECT g.* EXCLUDE (_at, key) REPLACE ({numbered}, row_number() OVER (ORDER BY _at) AS n,"
                   " coalesce(p.publisher, g.publisher_id) AS publisher_id) FROM gathered_sources AS g"
                   " LEFT JOIN gathered_publishers AS p ON p.id = g.id ORDER BY _at",
        "origins": f"SELECT * EXCLUDE (_at, key) REPLACE ({numbered}) FROM gathered_origins ORDER BY _at",
        "actors": f"SELECT * EXCLUDE (_at, key) REPLACE ({numbered}) FROM gathered_actors ORDER BY _at",
        "links": f"SELECT g.* EXCLUDE (_at, key) REPLACE ({numbered}, {ids.sql('g.origin')} AS origin,"
                 f" {ids.sql('g.target')} AS target) FROM gathered_links AS g {keyed} ORDER BY k.key, _at",
    }  # fmt: skip


def _totals(staging: Staging, about: DataSetDescription) -> Written:
    count, unplaced, geocoded, first, last = staging.one(
        f"SELECT count(*), count(*) FILTER (precision = {Precision.UNPLACED.rank}), count(geocoded),"
        " min(first_day), max(last_day) FROM gathered_incidents"
    )
    # Those with a twentieth of the rows or more, the most frequent first; as of other imports.
    often = staging.rows(
        "SELECT country, count(*) AS n FROM gathered_incidents WHERE country <> '' GROUP BY 1"
        f" HAVING n >= 0.05 * {int(count)} ORDER BY n DESC, country LIMIT {_MOST_HOME}"
    )
    home = about.home or tuple(str(code) for code, _ in often)
    return Written(int(count), int(unplaced), int(geocoded), first, last, home)
