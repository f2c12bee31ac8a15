"""Rows without lists: the writer makes of them, row by row, what it makes of the nested ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pyarrow
import pytest
import shapely

from benchmarks.import_made import given_rows
from events.importing import ucdp, validating
from events.importing.located import first_region
from events.importing.provinces import province_of
from events.store.flat import Flat
from events.store.schema import TABLES
from events.store.writing import DataSetDescription, Written, write
from geodata.regions import default_regions
from tests.events.im_shaping import TODAY, staged

ABOUT = DataSetDescription(id="ged", name="UCDP GED", publisher="Uppsala University", published="2019-06")
Row = dict[str, Any]


def changed(rows: Sequence[Row], *changes: Row) -> list[Row]:
    """The first rows, each with one change and an id of its own."""
    return [row | {"id": str(900 + n)} | change for n, (row, change) in enumerate(zip(rows, changes, strict=False))]


CHANGES = [
    {"id": "A/1"}, {"id": "a-1"}, {"low": "", "high": ""}, {"low": "", "best": "", "high": ""},
    {"deaths_a": "4", "low": "1", "best": "1", "high": "1"}, {"conflict_name": ""}, {"side_b": "", "side_b_new_id": ""},
    {"type_of_violence": "3", "side_b": "Civilians"}, {"where_prec": "4"}, {"where_prec": "6"}, {"where_prec": "5"},
    {"source_article": "", "source_office": "", "source_date": "", "source_headline": ""},
    {"source_article": '"AFP,2014-01-25,One";"AFP,2014-01-25,One";"BBC,2014-01-26,Two"'},
    {"source_original": ""}, {"latitude": "900"}, {"date_end": "2001-01-01"},
    {"where_coordinates": "Al Fallūjah, O'Neil"},
    {"side_a": "الحكومة", "side_a_new_id": ""}, {"source_original": "SOHR; VDC"}, {"source_original": "SOHR, VDC"},
]  # fmt: skip


def named(columns: Iterable[str]) -> str:
    """Names as SQL takes them: one of them is a word of the language."""
    return ", ".join(f'"{name}"' for name in columns)


def tables(rows: Sequence[Row], folder: Path, *, flat: bool) -> tuple[dict[str, list[str]], Written, list[str]]:
    """All rows of all tables as text, in any order, what was counted, and the names of tables without a view."""
    target = folder / f"{flat}.duckdb"
    with staged(rows) as staging:
        shaping = ucdp.shape(staging, "ged191.csv")
        validating.validate(staging, shaping.checks, TODAY)
        if not flat:
            staging.run("CREATE TABLE nested AS SELECT * FROM shaped")
            staging.run("DROP VIEW shaped")
            staging.run("ALTER TABLE nested RENAME TO shaped")
        written = write(staging, ABOUT, 3, target, province_of, shaping.flat if flat else None)
    with duckdb.connect(str(target), read_only=True) as con:
        found = {
            name: sorted(map(str, con.sql(f"SELECT {named(columns)} FROM {name}").fetchall()))  # noqa: S608
            for name, columns in TABLES.items()
        }
        described = [
            f"{row[0]} {row[1]}" for name, columns in TABLES.items()
            for row in con.sql(f"DESCRIBE SELECT {named(columns)} FROM {name}").fetchall()  # noqa: S608
        ]
    return found, written, described


def test_both_forms_give_the_same_tables(tmp_path: Path) -> None:
    given = given_rows()
    rows = [*given[20:400], *changed(given, *CHANGES)]
    nested, flat = (tables(rows, tmp_path, flat=one) for one in (False, True))
    assert len(nested[0]["claims"]) > 2_000
    for name in TABLES:
        assert flat[0][name] == nested[0][name], name
    assert flat[1:] == nested[1:]


def test_a_file_with_nothing_accepted_is_written_flat(tmp_path: Path) -> None:
    found, written, _ = tables(changed(given_rows(), {"latitude": "900"}), tmp_path, flat=True)
    assert (found["claims"], written.accepted, len(found["sources"])) == ([], 0, 1)


def test_words_are_made_once_for_each_distinct_set(tmp_path: Path) -> None:
    one = given_rows()[0]
    rows = [one | {"id": str(n), "date_start": f"2014-01-{n:02}", "date_end": f"2014-01-{n:02}"} for n in range(1, 20)]
    with staged(rows) as staging:
        flat = ucdp.shape(staging).flat
        assert isinstance(flat, Flat)
        write(staging, ABOUT, 3, tmp_path / "made.duckdb", None, flat)
        assert staging.one("SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM shaped)") == (1, 19)


BOXES = [shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3), shapely.box(10, 10, 11, 11)]
POINTS = [((1.5, 1.5), 0), ((2.5, 2.5), 1), ((2, 2), 0), ((3, 3), 1), ((10.5, 10.5), 2), ((5, 5), 3), ((0.5, 2.5), 3)]


@pytest.mark.parametrize("turned", [1, -1])
def test_a_point_lies_in_the_first_area_that_holds_it(turned: int) -> None:
    lons, lats = (numpy.array([point[axis] for point, _ in POINTS[::turned]], float) for axis in (0, 1))
    assert first_region(BOXES, lons, lats).tolist() == [index for _, index in POINTS[::turned]]
    assert first_region(BOXES, numpy.array([]), numpy.array([])).tolist() == []


def test_provinces_are_those_that_each_point_alone_lies_in() -> None:
    draw = numpy.random.default_rng(5)
    lons, lats = draw.uniform(36, 50, 300), draw.uniform(28, 38, 300)
    found = province_of(pyarrow.table({"lon": lons, "lat": lats})).to_pylist()
    regions = sorted(default_regions(), key=lambda one: (one.level == 0, one.iso))
    areas = [(one.iso, default_regions().area(one.iso)) for one in regions]
    for lon, lat, code in zip(lons, lats, found, strict=True):
        point = shapely.Point(lon, lat)
        assert code == next((iso for iso, area in areas if area.intersects(point)), None)


