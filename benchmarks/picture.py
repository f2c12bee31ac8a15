"""A line chart with logarithmic axes as SVG, plain enough to need no library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 210, 46, 52
COLOURS = ("#1A4F80", "#B0413E", "#C98A1B", "#5B8C5A", "#7A5AA6", "#3E9AA8", "#8A6D5B")
LEAST = 10.0
"""ms"""
Points = Sequence[tuple[float, float, float, float]]
"""(size, median, least, most) of each."""


def _across(value: float, low: float, high: float) -> float:
    return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _down(value: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _short(value: float) -> str:
    for unit, step in (("M", 1e6), ("k", 1e3)):
        if value >= step:
            return f"{value / step:g}{unit}"
    return f"{value:g}"


def _seconds(ms: float) -> str:
    return f"{ms / 1000:g} s" if ms >= 1000 else f"{ms:g} ms"


def chart(title: str, lines: Mapping[str, Points], sizes: Sequence[int]) -> str:
    """The chart: a line each, a bar from the least to the most at every point, names where the lines end.

    What took less than :data:`LEAST` is drawn there: the scale has no nought.
    """
    lines = {
        name: [(size, max(middle, LEAST), max(least, LEAST), max(most, LEAST)) for size, middle, least, most in points]
        for name, points in lines.items()
    }
    values = [value for points in lines.values() for point in points for value in point[1:]]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    west, east = math.log10(min(sizes)), math.log10(max(sizes))
    east = east if east > west else west + 1
    made = [f'<text x="{LEFT}" y="24" font-size="15" font-weight="600">{escape(title)}</text>']
    for power in range(low, high + 1):
        y = _down(10**power, low, high)
        made.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#d9d5cb"/>')
        made.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_seconds(10.0**power)}</text>')
    for size in sizes:
        x = _across(size, west, east)
        made.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{_short(size)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    made.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">incidents stored</text>')
    names: list[tuple[float, float, str, str]] = []
    for number, (name, points) in enumerate(lines.items()):
        colour, wide = COLOURS[number % len(COLOURS)], 3 if not number else 1.6
        spots = [(_across(size, west, east), _down(median, low, high)) for size, median, _, _ in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        made.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{wide}"/>')
        for (x, y), (_, _, least, most) in zip(spots, points, strict=True):
            top, foot = (_down(value, low, high) for value in (most, least))
            made.append(f'<path d="M{x:.1f} {foot:.1f}V{top:.1f}" stroke="{colour}" opacity=".45"/>')
            made.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>')
        names.append((spots[-1][1], spots[-1][0], name, colour))
    made += _named(names)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12" fill="#1B1D20" role="img" aria-label="{escape(title)}">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FCFBF8"/>{"".join(made)}</svg>\n')  # fmt: skip


def _named(names: list[tuple[float, float, str, str]]) -> list[str]:
    """Names to the right, none over another, each with a thin line to the end of its own."""
    found, last = [], -math.inf
    for y, x, name, colour in sorted(names):
        at = max(y, last + 16)
        last = at
        found.append(f'<path d="M{x:.1f} {y:.1f}L{WIDTH - RIGHT + 8} {at:.1f}" stroke="{colour}" opacity=".4"/>')
        found.append(f'<text x="{WIDTH - RIGHT + 12}" y="{at + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return found
