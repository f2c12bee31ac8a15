"""The payload of the map for more incidents than are sent with their claims: what the view shows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard import wording
from dashboard.layers import crowd
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.features import Bounds, feature
from dashboard.layers.packing import pack
from dashboard.layers.payload import MapState, source_row
from dashboard.palette import colours
from dashboard.scope import Scope
from events.dates import Membership
from events.fields import KINDS
from events.filters import IncidentFilter
from events.store.cells import CellId, View
from events.store.pages import Row
from geodata.mercator import Bounds as Box

MOST_POINTS = 250
"""Single incidents that a view shows as marks; of more it shows cells. Both are bounded in bytes as well."""
MOST_CELLS = (500, 350, 220, 120)
BUDGET = 22_000
"""Bytes of what is drawn, packed: with all else that a run of the page sends, an interaction stays under 60 KB."""
MOST_AREAS = 40
_KINDS_AT_MOST = 300
"""Cells up to which counts by kind are sent along; of more they would not fit the budget."""


def bounds(scope: Scope) -> Bounds | None:
    """South-west and north-east corner of what is selected on any day: the same at every step of the dates."""
    box = scope.holdings.library.extent(replace(scope.filter, start=None, end=None), scope.numbers)
    if box is None:
        return None
    margin = crowd.MARGIN
    return [[box.south - margin, box.west - margin], [box.north + margin, box.east + margin]]


def _view(view: tuple[float, float, float] | None, whole: Bounds | None) -> tuple[Box, float]:
    """What the map shows now, and its zoom: where it stands, or how it fits the selection at first."""
    if view is not None:
        return Box(*crowd.view_bounds(*view)), view[2]
    if whole is None:
        return Box(-180.0, -80.0, 180.0, 80.0), 2.0
    (south, west), (north, east) = whole
    zoom = crowd.zoom_of(whole)
    return Box(*crowd.view_bounds((south + north) / 2, (west + east) / 2, zoom)), zoom


def _single(scope: Scope, view: View) -> dict[str, Row]:
    """Rows of the incidents that are alone in their cell or area, by id."""
    possible = {one.key: bool(one.n_possible) for one in view.cells if one.key is not None}
    possible |= {one.key: bool(one.n_possible) for one in view.areas if one.key is not None}
    known = scope.holdings.library.known(list(possible), scope.numbers)
    return {row.id: replace(row, possible=possible[key]) for key, row in known.items()}


def _drawn(scope: Scope, box: Box, zoom: float, style: CellStyle, most: int) -> dict[str, Any]:
    library, whole = scope.holdings.library, round(zoom)
    if style.shape == "provinces":
        return {"incidents": [], "area_counts": [],
                "shaded": crowd.shaded(library.provinces(scope.filter, scope.numbers), zoom)}  # fmt: skip
    view = library.cells(scope.filter, box, whole, most, style.colour == "kinds", scope.numbers)
    few = style.shape == "cells" and sum(one.n for one in view.cells) <= min(MOST_POINTS, most)
    points = library.points(scope.filter, box, whole, MOST_POINTS, scope.numbers) if few else ()
    alone = _single(scope, view)
    areas = [one for one in view.areas if one.id not in alone][:MOST_AREAS]
    lonely = [alone[one.id] for one in view.areas if one.id in alone][:MOST_AREAS]
    marks = (*(points or () if few else ()), *lonely)
    drawn: dict[str, Any] = {
        "incidents": [crowd.light(row, order, zoom) for order, row in enumerate(marks)],
        "area_counts": crowd.area_counts(areas, zoom),
    }
    if not few:
        split = len(view.cells) <= _KINDS_AT_MOST and style.colour == "kinds"
        drawn["cells"] = crowd.cells(view.cells, alone, split)
    return drawn


def _within_budget(scope: Scope, box: Box, zoom: float, style: CellStyle) -> dict[str, Any]:
    """What is drawn, in as many cells as fit ``BUDGET``: fewer and larger ones where their text would be too long."""
    drawn: dict[str, Any] = {}
    for most in MOST_CELLS:
        drawn = _drawn(scope, box, zoom, style, most)
        if len(pack(drawn)) <= BUDGET:
            break
    return drawn


def crowd_drawn(
    scope: Scope, view: tuple[float, float, float] | None, style: CellStyle, whole: Bounds | None
) -> dict[str, Any]:
    """The part of the payload that follows the dates. ``whole``: what ``bounds`` says of the scope."""
    box, zoom = _view(view, whole)
    drawn = _within_budget(scope, box, zoom, style)
    if scope.chosen is not None and scope.chosen.is_placed and _is_selected(scope):
        full = feature(scope.chosen, scope.catalogue, len(drawn["incidents"])) | {"possible": False}
        drawn["incidents"] = [one for one in drawn["incidents"] if one["id"] != scope.chosen.id] + [full]
    return drawn


def crowd_payload(
    scope: Scope, state: MapState, view: tuple[float, float, float] | None, style: CellStyle, generation: int,
    listed: tuple[int, int, int] | str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The value that ``Sourcepin.update`` takes.

    Args:
        view: latitude, longitude, zoom of the map; None before it has told.
        generation: of the store; what the map keeps of fetched popups is of one generation.
        listed: the cell or area that is listed beside the map; it is outlined.
    """
    whole = bounds(scope)
    drawn = crowd_drawn(scope, view, style, whole)
    present = {one.id for one in scope.holdings.library.facet(IncidentFilter(), "kinds", numbers=scope.numbers)}
    cited = scope.chosen.sources if scope.chosen else frozenset()
    dataset = scope.catalogue.dataset
    return {
        "v": 1,
        "live": True,
        "generation": generation,
        "theme": {"mode": state.mode, "colors": colours(state.mode)},
        "words": wording.map_words(cells=True),
        "kinds": [{"key": kind, "label": wording.kind(kind)} for kind in KINDS if kind in present],
        "home": list(dataset.meta.home),
        "bounds": whole,
        "sources": [source_row(source, dataset) for source in dataset.sources if source.id in cited],
        "links": [],
        "cell_style": {
            "size": style.size, "colour": style.colour, "split": style.colour == "kinds",
            "density": style.shape == "density",
        },
        "inside": "c:{}/{}/{}".format(*listed) if isinstance(listed, tuple) else None,
        "show_links": state.show_links,
        "chosen": state.chosen,
        "card": state.card,
        "area": [list(corner) for corner in area.corners] if (area := scope.filter.area) else None,
        "chosen_token": state.chosen_token,
        "fit_token": state.fit_token,
        "seen": state.seen,
        "playing": state.playing,
        **drawn,
    }  # fmt: skip


def _is_selected(scope: Scope) -> bool:
    if scope.chosen is not None and not (scope.filter.text or scope.filter.area):
        return scope.filter.membership(scope.chosen) is not Membership.NO
    key = scope.holdings.library.find(scope.chosen.id, scope.numbers) if scope.chosen else None
    return key is not None and bool(scope.holdings.library.rows(scope.filter, [key], scope.numbers))


def inside_page(
    scope: Scope, where: tuple[int, int, int] | str, page: int, size: int
) -> tuple[tuple[Row, ...], bool]:
    """A page of what a cell or an area holds, and whether there is another page."""
    library, start = scope.holdings.library, page * size
    if isinstance(where, str) and where.startswith(crowd.PROVINCE):
        code = where.removeprefix(crowd.PROVINCE)
        rows = library.in_province(scope.filter, code, start, size + 1, scope.numbers)
    else:
        wanted = where if isinstance(where, str) else CellId(*where)
        rows = library.inside(scope.filter, wanted, start, size + 1, scope.numbers)
    return rows[:size], len(rows) > size
