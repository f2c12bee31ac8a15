"""Small files of every format, and calls of the command line, for the tests of ``import`` and of stores."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import openpyxl
import shapely

from events.cli import main
from tests.events.test_im_acled import SINCE_2023 as ACLED
from tests.events.test_im_timemap import ASSOCIATIONS, EVENT, SOURCES
from tests.events.test_im_ucdp import EVENT as UCDP

ROWS = (
    {"id": "a1", "date": "2020-03-11", "title": "A bridge was hit", "lat": "33.31", "lon": "44.36", "killed": "3"},
    {"id": "a2", "date": "2020-03-12", "title": "A market was shelled", "lat": "36.34", "lon": "43.13", "killed": "0"},
)
BAD = {"id": "a3", "date": "2020-03-13", "title": "Nowhere", "lat": "133", "lon": "44.36", "killed": "-1"}


class Ran(NamedTuple):
    """How a call ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def call(capsys: Any, argv: Sequence[object]) -> Ran:
    """One call of the command line in this process."""
    try:
        code = main([str(one) for one in argv])
    except SystemExit as stop:
        code = int(str(stop.code))
    return Ran(code, *capsys.readouterr())


def table(rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Notes", ({"n": "a", "m": "b"}, {"n": "c", "m": "d"})), ("Events", ROWS)):
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.remove(book.worksheets[0])
    book.save(path)


def _frame() -> geopandas.GeoDataFrame:
    points = [shapely.Point(float(row["lon"]), float(row["lat"])) for row in ROWS]
    columns = {name: [row[name] for row in ROWS] for name in ("id", "date", "title", "killed")}
    return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def _geojson() -> bytes:
    features = [
        {"type": "Feature", "properties": {name: row[name] for name in ("id", "date", "title", "killed")},
         "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}}
        for row in ROWS
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _kml() -> bytes:
    marks = "".join(
        f"<Placemark><name>{row['title']}</name><TimeStamp><when>{row['date']}</when></TimeStamp>"
        f"<Point><coordinates>{row['lon']},{row['lat']}</coordinates></Point></Placemark>"
        for row in ROWS
    )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'.encode()


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("events.csv", table(ROWS))
    return out.getvalue()


def _strings(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: value or "" for name, value in row.items()}


_MADE: dict[str, Callable[[], bytes]] = {
    "plain.csv": lambda: table(ROWS), "tabs.tsv": lambda: table(ROWS, "\t"),
    "list.json": lambda: json.dumps(ROWS).encode(),
    "map.geojson": _geojson, "map.kml": _kml, "zipped.zip": _zipped,
    "ucdp.csv": lambda: table([_strings(UCDP), _strings(UCDP | {"id": "212546"})]),
    "acled.csv": lambda: table([_strings(ACLED), _strings(ACLED | {"event_id_cnty": "IRQ90002"})]),
    "timemap.json": lambda: json.dumps([EVENT, EVENT | {"id": "e2"}]).encode(),
    "sources.json": lambda: json.dumps(SOURCES).encode(),
    "associations.json": lambda: json.dumps(ASSOCIATIONS).encode(),
    "mixed.csv": lambda: table([*ROWS, BAD]), "bad.csv": lambda: table([BAD]), "binary.bin": lambda: b"\0\1\2" * 500,
    "asks.csv": lambda: table([dict(row) | {"date": f"0{n}/04/2020"} for n, row in enumerate(ROWS, start=1)]),
}  # fmt: skip


def file(folder: Path, name: str) -> Path:
    """One of the files, by its name: two rows each, unless the name says more."""
    path = folder / name
    if name == "book.xlsx":
        _workbook(path)
    elif name == "layers.gpkg":
        _frame().to_file(path, layer="events", driver="GPKG")
    elif name == "map.parquet":
        _frame().to_parquet(path)
    else:
        path.write_bytes(_MADE[name]())
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but the note of who holds the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"
    }  # fmt: skip
