"""The page run by Streamlit's own test runner, and what it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.layers.packing import unpack

ROOT = Path(__file__).resolve().parents[2]


class App:
    """The page in Streamlit's test runner: no browser, no scripts, so the map answers nothing."""

    def __init__(self, dataset: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
        if dataset is None:
            monkeypatch.delenv("DATASET", raising=False)
        else:
            monkeypatch.setenv("DATASET", str(dataset))
        self.test = AppTest.from_file(str(ROOT / "streamlit_page.py"), default_timeout=60)

    def open(self, view: str = "", **query: str | list[str]) -> App:
        """Open one of the views, by its path."""
        self.test._page_hash = calc_hash(view) if view else ""  # views are functions: `switch_page` knows files
        self.test.query_params.update(query)
        return self.run()

    def run(self) -> App:
        """Run the page again, as after a change of a widget, and see that nothing was raised."""
        self.test.run()
        assert [error.message for error in self.test.exception] == []
        return self

    @property
    def html(self) -> list[str]:
        """Every piece of HTML of the page, sidebar included, but not the style sheet."""
        return [piece.proto.body for piece in self.test.get("html") if "<style>" not in piece.proto.body]

    @property
    def caption(self) -> str:
        """The sentence over the view, without its tags."""
        (found,) = [piece for piece in self.html if "sp-caption" in piece]
        return re.sub(r"<[^>]+>", "", found)

    @property
    def map_args(self) -> dict[str, Any]:
        """What the map's component is given."""
        (component,) = self.test.get("component_instance")
        found: dict[str, Any] = json.loads(component.proto.json_args)
        return found

    @property
    def payload(self) -> dict[str, Any]:
        """The value that the map's script is called with: packed JSON inside a script."""
        (packed,) = re.findall(r'Sourcepin\.unpack\(map_div, "([^"]*)"\)\);', self.map_args["feature_group"])
        found: dict[str, Any] = unpack(packed)
        return found
