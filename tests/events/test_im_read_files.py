"""Spreadsheets, Parquet, KML, GeoPackage and zips: what is in them arrives."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from events.importing.reading import sniff, stage
from events.store.staging import Staging
from tests.events.im_reading import SMALL, Bench, bench, collection, feature, kml, packed, xlsx

__all__ = ["bench"]
FRAME = geopandas.GeoDataFrame(
    {"name": ["a", "b", None], "n": [1, 2, 3]},
    geometry=[shapely.Point(44.1, 33.2), shapely.box(44, 33, 45, 34), None], crs=4326,
)  # fmt: skip
DAY, HOUR = datetime.fromisoformat("2020-03-11"), datetime.fromisoformat("2020-03-11T14:05:00")
TABLE = [["id", "when", "n", "ok"], [1, DAY, 2.0, True], ["=1", HOUR, 2.5, None]]


def test_a_spreadsheet_is_read(bench: Bench) -> None:
    read = bench.read(xlsx(TABLE))
    assert read.sniffed.format == "xlsx"
    assert [tuple(row.values()) for row in read.rows] == [
        (1, "1", "2020-03-11", "2", "true"), (2, None, "2020-03-11T14:05:00", "2.5", None)
    ]  # fmt: skip


def test_titles_hxl_gaps_and_wide_rows(bench: Bench) -> None:
    read = bench.read(xlsx([["A title"], [], ["a", "b", "a"], ["#x", "#y", "#z"], ["1", "2", "3"], [], ["4"],
                            *[["5", "6", "7"]] * 70, ["1", "2", "3", "4"]]), columns=["a", "a_2"])  # fmt: skip
    assert read.staged.columns == ("a", "a_2")
    assert read.numbers == [1, *range(3, 74)]
    assert read.bad == [74]
    assert any("row 3 of the sheet" in note for note in read.staged.notes)


def test_the_sheet_with_a_table_is_chosen_and_another_can_be(bench: Bench, tmp_path: Path) -> None:
    path = bench.write(xlsx([["about this file"]], TABLE, [["x", "y"], ["p", "q"]]))
    found = sniff(path)
    assert (found.part, found.parts) == ("Sheet1", ("Sheet", "Sheet1", "Sheet2"))
    with Staging(tmp_path) as staging:
        assert stage(path, replace(found, part="Sheet2"), staging).columns == ("x", "y")


def test_parquet_is_read(bench: Bench) -> None:
    table = pa.table({
        "d": pa.array([DAY.date(), None]), "t": pa.array([DAY, HOUR]),
        "f": [1.0, 2.5], "s": ["", "é"], "l": [[1, 2], None], "o": [{"x": 1}, {"x": 2}], "b": [True, None],
    })  # fmt: skip
    pq.write_table(table, path := bench.folder / "a.parquet")
    read = bench.read(path)
    assert read.sniffed.format == "parquet"
    assert [tuple(row.values()) for row in read.rows] == [
        (1, "2020-03-11", "2020-03-11", "1", None, "[1, 2]", "1", "true"),
        (2, None, "2020-03-11T14:05:00", "2.5", "é", None, "2", None),
    ]
    assert bench.read(path, columns=["s"]).rows == [{"_row": 1, "s": None}, {"_row": 2, "s": "é"}]
    pq.write_table(pa.table({"s": ["x", "y" * 1001]}), path)
    assert bench.read(path, SMALL).bad == [2]


def written(bench: Bench, kind: str, frame: geopandas.GeoDataFrame = FRAME, **more: Any) -> Path:
    path = bench.folder / f"a.{kind}"
    frame.to_parquet(path, **more) if kind == "parquet" else frame.to_file(path, **more)
    return path.rename(bench.folder / "any.bin")


KINDS = [("parquet", {}), ("parquet", {"geometry_encoding": "geoarrow", "schema_version": "1.1.0"}), ("gpkg", {})]


@pytest.mark.parametrize(("kind", "more"), KINDS)
@pytest.mark.parametrize("crs", [4326, 3857, 32638])
def test_geometry_becomes_places_in_wgs84(bench: Bench, kind: str, more: dict[str, Any], crs: int) -> None:
    frame = FRAME.iloc[[0, 2]] if "geometry_encoding" in more else FRAME
    read = bench.read(written(bench, kind, frame.to_crs(crs), **more))
    assert read.sniffed.format == {"parquet": "geoparquet"}.get(kind, kind)
    first, last = read.rows[0], read.rows[-1]
    assert (float(first["_lon"]), float(first["_lat"])) == pytest.approx((44.1, 33.2), abs=1e-6)
    assert (first["_geometry"], first["name"], first["n"]) == ("Point", "a", "1")
    assert (last["_lon"], last["_geometry"], last["name"]) == (None, None, None)
    assert any("into WGS 84" in note for note in read.staged.notes) is (crs != 4326)
    if len(read.rows) == 3:
        area = read.rows[1]
        assert (area["_geometry"], float(area["_radius_km"])) == ("Polygon", pytest.approx(72.4, abs=0.2))


def test_geometry_that_cannot_be_is_set_aside(bench: Bench) -> None:
    points = geopandas.points_from_xy([44, 400, 45], [33, 3, 34])
    bad = geopandas.GeoDataFrame({"n": [1, 2, 3]}, geometry=points, crs=4326)
    assert bench.read(written(bench, "parquet", bad)).bad == [2]
    table = pa.table({"geometry": [b"junk", shapely.to_wkb(shapely.Point(1, 2))]})
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path := bench.folder / "g")
    assert (bench.read(path).bad, bench.read(path).cells("_lat")) == ([1], ["2.0"])
    changes = (({"crs": None}, "not known"), ({"encoding": "polygon"}, "encoding"), ({"crs": 7}, "not known"))
    for change, reason in changes:
        geo["columns"] = {"geometry": {"encoding": "WKB", **change}}
        pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
        assert reason in bench.refusal(path)


def test_the_largest_layer_is_chosen_and_another_can_be(bench: Bench, tmp_path: Path) -> None:
    path = bench.folder / "a.gpkg"
    FRAME.iloc[:1].to_file(path, layer="one")
    FRAME.to_file(path, layer="three")
    found = sniff(path)
    assert (found.part, sorted(found.parts)) == ("three", ["one", "three"])
    with Staging(tmp_path) as staging:
        assert stage(path, replace(found, part="one"), staging).rows == 1


PLACEMARKS = [
    ("<name>A</name><TimeStamp><when>2020</when></TimeStamp><Point><coordinates> 44.1,33.2,0 </coordinates></Point>",
     {"name": "A", "when": "2020", "_lon": "44.1", "_lat": "33.2", "_geometry": "Point", "folder": "North"}),
    ("<TimeSpan><begin>2020-01</begin><end>2020-02</end></TimeSpan>",
     {"begin": "2020-01", "end": "2020-02", "_lon": None}),
    ('<ExtendedData><Data name="killed"><displayName>x</displayName><value>3</value></Data><SchemaData><SimpleData '
     'name="side">B &amp; C</SimpleData></SchemaData></ExtendedData>', {"killed": "3", "side": "B & C"}),
    ("<description><![CDATA[<b>x</b>]]></description>", {"description": "<b>x</b>"}),
    ("<Polygon><outerBoundaryIs><LinearRing><coordinates>44,33 45,33 45,34 44,33</coordinates></LinearRing>"
     "</outerBoundaryIs></Polygon>", {"_geometry": "Polygon"}),
    ("<MultiGeometry><Point><coordinates>1,2</coordinates></Point><Point><coordinates>1,4</coordinates></Point>"
     "</MultiGeometry>", {"_geometry": "GeometryCollection", "_lon": "1.00000", "_lat": "3.00000"}),
]  # fmt: skip


@pytest.mark.parametrize(("placemark", "cells"), PLACEMARKS)
def test_kml_is_read_with_all_its_data(bench: Bench, placemark: str, cells: dict[str, str]) -> None:
    data = kml(placemark)
    for arriving in (data, packed({"doc.kml": data})):
        (row,) = bench.read(arriving).rows
        assert {name: row.get(name) for name in cells} == cells


@pytest.mark.parametrize("text", ["x,y", "44", "190,3", "44,95", "nan,3", ""])
def test_a_broken_placemark_is_set_aside_alone(bench: Bench, text: str) -> None:
    good = "<Point><coordinates>1,2</coordinates></Point>"
    read = bench.read(kml(good, f"<Point><coordinates>{text}</coordinates></Point>", good))
    assert (read.numbers, read.bad) == ([1, 3], [2])


ZIPPED = {
    "csv": "a,b\n1,2\n", "json": '[{"a":1}]', "geojson": collection(feature()), "xlsx": xlsx(TABLE), "kml": kml(""),
}  # fmt: skip


@pytest.mark.parametrize("kind", ZIPPED)
def test_a_zip_is_opened(bench: Bench, kind: str) -> None:
    read = bench.read(packed({"__MACOSX/._x": "junk", "f/": "", "f/table": ZIPPED[kind], "f/readme.pdf": "%PDF"}))
    assert (read.sniffed.format, read.sniffed.member) == (kind, "f/table")
    assert len(read.rows) >= 1


@pytest.mark.parametrize("kind", ["parquet", "gpkg"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_file_cut_short_is_refused(bench: Bench, kind: str, share: float) -> None:
    frame = geopandas.GeoDataFrame({"n": range(5000)}, geometry=[shapely.Point(1, 2)] * 5000, crs=4326)
    whole = written(bench, kind, frame).read_bytes()
    said = bench.refusal(whole[: int(len(whole) * share)])
    assert "cannot be" in said
    assert "SELECT" not in said, "a statement says nothing to a reader"
