"""Data sets on disk for the tests of reading, and one in memory with every kind of incident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ev_building as make
import pytest
import yaml

from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.reading import load


class Folder:
    """A data set's folder that starts out whole; tests overwrite or remove single files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "incidents").mkdir(parents=True)
        self.put("dataset.yaml", make.META)
        self.put("sources.yaml", make.SOURCES)
        self.put("origins.yaml", make.ORIGINS)
        self.put("actors.yaml", make.ACTORS)
        self.put("places.yaml", make.PLACES)
        self.incident(make.incident_row("one", make.claim_row("killed", 3)))

    def put(self, name: str, data: Any) -> None:
        """Write a file: text as it is, anything else as YAML."""
        text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (self.path / name).write_text(text, encoding="utf-8")

    def incident(self, row: dict[str, Any]) -> None:
        """Write an incident under its id."""
        self.put(f"incidents/{row['id']}.yaml", row)

    def problems(self) -> list[tuple[str, int, str]]:
        """(file, line, field) of every problem."""
        return [(one.file, one.line, one.field) for one in load(self.path).problems]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The data set that ships, built once."""
    loaded = load(BUILT_IN)
    assert loaded.dataset is not None
    return build(loaded.dataset)


@pytest.fixture(scope="session")
def small() -> Catalogue:
    """Five incidents: dated, possible, undated and unplaced, contested, a part of another."""
    c, i = make.claim_row, make.incident
    return build(
        make.dataset(
            i("attack", c("date", "2020-03-11"), c("killed", 3), c("killed", 3, "radio"), c("wounded", 12),
              c("wounded", 14, "radio"), c("attribution", actor="reds", stance="blames", says="A minister"),
              c("attribution", source="radio", actor="reds", stance="denies")),
            i("reply", c("date", "2020-03-12/2020-03-13"), c("attribution", actor="blues"),
              c("response_to", incident="attack"), kind="air", place="iraq"),
            i("piece", c("date", "2020-03-12", "radio"), c("part_of", incident="reply"), kind="air", place="babil"),
            i("older", c("date", "2019-12"), c("participant", actor="greens"), c("weapon", "katyusha"), place="town"),
            i("talk", c("statement", "=a formula, if one lets it", actor="reds"), kind="context", place="nowhere"),
        )
    )  # fmt: skip
