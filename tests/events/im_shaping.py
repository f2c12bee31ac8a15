"""Small tables in a staging database, and shaped rows read as the models read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow

from events.importing import validating
from events.importing.shaping import Shaping
from events.model import Claim, CompiledClaim, Incident
from events.store.staging import Staging
from events.summary import _parties

TODAY = date(2026, 6, 1)
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
IRAQ, WORLD = SHARED / "ucdp_ged_iraq_v19_1.csv", SHARED / "ucdp_ged_v23_1_sample1000.csv"


@contextmanager
def staged(rows: Sequence[Mapping[str, str | None]]) -> Iterator[Staging]:
    """A staging database with ``raw`` made of those rows, numbered from 1."""
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: pyarrow.array([row.get(name) for row in rows], pyarrow.string()) for name in names}
        numbers = pyarrow.array(range(1, len(rows) + 1), pyarrow.int64())
        staging.register("given", pyarrow.table({"_row": numbers, **columns}))
        staging.run("CREATE TABLE raw AS SELECT * FROM given")
        staging.unregister("given")
        yield staging


@contextmanager
def staged_file(path: Path) -> Iterator[Staging]:
    """A staging database with ``raw`` read from a CSV file."""
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        staging.run("SET preserve_insertion_order = true")
        numbered = "SELECT row_number() OVER () AS _row, * FROM read_csv(?, all_varchar = true)"
        staging.run(f"CREATE TABLE raw AS {numbered}", [str(path)])
        yield staging


def shaped(staging: Staging, shaping: Shaping) -> list[dict[str, Any]]:
    """The accepted rows after the checks, in the order of the file."""
    validating.validate(staging, shaping.checks, TODAY)
    return read(staging)


def read(staging: Staging) -> list[dict[str, Any]]:
    """The rows of ``shaped`` as dictionaries, in the order of the file."""
    names = list(staging.columns("shaped"))
    return [dict(zip(names, row, strict=True)) for row in staging.rows("SELECT * FROM shaped ORDER BY _row")]


def rejected(staging: Staging) -> list[tuple[int, str, str, str, str]]:
    """The lines of ``rejected``."""
    return [tuple(row) for row in staging.rows("SELECT * FROM rejected ORDER BY _row, field, reason")]


def incident(row: Mapping[str, Any]) -> Incident:
    """A shaped row as an incident: fails where a claim is none that the model takes."""
    claims = tuple(_claim(one) for one in row["claims"])
    return Incident(id="x-1", title=row["title"], short=row["short"], kind=row["kind"], place="x-place", claims=claims)


def parties(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(actor, role) as ``events.summary`` finds them in the claims."""
    return [(one.actor, one.role) for one in _parties(incident(row))]


def _claim(one: Mapping[str, Any]) -> Claim:
    given = {key: one[key] for key in ("field", "text", "unit", "actor", "stance", "says") if one[key] is not None}
    value = json.loads(one["value"]) if one["value"] is not None else None
    parts = json.loads(one["parts"]) if one["parts"] is not None else {}
    return CompiledClaim(source="x-file", value=value, parts=parts, of=one["of_actor"], locator=one["locator"], **given)


def said(row: Mapping[str, Any], field: str) -> list[tuple[Any, str | None]]:
    """(value, text) of its claims about one field."""
    return [(json.loads(one["value"]), one["text"]) for one in row["claims"] if one["field"] == field]
