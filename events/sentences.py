"""A selection said as a sentence: what is shown, for the screen, the exports and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet
from events.fields import FIELD, KINDS
from events.filters import ANY_FIELD, IncidentFilter
from events.language import alternatives, listed, t, tn
from events.summary import Summary

PART_NAMES: Mapping[str, str] = {
    "dates": "the dates", "actors": "the actors", "role": "the role", "kinds": "the kinds",
    "area": "the drawn area", "datasets": "the choice of data sets", "sources": "the sources",
    "contested": "contested only", "text": "the search text",
}


def _dates(chosen: IncidentFilter) -> str:
    start, end = (phrases.day(one) if one else "" for one in (chosen.start, chosen.end))
    if start and end:
        return t("on {day}", day=start) if start == end else t("from {start} to {end}", start=start, end=end)
    if start:
        return t("from {day}", day=start)
    return t("until {day}", day=end) if end else t("on any date")


def _parties(chosen: IncidentFilter, dataset: DataSet) -> str:
    role = t(chosen.role, context="role") if chosen.role else ""
    if not chosen.actors:
        return t("any actor in the role: {role}", role=role) if role else t("all actors")
    names = alternatives(sorted(phrases.actor(one, dataset) for one in chosen.actors))
    if role:
        return t("involving {actors} (role: {role})", actors=names, role=role)
    return t("involving {actors}", actors=names)


def filter_sentence(chosen: IncidentFilter, dataset: DataSet) -> str:
    """The filter alone, without counts: "from … to …; involving …; all sources"."""
    parts = [_dates(chosen), _parties(chosen, dataset)]
    if chosen.kinds:
        parts.append(alternatives(t(KINDS[kind]).lower() for kind in KINDS if kind in chosen.kinds))
    if chosen.sources:
        names = [phrases.source_name(one) for one in dataset.sources if one.id in chosen.sources]
        parts.append(t("told by {sources}", sources=alternatives(names)))
    else:
        parts.append(t("all sources"))
    if ANY_FIELD in chosen.contested:
        parts.append(t("contested in any field"))
    elif chosen.contested:
        fields = [t(FIELD[key].label).lower() for key in FIELD if key in chosen.contested]
        parts.append(t("contested in {fields}", fields=alternatives(fields)))
    if chosen.area:
        parts.append(t("inside the drawn area"))
    if chosen.text:
        parts.append(t("with the words “{text}”", text=chosen.text))
    return listed(parts, "; ")


def _possibly(words: str, count: int) -> str:
    return t("{words}, and {n} possibly", words=words, n=f"{count:,}") if count else words


def counts(selection: Selection) -> tuple[str, str]:
    """What is on the map and what is in the tray: ("9 incidents and 3 reported parts of one", "Not placed: 8")."""

    def whole(summary: Summary) -> bool:
        return summary.is_placed and summary.parent is None

    def part(summary: Summary) -> bool:
        return summary.is_placed and summary.parent is not None

    sure, maybe = selection.count(whole)
    parts, maybe_parts = selection.count(part)
    tray, maybe_tray = selection.count(lambda summary: not summary.is_placed)
    shown = _possibly(tn("{n} incident", "{n} incidents", sure), maybe)
    if parts or maybe_parts:
        more = _possibly(tn("{n} reported part", "{n} reported parts", parts), maybe_parts)
        # With "possibly" on either side, "and" would join the wrong things.
        plain = not maybe and not maybe_parts
        shown = t("{one} and {other}", one=shown, other=more) if plain else listed([shown, more], "; ")
    return shown, _possibly(t("Not placed: {n}", n=tray), maybe_tray)


def counted(certain: int, possible: int, unplaced: int, unplaced_possible: int) -> tuple[str, str]:
    """The same for a selection that is only counted; the unplaced are part of the first two."""
    placed = certain - unplaced
    shown = _possibly(tn("{n} incident", "{n} incidents", placed), possible - unplaced_possible)
    return shown, _possibly(t("Not placed: {n}", n=f"{unplaced:,}"), unplaced_possible)


def selection_sentence(selection: Selection, dataset: DataSet) -> str:
    """The whole caption: counts, filter, and what is not placed."""
    shown, tray = counts(selection)
    return t("{shown}, {filter}. {tray}.", shown=shown, filter=filter_sentence(selection.filter, dataset), tray=tray)
