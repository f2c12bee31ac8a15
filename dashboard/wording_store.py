"""Texts about data sets, large selections, and what is listed page by page; the others stand in ``wording.py``."""

from __future__ import annotations

from dashboard import escaping
from events.language import t, tn

INCIDENTS_ALL_DAYS = "incidents, all days"
DATASETS, DATASETS_UNIT = "Data sets", "incidents"
CELLS_LABEL = "Drawn as"
SHAPES = {"cells": "cells", "density": "density", "provinces": "provinces"}
SIZE_LABEL, COLOUR_LABEL = "Size", "Colour"
SIZES = {"incidents": "incidents", "deaths": "killed", "sources": "sources", "none": "all alike"}
COLOURS = {"none": "plain", "contested": "contested", "deaths": "killed", "kinds": "kinds"}
EARLIER_PAGE, LATER_PAGE = "Previous page", "Next page"
INSIDE_TITLE, INSIDE_CLOSE = "What is inside", "Close the list"
ORDER = "Order"
ORDERS = {"date": "Date", "killed": "Killed", "sources": "Sources", "title": "Title"}
FEW_FOR_REPORT = "Report and evidence bundle are offered for at most {most} incidents: narrow the filter."
ASKING, OPENING = "Asking the cluster…", "Connecting to the cluster…"
NOT_IN_VIEW = "It is outside the filter."


def no_store(error: Exception) -> str:
    """Why the store has no answer, and what to do; Markdown. For whoever runs the server, so in one language."""
    return f"The store gave no answer. {escaping.markdown(str(error))}."


def too_many(count: int, most: int) -> str:
    """Why a view that compares claims shows nothing."""
    return t(
        "{n} incidents are selected; this view compares the claims of at most {most}. Narrow the dates, the actors or "
        "the area.", n=f"{count:,}", most=most,
    )


def too_many_for_map(count: int, most: int) -> str:
    """Why a selection is not offered as a map that is one file, and what to do."""
    return t(
        "{n} incidents are selected; a map in one file holds at most {most}. Narrow the dates, the actors or the area.",
        n=f"{count:,}", most=f"{most:,}",
    )


def page_of(number: int, size: int, total: int) -> str:
    """"51 – 100 of 7,473"."""
    first, last = number * size + 1, min((number + 1) * size, total)
    return t("{first} – {last} of {n}", first=f"{first:,}", last=f"{last:,}", n=f"{total:,}")


def incidents(certain: int, possible: int) -> str:
    """"1,705 incidents, and 12 possibly"."""
    words = tn("{n} incident", "{n} incidents", certain)
    return t("{words}, and {n} possibly", words=words, n=possible) if possible else words
