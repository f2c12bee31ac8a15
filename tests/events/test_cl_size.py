"""``import --max-size``: larger files than the page takes, on the command line."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from events import import_cli
from events.importing import own_files
from events.importing.limits import LIMITS, ImportRefused, Limits
from tests.events import cl_building as make

GIB = 1 << 30


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORE", str(tmp_path / "store"))


def test_a_file_that_is_too_large_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"id,date,lat,lon\n")
        file.truncate(LIMITS.max_bytes + 1)  # a hole: it takes no room
    code, _, err = make.call(capsys, ["import", path])
    assert code == 1
    assert "large.csv: refused: the file has 2 GiB; expected at most 2 GiB" in err
    assert "--max-size" in err


@pytest.mark.parametrize(("given", "size"), [([], 2), (["--max-size", "1"], 1), (["--max-size", "12"], 12)])
def test_the_size_that_is_given_is_the_limit(
    given: list[str], size: int, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Limits] = []

    def intake(_store: Any, _files: Any, _now: str, limits: Limits, _told: Any) -> NoReturn:
        found.append(limits)
        raise ImportRefused("seen", "nothing", "")

    monkeypatch.setattr(import_cli, "Intake", intake)
    assert make.call(capsys, ["import", make.file(tmp_path, "plain.csv"), *given]).code == 1
    assert (found[0].max_bytes, found[0].max_unpacked) == (size * GIB, max(size, 8) * GIB)


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "2GiB", "", "9999"])
def test_another_size_is_refused(given: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = make.call(capsys, ["import", make.file(tmp_path, "plain.csv"), f"--max-size={given}"])
    assert code == 2
    assert "expected whole GiB from 1 to 1024" in err


def test_a_zipped_export_of_ours_is_unpacked_under_the_size_that_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv = tmp_path / "mine.csv"
    assert make.call(capsys, ["export", "--format", "csv", "-o", csv]).code == 0
    packed = tmp_path / "mine.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(csv, csv.name)
    small = replace(LIMITS, max_bytes=csv.stat().st_size // 2)
    monkeypatch.setattr(own_files, "LIMITS", small)
    monkeypatch.setattr(import_cli, "LIMITS", small)
    code, out, err = make.call(capsys, ["import", packed, "--max-size", "2"])
    assert code == 0, (out, err)
