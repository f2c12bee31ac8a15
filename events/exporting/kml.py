"""KML 2.2 of a selection: a placemark an incident with its days, its columns, and its claims as text.

For looking at: the claims are in the description, as sentences with their publisher. What is to be read back is
better taken as GeoJSON, GeoPackage, GeoParquet, XLSX or CSV.
"""

from __future__ import annotations

from functools import lru_cache
from typing import BinaryIO

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from events.exporting.columns import INCIDENTS
from events.exporting.shapes import area_shape
from events.exporting.source import Chunk, ExportSource
from events.exporting.texts import html_word, xml_text, xml_word
from events.fields import FIELD

_SHOWN = tuple(name for name in INCIDENTS if name not in ("title", "lat", "lon"))
_LABELS = {key: html_word(field.label) for key, field in FIELD.items()}


def _ring(ring: shapely.LinearRing) -> str:
    places = " ".join(f"{lon:.7g},{lat:.7g}" for lon, lat in ring.coords)
    return f"<LinearRing><coordinates>{places}</coordinates></LinearRing>"


@lru_cache(maxsize=2048)
def _area(area: str, precision: str) -> str | None:
    """The polygons of an area."""
    shape = area_shape(area, precision)
    if shape is None:
        return None
    polygons = [
        f"<Polygon><outerBoundaryIs>{_ring(part.exterior)}</outerBoundaryIs>"
        + "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in part.interiors)
        + "</Polygon>"
        for part in shapely.get_parts([shape])
    ]
    return polygons[0] if len(polygons) == 1 else f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>"


def _geometry(incidents: pa.RecordBatch) -> pa.Array:
    lon, lat = (incidents.column(name).cast(pa.string()) for name in ("lon", "lat"))
    points = pc.binary_join_element_wise("<Point><coordinates>", lon, ",", lat, "</coordinates></Point>", "")
    pairs = zip(incidents.column("area").to_pylist(), incidents.column("precision").to_pylist(), strict=True)
    areas = pa.array([_area(area, precision) if area else None for area, precision in pairs], pa.string())
    return pc.fill_null(pc.coalesce(points, areas), "")


def _time(incidents: pa.RecordBatch) -> pa.Array:
    start, last = (incidents.column(name).cast(pa.string()) for name in ("start", "end"))
    begin = pc.fill_null(pc.binary_join_element_wise("<begin>", start, "</begin>", ""), "")
    end = pc.fill_null(pc.binary_join_element_wise("<end>", last, "</end>", ""), "")
    both = pc.binary_join_element_wise(begin, end, "")
    return pc.if_else(pc.equal(both, ""), "", pc.binary_join_element_wise("<TimeSpan>", both, "</TimeSpan>", ""))


def _html(column: pa.Array) -> pa.Array:
    """Text for the description, which readers take for HTML: escaped for that, then for XML."""
    return xml_text(xml_text(pc.replace_substring(column, "\r", " ")))


def _description(chunk: Chunk) -> pa.Array:
    """A line a claim: what it is about, what it says, who publishes it."""
    claims = chunk.claims
    coded = claims.column("field").dictionary_encode()
    label = pa.array([_LABELS[key] for key in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
    text, publisher = (pc.fill_null(_html(claims.column(name)), "") for name in ("text", "publisher"))
    lines = pc.binary_join_element_wise(label, ": ", text, " — ", publisher, "")
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(chunk.offsets, pa.int32()), lines), "&lt;br/&gt;\n")


def placemarks(chunk: Chunk) -> pa.Array:
    """The placemarks of a chunk as XML."""
    incidents = chunk.incidents
    data = [
        pc.binary_join_element_wise(
            f'<Data name="{name}"><value>', xml_text(incidents.column(name)), "</value></Data>", ""
        )
        for name in _SHOWN
    ]
    return pc.binary_join_element_wise(
        "<Placemark><name>", xml_text(incidents.column("title")), "</name><description>", _description(chunk),
        "</description>", _time(incidents), "<ExtendedData>",
        pc.binary_join_element_wise(*data, "", null_handling="skip"), "</ExtendedData>", _geometry(incidents),
        "</Placemark>\n", "",
    )  # fmt: skip


def write(source: ExportSource, file: BinaryIO) -> None:
    """Write the file in UTF-8."""
    about = source.about
    said = "".join(f'<Data name="{xml_word(name)}"><value>{xml_word(text)}</value></Data>' for name, text in about.rows)
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{xml_word(about.title)}</name><description>{html_word(about.sentence)}</description>"
        f"<ExtendedData>{said}</ExtendedData>\n".encode()
    )
    for chunk in source.chunks():
        if chunk.incidents.num_rows:
            lines = placemarks(chunk)
            whole = pa.ListArray.from_arrays(numpy.array([0, len(lines)], numpy.int32), lines)
            file.write(pc.binary_join(whole, "")[0].as_buffer())
    file.write(b"</Document></kml>\n")
