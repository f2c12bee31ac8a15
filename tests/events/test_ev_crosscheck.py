"""Ids that lead nowhere are named, and what hangs on them is set aside, however far it reaches."""

from __future__ import annotations

from typing import Any

import pytest

from events.catalogue import build
from events.reading import load
from tests.events import ev_building as make
from tests.events.ev_building import Folder

GOOD = make.claim_row("killed", 3)
BAD_CLAIMS = [
    (make.claim_row("killed", 3, "nobody"), "source", "'nobody' is not in sources.yaml"),
    (make.claim_row("killed", 3, origin="rumour"), "origin", "'rumour' is not in origins.yaml"),
    (make.claim_row("attribution", actor="nobody"), "actor", "'nobody' is not in actors.yaml"),
    (make.claim_row("killed", 3, of="nobody"), "of", "'nobody' is not in actors.yaml"),
    (make.claim_row("killed", 3, parts={"nobody": 3}), "parts", "'nobody' is not in actors.yaml"),
    (make.claim_row("part_of", incident="nothing"), "incident", "'nothing' is no incident of this data set"),
    (make.claim_row("part_of", incident="two"), "incident", "an incident is not linked to itself"),
    (make.claim_row("place", "atlantis"), "value", "'atlantis' is not in places.yaml"),
]


@pytest.mark.parametrize(("bad", "field", "message"), BAD_CLAIMS, ids=lambda value: str(value)[:60])
def test_a_claim_that_points_at_nothing_is_set_aside(
    folder: Folder, bad: dict[str, Any], field: str, message: str
) -> None:
    folder.incident(make.incident_row("two", bad, GOOD))
    loaded = load(folder.path)
    [problem] = loaded.problems
    assert (problem.file, problem.field) == ("incidents/two.yaml", field)
    assert problem.message == f"{message}; add it or mend the id"
    lines = (folder.path / problem.file).read_text(encoding="utf-8").splitlines()
    wrong = message.split("'")[1] if "'" in message else "two"
    assert wrong in lines[problem.line - 1]
    assert loaded.dataset is not None
    two = loaded.dataset.incident("two")
    assert two is not None
    assert [claim.field for claim in two.claims] == ["kind", "place", "killed"]


LOST = [
    # what makes the incident be set aside, at which field, and why
    ({"place": "atlantis"}, "place", "'atlantis' is not in places.yaml"),
    ({"place": "far"}, "place", "no claim states 'far'; claims state: camp"),
    ({"claims": [make.claim_row("kind", "rocket", "nobody"), make.claim_row("place", "camp")]}, "kind",
     "no claim left states 'rocket'"),
    ({"claims": [make.claim_row("kind", "rocket"), make.claim_row("place", "camp", "nobody")]}, "place",
     "no claim states 'camp'; claims state: none"),
    ({"kind": "context", "place": "nowhere", "claims": [make.claim_row("statement", "words", "nobody")]}, "claims",
     "no claim is left; mend one"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "message"), LOST, ids=lambda value: str(value)[:60])
def test_an_incident_that_no_claim_carries_any_more_is_set_aside(
    folder: Folder, change: dict[str, Any], field: str, message: str
) -> None:
    folder.incident(make.incident_row("two") | change)
    loaded = load(folder.path)
    assert loaded.dataset is not None
    assert [incident.id for incident in loaded.dataset.incidents] == ["one"]
    assert [one.message for one in loaded.problems if one.field == field and message in one.message]


def test_a_link_to_an_incident_that_was_set_aside_goes_too(folder: Folder) -> None:
    folder.incident(make.incident_row("two", place="camp") | {"place": "far"})
    folder.incident(make.incident_row("three", make.claim_row("response_to", incident="two")))
    loaded = load(folder.path)
    assert [(one.file, one.field) for one in loaded.problems] == [
        ("incidents/three.yaml", "incident"), ("incidents/two.yaml", "place"),
    ]  # fmt: skip
    assert loaded.dataset is not None
    catalogue = build(loaded.dataset)
    assert all(link.target in catalogue.by_id for link in catalogue.links)


def test_a_chain_of_what_is_set_aside_ends_with_nothing_dangling(folder: Folder) -> None:
    only_link = [make.claim_row("response_to", incident="two")]
    folder.incident(make.incident_row("two") | {"place": "far"})
    folder.incident({**make.incident_row("three", kind="context", place="nowhere"), "claims": only_link})
    last = [make.claim_row("response_to", incident="three"), make.claim_row("statement", "words")]
    folder.incident({**make.incident_row("zz", kind="context", place="nowhere"), "claims": last})
    loaded = load(folder.path)
    assert loaded.dataset is not None
    assert [incident.id for incident in loaded.dataset.incidents] == ["one", "zz"]
    assert [claim.field for claim in loaded.dataset.incidents[1].claims] == ["statement"]


@pytest.mark.parametrize(
    ("area", "message"),
    [
        ({"regions": ["XX"]}, "ISO 3166"),
        ({"border": ["IQ", "GB"], "width_km": 5}, "'GB'"),
        ({"country": "IQ", "west_of": 1.0}, "the area of place 'odd' is empty"),
    ],
)
def test_an_area_that_cannot_be_drawn_is_a_problem_of_its_place(
    folder: Folder, area: dict[str, Any], message: str
) -> None:
    place = {"id": "odd", "name": "Odd", "precision": "province", "obtained": "a guess", "area": area}
    folder.put("places.yaml", [*make.PLACES, place])
    folder.incident(make.incident_row("two", make.claim_row("place", "odd")))
    loaded = load(folder.path)
    assert [(one.file, one.field) for one in loaded.problems] == [
        ("places.yaml", "area"), ("incidents/two.yaml", "value"),
    ]  # fmt: skip
    assert message in loaded.problems[0].message
    assert loaded.dataset is not None
    assert len(build(loaded.dataset).summaries) == 2


@pytest.mark.parametrize("wider", ["nobody", "reds"])
def test_an_actor_belongs_to_another_actor_of_the_file(folder: Folder, wider: str) -> None:
    folder.put("actors.yaml", [{"id": "reds", "name": "Red Group", "affiliations": [wider]}])
    assert ("actors.yaml", 4, "affiliations") in folder.problems()
