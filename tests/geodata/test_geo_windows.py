"""Drawn areas: read, refused, and what lies certainly or possibly inside."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.places import Place
from geodata.windows import MOST_CORNERS, Window, WindowError, inside, parse_window, window

BAGHDAD = window([(43.5, 32.8), (45.2, 32.8), (45.2, 33.8), (43.5, 33.8)])


def place(precision: str, **more: object) -> Place:
    return Place.model_validate({"id": "a", "name": "A", "precision": precision, "obtained": "a table", **more})


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (place("site", lat=33.3, lon=44.4, radius_km=2), True),
        (place("site", lat=33.3, lon=45.2, radius_km=2), None),
        (place("site", lat=36.0, lon=43.0, radius_km=2), False),
        (place("locality", lat=33.3, lon=44.4, radius_km=200), None),
        (place("province", area={"regions": ["IQ-BG"]}), True),
        (place("province", area={"regions": ["IQ-AN"]}), None),
        (place("province", area={"regions": ["IQ-BA"]}), False),
        (place("country", area={"regions": ["IQ"]}), None),
        (place("unplaced"), None),
    ],
)
def test_certainly_possibly_or_not_inside(where: Place, expected: bool | None) -> None:
    assert inside(BAGHDAD, where) is expected


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        ([(44, 33), (45, 33)], "3 to 60 corners, got 2"),
        ([(44 + i / 100, 33 + (i % 2)) for i in range(MOST_CORNERS + 1)], "got 61"),
        ([(44, 33), (45, 33), (44, 95)], "degrees"),
        ([(44, 33), (math.nan, 33), (44, 34)], "degrees"),
        ([(44, 33), (45, 34), (45, 33), (44, 34)], "cross"),
        ([(44, 33), (45, 33), (46, 33)], "cross or enclose nothing"),
    ],
)
def test_what_is_no_area_is_refused(corners: list[tuple[float, float]], said: str) -> None:
    with pytest.raises(WindowError, match=said):
        window(corners)


@pytest.mark.parametrize("text", ["", "44,33", "a,b;c,d;e,f", "44;45;46", "44,33;45,33;45,34,1", "<b>"])
def test_text_that_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(WindowError):
        parse_window(text)


def test_a_closed_ring_is_opened() -> None:
    assert len(window([(44, 33), (45, 33), (45, 34), (44, 33)]).corners) == 3


@given(st.floats(-170, 160), st.floats(-80, 70), st.floats(0.01, 9), st.floats(0.01, 9))
def test_an_area_comes_back_from_its_text(west: float, south: float, wide: float, high: float) -> None:
    made = window([(west, south), (west + wide, south), (west + wide, south + high), (west, south + high)])
    assert parse_window(made.text) == made
    assert isinstance(made, Window)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(WindowError):
        assert parse_window(text).corners
