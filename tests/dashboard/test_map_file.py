"""A large selection as a map that is one file: read a page at a time, whole, bounded, and refused with a reason."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from dashboard import map_file
from dashboard.components.downloads import linked, not_offered
from dashboard.exports import about, export_file
from dashboard.holdings import Holdings
from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from dashboard.map_file import MOST_ON_MAP, TooManyForMap, fits_on_map, write_map
from dashboard.scope import SMALL, Scope, look
from events.catalogue import Catalogue
from events.exporting.elsewhere import MAP
from events.filters import IncidentFilter
from events.store.pages import MOST_ROWS
from events.store.shelf import Shelf
from events.store.writing import DataSetDescription
from tests.dashboard.scoping import holdings_of
from tests.events.st_building import ucdp_like

ONLY = frozenset(["ged"])
PLACED = re.compile(r"payload\.incidents\.push\((.*)\);</script>")
DATA = re.compile(r"window\.SourcepinData=(\{.*?\});</script>", re.DOTALL)


@pytest.fixture(scope="module")
def holdings(shipped: Catalogue) -> Iterator[Holdings]:
    made = holdings_of(shipped)
    with made.store.session(DataSetDescription(id="ged", name="Events", licence="CC BY 4.0")) as session:
        ucdp_like(session.staging, MOST_ON_MAP)
        session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
    yield made
    made.store.close()


def scope(holdings: Holdings, chosen: IncidentFilter) -> Scope:
    return look(holdings, chosen, None)


def written(found: Scope) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """The page, what its map draws, and the incidents among it."""
    out = io.BytesIO()
    write_map(found, about(found), out)
    page = out.getvalue().decode()
    data = DATA.search(page)
    assert data is not None
    rows = [row for part in PLACED.findall(page) for row in json.loads(f"[{part}]")]
    return page, json.loads(data[1])["payload"], rows


def test_as_many_as_fit_are_all_in_it_and_cite(holdings: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    part = Shelf.part

    def counted(self: Shelf, ids: Sequence[str], numbers: Any = None) -> Catalogue:
        asked.append(len(ids))
        return part(self, ids, numbers)

    found = scope(holdings, IncidentFilter(datasets=ONLY))
    assert found.selection is None, "the screen takes no more apart than before"
    monkeypatch.setattr(Shelf, "part", counted)
    page, drawn, rows = written(found)
    assert asked == [MOST_ROWS] * (MOST_ON_MAP // MOST_ROWS), "in pages, not incident by incident"
    assert len({row["id"] for row in rows}) == page.count('" data-incident data-start="') == MOST_ON_MAP
    assert [row["order"] for row in rows] == list(range(MOST_ON_MAP)), "one order over all pages"
    assert all(row["start"] == row["end"] >= "2014-03-01" for row in rows)
    sources = Counter(source["n"] for source in drawn["sources"])
    assert max(sources.values()) == 1
    assert {cite["n"] for row in rows for cite in row["cites"]} <= set(sources)
    assert all(row["cites"] for row in rows)
    assert found.said[0] in page
    assert "Events, CC BY 4.0" in page
    (south, west), (north, east) = drawn["bounds"]
    assert all(south <= row["lat"] <= north and west <= row["lon"] <= east for row in rows)


def test_it_is_what_a_selection_in_memory_gives(holdings: Holdings, shipped: Catalogue) -> None:
    """Incidents, order, links, possible ones and texts, page by page and at once."""
    chosen = IncidentFilter(datasets=frozenset([shipped.dataset.meta.id]), end=date(2020, 3, 11))
    _, drawn, rows = written(scope(holdings, chosen))
    whole = offline_map(shipped, Features(shipped), shipped.select(chosen))
    data = DATA.search(whole)
    assert data is not None
    expected = json.loads(data[1])["payload"]
    ranks = sorted(row["order"] for row in expected["incidents"])
    assert rows == [{**row, "order": ranks.index(row["order"])} for row in expected["incidents"]]
    for key in ("links", "bounds", "sources", "words", "home"):
        assert drawn[key] == expected[key], key


def test_links_reach_from_page_to_page(holdings: Holdings, shipped: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = IncidentFilter(datasets=frozenset([shipped.dataset.meta.id]))
    _, expected, _ = written(scope(holdings, chosen))
    monkeypatch.setattr(map_file, "MOST_ROWS", 5)
    _, drawn, rows = written(scope(holdings, chosen))
    assert len(rows) > 5
    assert expected["links"]
    assert drawn == expected


def test_more_than_fits_is_refused_with_what_to_do(holdings: Holdings, shipped: Catalogue) -> None:
    most, whole = scope(holdings, IncidentFilter(datasets=ONLY)), scope(holdings, IncidentFilter())
    assert (fits_on_map(most), fits_on_map(whole)) == (True, False)
    assert whole.size == MOST_ON_MAP + len(shipped.summaries)
    said = f"{whole.size:,} incidents are selected; a map in one file holds at most 2,000. Narrow the dates, "
    with pytest.raises(TooManyForMap, match=said):
        export_file(whole, MAP.key)
    (why,) = not_offered(whole)
    assert why.startswith(said)
    assert not_offered(most) == ()
    assert MAP.key in [key for key, *_ in linked(most)]
    assert MAP.key not in [key for key, *_ in linked(whole)]
    assert MOST_ON_MAP > SMALL


def test_the_file_is_written_to_the_disk(holdings: Holdings) -> None:
    path = export_file(scope(holdings, IncidentFilter(datasets=ONLY, text="bridge number 77 left")), MAP.key)
    try:
        assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert path.name.endswith(MAP.ending)
    finally:
        path.unlink()
