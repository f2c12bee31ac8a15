"""A selection as a sentence: singular and plural, possibly, joined lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from events.catalogue import Catalogue, build
from events.filters import ANY_FIELD, IncidentFilter
from events.sentences import PART_NAMES, counts, filter_sentence, selection_sentence
from tests.events import ev_building as make

c, i = make.claim_row, make.incident
DATA = make.dataset()

FILTERS: list[tuple[dict[str, Any], str]] = [
    ({}, "on any date; all actors; all sources"),
    ({"start": date(2020, 3, 1)}, "from 1 March 2020; all actors; all sources"),
    ({"end": date(2020, 3, 1)}, "until 1 March 2020; all actors; all sources"),
    ({"start": date(2020, 3, 1), "end": date(2020, 3, 1)}, "on 1 March 2020; all actors; all sources"),
    ({"start": date(2020, 3, 1), "end": date(2020, 3, 9)},
     "from 1 March 2020 to 9 March 2020; all actors; all sources"),
    ({"actors": {"reds"}}, "on any date; involving Red Group; all sources"),
    ({"actors": {"reds", "blues", "greens"}},
     "on any date; involving Blue Group, Green Group or Red Group; all sources"),
    ({"actors": {"reds"}, "role": "denies"}, "on any date; involving Red Group (role: denies); all sources"),
    ({"role": "victim"}, "on any date; any actor in the role: victim; all sources"),
    ({"kinds": {"rocket", "air"}},
     "on any date; all actors; rocket or missile attack or air or drone strike; all sources"),
    ({"sources": {"radio", "paper"}}, "on any date; all actors; told by The Paper or The Radio"),
    ({"sources": {"sheet"}}, "on any date; all actors; told by Publisher not stated"),
    ({"contested": {ANY_FIELD}}, "on any date; all actors; all sources; contested in any field"),
    ({"contested": {"wounded", "killed"}}, "on any date; all actors; all sources; contested in killed or wounded"),
    ({"text": "camp"}, "on any date; all actors; all sources; with the words “camp”"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "words"), FILTERS, ids=[str(list(parts)) for parts, _ in FILTERS])
def test_a_filter_in_words(parts: dict[str, Any], words: str) -> None:
    chosen = IncidentFilter(**{key: frozenset(v) if isinstance(v, set) else v for key, v in parts.items()})
    assert filter_sentence(chosen, DATA) == words


WINDOW = IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12))
ONE = [i("a", c("date", "2020-03-11"))]
MAYBE = [i("m", c("date", "2020-03"))]
PART = [i("p", c("date", "2020-03-11"), c("part_of", incident="a"))]
MAYBE_PART = [i("q", c("date", "2020-03"), c("part_of", incident="a"))]
TRAY = [i("t", c("date", "2020-03-11"), kind="context", place="nowhere")]
MAYBE_TRAY = [i("u", kind="context", place="nowhere")]

COUNTS = [
    ([], "0 incidents", "Not placed: 0"),
    (ONE, "1 incident", "Not placed: 0"),
    ([*ONE, i("b", c("date", "2020-03-02"))], "2 incidents", "Not placed: 0"),
    (ONE + MAYBE, "1 incident, and 1 possibly", "Not placed: 0"),
    (MAYBE, "0 incidents, and 1 possibly", "Not placed: 0"),
    (ONE + PART, "1 incident and 1 reported part", "Not placed: 0"),
    (ONE + PART + MAYBE_PART, "1 incident; 1 reported part, and 1 possibly", "Not placed: 0"),
    (ONE + MAYBE_PART, "1 incident; 0 reported parts, and 1 possibly", "Not placed: 0"),
    (ONE + TRAY, "1 incident", "Not placed: 1"),
    (TRAY + MAYBE_TRAY, "0 incidents", "Not placed: 1, and 1 possibly"),
]


@pytest.mark.parametrize(("incidents", "shown", "tray"), COUNTS, ids=[row[1] + row[2] for row in COUNTS])
def test_counts_say_what_is_certain_possible_and_not_placed(incidents: list[Any], shown: str, tray: str) -> None:
    catalogue = build(make.dataset(*incidents))
    assert counts(catalogue.select(WINDOW)) == (shown, tray)


def test_the_whole_caption(small: Catalogue) -> None:
    assert selection_sentence(small.everything, small.dataset) == (
        "3 incidents and 1 reported part, on any date; all actors; all sources. Not placed: 1."
    )


def test_every_part_that_can_be_loosened_has_a_name() -> None:
    assert set(PART_NAMES) == {"dates", *IncidentFilter.__slots__} - {"start", "end"}
