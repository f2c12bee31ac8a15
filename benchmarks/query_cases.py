# ruff: noqa: S608  (statements are put together from constants of this folder; no text comes from outside)
"""Every question that the screen asks of the library, and the same as SQL that somebody wrote by hand: the floor.

The SQL stands over the same tables, asks for as much and no more, and is written as one would write it who knows
the tables. In it {incidents}, {parties}, … are the tables, {sure} and {passes} the days, $names are parameters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.filters import IncidentFilter
from events.store.cells import CellId, cell_values, finest, tiles
from events.store.schema import EPOCH_ORDINAL, FIELD_BITS
from events.store.shelf import Shelf
from geodata.mercator import Bounds
from geodata.windows import window

NUMBERS = frozenset({1})
SURE = "first_day >= $start AND last_day <= $end"
PASSES = "(last_day IS NULL OR last_day >= $start) AND (first_day IS NULL OR first_day <= $end)"
IRAQ, BAGHDAD = Bounds(37.0, 28.0, 50.0, 38.0), Bounds(44.2, 33.2, 44.6, 33.45)
_ROW = ("key, id, title, short, kind, first_day, last_day, place, place_local, precision, lat, lon, radius_km, area, "
        "killed_low, killed_high, n_sources, n_claims, contested")  # fmt: skip
_CELL = ("count(*), count(*) FILTER ({sure}), sum(lon), sum(lat), sum(killed_low), sum(killed_high), "
         "count(*) FILTER (contested <> 0), sum(n_sources), min(key)")  # fmt: skip
_AREAS = ("SELECT area, max(precision), count(*) AS n, count(*) FILTER ({sure}), sum(killed_low), sum(killed_high), "
          "count(*) FILTER (contested <> 0), min(key) FROM {incidents} WHERE lat IS NULL AND area IS NOT NULL "
          "AND {passes} GROUP BY area ORDER BY n DESC, area LIMIT 2000")  # fmt: skip
_AREA_TEXTS = ("SELECT DISTINCT area FROM {incidents} WHERE lat IS NULL AND area IS NOT NULL AND {passes} "
               "ORDER BY area LIMIT 2000")  # fmt: skip
_COUNTS = ("SELECT count(*), count(*) FILTER ({sure}), count(*) FILTER (precision = 5), "
           "count(*) FILTER (precision = 5 AND {sure}), (SELECT count(*) FROM {incidents}) "
           "FROM {incidents} WHERE {passes}")  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What in a store is asked for: days, the commonest actor, an incident."""

    start: date
    end: date
    actor: str
    incident: str
    key: int

    @property
    def days(self) -> IncidentFilter:
        """The filter that has a window and nothing else, as after a drag of the slider."""
        return IncidentFilter(start=self.start, end=self.end)

    @property
    def values(self) -> dict[str, Any]:
        """What the SQL names with $."""
        start, end = (day.toordinal() - EPOCH_ORDINAL for day in (self.start, self.end))
        return {"start": start, "end": end, "actor": self.actor, "incident": self.incident, "key": self.key}


@dataclass(frozen=True)
class Case:
    """A question: its name, how the library is asked, and the statements of the floor."""

    name: str
    ours: Callable[[Shelf, Found], Any]
    floor: tuple[str, ...]
    near: bool = False
    """True where the floor answers nearly the same: at the rim of an area some metres are otherwise."""
    again: bool = False
    """True where the same word or area was looked for before, with other dates, as after a drag of the slider."""


def _span(bounds: Bounds, zoom: int) -> Mapping[str, int]:
    return {name: value for name, value in cell_values(tiles(bounds, zoom)).items() if name != "limit"}


def _in(bounds: Bounds, zoom: int) -> str:
    edges = _span(bounds, zoom)
    return "x BETWEEN {x_min} AND {x_max} AND y BETWEEN {y_min} AND {y_max}".format(**edges)


