"""The map of a report: one SVG drawn from the same geometry as the map on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from events.catalogue import Selection
from events.report import ground
from events.report.frame import Frame, frame_around, path
from events.report.layout import Point, Room, Spot
from events.report.marks import COLOURS, KIND_COLOURS, glyph, hatch_id, hatches
from events.report.markup import Html, join, plain, tag, text_of
from events.report.saying import Sayer
from events.summary import Summary
from geodata.places import Place, Precision
from geodata.regions import RegionTable
from geodata.uncertainty import geometry

LABELLED = 80
"""Places that get a label at most; every mark is drawn, and the chronology names them all."""
LINES = 4
SHORTEN = 30
BAND = 11.0
"""Width in the picture of the hatched band inside a country's border."""
_SIZE, _LINE, _LETTER = 10.5, 13.0, 0.56


@dataclass(frozen=True)
class Entry:
    """One incident with the number that it has in the whole report."""

    number: int
    summary: Summary
    possible: bool


@dataclass(frozen=True)
class Group:
    """The incidents of one place, and where the place lies in the picture."""

    place: Place
    entries: tuple[Entry, ...]
    shape: BaseGeometry
    """Ring or area, in units of the picture."""
    point: Point | None
    """The mark; None for an area, which has none."""

    @property
    def kinds(self) -> list[str]:
        """The kinds of its incidents, in order."""
        return list(dict.fromkeys(entry.summary.incident.kind for entry in self.entries))

    @property
    def possible(self) -> bool:
        """True where all of them are only possibly in the selection."""
        return all(entry.possible for entry in self.entries)


def _groups(entries: Sequence[Entry], frame: Frame, regions: RegionTable) -> list[Group]:
    by_place: dict[str, list[Entry]] = {}
    for entry in entries:
        by_place.setdefault(entry.summary.place.id, []).append(entry)
    groups = []
    for same in by_place.values():
        place = same[0].summary.place
        area = geometry(place, regions)
        if area is None:
            continue
        point = frame.at(place.lon, place.lat) if place.lon is not None and place.lat is not None else None
        groups.append(Group(place, tuple(same), frame.draw(area, 3 * BAND), point))
    # Wide areas first, so that what is known better is drawn over them.
    return sorted(groups, key=lambda group: -group.place.precision.rank)


def _radius(group: Group) -> float:
    return 9.0 if len(group.entries) > 1 else 8.0 if group.place.precision is Precision.SITE else 6.5


def _area(group: Group, frame: Frame) -> Html:
    """Hatched, with a dashed outline and without a point; a country as a band inside its border."""
    shape = group.shape
    if group.place.precision is Precision.COUNTRY:
        shape = shape.difference(shape.buffer(-BAND))
    parts = []
    for kind, slant in zip(group.kinds, (45, -45), strict=False):
        parts.append(tag("path", d=path(shape), fill=f"url(#{hatch_id(kind, slant)})", fill_rule="evenodd"))
    outline = shapely.intersection(group.shape.boundary, frame.box.buffer(2))
    dash = "2 4" if group.possible else "6 3"
    colour = KIND_COLOURS[group.kinds[0]]
    parts.append(tag("path", d=path(outline), fill="none", stroke=colour, stroke_width=1.4, stroke_dasharray=dash))
    return tag("g", *parts, class_="area")


def _ring(group: Group) -> Html:
    """The ring of a locality, in its true size."""
    if group.place.precision is not Precision.LOCALITY:
        return Html("")
    colour = KIND_COLOURS[group.kinds[0]]
    return tag(
        "path", d=path(group.shape), class_="ring", fill=colour, fill_opacity="0.1", stroke=colour, stroke_width=1.2,
        stroke_dasharray="4 2.5",
    )  # fmt: skip


def _mark(group: Group, point: Point) -> Html:
    """One incident's shape, or a circle with their number; the true point is its centre."""
    x, y = point
    if len(group.entries) == 1:
        entry = group.entries[0]
        mark = glyph(entry.summary.incident.kind, x, y, _radius(group), entry.possible)
        centre = "" if entry.possible else tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=1.5, fill=COLOURS["halo"])
        return tag("g", mark, centre, class_="mark")
    dash = "2.5 1.6" if group.possible else None
    circle = tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=9, fill="#FFFFFF", stroke=COLOURS["ink"], stroke_width=1.4,
                 stroke_dasharray=dash)  # fmt: skip
    count = tag("text", len(group.entries), x=f"{x:.1f}", y=f"{y + 3.6:.1f}", text_anchor="middle", class_="count")
    return tag("g", circle, count, class_="mark")


def _short(entry: Entry) -> str:
    words = plain(entry.summary.incident.short)
    return words if len(words) <= SHORTEN else f"{words[: SHORTEN - 1]}…"


def _remarks(group: Group, sayer: Sayer, beyond: bool) -> list[Html]:
    """What stands in a label beneath its incidents."""
    more = _lines(group)[1]
    words = [sayer.language.count("map.more", more)] if more else []
    return [*words, *([sayer.language.say("map.beyond")] if beyond else [])]


def _lines(group: Group) -> tuple[Sequence[Entry], int]:
    shown = group.entries if len(group.entries) <= LINES else group.entries[: LINES - 1]
    return shown, len(group.entries) - len(shown)


