"""The only file that touches session state and the address bar, but for the forms (``state_contribute.py``).

The screen lives here as one :class:`Screen`. Widgets write into it through callbacks and are set from
it before they are drawn, so that slider, date fields, timeline, playback and links cannot disagree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard.deeds import is_timed
from dashboard.echoes import Echoes
from dashboard.known import Known
from dashboard.layers.incident_layer import MapView
from dashboard.links import Screen, possible_view, read_query, screen_query
from events.dataset import DataSet
from events.dates import Days
from events.language import DEFAULT, use
from geodata.windows import Window, window

_SCREEN, _IGNORED, _VIEW0 = "sp_screen", "sp_ignored", "sp_view0"
_CHOSEN_TOKEN, _FIT_TOKEN, _SEEN, _PLAYING = "sp_chosen_token", "sp_fit_token", "sp_seen", "sp_playing"
_REPLACED, _PINNED, _DECIDED = "sp_replaced", "sp_pinned", "sp_decided"
_LIST_FIELDS = ("actors", "kinds", "sources")


def start(dataset: DataSet, known: Known | None = None) -> None:
    """Once a session: read the address bar; later changes of it are ours. Each run: speak the screen's language."""
    if _SCREEN not in st.session_state:
        _open(dataset, known)
    st.session_state[_DECIDED] = False
    use(screen().language)


def _open(dataset: DataSet, known: Known | None) -> None:
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    screen, ignored = read_query(query, dataset, known)
    st.session_state[_SCREEN] = screen
    st.session_state[_IGNORED] = ignored
    st.session_state[_PINNED] = tuple(next(iter(query.get(name, [])), "")[:80] for name in ("v", "h"))
    st.session_state[_VIEW0] = screen.view
    st.session_state[_CHOSEN_TOKEN] = 1 if screen.chosen else 0
    st.session_state[_FIT_TOKEN] = 0 if screen.view else 1
    st.session_state[_SEEN], st.session_state[_PLAYING] = 0, False


def screen() -> Screen:
    """The state of the screen."""
    found: Screen = st.session_state[_SCREEN]
    return found


def change(**parts: Any) -> None:
    """Change parts of the screen (chosen, card, view, show_links)."""
    st.session_state[_SCREEN] = replace(screen(), **parts)


def change_filter(**parts: Any) -> None:
    """Change parts of the filter."""
    change(filter=replace(screen().filter, **parts))


def change_evidence(**parts: Any) -> None:
    """Change parts of the Evidence view (cell, counting, pair, relation)."""
    change(evidence=replace(screen().evidence, **parts))


def ignored() -> tuple[str, ...]:
    """What the address said that was not understood."""
    found: tuple[str, ...] = st.session_state.get(_IGNORED, ())
    return found


def pinned() -> tuple[str, str]:
    """Version and content hash of the permanent link that the session began with; empty for any other start."""
    version, short_hash = st.session_state.get(_PINNED, ("", ""))
    return version, short_hash


