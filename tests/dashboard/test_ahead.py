"""What the map asks for when a reader lets go of the dates: the same as the page draws."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st

from dashboard import shared
from dashboard.ahead import drawn_ahead
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.drawn import Shown, stands_for, whole_payload
from dashboard.layers.incident_layer import MapView
from dashboard.layers.packing import pack, unpack
from dashboard.layers.payload import MapState
from dashboard.links import Screen
from dashboard.links_ahead import ahead_query, read_style
from dashboard.scope import SMALL, look
from dashboard.settings import read_settings
from dashboard.turns import AHEAD, AT_ONCE, turn
from events.filters import IncidentFilter
from events.language import using
from events.store.asking import Numbers
from events.store.library import Library
from events.store.pages import Counts
from events.store.store import Store
from events.store.writing import DataSetDescription
from tests.events.st_building import ucdp_like

PARTS = ("incidents", "links", "cells", "area_counts", "shaded")
AT = (33.2, 43.7, 6.25)
SOME = replace(IncidentFilter(), kinds=frozenset({"rocket", "battle"}))


@pytest.fixture(params=[0, 900], ids=["shipped", "with many imported"])
def whole(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[shared.Loaded]:
    folder = tmp_path / "store"
    with Store.open(folder, "today") as store:
        if request.param:
            with store.session(DataSetDescription(id="ged", name="Events")) as session:
                ucdp_like(session.staging, request.param)
                session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
    monkeypatch.setenv("STORE", str(folder))
    monkeypatch.delenv("DATASET", raising=False)
    st.cache_resource.clear()
    yield shared.loaded(read_settings().dataset)
    shared.store().close()
    st.cache_resource.clear()


def asked(screen: Screen, start: str, end: str, style: CellStyle | None = None, at: Any = AT) -> dict[str, list[str]]:
    """What the map sends: the text of the payload, with the dates and its view."""
    query = parse_qs(ahead_query(screen, style or CellStyle()))
    return {**query, "from": [start], "to": [end], **({"at": [",".join(map(str, at))]} if at else {})}


@pytest.mark.parametrize(
    ("chosen", "style"),
    [
        (IncidentFilter(), CellStyle()), (SOME, CellStyle(colour="kinds")), (SOME, CellStyle(shape="provinces")),
        (replace(SOME, text="rocket"), CellStyle(size="deaths", colour="contested", shape="density")),
    ],
)  # fmt: skip
def test_the_map_gets_what_the_page_would_draw(whole: shared.Loaded, chosen: IncidentFilter, style: CellStyle) -> None:
    start, end = "2019-12-28", "2020-01-20"
    screen = Screen(filter=replace(chosen, start=date(2019, 1, 1)), view=MapView(1, 2, 3), language="ar")
    found = drawn_ahead(asked(screen, start, end, style))
    assert found is not None
    of_page = look(whole.holdings, replace(chosen, start=date(2019, 12, 28), end=date(2020, 1, 20)), None)
    shown = Shown(MapState(), AT, style)
    with using("ar"):
        expected = unpack(pack(whole_payload(of_page, whole.features, shown)))
    drawn = json.loads(zlib.decompress(found))
    assert {name: drawn[name] or None for name in PARTS} == {name: expected.get(name) or None for name in PARTS}
    assert any(drawn.values())


@pytest.mark.parametrize("style", [CellStyle(), CellStyle(colour="kinds"), CellStyle(shape="provinces")])
def test_of_many_the_map_gets_the_same_and_nothing_is_counted(
    whole: shared.Loaded, style: CellStyle, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = whole.holdings.window_of(IncidentFilter())
    first, start, end = str(days.start), date.fromisoformat(str(days.start)) + timedelta(1), str(days.end)
    shown = Shown(MapState(), AT, style)
    of_page = look(whole.holdings, IncidentFilter(start=start, end=days.end), None)
    expected = unpack(pack(whole_payload(of_page, whole.features, shown)))
    assert drawn_ahead(asked(Screen(), first, end, style))
    counted, real = [], Library.counts

    def counts(self: Library, chosen: IncidentFilter, numbers: Numbers = None) -> Counts:
        counted.append(chosen)
        return real(self, chosen, numbers)

    monkeypatch.setattr(Library, "counts", counts)
    found = drawn_ahead(asked(Screen(), str(start), end, style))
    assert found is not None
    drawn = json.loads(zlib.decompress(found))
    assert {name: drawn[name] or None for name in PARTS} == {name: expected.get(name) or None for name in PARTS}
    assert any(one.start for one in counted) is (stands_for(expected) <= SMALL)


@pytest.mark.parametrize("spoilt", [
    {"from": ["yesterday"]}, {"to": ["9999-01-01"]}, {"from": []}, {"at": ["1,2"]}, {"known": ["2020-01-04"]},
])  # fmt: skip
def test_what_only_the_page_can_say_is_left_to_it(whole: shared.Loaded, spoilt: dict[str, list[str]]) -> None:
    query = asked(Screen(), "2019-12-28", "2020-01-20")
    assert drawn_ahead(query)
    assert drawn_ahead(query | spoilt) is None


def test_while_all_are_being_answered_the_map_waits_for_its_page(whole: shared.Loaded) -> None:
    query = asked(Screen(), "2019-12-28", "2020-01-20")
    held = [turn() for _ in range(AT_ONCE)]
    for one in held:
        one.__enter__()
    try:
        assert drawn_ahead(query) is None
    finally:
        for one in held:
            one.__exit__(None, None, None)
    assert drawn_ahead(query)


def test_a_page_lets_the_map_go_first() -> None:
    with AHEAD.asking() as has_turn:
        assert has_turn
        assert not AHEAD.wait(0.01)
    assert AHEAD.wait(0.01)


@pytest.mark.parametrize("given", [{}, {"cells_size": ["huge"], "cells_shape": []}, {"cells_colour": ["<b>"]}])
def test_a_style_that_there_is_not_is_the_first_one(given: dict[str, list[str]]) -> None:
    assert read_style(given) == CellStyle()
