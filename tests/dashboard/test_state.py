"""The state of a session, outside Streamlit: one screen that every control writes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import deeds, state
from dashboard.echoes import ECHO_SECONDS
from dashboard.known import OfDataSet
from dashboard.layers.incident_layer import MapView
from events.catalogue import Catalogue
from events.dataset import DataSet
from events.dates import Days

SPAN = Days(date(2019, 12, 27), date(2020, 3, 13))
TAJI = "2020-03-11-camp-taji"


class Address(dict[str, list[str]]):
    """The query parameters as Streamlit gives them; counts how often they were written."""

    writes = 0

    def get_all(self, name: str) -> list[str]:
        return self[name]

    def from_dict(self, query: Mapping[str, list[str]]) -> None:
        self.clear()
        self.update(query)
        self.writes += 1


@pytest.fixture
def data(shipped: Catalogue) -> DataSet:
    return shipped.dataset


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch, data: DataSet) -> SimpleNamespace:
    context = SimpleNamespace(theme=SimpleNamespace(type="dark"), url="http://127.0.0.1:8501/list?old=1")
    found = SimpleNamespace(session_state={}, query_params=Address(), context=context)
    monkeypatch.setattr(state, "st", found)
    state.start(data)
    return found


def window() -> tuple[date | None, date | None]:
    return state.screen().filter.start, state.screen().filter.end


def test_the_address_is_read_once(session: SimpleNamespace, data: DataSet) -> None:
    session.session_state.clear()
    session.query_params.update({"incident": [TAJI], "at": ["33,44,7"], "kind": ["rocket", "no"]})
    state.start(data)
    assert (state.screen().chosen, state.first_view()) == (TAJI, MapView(33, 44, 7))
    assert state.ignored() == ("kind=no",)
    assert state.tokens() == (1, 0, 0)
    session.query_params.clear()
    state.start(data)
    assert state.screen().chosen == TAJI


def test_the_address_is_written_where_it_differs(session: SimpleNamespace, data: DataSet) -> None:
    state.change(chosen=TAJI)
    state.write_address(data.meta.window)
    state.write_address(data.meta.window)
    assert session.query_params == {"incident": [TAJI]}
    assert session.query_params.writes == 1
    assert state.address(data.meta.window) == f"http://127.0.0.1:8501/list?incident={TAJI}"


@pytest.mark.parametrize(
    ("low", "high", "result"),
    [
        (date(2020, 1, 1), date(2020, 2, 1), (date(2020, 1, 1), date(2020, 2, 1))),
        (date(2020, 2, 1), date(2020, 1, 1), (date(2020, 1, 1), date(2020, 2, 1))),
        (date(2019, 1, 1), date(2021, 1, 1), (SPAN.start, SPAN.end)),
        (date(2021, 1, 1), date(2022, 1, 1), (SPAN.end, SPAN.end)),
    ],
)
def test_a_window_stays_in_order_and_inside(low: date, high: date, result: tuple[date, date]) -> None:
    state.set_window(low, high, SPAN)
    assert window() == result


@pytest.mark.parametrize(
    ("days", "result", "moved"),
    [
        (1, (date(2020, 3, 9), date(2020, 3, 11)), True),
        (-7, (date(2020, 3, 1), date(2020, 3, 3)), True),
        (30, (date(2020, 3, 11), date(2020, 3, 13)), True),
        (-400, (date(2019, 12, 27), date(2019, 12, 29)), True),
        (0, (date(2020, 3, 8), date(2020, 3, 10)), False),
    ],
)
def test_a_step_keeps_the_length_and_ends_at_the_end(days: int, result: tuple[date, date], moved: bool) -> None:
    state.set_window(date(2020, 3, 8), date(2020, 3, 10), SPAN)
    assert state.step_window(days, SPAN) is moved
    assert window() == result


def test_the_whole_window_has_nowhere_to_go() -> None:
    assert not state.step_window(1, SPAN)
    assert not state.step_window(-1, SPAN)
    state.change_filter(start=None)
    assert not state.step_window(1, SPAN)


def message(**parts: Any) -> dict[str, Any]:
    return {"n": 5, "chosen": TAJI, "card": True, "view": {"lat": 33.0, "lon": 44.0, "zoom": 8}, **parts}


def test_a_message_of_the_map_is_taken_over_once(data: DataSet) -> None:
    assert state.hear(message(), OfDataSet(data))
    assert (state.screen().chosen, state.screen().card, state.screen().view) == (TAJI, True, MapView(33, 44, 8))
    assert not state.hear(message(chosen=None), OfDataSet(data))
    assert state.screen().chosen == TAJI
    assert state.hear(message(n=6, chosen=None), OfDataSet(data))
    assert (state.screen().chosen, state.screen().card) == (None, False)
    assert state.tokens()[2] == 6


@pytest.mark.parametrize(
    "parts",
    [{"n": "5"}, {"n": None}, {"n": -1}, {"chosen": "no-such"}, {"chosen": ["x"]}, {"chosen": {}}, {"view": "here"},
     {"view": {"lat": "x"}}, {"view": {}}, {"card": "yes", "chosen": None}],
)  # fmt: skip
def test_a_message_that_is_wrong_harms_nothing(data: DataSet, parts: dict[str, Any]) -> None:
    state.hear(message(**parts), OfDataSet(data))
    assert state.screen().chosen in (None, TAJI)
    assert not state.screen().card or state.screen().chosen


def test_a_view_that_cannot_be_is_not_taken_over(data: DataSet) -> None:
    for lat, zoom in ((float("nan"), 1), (900, 1), (1, 10**400)):
        state.hear(message(n=time.time(), view={"lat": lat, "lon": 1, "zoom": zoom}), OfDataSet(data))
        assert state.screen().view is None


def test_a_message_from_before_a_choice_beside_the_map_does_not_undo_it(data: DataSet) -> None:
    old = state.tokens()[0]
    state.choose(TAJI, True)
    assert not state.hear(message(chosen=None, token=old), OfDataSet(data))
    assert (state.screen().chosen, state.screen().card, state.screen().view) == (TAJI, True, MapView(33, 44, 8))
    assert state.hear(message(n=6, chosen=None, token=old + 1), OfDataSet(data))
    assert state.screen().chosen is None


def test_choosing_from_beside_tells_the_map(data: DataSet) -> None:
    before = state.tokens()[0]
    state.choose(TAJI, True)
    assert state.tokens()[0] == before + 1
    state.choose("2019-12-27-kirkuk")
    assert state.screen().card, "an open card stays open for the newly chosen incident"
    state.choose(None)
    assert (state.screen().chosen, state.screen().card) == (None, False)


def test_ticking_and_clearing(data: DataSet) -> None:
    state.toggle("actors", "iraq", True)
    state.toggle("actors", "iran", True)
    state.toggle("actors", "iraq", False)
    state.toggle("kinds", "air", False)
    assert state.screen().filter.actors == frozenset(["iran"])
    state.change(chosen=TAJI, view=MapView(1, 2, 3))
    state.set_playing(True)
    tokens = state.tokens()
    state.clear(data.meta.window)
    assert state.screen().filter.actors == frozenset()
    assert (state.screen().chosen, state.screen().view, state.playing()) == (None, MapView(1, 2, 3), False)
    assert window() == (SPAN.start, SPAN.end)
    assert state.tokens()[:2] == (tokens[0] + 1, tokens[1] + 1)


def test_what_is_no_list_cannot_be_ticked() -> None:
    with pytest.raises(ValueError, match="expected one of"):
        state.toggle("text", "x", True)


def test_a_widget_is_set_before_it_is_drawn(session: SimpleNamespace) -> None:
    state.put("w_text", "x")
    assert state.get("w_text") == "x"
    state.fit()
    assert state.tokens()[1] == 2
    assert state.mode() == "dark"


def test_a_browser_that_repeats_what_was_replaced_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    state.put("w_to", "13 March")
    assert not state.is_echo("w_to")
    state.put("w_to", "12 March")
    assert not state.is_echo("w_to")
    state.st.session_state["w_to"] = "13 March"  # what the browser still showed
    assert state.is_echo("w_to")
    state.st.session_state["w_to"] = "11 March"
    assert not state.is_echo("w_to"), "another value is a wish"
    clock[0] += ECHO_SECONDS
    state.st.session_state["w_to"] = "13 March"
    assert not state.is_echo("w_to"), "later, the old value is a wish as well"


def test_a_browser_that_is_several_steps_behind_is_not_heard() -> None:
    for day in ("10 March", "11 March", "12 March", "13 March"):
        state.put("w_to", day)
    state.st.session_state["w_to"] = "11 March"
    assert state.is_echo("w_to")


def test_where_a_button_decided_no_other_widget_of_that_run_is_heard(data: DataSet) -> None:
    state.put("w_slider", "all")
    state.clear(data.meta.window)
    state.st.session_state["w_slider"] = "a window that a slow browser still shows"
    assert state.is_echo("w_slider")
    state.start(data)  # the run that follows the callbacks
    state.st.session_state["w_slider"] = "where it is dragged next"
    assert not state.is_echo("w_slider")


def test_what_the_clock_of_the_page_sends_is_nobodys_wish(data: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    state.put("w_slider", "all")
    state.st.session_state["w_slider"] = "a window that a slow browser still shows"
    monkeypatch.setattr(deeds, "get_script_run_ctx", lambda **_: SimpleNamespace(fragment_ids_this_run=["tick"]))
    assert state.is_echo("w_slider")
    monkeypatch.setattr(deeds, "get_script_run_ctx", lambda **_: SimpleNamespace(fragment_ids_this_run=None))
    assert not state.is_echo("w_slider")
