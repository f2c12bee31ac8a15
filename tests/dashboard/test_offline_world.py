"""The map that is one file carries the coarse world only where something lies outside the detailed layers."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.layers import offline
from dashboard.layers.features import Features
from dashboard.layers.payload import payload
from events.catalogue import build
from events.dataset import BUILT_IN
from events.reading import load_or_raise


@pytest.mark.parametrize(
    ("bounds", "carried"),
    [
        ([[30, 40], [36, 48]], False), (None, False), ([[8, 22], [48, 72]], False), ([[30, 21.9], [36, 48]], True),
        ([[7, 40], [36, 48]], True), ([[30, 40], [48.5, 48]], True), ([[30, 40], [36, 73]], True),
    ],
)  # fmt: skip
def test_the_world_is_carried_where_it_is_needed(
    bounds: list[list[float]] | None, carried: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(*parts: Any) -> dict[str, Any]:
        return {**payload(*parts), "bounds": bounds}

    monkeypatch.setattr(offline, "payload", moved)
    catalogue = build(load_or_raise(BUILT_IN))
    html = offline.offline_map(catalogue, Features(catalogue), catalogue.everything)
    assert ("window.SourcepinBasemap.world={" in html) is carried
    assert "</script>" not in html.split("window.SourcepinBasemap=")[1].split("window.SourcepinData=")[0]