def _anchors(group: Group, frame: Frame) -> list[Point]:
    """The mark, or points along the visible outline of an area, from the north round; none where none is visible."""
    if group.point:
        return [group.point]
    line = shapely.intersection(group.shape.boundary, frame.box.buffer(-14))
    points = [line.interpolate(step / 24, normalized=True) for step in range(24)] if line.length else []
    return sorted(((point.x, point.y) for point in points), key=lambda point: point[1])


def _label(group: Group, spot: Spot, sayer: Sayer, beyond: bool) -> Html:
    left, top = spot.box[0], spot.box[1]
    line = tag("line", x1=f"{spot.start[0]:.1f}", y1=f"{spot.start[1]:.1f}", x2=f"{spot.end[0]:.1f}",
               y2=f"{spot.end[1]:.1f}", stroke=COLOURS["ink"], stroke_width=0.8, class_="leader")  # fmt: skip
    ground_box = tag("rect", x=f"{left:.1f}", y=f"{top:.1f}", width=f"{spot.box[2] - left:.1f}", rx=2,
                     height=f"{spot.box[3] - top:.1f}", fill="#FFFFFF", fill_opacity="0.92",
                     stroke=COLOURS["border"], stroke_width=0.5)  # fmt: skip
    shown, _ = _lines(group)
    rows = []
    for index, entry in enumerate(shown):
        y = top + 2 + (index + 0.5) * _LINE
        number = tag("tspan", entry.number, font_weight="700")
        text = tag("text", number, f" {_short(entry)}", x=f"{left + 16:.1f}", y=f"{y + 3.6:.1f}", direction="ltr")
        rows.append(glyph(entry.summary.incident.kind, left + 8, y, 4.5, entry.possible) + text)
    for index, words in enumerate(_remarks(group, sayer, beyond), len(shown)):
        y = top + 2 + (index + 0.5) * _LINE + 3.6
        rows.append(ground.words(words, left + 16, y, sayer.language, at_left=True))
    return tag("g", "" if beyond else line, ground_box, *(Html(row) for row in rows), class_="label")


def _size(group: Group, sayer: Sayer, beyond: bool) -> tuple[float, float]:
    words = [f"{entry.number} {_short(entry)}" for entry in _lines(group)[0]]
    words += [text_of(remark) for remark in _remarks(group, sayer, beyond)]
    wide = max(sum(1.0 if ord(sign) > 0x2E80 else _LETTER for sign in word) for word in words) * _SIZE
    return 22 + wide, 4 + _LINE * len(words)


@dataclass(frozen=True)
class Picture:
    """The drawn map, and how many places have a label or none for want of room."""

    svg: Html
    places: int
    unlabelled: int


def picture(selection: Selection, numbers: dict[str, int], sayer: Sayer, regions: RegionTable) -> Picture | None:
    """The map of a selection; None where nothing is placed. ``numbers`` are those of the report, by incident."""
    placed = [summary for summary in selection.all if summary.is_placed]
    frame = frame_around(placed, regions)
    if frame is None:
        return None
    maybe = {summary.id for summary in selection.possible}
    entries = [Entry(numbers[summary.id], summary, summary.id in maybe) for summary in placed]
    groups = _groups(entries, frame, regions)
    room = Room(frame.width, frame.height, boxes=ground.taken(frame))
    for group in groups:
        if group.point:
            (x, y), r = group.point, _radius(group)
            room.marks.append((x - r, y - r, x + r, y + r))
    labels, missing = [], 0
    # What is known best has its label first; an area has the whole of its outline to choose from.
    for index, group in enumerate(sorted(groups, key=lambda one: (one.place.precision.rank, one.entries[0].number))):
        clear = _radius(group) + 1 if group.point else 0.0
        anchors = _anchors(group, frame)
        size = _size(group, sayer, beyond=not anchors)
        spot = room.place(anchors or [(12.0, 24.0)], *size, clear) if index < LABELLED else None
        missing += spot is None
        labels += [_label(group, spot, sayer, beyond=not anchors)] if spot else []
    keys = dict.fromkeys(
        key for group in groups if not group.point for key in zip(group.kinds, (45, -45), strict=False)
    )
    layers = [
        tag("defs", hatches(keys)),
        ground.land(frame, regions, frozenset(sayer.dataset.meta.home)),
        *(_area(group, frame) for group in groups if not group.point),
        *(_ring(group) for group in groups),
        *ground.names(frame, regions, room, sayer.language, frozenset(sayer.dataset.meta.home)),
        *labels,
        *(_mark(group, group.point) for group in groups if group.point),
        ground.furniture(frame, sayer.language),
    ]
    return Picture(_svg(frame, layers, sayer, len(entries)), len(groups), missing)


def _svg(frame: Frame, layers: Sequence[Html], sayer: Sayer, count: int) -> Html:
    title = text_of(sayer.language.say("map.title"), isolated=True)
    desc = text_of(sayer.language.count("map.desc", count), isolated=True)
    # The inner svg cuts off at the map's edge: where the page is too low for it, the outer one has room at its sides.
    inner = tag("svg", join(layers), width=f"{frame.width:g}", height=f"{frame.height:g}", overflow="hidden")
    return tag(
        "svg", tag("title", title, id="map-title"), tag("desc", desc, id="map-desc"), inner,
        class_="map", viewBox=f"0 0 {frame.width:g} {frame.height:g}", role="img", direction="ltr",
        aria_labelledby="map-title", aria_describedby="map-desc", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip
