"""The whole state of the screen as a link, and back. A declared table; nothing in it ever raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dashboard.known import Known, OfDataSet
from dashboard.layers.incident_layer import MapView
from dashboard.links_evidence import Evidence, evidence_query, read_evidence
from events.asof import steps
from events.dataset import DataSet
from events.dates import Days
from events.filters import IncidentFilter, from_query, to_query
from events.language import DEFAULT, LANGUAGES

_LINK_MODES = ("chosen", "all", "none")


@dataclass(frozen=True)
class Screen:
    """What a link restores: filter, chosen incident and its card, map view, which links are drawn."""

    filter: IncidentFilter = field(default_factory=IncidentFilter)
    chosen: str | None = None
    card: bool = False
    view: MapView | None = None
    show_links: str = "chosen"
    known: date | None = None
    """Day on which the sources shown were published; None for all of them."""
    evidence: Evidence = field(default_factory=Evidence)
    language: str = DEFAULT


def screen_query(screen: Screen, window: Days) -> dict[str, list[str]]:
    """The URL parameters of a screen. What is as at first is left out, so that plain links stay short.

    Args:
        screen: the state.
        window: the days that the data set opens with.
    """
    query = to_query(screen.filter)
    if screen.filter.window == window:
        query.pop("from", None)
        query.pop("to", None)
    if screen.chosen:
        query["incident"] = [screen.chosen]
        if screen.card:
            query["card"] = ["1"]
    if screen.show_links != "chosen":
        query["links"] = [screen.show_links]
    if screen.known:
        query["known"] = [screen.known.isoformat()]
    if screen.language != DEFAULT:
        query["lang"] = [screen.language]
    if screen.view:
        query["at"] = [f"{screen.view.lat:.3f},{screen.view.lon:.3f},{screen.view.zoom:g}"]
    return query | evidence_query(screen.evidence)


def possible_view(lat: float, lon: float, zoom: float) -> MapView | None:
    """A view of these degrees and this zoom, or None where no map could show it (nor "not a number")."""
    inside = -85 <= lat <= 85 and -180 <= lon <= 180 and 0 <= zoom <= 20
    return MapView(lat, lon, zoom) if inside else None


def _view(text: str) -> MapView | None:
    try:
        lat, lon, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return possible_view(lat, lon, zoom)


def _day(text: str, dataset: DataSet) -> date | None:
    """A day on which what is known of the data set changed; None for any other text."""
    return next((day for day in steps(dataset) if day.isoformat() == text), None)


def read_query(
    query: Mapping[str, Sequence[str]], dataset: DataSet, known: Known | None = None
) -> tuple[Screen, tuple[str, ...]]:
    """The screen that URL parameters describe, and what in them was not understood.

    An unknown parameter is someone else's and is passed over in silence; an unknown value of ours is named.

    Args:
        known: what exists beside the data set, in a store; by default nothing.
    """
    known = known or OfDataSet(dataset)
    chosen_filter, ignored = from_query(query, known.actors, known.sources, known.datasets)
    left = list(ignored)
    chosen_filter = _inside(chosen_filter, known.window_of(chosen_filter), left)

    def first(name: str) -> str:
        return next(iter(query.get(name, ())), "")

    chosen = first("incident") or None
    if chosen and not known.has_incident(chosen):
        left.append(f"incident={chosen}"[:60])
        chosen = None
    view = _view(first("at"))
    if first("at") and view is None:
        left.append(f"at={first('at')}"[:60])
    day = _day(first("known"), dataset)
    if first("known") and day is None:
        left.append(f"known={first('known')}"[:60])
    show_links = first("links") or "chosen"
    if show_links not in _LINK_MODES:
        left.append(f"links={show_links}"[:60])
        show_links = "chosen"
    evidence = read_evidence(query, dataset, left)
    language = first("lang") or DEFAULT
    if language not in LANGUAGES:
        left.append(f"lang={language}"[:60])
        language = DEFAULT
    card = bool(chosen) and first("card") == "1"
    return Screen(chosen_filter, chosen, card, view, show_links, day, evidence, language), tuple(left)


def _inside(chosen: IncidentFilter, window: Days, left: list[str]) -> IncidentFilter:
    """The filter with both days stated and inside the span of the data set, as the slider needs them."""
    days: dict[str, Any] = {}
    for name, part, bound in (("from", "start", window.start), ("to", "end", window.end)):
        day = getattr(chosen, part)
        if day is not None and window.start and window.end and not window.start <= day <= window.end:
            left.append(f"{name}={day}")
            day = None
        days[part] = day or bound
    return replace(chosen, **days)
