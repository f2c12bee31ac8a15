"""Files of every kind for the tests of reading, and a workbench to read them into."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from events.importing.limits import ImportRefused, Limits, Sniffed, Staged
from events.importing.reading import sniff, stage
from events.store.staging import Staging, quoted

SMALL = Limits(max_bytes=64 << 20, max_unpacked=64 << 20, max_cell=1000, max_columns=50, max_rows=100_000)


@dataclass
class Read:
    """What became of a file."""

    sniffed: Sniffed
    staged: Staged
    rows: list[dict[str, Any]]
    rejected: list[tuple[Any, ...]]

    @property
    def numbers(self) -> list[int]:
        return [row["_row"] for row in self.rows]

    @property
    def bad(self) -> list[int]:
        return sorted({line[0] for line in self.rejected})

    def cells(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


@dataclass
class Bench:
    """Writes files and reads them."""

    folder: Path
    limits: Limits = field(default_factory=Limits)
    count: int = 0

    def write(self, data: bytes | str, name: str = "file.bin") -> Path:
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def read(self, data: bytes | str | Path, limits: Limits | None = None, **more: Any) -> Read:
        path = data if isinstance(data, Path) else self.write(data)
        limits = limits or self.limits
        self.count += 1
        place = self.folder / f"bench-{self.count}"
        place.mkdir()
        sniffed = sniff(path, limits=limits)
        with Staging(place) as staging:
            staged = stage(path, sniffed, staging, limits, **more)
            names = list(staging.columns("raw"))
            listed = ", ".join(map(quoted, names))
            rows = staging.rows(f"SELECT {listed} FROM raw ORDER BY _row")  # noqa: S608
            rejected = staging.rows("SELECT * FROM rejected ORDER BY _row")
        assert names == ["_row", *staged.columns]
        assert staged.rows == len(rows)
        assert staged.rejected == len({line[0] for line in rejected})
        assert not {row[0] for row in rows} & {line[0] for line in rejected}
        assert [path.name for path in place.iterdir()] == [], "temporary files are left"
        return Read(sniffed, staged, [dict(zip(names, row, strict=True)) for row in rows], rejected)

    def refusal(self, data: bytes | str | Path, limits: Limits | None = None, **more: Any) -> str:
        with pytest.raises(ImportRefused) as caught:
            self.read(data, limits, **more)
        assert caught.value.reason
        assert caught.value.expected
        assert caught.value.mend
        return str(caught.value)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def packed(files: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def xlsx(*sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for place, rows in enumerate(sheets):
        sheet = book.active if place == 0 else book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, name: str, change: Any) -> bytes:
    """A zip with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files[name] = change(files[name])
    return packed(files)


POINT: dict[str, Any] = {"type": "Point", "coordinates": [44.1, 33.2]}
RING = [[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]


def feature(geometry: Any = POINT, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "x"}, **more}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


def kml(*placemarks: str, before: str = "") -> str:
    body = "".join(f"<Placemark>{one}</Placemark>" for one in placemarks)
    start = f'<?xml version="1.0"?>{before}<kml xmlns="http://www.opengis.net/kml/2.2">'
    return (f"{start}<Document><Folder><name>North</name>"
            f"{body}</Folder></Document></kml>")  # fmt: skip
