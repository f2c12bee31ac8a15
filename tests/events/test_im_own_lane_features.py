"""Features of our own GeoJSON: read at once where every cell is of the type that we write, else one by one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from events.exporting.columns import CLAIMS, INCIDENTS
from tests.events import im_own_lane_building as make
from tests.events.test_im_own_lane import CELLS

Feature = dict[str, Any]
ODD = (None, 5, 1.5, True, False, [], {}, [1], {"a": 1}, 1e300, 10**30, ["nope"], {"low": 1.0, "high": 4.5}, 3.0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Format that was imported to a GeoJSON of it."""
    return {name: make.exported(name, ["geojson"], 24, tmp_path_factory.mktemp(name))["geojson"] for name in make.GIVEN}


def features_of(path: Path) -> tuple[list[str], list[int]]:
    """The lines of a file, and which of them are features."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return lines, [place for place, line in enumerate(lines) if line.startswith('{"type":"Feature"')]


def change(lines: list[str], place: int, how: Callable[[Feature], Any]) -> None:
    """Change the feature of a line."""
    feature = json.loads(lines[place].rstrip(","))
    how(feature)
    end = "," if lines[place].endswith(",") else ""
    lines[place] = json.dumps(feature, ensure_ascii=False, separators=(",", ":")) + end


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", make.GIVEN)
def test_odd_cells_are_read_one_by_one(
    name: str, seed: int, files: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(f"{name} {seed}")  # noqa: S311
    lines, places = features_of(files[name])
    for _ in range(draw.choice((1, 2, 4))):
        cell = draw.choice(CELLS if draw.random() < 0.7 else ODD)

        def spoil(feature: Feature, cell: Any = cell) -> None:
            claim = draw.choice(feature["properties"]["claims"])
            inside = draw.random() < 0.7
            row, names = (claim, CLAIMS) if inside else (feature["properties"], INCIDENTS)
            row[draw.choice(list(names))] = cell

        change(lines, draw.choice(places), spoil)
    path = tmp_path / "mine.geojson"
    path.write_text("\n".join(lines), encoding="utf-8")
    make.same(path, tmp_path, monkeypatch)


def _claim(key: str, cell: Any) -> Callable[[Feature], Any]:
    return lambda feature: feature["properties"]["claims"][0].update({key: cell})


@pytest.mark.parametrize(
    ("how", "left"),
    [
        (_claim("stance", "denies"), 1), (_claim("holds", False), 1), (_claim("paragraph", 3), 1),
        (_claim("source", "unheard-of"), 1), (_claim("linked_incident", "other"), 1),
        (lambda feature: feature.update({"properties": None}), 1),
        # A cell that may be read in two ways: all are read one by one.
        (_claim("note", 5), None), (_claim("field", ["date"]), None), (_claim("locator", "a\u0000b"), None),
    ],
)  # fmt: skip
def test_a_feature_of_another_shape(
    how: Callable[[Feature], Any], left: int | None, files: Mapping[str, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lines, places = features_of(files["ucdp"])
    change(lines, places[0], how)
    path = tmp_path / "mine.geojson"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = make.same(path, tmp_path, monkeypatch)
    assert found.plain == (0 if left is None else len(places) - left)


@pytest.mark.parametrize("key", ["field", "title", "n", "id"])
def test_a_key_that_stands_twice(
    key: str, files: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, places = features_of(files["ucdp"])
    lines[places[1]] = lines[places[1]].replace(f'"{key}":', f'"{key}":"first","{key}":', 1)
    path = tmp_path / "mine.geojson"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert make.same(path, tmp_path, monkeypatch).plain == 0


def test_what_is_no_json_leaves_the_other_data_set(
    files: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, places = features_of(files["ucdp"])
    for place in places[12:]:
        lines[place] = lines[place].replace('"dataset":"ucdp"', '"dataset":"other"', 1)
    lines[places[20]] = '{"broken": ,'
    path = tmp_path / "mine.geojson"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = make.same(path, tmp_path, monkeypatch)
    assert (found.plain, found.accepted) == (12, len(places) - 1)
