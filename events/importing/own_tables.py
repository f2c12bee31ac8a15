"""Our own exports with tables of incidents, claims and sources: sheets, layers, and the lists of a GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any

import pyarrow
import pyarrow.compute as pc

from events.importing.canonical_building import Builder
from events.importing.own_cells import CLAIM, INCIDENT, Cells
from events.importing.own_parts import Part, Quick, lost
from events.importing.own_spool import AT_ONCE, Spool, batch
from events.store.staging import Staging

_INCIDENTS = ("dataset", "id", "note", "documents", *INCIDENT)
_CLAIMS = ("incident", *CLAIM)
_OBJECTS = frozenset({"value", "parts", "cites", "area", "parties", "documents"})
"""Columns whose text is JSON."""


def read_tables(
    incidents: Iterable[Cells], claims: Iterable[Cells], sources: Iterable[Cells], staging: Staging
) -> list[Part]:
    """The data sets of tables under ``columns.INCIDENTS``, ``CLAIMS`` and ``SOURCES``; rows count from 1."""
    documented: dict[str, list[tuple[int, Cells]]] = {}
    for row, source in enumerate(sources, 1):
        documented.setdefault(str(source.get("dataset") or ""), []).append((row, source))
    spool = Spool(staging)
    spool.fill("own_row", _INCIDENTS, _batches(_INCIDENTS, incidents))
    spool.fill("own_told", _CLAIMS, _batches(_CLAIMS, claims))
    return _parts(spool, documented, "")


def read_nested(
    incidents: Iterable[pyarrow.RecordBatch], claims: Iterable[pyarrow.RecordBatch], staging: Staging
) -> list[Part]:
    """The data sets of a GeoParquet, in which claims stand as a list in the row of their incident.

    Args:
        incidents: batches of its rows.
        claims: the same rows once more, of which ``id`` and ``claims`` are read.
        staging: where they wait.
    """
    spool = Spool(staging)
    spool.fill("own_row", _INCIDENTS, _columns(_INCIDENTS, incidents))
    spool.fill("own_told", _CLAIMS, _columns(_CLAIMS, map(_unnested, claims)))
    return _parts(spool, {}, "own_incident")


def _parts(spool: Spool, documented: dict[str, list[tuple[int, Cells]]], listing: str) -> list[Part]:
    spool.of_tables()
    return [
        Part(name, partial(_feed, spool, part, documented.get(name, [])),
             quick=Quick(spool.staging, part, listing, "_at", documented.get(name, [])))
        for part, name in enumerate(spool.parts(), 1)
    ]  # fmt: skip


def _feed(spool: Spool, part: int, sources: Iterable[tuple[int, Cells]], builder: Builder) -> None:
    for row, source in sources:
        builder.source(source, row)
    for row, cells, claims in spool.incidents(part):
        builder.documents(cells["documents"], row)
        builder.incident(cells, claims, row)
    if part == 1:
        builder.problems += [lost(row, name) for row, name in spool.lost()]


def _batches(names: Sequence[str], rows: Iterable[Cells]) -> Iterator[pyarrow.RecordBatch]:
    left, first = iter(rows), 1
    while some := list(islice(left, AT_ONCE)):
        cells = [[as_text(name, row.get(name)) for row in some] for name in names]
        yield batch(names, cells, range(first, first + len(some)))
        first += len(some)


def _columns(names: Sequence[str], batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    first = 1
    for given in batches:
        there = set(given.schema.names)
        columns = [_texts(name, given.column(name)) if name in there else [None] * given.num_rows for name in names]
        yield batch(names, columns, range(first, first + given.num_rows))
        first += given.num_rows


def _unnested(given: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """The claims of some incidents, each with the id of its own."""
    listed = given.column("claims")
    inside = pc.list_flatten(listed)
    names = [name for name in CLAIM if name in {field.name for field in inside.type}]
    owner = given.column("id").take(pc.list_parent_indices(listed))
    return pyarrow.RecordBatch.from_arrays(
        [owner, *(pc.struct_field(inside, name) for name in names)], ["incident", *names]
    )


def _texts(name: str, cells: pyarrow.Array) -> pyarrow.Array:
    kind = cells.type
    if pyarrow.types.is_nested(kind):
        return pyarrow.array([_listed(name, cell) for cell in cells.to_pylist()], pyarrow.string())
    return cells if kind == pyarrow.string() else pc.cast(cells, pyarrow.string())


def _listed(name: str, cell: Any) -> str | None:
    return _of_strings(tuple(cell)) if name == "cites" and cell else as_text(name, cell)


@lru_cache(maxsize=1_024)
def _of_strings(cell: tuple[Any, ...]) -> str:
    return json.dumps(cell, ensure_ascii=False)


def as_text(name: str, cell: Any) -> str | None:
    """A cell as text; None stays. Of a column of JSON, what is none yet becomes it."""
    if cell is None or isinstance(cell, str):
        return cell
    return json.dumps(cell, ensure_ascii=False) if name in _OBJECTS else str(cell)
