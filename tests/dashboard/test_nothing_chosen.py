"""A page that was left before it was whole may say that nothing is chosen in a control that needs a choice."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import state, state_store
from dashboard.components import crowd
from dashboard.links import Screen
from dashboard.links_evidence import Evidence
from dashboard.views import evidence


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is changed while every control says that nothing is chosen."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(state, "get", lambda key: None)
    monkeypatch.setattr(state, "spoken", lambda name: name)
    for name in ("change_evidence", "change_filter"):
        monkeypatch.setattr(state, name, lambda **given: found.append(given))
    monkeypatch.setattr(state_store, "change_style", lambda **given: found.append(given))
    return found


def test_it_changes_nothing(changed: list[dict[str, Any]]) -> None:
    evidence._count()
    crowd._styled("size", "any")
    assert changed == []
    evidence._contested_changed()
    assert changed == [{"contested": frozenset()}]


@pytest.mark.parametrize("which", [0, 1])
def test_two_sources_stay_side_by_side(
    which: int, changed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "screen", lambda: Screen(evidence=Evidence(pair=("one", "other"))))
    evidence._pick(which)
    assert changed == []
