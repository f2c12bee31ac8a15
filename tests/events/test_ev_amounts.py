"""Counts with their direction: reading, words, what they admit, when two agree."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.amounts import Amount, AmountError, Bound, number_words, parse_amount

INF = math.inf
READ = [
    # written, bound, words, symbols, admits
    (14, Bound.EXACT, "14", "14", (14, 14)),
    (0, Bound.EXACT, "0", "0", (0, 0)),
    (1200, Bound.EXACT, "1,200", "1,200", (1200, 1200)),
    (2.5, Bound.EXACT, "2.5", "2.5", (2.5, 2.5)),
    ({"about": 30}, Bound.ABOUT, "about 30", "≈ 30", (27, 33)),
    ({"at_least": 26}, Bound.AT_LEAST, "at least 26", "≥ 26", (26, INF)),
    ({"more_than": 12}, Bound.MORE_THAN, "more than 12", "> 12", (13, INF)),
    ({"more_than": 12.5}, Bound.MORE_THAN, "more than 12.5", "> 12.5", (13, INF)),
    ({"at_most": 9}, Bound.AT_MOST, "at most 9", "≤ 9", (0, 9)),
    ({"less_than": 9}, Bound.LESS_THAN, "fewer than 9", "< 9", (0, 8)),
    ({"low": 12, "high": 18}, Bound.RANGE, "12 – 18", "12 – 18", (12, 18)),
    ({"low": 12, "high": 12}, Bound.EXACT, "12", "12", (12, 12)),
]


@pytest.mark.parametrize(("written", "bound", "words", "symbols", "admits"), READ, ids=lambda value: str(value))
def test_an_amount_keeps_its_direction(
    written: Any, bound: Bound, words: str, symbols: str, admits: tuple[float, float]
) -> None:
    amount = parse_amount(written)
    assert amount.bound is bound
    assert (amount.words, str(amount), amount.symbols) == (words, words, symbols)
    assert amount.admits == pytest.approx(admits)


REFUSED = [
    ("14", "expected a number, got '14'; write digits"),
    (None, "expected a number, got None"),
    (True, "expected a number, got True"),
    ([3], "expected a number"),
    (-1, "expected a count of 0 or more, got -1"),
    (math.nan, "expected a count of 0 or more"),
    (math.inf, "expected a count of 0 or more"),
    (10**400, "too large"),
    ({"about": "many"}, "about: expected a number, got 'many'"),
    ({"about": -3}, "about: expected a count of 0 or more"),
    ({"low": 18, "high": 12}, "low: 18 is above high: 12; swap them"),
    ({"low": 12}, r"expected a number, .* got keys \['low'\]"),
    ({"low": 1, "high": 2, "about": 3}, "got keys"),
    ({"exact": 3}, r"got keys \['exact'\]"),
    ({"range": 3}, r"got keys \['range'\]"),
    ({}, r"got keys \[\]"),
]


@pytest.mark.parametrize(("written", "message"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_no_amount_is_refused_with_what_was_expected(written: Any, message: str) -> None:
    with pytest.raises(AmountError, match=message):
        parse_amount(written)


PAIRS = [
    (12, 12, True),
    (12, 14, False),
    (12, {"more_than": 12}, False),
    (13, {"more_than": 12}, True),
    (26, {"at_least": 26}, True),
    (110, {"about": 105}, True),
    (18, {"about": 30}, False),
    ({"about": 18}, {"about": 30}, False),
    (9, {"at_most": 9}, True),
    (9, {"less_than": 9}, False),
    ({"low": 12, "high": 18}, 18, True),
    ({"low": 12, "high": 18}, 19, False),
    ({"low": 12, "high": 18}, {"low": 18, "high": 20}, True),
    ({"at_least": 25}, {"more_than": 50}, True),
    ({"less_than": 26}, {"more_than": 25}, False),
]


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS, ids=str)
def test_amounts_agree_where_one_number_satisfies_both(one: Any, other: Any, expected: bool) -> None:
    first, second = parse_amount(one), parse_amount(other)
    assert first.compatible(second) is second.compatible(first) is expected


NUMBERS = st.integers(0, 500)
AMOUNTS = st.one_of(
    NUMBERS,
    st.builds(
        lambda key, n: {key: n},
        st.sampled_from(["about", "at_least", "more_than", "at_most", "less_than"]),
        NUMBERS.filter(bool),
    ),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: {"low": min(pair), "high": max(pair)}),
).map(parse_amount)


def satisfies(number: int, amount: Amount) -> bool:
    low, high = amount.low, amount.high
    return {
        Bound.EXACT: number == low, Bound.RANGE: low <= number <= high, Bound.AT_LEAST: number >= low,
        Bound.MORE_THAN: number > low, Bound.AT_MOST: number <= high, Bound.LESS_THAN: number < high,
        Bound.ABOUT: abs(number - low) * 10 <= low,
    }[amount.bound]  # fmt: skip


@given(AMOUNTS, AMOUNTS)
def test_compatible_is_what_counting_would_find(one: Amount, other: Amount) -> None:
    # "About 5" admits 4.5 to 5.5: two such intervals may meet between whole numbers, so only one direction holds.
    if any(satisfies(number, one) and satisfies(number, other) for number in range(1100)):
        assert one.compatible(other)
    elif Bound.ABOUT not in (one.bound, other.bound):
        assert not one.compatible(other)


@pytest.mark.parametrize(("number", "words"), [(3, "3"), (1000, "1,000"), (0.5, "0.5"), (33.52391, "33.5239")])
def test_numbers_are_printed_short(number: float, words: str) -> None:
    assert number_words(number) == words


def test_a_range_may_have_a_most_likely_figure() -> None:
    amount = parse_amount({"low": 8, "high": 12, "best": 9})
    assert (amount.low, amount.high, amount.best, amount.words) == (8, 12, 9, "9 (8 – 12)")
    assert parse_amount({"low": 8, "high": 8, "best": 8}) == parse_amount(8)
    with pytest.raises(AmountError, match="best: 13 is not between low 8 and high 12"):
        parse_amount({"low": 8, "high": 12, "best": 13})
