"""The words of cells, of counted provinces and of the histogram: what the map shows when incidents are many.

The scripts put numbers into them and know one language's plural forms no more than another's, so that a count stands in
a form that fits every number, and one alone has a word of its own.
"""

from __future__ import annotations

from events.language import t

CELL_WORDS = {
    "cell_n": "{n} incidents",
    "cell_1": "1 incident",
    "cell_possible": "{n} possibly",
    "cell_killed": "killed {n}",
    "cell_killed_least": "killed at least {n}",
    "cell_killed_none": "killed: not stated",
    "cell_contested": "{n} contested",
    "cell_sources": "{n} sources",
    "cell_zoom": "zoom in",
    "cell_list": "list what is inside",
    "cell_list_button": "List what is inside",
    "cell_ring": "Pale: possibly in the selection",
    "size_incidents": "Size: incidents",
    "size_deaths": "Size: people killed, upper figure",
    "size_sources": "Size: sources",
    "colour_contested": "Colour: share contested",
    "colour_deaths": "Colour: people killed, upper figure",
    "colour_kinds": "Colour: most frequent kind",
    "ring_kinds": "Ring: shares of the kinds",
    "density": "Density of incidents",
    "density_less": "few",
    "density_more": "many",
    "shaded": "Incidents by province",
    "counted_area": "Only the province is known: counted",
    "semicolon": "; ",
    "popup_waiting": "The claims are on their way …",
    "popup_failed": "The claims could not be fetched.",
    "popup_again": "Try again",
    "bins_day": "Incidents by day",
    "bins_week": "Incidents by week",
    "bins_month": "Incidents by month",
    "bins_year": "Incidents by year",
    "bin_week": "Week from {when}",
    "bin": "{when}: {n}",
    "bin_possible": "{when}: {n}, and {possible} possibly",
    "bins_certain": "in the selection",
    "bins_possible": "possibly",
}


def cell_words() -> dict[str, str]:
    """The words in the language of the run, what they leave open (``{n}``) for the scripts to fill in."""
    return {key: t(words, context="cell") for key, words in CELL_WORDS.items()}
