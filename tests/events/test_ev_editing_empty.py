"""A form that nobody has filled in yet asks for each part; it does not list the whole data set."""

from __future__ import annotations

from events.editing.checking import check
from events.editing.drafts import Kind, draft
from tests.events import ev_building as make


def test_an_incident_not_yet_chosen_is_asked_for() -> None:
    dataset = make.dataset(make.incident("attack"))
    said = {wrong.field: wrong.message for wrong in check(dataset, draft(Kind.CLAIM, {}, "")).wrong}
    assert said["incident_id"] == "required; fill it in"
    said = {wrong.field: wrong.message for wrong in check(dataset, draft(Kind.CLAIM, {}, "other")).wrong}
    assert said["incident_id"] == "'other' is no incident of this data set; expected one of attack"
