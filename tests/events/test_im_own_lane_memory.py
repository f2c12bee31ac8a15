"""Plain incidents are read all at once within the memory of an import, and one by one where they do not fit it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from events.importing import own_lane, own_lane_features
from events.importing.own_making import Making
from events.importing.own_reading import READERS
from events.importing.sniffing import sniff
from events.store.importing_session import MEMORY
from events.store.staging import Staging
from tests.events import im_own_lane_building as make

COUNT = 24
LONG = "words of a long report, " * 80


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Path]]:
    """Format that was imported to its exports, by their formats."""
    formats = ["geojson", "csv"]
    return {name: make.exported(name, formats, COUNT, tmp_path_factory.mktemp(name)) for name in make.GIVEN}


@pytest.mark.parametrize("size", [1, 9_000, 30_000])
@pytest.mark.parametrize("name", make.GIVEN)
def test_features_are_laid_out_in_slices(
    name: str, size: int, files: Mapping[str, Mapping[str, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_lane_features, "_SLICE", size)
    found = make.same(files[name]["geojson"], tmp_path, monkeypatch)
    assert found.plain == found.accepted == COUNT


def test_one_odd_cell_in_the_last_slice_leaves_all_to_be_read_one_by_one(
    files: Mapping[str, Mapping[str, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = files["ucdp"]["geojson"].read_text(encoding="utf-8").split("\n")
    last = max(place for place, line in enumerate(lines) if line.startswith('{"type":"Feature"'))
    feature = json.loads(lines[last].rstrip(","))
    feature["properties"]["claims"][0]["note"] = 5
    lines[last] = json.dumps(feature)
    path = tmp_path / "odd.geojson"
    path.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(own_lane_features, "_SLICE", 9_000)
    found = make.same(path, tmp_path, monkeypatch)
    assert (found.refused, found.plain, found.accepted) == ("", 0, COUNT)


def test_long_features_fit_the_memory_of_an_import(files: Mapping[str, Mapping[str, Path]], tmp_path: Path) -> None:
    lines = files["ucdp"]["geojson"].read_text(encoding="utf-8").split("\n")
    features = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"type":"Feature"')]
    before = lines[: next(place for place, line in enumerate(lines) if line.startswith('{"type":"Feature"'))]
    many = [json.dumps(_copy(feature, turn)) for turn in range(100) for feature in features]
    path = tmp_path / "long.geojson"
    path.write_text("\n".join([*before, ",\n".join(many), "]}"]), encoding="utf-8")
    (folder := tmp_path / "import").mkdir()
    with Staging(folder, MEMORY) as staging:
        making = Making(staging, READERS[sniff(path).format](path, sniff(path), staging))
        assert making.plain == making.accepted == len(many)


def _copy(feature: dict[str, Any], turn: int) -> dict[str, Any]:
    told = feature["properties"]
    claims = [{**claim, "text": LONG} if place < 3 else claim for place, claim in enumerate(told["claims"])]
    return {**feature, "id": f"{told['id']}-{turn}",
            "properties": {**told, "id": f"{told['id']}-{turn}", "claims": claims}}  # fmt: skip


@pytest.mark.parametrize("key", ["geojson", "csv"])
@pytest.mark.parametrize("step", ["take_claims", "judge_claims", "choose_incidents"])
def test_what_does_not_fit_is_read_one_by_one(
    key: str, step: str, files: Mapping[str, Mapping[str, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise duckdb.OutOfMemoryException("failed to allocate")

    monkeypatch.setattr(own_lane, step, full)
    found = make.same(files["ucdp"][key], tmp_path, monkeypatch)
    assert (found.refused, found.plain, found.accepted) == ("", 0, COUNT)
