"""Everything that the map script needs for one state of the screen, as one JSON-able value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.layers.features import Features, bounds
from dashboard.palette import colours
from events import phrases
from events.catalogue import Catalogue, Selection
from events.citing import words_link
from events.dataset import DataSet
from events.fields import KINDS
from events.language import data
from events.model import Source


@dataclass(frozen=True, slots=True)
class MapState:
    """What the map shows beside the selection. Tokens that rise tell the script to act once."""

    chosen: str | None = None
    card: bool = False
    chosen_token: int = 0
    fit_token: int = 0
    seen: int = 0
    """Number of the last message from the map that is answered by this payload."""
    show_links: str = "chosen"
    mode: str = "light"
    playing: str | None = None
    """The series of steps that the player shows; None where the payload's own step is drawn."""


def source_row(source: Source, dataset: DataSet) -> dict[str, Any]:
    """What the map's popup says of a source."""
    return {
        "id": source.id,
        "n": dataset.number(source.id),
        "name": phrases.source_name(source),
        "title": data(source.title),
        "published": phrases.source_date(source.published),
        "words": words_link(source, ""),
    }


def payload(catalogue: Catalogue, features: Features, selection: Selection, state: MapState) -> dict[str, Any]:
    """The value that ``Sourcepin.update`` takes; equal for equal states, so that nothing is redrawn for nothing."""
    present = {summary.incident.kind for summary in catalogue.summaries if summary.is_placed}
    return {
        "v": 1,
        "theme": {"mode": state.mode, "colors": colours(state.mode)},
        "words": wording.map_words(),
        "kinds": [{"key": kind, "label": wording.kind(kind)} for kind in KINDS if kind in present],
        "home": list(catalogue.dataset.meta.home),
        "bounds": bounds(selection) or bounds(catalogue.everything),
        "sources": [source_row(source, catalogue.dataset) for source in catalogue.dataset.sources],
        "incidents": features.incidents(selection),
        "links": features.links(selection),
        "show_links": state.show_links,
        "chosen": state.chosen,
        "card": state.card,
        "area": [list(corner) for corner in area.corners] if (area := selection.filter.area) else None,
        "chosen_token": state.chosen_token,
        "fit_token": state.fit_token,
        "seen": state.seen,
        "playing": state.playing,
    }
