"""Since when something is known: which sources count on a day, and what later ones change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from events.asof import as_known_on, changes_since, knowledge, known_on, published_by, steps
from events.catalogue import build
from events.cli import main
from events.dataset import DataSet
from events.model import Source
from tests.events import ev_building as make

FIRST, LAST = date(2020, 3, 12), date(2020, 3, 31)


def data(*incidents: object, **changes: dict[str, object]) -> DataSet:
    """The small data set, with fields of its sources changed by id."""
    whole = make.dataset(*incidents)  # type: ignore[arg-type]
    sources = tuple(
        Source.model_validate({**source.model_dump(), **changes.get(source.id, {})}) for source in whole.sources
    )
    return replace(whole, sources=sources)


def attack() -> object:
    c = make.claim_row
    return make.incident("attack", c("killed", 3), c("killed", 4, "radio"), c("wounded", 1, "radio"))


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2020-03-12", FIRST), ("2020-03", LAST), ("2020", date(2020, 12, 31)), (None, None)],
)
def test_a_source_is_known_from_the_last_day_its_date_allows(published: str | None, expected: date | None) -> None:
    source = Source(id="a", short="A", title="A", published=published)
    assert published_by(source) == expected


@pytest.mark.parametrize(
    ("changes", "day", "expected"),
    [
        ({}, date(2020, 3, 11), set()),
        ({}, FIRST, {"paper"}),
        ({}, date(2020, 3, 30), {"paper"}),
        ({}, LAST, {"paper", "radio"}),
        ({"radio": {"supersedes": ("paper",)}}, FIRST, {"paper"}),
        ({"radio": {"supersedes": ("paper",)}}, LAST, {"radio"}),
        ({"paper": {"withdrawn": "2020-03-20"}}, date(2020, 3, 19), {"paper"}),
        ({"paper": {"withdrawn": "2020-03-20"}}, date(2020, 3, 20), set()),
    ],
)
def test_which_sources_count_on_a_day(changes: dict[str, dict[str, object]], day: date, expected: set[str]) -> None:
    assert known_on(data(attack(), **changes), day) == expected


def test_the_steps_are_publications_and_withdrawals_in_order() -> None:
    assert steps(data(attack(), paper={"withdrawn": "2020-03-20"})) == (FIRST, date(2020, 3, 20), LAST)


def test_only_claims_of_known_sources_are_left_and_the_version_says_the_day() -> None:
    then = as_known_on(data(attack()), FIRST)
    assert {claim.source for _, claim in then.claims} == {"paper"}
    assert then.meta.version == "0.1.0, as known on 2020-03-12"
    assert then.sources == data(attack()).sources, "sources keep their numbers"


def test_an_incident_that_nobody_had_told_of_is_not_there_and_links_to_it_go_with_it() -> None:
    c = make.claim_row
    later = make.incident_row("later", kind="air")
    later["claims"] = [{**row, "source": "radio"} for row in later["claims"]]
    whole = data(
        make.incident("attack", c("response_to", incident="later")), make.Incident.model_validate(later)
    )
    then = as_known_on(whole, FIRST)
    assert [incident.id for incident in then.incidents] == ["attack"]
    assert not then.incidents[0].about("response_to")


def test_place_and_kind_fall_back_to_what_is_stated() -> None:
    c = make.claim_row
    row = make.incident_row("attack", c("place", "iraq"), c("kind", "air"))
    for claim in row["claims"][:2]:
        claim["source"] = "radio"
    then = as_known_on(data(make.Incident.model_validate(row)), FIRST)
    assert (then.incidents[0].place, then.incidents[0].kind) == ("iraq", "air")


def test_what_later_sources_say_differently() -> None:
    whole = data(attack())
    then, now = build(as_known_on(whole, FIRST)), build(as_known_on(whole, LAST))
    found = {(change.field, change.kind): change for change in changes_since(now, then)}
    assert found["killed", "changed"].before == "3 (single source)"
    assert found["killed", "changed"].after == "3 – 4 (contested)"
    assert found["killed", "changed"].sources == ("radio",)
    assert found["wounded", "added"].before == "not stated"
    assert ("place", "backed") not in found, "a field that no later source touches is no change"


def test_a_correction_withdraws_what_it_no_longer_says() -> None:
    whole = data(attack(), paper={}, radio={"supersedes": ("paper",)})
    _, later = knowledge(whole, FIRST)
    kinds = {(change.field, change.kind) for change in later}
    assert ("kind", "withdrawn") in kinds
    assert ("killed", "changed") in kinds


def test_the_shipped_data_set_grows_with_its_sources(shipped: object) -> None:
    dataset = shipped.dataset  # type: ignore[attr-defined]
    counts = [len(as_known_on(dataset, day).claims) for day in steps(dataset)]
    assert counts == sorted(counts)
    assert counts[0] > 0
    assert counts[-1] == len(dataset.claims)


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (["asof", "2020-03-12"], 0, "As known on 12 March 2020: 1 of 5 sources"),
        (["asof", "2020-03-12"], 0, "Killed: changed: 1 (single source) -> 1 (agreed) [1][2][4][5]"),
        (["asof", "2019-01-01"], 1, "No source was published for certain by then"),
        (["list", "--known", "2020-03-12"], 0, "2020-03-11-camp-taji"),
    ],
)
def test_the_command_line_says_what_was_known(
    call: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == code
    assert said in capsys.readouterr().out


def test_an_incident_not_yet_told_of_is_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--known", "2020-03-12"]) == 0
    assert "2020-03-11-albu-kamal" not in capsys.readouterr().out