def write_address(window: Days) -> None:
    """Put the state into the address bar, where it differs; ``window``: the days that the page opens with."""
    wanted = screen_query(screen(), window)
    if {name: st.query_params.get_all(name) for name in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


# --- choosing and the map's tokens -------------------------------------------------------------


def choose(incident: str | None, card: bool | None = None) -> None:
    """Choose an incident from beside the map; the map then shows it and opens its popup."""
    change(chosen=incident, card=bool(incident) and (screen().card if card is None else card))
    st.session_state[_CHOSEN_TOKEN] += 1


def fit() -> None:
    """Ask the map to fit itself to what is selected."""
    st.session_state[_FIT_TOKEN] += 1


def tokens() -> tuple[int, int, int]:
    """(chosen_token, fit_token, number of the last message seen from the map)."""
    state = st.session_state
    return state[_CHOSEN_TOKEN], state[_FIT_TOKEN], state[_SEEN]


def first_view() -> MapView | None:
    """The view that the session began with: the map is built from it once, and never again."""
    found: MapView | None = st.session_state[_VIEW0]
    return found


def _area(corners: object) -> Window | None:
    """A drawn area from the map's message; None for none, or for what is no area."""
    try:
        return window([(float(lon), float(lat)) for lon, lat in corners]) if isinstance(corners, list) else None
    except (TypeError, ValueError):
        return None


def hear(message: dict[str, Any], known: Known) -> bool:
    """Take over a message of the map, once. True where it changed what is chosen or the card."""
    number = message.get("n")
    if not isinstance(number, int | float) or number <= st.session_state[_SEEN]:
        return False
    st.session_state[_SEEN] = number
    view = message.get("view")
    if isinstance(view, dict):
        at = [part for name in ("lat", "lon", "zoom") if isinstance(part := view.get(name), int | float)]
        if len(at) == 3 and (seen := possible_view(*at)):
            change(view=seen)
    chosen = message.get("chosen")
    chosen = chosen if isinstance(chosen, str) and known.has_incident(chosen) else None
    card = bool(message.get("card")) and chosen is not None
    before, token = screen(), message.get("token")
    if isinstance(token, int | float) and token < st.session_state[_CHOSEN_TOKEN]:
        return False  # said before the map heard of the newest choice beside it, which it must not undo
    change(chosen=chosen, card=card)
    if "area" in message:
        change_filter(area=_area(message["area"]))
    return (before.chosen, before.card) != (chosen, card)


def mode() -> str:
    """"light" or "dark": the theme that the reader sees."""
    found: str = st.context.theme.type or "light"
    return found


# --- dates ----------------------------------------------------------------------------------------


def set_window(start_day: date, end_day: date, span: Days) -> None:
    """Set the window, kept inside the span and in order."""
    first, last = span.start or start_day, span.end or end_day
    low, high = sorted((start_day, end_day))
    low, high = min(max(low, first), last), max(min(high, last), first)
    change_filter(start=low, end=high)


def step_window(days: int, span: Days) -> bool:
    """Move the window by whole days, its length kept. False where it already stands at that end."""
    chosen = screen().filter
    if not (chosen.start and chosen.end and span.start and span.end):
        return False
    room = (span.start - chosen.start) if days < 0 else (span.end - chosen.end)
    move = max(timedelta(days=days), room) if days < 0 else min(timedelta(days=days), room)
    if not move:
        return False
    change_filter(start=chosen.start + move, end=chosen.end + move)
    return True


def playing() -> bool:
    """True while playback moves the window."""
    return bool(st.session_state[_PLAYING])


def set_playing(on: bool) -> None:
    """Start or stop playback."""
    st.session_state[_PLAYING] = on


# --- lists of options -------------------------------------------------------------------------


def toggle(part: str, option: str, on: bool) -> None:
    """Tick or untick one option of a list of the filter (actors, kinds, sources)."""
    if part not in _LIST_FIELDS:
        raise ValueError(f"part: expected one of {_LIST_FIELDS}, got {part!r}")
    options: frozenset[str] = getattr(screen().filter, part)
    change_filter(**{part: options | {option} if on else options - {option}})


def clear(window: Days) -> None:
    """Back to everything: every part of the filter open, nothing chosen, all the days of the window."""
    blank = Screen(view=screen().view, language=screen().language)
    st.session_state[_SCREEN] = replace(blank, filter=replace(blank.filter, start=window.start, end=window.end))
    st.session_state[_IGNORED] = ()
    st.session_state[_PLAYING] = False
    st.session_state[_CHOSEN_TOKEN] += 1
    st.session_state[_FIT_TOKEN] += 1
    decide()


def decide() -> None:
    """A button set what other widgets show. A browser sends their values along: in this run they are no wish."""
    st.session_state[_DECIDED] = True


def put(key: str, value: Any) -> None:
    """Set a widget from the screen before it is drawn."""
    if st.session_state.get(key) != value:
        if key in st.session_state:
            st.session_state.setdefault(_REPLACED, Echoes()).replaced(key, st.session_state[key])
        st.session_state[key] = value


def is_echo(key: str) -> bool:
    """True where a widget's change is not heard: it repeats a value that was just replaced, or a button decided, or
    the page's clock and no reader sent it: then it is what a slow browser shows, however long ago."""
    echoes: Echoes = st.session_state.get(_REPLACED) or Echoes()
    return bool(st.session_state.get(_DECIDED)) or is_timed() or echoes.holds(key, st.session_state[key])


def spoken(name: str) -> str:
    """The key of a widget whose options a browser sends as words: in each language it is a widget of its own."""
    return name if screen().language == DEFAULT else f"{name}_{screen().language}"


def get(key: str) -> Any:
    """A widget's value inside its callback."""
    return st.session_state[key]


def address(window: Days) -> str:
    """The whole link to this screen, as a colleague would open it."""
    base = (st.context.url or "").split("?", 1)[0]
    base = base if urlsplit(base).path else f"{base}/"
    query = urlencode(screen_query(screen(), window), doseq=True)
    return f"{base}?{query}" if query else base
