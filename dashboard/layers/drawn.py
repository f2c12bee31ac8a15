"""What the map draws of a scope: whole as a payload, or only the part that follows the dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.holdings import Holdings
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.crowd_payload import bounds, crowd_drawn, crowd_payload
from dashboard.layers.features import Features
from dashboard.layers.payload import MapState, payload
from dashboard.scope import SMALL, Scope, look, look_at_many
from events.filters import IncidentFilter

Place = tuple[float, float, float] | None
"""Latitude, longitude and zoom of the map; None before it has told."""
_PARTS: dict[str, Any] = {"incidents": [], "links": [], "cells": None, "area_counts": [], "shaded": []}
"""What of the payload follows the dates, each with what stands for nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the map shows beside the scope."""

    state: MapState
    view: Place
    style: CellStyle
    listed: tuple[int, int, int] | str | None = None
    """The cell or area that is listed beside the map."""


def whole_payload(scope: Scope, features: Features, shown: Shown) -> dict[str, Any]:
    """All that is selected with its popups, or what the view shows of it."""
    if scope.is_pushed and scope.selection is not None:
        own = features if not scope.has_imported else Features(scope.catalogue)
        return payload(scope.catalogue, own, scope.selection, shown.state)
    generation = scope.holdings.library.generation
    return crowd_payload(scope, shown.state, shown.view, shown.style, generation, shown.listed)


def dated_parts(made: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a payload that follows the dates."""
    return {name: made.get(name, empty) for name, empty in _PARTS.items()}


def stands_for(parts: Mapping[str, Any]) -> int:
    """How many incidents the marks, cells, areas and provinces of such a part stand for."""
    cells: int = sum(row[4] + row[5] for row in (parts.get("cells") or {}).get("rows", ()))
    counted = [one for name in ("area_counts", "shaded") for one in parts.get(name) or ()]
    listed = len(parts.get("incidents") or ())
    return listed + cells + sum(int(one["certain"] + one["possible"]) for one in counted)


def ahead_parts(holdings: Holdings, features: Features, chosen: IncidentFilter, shown: Shown) -> dict[str, Any]:
    """The same for dates that a reader has just chosen. Where the view shows more than are taken apart, they need not
    be counted first."""
    many = look_at_many(holdings, chosen, shown.state.chosen) if shown.view else None
    parts = crowd_drawn(many, shown.view, shown.style, None) if many else {}
    if stands_for(parts) > SMALL:
        return dated_parts(parts)
    scope = look(holdings, chosen, shown.state.chosen)
    # Of a view that shows few of many, what was made already is what is drawn.
    return dated_parts(parts if many and scope.selection is None else whole_payload(scope, features, shown))


def drawn_parts(scope: Scope, features: Features, shown: Shown) -> dict[str, Any]:
    """The same for a step of the playback: ``scope`` has its dates in the filter.

    Only the filter of ``scope`` is of that step. Of many incidents nothing is counted but what the map draws.
    """
    if scope.counts.total <= SMALL:
        made = whole_payload(look(scope.holdings, scope.filter, shown.state.chosen), features, shown)
    else:
        many = replace(scope, selection=None)
        made = crowd_drawn(many, shown.view, shown.style, bounds(many))
    return dated_parts(made)
