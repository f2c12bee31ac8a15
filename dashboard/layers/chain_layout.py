"""Where the boxes of the chain stand: columns in order of date, lanes so that few lines cross. Plain numbers.

The path that most claims carry runs straight along lane 0; what branches off stands above (negative
lanes) and below it, on the nearest lane that its line can reach without passing through a box.
Incidents that are only a reported part of another are chips beneath it, not boxes of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from events.chain import Edge, Graph, Node

BOX_W, BOX_H = 124, 78
GUTTER, CHANNEL = 80, 44
PITCH = BOX_H + CHANNEL
MARGIN, TOP = 16, 42
CHIP_H, CHIP_STEP, CHIP_TOP = 26, 31, 20
GAP_DAYS, GAP_W = 21, 60

Cell = tuple[int, int]
"""(column, lane)"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of days without a dated incident of the chain, drawn as a hatched strip in a gutter."""

    x: float
    days: int


@dataclass(frozen=True)
class Layout:
    """Cells of the boxes, chips by the incident they are parts of, and pixels for both."""

    cells: dict[str, Cell]
    chips: dict[str, tuple[str, ...]]
    columns: tuple[float, ...]
    gaps: tuple[Gap, ...]
    first_lane: int
    lanes: int
    taken: frozenset[Cell] = field(repr=False)
    """Cells in which a box or its chips stand."""

    @property
    def width(self) -> float:
        """Width of the whole drawing in px."""
        return (self.columns[-1] if self.columns else 0) + BOX_W + MARGIN + (GUTTER if self.chips else 0)

    @property
    def height(self) -> float:
        """Height of the whole drawing in px."""
        return TOP + self.lanes * PITCH

    def top_left(self, incident: str) -> tuple[float, float]:
        """Where a box begins, in px."""
        column, lane = self.cells[incident]
        return self.columns[column], self.lane_y(lane)

    def lane_y(self, lane: float) -> float:
        """Upper edge of the boxes on a lane, in px."""
        return TOP + (lane - self.first_lane) * PITCH


class _Grid:
    """Cells that are taken while the boxes are placed one by one."""

    def __init__(self, graph: Graph, column: dict[str, int], chips: dict[str, tuple[str, ...]]) -> None:
        self.column, self.chips = column, chips
        self.cells: dict[str, Cell] = {}
        self.boxes: set[Cell] = set()
        self.runs: dict[Cell, str] = {}
        self.coming: dict[str, list[Edge]] = {}
        for edge in graph.edges:
            if edge.start in column and edge.end in column and column[edge.start] < column[edge.end]:
                self.coming.setdefault(edge.end, []).append(edge)

    def body(self, incident: str, lane: int) -> set[Cell]:
        """The cells that a box and its chips need."""
        count = len(self.chips.get(incident, ()))
        deep = ceil((CHIP_TOP + count * CHIP_STEP - CHANNEL + 6) / PITCH) if count else 0
        return {(self.column[incident], lane + down) for down in range(deep + 1)}

    def put(self, incident: str, lane: int) -> None:
        """Place a box, and keep the cells free that the line to it passes through."""
        run = self.run(incident, lane)
        if self.free(*run):
            self.runs |= dict.fromkeys(*run)
        self.cells[incident] = (self.column[incident], lane)
        self.boxes |= self.body(incident, lane)

    def run(self, incident: str, lane: int) -> tuple[list[Cell], str]:
        """The cells of the line from the nearest incident that it is linked from, and that incident."""
        starts = [edge.start for edge in self.coming.get(incident, ()) if edge.start in self.cells]
        if not starts:
            return [], ""
        start = max(starts, key=self.column.__getitem__)
        column, own = self.cells[start]
        step = 1 if lane >= own else -1
        turn = [(column, at) for at in range(own + step, lane + step, step)] if lane != own else []
        return turn + [(at, lane) for at in range(column + 1, self.column[incident])], start

    def free(self, cells: Iterable[Cell], start: str = "") -> bool:
        """True where nothing stands and no line passes, but for lines from the same start."""
        return not any(cell in self.boxes or self.runs.get(cell, start) != start for cell in cells)


