"""Web Mercator grid cells, for grouping points and for snapping a viewport to whole tiles.

At zoom ``z`` the world is ``2**z`` cells wide and high; cell (0, 0) is in the north-west, x grows to the east
and y to the south, as with map tiles. Scalars and numpy arrays are both taken.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy
from numpy.typing import ArrayLike, NDArray

MAX_LATITUDE = 85.05112877980659
"""Degrees where the square map of the world ends; points nearer to a pole fall in the outermost row."""
MAX_ZOOM = 30
TILE_PIXELS = 256

Cells = NDArray[numpy.int64]


class Bounds(NamedTuple):
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float


class Span(NamedTuple):
    """Whole cells from (x_min, y_min) to (x_max, y_max), both included, at one zoom."""

    zoom: int
    x_min: int
    y_min: int
    x_max: int
    y_max: int

    @property
    def size(self) -> int:
        """How many cells it holds."""
        return (self.x_max - self.x_min + 1) * (self.y_max - self.y_min + 1)


def _checked(zoom: int) -> int:
    if not 0 <= zoom <= MAX_ZOOM:
        raise ValueError(f"expected a zoom of 0 to {MAX_ZOOM}, got {zoom}")
    return zoom


def cells(lon: ArrayLike, lat: ArrayLike, zoom: int) -> tuple[Cells, Cells]:
    """Columns and rows of the cells that hold the points; longitudes outside ±180 go to the edge cells."""
    size = 2 ** _checked(zoom)
    lons = numpy.asarray(lon, dtype=numpy.float64)
    radians = numpy.radians(numpy.clip(numpy.asarray(lat, dtype=numpy.float64), -MAX_LATITUDE, MAX_LATITUDE))
    across = (lons + 180) / 360
    down = (1 - numpy.arcsinh(numpy.tan(radians)) / numpy.pi) / 2
    limit = size - 1
    columns = numpy.clip(numpy.floor(across * size), 0, limit).astype(numpy.int64)
    rows = numpy.clip(numpy.floor(down * size), 0, limit).astype(numpy.int64)
    return columns, rows


def cell(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Column and row of the cell that holds a point."""
    columns, rows = cells(lon, lat, zoom)
    return int(columns), int(rows)


def bounds(x: int, y: int, zoom: int) -> Bounds:
    """The edges of a cell; its west and north edges belong to it, the others to its neighbours."""
    size = 2 ** _checked(zoom)
    if not (0 <= x < size and 0 <= y < size):
        raise ValueError(f"expected a cell of 0 to {size - 1} at zoom {zoom}, got ({x}, {y})")
    return Bounds(_lon(x, size), _lat(y + 1, size), _lon(x + 1, size), _lat(y, size))


def centre(x: int, y: int, zoom: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a cell as the map shows it."""
    size = 2 ** _checked(zoom)
    return _lon(x + 0.5, size), _lat(y + 0.5, size)


def _lon(x: float, size: int) -> float:
    return x / size * 360 - 180


def _lat(y: float, size: int) -> float:
    return float(numpy.degrees(numpy.arctan(numpy.sinh(numpy.pi * (1 - 2 * y / size)))))


def parent(x: int, y: int, steps: int) -> tuple[int, int]:
    """The cell that holds a cell, ``steps`` zooms further out."""
    return x >> steps, y >> steps


def tile_of(x: int, y: int, cells_per_tile: int) -> tuple[int, int]:
    """The tile that holds a cell when a tile is ``cells_per_tile`` cells wide (a power of two)."""
    return x // cells_per_tile, y // cells_per_tile


def span(view: Bounds, zoom: int) -> Span:
    """The cells that a view touches."""
    x_min, y_min = cell(view.west, view.north, zoom)
    x_max, y_max = cell(view.east, view.south, zoom)
    if x_max < x_min or y_max < y_min:
        raise ValueError(f"expected west <= east and south <= north, got {view}")
    return Span(zoom, x_min, y_min, x_max, y_max)


def span_bounds(whole: Span) -> Bounds:
    """The outer edges of a span of cells."""
    first = bounds(whole.x_min, whole.y_min, whole.zoom)
    last = bounds(whole.x_max, whole.y_max, whole.zoom)
    return Bounds(first.west, last.south, last.east, first.north)


def snap(view: Bounds, zoom: int) -> Bounds:
    """The view grown to whole cells at a zoom, so that a small pan asks for the same bounds again."""
    return span_bounds(span(view, zoom))


def zoom_for(view: Bounds, most_cells: int, finest: int) -> int:
    """The finest zoom up to ``finest`` at which a view touches at most that many cells."""
    for zoom in range(_checked(finest), 0, -1):
        if span(view, zoom).size <= most_cells:
            return zoom
    return 0
