"""What the map may ask to have listed, and that another filter begins every list anew."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from dashboard import state_store
from dashboard.layers.cell_style import CellStyle
from events.filters import IncidentFilter


@pytest.fixture(autouse=True)
def _session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("c:7/83/51", (7, 83, 51)), ("c:24/0/16777215", (24, 0, 16777215)), ('a:{"regions":["IQ-AN"]}',
                                                                             '{"regions":["IQ-AN"]}'),
        ("a:province:IQ-AN", "province:IQ-AN"), ("c:7/200/51", None), ("c:25/0/0", None), ("c:7/83", None),
        ("b:1", None), (7, None), (None, None), ("a:" + "x" * 5000, None), ("c:-1/0/0", None),
    ],
)  # fmt: skip
def test_what_the_map_asks_for_is_checked(asked: Any, listed: Any) -> None:
    assert state_store.hear_inside({"inside": asked}) is (listed is not None)
    assert state_store.inside() == listed


def test_another_filter_begins_every_list_anew() -> None:
    state_store.filtered(IncidentFilter())
    state_store.hear_inside({"inside": "c:7/83/51"})
    state_store.set_page("list", 3)
    state_store.filtered(IncidentFilter())
    assert (state_store.inside(), state_store.page("list")) == ((7, 83, 51), 3)
    state_store.filtered(IncidentFilter(text="bridge"))
    assert (state_store.inside(), state_store.page("list")) == (None, 0)
    state_store.set_page("list", -2)
    assert state_store.page("list") == 0


def test_how_cells_look_is_kept() -> None:
    state_store.change_style(colour="kinds", shape="density")
    assert state_store.cell_style() == CellStyle(colour="kinds", shape="density")
