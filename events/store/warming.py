"""Asking ahead what every visit asks, so that the first visitor does not wait for the texts of queries.

Building an expression and writing it as SQL takes some 10 to 50 ms, for a page some dozen times; the text is then kept
for every selection of data sets (``Asker``). What is asked here is asked of no data set, so that it is answered at
once; where there are sums, they are asked as well, and are then in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from events.filters import IncidentFilter
from events.store import bins
from events.store.counting import EVERYTHING
from events.store.facets import PARTS
from events.store.lookup import rows_with, sources_at, sources_placed
from events.store.pages import MOST_ROWS
from events.store.shelf import Shelf
from geodata.mercator import Bounds

_BY_ID = ("incidents", "sources", "origins", "actors")
_NOWHERE = "no-such-id"
_DAYS = IncidentFilter(start=date(2000, 1, 1), end=date(2000, 12, 31))
_BASE = (EVERYTHING, _DAYS)
_MORE = (
    *(replace(one, actors=frozenset({_NOWHERE})) for one in _BASE),
    *(replace(one, sources=frozenset({_NOWHERE})) for one in _BASE),
)
_ZOOMS = range(4, 14)
"""Of the map: at each the cells are of another size, which is part of the text."""
_WORLD = Bounds(-180, -85, 180, 85)
_WIDE, _HIGH = 900, 700
"""Of a map on a screen, in pixels."""


def warm(library: Shelf) -> None:
    """Have the texts of the usual queries ready: for no filter and for a window of days first, then for one choice.

    Safe in a thread beside the server; it takes a few seconds at most, whatever the size of the store.
    """
    none: frozenset[int] = frozenset()
    for chosen in (*_BASE, *_MORE):
        _count(library, chosen, none)
        library.selection(chosen, numbers=none)
        for view, zoom in _views() if chosen in _BASE else ():
            library.cells(chosen, view, zoom, numbers=none)
    library.points(EVERYTHING, next(_views())[0], 8, numbers=none)
    for length in (1 << power for power in range(10)):
        library.known(range(-length, 0), none)
    ids_of = getattr(library.asker.engine, "summed_ids", lambda _: None)
    by_number = ((number, ids_of(number)) for number in getattr(library.asker.engine, "numbers", ()))
    with_ids = [(number, tables) for number, tables in by_number if tables][:1]  # one text serves them all
    for length in (1 << power for power in range(7)):
        for table, column in (("incidents", "key"), ("claims", "key"), *((one, "id") for one in _BY_ID)):
            rows_with(library.asker, table, column, [-1 if column == "key" else _NOWHERE] * length, none)
        names = [f"{_NOWHERE}-{n}" for n in range(length)]
        sources_at(library.asker, [-1] * length, names, none)
        for number, tables in with_ids:
            sources_placed(library.asker, tables, names, number)
    library.page(EVERYTHING, limit=MOST_ROWS, numbers=none)
    library.find(_NOWHERE, none)
    library.part([_NOWHERE], none)
    if library.counted_singly(EVERYTHING) < library.counts().total:
        for chosen in (*_BASE, *_MORE):
            _count(library, chosen, None)
    for view, zoom in ((_WORLD, 0), *_views()):
        if library.adds_up(view, zoom):
            for chosen in _BASE:
                library.cells(chosen, view, zoom)


def _count(library: Shelf, chosen: IncidentFilter, numbers: frozenset[int] | None) -> None:
    library.counts(chosen, numbers)
    library.extent(replace(chosen, start=None, end=None), numbers)
    if chosen.start is None:
        # The axis is of all days; where there are none no unit is chosen, so each is asked for.
        library.span(chosen, numbers)
        for unit in bins.UNITS[:4]:
            library.bars(chosen, unit, (date.min, date.min), 1, numbers)
    for part in PARTS:
        library.facet(chosen, part, 1, numbers)


def _views() -> Iterator[tuple[Bounds, int]]:
    for zoom in _ZOOMS:
        degrees = 360 / (256 << zoom) / 2
        yield Bounds(44 - _WIDE * degrees, 33 - _HIGH * degrees, 44 + _WIDE * degrees, 33 + _HIGH * degrees), zoom
