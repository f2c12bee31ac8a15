"""Marks of the map: shape and colour by kind, hatching of areas. Colours are those of the screen's light theme."""

from __future__ import annotations

import math
from collections.abc import Iterable

from events.report.markup import Html, join, tag

COLOURS = {
    "sea": "#D7E2E8", "land": "#F7F5F0", "land2": "#ECE8DF", "border": "#98928A", "province": "#D3CDC1",
    "ink": "#1B1D20", "ink2": "#46494E", "label": "#3F4247", "label2": "#66625A", "halo": "#FFFFFF",
}  # fmt: skip
KIND_COLOURS = {
    "rocket": "#B4470B", "air": "#2A72AC", "crowd": "#4A1755", "find": "#05513F", "context": "#68727A",
    "battle": "#90664E", "explosion": "#3C360C", "civilians": "#8A3084", "protest": "#3C42A2",
}  # fmt: skip
HATCH = 7
"""Units between two lines of a hatched area."""


def _outline(kind: str, r: float) -> str:
    """The shape of a kind around 0, 0."""
    match kind:
        case "rocket":
            return f"M0 {-r:.1f}L{r:.1f} {0.8 * r:.1f}L{-r:.1f} {0.8 * r:.1f}Z"
        case "air":
            return f"M0 {-r:.1f}L{r:.1f} 0L0 {r:.1f}L{-r:.1f} 0Z"
        case "battle":
            u, v, c = 0.54 * r, r, 0.48 * r
            corners = [(0, -c), (u, -v), (v, -u), (c, 0), (v, u), (u, v), (0, c), (-u, v), (-v, u), (-c, 0), (-v, -u)]
            return _polygon([*corners, (-u, -v)])
        case "explosion":
            return _polygon([_polar(r * (0.56 if i % 2 else 1.08), i * math.pi / 8) for i in range(16)])
        case "civilians":
            return f"M0 {r:.1f}L{r:.1f} {-0.8 * r:.1f}L{-r:.1f} {-0.8 * r:.1f}Z"
        case "protest":
            return f"M{-r:.1f} {0.62 * r:.1f}A{r:.1f} {1.24 * r:.1f} 0 0 1 {r:.1f} {0.62 * r:.1f}Z"
        case "crowd":
            a = 0.82 * r
            return f"M{-a:.1f} {-a:.1f}H{a:.1f}V{a:.1f}H{-a:.1f}Z"
        case "find":
            a = 0.9 * r
            return f"M{-a:.1f} 0A{a:.1f} {a:.1f} 0 1 1 {a:.1f} 0A{a:.1f} {a:.1f} 0 1 1 {-a:.1f} 0Z"
    return f"M{-r:.1f} {-0.42 * r:.1f}H{r:.1f}V{0.42 * r:.1f}H{-r:.1f}Z"


def _polygon(corners: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _polar(distance: float, turn: float) -> tuple[float, float]:
    return distance * math.sin(turn), -distance * math.cos(turn)


def glyph(kind: str, x: float, y: float, r: float, hollow: bool = False) -> Html:
    """A kind's mark; hollow and dashed for what is only possibly in the selection."""
    colour = KIND_COLOURS[kind]
    look = {"fill": "#FFFFFF", "stroke": colour, "stroke_width": 1.4, "stroke_dasharray": "2.5 1.6"} if hollow else {
        "fill": colour, "stroke": COLOURS["halo"], "stroke_width": 1.2,
    }  # fmt: skip
    return tag("path", d=_outline(kind, r), transform=f"translate({x:.1f} {y:.1f})", **look)


def hatches(keys: Iterable[tuple[str, int]]) -> Html:
    """The ``<pattern>`` of each (kind, slant) that is used; slant is 45 or -45."""
    lines = (
        tag(
            "pattern",
            tag("rect", width=HATCH, height=HATCH, fill=KIND_COLOURS[kind], fill_opacity="0.06"),
            tag("line", x1=0, y1=0, x2=0, y2=HATCH, stroke=KIND_COLOURS[kind], stroke_width=1.8),
            id=hatch_id(kind, slant), width=HATCH, height=HATCH, patternUnits="userSpaceOnUse",
            patternTransform=f"rotate({slant})",
        )
        for kind, slant in keys
    )  # fmt: skip
    return join(lines)


def hatch_id(kind: str, slant: int) -> str:
    """The id of a pattern."""
    return f"hatch-{kind}-{'a' if slant > 0 else 'b'}"


def swatch(*inside: Html) -> Html:
    """A small picture for a legend or table; says nothing to a screen reader, the words beside it do."""
    return tag(
        "svg", *inside, class_="swatch", viewBox="0 0 22 16", width=22, height=16, aria_hidden="true", focusable="false"
    )
