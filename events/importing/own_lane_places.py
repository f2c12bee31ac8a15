# ruff: noqa: S608  only names of ours are put into statements
"""Places of the plain incidents of an export: each made once, and what the store keeps of them column by column."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow
import pyarrow.compute as pc

from events.importing.canonical_building import Builder
from events.importing.own_lane_known import fetched, put, strings
from events.importing.own_parts import Quick
from events.importing.provinces import province_of
from events.store.curated import only_region, place_row
from events.store.schema import TABLES
from events.store.staging import quoted
from geodata.places import Place

_CELLS = ("place_id", "place", "place_local", "place_note", "place_obtained", "country", "precision", "lat_stated",
          "lon_stated", "radius_km", "area")  # fmt: skip
_MADE = ("place_id", "place", "place_local", "country", "precision", "lat", "lon", "radius_km", "area", "x", "y",
         "obtained", "place_note")  # fmt: skip
_SCHEMA = {name: ibis.dtype(kind).to_pyarrow() for name, kind in TABLES["incidents"].items() if name in _MADE}


def make_places(quick: Quick, builder: Builder) -> None:
    """Make every place that the first of its incidents describes whole, and the table ``lane_place`` of them."""
    columns = ", ".join(quoted(name) for name in _CELLS)
    asked = (f"SELECT {columns} FROM (SELECT _at, {columns} FROM own_incident WHERE part = {quick.number}"
             " AND place_id <> '' QUALIFY row_number() OVER (PARTITION BY place_id ORDER BY _at) = 1)")  # fmt: skip
    since = len(builder.problems)
    for found in fetched(quick.staging, asked):
        builder.place(found, 0)
    # Of a place that is not described as it has to be, each of its incidents says so when its turn comes.
    del builder.problems[since:]
    put(quick.staging, "lane_place", _columns(list(builder.places.values())))


def _columns(places: Sequence[Place]) -> dict[str, pyarrow.Array]:
    rows = [place_row(one) for one in places]
    made = {name: pyarrow.array([row[name] for row in rows], _SCHEMA[name]) for name in _MADE}
    placed = pc.and_(pc.is_valid(made["lon"]), pc.is_valid(made["lat"]))
    codes = (only_region(one.area) for one in places)
    return {**made, "province": pc.if_else(placed, _provinces(made["lon"], made["lat"], placed), strings(codes))}


def _provinces(lon: pyarrow.Array, lat: pyarrow.Array, placed: pyarrow.Array) -> pyarrow.Array:
    """Where each lies: all at once, as there may be as many places as incidents."""
    found = province_of(pyarrow.table({"lon": lon.filter(placed), "lat": lat.filter(placed)}))
    found = found.combine_chunks() if isinstance(found, pyarrow.ChunkedArray) else found
    return pc.replace_with_mask(pyarrow.nulls(len(placed), pyarrow.string()), placed, found)
