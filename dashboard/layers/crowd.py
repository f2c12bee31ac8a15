"""Many incidents for the map: cells, counted areas, and light features whose popup is fetched. Pure data.

A light feature is what a mark needs; its claims come when its popup is opened, so that what is sent stays small
however much a store holds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from shapely.geometry import mapping

from dashboard import wording
from dashboard.layers.features import OUTLINE_DEGREES, Bounds
from events import phrases
from events.closed_words import PRECISION_WORDS
from events.dates import Days
from events.language import DEFAULT, current, data, t
from events.store.cells import Area, Cell, area_shape
from events.store.pages import Row
from events.store.shelf import ProvinceCount
from geodata.places import Precision
from geodata.regions import default_regions
from geodata.uncertainty import cut, representative_outline_point

MARGIN = 0.35
PROVINCE = "province:"
"""In front of the code of a shaded province, where the map asks what is in it."""
_PIXELS = (1400, 640)
"""A map at least as large as any that is shown: the view that is asked for holds what is seen."""


def view_bounds(lat: float, lon: float, zoom: float) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of a map of ``_PIXELS`` around a point; cut to the world."""
    scale = 256 * 2**zoom
    across = _PIXELS[0] / scale * 180
    middle = math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))
    reach = _PIXELS[1] / scale * math.pi
    south, north = (math.degrees(math.atan(math.sinh(middle + part))) for part in (-reach, reach))
    return max(-180.0, lon - across), max(-85.0, south), min(180.0, lon + across), min(85.0, north)


def zoom_of(bounds: Bounds) -> float:
    """About the zoom at which a map fits these bounds."""
    (south, west), (north, east) = bounds
    tall = [math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat))))) for lat in (south, north)]
    across, down = max(east - west, 0.01) / 360, max(tall[1] - tall[0], 0.0002) / (2 * math.pi)
    zoom = min(math.log2(860 / 256 / across), math.log2(500 / 256 / down))
    return max(2.0, min(zoom, 13.0))


def where(row: Row) -> str:
    """"Al Fallūjah town: locality, within 5 km"."""
    name = data(row.place) if row.place else t(phrases.NOT_STATED)
    if row.precision is Precision.UNPLACED:
        return name
    words = t(PRECISION_WORDS[row.precision])
    if row.radius_km:
        words = t("{precision}, within {km}", precision=words, km=phrases.kilometres(row.radius_km))
    return t("{place}: {precision}", place=name, precision=words)


@lru_cache(maxsize=2048)
def _outline(text: str, step: float) -> dict[str, Any]:
    shape = cut(area_shape(text).simplify(max(step, OUTLINE_DEGREES)), 2 if step > OUTLINE_DEGREES else 3)
    return {"area": mapping(shape), "tag_at": [round(degrees, 3) for degrees in representative_outline_point(shape)]}


def outline(text: str, zoom: float) -> dict[str, Any]:
    """Outline of an area's text, simplified to two pixels of that zoom, and where its tag stands."""
    return _outline(text, 2 * 360 / 256 / 2 ** math.floor(zoom))


def light(row: Row, order: int, zoom: float = 8.0) -> dict[str, Any]:
    """One incident without its claims."""
    days = Days(row.first, row.last)
    short = phrases.short_days(days)
    digits = row.precision.decimals
    spot: dict[str, Any] = {}
    if row.precision.is_point and row.lat is not None and row.lon is not None:
        at = [round(degrees, max(digits, 4)) for degrees in (row.lat, row.lon)]
        spot = {"lat": at[0], "lon": at[1], "radius_km": row.radius_km}
    elif row.area:
        spot = outline(row.area, zoom)
    return {
        "id": row.id,
        "title": data(row.title),
        "short": data(row.short),
        "kind": row.kind,
        "kind_label": wording.kind(row.kind),
        "day": short,
        "when": phrases.days(days, weekday=True),
        "where": where(row),
        "precision": row.precision.value,
        "tag": t("{words}: {more}", words=short, more=row.short),
        "order": order,
        "possible": row.possible,
        **spot,
    }


def _alone(row: Row) -> dict[str, Any]:
    """What a cell of one needs to be its incident."""
    whole = light(row, 0)
    names = ("id", "title", "kind", "kind_label", "when", "where", "day", "possible", "precision", "radius_km")
    return {key: whole[key] for key in names if key in whole}


def cells(found: Iterable[Cell], alone: dict[str, Row], split: bool) -> dict[str, Any]:
    """The cells of a view as rows of plain values (see the map script ``cells.js``).

    Args:
        alone: rows of the incidents that are the only one of their cell, by id.
        split: whether the script needs the counts by kind.
    """
    rows, zoom = [], 0
    for one in found:
        zoom = one.cell.zoom
        single = alone.get(one.id or "")
        rows.append(
            [
                one.cell.x, one.cell.y, round(one.lat, 4), round(one.lon, 4), one.n_certain, one.n_possible,
                one.killed_low, one.killed_high, one.n_contested, one.n_sources,
                _alone(single) if single else None, one.kinds if split and not single else None,
            ]
        )  # fmt: skip
    return {"zoom": zoom, "rows": rows}


def shaded(found: Iterable[ProvinceCount], zoom: float) -> list[dict[str, Any]]:
    """Provinces with their counts, for shading."""
    regions = default_regions()
    rows = []
    for one in found:
        spec = json.dumps({"regions": [one.code]}, separators=(",", ":"))
        name = regions.region(one.code)
        shown = name.name if current() == DEFAULT else data(name.local or name.name)
        rows.append({"key": f"{PROVINCE}{one.code}", "name": shown, "certain": one.certain, "possible": one.possible,
                     **outline(spec, zoom)})  # fmt: skip
    return rows


def area_counts(found: Iterable[Area], zoom: float) -> list[dict[str, Any]]:
    """Areas whose incidents have no point: outline and count."""
    return [
        {
            "key": one.text, "name": data(one.place), "certain": one.n_certain, "possible": one.n_possible,
            **outline(one.text, zoom),
        }
        for one in found
    ]  # fmt: skip
