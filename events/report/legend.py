"""The legend under the map: kinds by shape and colour, precision by ring and hatching."""

from __future__ import annotations

from collections.abc import Iterable

from events.report.incident import Writer, kind
from events.report.marks import COLOURS, glyph, swatch
from events.report.markup import Html, join, tag, text_of

_INK = COLOURS["ink2"]


def _hatched(inner: bool) -> Html:
    lines = "M1 9L8 2M1 15L14 2M7 15L20 2M14 15L21 8" if not inner else "M1 6L5 2M1 12L4 9M18 7L21 4M17 15L21 11"
    edge = tag("rect", x=1, y=1, width=20, height=14, fill="none", stroke=_INK, stroke_dasharray="3 2")
    return join([tag("path", d=lines, stroke=_INK, fill="none"), edge])


def legend(kinds: Iterable[str], writer: Writer) -> Html:
    """One list: the kinds that the map shows, then how exactly places are known, then the other signs."""
    ring = tag("circle", cx=11, cy=8, r=7, fill="none", stroke=_INK, stroke_dasharray="3 2")
    stack = tag("circle", cx=11, cy=8, r=6.5, fill="#FFFFFF", stroke=COLOURS["ink"])
    digit = tag("text", "2", x=11, y=11.5, text_anchor="middle", font_size=10)
    solid = tag("circle", cx=11, cy=8, r=6, fill=_INK)
    dot = tag("circle", cx=11, cy=8, r=1.5, fill="#FFFFFF")
    drawn = (
        ("legend.site", [solid, dot]),
        ("legend.locality", [ring, tag("circle", cx=11, cy=8, r=3, fill=_INK)]),
        ("legend.area", [_hatched(False)]),
        ("legend.country", [_hatched(True)]),
        ("legend.stack", [stack, digit]),
        ("legend.possible", [glyph("rocket", 11, 8, 6, hollow=True)]),
    )
    rows = [kind(key, writer) for key in kinds]
    rows += [join([swatch(*marks), writer.say(key)]) for key, marks in drawn]
    return tag("ul", *(tag("li", row) for row in rows), class_="legend", aria_label=text_of(writer.say("legend.title")))
