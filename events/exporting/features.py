"""GeoJSON (RFC 7946) of any selection, streamed: one feature a line, one incident a feature.

Strict: WGS 84 and no ``crs``; polygons closed and right-handed; longitudes within ±180, parted at the 180th
meridian; points cut to what their precision carries; ``geometry`` null for what has no place; ``bbox``. Foreign
members of the collection (section 6.1) say what it is: product, exported, filter, datasets, title, sources, links.
A member that is not stated is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.exporting.columns import CLAIMS, INCIDENTS, JSON, LINKS, SOURCES
from events.exporting.shapes import Bounds, shapes
from events.exporting.source import Chunk, ExportSource, compact
from events.exporting.texts import json_cells, json_objects

Whole = numpy.ndarray[Any, numpy.dtype[numpy.int64]]
_OF_SOURCE = {"publisher", "source_title", "published", "url"}
CLAIM_MEMBERS = tuple(name for name in CLAIMS if name not in {"incident", "finding", "finding_text", *_OF_SOURCE})
"""What a claim in ``properties.claims`` has: the rest is in ``sources`` of the collection and in ``findings``."""


def _grouped(texts: pa.Array, offsets: Whole) -> pa.Array:
    """Texts of each incident joined by commas."""
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), texts), ",")


def _first_of_each(claims: pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """Rows that are the first of their finding, and the finding's name: a field, or a group counted in it."""
    of = pc.binary_join_element_wise("/", claims.column("of"), "")
    name = pc.binary_join_element_wise(claims.column("field"), of, "", null_handling="skip")
    pair = pc.binary_join_element_wise(claims.column("incident"), name, "\n")
    coded = pc.dictionary_encode(pair)
    _, first = numpy.unique(numpy.asarray(coded.indices), return_index=True)
    return pa.array(numpy.sort(first)), name


def _findings(chunk: Chunk) -> pa.Array:
    """``{"killed": {"status": …, "text": …}}`` of each incident, as text."""
    rows, name = _first_of_each(chunk.claims)
    rows = rows.filter(pc.is_valid(chunk.claims.column("finding").take(rows)))
    said = [chunk.claims.column(one).take(rows) for one in ("finding", "finding_text")]
    inside = pc.binary_join_element_wise(
        json_cells(name.take(rows)), ':{"status":', json_cells(said[0]), ',"text":', json_cells(said[1]), "}", "",
        null_handling="replace", null_replacement="null",
    )  # fmt: skip
    offsets = numpy.searchsorted(numpy.asarray(rows), chunk.offsets)
    return pc.binary_join_element_wise("{", _grouped(inside, offsets), "}", "")


def features(chunk: Chunk, bounds: Bounds) -> pa.Array:
    """The features of a chunk as JSON text; ``bounds`` grows by their geometry."""
    placed = shapes(chunk.incidents)
    bounds.add(placed)
    drawn = pc.fill_null(pa.array(shapely.to_geojson(numpy.asarray(placed, dtype=object)), pa.string()), "null")
    inside = json_objects(chunk.claims, CLAIM_MEMBERS, JSON)
    claims = _grouped(pc.binary_join_element_wise("{", inside, "}", ""), chunk.offsets)
    return pc.binary_join_element_wise(
        '{"type":"Feature","id":', json_cells(chunk.incidents.column("id")), ',"geometry":', drawn,
        ',"properties":{', json_objects(chunk.incidents, INCIDENTS, JSON), ',"findings":', _findings(chunk),
        ',"claims":[', claims, "]}}", "",
    )  # fmt: skip


def _member(name: str, batches: Iterable[pa.RecordBatch], table: Iterable[str]) -> Iterator[str]:
    """A member of the collection that is a list of objects, a line each."""
    yield f',"{name}":['
    between = "\n"
    for batch in batches:
        if batch.num_rows:
            rows = pc.binary_join_element_wise("{", json_objects(batch, table, JSON), "}", "")
            yield between + ",\n".join(rows.to_pylist())
            between = ",\n"
    yield "]"


def pieces(source: ExportSource) -> Iterator[str]:
    """The file, piece by piece."""
    yield compact({"type": "FeatureCollection", "title": source.about.title, **source.about.members})[:-1]
    yield from _member("sources", source.sources(), SOURCES)
    yield from _member("links", source.links(), LINKS)
    yield ',"features":['
    bounds, between = Bounds(), "\n"
    for chunk in source.chunks():
        if chunk.incidents.num_rows:
            yield between + ",\n".join(features(chunk, bounds).to_pylist())
            between = ",\n"
    box = f',"bbox":{compact(list(bounds.box))}' if bounds.box else ""
    yield f"\n]{box}}}\n"


def write(source: ExportSource, file: BinaryIO) -> None:
    """Write the file in UTF-8."""
    for piece in pieces(source):
        file.write(piece.encode())
