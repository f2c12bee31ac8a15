"""Out of a store and into an empty one: the same incidents, claims and sources, in every format that says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from events.catalogue import Catalogue
from events.exporting.formats import FORMATS
from events.store.store import Store
from tests.events import rt_building as make

WHOLE = [one.key for one in FORMATS.values() if one.whole]
HELD = ("small", "ged", "both")


@pytest.fixture(scope="module")
def ged_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "ged.csv"
    path.write_text(make.csv_text(make.ucdp(*make.UCDP_ROWS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def stores(small: Catalogue, ged_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    folder = tmp_path_factory.mktemp("stores")
    with (
        make.opened(folder / "small", small) as one, make.opened(folder / "ged") as other,
        make.opened(folder / "both", small) as both,
    ):  # fmt: skip
        for store in (other, both):
            summary, _ = make.bring_in(store, ged_file)
            assert (summary.accepted, summary.rejected) == (4, 0)
        yield {"small": one, "ged": other, "both": both}


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("key", WHOLE)
def test_what_goes_out_comes_back(key: str, held: str, stores: dict[str, Store], tmp_path: Path) -> None:
    before = make.content(make.exporting(stores[held]))
    path = make.export(stores[held], key, tmp_path)
    with make.opened(tmp_path / "store") as store:
        summary, entry = make.bring_in(store, path)
        assert (entry.format, summary.accepted, summary.rejected) == ("own", len(before["incidents"]), 0)
        assert held != "ged" or (entry.home, entry.geocoded) == (("IQ",), 0)
        # Ids of one imported data set begin with it: that prefix goes, so that they do not pile up.
        prefix = f"{entry.id}-"
        after = make.content(make.exporting(store), prefix)
    if held == "ged":
        before = make.content(make.exporting(stores[held]), "ged-")
    assert make.differences(before, after) == []
