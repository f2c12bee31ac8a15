"""A drawn area against the rows: by arithmetic for points with a radius, by their text for other areas.

A point may lie anywhere within its radius. Its ring is taken as a circle in a plane in which a degree is as long
as on the WGS84 ellipsoid at the point's latitude, and a side of the drawn area as straight in degrees. Against the
geodesic ring of ``geodata/uncertainty.py`` that is off by about radius² / 6371 km × tan(latitude): 10 m for a
radius of 10 km at 33° north, 1 km for 100 km. Only what touches a side of the drawn area by that little can be
counted otherwise than in Python.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir
from pydantic import TypeAdapter

from events.store.compiled import Marks
from geodata.places import AreaSpec, Place, Precision
from geodata.windows import Window, inside

WHOLLY, PARTLY, OUTSIDE = 2, 1, 0
"""What the column ``in_area`` says: all that the place may be lies inside, some of it may, nothing does."""
_SPEC: TypeAdapter[AreaSpec] = TypeAdapter(AreaSpec)
_KM_PER_DEGREE_AT_LEAST = 110.0
_LARGEST_KM = 2000.0
"""The largest radius that a place may have (``geodata/places.py``)."""


@lru_cache(maxsize=4096)
def area_place(text: str) -> Place:
    """A place that is only its area, from the text of ``incidents.area``."""
    spec = _SPEC.validate_json(text)
    return Place(id="area", name="area", precision=Precision.DISTRICT, area=spec, obtained="text of the area")


def sort_areas(window: Window, texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """(those wholly inside, those partly inside) of texts of areas; exact, by geometry."""
    found: dict[bool | None, list[str]] = {True: [], None: [], False: []}
    for text in texts:
        found[inside(window, area_place(text))].append(text)
    return found[True], found[None]


def edges(window: Window) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    """The sides of the drawn area, those without length left out."""
    ring = (*window.corners, window.corners[0])
    return tuple((a, b) for a, b in pairwise(ring) if a != b)


def values(window: Window) -> dict[str, float]:
    """Parameters: for each side its first corner, its direction and its slope; and the bounds of the whole."""
    given: dict[str, float] = {}
    for n, ((ax, ay), (bx, by)) in enumerate(edges(window)):
        slope = (bx - ax) / (by - ay) if by != ay else 0.0
        dx, dy = bx - ax, by - ay
        given |= {f"ax_{n}": ax, f"ay_{n}": ay, f"by_{n}": by, f"dx_{n}": dx, f"dy_{n}": dy, f"m_{n}": slope}
        given |= {f"dx2_{n}": dx * dx, f"dy2_{n}": dy * dy}
    lons, lats = zip(*window.corners, strict=True)
    # East to west, at the latitude farthest from the equator that the largest ring around the area reaches.
    farthest = min(89.5, max(map(abs, lats)) + _LARGEST_KM / _KM_PER_DEGREE_AT_LEAST)
    wide = 1 / (_KM_PER_DEGREE_AT_LEAST * math.cos(math.radians(farthest)))
    bounds = {"west": min(lons), "east": max(lons), "south": min(lats), "north": max(lats)}
    return given | bounds | {"degrees_per_km": wide}


def restricted(rows: ir.Table, count: int, within: int, partly: int, marks: Marks) -> ir.Table:
    """The rows that may lie in the area, with the column ``in_area``.

    Args:
        count: number of sides; ``within`` and ``partly``: how many texts of areas lie so.
    """
    lat, lon, area = rows["lat"], rows["lon"], rows["area"]
    is_point = lat.notnull() & lon.notnull()
    nowhere = lat.isnull() & area.isnull()
    known = marks.texts("within", within) + marks.texts("partly", partly)
    rows = rows.filter((is_point & _near(rows, marks)) | nowhere | (lat.isnull() & _one_of(area, known)))
    lat = rows["lat"]
    turn = lat.radians()
    # Kilometres of a degree on the WGS84 ellipsoid, east and north; both are needed as squares.
    east = turn.cos() * 111.41284 - (turn * 3).cos() * 0.0935 + (turn * 5).cos() * 0.000118
    north = ibis.literal(111.132954) - (turn * 2).cos() * 0.559822 + (turn * 4).cos() * 0.001175
    rows = rows.mutate(east=east * east, north=north * north)
    rows = _measured(rows, count, marks)
    crossed = reduce(lambda a, b: a + b, (_crosses(rows, n, marks).cast("int32") for n in range(count)))
    apart = reduce(_smaller, (_square_km(rows, n) for n in range(count)))
    rows = rows.mutate(apart=apart, holds=(crossed % 2) == 1)
    reach = rows["radius_km"].fill_null(0.0)
    reach = reach * reach
    in_area = ibis.cases(
        (rows["lat"].isnull() & rows["area"].isnull(), PARTLY),
        (rows["lat"].isnull(), _of_text(rows["area"], within, marks)),
        (rows["holds"] & (rows["apart"] >= reach), WHOLLY),
        (rows["holds"] | (rows["apart"] <= reach), PARTLY),
        else_=OUTSIDE,
    )
    rows = rows.mutate(in_area=in_area)
    return rows.filter(rows["in_area"] > OUTSIDE)


def _smaller(one: Any, other: Any) -> Any:
    return ibis.least(one, other)


def _one_of(area: Any, known: list[str]) -> Any:
    return area.isin(known) if known else ibis.literal(False)


def _of_text(area: Any, within: int, marks: Marks) -> Any:
    if not within:
        return ibis.literal(PARTLY)
    return area.isin(marks.texts("within", within)).ifelse(WHOLLY, PARTLY)


def _near(rows: ir.Table, marks: Marks) -> Any:
    """A quick first look, without an angle: the bounds of the area, widened by the row's radius."""
    lat, lon, radius = rows["lat"], rows["lon"], rows["radius_km"].fill_null(0.0)
    high, wide = radius / _KM_PER_DEGREE_AT_LEAST, radius * _real(marks, "degrees_per_km")
    return (
        (lat >= _real(marks, "south") - high)
        & (lat <= _real(marks, "north") + high)
        & (lon >= _real(marks, "west") - wide)
        & (lon <= _real(marks, "east") + wide)
    )


