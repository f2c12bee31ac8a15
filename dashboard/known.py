"""What a link or a message of the map may name: ids are looked up, and what is not there is left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from events.dataset import DataSet
from events.dates import Days
from events.filters import IncidentFilter


class Known(Protocol):
    """Ids that exist, and the days that the page spans."""

    @property
    def actors(self) -> Collection[str]:
        """Ids of actors; may be asked for one, not listed."""

    @property
    def sources(self) -> Collection[str]:
        """Ids that a filter may name as sources."""

    @property
    def datasets(self) -> Collection[str]:
        """Ids of data sets."""

    def window_of(self, chosen: IncidentFilter) -> Days:
        """First and last day of the data sets that a filter looks in."""

    def has_incident(self, incident: str) -> bool:
        """Whether there is an incident of that id."""


class OfDataSet:
    """One data set alone."""

    def __init__(self, dataset: DataSet) -> None:
        self._dataset = dataset
        self.actors: Collection[str] = dataset.actors
        self.sources: Collection[str] = [source.id for source in dataset.sources]
        self.datasets: Collection[str] = (dataset.meta.id,)

    def window_of(self, chosen: IncidentFilter) -> Days:  # noqa: ARG002  the protocol's: here there is one answer
        """The span that the data set states."""
        return self._dataset.meta.window

    def has_incident(self, incident: str) -> bool:
        """Whether the data set has it."""
        return self._dataset.incident(incident) is not None
