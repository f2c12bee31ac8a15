"""Data sets on disk for the tests of reading, and one in memory with every kind of incident."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.reading import load
from tests.events import ev_building as make


@pytest.fixture
def folder(tmp_path: Path) -> make.Folder:
    """A whole data set on disk, to break."""
    return make.Folder(tmp_path / "data")


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