def _crosses(rows: ir.Table, n: int, marks: Marks) -> Any:
    """Whether a line from the point to the east crosses a side."""
    lat, lon = rows["lat"], rows["lon"]
    ax, ay, by = (_real(marks, f"{name}_{n}") for name in ("ax", "ay", "by"))
    return ((ay > lat) != (by > lat)) & (lon < ax + (lat - ay) * _real(marks, f"m_{n}"))


def _measured(rows: ir.Table, count: int, marks: Marks) -> ir.Table:
    """For each side, in square kilometres: from the point to its first corner (``p``), its length (``c``) and the
    product of the two directions (``b``). Columns of their own, so that none is computed twice."""
    lat, lon, east, north = rows["lat"], rows["lon"], rows["east"], rows["north"]
    found: dict[str, Any] = {}
    for n in range(count):
        ax, ay, dx, dy = (_real(marks, f"{name}_{n}") for name in ("ax", "ay", "dx", "dy"))
        found |= {
            f"p_{n}": (ax - lon) * (ax - lon) * east + (ay - lat) * (ay - lat) * north,
            f"b_{n}": (ax - lon) * dx * east + (ay - lat) * dy * north,
            f"c_{n}": east * _real(marks, f"dx2_{n}") + north * _real(marks, f"dy2_{n}"),
        }
    rows = rows.mutate(**found)
    # How far along a side its nearest point to ours lies, 0 to 1.
    along = {f"t_{n}": ibis.greatest(ibis.least(-rows[f"b_{n}"] / rows[f"c_{n}"], 1.0), 0.0) for n in range(count)}
    return rows.mutate(**along)


def _square_km(rows: ir.Table, n: int) -> Any:
    """The square of the distance from the point to a side."""
    along = rows[f"t_{n}"]
    return rows[f"p_{n}"] + along * (rows[f"b_{n}"] * 2 + along * rows[f"c_{n}"])


def _real(marks: Marks, name: str) -> Any:
    return ibis.literal(marks.real(name), "float64")
