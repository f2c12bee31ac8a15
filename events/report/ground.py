"""What lies under and beside the marks: land, borders, their names, scale bar and north."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from events.report.frame import Frame, bar_length, path
from events.report.language import Language
from events.report.layout import Box, Room
from events.report.marks import COLOURS
from events.report.markup import Html, join, tag, text_of
from geodata.regions import Region, RegionTable

_FINE = 0.6
"""Units of the picture by which outlines are simplified: less than a line's width."""
_SMALLEST_NAMED = 4000.0
_LETTER = 0.62


def taken(frame: Frame) -> list[Box]:
    """Where scale bar and north arrow stand, so that no label does."""
    bar = bar_length(frame) * frame.km
    return [(0, frame.height - 34, 30 + bar, frame.height), (frame.width - 40, 0, frame.width, 48)]


def _level(regions: RegionTable, level: int) -> Iterable[Region]:
    return (region for region in regions if region.level == level)


def land(frame: Frame, regions: RegionTable, home: frozenset[str]) -> Html:
    """Sea, countries (the subject lighter than its neighbours) and the provinces of the subject."""
    parts = [tag("rect", x=0, y=0, width=f"{frame.width:g}", height=f"{frame.height:g}", fill=COLOURS["sea"])]
    window = shapely.box(*frame.window)
    for region in _level(regions, 0):
        if not regions.area(region.iso).intersects(window):
            continue
        fill = COLOURS["land" if region.iso in home or not home else "land2"]
        shape = frame.draw(regions.area(region.iso)).simplify(_FINE)
        parts.append(tag("path", d=path(shape), fill=fill, stroke=COLOURS["border"], stroke_width=1))
    for region in _level(regions, 1):
        if regions.area(region.iso).intersects(window):
            shape = frame.draw(regions.area(region.iso)).simplify(_FINE)
            parts.append(tag("path", d=path(shape), fill="none", stroke=COLOURS["province"], stroke_width=0.6))
    return tag("g", *parts, class_="land")


def _name(region: Region, language: Language) -> str:
    return region.name if language.is_data else region.local or region.name


def names(
    frame: Frame, regions: RegionTable, room: Room, language: Language, home: frozenset[str]
) -> Iterable[Html]:
    """Names of countries, then of the subject's provinces, where there is room for them."""
    for level, size, colour in ((0, 13.0, COLOURS["label"]), (1, 9.5, COLOURS["label2"])):
        for region in _level(regions, level):
            if level and home and region.country not in home:
                continue
            shape = frame.draw(regions.area(region.iso), 0).intersection(frame.box)
            if shape.is_empty or shape.area < _SMALLEST_NAMED / (1 + 3 * level):
                continue
            name = _name(region, language)
            wide = len(name) * size * _LETTER
            point = next((spot for spot in _spots(shape) if room.take(_box(spot, wide, size))), None)
            if point is not None:
                yield tag(
                    "text", name, x=f"{point.x:.1f}", y=f"{point.y:.1f}", class_=f"name{level}", fill=colour,
                    font_size=size, text_anchor="middle",
                )  # fmt: skip


def _spots(shape: shapely.geometry.base.BaseGeometry) -> Iterable[shapely.Point]:
    """Its middle, then a few other places inside it."""
    yield shape.representative_point()
    left, top, right, bottom = shape.bounds
    for across in (0.5, 0.3, 0.7, 0.15, 0.85):
        for down in (0.5, 0.3, 0.7, 0.15, 0.85):
            point = shapely.Point(left + across * (right - left), top + down * (bottom - top))
            if shape.contains(point):
                yield point


def _box(point: shapely.Point, wide: float, size: float) -> Box:
    return point.x - wide / 2, point.y - size, point.x + wide / 2, point.y + 0.3 * size


def words(inside: Html, x: float, y: float, language: Language, at_left: bool = False) -> Html:
    """Words of the report in the picture, in its direction: around ``x``, or from it to the right."""
    edge = "start" if language.direction == "ltr" else "end"
    return tag("text", text_of(inside), x=f"{x:.1f}", y=f"{y:.1f}", direction=language.direction,
               text_anchor=edge if at_left else "middle")  # fmt: skip


def furniture(frame: Frame, language: Language) -> Html:
    """Scale bar and north arrow."""
    km, bottom = bar_length(frame), frame.height - 12
    length, right = km * frame.km, frame.width - 20
    back = tag("rect", x=8, y=f"{bottom - 20:g}", width=f"{length + 16:.1f}", height=27, fill="#FFFFFF",
               fill_opacity="0.85")  # fmt: skip
    bar = tag("path", d=f"M16 {bottom - 4:g}V{bottom:g}H{16 + length:.1f}V{bottom - 4:g}", fill="none",
              stroke=COLOURS["ink"], stroke_width=1.4)  # fmt: skip
    text = words(language.say("km", n=km), 16 + length / 2, bottom - 7, language)
    north = tag("path", d=f"M{right:g} 8L{right + 6:g} 24L{right:g} 20L{right - 6:g} 24Z", fill=COLOURS["ink"])
    letter = words(language.say("map.north"), right, 37, language)
    return tag("g", back, join([bar, text, north, letter]), class_="furniture")
