"""Which messages of a browser are late: said on the page that was left, and not a way back to it."""

from __future__ import annotations

from streamlit.proto.ClientState_pb2 import ClientState

from dashboard.leaving import LONGEST, Whereabouts


def said(page: str, query: str = "", fragment: str = "", click: bool = False, **values: str) -> ClientState:
    """A message of a browser on a page, with the values of its widgets."""
    message = ClientState(page_script_hash=page, query_string=query, fragment_id=fragment)
    for name, value in values.items():
        message.widget_states.widgets.add(id=name, string_value=value)
    if click:
        message.widget_states.widgets.add(id="button", trigger_value=True)
    return message


def gone(now: float = 10.0) -> Whereabouts:
    """A browser that was on the map and has clicked the tab of the list."""
    where = Whereabouts()
    where.hear(said("map", map="here", menu="a"), now=now - 5)
    where.hear(said("list", "q=1", menu="a"), now=now)
    return where


def pages(where: Whereabouts, *messages: ClientState, now: float = 10.1) -> list[str]:
    for message in messages:
        where.hear(message, now=now)
    return [message.page_script_hash for message in messages]


def test_news_of_the_page_that_was_left_is_heard_on_the_new_one() -> None:
    late = said("map", "at=9", map="there", menu="a")
    assert pages(gone(), late) == ["list"]
    assert late.query_string == "q=1"
    assert late.widget_states.widgets[0].string_value == "there"
    assert pages(gone(), said("map", map="here", click=True)) == ["list"], "a click is news each time"
    assert pages(gone(), said("map", fragment="f")) == ["list"], "a timed part of the page that was left"
    assert pages(gone(), said("map", map="1"), said("map", map="2")) == ["list", "list"]


def test_going_back_is_no_late_message() -> None:
    assert pages(gone(), said("map", menu="a")) == ["map"], "a tab brings no news"
    back = gone()
    assert pages(back, said("map", menu="a"), said("list", rows="2"), said("map", map="there")) == ["map", "map", "map"]
    assert pages(gone(), said("list", rows="2"), said("map", map="there")) == ["list", "map"], "it had arrived"
    assert pages(gone(), said("map", map="there"), now=10.1 + LONGEST) == ["map"]


def test_a_first_message_and_one_page_are_left_alone() -> None:
    where = Whereabouts()
    assert pages(where, said("", map="1"), said("map", map="1"), said("map", map="2")) == ["", "map", "map"]


def test_a_tab_may_be_the_second_thing_that_a_browser_says() -> None:
    where = Whereabouts()
    first, tab, late = said(""), said("list"), said("map", map="there")
    where.hear(first, "")
    for message in (tab, late):
        where.hear(message, "map")
    assert [one.page_script_hash for one in (first, tab, late)] == ["", "list", "list"]


def test_a_browser_that_connects_again_says_what_it_says() -> None:
    """Its first message names no page, as at the start."""
    where = gone()
    anew, then = said("", "q=2"), said("list", "q=3", rows="2")
    for message in (anew, then):
        where.hear(message, "list", now=11.0)
    assert (then.page_script_hash, then.query_string) == ("list", "q=3")
