"""The filter: each part of its predicate, and the way into a link and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.catalogue import Catalogue
from events.fields import FIELD, KINDS, ROLES
from events.filters import ANY_FIELD, TEXT_LIMIT, IncidentFilter, from_query, to_query

ACTORS, SOURCES = ("reds", "blues", "greens"), ("paper", "radio", "sheet")
MARCH = {"start": date(2020, 3, 1), "end": date(2020, 3, 31)}
ALL = {"attack", "reply", "piece", "older", "talk"}

PARTS: list[tuple[dict[str, Any], set[str], set[str]]] = [
    # parts of a filter, what is certainly and what is possibly selected
    ({}, ALL, set()),
    (MARCH, {"attack", "reply", "piece"}, {"talk"}),
    ({"start": date(2020, 3, 12), "end": date(2020, 3, 12)}, {"piece"}, {"reply", "talk"}),
    ({"start": date(2020, 3, 13)}, set(), {"reply", "talk"}),
    ({"end": date(2019, 12, 15)}, set(), {"older", "talk"}),
    ({"end": date(2019, 12, 31)}, {"older"}, {"talk"}),
    ({"actors": {"reds"}}, {"attack", "talk"}, set()),
    ({"actors": {"reds", "blues"}}, {"attack", "talk", "reply"}, set()),
    ({"actors": {"reds"}, "role": "denies"}, {"attack"}, set()),
    ({"actors": {"blues"}, "role": "denies"}, set(), set()),
    ({"role": "attacker"}, {"reply"}, set()),
    ({"kinds": {"air"}}, {"reply", "piece"}, set()),
    ({"kinds": {"air", "context"}}, {"reply", "piece", "talk"}, set()),
    ({"kinds": {"crowd"}}, set(), set()),
    ({"sources": {"radio"}}, {"attack", "piece"}, set()),
    ({"sources": {"sheet"}}, set(), set()),
    ({"contested": {"wounded"}}, {"attack"}, set()),
    ({"contested": {"killed"}}, set(), set()),
    ({"contested": {ANY_FIELD}}, {"attack"}, set()),
    ({"text": "KATYUSHA"}, {"older"}, set()),
    ({"text": "title camp"}, {"attack"}, set()),
    ({"text": "Camp title!"}, {"attack"}, set()),
    ({"text": "camp absent-word"}, set(), set()),
    ({"text": "الحمر"}, {"attack", "talk"}, set()),
    ({"text": "…"}, ALL, set()),
    ({**MARCH, "kinds": {"context"}, "actors": {"reds"}}, set(), {"talk"}),
]


def made(parts: dict[str, Any]) -> IncidentFilter:
    return IncidentFilter(**{key: frozenset(v) if isinstance(v, set) else v for key, v in parts.items()})


@pytest.mark.parametrize(("parts", "certain", "possible"), PARTS, ids=lambda value: str(value)[:60])
def test_each_part_of_the_filter(
    small: Catalogue, parts: dict[str, Any], certain: set[str], possible: set[str]
) -> None:
    selection = small.select(made(parts))
    assert {one.id for one in selection.certain} == certain
    assert {one.id for one in selection.possible} == possible


@pytest.mark.parametrize("part", ["start", "end", "actors", "role", "kinds", "sources", "contested", "text"])
def test_a_part_left_open_is_as_at_first(part: str) -> None:
    full = made({**MARCH, "actors": {"reds"}, "role": "denies", "kinds": {"air"}, "sources": {"paper"},
                 "contested": {"killed"}, "text": "words"})  # fmt: skip
    opened = full.without(part)
    assert getattr(opened, part) == getattr(IncidentFilter(), part)
    assert sum(getattr(opened, one) != getattr(full, one) for one in IncidentFilter.__slots__) == 1


DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
FILTERS = st.builds(
    lambda dates, **parts: IncidentFilter(start=dates[0], end=dates[1], **parts),
    dates=st.one_of(
        st.tuples(st.none() | DATES, st.none()), st.tuples(st.none(), DATES), st.tuples(DATES, DATES).map(sorted)
    ),
    actors=st.frozensets(st.sampled_from(ACTORS)),
    role=st.sampled_from(["", *ROLES]),
    kinds=st.frozensets(st.sampled_from(sorted(KINDS))),
    sources=st.frozensets(st.sampled_from(SOURCES)),
    contested=st.frozensets(st.sampled_from([ANY_FIELD, *FIELD])),
    text=st.text(max_size=TEXT_LIMIT).map(str.strip),
)


@given(FILTERS)
def test_a_filter_survives_its_link(chosen: IncidentFilter) -> None:
    assert from_query(to_query(chosen), ACTORS, SOURCES) == (chosen, ())


def test_the_open_filter_has_an_empty_link() -> None:
    assert to_query(IncidentFilter()) == {}


def test_equal_filters_give_equal_links() -> None:
    one, other = (made({"actors": set(order)}) for order in (ACTORS, reversed(ACTORS)))
    assert to_query(one) == to_query(other) == {"actor": ["blues", "greens", "reds"]}


HOSTILE = [
    # parameters, what remains of the filter, what is named as ignored
    ({"actor": ["reds", "<script>"]}, {"actors": {"reds"}}, ("actor=<script>",)),
    ({"actor": ["nobody"]}, {}, ("actor=nobody",)),
    ({"kind": ["RocKet"]}, {}, ("kind=RocKet",)),
    ({"source": ["' OR 1=1"]}, {}, ("source=' OR 1=1",)),
    ({"contested": ["any", "all"]}, {"contested": {"any"}}, ("contested=all",)),
    ({"role": ["boss"]}, {}, ("role=boss",)),
    ({"from": ["2020-02-30"]}, {}, ("from=2020-02-30",)),
    ({"from": [""]}, {}, ("from=",)),
    ({"to": ["tomorrow"]}, {}, ("to=tomorrow",)),
    ({"to": ["2020-03-11\x00"]}, {}, ("to=2020-03-11\x00",)),
    ({"from": ["2020-03-02"], "to": ["2020-03-01"]}, {}, ("from=2020-03-02 is after to=2020-03-01",)),
    ({"kind": ["x" * 500]}, {}, ("kind=" + "x" * 55,)),
    ({"q": ["  a  "]}, {"text": "a"}, ()),
    ({"q": ["y" * 900]}, {"text": "y" * TEXT_LIMIT}, ()),
    ({"q": []}, {}, ()),
    ({"utm_source": ["elsewhere"], "__proto__": ["x"]}, {}, ()),
    ({"start": ["2020-03-01"], "text": ["a"], "actors": ["reds"]}, {}, ()),
]


@pytest.mark.parametrize(("query", "parts", "ignored"), HOSTILE, ids=lambda value: str(value)[:60])
def test_what_is_not_understood_is_left_out_and_named(
    query: dict[str, list[str]], parts: dict[str, Any], ignored: tuple[str, ...]
) -> None:
    assert from_query(query, ACTORS, SOURCES) == (made(parts), ignored)


NAMES = st.sampled_from(["from", "to", "actor", "kind", "source", "contested", "role", "q"]) | st.text(max_size=5)


@given(st.dictionaries(NAMES, st.lists(st.text(max_size=80), max_size=3)))
@example({"from": ["0000-00-00"], "to": ["٢٠٢٠-٠٣-١١"]})
@example({"q": ["\ud800"], "from": ["\ud800"]})
def test_no_query_raises_or_gives_what_the_data_set_does_not_know(query: dict[str, list[str]]) -> None:
    chosen, ignored = from_query(query, ACTORS, SOURCES)
    assert chosen.actors <= set(ACTORS)
    assert chosen.kinds <= set(KINDS)
    assert all(len(one) <= 60 for one in ignored)
    assert from_query(to_query(chosen), ACTORS, SOURCES) == (chosen, ())
