"""The tables of our own exports: plain incidents made all at once, others some thousand at a time and forgotten.

What has to be known of the whole stays: ids, places, actors, origins. An incident that names what comes later in the
file, or is linked with another one, waits on the disk until all is known.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from events.dataset import Meta
from events.fields import FieldType
from events.importing import own_spool
from events.importing.canonical_building import Builder
from events.importing.own_cells import Kept, Rejected
from events.importing.own_joining import Apart, Known
from events.importing.own_lane import Lane
from events.importing.own_parts import Part
from events.model import Actor, Incident, Origin, Source
from events.store.curated import Row, given_row, incident_rows, link_rows, source_row
from events.store.gathered import Gathered, Ids
from events.store.staging import Staging
from events.summary import summarise

_NO_META = Meta(
    id="export", name="Export", version="none", licence="none", time_zone="UTC", first_day="..", last_day=".."
)

@dataclass(frozen=True, slots=True)
class _One:
    """An incident, with its place among all that were accepted."""

    place: int
    incident: Incident
    kept: Kept


class Making:
    """The data sets of one file on their way into tables.

    Args:
        staging: workbench in which the tables are gathered.
        parts: the data sets, in the order of the file.
    """

    def __init__(self, staging: Staging, parts: Sequence[Part]) -> None:
        self.problems: list[Rejected] = []
        self.accepted = 0
        self.plain = 0
        """Of these, how many were read all at once."""
        self.gathered = Gathered(staging)
        self._actors: dict[str, Actor] = {}
        self._origins: dict[str, Origin] = {}
        self._linked: set[str] = set()
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        # A prefix of the data set that the file was exported from, where all have one: they would pile up.
        self._before = f"{parts[0].dataset}-" if len(parts) == 1 and parts[0].dataset else ""
        with tempfile.TemporaryFile(dir=staging.folder) as waiting:
            aparts = [
                self._part(part, f"d{number}-" if len(parts) > 1 else "", number - 1, waiting)
                for number, part in enumerate(parts, 1)
            ]
            self._make_late(aparts, waiting)
        self.gathered.add("origins", map(given_row, self._origins.values()))
        self.gathered.add("actors", map(given_row, self._actors.values()))

    def ids(self, dataset: str) -> Ids:
        """How ids of incidents are written in a data set of that id."""
        return Ids(f"{dataset}-", self._before)

    def _part(self, part: Part, prefix: str, index: int, waiting: IO[bytes]) -> Apart:
        """Read one data set. What is not ``late`` is in the tables then."""
        self.problems += part.problems
        before, documents, start = self.accepted, self.gathered.count("sources"), waiting.tell()
        taking = self._taking(part, prefix, index, waiting)
        lane = Lane(part.quick, prefix) if part.quick else None
        if lane and not lane.take(taking.builder, taking.known):
            self.gathered.forget("sources", documents)
            taking, lane = self._taking(part, prefix, index, waiting), None
        apart, builder = taking.apart, taking.builder
        part.feed(builder)
        waiting.seek(start)
        for _, one in _read(waiting):
            builder.name_only(one.incident)
        taking.flush()
        self.problems += builder.problems
        if lane:
            self._add(lane, apart)
        if self.accepted == before:
            # Nothing tells of its documents.
            self.gathered.forget("sources", documents)
        else:
            apart.take_actors()
            self._origins |= apart.origins()
            self.gathered.add_publishers(apart.publishers())
        return apart

    def _taking(self, part: Part, prefix: str, index: int, waiting: IO[bytes]) -> _Taking:
        taking = _Taking(self, waiting, index)
        taking.builder = Builder(taking, part.typed)
        taking.apart = Apart(taking.builder, prefix, self._actors)
        taking.known = self.known(taking.apart, {})
        return taking

    def _add(self, lane: Lane, apart: Apart) -> None:
        """Put the plain incidents beside the others."""
        if lane.count:
            apart.take_actors()
            if self._before and not lane.begins(self._before):
                self._before = ""
        lane.write(apart.named, self.accepted)
        self.accepted += lane.count
        self.plain += lane.count

    def take(self, incident: Incident, kept: Kept) -> _One:
        """Count an incident that was accepted."""
        self.accepted += 1
        if self._before and not incident.id.startswith(self._before):
            self._before = ""
        return _One(self.accepted, incident, kept)

    def link(self, incident: Incident) -> None:
        """Keep in mind with which others it is linked."""
        self._linked |= {
            claim.incident for claim in incident.claims if claim.spec.type is FieldType.LINK and claim.incident
        }

    def _make_late(self, aparts: Sequence[Apart], waiting: IO[bytes]) -> None:
        found = self.gathered.titles(self._linked) if self._linked else {}
        waiting.seek(0)
        for _, one in _read(waiting):
            name = one.incident.id
            if name in self._linked and (name not in found or one.place < found[name][0]):
                found[name] = (one.place, one.incident.title)
        titles = {name: title for name, (_, title) in found.items()}
        known = [self.known(apart, titles) for apart in aparts]
        waiting.seek(0)
        for index, one in _read(waiting):
            self.make(one, aparts[index], known[index])
        self.flush()

    def known(self, apart: Apart, titles: Mapping[str, str]) -> Known:
        """What words about incidents of a data set are made from."""
        actors = self._actors if apart.prefix else apart.builder.actors
        return Known(_NO_META, (), {}, actors, apart.places, (), apart=apart, titles=titles)

    def make(self, one: _One, apart: Apart, known: Known) -> None:
        """Summarise an incident. Its rows wait until there are enough of them; it is forgotten."""
        apart.take_actors()
        summary = summarise(apart.incident(one.incident), known)
        for table, given in incident_rows([(one.place, summary)], known).items():
            self._rows[table] += given
        self._rows["incidents"][-1] |= {name: cell for name, cell in one.kept._asdict().items() if cell is not None}
        self._rows["links"] += [{**row, "key": one.place} for row in link_rows(summary)]
        if len(self._rows["incidents"]) >= own_spool.AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Put the rows that wait in the tables."""
        rows, self._rows = self._rows, defaultdict(list)
        for table, given in rows.items():
            self.gathered.add(table, given)


@dataclass
class _Taking:
    """What the builder of one data set gives, until there is enough of it."""

    making: Making
    waiting: IO[bytes]
    index: int
    builder: Builder = field(init=False)
    apart: Apart = field(init=False)
    known: Known = field(init=False)
    _sources: list[Source] = field(default_factory=list)

    def source(self, source: Source) -> None:
        self._sources.append(self.apart.source(source))
        if len(self._sources) >= own_spool.AT_ONCE:
            self._add_sources()

    def incident(self, incident: Incident, kept: Kept, whole: bool) -> None:
        one = self.making.take(incident, kept)
        if not whole:
            self.making.link(incident)
            pickle.dump((self.index, one), self.waiting)
        else:
            self.making.make(one, self.apart, self.known)

    def flush(self) -> None:
        """What is left."""
        self._add_sources()
        self.making.flush()

    def _add_sources(self) -> None:
        given, self._sources = self._sources, []
        self.making.gathered.add("sources", map(source_row, given))


def _read(waiting: IO[bytes]) -> Iterator[tuple[int, _One]]:
    """What stands in the file from where it is, to its end."""
    while True:
        try:
            yield pickle.load(waiting)  # noqa: S301  written by this very process
        except EOFError:
            return
