"""GeoJSON into ``raw``: each feature checked against RFC 7946, a broken one rejected alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from events.importing.jsonfiles import cell, flatten, longest_row
from events.importing.jsonstream import Bad, Stream
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, one_or_more
from events.importing.rawtable import RawWriter
from events.importing.shapes import COLUMNS, DISC_NOTE, disc
from events.importing.strictness import DEPTHS, Broken, Shape, check_collection, check_feature, check_geometry

_MEND = "Mend this feature, or save the file as GeoJSON by RFC 7946 again."


def _place(shape: Shape | None) -> dict[str, str | None]:
    if shape is None:
        return {}
    if shape.type == "Point":
        return {"_lon": repr(shape.positions[0][0]), "_lat": repr(shape.positions[0][1]), "_geometry": "Point"}
    lon, lat, reach = disc(shape.positions)
    return {"_lon": lon, "_lat": lat, "_geometry": shape.type, "_radius_km": reach}


def _row(feature: dict[str, Any]) -> tuple[dict[str, str | None], Shape | None]:
    if feature.get("type") in (*DEPTHS, "GeometryCollection"):
        shape: Shape | None = check_geometry(feature)
        return _place(shape), shape
    shape = check_feature(feature)
    row: dict[str, str | None] = dict(flatten(feature["properties"] or {}))
    if "id" in feature and "id" not in row:
        row["id"] = cell(feature["id"])
    # Properties that are called as our columns are must not stand in for the geometry.
    row = {f"properties.{key}" if key in COLUMNS else key: value for key, value in row.items()}
    return {**_place(shape), **row}, shape


def stage_geojson(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` with ``_lon``, ``_lat``, ``_geometry``, ``_radius_km`` and the properties.

    Raises:
        ImportRefused: another coordinate system, or not one sound feature.
    """
    writer = RawWriter(staging, limits, columns, fixed=COLUMNS)
    number = good = others = clockwise = 0
    first_fault = ""
    with path.open("rb") as file:
        stream = Stream(file, sniffed.encoding, longest_row(limits), "features".__eq__)
        for item in stream.items():
            number += 1
            if item is stream.around and item.get("type") == "FeatureCollection":
                raise ImportRefused("its collection has no array 'features'", "one", "Save it as GeoJSON again.")
            try:
                if isinstance(item, Bad):
                    first_fault = first_fault or item.reason
                    writer.reject(number, "", item.text, item.reason, _MEND)
                    continue
                row, shape = _row(item if isinstance(item, dict) else {"type": item})
            except Broken as error:
                first_fault = first_fault or f"{error.where}: {error}"
                writer.reject(number, error.where, _value(error.value), str(error), _MEND)
                continue
            good += 1
            others += shape is not None and shape.type != "Point"
            clockwise += shape is not None and shape.clockwise
            writer.add(number, row)
    notes = [*sniffed.notes, *check_collection(stream.around, bool(stream.found))]
    if not good:
        why = f"no feature in it can be read; the first: {first_fault}" if number else "it has no features"
        raise ImportRefused(why, "features as in RFC 7946", "Save it as GeoJSON again.")
    if others:
        told = one_or_more(others, "feature is no point", "features are no points")
        notes.append(f"{others:,} {told}: {DISC_NOTE}")
    if clockwise:
        told = one_or_more(clockwise, "feature has", "features have")
        notes.append(f"{clockwise:,} {told} rings that run the wrong way round: taken as meant")
    if stream.cut:
        notes.append("the file ends before its brackets are closed: it was cut short, features may be missing")
    return writer.close(notes)


def _value(value: Any) -> str:
    try:
        return cell(value) or ""
    except RecursionError:
        return "(nested too deep)"
