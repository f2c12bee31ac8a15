"""The coarse layer of the world: around the detailed layers, small enough, and cut where the scripts say."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.layers import offline
from geodata.basemap import world
from geodata.basemap.shapes import BOUNDS

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "static" / "basemap" / "world.json"
FEATURES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["features"]
COUNTRIES = {one["properties"]["iso"]: one for one in FEATURES if "iso" in one["properties"]}


def shape(feature: dict[str, Any]) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


def test_it_is_small_enough_to_fetch() -> None:
    assert FILE.stat().st_size <= 250_000
    assert len(gzip.compress(FILE.read_bytes())) <= 80_000


def test_it_is_valid_and_leaves_the_detailed_layers_and_the_antarctic_alone() -> None:
    for feature in FEATURES:
        found = shape(feature)
        assert found.is_valid
        assert shapely.box(*world.EDGES).buffer(0.01).covers(found)
        assert found.intersection(world.INSIDE.buffer(-0.02)).is_empty, feature["properties"]
        coordinates = shapely.get_coordinates(found)
        assert (coordinates == coordinates.round(world.DECIMALS)).all()
    assert shapely.box(*BOUNDS).contains(world.INSIDE)


def test_neighbours_do_not_overlap() -> None:
    areas = [shape(one) for one in COUNTRIES.values()]
    tree = shapely.STRtree(areas)
    for one, other in tree.query(areas, predicate="overlaps").T:
        assert areas[one].intersection(areas[other]).area < 0.05


@pytest.mark.parametrize(
    ("iso", "name", "local", "lon", "lat"),
    [
        ("CO", "Colombia", "", -74.1, 4.7), ("ML", "Mali", "", -3, 17), ("MM", "Myanmar", "", 96.1, 20),
        ("DZ", "Algeria", "الجزائر", 3, 30), ("RU", "Russia", "Россия", 90, 60), ("CD", "DR Congo", "", 24, -3),
        ("SZ", "Eswatini", "", 31.5, -26.5), ("IN", "India", "भारत", 78, 22), ("US", "United States", "", -98, 39),
    ],
)  # fmt: skip
def test_a_country_is_where_it_is_and_has_a_plain_name(iso: str, name: str, local: str, lon: float, lat: float) -> None:
    found = COUNTRIES[iso]
    assert (found["properties"]["name"], found["properties"]["local"]) == (name, local)
    assert shape(found).contains(shapely.Point(lon, lat))
    assert shape(found).buffer(0.3).contains(shapely.Point(found["properties"]["label"]))


@pytest.mark.parametrize("iso", ["IQ", "AQ"])
def test_what_the_detailed_layers_hold_and_the_antarctic_are_not_in_it(iso: str) -> None:
    assert iso not in COUNTRIES


def test_a_label_stands_only_outside_the_detailed_layers() -> None:
    labels = [one["properties"]["label"] for one in COUNTRIES.values() if "label" in one["properties"]]
    assert len(labels) > 150
    assert not any(shapely.box(*BOUNDS).contains(shapely.Point(label)) for label in labels)


def test_it_has_lakes_and_disputed_lines_but_not_those_left_out() -> None:
    kinds = [one["properties"].get("kind") for one in FEATURES]
    assert kinds.count("lake") > 10
    notes = [one["properties"]["note"] for one in FEATURES if "note" in one["properties"]]
    assert "Western Saharan claim" in notes
    assert not any("1994" in note or "1991" in note for note in notes)


def test_the_scripts_cut_where_the_layers_are_cut() -> None:
    script = (ROOT / "static" / "map" / "world.js").read_text(encoding="utf-8")
    stated = re.search(r"DETAILED = \[([^\]]+)\]", script)
    assert stated is not None
    assert tuple(float(part) for part in stated[1].split(",")) == BOUNDS
    assert offline.DETAILED == BOUNDS
