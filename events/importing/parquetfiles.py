"""Parquet and GeoParquet into ``raw``, batch by batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from events.importing.archives import check_unpacked
from events.importing.arrowtext import ArrowWriter, transformer_from
from events.importing.columns import check_count
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, counted

_CUT = "Download or save it again: it may have been cut short."
_BATCH_BYTES = 32 << 20


def _open(path: Path, dictionaries: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=list(dictionaries) or None)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ImportRefused(f"the Parquet file cannot be opened ({_first(error)})", "a whole file", _CUT) from error


def _first(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:160]


def _geo(file: pq.ParquetFile) -> dict[str, Any]:
    """The GeoParquet description of the main geometry, with its name as ``name``; empty where there is none."""
    told = (file.metadata.metadata or {}).get(b"geo")
    if told is None:
        return {}
    try:
        geo = json.loads(told)
        name = geo["primary_column"]
        return {**geo["columns"][name], "name": name}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ImportRefused("its 'geo' description is broken", "GeoParquet 1.0 or 1.1", "Save it again.") from error


def sniff_parquet(path: Path, base: Sniffed, limits: Limits) -> Sniffed:
    """What a Parquet file says of itself.

    Raises:
        ImportRefused: it is cut short, too large when unpacked, or its geometry is of a kind that is not read.
    """
    with _open(path) as file:
        meta, geo = file.metadata, _geo(file)
        check_count(meta.num_columns, limits)
        if meta.num_rows > limits.max_rows:
            raise ImportRefused(f"it has {meta.num_rows:,} rows", f"at most {limits.max_rows:,}", "Split the file.")
        groups = [meta.row_group(place) for place in range(meta.num_row_groups)]
        unpacked = sum(one.column(place).total_uncompressed_size for one in groups for place in range(one.num_columns))
        check_unpacked(unpacked, max(base.size, 1), limits)
        notes = [f"Parquet with {counted(meta.num_rows, 'row')}"]
        if geo:
            _check_geometry(geo, file)
            notes.append(f"geometry in {geo['name']!r}, {geo.get('encoding')}")
        names = tuple(file.schema_arrow.names)
    return replace(base, format="geoparquet" if geo else "parquet", columns=names, notes=(*base.notes, *notes))


def _check_geometry(geo: dict[str, Any], file: pq.ParquetFile) -> None:
    name, encoding = geo["name"], geo.get("encoding")
    if name not in file.schema_arrow.names:
        raise ImportRefused(f"its geometry column {name!r} is missing", "the column that it names", "Save it again.")
    if encoding not in ("WKB", "point"):
        raise ImportRefused(f"its geometry has the encoding {encoding!r}", "WKB, or native points", "Save it with WKB.")
    if "crs" in geo and geo["crs"] is None:
        raise ImportRefused("it says that its coordinate system is not known", "a coordinate system",
                            "Save it with one.")  # fmt: skip


def stage_parquet(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` from Parquet; coordinates that are not in WGS 84 are turned into it.

    Raises:
        ImportRefused: a part of it cannot be read.
    """
    with _open(path) as file:
        geo = _geo(file)
        texts = [one.name for one in file.schema_arrow if str(one.type) in ("string", "large_string")]
    transformer: pyproj.Transformer | None = None
    notes = list(sniffed.notes)
    if geo.get("crs"):
        transformer, told = transformer_from(geo["crs"], repr(geo["name"]))
        notes += [told] if told else []
    with _open(path, texts) as file:
        writer = ArrowWriter(staging, limits, file.schema_arrow, columns, geo.get("name", ""), transformer)
        rows = max(file.metadata.num_rows, 1)
        size = sum(file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
        batches = file.iter_batches(batch_size=max(1, min(20_000, _BATCH_BYTES * rows // max(size, 1))))
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError, ValueError) as error:
                raise ImportRefused(f"a part of the Parquet file cannot be read ({_first(error)})", "a whole file",
                                    _CUT) from error  # fmt: skip
            if batch is None:
                return writer.close(notes)
            writer.add(_with_wkb(batch, geo) if geo.get("encoding") == "point" else batch)


def _with_wkb(batch: pa.RecordBatch, geo: dict[str, Any]) -> pa.RecordBatch:
    """Native points (a struct of x and y) as WKB, so that one way serves both."""
    at = batch.schema.get_field_index(geo["name"])
    column = batch.column(at)
    column = column.storage if isinstance(column, pa.ExtensionArray) else column
    x, y = (column.field(name).to_numpy(zero_copy_only=False) for name in ("x", "y"))
    points = shapely.points(np.asarray(x, float), np.asarray(y, float))
    wkb = pa.array(shapely.to_wkb(points), pa.binary(), mask=np.array(column.is_null()))
    return batch.set_column(at, geo["name"], wkb)