def _shift(bounds: Bounds, zoom: int) -> int:
    return 24 - finest(tiles(bounds, zoom))


def _cells(bounds: Bounds, zoom: int, more: str = "") -> tuple[str, ...]:
    shift = _shift(bounds, zoom)
    return (f"SELECT x >> {shift}, y >> {shift}, {_CELL}{more} FROM {{incidents}} WHERE {_in(bounds, zoom)} AND "
            "{passes} GROUP BY 1, 2 LIMIT 16384", _AREAS)  # fmt: skip


_KINDS = "".join(
    f", count(*) FILTER (kind = '{kind}')"
    for kind in ("rocket", "air", "battle", "explosion", "civilians", "protest", "crowd", "find", "context")
)
_FIELDS = "".join(f", count(*) FILTER ((contested & {bit}) <> 0)" for bit in FIELD_BITS.values())
_CHOSEN = "SELECT key FROM {incidents} WHERE {passes}"


def _facet(column: str, table: str, name: str, label: str, where: str) -> str:
    # A publisher stands once for an incident; an actor may stand in several roles of it.
    rows = f"{{{table}}} {where}"
    rows = f"(SELECT DISTINCT key, {column} FROM {rows})" if table == "parties" else rows
    return (f"SELECT id, name, n FROM (SELECT {column} AS id, count(*) AS n FROM {rows} "
            f"GROUP BY 1 ORDER BY n DESC, id LIMIT 60) LEFT JOIN (SELECT {name} AS id, min({label}) AS name "
            f"FROM {{{'actors' if table == 'parties' else 'sources'}}} GROUP BY 1) USING (id)")  # fmt: skip


_OF_DAYS = f"WHERE key IN ({_CHOSEN})"
# As a reader draws it. By hand a side is as straight in kilometres of the area's middle as it is in degrees.
_CORNERS = ((44.2, 33.25), (44.35, 33.2), (44.6, 33.22), (44.55, 33.42), (44.3, 33.45))
_RADIUS, _EAST, _NORTH = "coalesce(radius_km, 0)", 111.32 * math.cos(math.radians(33.325)), 110.9
_REGIONS = ", ".join("'{{" + f'"regions":["{code}"]' + "}}'" for code in ("IQ", "IQ-AN", "IQ-DI"))


def _sides() -> tuple[str, str]:
    """Whether a point lies inside the corners, and the square of how many km it is from the nearest side."""
    crossed, apart = [], []
    for (ax, ay), (bx, by) in zip(_CORNERS, (*_CORNERS[1:], _CORNERS[0]), strict=True):
        crossed.append(f"(({ay} > lat) <> ({by} > lat) AND lon < {ax} + (lat - {ay}) * {(bx - ax) / (by - ay)})::INT")
        dx, dy = (bx - ax) * _EAST, (by - ay) * _NORTH
        x, y = f"((lon - {ax}) * {_EAST})", f"((lat - {ay}) * {_NORTH})"
        along = f"least(greatest(({x} * {dx} + {y} * {dy}) / {dx * dx + dy * dy}, 0), 1)"
        apart.append(f"pow({x} - {along} * {dx}, 2) + pow({y} - {along} * {dy}, 2)")
    return f"({' + '.join(crossed)}) % 2 = 1", f"least({', '.join(apart)})"


