"""GeoPackage 1.3: layers incidents (points), areas (polygons), and tables claims, sources, links, about.

A GeoPackage is a SQLite file, written row by row into a temporary file beside nothing else and copied from there.
An incident without a point is in ``incidents`` with no geometry; its area, if it has one, is in ``areas``.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from events.exporting.columns import CLAIMS, INCIDENTS, LINKS, SOURCES
from events.exporting.geopackage_sql import BASE, CONTENTS, GEOMETRY_COLUMNS
from events.exporting.shapes import Bounds, shapes
from events.exporting.source import ExportSource, lists

_HEAD_POINT = b"GP\x00\x01" + struct.pack("<i", 4326)
_HEAD_AREA = b"GP\x00\x03" + struct.pack("<i", 4326)
AREAS = {"incident": pa.string(), "title": pa.string(), "place": pa.string(), "precision": pa.string()}
ABOUT = {"name": pa.string(), "text": pa.string()}


def blob(shape: BaseGeometry | None) -> bytes | None:
    """A geometry as GeoPackage stores it: a header (with the bounding box of an area), then WKB."""
    if shape is None:
        return None
    wkb: bytes = shapely.to_wkb(shape, byte_order=1)
    if shape.geom_type == "Point":
        return _HEAD_POINT + wkb
    west, south, east, north = shape.bounds
    return _HEAD_AREA + struct.pack("<4d", west, east, south, north) + wkb


def _sql_type(kind: pa.DataType) -> str:
    if kind == pa.date32():
        return "DATE"
    if kind == pa.bool_():
        return "BOOLEAN"
    return "DOUBLE" if pa.types.is_floating(kind) else "INTEGER" if pa.types.is_integer(kind) else "TEXT"


class _Layer:
    """One table and how rows get into it."""

    def __init__(self, to: sqlite3.Connection, name: str, columns: dict[str, pa.DataType], geometry: str = "") -> None:
        self._to, self.name, self.geometry, self.bounds = to, name, geometry, Bounds()
        shown = [f'"{column}" {_sql_type(kind)}' for column, kind in columns.items()]
        shown = [f'"geom" {geometry}', *shown] if geometry else shown
        to.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {", ".join(shown)})')
        names = ", ".join(f'"{column}"' for column in (["geom"] if geometry else []) + list(columns))
        self._insert = f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" * len(shown))})'  # noqa: S608

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._to.executemany(self._insert, rows)

    def register(self, about: str, day: date) -> None:
        """Enter it where readers look for layers."""
        kind, srs = ("features", 4326) if self.geometry else ("attributes", None)
        box = self.bounds.box or (None, None, None, None)
        self._to.execute(CONTENTS, (self.name, kind, self.name, about, f"{day}T00:00:00.000Z", *box, srs))
        if self.geometry:
            self._to.execute(GEOMETRY_COLUMNS, (self.name, self.geometry))


def _cells(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    """Rows with days as text, which is how SQLite keeps a DATE."""
    plain = [
        column.cast(pa.string()) if column.type == pa.date32() else column for column in batch.columns
    ]
    return zip(*(column.to_pylist() for column in plain), strict=True)


def _incidents(source: ExportSource, points: _Layer, areas: _Layer, claims: _Layer) -> None:
    for chunk in source.chunks():
        placed = shapes(chunk.incidents)
        dots = [one if one is not None and one.geom_type == "Point" else None for one in placed]
        points.add((blob(dot), *cells) for dot, cells in zip(dots, _cells(chunk.incidents), strict=True))
        points.bounds.add(dots)
        names = lists(chunk.incidents.select(["id", "title", "place", "precision"]))
        outlines = [one if dot is None else None for one, dot in zip(placed, dots, strict=True)]
        rows = zip(outlines, *names.values(), strict=True)
        areas.add((blob(outline), *cells) for outline, *cells in rows if outline is not None)
        areas.bounds.add(outlines)
        claims.add(_cells(chunk.claims))


def _fill(to: sqlite3.Connection, source: ExportSource) -> None:
    to.executescript(BASE)
    points = _Layer(to, "incidents", INCIDENTS, "POINT")
    areas = _Layer(to, "areas", AREAS, "GEOMETRY")
    claims, sources = _Layer(to, "claims", CLAIMS), _Layer(to, "sources", SOURCES)
    links, about = _Layer(to, "links", LINKS), _Layer(to, "about", ABOUT)
    _incidents(source, points, areas, claims)
    for batch in source.sources():
        sources.add(_cells(batch))
    for batch in source.links():
        links.add(_cells(batch))
    about.add(source.about.rows)
    for layer in (points, areas, claims, sources, links, about):
        layer.register(source.about.sentence, source.about.date)
    to.execute('CREATE INDEX "claims_incident" ON "claims" ("incident")')
    to.commit()


def write(source: ExportSource, file: BinaryIO) -> None:
    """Write the file. It is built in a temporary file of the same size."""
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as whole:
        with closing(sqlite3.connect(whole.name)) as to:
            # Nobody else sees the temporary file, and what is cut short is thrown away: no journal is needed.
            to.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            _fill(to, source)
        whole.seek(0)
        shutil.copyfileobj(whole, file)
