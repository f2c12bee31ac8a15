"""Checks of rows as they were read: what cannot be is set aside with field, value, reason and mend.

All checks are SQL over whole columns. A row that fails has a line in ``rejected`` for each thing that is wrong with
it, and is no longer in ``shaped``; the rows beside it stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from events.importing import checking, swapping
from events.importing.checking import LIMIT, Code, Look, Problem
from events.store.staging import Staging, quoted, sql_text

REJECTED = "rejected(_row BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR, mend VARCHAR)"


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks look at: for each thing its typed value, its text in the file, its column.

    ``relation`` is what stands after FROM: it has ``_row`` and whatever the looks name. ``required`` names those of
    the looks here that no row may leave empty; ``words`` are cells that must be understood, with what is expected.
    ``country`` is an SQL expression of an ISO 3166-1 alpha-2 code. ``rows`` is where every row of the file stands:
    where that is not ``raw``, its reader has seen to it that ids are unique and that coordinates are not swapped.
    """

    relation: str
    id: Look | None = None
    first: Look | None = None
    last: Look | None = None
    lat: Look | None = None
    lon: Look | None = None
    low: Look | None = None
    best: Look | None = None
    high: Look | None = None
    counts: tuple[Look, ...] = ()
    codes: tuple[Code, ...] = ()
    words: tuple[tuple[Look, str], ...] = ()
    country: str = ""
    required: frozenset[str] = field(default_factory=frozenset)
    rows: str = "raw"

    @property
    def numbers(self) -> tuple[Look, ...]:
        """Every look that counts people."""
        return tuple(look for look in (self.low, self.best, self.high, *self.counts) if look)


@dataclass(frozen=True, slots=True)
class Summary:
    """How an import's checks came out. ``accepted + rejected`` is the number of rows of the file."""

    accepted: int
    rejected: int
    reasons: tuple[tuple[str, str, int], ...]
    """(column, reason without the value, rows), most frequent first."""

    @property
    def total(self) -> int:
        """Rows in the file."""
        return self.accepted + self.rejected


def _problems(checks: Checks, today: date) -> Iterator[Problem]:
    for name in sorted(checks.required):
        look = getattr(checks, name)
        yield checking.missing(look)
    if checks.first or checks.last:
        yield from checking.dates(checks.first, checks.last, today)
    if checks.lat and checks.lon:
        yield from checking.coordinates(checks.lat, checks.lon)
    for look in checks.numbers:
        yield from checking.count(look)
    yield from checking.bounds(checks.low, checks.best, checks.high)
    for code in checks.codes:
        yield checking.code(code)
    for look, expected in checks.words:
        yield checking.word(look, expected)


def _set_aside(staging: Staging, relation: str, found: Sequence[Problem]) -> None:
    """One pass for all: the lines are only written out for rows with something wrong."""
    if not found:
        return
    lines = ", ".join(
        f"CASE WHEN {one.when} THEN struct_pack(field := {sql_text(one.column)}, value := left({one.text}, {LIMIT:d}),"
        f" reason := {one.reason}, mend := {sql_text(one.mend)}) END"
        for one in found
    )
    any_of_them = " OR ".join(f"coalesce({one.when}, false)" for one in found)
    staging.run(
        "INSERT INTO rejected SELECT _row, line.field, line.value, line.reason, line.mend FROM ("  # noqa: S608
        f"SELECT _row, unnest(list_filter([{lines}], lambda one: one IS NOT NULL)) AS line"
        f" FROM (SELECT * FROM {relation} WHERE {any_of_them}))"
    )


def _set_aside_twins(staging: Staging, checks: Checks) -> None:
    """Rows whose id stands further up already: the first one stays. Says whether they are the same row again."""
    look = checks.id
    if look is None:
        return
    content = ", ".join(quoted(name) for name in staging.columns("raw") if name != "_row")
    staging.run(
        f"""CREATE OR REPLACE TEMP TABLE import_twins AS SELECT _row, id, first_value(_row) OVER same AS original
        FROM (SELECT _row, {look.value} AS id FROM {checks.relation}
              WHERE {look.value} IN (SELECT {look.value} FROM {checks.relation} GROUP BY ALL HAVING count(*) > 1))
        WINDOW same AS (PARTITION BY id ORDER BY _row)"""  # noqa: S608
    )
    staging.run(
        f"""INSERT INTO rejected WITH content AS (
            SELECT _row, hash({content}) AS seen FROM raw WHERE _row IN (SELECT _row FROM import_twins))
        SELECT twin._row, {sql_text(look.column)}, left(twin.id, {LIMIT:d}),
            'expected an id of its own, got that of row ' || twin.original
            || CASE WHEN one.seen = other.seen THEN ' with the same content' ELSE ' with other content' END,
            CASE WHEN one.seen = other.seen THEN 'nothing to mend: leave the repeated row out'
                 ELSE 'give the row an id of its own, or leave one of the two out' END
        FROM import_twins AS twin JOIN content AS one ON one._row = twin._row
        JOIN content AS other ON other._row = twin.original WHERE twin._row <> twin.original"""  # noqa: S608
    )
    staging.run("DROP TABLE import_twins")