_HOLDS, _APART = _sides()
_DRAWN = (
    "SELECT count(*), count(*) FILTER ({sure} AND wholly), count(*) FILTER (precision = 5), "
    "count(*) FILTER (precision = 5 AND {sure} AND wholly), (SELECT count(*) FROM {incidents}) FROM "
    f"(SELECT *, coalesce(holds AND apart >= {_RADIUS} * {_RADIUS}, false) AS wholly FROM (SELECT *, {_HOLDS} AS "
    f"holds, {_APART} AS apart FROM {{incidents}} WHERE {{passes}} AND (lat IS NULL OR (lat BETWEEN 33.2 - {_RADIUS} / "
    f"110 AND 33.45 + {_RADIUS} / 110 AND lon BETWEEN 44.2 - {_RADIUS} / 90 AND 44.6 + {_RADIUS} / 90)))) "
    f"WHERE holds OR apart <= {_RADIUS} * {_RADIUS} OR (lat IS NULL AND (area IS NULL OR area IN ({_REGIONS})))",
)
_PAGE = f"SELECT {_ROW}, {{sure}} FROM {{incidents}} WHERE {{passes}} ORDER BY "
_MONTH = "date_trunc('month', DATE '1970-01-01' + {})"
_FIRST, _LAST = (_MONTH.format(name) for name in ("first_day", "last_day"))
_DATED = (f"SELECT {_FIRST}, {_LAST}, count(*) FROM {{incidents}} GROUP BY 1, 2",)
_SPAN = ("SELECT least(min(first_day), min(last_day)), greatest(max(first_day), max(last_day)) FROM {incidents}",)
_OPENED = (
    *(f"SELECT * FROM {{{table}}} WHERE key = $key" for table in ("incidents", "parties", "told_by", "claims")),
    "SELECT * FROM {sources} WHERE id IN (SELECT unnest(cites) FROM {claims} WHERE key = $key)",
)


def _cell(found: Shelf, given: Found) -> Any:
    return found.inside(given.days, CellId(8, 159, 102), limit=26, numbers=NUMBERS)


def _in_area(found: Shelf, given: Found) -> Any:
    return found.counts(replace(given.days, area=window(list(_CORNERS))), NUMBERS)


