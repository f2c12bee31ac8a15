"""Where labels stand: beside their mark, off every other label, mark and leader line, or nowhere.

Deterministic: the same marks give the same labels. Nothing here moves a mark.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

DIRECTIONS = 16
DISTANCES = (10, 18, 30, 46, 66, 90, 120, 160, 210)
_EDGE = 6.0
_GAP = 3.0


@dataclass(frozen=True)
class Spot:
    """A label's box, and its leader line from the mark or outline."""

    box: Box
    start: Point
    end: Point


@dataclass
class Room:
    """What is taken of a picture."""

    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    leaders: list[tuple[Point, Point]] = field(default_factory=list)

    def place(self, anchors: Sequence[Point], width: float, height: float, clear: float = 0.0) -> Spot | None:
        """Take room for a label of that size near one of the anchors; None where there is none.

        Args:
            anchors: points that the leader line may start from, the best first.
            width, height: size of the label.
            clear: how far from the anchor the leader line begins (the radius of a mark).
        """
        for distance in DISTANCES:
            for anchor in anchors:
                for spot in self._around(anchor, distance + clear, width, height, clear):
                    if self._free(spot):
                        self.boxes.append(spot.box)
                        self.leaders.append((spot.start, spot.end))
                        return spot
        return None

    def take(self, box: Box) -> bool:
        """Take a box without a leader line; False where something stands there."""
        inside = box[0] >= _EDGE and box[1] >= _EDGE and box[2] <= self.width - _EDGE and box[3] <= self.height - _EDGE
        if not inside or self._hits_box(box) or any(crosses_box(*line, box) for line in self.leaders):
            return False
        self.boxes.append(box)
        return True

    def _around(self, anchor: Point, distance: float, width: float, height: float, clear: float) -> Iterator[Spot]:
        for step in range(DIRECTIONS):
            # East first, then alternately to either side.
            turn = (step + 1) // 2 * (1 if step % 2 else -1) * 2 * math.pi / DIRECTIONS
            dx, dy = math.cos(turn), math.sin(turn)
            end = (anchor[0] + dx * distance, anchor[1] + dy * distance)
            left = end[0] if dx > 0.3 else end[0] - width if dx < -0.3 else end[0] - width / 2
            top = end[1] - height / 2 if abs(dy) < 0.8 else end[1] - height if dy < 0 else end[1]
            start = (anchor[0] + dx * clear, anchor[1] + dy * clear)
            yield Spot((left, top, left + width, top + height), start, end)

    def _hits_box(self, box: Box) -> bool:
        return any(overlap(box, other) for other in self.boxes) or any(overlap(box, other) for other in self.marks)

    def _free(self, spot: Spot) -> bool:
        left, top, right, bottom = spot.box
        if left < _EDGE or top < _EDGE or right > self.width - _EDGE or bottom > self.height - _EDGE:
            return False
        if self._hits_box(spot.box) or any(crosses_box(*line, spot.box) for line in self.leaders):
            return False
        if any(crosses_box(spot.start, spot.end, box) for box in self.boxes):
            return False
        return not any(crosses(spot.start, spot.end, *line) for line in self.leaders)


def overlap(one: Box, other: Box, gap: float = _GAP) -> bool:
    """Whether two boxes come nearer than ``gap``."""
    return (
        one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] + gap and other[1] < one[3] + gap
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two lines cross. Touching at an end counts; one that has no length crosses nothing."""
    if a == b or c == d:
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def crosses_box(a: Point, b: Point, box: Box) -> bool:
    """Whether a line runs through a box (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for start, end, near, far in ((a[0], b[0], box[0], box[2]), (a[1], b[1], box[1], box[3])):
        way = end - start
        if way == 0:
            if start <= near or start >= far:
                return False
            continue
        first, last = sorted(((near - start) / way, (far - start) / way))
        low, high = max(low, first), min(high, last)
    return low < high
