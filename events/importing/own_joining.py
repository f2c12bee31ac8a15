"""The data sets of one export as one data set.

One file is one import, so it becomes one data set: it can be replaced, switched off and removed as a whole. Where it
held several, ids of documents, origins and places get the number of theirs (``d2-``): one id may mean two things in
two data sets. Incidents keep their ids, which are unique in a store; actors too, unless two have different names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from events.dataset import DataSet
from events.dates import surely_by
from events.fields import FieldType
from events.importing.canonical_building import Builder
from events.model import Actor, Claim, Incident, Origin, Source
from geodata.places import Place


class _Prefixed(Mapping[str, Place]):
    """Places under ids with a prefix."""

    def __init__(self, places: Mapping[str, Place], prefix: str) -> None:
        self._places, self._prefix = places, prefix

    def __getitem__(self, name: str) -> Place:
        return self._places[name.removeprefix(self._prefix)].model_copy(update={"id": name})

    def __iter__(self) -> Iterator[str]:
        return (self._prefix + name for name in self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass
class Apart:
    """A data set under ids that no other one of the file has, while it is read.

    Args:
        builder: of the data set.
        prefix: of its ids; empty where it is the only one of the file.
        actors: of the data sets before it; grows by its own.
    """

    builder: Builder
    prefix: str
    actors: dict[str, Actor]
    _named: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> Mapping[str, str]:
        """Id of each of its actors to the one that it has beside those of the other data sets."""
        return self._named

    @property
    def places(self) -> Mapping[str, Place]:
        """Its places."""
        return _Prefixed(self.builder.places, self.prefix) if self.prefix else self.builder.places

    def take_actors(self) -> None:
        """Find a name for every actor that came since."""
        for name, actor in islice(self.builder.actors.items(), len(self._named), None):
            known = self.actors.get(name)
            named = name if known is None or known.name == actor.name else self.prefix + name
            self._named[name] = named
            self.actors.setdefault(named, actor.model_copy(update={"id": named}))

    def origins(self) -> dict[str, Origin]:
        """Its origins."""
        given, prefix = self.builder.origins, self.prefix
        return {prefix + name: one.model_copy(update={"id": prefix + name}) for name, one in given.items()}

    def publishers(self) -> dict[str, str]:
        """Id of a document to the id of its publisher."""
        return {self.prefix + one: self.prefix + name for one, name in self.builder.publishers.items()}

    def published(self, source: str) -> str | None:
        """When one of its documents was published, as it says."""
        return self.builder.sources[source.removeprefix(self.prefix)]

    def source(self, source: Source) -> Source:
        """One of its documents."""
        if not self.prefix:
            return source
        older = tuple(self.prefix + one for one in source.supersedes)
        return source.model_copy(update={"id": self.prefix + source.id, "supersedes": older})

    def incident(self, incident: Incident) -> Incident:
        """One of its incidents; every actor that it names was taken before."""
        if not self.prefix:
            return incident
        claims = tuple(map(self._claim, incident.claims))
        return incident.model_copy(update={"place": self.prefix + incident.place, "claims": claims})

    def _claim(self, claim: Claim) -> Claim:
        actors, prefix = self._named, self.prefix
        return claim.model_copy(update={
            "source": prefix + claim.source,
            "cites": tuple(prefix + one for one in claim.cites),
            "origin": prefix + claim.origin if claim.origin else None,
            "value": prefix + str(claim.value) if claim.spec.type is FieldType.PLACE else claim.value,
            "actor": actors[claim.actor] if claim.actor else None,
            "of": actors[claim.of] if claim.of else None,
            "parts": {actors[one]: count for one, count in claim.parts.items()},
        })  # fmt: skip


@dataclass(frozen=True)
class Known(DataSet):
    """What the words of some incidents are made from; documents and other incidents as far as that needs them."""

    apart: Apart | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of incidents that others are linked with."""

    def published(self, source_id: str) -> date | None:
        """The day on which a document was published for certain."""
        return surely_by(self.apart.published(source_id) if self.apart else None)

    def incident(self, incident_id: str) -> Incident | None:
        """The title of the incident."""
        title = self.titles.get(incident_id)
        return None if title is None else Incident.model_construct(
            id=incident_id, title=title, short="", kind="", place="", claims=()
        )  # fmt: skip
