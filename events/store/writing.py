"""From ``shaped`` on the workbench to a data set's own file: every table of ``schema.py``, in SQL alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pyarrow
from pydantic import BaseModel, ConfigDict, Field

from events.dates import parse_edtf
from events.model import Edtf, Id, Line
from events.store import writing_flat
from events.store import writing_sql as sql
from events.store.flat import Flat, flatten
from events.store.schema import EPOCH_ORDINAL, TABLES
from events.store.staging import Staging
from events.store.views import sql_text, sql_type

ProvinceOf = Callable[[pyarrow.Table], pyarrow.Array]
"""Takes ``lon`` and ``lat`` (float64, no NULL), gives the code of the region that each lies in, or NULL."""
_BEFORE = 0.2
"""Share of the work that is done before: what it is set to says only how a bar grows."""
_POINTS = 200_000
"""Points that are looked up at a time."""
_ORIGINS = f"CREATE OR REPLACE TABLE named_origin AS {sql.NAMED_ORIGINS}"
_POINTS_OF = "CREATE OR REPLACE TABLE point AS SELECT _row, lon, lat FROM shaped WHERE lon + lat IS NOT NULL"


class DataSetDescription(BaseModel):
    """What an imported data set says of itself; its own document is made from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: Line
    version: str = ""
    licence: str = ""
    attribution: str = ""
    publisher: str = ""
    title: str = ""
    """Of the document that it is cited as; the name where empty."""
    published: Edtf | None = None
    url: str = ""
    home: tuple[str, ...] = Field(default=())
    """ISO codes of the subject's countries; where empty, those with a twentieth of the rows or more."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, counted: rows, and days since 1970-01-01 (None where no row states one)."""

    accepted: int
    unplaced: int
    geocoded: int
    first_day: int | None
    last_day: int | None
    home: tuple[str, ...]


def write(
    staging: Staging, about: DataSetDescription, number: int, target: Path, province_of: ProvinceOf | None = None,
    flat: Flat | None = None,
) -> Written:  # fmt: skip
    """Expand ``shaped`` into the tables of a new file.

    Args:
        staging: holds ``shaped`` as a table: it is read several times. Ids in it are unique.
        number: of the data set in its store.
        target: a file that does not exist yet.
        province_of: looks up regions of distinct points; without it, provinces are those of areas only.
        flat: how the rows come without lists, where their shaper has such a way; ``shaped`` may be a view then.

    Raises:
        Cancelled: the workbench was interrupted; the file is to be thrown away.
        duckdb.Error: ``shaped`` is not as agreed.
    """
    own_slug = staging_slug(staging, about)
    for statement in sql.macros(about.id, number, own_slug):
        staging.run(statement)
    own_day = _published_day(about.published)
    looked_up = (_ORIGINS, _POINTS_OF)
    if flat:
        flatten(staging, flat, looked_up)
    else:
        for statement in looked_up:
            staging.run(statement)
    plain = bool(staging.one(sql.PLAIN_IDS)[0])
    clash = not plain and _clashes(staging)
    _look_up_provinces(staging, province_of)
    _read_publication_days(staging, flat)
    staging.run(f"ATTACH {sql_text(target)} AS made")
    done = _BEFORE
    try:
        make_tables(staging)
        if flat:
            writing_flat.prepare(staging, flat, about.id, number, plain)
        with staging.joins_as_written() if flat else nullcontext():
            for table, select, end in _statements(flat, about.id, clash, plain):
                staging.stretch(done, end)
                done = end
                params = {"own_day": own_day} if table.startswith("incident") else None
                staging.run(f"INSERT INTO made.{table} BY NAME {select}", params)
        _add_own_document(staging, about, number, own_slug)
    finally:
        _detach(staging)
    return _totals(staging, about)


def _clashes(staging: Staging) -> bool:
    staging.run(f"CREATE OR REPLACE TEMP TABLE clash AS {sql.CLASHES}")
    return bool(staging.one("SELECT count(*) FROM clash")[0])


def _statements(flat: Flat | None, slug: str, clash: bool, plain: bool) -> list[tuple[str, str, float]]:
    """Table, what goes into it, and the share of the work that is done then."""
    other = [("origins", sql.ORIGINS, 0.97)]
    if flat is None:
        return [
            ("incidents", sql.INCIDENTS if clash else sql.UNLIKE_INCIDENTS, 0.6),
            ("parties", sql.PARTIES, 0.65), ("told_by", sql.TOLD_BY, 0.7),
            ("claims", sql.CLAIMS, 0.92), ("sources", sql.SOURCES, 0.96), *other, ("actors", sql.ACTORS, 0.98),
        ]  # fmt: skip
    return [
        (writing_flat.ROWS, writing_flat.incidents(flat, slug, clash, plain), 0.8),
        ("parties", writing_flat.PARTIES, 0.88), ("told_by", writing_flat.TOLD_BY, 0.94),
        ("sources", writing_flat.SOURCES, 0.96), *other, ("actors", writing_flat.ACTORS, 0.98),
    ]  # fmt: skip