def validate(staging: Staging, checks: Checks, today: date) -> Summary:
    """Set aside the rows of ``shaped`` that cannot be; ``rejected`` gets their lines.

    Where ``shaped`` is a table, its rejected rows are deleted; a view leaves them out by itself (see ``accepted``).
    ``today`` bounds dates: what is dated more than a year after it is a mistake.
    """
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    found = list(_problems(checks, today))
    _set_aside(staging, checks.relation, found)
    if checks.rows == "raw":
        if checks.lat and checks.lon and checks.country:
            swapping.set_aside_swapped(staging, checks.relation, checks.lat, checks.lon, checks.country)
        _set_aside_twins(staging, checks)
    if staging.one("SELECT table_type FROM information_schema.tables WHERE table_name = 'shaped'")[0] == "BASE TABLE":
        staging.run("DELETE FROM shaped WHERE _row IN (SELECT _row FROM rejected)")
    return summary(staging, checks.rows)


def plainly_fine(checks: Checks, today: date) -> str:
    """SQL: true only of rows that nothing would set aside by itself, and false of few others; never NULL.

    One condition in place of dozens, for what is asked of every row of a large file. An empty cell among those that
    are looked at is not plainly fine, though it may be allowed.
    """
    if checks.words or not (checks.first and checks.last and checks.lat and checks.lon):
        raise ValueError("expected checks of dates and coordinates, and of no words")
    first, last, lat, lon = (look.value for look in (checks.first, checks.last, checks.lat, checks.lon))
    parts = [
        f"{first} >= {checking.first_day():d}", f"{last} BETWEEN {first} AND {checking.last_day(today):d}",
        f"{lat} BETWEEN -90 AND 90", f"{lon} BETWEEN -180 AND 180", f"({lat} <> 0 OR {lon} <> 0)",
        *(f"{one.value} BETWEEN 0 AND {checking.MOST:d}" for one in checks.numbers),
        *(f"{one.value} = trunc({one.value})" for one in checks.numbers),
        *(f"{one.look.value} BETWEEN {one.lowest:d} AND {one.highest:d}" for one in checks.codes),
    ]  # fmt: skip
    bounds = [one.value for one in (checks.low, checks.best, checks.high) if one]
    parts += [f"{one} <= {other}" for one, other in pairwise(bounds)]
    if checks.id:
        parts.append(f"{checks.id.value} IS NOT NULL")
    return f"coalesce({' AND '.join(parts)}, false)"


def accepted(rows: str) -> str:
    """What a view ``shaped`` puts after FROM, so that it leaves out what was rejected. Needs the table ``rejected``."""
    return f"FROM {rows} ANTI JOIN (SELECT DISTINCT _row FROM rejected) AS set_aside USING (_row)"  # noqa: S608


def summary(staging: Staging, every: str = "raw") -> Summary:
    """The numbers as they stand in the staging database: rows of ``every``, and rows with a line in ``rejected``."""
    rows, lost = staging.one(
        f"SELECT (SELECT count(*) FROM {every}),"  # noqa: S608
        " (SELECT count(DISTINCT _row) FROM rejected SEMI JOIN raw USING (_row))"
    )
    unread = staging.one("SELECT count(DISTINCT _row) FROM rejected ANTI JOIN raw USING (_row)")[0]
    reasons = staging.rows(
        "SELECT field, regexp_replace(reason, ', got .*$', '', 's') AS why, count(DISTINCT _row) AS n"
        " FROM rejected GROUP BY ALL ORDER BY n DESC, field, why"
    )
    return Summary(rows - lost, lost + unread, tuple((str(name), str(why), int(n)) for name, why, n in reasons))
