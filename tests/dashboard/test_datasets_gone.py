"""A data set that another visitor removed or switched off is let go of, and the dates stay within what is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dashboard.components import datasets
from dashboard.holdings import Holdings
from dashboard.links import Screen
from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.store.writing import DataSetDescription
from tests.dashboard.scoping import holdings_of
from tests.events.st_building import ucdp_like

FIRST, LAST = date(2019, 12, 21), date(2020, 4, 20)


@pytest.fixture
def holdings(shipped: Catalogue) -> Iterator[Holdings]:
    made = holdings_of(shipped)
    with made.store.session(DataSetDescription(id="ged", name="Events")) as session:
        ucdp_like(session.staging, 50)
        session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
    yield made
    made.store.close()


def seen(monkeypatch: pytest.MonkeyPatch, holdings: Holdings, chosen: IncidentFilter) -> IncidentFilter:
    kept: dict[str, Any] = {"filter": chosen}
    monkeypatch.setattr(datasets.state, "screen", lambda: Screen(filter=kept["filter"]))
    monkeypatch.setattr(datasets.state, "change_filter", lambda **parts: kept.update(
        filter=IncidentFilter(**{**{"kinds": chosen.kinds}, **parts})))  # fmt: skip
    datasets.still_there(holdings)
    found: IncidentFilter = kept["filter"]
    return found


def test_a_removed_data_set_is_let_go_of(monkeypatch: pytest.MonkeyPatch, holdings: Holdings) -> None:
    only = frozenset(["ged"])
    span = holdings.window_of(IncidentFilter(datasets=only))
    chosen = IncidentFilter(datasets=only, start=span.start, end=span.end)
    assert seen(monkeypatch, holdings, chosen) == chosen
    holdings.store.remove("ged")
    window = holdings.curated.dataset.meta.window
    assert seen(monkeypatch, holdings, chosen) == IncidentFilter(start=window.start, end=window.end)


def test_one_that_is_switched_off_leaves_the_days_of_the_others(
    monkeypatch: pytest.MonkeyPatch, holdings: Holdings
) -> None:
    window = holdings.curated.dataset.meta.window
    chosen = IncidentFilter(start=date(2014, 1, 1), end=date(2020, 1, 31))
    assert seen(monkeypatch, holdings, chosen) == chosen
    holdings.store.switch("ged", False)
    assert seen(monkeypatch, holdings, chosen) == IncidentFilter(start=window.start, end=date(2020, 1, 31))