def make_tables(staging: Staging, database: str = "made") -> None:
    """The empty tables of a data set in an attached database."""
    for table, columns in TABLES.items():
        described = ", ".join(f'"{name}" {sql_type(kind)}' for name, kind in columns.items())
        staging.run(f"CREATE TABLE {database}.{table} ({described})")


def _detach(staging: Staging) -> None:
    # The workbench does not write what is still in the log into the file when it lets go of it: a data set is one file,
    # which can be copied alone and is not read twice when it is opened. After an interruption there is nothing to keep.
    if not staging.cancelled:
        staging.run("CHECKPOINT made")
        staging.run("DETACH made")


def staging_slug(staging: Staging, about: DataSetDescription) -> str:
    """The slug of the data set's own publisher, made as those of cited publishers are."""
    for statement in sql.macros(about.id, 0, "unused"):
        staging.run(statement)
    return str(staging.one("SELECT slug_of(?::VARCHAR)", [about.publisher or about.name])[0])


def _published_day(edtf: str | None) -> int | None:
    """The last of the days that a publication date allows: by then it was published for certain."""
    end = parse_edtf(edtf).end if edtf else None
    return end.toordinal() - EPOCH_ORDINAL if end else None


def _read_publication_days(staging: Staging, flat: Flat | None) -> None:
    """Make ``known``: the dates are read once for each distinct text, by the one reader of dates there is."""
    published = staging.rows(writing_flat.PUBLISHED if flat else sql.PUBLISHED)
    texts = [str(row[0]) for row in published if row[0] is not None]
    days = pyarrow.table({
        "edtf": pyarrow.array(texts, pyarrow.string()),
        "day": pyarrow.array([_published_day(text) for text in texts], pyarrow.int32()),
    })  # fmt: skip
    staging.register("published", days)
    staging.run(f"CREATE OR REPLACE TEMP TABLE known AS {writing_flat.KNOWN if flat else sql.KNOWN}")
    staging.unregister("published")
    if flat:
        staging.run(f"CREATE OR REPLACE TEMP TABLE cited_made AS {writing_flat.CITED}")


def _look_up_provinces(staging: Staging, province_of: ProvinceOf | None) -> None:
    staging.run("CREATE OR REPLACE TEMP TABLE province (_row BIGINT, code VARCHAR)")
    if province_of is None:
        return
    (count,) = staging.one("SELECT count(*) FROM point")
    for start in range(0, int(count), _POINTS):
        # Row numbers of a table do not change while nothing is removed from it.
        between = {"start": start, "end": start + _POINTS}
        some = staging.arrow("SELECT * FROM point WHERE rowid >= $start AND rowid < $end", between).read_all()
        staging.register("looked_up", some.append_column("code", province_of(some)))
        staging.run("INSERT INTO province SELECT _row, code FROM looked_up WHERE code IS NOT NULL")
        staging.unregister("looked_up")
    staging.run("DROP TABLE point")


def _add_own_document(staging: Staging, about: DataSetDescription, number: int, own_slug: str) -> None:
    """The data set itself as a document, number 1: who speaks where the file names nobody."""
    rest = {"note": f"Licence: {about.licence}"} if about.licence else {}
    staging.run(
        "INSERT INTO made.sources BY NAME SELECT $number AS dataset, 1 AS n, $id AS id, $teller AS publisher_id, "
        "$short AS short, $title AS title, $publisher AS publisher, $published AS published, $url AS url, "
        "$rest AS rest",
        {
            "number": number, "id": about.id, "teller": f"{about.id}-{own_slug}",
            "short": about.name if about.version in about.name else f"{about.name} {about.version}",
            "title": about.title or about.name,
            "publisher": about.publisher or None, "published": about.published, "url": about.url or None,
            "rest": json.dumps(rest) if rest else None,
        },
    )  # fmt: skip


def _totals(staging: Staging, about: DataSetDescription) -> Written:
    accepted, unplaced, geocoded, first, last = staging.one(sql.TOTALS)
    home = about.home or tuple(str(row[0]) for row in staging.rows(sql.COUNTRIES))
    return Written(int(accepted), int(unplaced), int(geocoded), first, last, home)


__all__ = ["DataSetDescription", "ProvinceOf", "Written", "make_tables", "write"]
