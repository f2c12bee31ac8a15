# ruff: noqa: S608  only names of ours are put into statements
"""Incidents and claims of a file of ours on the disk of an import, in the order in which they are made again.

A file may have the rows of an incident anywhere, its claims in a table of their own, and several data sets in one.
DuckDB puts together what belongs together; what is read back is some thousand incidents at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow

from events.importing.own_cells import CLAIM, INCIDENT, Told
from events.store.staging import Staging, quoted

AT_ONCE = 2_000
"""Incidents that are in memory at a time."""
_READ = 0.2
"""Share of the work that reading the rows is: what it is set to says only how a bar grows."""
Columns = Sequence[Sequence[Any]]
_INCIDENT = ", ".join(f"r.{quoted(name)}" for name in INCIDENT)
_CLAIM = ", ".join(f"r.{quoted(name)}" for name in CLAIM)
# Data sets in the order in which they come first.
_PARTS = """
    CREATE OR REPLACE TEMP TABLE own_part AS SELECT name, row_number() OVER (ORDER BY first) AS part
    FROM (SELECT coalesce(nullif(dataset, ''), '') AS name, min(_row) AS first FROM {table} GROUP BY 1)"""
_OF_CSV = (
    _PARTS.format(table="own_row"),
    f"""CREATE OR REPLACE TEMP TABLE own_incident AS
        SELECT part, r._row AS _at, r.incident AS id, r.incident_note AS note, {_INCIDENT} FROM own_row AS r
        JOIN own_part AS p ON p.name = coalesce(r.dataset, '')
        WHERE r._row IN (SELECT min(_row) FROM own_row WHERE incident IS NOT NULL GROUP BY dataset, incident)""",
    f"""CREATE OR REPLACE TEMP TABLE own_claim AS SELECT i.part, i._at, r._row, {_CLAIM} FROM own_row AS r
        JOIN own_part AS p ON p.name = coalesce(r.dataset, '')
        JOIN (SELECT part, _at, id FROM own_incident) AS i ON i.part = p.part AND i.id = r.incident
        ORDER BY i.part, i._at, r._row""",
    """CREATE OR REPLACE TEMP TABLE own_listed AS
        SELECT part, _row, documents, incident IS NULL AS lost FROM own_row AS r
        JOIN own_part AS p ON p.name = coalesce(r.dataset, '') WHERE documents IS NOT NULL OR incident IS NULL""",
    "DROP TABLE own_row",
)  # fmt: skip
# Claims belong where their incident does: an id in two data sets is that of the last, and of the first row there.
_OF_TABLES = (
    _PARTS.format(table="own_row"),
    f"""CREATE OR REPLACE TEMP TABLE own_incident AS SELECT part, r._row AS _at, r.id, r.note, r.documents, {_INCIDENT}
        FROM own_row AS r JOIN own_part AS p ON p.name = coalesce(r.dataset, '')""",
    """CREATE OR REPLACE TEMP TABLE own_owner AS
        SELECT coalesce(id, 'None') AS id, part, min(_at) AS _at FROM own_incident GROUP BY 1, 2
        QUALIFY row_number() OVER (PARTITION BY coalesce(id, 'None') ORDER BY part DESC) = 1""",
    f"""CREATE OR REPLACE TEMP TABLE own_claim AS SELECT o.part, o._at, r._row, {_CLAIM} FROM own_told AS r
        JOIN own_owner AS o ON o.id = coalesce(r.incident, 'None') ORDER BY o.part, o._at, r._row""",
    """CREATE OR REPLACE TEMP TABLE own_lost AS SELECT coalesce(incident, 'None') AS name, _row,
        min(_row) OVER (PARTITION BY incident) AS first FROM own_told
        WHERE NOT EXISTS (SELECT 1 FROM own_owner AS o WHERE o.id = coalesce(incident, 'None'))""",
    "DROP TABLE own_row", "DROP TABLE own_told",
)  # fmt: skip


def batch(names: Sequence[str], columns: Columns, first: Sequence[int]) -> pyarrow.RecordBatch:
    """Cells as text beside the number of their row."""
    arrays = [
        cells if isinstance(cells, pyarrow.Array) else pyarrow.array(cells, pyarrow.string()) for cells in columns
    ]
    return pyarrow.RecordBatch.from_arrays([pyarrow.array(first, pyarrow.int64()), *arrays], ["_row", *names])


class Spool:
    """Rows of one file. Fill it, put it in order with :meth:`of_csv` or :meth:`of_tables`, and read it back."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging

    def fill(self, table: str, names: Sequence[str], batches: Iterable[pyarrow.RecordBatch]) -> None:
        """Make a table of texts."""
        described = ", ".join(f"{quoted(name)} VARCHAR" for name in names)
        self.staging.run(f"CREATE OR REPLACE TEMP TABLE {table} (_row BIGINT, {described})")
        for given in batches:
            # One by one: the engine would wait for Python, and Python for the engine.
            self.staging.register("own_given", pyarrow.Table.from_batches([given]))
            self.staging.run(f"INSERT INTO {table} SELECT * FROM own_given")
            self.staging.unregister("own_given")

    def of_csv(self) -> None:
        """Put the rows of ``own_row`` in order, each a claim with the columns of its incident beside it."""
        self._run(_OF_CSV)

    def of_tables(self) -> None:
        """Put incidents (``own_row``) and claims (``own_told``) in order, and find claims of no incident."""
        self._run(_OF_TABLES)

    def of_features(self) -> None:
        """Find the data sets of features (``own_row``), each with its text."""
        self._run([_PARTS.format(table="own_row")])

    def _run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self.staging.run(statement)

    def parts(self) -> list[str]:
        """The names of the data sets, in order; they count from 1."""
        return [str(name) for (name,) in self.staging.rows("SELECT name FROM own_part ORDER BY part")]

    def listed(self, part: int) -> Iterator[tuple[int, str | None, bool]]:
        """Of a CSV: rows that list documents or name no incident: row, list, whether it names none."""
        chosen = "FROM own_listed WHERE part = $part AND _row > $after ORDER BY _row LIMIT $n"
        asked = f"SELECT _row, documents, lost {chosen}"
        after = 0
        while rows := self.staging.rows(asked, {"part": part, "after": after, "n": 5 * AT_ONCE}):
            yield from rows
            after = rows[-1][0]

    def features(self, part: int) -> Iterator[tuple[int, str]]:
        """Row and text of each feature of a data set, in order."""
        chosen = "FROM own_row AS r JOIN own_part AS p ON p.name = r.dataset WHERE part = $part"
        rows = [row[0] for row in self.staging.rows(f"SELECT _row {chosen} ORDER BY _row", {"part": part})]
        asked = f"SELECT _row, feature {chosen} AND _row BETWEEN $first AND $last ORDER BY _row"
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            yield from self.staging.rows(asked, {"part": part, "first": some[0], "last": some[-1]})

    def lost(self) -> list[tuple[int, str]]:
        """Of tables: row and id of claims of which there is no incident."""
        return [(row, name) for row, name in self.staging.rows("SELECT _row, name FROM own_lost ORDER BY first, _row")]

    def incidents(self, part: int) -> Iterator[tuple[int, Mapping[str, Any], list[Told]]]:
        """Row, cells and claims of each incident of a data set, in order."""
        every = self.staging.rows("SELECT _at FROM own_incident WHERE part = ? ORDER BY _at", [part])
        places = [row[0] for row in every]
        names = [name for name in self.staging.columns("own_incident") if name != "part"]
        shown = ", ".join(map(quoted, CLAIM))
        where = "WHERE part = $part AND _at BETWEEN $first AND $last ORDER BY _at"
        count = "SELECT count(*), count(*) FILTER (part < ?) FROM own_incident"
        total, before = self.staging.one(count, [part])
        for start in range(0, len(places), AT_ONCE):
            some = places[start : start + AT_ONCE]
            done = before + start
            self.staging.stretch(_READ + (1 - _READ) * done / total, _READ + (1 - _READ) * (done + len(some)) / total)
            between = {"part": part, "first": some[0], "last": some[-1]}
            claims = self.staging.rows(f"SELECT _at, _row, {shown} FROM own_claim {where}, _row", between)
            groups = groupby(claims, itemgetter(0))
            place, told = next(groups, (0, iter(())))
            for row in self.staging.rows(f"SELECT * EXCLUDE (part) FROM own_incident {where}", between):
                own: list[Told] = []
                if place == row[0]:
                    # Made now, not before: what lives longer costs the collector of garbage time.
                    own = sorted((Told._make(one[1:]) for one in told), key=lambda one: one.place_in_order)
                    place, told = next(groups, (0, iter(())))
                yield row[0], dict(zip(names, row, strict=True)), own