CASES = (
    Case("counts", lambda s, f: s.counts(f.days, NUMBERS), (_COUNTS,)),
    Case("counts, one actor", lambda s, f: s.counts(replace(f.days, actors=frozenset({f.actor})), NUMBERS),
         (_COUNTS + " AND key IN (SELECT key FROM {parties} WHERE actor = $actor)",)),
    Case("counts, a word", lambda s, f: s.counts(replace(f.days, text="baghdad"), NUMBERS),
         (_COUNTS + " AND contains(haystack, 'baghdad')",)),
    Case("counts, a word, other dates", lambda s, f: s.counts(replace(f.days, text="baghdad"), NUMBERS),
         (_COUNTS + " AND contains(haystack, 'baghdad')",), again=True),
    Case("counts, a drawn area", _in_area, _DRAWN, near=True),
    Case("counts, a drawn area, other dates", _in_area, _DRAWN, near=True, again=True),
    Case("selection of 300", lambda s, f: s.asker.ask(
        "selection", f.days, lambda _, rows, marks: rows.select("key", "first_day", "last_day", "sure").limit(
            marks.number("limit")), NUMBERS, {"limit": 301}),
         ("SELECT key, first_day, last_day, {sure} FROM {incidents} WHERE {passes} LIMIT 301",)),
    Case("cells of the country", lambda s, f: s.cells(f.days, IRAQ, 6, numbers=NUMBERS), _cells(IRAQ, 6)),
    Case("cells by kind", lambda s, f: s.cells(f.days, IRAQ, 6, by_kind=True, numbers=NUMBERS),
         _cells(IRAQ, 6, _KINDS)),
    Case("cells of a city", lambda s, f: s.cells(f.days, BAGHDAD, 12, numbers=NUMBERS), _cells(BAGHDAD, 12)),
    Case("points of a view", lambda s, f: s.points(f.days, IRAQ, 6, 250, NUMBERS),
         (f"SELECT {_ROW}, {{sure}} FROM {{incidents}} WHERE {_in(IRAQ, 6)} AND {{passes}} LIMIT 251",)),
    Case("extent", lambda s, f: s.extent(f.days, NUMBERS),
         ("SELECT min(lon), min(lat), max(lon), max(lat) FROM {incidents} WHERE {passes}", _AREA_TEXTS)),
    Case("histogram", lambda s, f: s.histogram(f.days, most=120, numbers=NUMBERS), _SPAN + _DATED),
    Case("facet actors", lambda s, f: s.facet(f.days, "actors", 60, NUMBERS),
         (_facet("actor", "parties", "id", "name", _OF_DAYS),)),
    Case("facet actors, everything", lambda s, _: s.facet(IncidentFilter(), "actors", 60, NUMBERS),
         (_facet("actor", "parties", "id", "name", ""),)),
    Case("facet sources", lambda s, f: s.facet(f.days, "sources", 60, NUMBERS),
         (_facet("source", "told_by", "publisher_id", "publisher", _OF_DAYS),)),
    Case("facet sources, everything", lambda s, _: s.facet(IncidentFilter(), "sources", 60, NUMBERS),
         (_facet("source", "told_by", "publisher_id", "publisher", ""),)),
    Case("facet sources, one actor",
         lambda s, f: s.facet(replace(f.days, actors=frozenset({f.actor})), "sources", 60, NUMBERS),
         (_facet("source", "told_by", "publisher_id", "publisher", f"WHERE key IN ({_CHOSEN} AND key IN "
                 "(SELECT key FROM {parties} WHERE actor = $actor))"),)),
    Case("facet kinds", lambda s, f: s.facet(f.days, "kinds", 60, NUMBERS),
         ("SELECT kind, count(*) AS n FROM {incidents} WHERE {passes} GROUP BY 1 ORDER BY n DESC, kind",)),
    Case("facet roles", lambda s, f: s.facet(f.days, "roles", 60, NUMBERS),
         (f"SELECT role, count(DISTINCT key) AS n FROM {{parties}} {_OF_DAYS} GROUP BY 1 ORDER BY n DESC, role",)),
    Case("facet contested", lambda s, f: s.facet(f.days, "contested", 60, NUMBERS),
         (f"SELECT count(*){_FIELDS} FROM {{incidents}} WHERE contested <> 0 AND {{passes}}",)),
    Case("page by date", lambda s, f: s.page(f.days, limit=100, numbers=NUMBERS),
         (_PAGE + "first_day, last_day, key LIMIT 100",)),
    Case("page by killed", lambda s, f: s.page(f.days, "killed", True, 0, 100, NUMBERS),
         (_PAGE + "killed_high DESC NULLS LAST, killed_low DESC NULLS LAST, key LIMIT 100",)),
    Case("page 51", lambda s, f: s.page(f.days, offset=5_000, limit=100, numbers=NUMBERS),
         (_PAGE + "first_day, last_day, key LIMIT 100 OFFSET 5000",)),
    Case("inside a cell", _cell,
         (_PAGE.replace("WHERE", "WHERE x >> 16 = 159 AND y >> 16 = 102 AND") + "first_day, last_day, key LIMIT 26",)),
    Case("provinces", lambda s, f: s.provinces(f.days, NUMBERS),
         ("SELECT province, count(*) AS n, count(*) FILTER ({sure}) FROM {incidents} WHERE province IS NOT NULL AND "
          "{passes} GROUP BY 1 ORDER BY n DESC, province LIMIT 120",)),
    Case("unplaced", lambda s, f: s.unplaced(f.days, 0, 25, NUMBERS),
         (_PAGE.replace("WHERE", "WHERE precision = 5 AND") + "first_day, last_day, key LIMIT 25",)),
    Case("find an id", lambda s, f: s.find(f.incident, NUMBERS), ("SELECT key FROM {incidents} WHERE id = $incident",)),
    Case("open an incident", lambda s, f: s.part([f.incident], NUMBERS),
         ("SELECT key FROM {incidents} WHERE id = $incident", *_OPENED,
          "SELECT dataset, max(n) FROM {sources} GROUP BY 1")),
)  # fmt: skip
