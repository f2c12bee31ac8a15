"""Programs that people use read our files: GDAL's ogrinfo, geopandas, LibreOffice."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import geopandas
import pytest

from events.catalogue import Catalogue
from events.exporting.formats import FORMATS
from tests.events import ex_building as make


def client(name: str) -> str:
    """Path of a program; fails with what to do where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed and is needed to read our exports: run bash scripts/clients.sh")
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    """The data set that ships in every format, and one of hostile text in each beside it."""
    folder = tmp_path_factory.mktemp("exports")
    for one in FORMATS.values():
        for name, catalogue in (("shipped", shipped), ("hostile", make.hostile())):
            (folder / f"{name}{one.ending}").write_bytes(make.written(make.in_memory(catalogue), one.key))
    return folder


def ogrinfo(file: Path, *arguments: str) -> str:
    """What it prints; any warning or error is a failure."""
    done = subprocess.run([client("ogrinfo"), "-ro", *arguments, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def counts(printed: str) -> list[int]:
    return [int(count) for count in re.findall(r"Feature Count: (\d+)", printed)]


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".kml", ".parquet"])
@pytest.mark.parametrize("name", ["shipped", "hostile"])
def test_ogrinfo_reads_every_incident(files: Path, name: str, ending: str, shipped: Catalogue) -> None:
    if ending == ".parquet" and "Parquet" not in ogrinfo(Path("--formats")):
        # GDAL of Debian is built without; then geopandas and pyarrow are the readers.
        assert len(geopandas.read_parquet(files / f"{name}{ending}")) > 0
        return
    wanted = len(shipped.summaries) if name == "shipped" else len(make.HOSTILE)
    printed = ogrinfo(files / f"{name}{ending}", "-al", "-so")
    assert counts(printed)[0] == wanted
    if ending == ".gpkg":
        layers = re.findall(r"^Layer name: (.*)$", printed, re.MULTILINE)
        assert layers == ["incidents", "areas", "claims", "sources", "links", "about"]
        assert "DESCRIPTION" in printed


@pytest.mark.parametrize(("ending", "layer"), [(".geojson", None), (".gpkg", "incidents"), (".kml", None)])
def test_geopandas_reads_it(files: Path, ending: str, layer: str | None, shipped: Catalogue) -> None:
    read = geopandas.read_file(files / f"shipped{ending}", **({"layer": layer} if layer else {}))
    assert len(read) == len(shipped.summaries)
    placed = [one.id for one in shipped.summaries if one.is_placed]
    points = [one.id for one in shipped.summaries if one.place.precision.is_point]
    assert read.geometry.notna().sum() == len(points if ending == ".gpkg" else placed)
    assert read.crs.to_epsg() == 4326


def test_geopandas_reads_geoparquet_with_its_box(files: Path, shipped: Catalogue) -> None:
    read = geopandas.read_parquet(files / "shipped.parquet")
    assert list(read["id"]) == [one.id for one in shipped.everything.all]
    inside = geopandas.read_parquet(files / "shipped.parquet", bbox=(44, 33, 45, 34))
    assert 0 < len(inside) < len(read)


def test_libreoffice_reads_sheets_and_csv(files: Path, shipped: Catalogue, tmp_path: Path) -> None:
    """One start for all files: it takes seconds. Every sheet becomes a CSV of its own."""
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    names = [f"{name}{ending}" for name in ("shipped", "hostile") for ending in (".xlsx", ".csv")]
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [client("soffice"), home, "--headless", "--convert-to", to, "--outdir", str(tmp_path)]
    for ending in (".xlsx", ".csv"):
        some = [str(files / name) for name in names if name.endswith(ending)]
        done = subprocess.run([*command, *some], capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
    sheet = list(csv.DictReader(io.StringIO((tmp_path / "shipped-incidents.csv").read_text(encoding="utf-8"))))
    assert [row["id"] for row in sheet] == [one.id for one in shipped.everything.all]
    assert sheet[0]["start"] == "2019-12-27"
    assert [row["title"] for row in sheet] == [one.incident.title for one in shipped.everything.all]
    claims = (tmp_path / "hostile-claims.csv").read_text(encoding="utf-8")
    assert "#NAME?" not in claims
    assert "Err:" not in claims
    table = (tmp_path / "hostile-hostile.csv").read_text(encoding="utf-8")
    titles = [row[1] for row in csv.reader(io.StringIO(table, newline=""))][2:]
    assert "'=HYPERLINK(\"http://x.example\")" in titles
    assert "#NAME?" not in table


def test_the_geojson_has_no_member_twice(files: Path) -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({name for name, _ in pairs}) == len(pairs)
        return dict(pairs)

    json.loads((files / "hostile.geojson").read_text(encoding="utf-8"), object_pairs_hook=once)
