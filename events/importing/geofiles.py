"""GeoPackage into ``raw``, batch by batch, by GDAL (in the wheel of pyogrio)."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pyproj

from events.importing.arrowtext import ArrowWriter, transformer_from
from events.importing.columns import check_count
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, counted

_ERRORS = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
           pyogrio.errors.GeometryError, pyogrio.errors.FieldError, pa.ArrowException, ValueError, RuntimeError,
           OSError)  # fmt: skip


@contextmanager
def _named(path: Path) -> Iterator[Path]:
    """The file under a name that ends as GDAL wants it, and GDAL's warnings left out."""
    with tempfile.TemporaryDirectory(prefix="gpkg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        link = Path(folder) / "data.gpkg"
        link.symlink_to(path.resolve())
        yield link


def _refused(error: BaseException) -> ImportRefused:
    why = str(error).rpartition(" failed: ")[2]  # GDAL puts the whole statement before it
    return ImportRefused(f"the GeoPackage cannot be read ({why[:160]})", "a whole GeoPackage",
                         "Download or save it again: it may have been cut short.")  # fmt: skip


def sniff_gpkg(path: Path, base: Sniffed) -> Sniffed:
    """The layers of a GeoPackage; the one with the most rows is chosen.

    Raises:
        ImportRefused: it is another SQLite file, damaged, or has no layer.
    """
    with path.open("rb") as file:
        mark = file.read(72)[68:72]
    if mark not in (b"GPKG", b"GP10", b"GP11"):
        raise ImportRefused("the file is an SQLite database that is no GeoPackage", "a GeoPackage", "Export it as CSV.")
    with _named(path) as link:
        try:
            layers = [str(name) for name, _ in pyogrio.list_layers(link)][:100]
            counts = {name: int(pyogrio.read_info(link, layer=name, force_feature_count=True)["features"])
                      for name in layers}  # fmt: skip
        except _ERRORS as error:
            raise _refused(error) from error
    if not layers:
        raise ImportRefused("the GeoPackage has no layers", "one layer or more", "Check that it is the right file.")
    best = max(layers, key=lambda name: counts[name])
    rows = counted(counts[best], "row")
    note = f"layer {best!r} with {rows}" + (f", of {len(layers)} layers" if len(layers) > 1 else "")
    return replace(base, format="gpkg", parts=tuple(layers), part=best, notes=(*base.notes, note))


def stage_gpkg(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` from one layer; coordinates that are not in WGS 84 are turned into it.

    Raises:
        ImportRefused: there is no such layer, or it cannot be read.
    """
    if sniffed.part not in sniffed.parts:
        raise ImportRefused(f"there is no layer {sniffed.part!r}", f"one of {', '.join(sniffed.parts)}", "Choose one.")
    notes = list(sniffed.notes)
    with _named(path) as link:
        try:
            opened = pyogrio.raw.open_arrow(link, layer=sniffed.part, use_pyarrow=True, batch_size=20_000)
            with opened as (meta, reader):
                return _write(meta, reader, staging, limits, columns, notes)
        except ImportRefused:
            raise
        except _ERRORS as error:
            raise _refused(error) from error


def _write(meta: dict[str, Any], reader: pa.RecordBatchReader, staging: Workbench, limits: Limits,
           columns: Sequence[str] | None, notes: list[str]) -> Staged:  # fmt: skip
    geometry = meta["geometry_name"] or "wkb_geometry"
    geometry = geometry if geometry in reader.schema.names else ""
    check_count(len(reader.schema.names), limits)
    transformer: pyproj.Transformer | None = None
    if geometry:
        if not meta["crs"]:
            raise ImportRefused("the layer has no coordinate system", "one, such as EPSG:4326", "Save it with one.")
        transformer, told = transformer_from(meta["crs"], "the layer")
        notes += [told] if told else []
    writer = ArrowWriter(staging, limits, reader.schema, columns, geometry, transformer)
    for batch in reader:
        writer.add(batch)
    return writer.close(notes)
