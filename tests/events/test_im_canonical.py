"""Our own exports come back as the same incidents and claims, and a broken row is said alone."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from events.catalogue import Catalogue, build
from events.exporting import comma, features
from events.exporting.selected import SelectionExport
from events.importing.canonical import looks_like_own_csv, looks_like_own_geojson
from tests.events.im_own_building import Rebuilt, from_csv, from_geojson, from_tables

Cells = list[dict[str, Any]]


def _export(catalogue: Catalogue) -> SelectionExport:
    return SelectionExport(catalogue.everything, catalogue.dataset, date(2026, 1, 1))


def _csv(catalogue: Catalogue) -> Cells:
    file = io.BytesIO()
    comma.write(_export(catalogue), file)
    about, table = file.getvalue().decode("utf-8-sig").split("\n", 1)
    assert about.lstrip('"').startswith("#")
    rows = csv.DictReader(io.StringIO(table))
    return [{"_row": n, **{name: text or None for name, text in row.items()}} for n, row in enumerate(rows, 1)]


def _geojson(catalogue: Catalogue) -> str:
    file = io.BytesIO()
    features.write(_export(catalogue), file)
    return file.getvalue().decode()


def _same(rebuilt: Rebuilt, catalogue: Catalogue) -> None:
    assert rebuilt.problems == ()
    assert rebuilt.dataset is not None
    assert {one.id: one for one in rebuilt.dataset.incidents} == {one.id: one for one in catalogue.dataset.incidents}
    for summary in build(rebuilt.dataset).summaries:
        before = catalogue.by_id[summary.id]
        assert (summary.days, summary.place.precision) == (before.days, before.place.precision)
        assert {(one.actor, one.role) for one in summary.parties} == {(one.actor, one.role) for one in before.parties}


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_csv_comes_back(which: str, request: pytest.FixtureRequest) -> None:
    catalogue = request.getfixturevalue(which)
    rows = _csv(catalogue)
    assert looks_like_own_csv(rows[0])
    _same(from_csv(rows), catalogue)
    _same(from_csv(reversed(rows)), catalogue)


@pytest.mark.parametrize("which", ["shipped", "small"])
def test_geojson_comes_back_as_written_or_laid_out_anew(which: str, request: pytest.FixtureRequest) -> None:
    catalogue = request.getfixturevalue(which)
    text = _geojson(catalogue)
    assert looks_like_own_geojson(text[:4000])
    _same(from_geojson(io.StringIO(text)), catalogue)
    _same(from_geojson(io.StringIO(json.dumps(json.loads(text), indent=1))), catalogue)


def test_tables_come_back(small: Catalogue) -> None:
    export = _export(small)
    tables = [
        [row for batch in batches for row in batch.to_pylist()]
        for batches in (export.incidents(), export.claims(), export.sources())
    ]
    _same(from_tables(*tables), small)


@pytest.mark.parametrize("columns", [["incident", "title", "lat", "lon"], []])
def test_other_files_are_not_ours(columns: list[str]) -> None:
    assert not looks_like_own_csv(columns)
    assert not looks_like_own_geojson('{"type": "FeatureCollection", "features": []}')


@pytest.mark.parametrize(
    ("column", "cell", "field"),
    [("field", "nonsense", "nonsense"), ("value", "{broken", "value"), ("source", "Not An Id", "source"),
     ("incident", None, "incident"), ("quote", "one two three four five six seven eight nine", "")],
)  # fmt: skip
def test_a_broken_claim_is_said_and_the_rest_stays(small: Catalogue, column: str, cell: str | None, field: str) -> None:
    rows = _csv(small)
    broken = next(row for row in rows if row["incident"] == "attack" and row["field"] == "wounded")
    broken[column] = cell
    rebuilt = from_csv(rows)
    assert rebuilt.dataset is not None
    assert len(rebuilt.dataset.incidents) == len(small.dataset.incidents)
    assert {problem.row for problem in rebuilt.problems} == {broken["_row"]}
    assert field in {problem.field for problem in rebuilt.problems} or not field
    kept = next(one for one in rebuilt.dataset.incidents if one.id == "attack")
    assert len(kept.claims) == len(small.by_id["attack"].incident.claims) - 1


def test_a_broken_feature_is_said_alone(small: Catalogue) -> None:
    lines = _geojson(small).splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if '"id":"talk"' in line)
    lines[at] = lines[at][:60] + "\n"
    rebuilt = from_geojson(lines)
    assert rebuilt.dataset is not None
    assert "talk" not in {one.id for one in rebuilt.dataset.incidents}
    assert len(rebuilt.problems) == 1


def test_nothing_left_is_no_data_set() -> None:
    assert from_csv([]) == Rebuilt(None, ())
