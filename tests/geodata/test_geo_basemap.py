"""The files that the browser draws the map from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from geodata.basemap import topojson

ROOT = Path(__file__).resolve().parents[2]
BASEMAP = ROOT / "static" / "basemap"
PROPERTIES = {
    "countries": {"iso", "name", "local", "label"},
    "provinces": {"iso", "name", "local", "country", "label"},
    "water": {"kind", "name", "local", "label"},
    "disputed": {"note"},
    "towns": {"name", "local", "rank", "country"},
}
LIMIT = 1_300_000


def features(name: str) -> list[dict[str, Any]]:
    return list(json.loads((BASEMAP / f"{name}.json").read_text(encoding="utf-8"))["features"])


@pytest.mark.parametrize("name", PROPERTIES)
def test_features_are_valid_and_say_what_they_promise(name: str) -> None:
    for feature in features(name):
        assert set(feature["properties"]) | {"label"} == PROPERTIES[name] | {"label"}
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        assert shapely.box(22, 8, 72, 48).covers(shape)
        coordinates = shapely.get_coordinates(shape)
        assert (coordinates == coordinates.round(4)).all()


@pytest.mark.parametrize("name", ["countries", "provinces"])
def test_labels_stand_inside(name: str) -> None:
    for feature in features(name):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.buffer(0.02).covers(shapely.Point(feature["properties"]["label"])), feature["properties"]


def test_everything_together_is_small_enough_to_fetch() -> None:
    files = [*BASEMAP.glob("*.json"), ROOT / "geodata/data/regions.geojson"]
    assert len(files) == len(PROPERTIES) + 2  # world.json has tests of its own
    assert sum(file.stat().st_size for file in files) <= LIMIT


@pytest.mark.parametrize(
    ("name", "local", "rank"),
    [("Baghdad", "بغداد", 1), ("Rutba", "الرطبة", 2), ("Abu Kamal", "البوكمال", 2), ("Kermanshah", "کرمانشاه", 2)],
)
def test_towns_have_plain_and_local_names(name: str, local: str, rank: int) -> None:
    found = [feature["properties"] for feature in features("towns") if feature["properties"]["name"] == name]
    assert [(town["local"], town["rank"]) for town in found] == [(local, rank)]


def test_the_great_rivers_are_named_and_the_line_of_1994_is_left_out() -> None:
    assert {"Tigris", "Euphrates"} <= {feature["properties"]["name"] for feature in features("water")}
    assert not any("1994" in feature["properties"]["note"] for feature in features("disputed"))


def test_topojson_lines_and_areas_are_read(tmp_path: Path) -> None:
    document = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 0]], [[2, 0], [0, 2], [-2, -2]]],
        "objects": {
            "things": {
                "geometries": [
                    {"type": "LineString", "arcs": [0]},
                    {"type": "LineString", "arcs": [-1]},
                    {"type": "Polygon", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "arcs": [[[0, 1]]]},
                    {"type": "MultiLineString", "arcs": [[0], [1]]},
                ]
            }
        },
    }
    path = tmp_path / "topology.json"
    path.write_text(json.dumps(document))
    line, back, area, areas, lines = topojson.shapes(path, "things")
    assert list(line.coords) == [(10, 20), (11, 20)]
    assert list(back.coords) == [(11, 20), (10, 20)]
    assert area.equals(shapely.Polygon([(10, 20), (11, 20), (11, 21)]))
    assert areas.equals(area)
    assert len(lines.geoms) == 2
