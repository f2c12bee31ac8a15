"""Arrow batches into ``raw``: every column as text, geometry as place columns, rows that cannot be read set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj
import shapely
from numpy.typing import NDArray

from events.importing.columns import Names, check_count, wanted
from events.importing.limits import ImportRefused, Limits, Staged, Workbench, one_or_more, size_text
from events.importing.rawtable import REJECTED, insert, make_rejected, quoted, shown
from events.importing.shapes import COLUMNS, DISC_NOTE, place_columns

_MOST_DECODED = 512 << 20
"""Bytes of one column of one batch, as text."""


def fields(kind: pa.DataType, name: str, array: Any = None) -> Iterator[tuple[str, pa.DataType, Any]]:
    """Columns that a column becomes: those of a struct by themselves, with a dot between."""
    if pa.types.is_struct(kind):
        for place in range(kind.num_fields):
            inner = kind.field(place)
            part = pc.struct_field(array, [place]) if array is not None else None
            yield from fields(inner.type, f"{name}.{inner.name}", part)
    else:
        yield name, kind, array


def text(array: Any, limits: Limits) -> pa.Array:
    """A column as text: dates in ISO, numbers without ``.0``, lists as JSON; empty text is NULL."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _from_dictionary(array, limits)
    if pa.types.is_timestamp(kind):
        written = pc.strftime(array, "%Y-%m-%dT%H:%M:%S")
        return pc.replace_substring_regex(written, r"(T00:00:00)?(\.0+)?$", "")
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pc.replace_substring_regex(array.cast(pa.string()), r"^(-?\d+)\.0+$", r"\1")
    if pa.types.is_nested(kind):
        return pa.array([None if one is None else json.dumps(one, ensure_ascii=False, default=str)
                         for one in array.to_pylist()], pa.string())  # fmt: skip
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.nulls(len(array), pa.string())
    found = array.cast(pa.string())
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def _from_dictionary(array: Any, limits: Limits) -> pa.Array:
    if not (pa.types.is_string(array.type.value_type) or pa.types.is_large_string(array.type.value_type)):
        return text(array.dictionary_decode(), limits)
    # A few long texts, named a million times, would fill the memory: measured before they are written out.
    lengths = pc.binary_length(array.dictionary)
    total = pc.sum(pc.take(lengths, array.indices)).as_py() or 0
    if total > _MOST_DECODED:
        most = size_text(_MOST_DECODED)
        raise ImportRefused(f"part of a column unpacks to {size_text(total)}", f"at most {most}", "Shorten its texts.")
    return text(array.dictionary_decode(), limits)


