"""What one run of the page looks at: the filter, how much it selects, and, where it is not too much, what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.holdings import Holdings
from events.catalogue import Catalogue, Selection
from events.dates import Days
from events.filters import IncidentFilter
from events.joining import joined
from events.sentences import counted, counts
from events.store.counting import EVERYTHING
from events.store.pages import Counts
from events.summary import Summary

SMALL = 300
"""Incidents that are taken apart into claims and findings for a view; more are counted, summed and paged."""
PUSHED = 60
"""Incidents whose popups are sent along with the map; of more, a popup is fetched when it is opened."""


@dataclass(frozen=True)
class Scope:
    """The answer of the store to one filter. ``selection`` is None where it selects more than ``SMALL``."""

    holdings: Holdings
    filter: IncidentFilter
    numbers: frozenset[int]
    counts: Counts
    catalogue: Catalogue
    """The curated data set, and what the selection, the choice and the filter name of the others."""
    selection: Selection | None
    chosen: Summary | None

    @property
    def size(self) -> int:
        """How many are selected, certainly or possibly."""
        return self.counts.certain + self.counts.possible

    @property
    def said(self) -> tuple[str, str]:
        """How many are placed and how many are not, in words; reported parts apart where it is not only counted."""
        if self.selection is not None:
            return counts(self.selection)
        found = self.counts
        return counted(found.certain, found.possible, found.unplaced_certain, found.unplaced_possible)

    @property
    def window(self) -> Days:
        """First and last day of the data sets that are looked at."""
        return self.catalogue.dataset.meta.window

    @property
    def has_imported(self) -> bool:
        """True where an imported data set is looked at."""
        return not self.numbers <= {self.holdings.number}

    @property
    def is_pushed(self) -> bool:
        """True where the map gets every incident with its popup."""
        return self.selection is not None and len(self.selection) <= PUSHED

    @cached_property
    def told(self) -> Selection:
        """What the curated data set has of the selection: the links between incidents are in it."""
        curated = self.holdings.curated
        if self.holdings.number not in self.numbers:
            return Selection(self.filter, (), (), len(curated.summaries))
        if self.selection is not None:
            own = curated.by_id
            return Selection(
                self.filter,
                tuple(one for one in self.selection.certain if one.id in own),
                tuple(one for one in self.selection.possible if one.id in own),
                len(curated.summaries),
            )
        return curated.select(self.filter)


def look(
    holdings: Holdings, chosen_filter: IncidentFilter, chosen: str | None, playing: bool = False
) -> Scope:
    """Ask the store. ``chosen`` is the id of the incident that is open, whether it is selected or not.

    While many are ``playing``, a step that selects few of them does not take these apart: the next one comes at once.
    """
    numbers = holdings.numbers(chosen_filter)
    library = holdings.library
    library.asker.expect(chosen_filter, numbers)
    found = library.counts(chosen_filter, numbers)
    # On a cluster the counts are at hand, and single incidents take seconds.
    few = found.certain + found.possible <= SMALL and not (playing and found.total > SMALL)
    selection = library.selection(chosen_filter, SMALL, numbers) if few else None
    return _scope(holdings, chosen_filter, chosen, numbers, found, selection)


def look_at_many(holdings: Holdings, chosen_filter: IncidentFilter, chosen: str | None) -> Scope | None:
    """The same without counting what the filter selects: ``counts`` are those of the data sets, and nothing is taken
    apart. None where the data sets have too few for that."""
    numbers = holdings.numbers(chosen_filter)
    holdings.library.asker.expect(chosen_filter, numbers)
    found = holdings.library.counts(EVERYTHING, numbers)
    return _scope(holdings, chosen_filter, chosen, numbers, found, None) if found.total > SMALL else None


def _scope(
    holdings: Holdings, chosen_filter: IncidentFilter, chosen: str | None, numbers: frozenset[int], found: Counts,
    selection: Selection | None,
) -> Scope:  # fmt: skip
    library, curated = holdings.library, holdings.curated
    imported = numbers - {holdings.number}
    if not imported and (chosen is None or chosen in curated.by_id):
        return Scope(holdings, chosen_filter, numbers, found, curated, selection, curated.by_id.get(chosen or ""))
    shown = [one.id for one in selection.all] if selection else []
    wanted = dict.fromkeys([*shown, *([chosen] if chosen else [])])
    part = library.part([one for one in wanted if one not in curated.by_id], holdings.everywhere)
    own = curated.summaries if holdings.number in numbers else ()
    catalogue = joined(
        curated.dataset, own, part, holdings.window_of(chosen_filter),
        library.actors_of(chosen_filter.actors, holdings.everywhere),
        library.publishers_of(chosen_filter.sources, holdings.everywhere),
    )  # fmt: skip
    open_now = catalogue.by_id.get(chosen or "") or curated.by_id.get(chosen or "")
    return Scope(holdings, chosen_filter, numbers, found, catalogue, selection, open_now)
