"""The timeline under the map: one shape per incident at its day, and the window of dates as a brush.

Two parts: :func:`timeline_data` makes a JSON-able dict out of incidents (pure, no drawing), :func:`timeline`
shows it in the page and returns what the reader did. The drawing is in the scripts beside this file, which a browser
loads as one (``dashboard/layers/page_script.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypedDict

from streamlit.components.v2 import component

from dashboard import state
from dashboard.components.timeline_bins import BIN_WORDS, TimelineBins, bins_data
from dashboard.layers.page_script import loader

ROLES = ("page", "raised", "ink1", "ink2", "ink3", "rule", "frame", "control", "accent", "accentGround", "focus")
KINDS = ("rocket", "air", "battle", "explosion", "civilians", "protest", "crowd", "find", "context")
WORDS = ("lang", "title", "subtitle", "linked", "not_placed", "window_start", "window_end", *BIN_WORDS)


@dataclass(frozen=True)
class TimelineItem:
    """One incident. ``start`` to ``end`` are its days, both inclusive, at the time of the place.

    ``label`` is the short text beside the mark, ``title`` the whole sentence read out and shown on hover.
    ``placed`` false draws a bar in the row "Not placed"; ``possible`` draws it hollow (only possibly in the
    chosen dates); ``included`` false draws it pale (the filter leaves it out). ``aside`` true draws its mark
    at 45 % (not in the chain of the chosen incident).
    """

    id: str
    label: str
    kind: str
    start: date
    end: date
    placed: bool
    possible: bool
    included: bool
    chosen: bool
    title: str
    aside: bool = False


@dataclass(frozen=True)
class TimelineArc:
    """A link of the chosen incident, from the id ``start`` to the id ``end``.

    ``manner`` is stated, contested or speculated; ``same`` draws it double and without a head; ``pale`` where
    the filter leaves one end out. ``text`` says the relation and who states it.
    """

    start: str
    end: str
    manner: str
    same: bool
    pale: bool
    text: str


class TimelineData(TypedDict):
    """What the browser gets; dates are ISO text, ``window`` and ``axis`` are [first day, last day]."""

    items: list[dict[str, Any]]
    arcs: list[dict[str, Any]]
    window: list[str]
    axis: list[str]
    bins: dict[str, Any] | None
    playing: str | None
    colors: dict[str, str]
    words: dict[str, str]


@dataclass(frozen=True)
class TimelineEvent:
    """What the reader did: chose an incident, or set the window (first and last day, inclusive)."""

    choose: str | None = None
    window: tuple[date, date] | None = None


def timeline_data(
    items: Iterable[TimelineItem],
    window: tuple[date, date],
    axis: tuple[date, date],
    colors: Mapping[str, Any],
    words: Mapping[str, str],
    arcs: Iterable[TimelineArc] = (),
    bins: TimelineBins | None = None,
    playing: str | None = None,
) -> TimelineData:
    """Makes the component's data. ``colors`` is the palette as sent to the map (roles and ``kinds``).

    ``words`` needs the keys of ``WORDS``. Items that end before or start after ``axis`` are left out, and the
    arcs to them; others are cut to it, and the window is.
    ``bins`` are drawn in place of items. While the series of steps ``playing`` is played, the player moves the window.
    ValueError for dates the wrong way round, or a missing colour or word.
    """
    for name, (first, last) in (("window", window), ("axis", axis)):
        if first > last:
            raise ValueError(f"{name}: expected first day <= last day, got {first} to {last}; swap the two")
    kinds = colors.get("kinds", {})
    _need("colors", ROLES, colors)
    _need('colors["kinds"]', KINDS, kinds)
    _need("words", WORDS, words)
    shown = [_item(i, axis) for i in items if i.end >= axis[0] and i.start <= axis[1]]
    ids = {item["id"] for item in shown}
    return {
        "items": shown,
        "arcs": [asdict(arc) for arc in arcs if {arc.start, arc.end} <= ids],
        "window": [_clamp(day, axis).isoformat() for day in window],
        "axis": [day.isoformat() for day in axis],
        "bins": bins_data(bins, axis) if bins else None,
        "playing": playing,
        "colors": {role: str(colors[role]) for role in ROLES} | {kind: str(kinds[kind]) for kind in KINDS},
        # Plain "en" would put the month before the day.
        "words": {key: str(words[key]) for key in WORDS} | ({"lang": "en-GB"} if words["lang"] == "en" else {}),
    }


def timeline_event(choose: object, window: object, data: TimelineData) -> TimelineEvent | None:
    """Reads what the browser sent; anything that does not fit ``data`` is ignored, never an error."""
    chosen = choose if isinstance(choose, str) and any(i["id"] == choose for i in data["items"]) else None
    days = _window(window, data)
    return TimelineEvent(chosen, days) if chosen is not None or days is not None else None


def timeline(
    data: TimelineData, *, key: str, on_event: Callable[[TimelineEvent], None] | None = None
) -> TimelineEvent | None:
    """Draws the timeline and returns what the reader just did, once, or None.

    ``on_event`` hears the same event before the page runs, so that one action costs one run. The height is
    190 px, 128 px where there is less than 480 px of width. Not for use in a form: Streamlit delivers no
    triggers there.
    """

    def heard() -> None:
        event = _read(state.get(key), data)
        if event is not None and on_event is not None:
            on_event(event)

    # Streamlit adds a trigger to the result only if it has a callback.
    return _read(_mount(key=key, data=data, on_choose_change=heard, on_window_change=heard), data)


def _read(result: object, data: TimelineData) -> TimelineEvent | None:
    values = result if isinstance(result, Mapping) else {}
    return timeline_event(values.get("choose"), values.get("window"), data)


def _need(name: str, keys: Iterable[str], given: Mapping[str, Any]) -> None:
    missing = [key for key in keys if key not in given]
    if missing:
        raise ValueError(f"{name}: expected {', '.join(keys)}; missing {', '.join(missing)}; add them")


def _clamp(day: date, axis: tuple[date, date]) -> date:
    return max(axis[0], min(day, axis[1]))


def _item(item: TimelineItem, axis: tuple[date, date]) -> dict[str, Any]:
    if item.start > item.end:
        raise ValueError(f"incident {item.id}: expected start <= end, got {item.start} to {item.end}; swap the two")
    return {
        "id": item.id,
        "label": item.label,
        "kind": item.kind if item.kind in KINDS else "context",
        "start": _clamp(item.start, axis).isoformat(),
        "end": _clamp(item.end, axis).isoformat(),
        "placed": item.placed,
        "possible": item.possible,
        "included": item.included,
        "chosen": item.chosen,
        "title": item.title,
        "aside": item.aside,
    }


def _window(value: object, data: TimelineData) -> tuple[date, date] | None:
    if not isinstance(value, Mapping):
        return None
    try:
        first, last = (date.fromisoformat(str(value.get(end))) for end in ("start", "end"))
    except ValueError:
        return None
    axis = (date.fromisoformat(data["axis"][0]), date.fromisoformat(data["axis"][1]))
    return (first, last) if axis[0] <= first <= last <= axis[1] else None


_mount = component(
    "sourcepin_timeline",
    html='<div class="timeline"></div>',
    js=loader("timeline"),
)
