"""A large selection as a map that is one file: read from the store a page at a time, written as it is read.

A page of the list names some hundred incidents in order of date; these are taken apart into claims together, written
as text, and let go. What stays in memory until the end is what the map draws, as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from dashboard.escaping import script_json
from dashboard.layers.features import Features, bounds_of, link_row
from dashboard.layers.offline import Titles, closing, dated, offline_map, opening, section
from dashboard.layers.payload import MapState, payload
from dashboard.scope import Scope
from dashboard.wording_store import too_many_for_map
from events.calls import CallError
from events.catalogue import Catalogue, Selection
from events.exporting.source import About
from events.fields import KINDS
from events.joining import joined
from events.sentences import filter_sentence
from events.store.pages import MOST_ROWS, Row
from geodata.places import Place, Precision

MOST_ON_MAP = 2_000
"""Incidents of a map in one file: of more, a browser opens it and follows its dates too slowly (docs/export.md)."""


class TooManyForMap(CallError):
    """More is selected than a map in one file holds; the message says how many, and what to do."""


def fits_on_map(scope: Scope) -> bool:
    """Whether what is selected can be taken away as a map that is one file."""
    return scope.size <= MOST_ON_MAP


def refuse_too_many(scope: Scope) -> None:
    """Raises TooManyForMap where more is selected than fits."""
    if not fits_on_map(scope):
        raise TooManyForMap(too_many_for_map(scope.size, MOST_ON_MAP))


def _pages(scope: Scope) -> Iterator[tuple[Row, ...]]:
    """What is selected in order of date, a query a page."""
    library = scope.holdings.library
    for offset in range(0, MOST_ON_MAP, MOST_ROWS):
        rows = library.page(scope.filter, "date", False, offset, MOST_ROWS, scope.numbers)
        if rows:
            yield rows
        if len(rows) < MOST_ROWS:
            return


def _catalogue(scope: Scope, rows: tuple[Row, ...]) -> Catalogue:
    """The incidents of a page with what their claims need; sources have the numbers that they have on the screen."""
    holdings = scope.holdings
    own, library = holdings.curated.by_id, holdings.library
    part = library.part([row.id for row in rows if row.id not in own], holdings.everywhere)
    curated = [own[row.id] for row in rows if row.id in own]
    return joined(holdings.curated.dataset, curated, part, scope.window, {}, {})


class _Drawn:
    """What the map needs of all pages together."""

    def __init__(self, placed: frozenset[str]) -> None:
        self._placed = placed
        self._places: dict[Place, None] = {}
        self._kinds: dict[str, dict[str, Any]] = {}
        self._last: dict[str, Any] = {}
        self._sources: dict[str, dict[str, Any]] = {}
        self._links: list[dict[str, Any]] = []
        self.rows: list[str] = []
        """For each page its features: JSON text for a script, with commas between."""

    def add(self, catalogue: Catalogue, selection: Selection, before: int) -> None:
        """Take in a page; ``before`` is how many incidents stand in front of it."""
        found = self._last = payload(catalogue, Features(catalogue), selection, MapState(fit_token=1))
        features = [{**dated(row, catalogue), "order": before + row["order"]} for row in found["incidents"]]
        self.rows += [",".join(map(script_json, features))] if features else []
        self._places |= {one.place: None for one in selection.all if one.is_placed}
        self._kinds |= {kind["key"]: kind for kind in found["kinds"]}
        self._sources |= {source["id"]: source for source in found["sources"]}
        self._links += [link_row(link, catalogue) for link in catalogue.links
                        if {link.origin, link.target} <= self._placed]  # fmt: skip

    def whole(self) -> dict[str, Any]:
        """The payload of all pages without its incidents: words and theme are the same in each of them."""
        return {
            **self._last,
            "incidents": [],
            "kinds": [self._kinds[key] for key in KINDS if key in self._kinds],
            "bounds": bounds_of(self._places),
            "sources": list(self._sources.values()),
            "links": self._links,
        }


def _selection(scope: Scope, catalogue: Catalogue, rows: tuple[Row, ...]) -> Selection:
    shown = [(catalogue.by_id[row.id], row.possible) for row in rows if row.id in catalogue.by_id]
    certain, possible = (tuple(one for one, maybe in shown if maybe is wanted) for wanted in (False, True))
    return Selection(scope.filter, certain, possible, scope.counts.total)


def write_map(scope: Scope, said: About, out: BinaryIO) -> None:
    """Write what is selected as a page that opens from disk.

    Args:
        said: names of the data sets, licences and the day.

    Raises:
        TooManyForMap: more is selected than fits.
    """
    refuse_too_many(scope)
    shown, tray = scope.said
    names = "; ".join(one.words for one in said.datasets)
    titles = Titles(
        said.title,
        f"{shown}, {filter_sentence(scope.filter, scope.catalogue.dataset)}. {tray}.",
        f"{names}, exported {said.date} by {said.product}",
    )
    out.write(opening(titles).encode())
    pages = tuple(_pages(scope))
    placed = frozenset(row.id for page in pages for row in page if row.precision is not Precision.UNPLACED)
    drawn = _Drawn(placed)
    for number, page in enumerate(pages or ((),)):
        catalogue = _catalogue(scope, page)
        selection = _selection(scope, catalogue, page)
        out.write("".join(section(one, catalogue.dataset) for one in selection.all).encode())
        drawn.add(catalogue, selection, number * MOST_ROWS)
    for text in closing(titles, drawn.whole(), drawn.rows):
        out.write(text.encode())


def small_map(catalogue: Catalogue, selection: Selection, said: About | None = None) -> bytes:
    """The page of a selection that is taken apart.

    Args:
        said: puts names and the day into it; without, as in the bundle, the same selection gives the same bytes.
    """
    names = "; ".join(one.words for one in said.datasets) if said else ""
    origin = f"{names}, exported {said.date} by {said.product}" if said else ""
    return offline_map(catalogue, Features(catalogue), selection, said.title if said else "", origin).encode()


def write_file(scope: Scope, said: About, out: BinaryIO) -> None:
    """Write what is selected, be it taken apart or not, as the panel gives it.

    Raises:
        TooManyForMap: more is selected than fits.
    """
    refuse_too_many(scope)
    if scope.selection is None:
        write_map(scope, said, out)
    else:
        out.write(small_map(scope.catalogue, scope.selection, said))
