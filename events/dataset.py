"""A data set in memory: what the folder of one holds, and how to find things in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from events.dates import Days, parse_edtf, surely_by
from events.model import Actor, Claim, Edtf, Id, Incident, Line, Origin, Record, Source
from geodata.places import Place

BUILT_IN = Path(__file__).parent / "data" / "iraq-2019-2020"


class Meta(Record):
    """What ``dataset.yaml`` says of the data set."""

    id: Id
    name: Line
    version: Line
    licence: Line
    time_zone: Line
    time_zone_note: str = ""
    clock: str = ""
    """The time zone in a word or two, said after a date: "Iraq time"."""
    first_day: Edtf
    last_day: Edtf
    home: tuple[str, ...] = ()
    """ISO codes of the countries that the map draws as the subject, the others as neighbours."""
    disputed_note: str = ""
    method: str = ""

    @property
    def window(self) -> Days:
        """The days that the date slider spans at first."""
        return Days(parse_edtf(self.first_day).start, parse_edtf(self.last_day).end)


@dataclass(frozen=True)
class DataSet:
    """A data set in memory. The tuples keep the order of the files; sources are numbered by it."""

    meta: Meta
    sources: tuple[Source, ...]
    origins: Mapping[str, Origin]
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    incidents: tuple[Incident, ...]
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Numbers of sources where they are part of a larger list; by default they are numbered in order."""

    def number(self, source_id: str) -> int:
        """The number, from 1, under which a source is cited everywhere."""
        if source_id in self.numbers:
            return self.numbers[source_id]
        return 1 + next(i for i, source in enumerate(self.sources) if source.id == source_id)

    def source(self, source_id: str) -> Source:
        """The source of that id; KeyError where there is none."""
        return next(source for source in self.sources if source.id == source_id)

    def published(self, source_id: str) -> date | None:
        """The day on which a source was published for certain: the last of the days that its date allows."""
        return surely_by(self.source(source_id).published)

    def incident(self, incident_id: str) -> Incident | None:
        """The incident of that id, or None."""
        return next((incident for incident in self.incidents if incident.id == incident_id), None)

    @property
    def claims(self) -> tuple[tuple[Incident, Claim], ...]:
        """Every claim with its incident."""
        return tuple((incident, claim) for incident in self.incidents for claim in incident.claims)
