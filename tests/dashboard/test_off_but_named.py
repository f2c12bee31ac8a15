"""A data set that is switched off and named all the same: incidents, names and sources are there as of any other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from dashboard import routes
from dashboard.holdings import Holdings
from dashboard.layers.features import Features
from dashboard.layers.payload import MapState, payload
from dashboard.scope import look
from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.sentences import filter_sentence
from events.store.writing import DataSetDescription
from tests.dashboard.scoping import holdings_of
from tests.events.st_building import ucdp_like

OFF, ON = "off", "on"


@pytest.fixture(scope="module")
def holdings(shipped: Catalogue) -> Iterator[Holdings]:
    made = holdings_of(shipped)
    for name, rows in ((OFF, 5), (ON, 3)):
        with made.store.session(DataSetDescription(id=name, name=name)) as session:
            ucdp_like(session.staging, rows)
            session.publish(format="ucdp", files=["a.csv"], content_hash=name.ljust(64, "0"), imported="2026-11-21")
    assert made.everywhere is None, "nothing more is asked while all are on"
    made.store.switch(OFF, on=False)
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("named", "count"), [([OFF], 5), ([OFF, ON], 8), (["iraq-2019-2020", OFF], 37), ([], 35)], ids=str
)
def test_what_is_selected_is_in_the_catalogue_and_cites(holdings: Holdings, named: list[str], count: int) -> None:
    found = look(holdings, IncidentFilter(datasets=frozenset(named)), None)
    assert found.selection is not None
    assert len(found.selection) == count
    assert {one.id for one in found.selection.all} <= set(found.catalogue.by_id)
    drawn = payload(found.catalogue, Features(found.catalogue), found.selection, MapState())
    assert {row["id"] for row in drawn["incidents"]} == {one.id for one in found.selection.all if one.is_placed}
    assert max(Counter(source["n"] for source in drawn["sources"]).values()) == 1, "no number twice"


def test_numbers_of_those_that_are_on_stay(holdings: Holdings) -> None:
    def numbers(named: list[str]) -> dict[str, int]:
        dataset = look(holdings, IncidentFilter(datasets=frozenset(named)), None).catalogue.dataset
        return {source.id: dataset.number(source.id) for source in dataset.sources}

    alone, beside = numbers([ON]), numbers([ON, OFF])
    assert alone.items() <= beside.items()
    assert min(n for one, n in beside.items() if one.startswith(OFF)) > max(alone.values())


def test_an_actor_and_a_publisher_of_it_are_named(holdings: Holdings) -> None:
    assert "ucdp-4" in holdings.actors, "only that data set has a fourth incident"
    publisher = next(
        one.id for one in holdings.library.publishers_of([f"{OFF}-reuters-4"], holdings.everywhere).values()
    )
    assert publisher in holdings.sources
    chosen = IncidentFilter(datasets=frozenset([OFF]), actors=frozenset(["ucdp-4"]), sources=frozenset([publisher]))
    found = look(holdings, chosen, None)
    said = filter_sentence(chosen, found.catalogue.dataset)
    assert said == "on any date; involving Government of Iraq 4; told by Reuters 4"
    assert found.size == 1


def test_an_incident_of_it_opens(holdings: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = f"{OFF}-100004"
    assert holdings.has_incident(incident)
    found = look(holdings, IncidentFilter(datasets=frozenset([OFF])), incident)
    assert found.chosen is not None
    assert found.chosen.id == incident
    monkeypatch.setattr(routes, "loaded", lambda folder: SimpleNamespace(holdings=holdings))
    routes._popup.cache_clear()
    popup = routes.popup(incident, "en")
    routes._popup.cache_clear()
    assert popup is not None
    assert json.loads(popup)["id"] == incident
