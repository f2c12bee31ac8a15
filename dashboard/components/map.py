"""The map on the page: hands the payload to streamlit-folium and hears what the map says."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from streamlit_folium import st_folium

from dashboard import state, state_ahead, state_playing
from dashboard.known import Known
from dashboard.layers.drawn import Shown, whole_payload
from dashboard.layers.features import Features
from dashboard.layers.incident_layer import MapView, base_map, incident_group
from dashboard.layers.payload import MapState
from dashboard.links_ahead import ahead_query, iso_window
from dashboard.scope import Scope
from dashboard.settings import read_settings
from dashboard.state_store import cell_style, hear_inside, inside

_KEY = "map"
_MESSAGE = "last_object_clicked_tooltip"
"""The one object of streamlit-folium that our script writes into, so that nothing else causes a rerun."""
MESSAGE_LIMIT = 4000
HOME_VIEW = MapView(33.6, 43.2, 6.5)
HEIGHT = 568


def parse_message(value: object) -> dict[str, Any]:
    """A message of the map as a mapping; empty for anything that is none. It comes from a browser: never trusted."""
    if not isinstance(value, str) or len(value) > MESSAGE_LIMIT:
        return {}
    try:
        message = json.loads(value)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def map_state() -> MapState:
    """What the payload needs from the state of the screen."""
    screen = state.screen()
    chosen_token, fit_token, seen = state.tokens()
    return MapState(
        chosen=screen.chosen,
        card=screen.card,
        chosen_token=chosen_token,
        fit_token=fit_token,
        seen=seen,
        show_links=screen.show_links,
        mode=state.mode(),
        playing=state_playing.series(),
    )


def _heard(known: Known) -> None:
    """A message came: take it over before the page runs, so that one click is one run."""
    answer = state.get(_KEY)
    message = parse_message(answer.get(_MESSAGE) if isinstance(answer, dict) else None)
    state.hear(message, known)
    hear_inside(message)


def _view() -> tuple[float, float, float] | None:
    at = state.screen().view
    return (at.lat, at.lon, at.zoom) if at else None


def shown() -> Shown:
    """What this session's map shows."""
    return Shown(map_state(), _view(), cell_style(), inside())


def _ahead(scope: Scope) -> dict[str, Any] | None:
    """How the map asks for other dates before the page does (``dashboard/ahead.py``); None where it must not.

    While it is played the steps come by themselves. A cluster, and what was known on a day, are asked by the page.
    """
    screen = state.screen()
    if screen.known or state.playing() or read_settings().address:
        return None
    return {"query": ahead_query(screen, cell_style()), "window": iso_window(scope.filter)}


def incident_map(scope: Scope, features: Features) -> None:
    """Draw the map. What a reader does on it arrives in the state of the screen before the next run."""
    ahead = _ahead(scope)
    state_ahead.said(ahead)
    made = whole_payload(scope, features, shown()) | {"ahead": ahead}
    state_playing.drew(row["key"] for row in made.get("area_counts", ()))
    st_folium(
        base_map(state.first_view() or HOME_VIEW),
        key=_KEY,
        feature_group_to_add=incident_group(made),
        returned_objects=[_MESSAGE],
        use_container_width=True,
        height=HEIGHT,
        on_change=partial(_heard, scope.holdings),
    )
