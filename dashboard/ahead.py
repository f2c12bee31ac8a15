"""The map of other dates, asked by the map itself when a reader lets go of the date slider.

The page is made anew as well and says the same; it has a caption, facets and lists to make, and Streamlit draws it
anew in the browser, which takes two to three times as long as the map alone. What is asked of the store is kept, so
that the page finds its answers there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.layers.drawn import Shown, ahead_parts
from dashboard.layers.packing import deflated
from dashboard.layers.payload import MapState
from dashboard.links import read_query
from dashboard.links_ahead import iso_window, read_style
from dashboard.settings import read_settings
from dashboard.shared import loaded
from dashboard.turns import AHEAD
from events.language import using
from events.problems import DataSetError


def drawn_ahead(query: Mapping[str, Sequence[str]]) -> bytes | None:
    """What the map draws of a screen's dates, as deflated JSON; None where only the page can say it.

    Args:
        query: the parameters of ``links_ahead.ahead_query`` with the dates and the view of the map.
    """
    with AHEAD.asking(what=tuple(next(iter(query.get(name, ())), None) for name in ("from", "to"))) as has_turn:
        return _drawn(query) if has_turn else None


def _drawn(query: Mapping[str, Sequence[str]]) -> bytes | None:
    settings = read_settings()
    if settings.address:
        return None
    try:
        whole = loaded(settings.dataset)
    except DataSetError:
        return None
    screen, _ = read_query(query, whole.catalogue.dataset, whole.holdings)
    if query.get("known") or screen.view is None or any(one not in query.get(name, ()) for name, one in zip(
            ("from", "to"), iso_window(screen.filter), strict=True)):  # fmt: skip
        return None
    at = (screen.view.lat, screen.view.lon, screen.view.zoom)
    shown = Shown(MapState(chosen=screen.chosen, show_links=screen.show_links), at, read_style(query))
    with using(screen.language):
        return deflated(ahead_parts(whole.holdings, whole.features, screen.filter, shown))
