"""The words inside the map's frame and on the timeline: their scripts ask for them by key."""

from __future__ import annotations

from dashboard.cell_words import cell_words
from events import phrases
from events.language import current, direction, t

MAP_WORDS = {
    "lang": "en",
    "dir": "ltr",
    "legend": "Legend",
    "legend_kind": "Kind of incident",
    "legend_precision": "How exactly the place is known",
    "site": "Site: solid mark",
    "locality": "Locality: ring, true size",
    "area": "Area only: hatched, no point",
    "title": "By day",
    "subtitle": "days at the place",
    "linked": "what led to the chosen incident, and what followed",
    "not_placed": "Not placed",
    "window_start": "First day of the window",
    "window_end": "Last day of the window",
    "stack": "Stack: opens on click",
    "possible": "Possibly in the selection",
    "link_stated": "stated, not disputed",
    "link_contested": "contested",
    "link_speculated": "speculation, so named",
    "link_same": "said to be the same event",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "fit": "Fit to the incidents shown",
    "fullscreen": "Full screen",
    "fullscreen_exit": "Leave full screen",
    "full_legend": "Full legend",
    "area_filter": "Filter by area",
    "area_view": "What this view shows",
    "area_box": "Draw a rectangle",
    "area_shape": "Draw a polygon",
    "area_clear": "Remove the area",
    "area_box_hint": "Click two opposite corners; Escape leaves",
    "area_shape_hint": "Click the corners; a double click, Enter or the first corner closes; Escape leaves",
    "offline_count": "{certain} in these dates, and {possible} possibly",
    "close": "Close",
    "all_claims": "All {n} claims",
    "attribution": "Natural Earth · GeoNames CC BY 4.0 · nothing is loaded from outside",
    "map_label": "Map of reported incidents; the List view holds the same as a table",
    "paragraph": "paragraph {n}",
    "citing": "citing {source}",
    "says": "says {who}",
    "open_words": "open these words",
    "not_stated": phrases.NOT_STATED,
    "agreed": "agreed",
    "range": "range",
    "contested": "contested",
    "single": "single source",
    "date": "Date",
    "place": "Place",
    "comma": ", ",
    "quoted": "“{text}”",
}


def map_words(cells: bool = False) -> dict[str, str]:
    """The words in the language of the run. What they leave open (``{n}``) the scripts fill in.

    Args:
        cells: also those about cells and bars; they are sent only where there are some.
    """
    more = cell_words() if cells else {}
    return {key: t(words) for key, words in MAP_WORDS.items()} | more | {"lang": current(), "dir": direction()}


def timeline_words() -> dict[str, str]:
    """The same for the timeline, whose script has the browser name the months: as in Iraq, in Western digits."""
    words = map_words(cells=True)
    return words | {"lang": _LOCALES.get(words["lang"], words["lang"])}


_LOCALES = {"ar": "ar-IQ-u-nu-latn"}
