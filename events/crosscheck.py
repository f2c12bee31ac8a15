"""Whether the ids in a data set lead somewhere. Claims that point at nothing are set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from events.dataset import DataSet
from events.model import Claim, Incident
from events.problems import Problem
from events.yamlfile import Located
from geodata.places import Precision
from geodata.regions import UnknownRegion, default_regions
from geodata.uncertainty import geometry

Where = dict[str, tuple[str, Located, tuple[str | int, ...]]]
"""Row key ("Claim:incident:position", "Actor:id", ...) to file, parsed file and path in it."""


def _locate(where: Where, key: str, field: str) -> tuple[str, int]:
    file, located, path = where[key]
    return file, located.line((*path, *field.split(".")))


def _unknown_ids(claim: Claim, dataset: DataSet, incidents: set[str]) -> Iterator[tuple[str, str]]:
    """(field of the claim, what is wrong) for each id that leads nowhere."""
    if claim.source not in {source.id for source in dataset.sources}:
        yield "source", f"{claim.source!r} is not in sources.yaml"
    if claim.origin and claim.origin not in dataset.origins:
        yield "origin", f"{claim.origin!r} is not in origins.yaml"
    for field, actor in (("actor", claim.actor), ("of", claim.of)):
        if actor and actor not in dataset.actors:
            yield field, f"{actor!r} is not in actors.yaml"
    for actor in claim.parts:
        if actor not in dataset.actors:
            yield "parts", f"{actor!r} is not in actors.yaml"
    if claim.incident and claim.incident not in incidents:
        yield "incident", f"{claim.incident!r} is no incident of this data set"
    if claim.field == "place" and claim.value not in dataset.places:
        yield "value", f"{claim.value!r} is not in places.yaml"


def _check_incident(
    incident: Incident, dataset: DataSet, incidents: set[str], where: Where
) -> tuple[Incident | None, list[Problem]]:
    problems = []
    kept = []
    for position, claim in enumerate(incident.claims):
        key = f"Claim:{incident.id}:{position}"
        wrong = list(_unknown_ids(claim, dataset, incidents))
        if claim.incident == incident.id:
            wrong.append(("incident", "an incident is not linked to itself"))
        for field, message in wrong:
            problems.append(Problem(*_locate(where, key, field), field, f"{message}; add it or mend the id"))
        if not wrong:
            kept.append(claim)
    own = f"Incident:{incident.id}"
    if incident.place not in dataset.places:
        message = f"{incident.place!r} is not in places.yaml; add it or mend the id"
        problems.append(Problem(*_locate(where, own, "place"), "place", message))
        return None, problems
    stated = {str(claim.value) for claim in kept if claim.field == "place"}
    if incident.place not in stated and dataset.places[incident.place].precision is not Precision.UNPLACED:
        said = ", ".join(sorted(stated)) or "none"
        message = f"no claim states {incident.place!r}; claims state: {said}; choose one of them or an unplaced place"
        problems.append(Problem(*_locate(where, own, "place"), "place", message))
        return None, problems
    if not kept:
        problems.append(Problem(*_locate(where, own, "claims"), "claims", "no claim is left; mend one"))
        return None, problems
    # model_copy would skip the check that kept claims still carry kind and place.
    still = {claim.value for claim in kept if claim.field == "kind"}
    if incident.kind not in still and incident.kind != "context":
        problems.append(Problem(*_locate(where, own, "kind"), "kind", f"no claim left states {incident.kind!r}"))
        return None, problems
    return incident.model_copy(update={"claims": tuple(kept)}), problems


def _check_places(dataset: DataSet, where: Where) -> tuple[DataSet, list[Problem]]:
    """The data set without the places whose area cannot be made from the embedded regions."""
    problems = []
    kept = {}
    for place in dataset.places.values():
        try:
            geometry(place, default_regions())
        except (UnknownRegion, ValueError) as error:
            problems.append(Problem(*_locate(where, f"Place:{place.id}", "area"), "area", str(error)))
        else:
            kept[place.id] = place
    return replace(dataset, places=kept), problems


def check_references(dataset: DataSet, where: Where) -> tuple[DataSet, tuple[Problem, ...]]:
    """The data set without what points at nothing, and a problem for each such id."""
    dataset, problems = _check_places(dataset, where)
    incidents: set[str] = set()
    left = {incident.id for incident in dataset.incidents}
    checked: list[tuple[Incident | None, list[Problem]]] = []
    # Again as long as something was set aside: what is gone is no longer there to be linked to.
    while left != incidents:
        incidents = left
        checked = [_check_incident(incident, dataset, incidents, where) for incident in dataset.incidents]
        left = {incident.id for incident, _ in checked if incident}
    good = tuple(incident for incident, _ in checked if incident)
    problems += [problem for _, found in checked for problem in found]
    for actor in dataset.actors.values():
        for wider in actor.affiliations:
            if wider not in dataset.actors or wider == actor.id:
                place = _locate(where, f"Actor:{actor.id}", "affiliations")
                problems.append(Problem(*place, "affiliations", f"{wider!r} is no other actor of actors.yaml"))
    return replace(dataset, incidents=good), tuple(problems)
