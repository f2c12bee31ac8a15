"""GeoJSON (RFC 7946) of a selection, as documented in docs/format.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import shapely
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from events.catalogue import Selection
from events.dataset import DataSet
from events.exporting.rows import properties
from events.sentences import filter_sentence
from events.summary import Summary
from geodata.places import Place
from geodata.regions import RegionTable
from geodata.uncertainty import cut, geometry


def place_geometry(place: Place, regions: RegionTable) -> BaseGeometry | None:
    """A point for a site or locality, the area for an area, None for what has no place.

    Coordinates are cut to what the precision carries, never finer (RFC 7946 section 11.2); outer
    rings run counter-clockwise (section 3.1.6).
    """
    if place.precision.is_point:
        assert place.lon is not None  # noqa: S101  the model holds a point to have both
        assert place.lat is not None  # noqa: S101
        digits = place.precision.decimals
        return Point(round(place.lon, digits), round(place.lat, digits))
    area = geometry(place, regions)
    # Cutting an outline to whole degrees would destroy it: an area carries its precision in
    # its extent, and two decimals (about a kilometre) keep it valid.
    return shapely.orient_polygons(cut(area, 2)) if area is not None else None


def feature(summary: Summary, dataset: DataSet, regions: RegionTable, possible: bool) -> dict[str, Any]:
    """One incident as a GeoJSON feature; ``geometry`` is null for what has no place."""
    shape = place_geometry(summary.place, regions)
    return {
        "type": "Feature",
        "id": summary.id,
        "geometry": mapping(shape) if shape is not None else None,
        "properties": properties(summary, dataset, possible),
    }


def write_geojson(selection: Selection, dataset: DataSet, regions: RegionTable, today: date) -> Iterator[str]:
    """The collection as text, piece by piece, one feature a line.

    Its foreign members say what it is: filter sentence, data set and version, date, licence, sources.
    """
    meta = dataset.meta
    head = {
        "type": "FeatureCollection",
        "title": meta.name,
        "dataset": meta.id,
        "version": meta.version,
        "licence": meta.licence,
        "time_zone": meta.time_zone,
        "exported": today.isoformat(),
        "filter": filter_sentence(selection.filter, dataset),
        "sources": [
            {
                **source.model_dump(exclude={"file", "body_starts"}),
                "url": source.link,
                "number": dataset.number(source.id),
            }
            for source in dataset.sources
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    possible = {summary.id for summary in selection.possible}
    for index, summary in enumerate(selection.all):
        row = feature(summary, dataset, regions, summary.id in possible)
        yield ("," if index else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"
