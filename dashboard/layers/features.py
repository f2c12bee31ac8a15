"""Incidents, links and bounds as the data that the map script draws. No folium, no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from shapely.geometry import mapping

from dashboard import wording
from dashboard.layers.popup import popup
from events import phrases
from events.catalogue import Catalogue, Selection
from events.language import current, data, t
from events.summary import Link, Summary
from geodata.places import Place
from geodata.regions import default_regions
from geodata.uncertainty import cut, geometry, representative_outline_point

OUTLINE_DEGREES = 0.02
"""Areas are drawn simplified to about 2 km: they are known no better than tens of kilometres."""

_MARGIN = 0.35
Bounds = list[list[float]]


@lru_cache(maxsize=512)
def _shape(place: Place) -> dict[str, Any]:
    """Point or outline of a place. Points are drawn where the gazetteer has them; nothing is moved for looks."""
    if place.precision.is_point:
        return {"lat": place.lat, "lon": place.lon, "radius_km": place.radius_km}
    area = geometry(place, default_regions())
    if area is None:
        return {}
    outline = cut(area.simplify(OUTLINE_DEGREES), 3)
    tag = representative_outline_point(outline)
    return {"area": mapping(outline), "tag_at": [round(degrees, 3) for degrees in tag]}


@lru_cache(maxsize=128)
def _bounds_of(place: Place) -> tuple[float, float, float, float] | None:
    area = geometry(place, default_regions())
    return area.bounds if area is not None else None


def feature(summary: Summary, catalogue: Catalogue, order: int) -> dict[str, Any]:
    """One placed incident for the map: mark, area, popup. The same at every change of the filter."""
    dataset, incident = catalogue.dataset, summary.incident
    return {
        "id": summary.id,
        "title": data(incident.title),
        "short": data(incident.short),
        "kind": incident.kind,
        "kind_label": wording.kind(incident.kind),
        "day": phrases.short_days(summary.days),
        "precision": summary.place.precision.value,
        "tag": t("{words}: {more}", words=phrases.short_days(summary.days), more=incident.short),
        "order": order,
        **_shape(summary.place),
        **popup(summary, dataset),
    }


def _cited(link: Link, catalogue: Catalogue) -> list[int]:
    return sorted({catalogue.dataset.number(claim.source) for claim in link.finding.claims})


def link_row(link: Link, catalogue: Catalogue) -> dict[str, Any]:
    """One link for the map: from where to where, how it is drawn, and who says so.

    A response is drawn as an arrow in time, from what it answers to the answer, and what was found as evidence
    from the event that it is evidence for: as in the chain.
    """
    in_time = link.field in ("response_to", "evidence_for")
    start, end = (link.target, link.origin) if in_time else (link.origin, link.target)
    return {
        "id": f"{link.origin}>{link.field}>{link.target}",
        "from": start,
        "to": end,
        "type": link.field,
        "stance": link.manner,
        "label": t(wording.LINK_LABELS[link.field], context="relation"),
        "cites": _cited(link, catalogue),
    }


def bounds(selection: Selection) -> Bounds | None:
    """South-west and north-east corner of what is selected."""
    return bounds_of(summary.place for summary in selection.all if summary.is_placed)


def bounds_of(places: Iterable[Place]) -> Bounds | None:
    """South-west and north-east corner of places; countries count only where nothing else is there."""
    placed = list(places)
    finer = [place for place in placed if place.precision.value != "country"] or placed
    boxes = [box for place in finer if (box := _bounds_of(place)) is not None]
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return [[south - _MARGIN, west - _MARGIN], [north + _MARGIN, east + _MARGIN]]


class Features:
    """The features of a catalogue, built once a language; a change of the filter only picks among them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._spoken: dict[str, tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]] = {}
        self._built()

    def _built(self) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
        """Incidents by id, and links, in the language of the run."""
        found = self._spoken.get(current())
        if found is None:
            placed = [summary for summary in self._catalogue.summaries if summary.is_placed]
            rows = {summary.id: feature(summary, self._catalogue, order) for order, summary in enumerate(placed)}
            found = self._spoken[current()] = rows, [link_row(link, self._catalogue) for link in self._catalogue.links]
        return found

    def incidents(self, selection: Selection) -> list[dict[str, Any]]:
        """The features of a selection, each marked where it is only possibly in the dates."""
        rows, _ = self._built()
        return [
            {**rows[summary.id], "possible": selection.is_possible(summary)}
            for summary in selection.all
            if summary.id in rows
        ]

    def links(self, selection: Selection) -> list[dict[str, Any]]:
        """The links whose two ends are both selected and placed."""
        rows, links = self._built()
        shown = {summary.id for summary in selection.all} & set(rows)
        return [link for link in links if link["from"] in shown and link["to"] in shown]
