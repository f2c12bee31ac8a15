"""How the lines of the chain run between its boxes, and where their labels stand. Plain numbers.

A line runs along the lane of its end or of its start where nothing stands in the way, else through a
channel between two lanes. It never passes through a box, and lines of different starts do not merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, degrees, hypot

from dashboard.layers.chain_layout import BOX_H, BOX_W, CHANNEL, CHIP_H, CHIP_STEP, CHIP_TOP, GUTTER, Cell, Layout
from events.chain import Edge, Graph

LABEL_W, LABEL_H = GUTTER - 2, 38
TIP, ROUND = 2, 40
_TRACK = 9

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1"""


@dataclass(frozen=True, slots=True)
class Route:
    """A line as an SVG path; ``tip`` and ``turn`` (degrees) place its head, ``label`` is the middle of its label."""

    edge: Edge
    path: str
    tip: Point
    turn: float
    label: Point
    level: Box = (0, 0, 0, 0)
    """The stretch along a lane or channel; empty for the line to a reported part."""
    chip: bool = False
    """True for the line to a reported part, which has no head."""


@dataclass
class _Drawing:
    """What is drawn already, while one line after the other is added."""

    layout: Layout
    lines: dict[Cell, set[str]] = field(default_factory=dict)
    """Starts of the lines that run through a cell."""
    channels: dict[float, list[tuple[float, float, int]]] = field(default_factory=dict)
    labels: list[Box] = field(default_factory=list)

    def clear(self, cells: Iterable[Cell], start: str) -> bool:
        """True where no box stands and no line of another start runs."""
        return all(cell not in self.layout.taken and self.lines.get(cell, set()) <= {start} for cell in cells)

    def use(self, cells: Iterable[Cell], start: str) -> None:
        """Note that a line runs there."""
        for cell in cells:
            self.lines.setdefault(cell, set()).add(start)

    def track(self, channel: float, x0: float, x1: float) -> float:
        """How far from the middle of a channel a new line keeps, clear of those that run beside it, in px."""
        used = self.channels.setdefault(channel, [])
        beside = {track for a, b, track in used if a < x1 and x0 < b}
        track = next(n for n in range(len(used) + 1) if n not in beside)
        used.append((x0, x1, track))
        return _TRACK * ((track + 1) // 2) * (-1 if track % 2 else 1)

    def label(self, places: Iterable[Point]) -> Point:
        """The first place where a label meets no other label and no box, else the very first."""
        given = list(places)
        for x, y in given:
            box = (x - LABEL_W / 2, y - LABEL_H / 2, x + LABEL_W / 2, y + LABEL_H / 2)
            if not any(_meet(box, other) for other in (*self.labels, *self._boxes())):
                self.labels.append(box)
                return x, y
        return given[0]

    def _boxes(self) -> Iterator[Box]:
        for one in self.layout.cells:
            x, y = self.layout.top_left(one)
            yield x, y, x + BOX_W, y + BOX_H


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def routes(graph: Graph, layout: Layout) -> tuple[Route, ...]:
    """A route for every edge, in the order of the graph's edges."""
    drawing = _Drawing(layout)
    parts = {part: whole for whole, of_one in layout.chips.items() for part in of_one}
    boxed = [edge for edge in graph.edges if edge.end not in parts]
    # Straight lines first, then short ones: what bends finds its way round them.
    boxed.sort(key=lambda edge: (not _straight(edge, layout), _span(edge, layout)))
    found = {edge.id: _route(edge, drawing) for edge in boxed}
    found |= {edge.id: _to_part(edge, layout) for edge in graph.edges if edge.end in parts}
    return tuple(found[edge.id] for edge in graph.edges)


def chip_at(part: str, layout: Layout) -> Box:
    """Where the chip of a reported part stands."""
    whole, place = next((whole, of.index(part)) for whole, of in layout.chips.items() if part in of)
    x, y = layout.top_left(whole)
    top = y + BOX_H + CHIP_TOP + place * CHIP_STEP
    return x + 16, top, x + BOX_W + 34, top + CHIP_H


def _span(edge: Edge, layout: Layout) -> int:
    return layout.cells[edge.end][0] - layout.cells[edge.start][0]


def _straight(edge: Edge, layout: Layout) -> bool:
    (c1, l1), (c2, l2) = layout.cells[edge.start], layout.cells[edge.end]
    return l1 == l2 and c1 < c2 and not any((at, l1) in layout.taken for at in range(c1 + 1, c2))


def _between(column: int, one: int, other: int) -> list[Cell]:
    """Cells of a column strictly between two lanes."""
    return [(column, lane) for lane in range(min(one, other) + 1, max(one, other))]


def _route(edge: Edge, drawing: _Drawing) -> Route:
    layout = drawing.layout
    (c1, l1), (c2, l2) = layout.cells[edge.start], layout.cells[edge.end]
    (x1, y1), (x2, y2) = layout.top_left(edge.start), layout.top_left(edge.end)
    m1, m2, down = y1 + BOX_H / 2, y2 + BOX_H / 2, l2 > l1
    run = [(at, l2) for at in range(c1 + 1, c2)]
    if _straight(edge, layout) and drawing.clear(run, edge.start):
        drawing.use(run, edge.start)
        return _made(edge, drawing, [(x1 + BOX_W, m1), (x2, m2)], _along(x2, x1, m2))
    turn = [*_between(c1, l1, l2), (c1, l2)]
    if c1 < c2 and l1 != l2 and drawing.clear([*turn, *run], edge.start):
        drawing.use([*turn, *run], edge.start)
        start = (x1 + BOX_W - 16, y1 + BOX_H if down else y1)
        return _made(edge, drawing, [start, (start[0], m2), (x2, m2)], _along(x2, x1, m2))
    lane = [(at, l1) for at in range(c1 + 1, c2 + 1)] + _between(c2, l1, l2)
    # Its label stands where it leaves the start, so no other line of that start may run there.
    if c1 < c2 and l1 != l2 and drawing.clear(lane, edge.id):
        drawing.use(lane, edge.start)
        end = (x2 + BOX_W / 2, y2 if down else y2 + BOX_H)
        places = [(x, m1) for x in _steps(x1 + BOX_W + GUTTER / 2, x2)]
        return _made(edge, drawing, [(x1 + BOX_W, m1), (end[0], m1), end], places)
    return _through_a_channel(edge, drawing)


def _through_a_channel(edge: Edge, drawing: _Drawing) -> Route:
    """Up or down from the start, along the channel with the shortest way, and into the end from there."""
    layout = drawing.layout
    (c1, l1), (c2, l2) = layout.cells[edge.start], layout.cells[edge.end]
    (x1, y1), (x2, y2) = layout.top_left(edge.start), layout.top_left(edge.end)

    def cost(at: int) -> tuple[int, int]:
        """``at`` is the lane beneath the channel."""
        passed = [cell for column, lane in ((c1, l1), (c2, l2)) for cell in _passed(column, lane, at)]
        # Right beneath a box its parts are drawn, so the channel there is no way through.
        parts = sum(at == layout.cells[whole][1] + 1 and c1 <= layout.cells[whole][0] <= c2 for whole in layout.chips)
        return sum(10 * (cell in layout.taken) + 1 for cell in passed) + 10 * parts, at

    first, last = min(l1, l2), max(l1, l2) + 1
    channel = min(range(first, last + 1), key=cost)
    left, right = sorted((x1 + BOX_W - 40, x2 + 26))
    y = layout.lane_y(channel) - CHANNEL / 2 + drawing.track(channel, left, right)
    start = (x1 + BOX_W - 40, y1 if channel <= l1 else y1 + BOX_H)
    end = (x2 + 26, y2 if channel <= l2 else y2 + BOX_H)
    middle = (left + right) / 2
    places = [(x, y) for x in (middle, *_steps(middle, left), *_steps(middle, right))]
    return _made(edge, drawing, [start, (start[0], y), (end[0], y), end], places)


def _passed(column: int, lane: int, channel: int) -> list[Cell]:
    """Cells that a line passes on its way from a box to a channel above lane ``channel``."""
    lanes = range(channel, lane) if channel <= lane else range(lane + 1, channel)
    return [(column, one) for one in lanes]


def _steps(start: float, stop: float) -> list[float]:
    step = 12 if stop >= start else -12
    return [start + step * n for n in range(int(abs(stop - start) / 12) + 1)]


def _along(end: float, start: float, y: float) -> list[Point]:
    """Places for a label from the gutter before the end back to that after the start."""
    return [(x, y) for x in _steps(end - GUTTER / 2, start + BOX_W + GUTTER / 2)]


def _to_part(edge: Edge, layout: Layout) -> Route:
    x0, y0, x1, y1 = chip_at(edge.end, layout)
    x, y = layout.top_left(edge.start)
    middle = (y0 + y1) / 2
    path = f"M{x + 6:g} {y + BOX_H:g}V{middle:g}H{x0:g}"
    return Route(edge, path, (x0, middle), 0, (x1 + 16, middle), chip=True)


def _made(edge: Edge, drawing: _Drawing, points: list[Point], places: Iterable[Point]) -> Route:
    """A path with rounded corners that stops short of the head, which stops short of the box."""
    (ax, ay), (bx, by) = points[-2:]
    away = hypot(bx - ax, by - ay) or 1
    tip = (bx - (bx - ax) / away * TIP, by - (by - ay) / away * TIP)
    back = TIP if edge.both_ways else 8
    level = max(pairwise(points), key=lambda leg: abs(leg[1][0] - leg[0][0]))
    points = [*points[:-1], (bx - (bx - ax) / away * back, by - (by - ay) / away * back)]
    turn = degrees(atan2(by - ay, bx - ax))
    return Route(edge, _rounded(points), tip, turn, drawing.label(places), (*level[0], *level[1]))


def _rounded(points: list[Point]) -> str:
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    legs = list(pairwise(points))
    for place, ((a, corner), (_, b)) in enumerate(pairwise(legs)):
        # A corner takes all of an end leg, and half of one that has a corner at each end.
        room = [hypot(corner[0] - a[0], corner[1] - a[1]) / (2 if place else 1),
                hypot(b[0] - corner[0], b[1] - corner[1]) / (2 if place + 2 < len(legs) else 1)]  # fmt: skip
        r = min(ROUND, *room)
        before, after = _toward(corner, a, r), _toward(corner, b, r)
        path += f"L{before[0]:g} {before[1]:g}Q{corner[0]:g} {corner[1]:g} {after[0]:g} {after[1]:g}"
    return path + f"L{points[-1][0]:g} {points[-1][1]:g}"


def _toward(start: Point, end: Point, by: float) -> Point:
    away = hypot(end[0] - start[0], end[1] - start[1]) or 1
    return start[0] + (end[0] - start[0]) / away * by, start[1] + (end[1] - start[1]) / away * by
