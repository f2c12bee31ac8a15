"""What a view of the map shows of many incidents: cells with their sums, and areas with theirs.

A view is grown to whole tiles of its zoom, so that a small pan asks the same again. One query sums the incidents
of the finest cells that the view has few enough of; then four cells become one until no more than asked for are
left. Nothing is moved: a cell's place is the mean of the places of its incidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import ibis.expr.types as ir
import pyarrow
import shapely
from ibis import _
from shapely.geometry.base import BaseGeometry

from events.fields import KINDS
from events.store.compiled import Marks
from events.store.drawn import area_place
from events.store.pages import in_span, span_values
from events.store.predicates import Tables, total
from events.store.schema import CELL_ZOOM
from geodata.mercator import Bounds, Span, span, span_bounds, zoom_for
from geodata.places import Precision
from geodata.regions import default_regions
from geodata.uncertainty import geometry

FINEST_PER_VIEW = 4096
"""Cells of a view that one query may answer with, before they are joined."""
FINER = 3
"""How much finer than tiles cells start: 2**3 = 8 a tile, so 32 pixels wide."""


class CellId(NamedTuple):
    """A cell of the web mercator grid (``geodata/mercator.py``)."""

    zoom: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The incidents of one cell. ``lon``, ``lat``: the mean of their places; ``key``, ``id`` where it is one only.

    ``kinds`` are counted when asked for.
    """

    cell: CellId
    n_certain: int
    n_possible: int
    lon: float
    lat: float
    killed_low: int
    killed_high: int
    n_contested: int
    n_sources: int
    kinds: dict[str, int]
    key: int | None
    id: str | None

    @property
    def n(self) -> int:
        """Certain and possible together."""
        return self.n_certain + self.n_possible


@dataclass(frozen=True, slots=True)
class Area:
    """The incidents of which only an area is known; ``text`` is its AreaSpec as JSON."""

    text: str
    precision: Precision
    place: str
    place_local: str
    n_certain: int
    n_possible: int
    killed_low: int
    killed_high: int
    n_contested: int
    key: int | None
    id: str | None


@dataclass(frozen=True, slots=True)
class View:
    """What a view shows: its bounds (whole tiles), cells and areas. ``areas_left_out``: more than were asked for."""

    bounds: Bounds
    cells: tuple[Cell, ...]
    areas: tuple[Area, ...]
    areas_left_out: int


def tiles(bounds: Bounds, zoom: int) -> Span:
    """The whole tiles that a view touches; a view of the map's copies beside the world is cut to the world."""
    return span(bounds, max(0, min(zoom, CELL_ZOOM - FINER)))


def finest(whole: Span) -> int:
    """The zoom of the finest cells to ask for: ``FINER`` than tiles, or as fine as the view's size allows."""
    bounds = span_bounds(whole)
    # Half a cell in, so that the cells beyond the edges do not count.
    return max(whole.zoom, zoom_for(_within(bounds), FINEST_PER_VIEW, whole.zoom + FINER))


def _within(bounds: Bounds) -> Bounds:
    small = 1e-9
    return Bounds(bounds.west + small, bounds.south + small, bounds.east - small, bounds.north - small)


def cells_query(shift: int, by_kind: bool) -> Callable[[Tables, ir.Table, Marks], ir.Table]:
    """A row a cell, ``CELL_ZOOM - shift`` fine: sums, and the key of one incident."""

    def build(_tables: Tables, rows: ir.Table, marks: Marks) -> ir.Table:
        rows = in_span(rows, marks)
        kinds = {f"kind_{n}": total(rows["kind"] == kind) for n, kind in enumerate(KINDS)} if by_kind else {}
        # Shifted: a division would go through floating point, at three times the cost.
        found = rows.group_by(cx=rows["x"] >> shift, cy=rows["y"] >> shift).agg(
            n=_.count(), n_certain=total(rows["sure"]), lon=_.lon.sum(), lat=_.lat.sum(),
            killed_low=total(_.killed_low), killed_high=total(_.killed_high),
            n_contested=total(rows["contested"] != 0), n_sources=total(_.n_sources),
            key=_.key.min(), **kinds,
        )  # fmt: skip
        return found.limit(marks.number("limit"))

    return build


