"""What each format owes its readers: strict GeoJSON, text that runs nowhere, sheets that end, and to say what it is."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pybtex.database import parse_string
from shapely.geometry import shape

from events.catalogue import Catalogue, build
from events.exporting import geopackage, xlsx
from events.exporting.comma import defused
from events.exporting.formats import FORMATS
from events.exporting.shapes import area_shape, within_world
from events.filters import IncidentFilter
from tests.events import ev_building
from tests.events import ex_building as make

KML = {"k": "http://www.opengis.net/kml/2.2"}
POINTS_AND_AREAS = {"camp", "town", "far", "babil", "karbala", "south", "iraq", "nowhere"}


def built(*incidents: Any) -> Catalogue:
    return build(ev_building.dataset(*incidents))


@pytest.fixture(scope="module")
def placed() -> Catalogue:
    """An incident in each of the places: points, areas, none."""
    return built(*(ev_building.incident(one, place=one) for one in sorted(POINTS_AND_AREAS)))


def test_geojson_is_strict(placed: Catalogue) -> None:
    document = json.loads(make.written(make.in_memory(placed), "geojson"))
    assert "crs" not in document
    features = {one["id"]: one for one in document["features"]}
    assert set(features) == POINTS_AND_AREAS
    assert features["nowhere"]["geometry"] is None
    shapes = {name: shape(one["geometry"]) for name, one in features.items() if one["geometry"]}
    assert {name for name, one in shapes.items() if one.geom_type == "Point"} == {"camp", "town", "far"}
    assert shapes["camp"].coords[0] == (44.2568, 33.5239)
    for one in shapes.values():
        assert one.is_valid
        for part in shapely.get_parts([one]):
            assert part.geom_type == "Point" or (part.exterior.is_ccw and not any(r.is_ccw for r in part.interiors))
    assert document["bbox"] == [float(side) for side in shapely.total_bounds(list(shapes.values()))]


def test_geojson_without_a_feature_is_a_collection(small: Catalogue) -> None:
    nothing = make.in_memory(small, IncidentFilter(text="absent"))
    document = json.loads(make.written(nothing, "geojson"))
    assert (document["features"], document["sources"]) == ([], [])
    assert "bbox" not in document


@pytest.mark.parametrize("lon", [179.5, -179.5])
def test_what_runs_across_the_180th_meridian_is_parted_there(lon: float) -> None:
    sector = {"sector": True, "lat": 10, "lon": lon, "radius_km": 200, "start": 0, "end": 360}
    found = area_shape(json.dumps(sector), "district")
    assert found is not None
    assert found.geom_type == "MultiPolygon"
    assert found.bounds[0] == -180
    assert found.bounds[2] == 180
    assert found.is_valid
    assert all(part.exterior.is_ccw for part in found.geoms)
    assert within_world(found) is found


@pytest.mark.parametrize("area", ['{"regions":["XX-YY"]}', "{}", '{"regions":[]}'])
def test_an_area_that_cannot_be_drawn_has_no_geometry(area: str) -> None:
    assert area_shape(area, "province") is None


SAYS = {
    "csv": lambda data: data.decode("utf-8-sig").splitlines()[0],
    "csv-raw": lambda data: data.decode("utf-8-sig").splitlines()[0],
    "geojson": lambda data: json.dumps({k: v for k, v in json.loads(data).items() if k != "features"}),
    "geoparquet": lambda data: pq.read_metadata(io.BytesIO(data)).metadata[b"sourcepin"].decode(),
    "gpkg": lambda data: str(sqlite(data, "SELECT * FROM about")),
    "xlsx": lambda data: str(list(openpyxl.load_workbook(io.BytesIO(data))["about"].values)),
    "kml": lambda data: ElementTree.fromstring(data).findtext("k:Document/k:description", "", KML),  # noqa: S314
    "ucdp": lambda data: next(csv.DictReader(io.StringIO(data.decode())))["sourcepin"],
    "csl-json": lambda data: str(json.loads(data)[0]),
    "bibtex": lambda data: data.decode().split("\n\n")[0],
    "ris": lambda data: data.decode().split("\r\n\r\n")[0],
}


def sqlite(data: bytes, query: str) -> list[Any]:
    to = sqlite3.connect(":memory:")
    to.deserialize(data)
    found = to.execute(query).fetchall()
    to.close()
    return found


@pytest.mark.parametrize("key", FORMATS)
def test_an_export_says_what_it_is(key: str, small: Catalogue) -> None:
    chosen = IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12))
    said = SAYS[key](make.written(make.in_memory(small, chosen), key)).replace("/", "-")
    for words in ("Sourcepin", "from 1 March 2020 to 12 March 2020", "A small data set", "0.1.0", "CC BY 4.0"):
        assert words in said
    assert re.search(r"2021-0?5-0?6|\[2021, 5, 6\]", said)


def test_keys_endings_and_media_types() -> None:
    assert all(key == one.key for key, one in FORMATS.items())
    assert len({one.ending for one in FORMATS.values()}) == len(FORMATS)
    assert all(re.fullmatch(r"[-.][a-z.-]+", one.ending) and "/" in one.media for one in FORMATS.values())


@pytest.mark.parametrize("text", make.HOSTILE)
def test_a_formula_is_defused_and_can_be_given_back(text: str) -> None:
    found = defused(pa.array([text, None]))[0].as_py()
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert re.sub(r"^'(?='*[=+\-@\t\r\n])", "", found) == text


def test_the_raw_variant_leaves_cells_as_they_are(small: Catalogue) -> None:
    formula = '"=a formula, if one lets it"'
    assert f",{formula}," in make.written(make.in_memory(small), "csv-raw").decode()
    assert f",{formula}," not in make.written(make.in_memory(small), "csv").decode()


def test_no_cell_of_a_sheet_is_a_formula_and_numbers_are_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make.written(make.in_memory(make.hostile()), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "b"}
    claims = book["claims"]
    low = next(cell.column for cell in claims[1] if cell.value == "low")
    assert {claims.cell(row, low).value for row in range(2, claims.max_row + 1)} == {2, None}


def test_rows_that_a_sheet_has_no_room_for_go_on_in_the_next() -> None:
    file = io.BytesIO()
    xlsx.write(make.Many(25, rows=10), file, most_rows=21)
    book = openpyxl.load_workbook(file)
    sheets = ["incidents", "incidents 2", "claims", "claims 2", "claims 3", "sources", "links", "about"]
    assert book.sheetnames == sheets
    assert [book[name].max_row for name in book.sheetnames[:5]] == [21, 6, 21, 21, 11]
    found = [row[0] for name in ("incidents", "incidents 2") for row in list(book[name].values)[1:]]
    assert found == [f"i{n}" for n in range(25)]
    assert "continued" in dict(book["about"].values)


@pytest.mark.parametrize(("rows", "sheets"), [(20, ["claims"]), (22, ["claims", "claims 2"])])
def test_a_full_sheet_alone_needs_no_second(rows: int, sheets: list[str]) -> None:
    file = io.BytesIO()
    xlsx.write(make.Many(rows // 2, rows=10), file, most_rows=21)
    assert [name for name in openpyxl.load_workbook(file).sheetnames if name.startswith("claims")] == sheets


def test_text_longer_than_a_cell_is_cut_and_the_file_says_so() -> None:
    catalogue = built(ev_building.incident("one", note="x" * 40_000))
    book = openpyxl.load_workbook(io.BytesIO(make.written(make.in_memory(catalogue), "xlsx")))
    [note] = [cell for cell in next(book["incidents"].iter_rows(2, values_only=True)) if str(cell).startswith("xxx")]
    assert (len(note), note[-1]) == (xlsx.MOST_LETTERS, "…")
    assert "1 texts" in dict(book["about"].values)["cut"]


def test_days_that_a_spreadsheet_counts_wrongly_are_text() -> None:
    one = ev_building.incident("one", ev_building.claim_row("date", "1899-05-06/2020-03-04"))
    data = make.written(make.in_memory(built(one)), "xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert '<t xml:space="preserve">1899-05-06</t>' in sheet
    assert '<c s="1"><v>43894</v></c>' in sheet


def test_kml_is_xml_and_its_text_is_no_html() -> None:
    data = make.written(make.in_memory(make.hostile()), "kml")
    marks = ElementTree.fromstring(data).findall("k:Document/k:Placemark", KML)  # noqa: S314
    titles = [mark.findtext("k:name", "", KML) for mark in marks]
    assert titles == sorted((re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "\ufffd", text) for text in make.HOSTILE),
                            key=lambda text: titles.index(text))  # fmt: skip
    for mark in marks:
        described = mark.findtext("k:description", "", KML)
        assert "<script" not in described.replace("<br/>", "")
        assert "Statement: " in described


def test_kml_has_days_points_and_areas(small: Catalogue, placed: Catalogue) -> None:
    marks = ElementTree.fromstring(make.written(make.in_memory(small), "kml")).findall(".//k:Placemark", KML)  # noqa: S314
    spans = {
        mark.findtext("k:name", "", KML): [mark.findtext(f"k:TimeSpan/k:{end}", None, KML) for end in ("begin", "end")]
        for mark in marks
    }
    assert spans["Title of reply"] == ["2020-03-12", "2020-03-13"]
    assert spans["Title of talk"] == [None, None]
    text = make.written(make.in_memory(placed), "kml").decode()
    assert text.count("<Point>") == 3
    assert text.count("<LinearRing>") >= 4


@pytest.mark.parametrize("key", ["csl-json", "bibtex", "ris"])
def test_references_are_the_data_set_and_the_sources_of_the_selection(key: str, small: Catalogue) -> None:
    only = make.in_memory(small, IncidentFilter(text="older"))
    data = make.written(only, key).decode()
    read = {
        "csl-json": lambda: [one["id"] for one in json.loads(data)],
        "bibtex": lambda: list(parse_string(data, "bibtex").entries),
        "ris": lambda: re.findall(r"^ID  - (.*?)\r$", data, re.MULTILINE),
    }
    assert read[key]() == ["dataset-small", "paper"]


def test_geopackage_keeps_points_and_areas_apart(placed: Catalogue) -> None:
    data = make.written(make.in_memory(placed), "gpkg")
    assert data[:15] == b"SQLite format 3"
    assert data[68:72] == b"GPKG"
    points = dict(sqlite(data, "SELECT id, geom IS NOT NULL FROM incidents"))
    assert {name for name, has in points.items() if has} == {"camp", "town", "far"}
    assert {name for [name] in sqlite(data, "SELECT incident FROM areas")} == {"babil", "karbala", "south", "iraq"}
    assert sqlite(data, "PRAGMA integrity_check") == [("ok",)]
    assert geopackage.blob(None) is None


def test_geoparquet_tells_version_box_and_geometry_types(placed: Catalogue) -> None:
    data = make.written(make.in_memory(placed), "geoparquet")
    geo = json.loads(pq.read_metadata(io.BytesIO(data)).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"], column["orientation"]) == ("1.1.0", "WKB", "counterclockwise")
    assert {"Point", "Polygon"} <= set(column["geometry_types"])
    table = pq.read_table(io.BytesIO(data))
    found = [shapely.from_wkb(one) for one in table["geometry"].to_pylist() if one]
    assert column["bbox"] == [float(side) for side in shapely.total_bounds(found)]
    first = dict(zip(table["id"].to_pylist(), table["bbox"].to_pylist(), strict=True))
    assert first["camp"] == {"xmin": 44.2568, "ymin": 33.5239, "xmax": 44.2568, "ymax": 33.5239}
    assert first["nowhere"] is None
