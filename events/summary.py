"""One incident as its claims give it: interval of days, place, parties in their roles, findings, links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from events.comparing import side
from events.dataset import DataSet
from events.dates import ALWAYS, Days, common, cover
from events.fields import FIELD, FieldType, Stance
from events.findings import Finding, Status, find, find_all
from events.model import Claim, Incident
from geodata.names import fold
from geodata.places import Place, Precision

_ROLE_OF_STANCE = {
    Stance.BLAMES: "blamed", Stance.SUSPECTS: "blamed", Stance.SPECULATES: "blamed",
    Stance.ADMITS: "claims responsibility", Stance.DENIES: "denies", Stance.PRAISES: "praises",
}


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role, according to claims."""

    actor: str
    role: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A sourced relation from one incident to another: ``manner`` is stated, contested or speculated."""

    origin: str
    target: str
    field: str
    finding: Finding

    @property
    def manner(self) -> str:
        """How the line is drawn; a link that is only denied counts as contested."""
        sides = {side(claim) for claim in self.finding.claims}
        if self.finding.status is Status.CONTESTED or sides <= {"not", "open"}:
            return "contested"
        return "stated" if "holds" in sides else "speculated"


@dataclass(frozen=True)
class Summary:
    """What the screen, the list, the exports and the command line show of an incident."""

    incident: Incident
    place: Place
    days: Days
    findings: tuple[Finding, ...]
    parties: tuple[Party, ...]
    links: tuple[Link, ...]
    haystack: str
    """Folded text of everything a reader may search in."""

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def is_placed(self) -> bool:
        """False for what stands in the tray beside the map."""
        return self.place.precision is not Precision.UNPLACED

    @property
    def parent(self) -> str | None:
        """Id of the incident that this is a reported part of."""
        return next((link.target for link in self.links if link.field == "part_of" and link.manner == "stated"), None)

    @cached_property
    def contested(self) -> frozenset[str]:
        """Keys of the fields in which claims exclude each other."""
        return frozenset(finding.field for finding in self.findings if finding.status is Status.CONTESTED)

    @cached_property
    def sources(self) -> frozenset[str]:
        """Ids of the sources that tell of it."""
        return frozenset(one for claim in self.incident.claims for one in claim.spoken_by)

    @cached_property
    def voices(self) -> frozenset[str]:
        """Ids of the origins behind its claims."""
        return frozenset(claim.voice for claim in self.incident.claims)

    def roles(self, actor: str) -> frozenset[str]:
        """The roles that an actor has in it."""
        return frozenset(party.role for party in self.parties if party.actor == actor)

    def finding(self, field: str, of: str | None = None) -> Finding | None:
        """The finding on a field (of a group), or None where it is not stated."""
        return next((one for one in self.findings if (one.field, one.of) == (field, of)), None)


def _days(incident: Incident) -> Days:
    """The days that all date claims allow; where they exclude each other, all the days they name."""
    stated = [claim.days for claim in incident.about("date") if claim.holds]
    shared = common(stated)
    return (shared if shared is not None else cover(stated)) if stated else ALWAYS


def _roles(claim: Claim, kind: str) -> Iterable[tuple[str, str]]:
    """(actor, role) pairs that one claim gives."""
    if claim.field == "attribution" and claim.actor:
        if claim.stance is Stance.STATES and claim.holds:
            yield claim.actor, "involved" if kind in ("find", "context") else "attacker"
        elif claim.stance in _ROLE_OF_STANCE:
            yield claim.actor, _ROLE_OF_STANCE[claim.stance]
        return
    role = FIELD[claim.field].role or "involved"
    if claim.actor and FIELD[claim.field].type is not FieldType.LINK:
        yield claim.actor, role
    for group in (*claim.parts, *([claim.of] if claim.of else [])):
        yield group, role


def _parties(incident: Incident) -> tuple[Party, ...]:
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in incident.claims:
        for actor, role in _roles(claim, incident.kind):
            found.setdefault((actor, role), []).append(claim)
    return tuple(Party(actor, role, tuple(claims)) for (actor, role), claims in found.items())


def _links(incident: Incident, dataset: DataSet) -> tuple[Link, ...]:
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in incident.claims:
        if claim.spec.type is FieldType.LINK and claim.incident:
            found.setdefault((claim.field, claim.incident), []).append(claim)
    return tuple(
        Link(incident.id, target, field, find(field, claims, dataset.places))
        for (field, target), claims in found.items()
    )


def _haystack(incident: Incident, place: Place, parties: tuple[Party, ...], dataset: DataSet) -> str:
    words = [incident.title, incident.short, place.name, place.local, *place.aliases]
    for party in parties:
        actor = dataset.actors[party.actor]
        words += [actor.name, actor.local, *actor.aliases]
    for claim in incident.claims:
        words += [claim.quote, claim.says, claim.text, str(claim.value)]
    return " ".join(fold(word) for word in dict.fromkeys(words) if word)


def summarise(incident: Incident, dataset: DataSet) -> Summary:
    """Everything that an incident's claims add up to. Pure; compute it once per data set."""
    place = dataset.places[incident.place]
    parties = _parties(incident)
    return Summary(
        incident=incident,
        place=place,
        days=_days(incident),
        findings=find_all(incident.claims, dataset.places),
        parties=parties,
        links=_links(incident, dataset),
        haystack=_haystack(incident, place, parties, dataset),
    )
