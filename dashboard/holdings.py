"""What the page can look at: the curated data set and the imported ones, behind one set of questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from events.catalogue import Catalogue
from events.dates import Days
from events.filters import IncidentFilter
from events.store.registry import Entry
from events.store.shelf import Shelf
from events.store.store import CURATED, Store


class _Named(Collection[str]):
    """The ids of a table of the store, asked one by one: a link names few."""

    def __init__(self, curated: Collection[str], whole: Holdings, table: str) -> None:
        self._curated, self._whole, self._table = curated, whole, table

    def __contains__(self, name: object) -> bool:
        if name in self._curated or not isinstance(name, str):
            return name in self._curated
        return self._whole.library.knows(self._table, name, self._whole.everywhere)

    def __iter__(self) -> Iterator[str]:
        return iter(self._curated)

    def __len__(self) -> int:
        return len(self._curated)


@dataclass(frozen=True)
class Holdings:
    """The store with the curated data set mounted in it. ``curated`` may be what was known on a day."""

    store: Store
    library: Shelf
    curated: Catalogue
    number: int = CURATED
    known: date | None = None

    @property
    def imported(self) -> tuple[Entry, ...]:
        """The imported data sets, in the order in which they came."""
        return self.store.entries

    @property
    def datasets(self) -> tuple[str, ...]:
        """Ids of all data sets, the curated one first."""
        return (self.curated.dataset.meta.id, *(entry.id for entry in self.imported))

    @property
    def everywhere(self) -> frozenset[int] | None:
        """Numbers of all data sets, also those that are off: a filter may name one. None where all are on."""
        if all(entry.on for entry in self.imported):
            return None
        return frozenset({CURATED, *(entry.number for entry in self.imported)})

    def numbers(self, chosen: IncidentFilter) -> frozenset[int]:
        """Numbers of the data sets that a filter looks in: those it names, else all that are switched on."""
        if self.known is not None:
            return frozenset({self.number})  # what was known on a day is known of the curated data set only
        if chosen.datasets:
            numbers = {self.curated.dataset.meta.id: self.number, **{one.id: one.number for one in self.imported}}
            return frozenset(number for name, number in numbers.items() if name in chosen.datasets)
        return frozenset({self.number, *(entry.number for entry in self.imported if entry.on)})

    def is_curated_only(self, chosen: IncidentFilter) -> bool:
        """True where no imported data set is looked at."""
        return self.numbers(chosen) <= {self.number}

    def window_of(self, chosen: IncidentFilter) -> Days:
        """First and last day of the data sets that a filter looks in: what the date slider spans."""
        numbers = self.numbers(chosen)
        spans = [self.curated.dataset.meta.window] if self.number in numbers or not numbers else []
        for entry in self.imported:
            if entry.number in numbers and entry.first_day is not None and entry.last_day is not None:
                epoch = date(1970, 1, 1)
                spans.append(Days(epoch + timedelta(entry.first_day), epoch + timedelta(entry.last_day)))
        first, *others = spans or [self.curated.dataset.meta.window]
        for days in others:
            first = first.hull(days)
        return first

    @property
    def actors(self) -> Collection[str]:
        """Ids of actors, as a collection that is asked and not listed."""
        return _Named(self.curated.dataset.actors, self, "actors")

    @property
    def sources(self) -> Collection[str]:
        """Ids that a filter can name as sources: curated sources, and publishers of imported ones."""
        return _Named([source.id for source in self.curated.dataset.sources], self, "sources")

    def has_incident(self, incident: str) -> bool:
        """Whether any data set of the store has an incident of that id."""
        return incident in self.curated.by_id or self.library.find(incident, self.everywhere) is not None
