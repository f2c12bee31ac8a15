"""A workbench with a small ``raw``, for the tests of the generic shaper and of geocoding."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow

from events.importing.generic import shape
from events.importing.mapping import Mapping
from events.importing.shaping import Description, Shaping
from events.importing.validating import validate
from events.store.staging import Staging

TODAY = date(2026, 1, 1)


@contextmanager
def workbench(folder: Path, text: str) -> Iterator[Staging]:
    """A workbench whose ``raw`` is the CSV text; an empty cell is NULL."""
    rows = list(csv.DictReader(io.StringIO(text)))
    columns: dict[str, Any] = {"_row": pyarrow.array(range(1, len(rows) + 1), pyarrow.int64())}
    columns |= {name: pyarrow.array([row[name] or None for row in rows], pyarrow.string()) for name in rows[0]}
    with Staging(folder) as staging:
        staging.register("given", pyarrow.table(columns))
        staging.run("CREATE TABLE raw AS SELECT * FROM given")
        staging.unregister("given")
        yield staging


def shaped(staging: Staging, mapping: Mapping, **more: Any) -> list[dict[str, Any]]:
    """The accepted rows of ``shaped``, in the order of the file, after validation."""
    result: Shaping = shape(staging, mapping, "mine", Description("", "My file"), **more)
    validate(staging, result.checks, TODAY)
    rows: list[dict[str, Any]] = staging.arrow("SELECT * FROM shaped ORDER BY _row").read_all().to_pylist()
    return rows


def rejected(staging: Staging) -> list[tuple[int, str]]:
    """(row, column) of every line of ``rejected``."""
    return [(int(row), str(field)) for row, field in staging.rows("SELECT _row, field FROM rejected ORDER BY ALL")]


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Field to value of the claims of a row; of several, the last."""
    return {one["field"]: json.loads(one["value"]) if one["value"] else None for one in row["claims"]}