def lay_out(graph: Graph) -> Layout:
    """Columns and lanes of every box. The same graph gives the same layout."""
    chips = _chips(graph)
    parts = {part for of_one in chips.values() for part in of_one}
    boxes = [node for node in graph.nodes if node.id not in parts]
    keys = list(dict.fromkeys((node.day or date.max, node.step) for node in boxes))
    grid = _Grid(graph, {node.id: keys.index((node.day or date.max, node.step)) for node in boxes}, chips)
    _place_spines(grid, boxes)
    # What has a place on the map stands nearest; context stands round it.
    for node in sorted(boxes, key=lambda one: not one.summary.is_placed):
        if node.id not in grid.cells:
            costs = {lane: _cost(grid, node, lane) for lane in range(-len(boxes), len(boxes) + 1)}
            grid.put(node.id, min(costs, key=costs.__getitem__))
    lanes = [lane for _, lane in grid.boxes] or [0]
    xs, gaps = _columns(graph, grid)
    return Layout(grid.cells, chips, xs, gaps, min(lanes), max(lanes) - min(lanes) + 1, frozenset(grid.boxes))


def _chips(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Parts that nothing else is linked with, by the incident that they are parts of."""
    links: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        links.setdefault(edge.start, []).append(edge)
        links.setdefault(edge.end, []).append(edge)
    found: dict[str, list[str]] = {}
    for node in graph.nodes:
        only, *others = links[node.id]
        # A part of a part has its whole's line to carry, so that whole is a box.
        if not others and only.field == "part_of" and only.end == node.id:
            found.setdefault(only.start, []).append(node.id)
    return {whole: tuple(parts) for whole, parts in found.items()}


def _place_spines(grid: _Grid, boxes: list[Node]) -> None:
    """Put the path that most claims carry on lane 0, then the next where its columns are still free."""
    placed = {node.id for node in boxes if node.summary.is_placed} or {node.id for node in boxes}
    while path := _heaviest(grid, [node.id for node in boxes if node.id in placed]):
        for one in path:
            grid.put(one, 0)


def _heaviest(grid: _Grid, order: list[str]) -> list[str]:
    """The path with the most claims among boxes not yet placed, in columns where lane 0 is free."""
    best: dict[str, tuple[int, list[str]]] = {}
    for one in order:
        if one in grid.cells or not grid.free(grid.body(one, 0)):
            continue
        best[one] = (0, [one])
        for edge in grid.coming.get(one, ()):
            between = [(at, 0) for at in range(grid.column[edge.start] + 1, grid.column[one])]
            if edge.start in best and grid.free(between, edge.start):
                weight, path = best[edge.start]
                best[one] = max(best[one], (weight + len(edge.claims), [*path, one]), key=lambda pair: pair[0])
    weight, path = max(best.values(), key=lambda pair: pair[0], default=(0, []))
    return path if weight else []


def _cost(grid: _Grid, node: Node, lane: int) -> tuple[int, int]:
    """Small for near lanes; a line that must go round something costs less than a lane further out."""
    if not grid.free(grid.body(node.id, lane)):
        return 10_000, abs(lane)
    above = node.summary.is_placed
    against = int((lane > 0) is above) if lane else 0
    blocked = 0 if grid.free(*grid.run(node.id, lane)) else 1
    return abs(lane) * 2 + against + blocked, lane


def _columns(graph: Graph, grid: _Grid) -> tuple[tuple[float, ...], tuple[Gap, ...]]:
    """Left edge of each column, and the strips where many days pass without a dated incident."""
    starts: dict[int, date] = {}
    ends: dict[int, date] = {}
    for node in graph.nodes:
        at = grid.column.get(node.id)
        if at is None or node.day is None:
            continue
        starts[at] = min(starts.get(at, node.day), node.day)
        ends[at] = max(ends.get(at, node.day), node.summary.days.end or node.day)
    xs: list[float] = []
    gaps = []
    x, last = float(MARGIN), None
    for at in range(max(grid.column.values(), default=-1) + 1):
        days = (starts[at] - last).days - 1 if last and at in starts else 0
        if days >= GAP_DAYS:
            gaps.append(Gap(x - GUTTER + 12, days))
            x += GAP_W
        xs.append(x)
        x += BOX_W + GUTTER
        last = max(filter(None, (last, ends.get(at))), default=None)
    return tuple(xs), tuple(gaps)
