"""The screen as a link and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.layers.incident_layer import MapView
from dashboard.links import Screen, read_query, screen_query
from events.asof import steps
from events.catalogue import Catalogue
from events.dataset import BUILT_IN, DataSet
from events.fields import FIELD, KINDS, ROLES
from events.filters import TEXT_LIMIT, IncidentFilter
from events.reading import load_or_raise
from geodata.windows import parse_window
from tests.browser.hostile_data import ATTACK

DATA: DataSet = load_or_raise(BUILT_IN)
WINDOW = DATA.meta.window
FIRST, LAST = date(2019, 12, 27), date(2020, 3, 13)
AREA = parse_window("44,33;45,33;44.5,34")
NAMES = [
    "from", "to", "actor", "kind", "source", "contested", "role", "q", "incident", "card", "links", "at", "known",
    "area",
]  # fmt: skip


def _some(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(values)), max_size=4)


@st.composite
def filters(draw: st.DrawFn) -> IncidentFilter:
    days = [FIRST + timedelta(days=draw(st.integers(0, (LAST - FIRST).days))) for _ in range(2)]
    start, end = draw(st.sampled_from([(min(days), max(days)), (FIRST, LAST)]))
    return IncidentFilter(
        start, end, draw(_some(list(DATA.actors))), draw(st.sampled_from(["", *ROLES])), draw(_some(list(KINDS))),
        draw(_some([source.id for source in DATA.sources])), draw(_some(["any", *FIELD])),
        draw(st.sampled_from([None, AREA])), draw(st.text(max_size=TEXT_LIMIT).map(str.strip)),
    )  # fmt: skip


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    chosen = draw(st.none() | st.sampled_from([one.id for one in DATA.incidents]))
    latitude, longitude = (st.integers(-most * 1000, most * 1000).map(lambda n: n / 1000) for most in (85, 180))
    view = st.builds(MapView, latitude, longitude, st.integers(0, 80).map(lambda n: n / 4))
    return Screen(
        draw(filters()), chosen, draw(st.booleans()) and chosen is not None, draw(st.none() | view),
        draw(st.sampled_from(["chosen", "all", "none"])), draw(st.sampled_from([None, *steps(DATA)])),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(screens())
def test_a_screen_comes_back_from_its_link(screen: Screen) -> None:
    assert read_query(screen_query(screen, WINDOW), DATA) == (screen, ())


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), st.lists(st.text(max_size=80), max_size=3)))
def test_no_link_raises_and_what_is_read_is_of_this_data_set(query: Mapping[str, Sequence[str]]) -> None:
    screen, ignored = read_query(query, DATA)
    assert screen.chosen is None or DATA.incident(screen.chosen)
    assert screen.filter.actors <= set(DATA.actors)
    assert screen.filter.kinds <= set(KINDS)
    assert all(len(part) <= 60 for part in ignored)
    assert read_query(screen_query(screen, WINDOW), DATA)[0] == screen


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "33"), ("at", "nan,44,7"), ("at", "inf,44,7"), ("at", "99,44,7"), ("at", "33,181,7"), ("at", "33,44,99"),
        ("at", "1,2,3,4"), ("incident", "no-such"), ("incident", "../../etc"), ("links", "some"), ("from", "yesterday"),
        ("to", "2020-13-01"), ("kind", "war"), ("actor", "nobody"), ("source", "x"), ("contested", "all"),
        ("role", "x"), ("known", "2020-03-11"), ("known", "today"), ("from", "2019-12-26"), ("to", "2020-03-14"),
        *((name, ATTACK) for name in NAMES if name not in ("q", "card")),
    ],
)  # fmt: skip
def test_a_value_that_is_not_understood_is_named_and_left_out(name: str, value: str) -> None:
    screen, ignored = read_query({name: [value]}, DATA)
    assert len(ignored) == 1
    assert ignored[0].startswith(f"{name}=")
    assert screen == read_query({}, DATA)[0]


@pytest.mark.parametrize(
    "query",
    [{}, {"utm_source": ["x"]}, {"embed": ["true"]}, {"card": ["1"]}, {"at": [""]}, {"incident": []}, {"q": [" "]}],
)
def test_what_is_none_of_ours_is_passed_over_in_silence(query: dict[str, list[str]]) -> None:
    screen, ignored = read_query(query, DATA)
    assert ignored == ()
    assert (screen.filter.start, screen.filter.end) == (FIRST, LAST)
    assert not screen.card


@pytest.mark.parametrize(
    ("screen", "query"),
    [
        (Screen(), {}),
        (Screen(IncidentFilter(FIRST, LAST)), {}),
        (Screen(IncidentFilter(date(2020, 1, 1), LAST)), {"from": ["2020-01-01"], "to": ["2020-03-13"]}),
        (Screen(chosen="a", card=True), {"incident": ["a"], "card": ["1"]}),
        (Screen(card=True), {}),
        (Screen(show_links="none"), {"links": ["none"]}),
        (Screen(view=MapView(33.12345, 44.0, 6.5)), {"at": ["33.123,44.000,6.5"]}),
        (Screen(IncidentFilter(actors=frozenset("ba"))), {"actor": ["a", "b"]}),
    ],
)
def test_a_link_holds_what_is_not_as_at_first(screen: Screen, query: dict[str, Any]) -> None:
    assert screen_query(screen, WINDOW) == query


def test_text_is_cut_to_what_a_link_may_hold(shipped: Catalogue) -> None:
    screen, ignored = read_query({"q": ["a" * 5000]}, shipped.dataset)
    assert len(screen.filter.text) == TEXT_LIMIT
    assert ignored == ()


@pytest.mark.parametrize(
    ("query", "window"),
    [({"from": ["2020-01-08"]}, (date(2020, 1, 8), LAST)), ({"to": ["2020-01-08"]}, (FIRST, date(2020, 1, 8)))],
)
def test_half_a_window_goes_to_the_end(query: dict[str, list[str]], window: tuple[date, date]) -> None:
    screen, ignored = read_query(query, DATA)
    assert (screen.filter.start, screen.filter.end) == window
    assert ignored == ()


def test_dates_in_the_wrong_order_are_named() -> None:
    screen, ignored = read_query({"from": ["2020-03-02"], "to": ["2020-03-01"]}, DATA)
    assert len(ignored) == 1
    assert (screen.filter.start, screen.filter.end) == (FIRST, LAST)
