"""GeoParquet 1.1: one row an incident, its claims a list of structs, its geometry WKB, with a bounding box each."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from events.exporting.columns import CLAIMS, DOCUMENTS, INCIDENTS
from events.exporting.shapes import Bounds, shapes
from events.exporting.source import Chunk, ExportSource, compact

_SIDES = ("xmin", "ymin", "xmax", "ymax")
_PARTIES = pa.list_(pa.struct([(name, pa.string()) for name in ("actor", "name", "role")]))
_CITES = pa.list_(pa.string())
_CLAIM = {name: _CITES if name == "cites" else kind for name, kind in CLAIMS.items() if name != "incident"}
SCHEMA = pa.schema(
    [
        *((name, _PARTIES if name == "parties" else kind) for name, kind in INCIDENTS.items()),
        ("claims", pa.list_(pa.struct(list(_CLAIM.items())))),
        (DOCUMENTS, pa.string()),
        ("bbox", pa.struct([(side, pa.float64()) for side in _SIDES])),
        ("geometry", pa.binary()),
    ]
)


def _from_json(column: pa.Array, kind: pa.DataType) -> pa.Array:
    coded = column.dictionary_encode()
    found = [None if one is None else json.loads(one) for one in coded.dictionary.to_pylist()]
    return pa.array(found, kind).take(coded.indices)


def _boxes(placed: numpy.ndarray[Any, numpy.dtype[numpy.object_]]) -> pa.Array:
    sides = shapely.bounds(placed)
    columns = [pa.array(sides[:, index], pa.float64(), from_pandas=True) for index in range(4)]
    return pa.StructArray.from_arrays(columns, names=list(_SIDES), mask=pa.array(numpy.isnan(sides[:, 0])))


def rows(chunk: Chunk, bounds: Bounds, types: set[str]) -> pa.RecordBatch:
    """The rows of a chunk; ``bounds`` and ``types`` (of geometry) grow."""
    placed = numpy.asarray(shapes(chunk.incidents), dtype=object)
    bounds.add(list(placed))
    types |= {shape.geom_type for shape in placed if shape is not None}
    cells = [
        _from_json(chunk.claims.column(name), kind) if name == "cites" else chunk.claims.column(name)
        for name, kind in _CLAIM.items()
    ]
    claims = pa.StructArray.from_arrays(cells, names=list(_CLAIM))
    parties = _from_json(chunk.incidents.column("parties"), _PARTIES)
    return pa.RecordBatch.from_arrays(
        [
            *(parties if name == "parties" else chunk.incidents.column(name) for name in INCIDENTS),
            pa.ListArray.from_arrays(pa.array(chunk.offsets, pa.int32()), claims),
            chunk.documents if chunk.documents is not None else pa.nulls(len(placed), pa.string()),
            _boxes(placed),
            pa.array(shapely.to_wkb(placed), pa.binary()),
        ],
        schema=SCHEMA,
    )


def _geo(bounds: Bounds, types: set[str]) -> dict[str, Any]:
    """The ``geo`` metadata. No ``crs``: then it is OGC:CRS84, longitude and latitude."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "orientation": "counterclockwise",
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if bounds.box:
        column["bbox"] = list(bounds.box)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def write(source: ExportSource, file: BinaryIO) -> None:
    """Write the file. Its metadata has ``geo``, and under ``sourcepin`` what the export says of itself."""
    bounds, types = Bounds(), set[str]()
    about = {"title": source.about.title, **source.about.members}
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for chunk in source.chunks(documents=True):
            writer.write_batch(rows(chunk, bounds, types))
        # What is only known at the end goes into the footer with the rest.
        writer.add_key_value_metadata({"geo": compact(_geo(bounds, types)), "sourcepin": compact(about)})