def cell_values(whole: Span) -> dict[str, int]:
    """The marks of ``cells_query`` for whole tiles."""
    edges = span_values(whole.zoom, whole.x_min, whole.y_min, whole.x_max, whole.y_max)
    return edges | {"limit": FINEST_PER_VIEW * 4}


_KIND_SUMS = tuple(f"kind_{n}" for n in range(len(KINDS)))
_SUMS = ("n", "n_certain", "lon", "lat", "killed_low", "killed_high", "n_contested", "n_sources", *_KIND_SUMS)
Names = Mapping[int, tuple[str, str, str]]
"""Key to id, place and local name of the place."""


def joined(answer: pyarrow.Table, zoom: int, most: int) -> tuple[int, list[dict[str, Any]]]:
    """The rows of ``cells_query`` joined four to one until there are at most ``most``, and their zoom."""
    rows = answer.to_pylist()
    while len(rows) > most and zoom > 0:
        zoom -= 1
        for row in rows:
            row["cx"], row["cy"] = row["cx"] >> 1, row["cy"] >> 1
        rows.sort(key=_place)
        rows = [_sum(list(group)) for _place_of, group in groupby(rows, key=_place)]
    return zoom, sorted(rows, key=_place)


def _place(row: dict[str, Any]) -> tuple[int, int]:
    return row["cy"], row["cx"]


def _sum(rows: list[dict[str, Any]]) -> dict[str, Any]:
    if len(rows) == 1:
        return rows[0]
    return rows[0] | {name: sum(row[name] or 0 for row in rows) for name in _SUMS if name in rows[0]}


def alone(rows: Iterable[dict[str, Any]]) -> list[int]:
    """Keys of the incidents that have a cell or an area for themselves."""
    return [row["key"] for row in rows if row["n"] == 1]


def cell_of(row: dict[str, Any], zoom: int, names: Names) -> Cell:
    """A cell from a row of ``joined``."""
    n, one = row["n"], row["n"] == 1
    kinds = {kind: int(row[name]) for name, kind in zip(_KIND_SUMS, KINDS, strict=True) if row.get(name)}
    return Cell(
        CellId(zoom, row["cx"], row["cy"]), int(row["n_certain"]), n - int(row["n_certain"]), row["lon"] / n,
        row["lat"] / n, int(row["killed_low"] or 0), int(row["killed_high"] or 0), int(row["n_contested"]),
        int(row["n_sources"] or 0), kinds, row["key"] if one else None, names[row["key"]][0] if one else None,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def area_shape(text: str) -> BaseGeometry:
    """The geometry of an area's text, in WGS84 degrees."""
    shape = geometry(area_place(text), default_regions())
    if shape is None:  # an area that is one has a shape
        raise ValueError(f"expected an area with a shape, got {text!r}")
    return shape


def touching(answer: pyarrow.Table, bounds: Bounds) -> list[dict[str, Any]]:
    """The rows of ``pages.areas_query`` whose area touches a view."""
    box = shapely.box(*bounds)
    return [row for row in answer.to_pylist() if area_shape(row["area"]).intersects(box)]


def area_of(row: dict[str, Any], names: Names) -> Area:
    """An area from a row of ``touching``; named as one of its incidents names it."""
    name, place, local = names[row["key"]]
    one = row["n"] == 1
    return Area(
        row["area"], tuple(Precision)[row["precision"]], place, local, int(row["n_certain"]),
        row["n"] - int(row["n_certain"]), int(row["killed_low"] or 0), int(row["killed_high"] or 0),
        int(row["n_contested"]), row["key"] if one else None, name if one else None,
    )  # fmt: skip