class ArrowWriter:
    """Appends Arrow batches of one schema to ``raw``.

    Args:
        schema: of the batches.
        geometry: the column with WKB, if there is one; it becomes :data:`COLUMNS`.
        transformer: from its coordinate system to WGS 84, if it is another.
    """

    def __init__(self, staging: Workbench, limits: Limits, schema: pa.Schema, columns: Sequence[str] | None,
                 geometry: str = "", transformer: pyproj.Transformer | None = None) -> None:  # fmt: skip
        self._staging, self._limits, self._geometry, self._transformer = staging, limits, geometry, transformer
        found = [name for one in schema if one.name != geometry for name, _, _ in fields(one.type, one.name)]
        check_count(len(found), limits)
        giver = Names()
        for own in COLUMNS if geometry else ():
            giver.take(own, 0)
        self._names = [giver.take(name, place) for place, name in enumerate(found, 1)]
        self._taken = set(wanted([*COLUMNS, *self._names], columns)) & set(self._names)
        self.columns = (*(COLUMNS if geometry else ()), *(name for name in self._names if name in self._taken))
        self._at = self._rows = self._rejected = self._others = 0
        self._notes = giver.notes
        made = "".join(f", {quoted(name)} VARCHAR" for name in self.columns)
        staging.run(f"CREATE TABLE raw(_row BIGINT{made})")
        make_rejected(staging)

    def add(self, batch: pa.RecordBatch) -> None:
        """Write one batch."""
        rows = np.arange(self._at + 1, self._at + 1 + batch.num_rows)
        self._at += batch.num_rows
        if self._at > self._limits.max_rows:
            raise ImportRefused(f"it has more than {self._limits.max_rows:,} rows", "fewer", "Split the file.")
        bad = np.zeros(batch.num_rows, bool)
        made: dict[str, pa.Array] = {"_row": pa.array(rows, pa.int64())}
        if self._geometry:
            made |= self._places(batch.column(batch.schema.get_field_index(self._geometry)), rows, bad)
        parts = [
            part for one, column in zip(batch.schema, batch.columns, strict=True) if one.name != self._geometry
            for part in fields(one.type, one.name, column)
        ]  # fmt: skip
        for name, (_, _, column) in zip(self._names, parts, strict=True):
            if name in self._taken:
                made[name] = self._cells(name, text(column, self._limits), rows, bad)
        table = pa.table(made)
        insert(self._staging, "raw", table.filter(pa.array(~bad)) if bad.any() else table)
        self._rows += int((~bad).sum())
        self._rejected += int(bad.sum())

    def _cells(self, name: str, cells: pa.Array, rows: NDArray[Any], bad: NDArray[np.bool_]) -> pa.Array:
        longest = pc.max(pc.binary_length(cells)).as_py() or 0
        if longest > self._limits.max_cell:
            long = pc.fill_null(pc.greater(pc.utf8_length(cells), self._limits.max_cell), False).to_numpy(False)
            for at in np.flatnonzero(long):
                self._reject([rows[at]], name, [shown(cells[int(at)].as_py())], f"expected at most "
                             f"{self._limits.max_cell:,} characters in a cell, got more", "Shorten it.")  # fmt: skip
            bad |= long
        return cells

    def _places(self, column: Any, rows: NDArray[Any], bad: NDArray[np.bool_]) -> dict[str, pa.Array]:
        if isinstance(column, pa.ExtensionArray):
            column = column.storage
        wkb = column.to_numpy(zero_copy_only=False)
        shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), object)
        broken = shapely.is_missing(shapes) & ~np.array(column.is_null())
        if self._transformer is not None:
            shapes = _moved(shapes, self._transformer)
        made, outside = place_columns(shapes)
        self._reject(rows[broken], self._geometry, None, "expected a geometry, got bytes that are none, or a curve",
                     "Mend the geometry, or turn curves into lines.")  # fmt: skip
        self._reject(rows[outside], self._geometry, [shapely.to_wkt(one)[:200] for one in shapes[outside]],
                     "expected longitudes from -180 to 180 and latitudes from -90 to 90, got others",
                     "Check the coordinates and the coordinate system of the file.")  # fmt: skip
        bad |= broken | outside
        kinds = shapely.get_type_id(shapes)
        self._others += int(((kinds > 0) & ~bad).sum())
        return made

    def _reject(self, rows: Any, field: str, values: list[str] | None, reason: str, mend: str) -> None:
        if len(rows):
            lines = [(int(row), field, values[at] if values else "", reason, mend) for at, row in enumerate(rows)]
            columns = [pa.array(list(one), kind.type) for one, kind in zip(zip(*lines), REJECTED, strict=True)]  # noqa: B905
            insert(self._staging, "rejected", pa.table(columns, schema=REJECTED))

    def close(self, notes: Sequence[str]) -> Staged:
        """What became of the rows.

        Raises:
            ImportRefused: there were none.
        """
        if not self._at:
            raise ImportRefused("it has no rows", "at least one", "Check that it is the right file.")
        others = one_or_more(self._others, "row is no point", "rows are no points")
        told = [f"{self._others:,} {others}: {DISC_NOTE}"] if self._others else []
        return Staged(self.columns, self._rows, self._rejected, (*notes, *self._notes, *told))


def _moved(shapes: NDArray[Any], transformer: pyproj.Transformer) -> NDArray[Any]:
    def move(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(lonlat[:, 0], lonlat[:, 1]))

    return np.asarray(shapely.transform(shapes, move), object)


def transformer_from(crs: Any, what: str) -> tuple[pyproj.Transformer | None, str]:
    """From a coordinate system (as pyproj takes one) to WGS 84; none where it is that already; and what to tell.

    Raises:
        ImportRefused: the system is not known.
    """
    try:
        found = pyproj.CRS.from_user_input(crs)
        if found.equals(pyproj.CRS.from_epsg(4326), ignore_axis_order=True) or found.to_authority() == ("OGC", "CRS84"):
            return None, ""
        made = pyproj.Transformer.from_crs(found, pyproj.CRS.from_epsg(4326), always_xy=True)
    except (pyproj.exceptions.ProjError, ValueError, TypeError) as error:
        raise ImportRefused(f"the coordinate system of {what} is not known ({str(error)[:120]})",
                            "WGS 84 longitude and latitude, or a system with an EPSG code",
                            "Save it with its coordinate system.") from error  # fmt: skip
    return made, f"coordinates turned from {found.name} into WGS 84"
