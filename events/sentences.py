"""A selection said as a sentence: what is shown, for the screen, the exports and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet
from events.fields import FIELD, KINDS
from events.filters import ANY_FIELD, IncidentFilter
from events.summary import Summary

PART_NAMES: Mapping[str, str] = {
    "dates": "the dates", "actors": "the actors", "role": "the role", "kinds": "the kinds",
    "area": "the drawn area", "sources": "the sources", "contested": "contested only", "text": "the search text",
}


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _possibly(count: int) -> str:
    return f", and {count} possibly" if count else ""


def _listed(words: Iterable[str], joint: str = "or") -> str:
    *most, last = list(words)
    return f"{', '.join(most)} {joint} {last}" if most else last


def _dates(chosen: IncidentFilter) -> str:
    if chosen.start and chosen.end:
        if chosen.start == chosen.end:
            return f"on {phrases.day(chosen.start)}"
        return f"from {phrases.day(chosen.start)} to {phrases.day(chosen.end)}"
    if chosen.start:
        return f"from {phrases.day(chosen.start)}"
    return f"until {phrases.day(chosen.end)}" if chosen.end else "on any date"


def filter_sentence(chosen: IncidentFilter, dataset: DataSet) -> str:
    """The filter alone, without counts: "from … to …; involving …; all sources"."""
    if chosen.actors:
        names = sorted(dataset.actors[one].name for one in chosen.actors)
        actors = f"involving {_listed(names)}" + (f" (role: {chosen.role})" if chosen.role else "")
    else:
        actors = f"any actor in the role: {chosen.role}" if chosen.role else "all actors"
    parts = [_dates(chosen), actors]
    if chosen.kinds:
        parts.append(_listed(KINDS[kind].lower() for kind in KINDS if kind in chosen.kinds))
    if chosen.sources:
        parts.append(f"told by {_listed(one.name for one in dataset.sources if one.id in chosen.sources)}")
    else:
        parts.append("all sources")
    if chosen.contested:
        fields = [FIELD[key].label.lower() for key in FIELD if key in chosen.contested]
        parts.append("contested in any field" if ANY_FIELD in chosen.contested else f"contested in {_listed(fields)}")
    if chosen.area:
        parts.append("inside the drawn area")
    if chosen.text:
        parts.append(f"with the words “{chosen.text}”")
    return "; ".join(parts)


def counts(selection: Selection) -> tuple[str, str]:
    """What is on the map and what is in the tray: ("9 incidents and 3 reported parts of one", "Not placed: 8")."""

    def whole(summary: Summary) -> bool:
        return summary.is_placed and summary.parent is None

    def part(summary: Summary) -> bool:
        return summary.is_placed and summary.parent is not None

    sure, maybe = selection.count(whole)
    parts, maybe_parts = selection.count(part)
    tray, maybe_tray = selection.count(lambda summary: not summary.is_placed)
    shown = _plural(sure, "incident") + _possibly(maybe)
    if parts or maybe_parts:
        # With "possibly" on either side, "and" would join the wrong things.
        joint = ";" if maybe or maybe_parts else " and"
        shown += f"{joint} {_plural(parts, 'reported part')}{_possibly(maybe_parts)}"
    return shown, f"Not placed: {tray}{_possibly(maybe_tray)}"


def selection_sentence(selection: Selection, dataset: DataSet) -> str:
    """The whole caption: counts, filter, and what is not placed."""
    shown, tray = counts(selection)
    return f"{shown}, {filter_sentence(selection.filter, dataset)}. {tray}."
