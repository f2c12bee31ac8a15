"""The filter: one frozen value that the screen, the URL, the caption, the exports and the tests share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.dates import Days, Membership
from events.fields import FIELD, KINDS, ROLES
from events.summary import Summary
from geodata.names import fold
from geodata.windows import Window, WindowError, inside, parse_window

ANY_FIELD = "any"
"""In ``contested``: whatever the field."""
TEXT_LIMIT = 200
"""Longest search text: a link is no place for a document."""


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents to show. An empty part lets everything pass; parts are combined with *and*."""

    start: date | None = None
    """First day of the window, or None for an open start."""
    end: date | None = None
    """Last day of the window, included, or None for an open end."""
    actors: frozenset[str] = frozenset()
    """Ids; an incident passes that has any of them as a party."""
    role: str = ""
    """The role in which the actors must stand; empty for any role."""
    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    """Ids; an incident passes that any of them tells of."""
    contested: frozenset[str] = frozenset()
    """Keys of fields of which one must be contested; ``any`` for whatever field."""
    area: Window | None = None
    """A drawn area; what may lie outside it as well is possibly inside."""
    text: str = ""
    """Words that must all occur, in titles, places, actors, claims or quotes; spelling is folded."""
    datasets: frozenset[str] = frozenset()
    """Ids of the data sets to look in; empty for all that the store has switched on."""

    @property
    def window(self) -> Days:
        """The dates as an interval."""
        return Days(self.start, self.end)

    def without(self, part: str) -> IncidentFilter:
        """The same filter with one part left open; ``role`` stays when the actors go, as the counts need it."""
        empty = IncidentFilter()
        changes: dict[str, Any] = {part: getattr(empty, part)}
        return replace(self, **changes)

    def membership(self, summary: Summary) -> Membership:
        """Whether an incident is certainly, possibly or not in the selection.

        Dates and the drawn area can make it *possible*: an interval or an area that reaches out of the
        window, or a date or place that no source states. Certain is only what is certain in both.
        """
        if not self._passes(summary):
            return Membership.NO
        both = {summary.days.within(self.window), self._where(summary)}
        if Membership.NO in both:
            return Membership.NO
        return Membership.POSSIBLE if Membership.POSSIBLE in both else Membership.CERTAIN

    def _where(self, summary: Summary) -> Membership:
        found = True if self.area is None else inside(self.area, summary.place)
        return {True: Membership.CERTAIN, None: Membership.POSSIBLE, False: Membership.NO}[found]

    def _passes(self, summary: Summary) -> bool:
        if self.kinds and summary.incident.kind not in self.kinds:
            return False
        if self.sources and not self.sources & summary.sources:
            return False
        if self.contested and not self._contested(summary):
            return False
        if self.actors or self.role:
            wanted = (party for party in summary.parties if not self.actors or party.actor in self.actors)
            if not any(not self.role or party.role == self.role for party in wanted):
                return False
        return all(word in summary.haystack for word in fold(self.text).split())

    def _contested(self, summary: Summary) -> bool:
        return bool(summary.contested if ANY_FIELD in self.contested else summary.contested & self.contested)


# The URL form: parameter name to part of the filter. Lists repeat the parameter.
_LISTS = {"actor": "actors", "kind": "kinds", "source": "sources", "contested": "contested", "dataset": "datasets"}


def to_query(chosen: IncidentFilter) -> dict[str, list[str]]:
    """The filter as URL parameters; parts that are open are left out. Sorted, so that equal filters
    give equal links."""
    query: dict[str, list[str]] = {}
    if chosen.start:
        query["from"] = [chosen.start.isoformat()]
    if chosen.end:
        query["to"] = [chosen.end.isoformat()]
    for name, part in _LISTS.items():
        if values := getattr(chosen, part):
            query[name] = sorted(values)
    if chosen.role:
        query["role"] = [chosen.role]
    if chosen.area:
        query["area"] = [chosen.area.text]
    if chosen.text:
        query["q"] = [chosen.text]
    return query


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def from_query(
    query: Mapping[str, Sequence[str]],
    actors: Collection[str],
    sources: Collection[str],
    datasets: Collection[str] = (),
) -> tuple[IncidentFilter, tuple[str, ...]]:
    """Read URL parameters. Never raises: what is not understood is left out and named in the answer.

    Args:
        query: parameter names to their values.
        actors: ids that the data set knows.
        sources: ids that the data set knows.
        datasets: ids of the data sets of the store.

    Returns:
        The filter, and ``name=value`` (cut to 60 characters) of what was ignored.
    """
    known: dict[str, Collection[str]] = {
        "actor": actors, "kind": KINDS, "source": sources, "contested": {ANY_FIELD, *FIELD},
        "dataset": datasets,
    }
    parts: dict[str, Any] = {}
    ignored: list[str] = []

    def ignore(name: str, value: str) -> None:
        ignored.append(f"{name}={value}"[:60])

    for name, part in _LISTS.items():
        values = query.get(name, ())
        parts[part] = frozenset(value for value in values if value in known[name])
        for value in values:
            if value not in known[name]:
                ignore(name, value)
    for name, part in (("from", "start"), ("to", "end")):
        for value in query.get(name, ())[:1]:
            parts[part] = _date(value)
            if parts[part] is None:
                ignore(name, value)
    for value in query.get("role", ())[:1]:
        if value in ROLES:
            parts["role"] = value
        else:
            ignore("role", value)
    for value in query.get("area", ())[:1]:
        try:
            parts["area"] = parse_window(value)
        except WindowError:
            ignore("area", value)
    for value in query.get("q", ())[:1]:
        parts["text"] = value[:TEXT_LIMIT].strip()
    if parts.get("start") and parts.get("end") and parts["start"] > parts["end"]:
        ignore("from", f"{parts['start']} is after to={parts['end']}")
        parts["start"] = parts["end"] = None
    return IncidentFilter(**parts), tuple(ignored)
