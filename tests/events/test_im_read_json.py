"""JSON and GeoJSON: rows found wherever they are, broken ones set aside alone, RFC 7946 held to."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from events.importing.limits import Limits
from events.importing.shapes import discs
from tests.events.im_reading import POINT, RING, SMALL, Bench, bench, collection, feature

__all__ = ["bench"]

ROWS = [
    ('[{"a":1,"b":"x"},{"a":2.50,"b":null,"c":true}]',
     [{"a": "1", "b": "x", "c": None}, {"a": "2.5", "b": None, "c": "true"}]),
    ('{"status":200,"data":[{"a":1},{"a":2}],"count":2}', [{"a": "1"}, {"a": "2"}]),
    ('{"count":2,"whatever":[{"a":1},{"a":2}]}', [{"a": "1"}, {"a": "2"}]),
    ('{"a":1}\n{"a":2}\n', [{"a": "1"}, {"a": "2"}]),
    ('\x1e{"a":1}\n\x1e{"a":2}\n', [{"a": "1"}, {"a": "2"}]),
    ('{"a":1}', [{"a": "1"}]),
    ('[{"a":{"b":{"c":1}},"l":[1,"é"]}]', [{"a.b.c": "1", "l": '[1, "é"]'}]),
    ('\ufeff [ {"A":1, "a":2} ]', [{"A": "1", "a_2": "2"}]),
    ('[{"a":"#event"},{"a":"x"}]', [{"a": "x"}]),
    ('[{"a":3.0,"b":"","c":12345678901234567890}]', [{"a": "3", "b": None, "c": "12345678901234567890"}]),
    ('[{"_row":9,"_reason":"bad","a":1}]', [{"a": "1"}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), ROWS)
def test_rows_are_found(bench: Bench, text: str, rows: list[dict[str, Any]]) -> None:
    read = bench.read(text)
    assert read.sniffed.format == "json"
    assert [{key: value for key, value in row.items() if key != "_row"} for row in read.rows] == rows
    assert read.rejected == []


DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000
BROKEN = [
    ("word", '[{"a":1},{"a":nul},{"a":3}]', [1, 3], [2], "got something else"),
    ("no object", '[{"a":1},7,"x",[1],{"a":3}]', [1, 5], [2, 3, 4], "expected an object"),
    ("key twice", '[{"a":1},{"a":1,"a":2},{"a":3}]', [1, 3], [2], "'a' twice"),
    ("NaN", '[{"a":1},{"a":NaN},{"a":3}]', [1, 3], [2], "got NaN"),
    ("too large", '[{"a":1},{"a":1e999},{"a":3}]', [1, 3], [2], "number that fits"),
    ("many digits", '[{"a":1},{"a":' + "9" * 5000 + '},{"a":3}]', [1, 3], [2], "shorter number"),
    ("deep", '[{"a":1},' + DEEP + ',{"a":3}]', [1, 3], [2], "nested too deep"),
    ("long cell", '[{"a":1},{"a":"' + "x" * 1001 + '"},{"a":3}]', [1, 3], [2], "at most 1,000 characters"),
    ("long row", '[{"a":1},{"a":"' + 'x\\"}' * 500_000 + '"},{"a":3}]', [1, 3], [2], "longer one"),
    ("half a character", '[{"a":1},{"a":"\\ud800"},{"a":3}]', [1, 3], [2], "surrogate"),
    ("cut", '[{"a":1},{"a":2},{"a":"thr', [1, 2], [3], "got something else"),
    ("cut between", '[{"a":1},{"a":2},', [1, 2], [3], "got something else"),
    ("bad line", '{"a":1}\n{"a":\n{"a":3}\n', [1, 3], [2], "in each line"),
    ("deep line", '{"a":1}\n' + DEEP + '\n{"a":3}\n', [1, 3], [2], "nested too deep|longer one"),
    ("long line", '{"a":1}\n{"a":"' + "x" * 2_000_000 + '"}\n{"a":3}\n', [1, 3], [2], "longer one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good", "bad", "reason"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_bad_object_is_set_aside_alone(bench: Bench, text: str, good: list[int], bad: list[int], reason: str) -> None:
    read = bench.read(text, SMALL)
    assert (read.numbers, read.bad) == (good, bad)
    assert any(part in read.rejected[0][3] for part in reason.split("|"))
    assert ("cut short" in " ".join(read.staged.notes)) is text.endswith(("thr", ","))


REFUSED = [
    ("[1,2,3]", "no object"), ("[]", "no object"), ('[{"a":1}{"a":2}]', "stands '{'"), ('{"a" 1}', "stands '1'"),
    ("[" * 200_000, "no object"), (json.dumps([{f"k{n}": n for n in range(60)}]), "51 columns"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_holds_no_rows_is_refused(bench: Bench, text: str, reason: str) -> None:
    assert reason in bench.refusal(text, SMALL)


def test_many_rows_in_batches_with_late_columns(bench: Bench) -> None:
    rows = [{"a": n} if n < 15_000 else {"a": n, "late": "x"} for n in range(25_000)]
    read = bench.read(json.dumps(rows))
    assert read.numbers == list(range(1, 25_001))
    assert read.cells("late").count("x") == 10_000
    assert read.cells("a") == [str(n) for n in range(25_000)]


def geo(kind: str, coordinates: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates, **more}


SHAPES = [
    (POINT, "44.1", "33.2", "Point", None),
    (geo("Point", [44, 33.5, 200]), "44", "33.5", "Point", None),
    (None, None, None, None, None),
    (geo("MultiPoint", [[44, 33], [44, 35]]), "44.00000", "34.00000", "MultiPoint", "111.20"),
    (geo("LineString", [[44, 33], [44, 35]]), "44.00000", "34.00000", "LineString", "111.20"),
    (geo("MultiLineString", [[[44, 33], [44, 35]]]), "44.00000", "34.00000", "MultiLineString", "111.20"),
    (geo("LineString", [[179, 0], [-179, 0]]), "180.00000", "0.00000", "LineString", "111.20"),
    (geo("Polygon", [RING]), "44.49999", "33.50092", "Polygon", "72.45"),
    (geo("MultiPolygon", [[RING], [RING]]), "44.49999", "33.50092", "MultiPolygon", "72.45"),
    ({"type": "GeometryCollection", "geometries": [geo("MultiPoint", [[44, 33], [44, 35]])]},
     "44.00000", "34.00000", "GeometryCollection", "111.20"),
]  # fmt: skip


@pytest.mark.parametrize(("geometry", "lon", "lat", "kind", "radius"), SHAPES)
def test_geometries_become_places(
    bench: Bench, geometry: Any, lon: str | None, lat: str | None, kind: str | None, radius: str | None
) -> None:
    read = bench.read(collection(feature(geometry, id=7)))
    (row,) = read.rows
    assert read.sniffed.format == "geojson"
    assert (row["_geometry"], row["name"], row["id"]) == (kind, "x", "7")
    for found, expected in ((row["_lon"], lon), (row["_lat"], lat), (row["_radius_km"], radius)):
        assert (found is None) is (expected is None)
        assert expected is None or abs(abs(float(found)) - float(expected)) < 0.05


MALFORMED = [
    ("no geometry", {"type": "Feature", "properties": {}}, "geometry"),
    ("no properties", {"type": "Feature", "geometry": POINT}, "properties"),
    ("properties a list", feature(properties=[]), "properties"), ("id an object", feature(id={}), "id"),
    ("type", {**feature(), "type": "feature"}, "type"), ("no object", 7, "type"),
    ("crs in it", feature(crs={"properties": {"name": "EPSG:3857"}}), "crs"),
    ("bbox", feature(bbox=[1, 2, 3]), "bbox"), ("bbox over", feature(bbox=[1, 50, 3, 40]), "bbox"),
    ("coordinates beside", feature(coordinates=[1, 2]), "coordinates"),
    *((name, feature(geo(*args)), f"geometry.{where}") for name, args, where in [
        ("unknown type", ("Circle", [1, 2]), "type"), ("case", ("point", [1, 2]), "type"),
        ("one number", ("Point", [1]), "coordinates"), ("four", ("Point", [1, 2, 3, 4]), "coordinates"),
        ("empty", ("Point", []), "coordinates"), ("texts", ("Point", ["1", "2"]), "coordinates"),
        ("null", ("Point", [None, 2]), "coordinates"), ("bool", ("Point", [True, 2]), "coordinates"),
        ("no list", ("Point", "1,2"), "coordinates"), ("nested", ("Point", [[1, 2]]), "coordinates"),
        ("longitude", ("Point", [181, 2]), "coordinates"), ("latitude", ("Point", [33, 91]), "coordinates"),
        ("metres", ("Point", [4.9e6, 3.9e6]), "coordinates"), ("null all", ("Point", None), "coordinates"),
        ("line of one", ("LineString", [[1, 2]]), "coordinates"),
        ("open ring", ("Polygon", [RING[:-1]]), "coordinates[0]"),
        ("short ring", ("Polygon", [[[1, 1], [2, 2], [1, 1]]]), "coordinates[0]"),
        ("flat ring", ("Polygon", RING), "coordinates[0]"), ("no ring", ("Polygon", []), "coordinates"),
        ("hole", ("Polygon", [RING, RING[:-1]]), "coordinates[1]"),
        ("part", ("MultiPolygon", [[RING], [RING[:-1]]]), "coordinates[1][0]"),
        ("deep point", ("MultiPoint", [[1, 2], [1, 200]]), "coordinates[1]"),
    ]),
    ("no coordinates", feature({"type": "Point"}), "geometry.coordinates"),
    ("a text", feature("POINT(1 2)"), "geometry"),
    ("empty collection", feature({"type": "GeometryCollection", "geometries": []}), "geometry.geometries"),
    ("mixed", feature({**POINT, "geometries": []}), "geometry.geometries"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "where"), [one[1:] for one in MALFORMED], ids=[one[0] for one in MALFORMED])
def test_a_malformed_feature_is_set_aside_alone(bench: Bench, broken: Any, where: str) -> None:
    read = bench.read(collection(feature(), broken, feature()))
    assert (read.numbers, read.bad) == ([1, 3], [2])
    assert read.rejected[0][1] == where
    assert read.rejected[0][3].startswith("expected ")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e999"])
def test_numbers_that_are_none_are_set_aside(bench: Bench, text: str) -> None:
    broken = json.dumps(feature()).replace("44.1", text)
    read = bench.read(f'{{"features":[{json.dumps(feature())},{broken}],"type":"FeatureCollection"}}')
    assert (read.numbers, read.bad) == ([1], [2])


CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
AROUND = [
    (collection(feature(), crs=CRS), "RFC 7946 no longer has"), (collection(feature(), bbox=[1]), "bbox is wrong"),
    (collection(feature(geo("Polygon", [RING[::-1]]))), "wrong way round"),
    (collection(feature(geo("Polygon", [RING]))), "1 feature is no point:"), (collection(feature())[:-2], "cut short"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note"), AROUND, ids=[one[1] for one in AROUND])
def test_what_is_odd_and_readable_is_told(bench: Bench, text: str, note: str) -> None:
    read = bench.read(text)
    assert note in " ".join(read.staged.notes)
    assert read.numbers == [1]


GEO_REFUSED = [
    (collection(), "no features"), ('{"type":"FeatureCollection"}', "no array 'features'"),
    (collection(feature(), crs={"properties": {"name": "EPSG:3857"}}), "another system"),
    (collection(feature(), crs=None), "another system"), (collection(7), "no feature in it can be read"),
    (collection(feature()).replace("FeatureCollection", "Collection"), "outer object"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), GEO_REFUSED, ids=[one[1] for one in GEO_REFUSED])
def test_geojson_without_features_is_refused(bench: Bench, text: str, reason: str) -> None:
    assert reason in bench.refusal(text)


@pytest.mark.parametrize(
    "text", [json.dumps(feature()), json.dumps(POINT), "\n".join([json.dumps(feature())] * 2), collection(feature())]
)
def test_geojson_comes_in_several_forms(bench: Bench, text: str) -> None:
    read = bench.read(text)
    assert (read.sniffed.format, read.cells("_lat")[0]) == ("geojson", "33.2")


def test_properties_do_not_stand_in_for_the_geometry(bench: Bench) -> None:
    read = bench.read(collection(feature(properties={"_lat": "1", "_row": 5})))
    assert (read.cells("_lat"), read.cells("properties._lat"), read.numbers) == (["33.2"], ["1"], [1])


def test_discs_reach_every_vertex() -> None:
    lonlat = np.array([[170.0, 10], [-170, 20], [180, -5], [44, 33], [44, 33]])
    lon, lat, reach = discs(lonlat, np.array([0, 3]))
    assert abs(lon[0]) > 175
    assert (round(lon[1], 6), round(lat[1], 6), round(reach[1], 6)) == (44, 33, 0)
    for x, y in lonlat[:3]:
        a, b = math.radians(y), math.radians(lat[0])
        arc = math.acos(math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(x - lon[0])))
        assert arc * 6371.0088 <= reach[0] + 1e-6


def test_limits_are_in_force(bench: Bench) -> None:
    assert "more than 3 rows" in bench.refusal(json.dumps([{"a": 1}] * 5), Limits(max_rows=3))
    assert "the file has 25 bytes" in bench.refusal("a" * 25, Limits(max_bytes=20))
