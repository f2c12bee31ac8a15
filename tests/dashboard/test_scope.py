"""What the page asks the store: small selections with their claims, large ones counted, summed and paged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.components import facets
from dashboard.components.caption import caption_html
from dashboard.components.cite import view
from dashboard.components.downloads import tables
from dashboard.holdings import Holdings
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.crowd_payload import BUDGET, crowd_payload, inside_page
from dashboard.layers.packing import pack
from dashboard.layers.payload import MapState
from dashboard.scope import PUSHED, SMALL, Scope, look
from events.catalogue import Catalogue
from events.filters import IncidentFilter
from events.historyfile import History
from events.references import view_text
from events.store import sums_keeping
from events.store.curated import tables_of
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
from events.store.writing import DataSetDescription
from geodata.windows import parse_window
from tests.events.st_building import ucdp_like

ROWS = 2_000
ONLY = frozenset(["ged"])
BAGHDAD = parse_window("43,32;46,32;46,35;43,35")


@pytest.fixture(scope="module")
def holdings(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    with Store.open(tmp_path_factory.mktemp("scope") / "store", "today") as store:
        store.mount(tables_of(shipped), CURATED)
        with store.session(DataSetDescription(id="ged", name="Events", licence="CC BY 4.0")) as session:
            ucdp_like(session.staging, ROWS)
            session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
        yield Holdings(store, Shelf(store.engine, shipped.dataset), shipped)


def scope(holdings: Holdings, chosen: IncidentFilter | None = None, incident: str | None = None) -> Scope:
    return look(holdings, chosen or IncidentFilter(datasets=ONLY), incident)


def sent(payload: dict[str, object]) -> int:
    return len(pack(payload))


def test_the_curated_data_set_takes_the_same_path(holdings: Holdings, shipped: Catalogue) -> None:
    found = scope(holdings, IncidentFilter(datasets=frozenset([shipped.dataset.meta.id])))
    assert found.selection == shipped.select(found.filter)
    assert found.catalogue is shipped
    assert (found.is_pushed, found.has_imported, found.told.all) == (True, False, shipped.everything.all)


def test_all_data_sets_are_looked_at_unless_a_filter_names_some(holdings: Holdings, shipped: Catalogue) -> None:
    assert scope(holdings, IncidentFilter()).size == ROWS + len(shipped.summaries)
    assert scope(holdings).size == ROWS
    assert scope(holdings).window.start == date(2013, 10, 22)
    assert scope(holdings, IncidentFilter()).window.end == shipped.dataset.meta.window.end


def test_a_large_selection_is_counted_and_a_small_one_is_taken_apart(holdings: Holdings) -> None:
    whole = scope(holdings)
    assert whole.selection is None
    assert "2,000 incidents" in caption_html(whole)
    few = scope(holdings, IncidentFilter(datasets=ONLY, start=date(2013, 11, 1), end=date(2013, 11, 20)))
    assert few.selection is not None
    assert PUSHED // 4 < len(few.selection) <= SMALL
    first = few.selection.all[0]
    assert {claim.field for claim in first.incident.claims} == {
        "date", "place", "kind", "killed", "attribution", "conflict", "account",
    }  # fmt: skip
    assert first.id in few.catalogue.by_id
    source = first.incident.claims[0].cites[0]
    assert few.catalogue.dataset.source(source).publisher.startswith("Reuters")
    assert few.catalogue.dataset.number(source) > len(holdings.curated.dataset.sources)


def test_an_empty_selection_says_what_to_loosen(holdings: Holdings) -> None:
    chosen = IncidentFilter(datasets=ONLY, kinds=frozenset(["protest"]), text="bridge")
    assert "Without the kinds there would be 2000" in caption_html(scope(holdings, chosen))


@pytest.mark.parametrize("zoom", [2.0, 5.0, 6.5, 8.0, 9.0, 11.0, 13.0])
@pytest.mark.parametrize("style", [CellStyle(), CellStyle(colour="kinds"), CellStyle(shape="density")])
def test_what_a_view_sends_is_bounded(holdings: Holdings, zoom: float, style: CellStyle) -> None:
    payload = crowd_payload(scope(holdings), MapState(), (33.3, 44.4, zoom), style, 1)
    cells = payload.get("cells", {"rows": []})["rows"]
    assert len(cells) <= 500
    assert sent(payload) <= BUDGET + 5_000, "with words and colours"
    if zoom == 2.0:
        assert sum(row[4] + row[5] for row in cells) == ROWS, "no incident is lost"


def test_few_incidents_in_a_view_are_marks_whose_popups_are_fetched(holdings: Holdings) -> None:
    payload = crowd_payload(scope(holdings), MapState(), (33.3, 44.4, 12.0), CellStyle(), 1)
    assert "cells" not in payload
    assert payload["incidents"]
    assert all("rows" not in one for one in payload["incidents"])


def test_the_open_incident_is_sent_with_its_claims(holdings: Holdings) -> None:
    chosen = holdings.library.page(IncidentFilter(), numbers=scope(holdings).numbers)[0].id
    payload = crowd_payload(scope(holdings, None, chosen), MapState(chosen=chosen), None, CellStyle(), 1)
    (one,) = [one for one in payload["incidents"] if one["id"] == chosen]
    assert one["rows"]
    assert one["cites"][0]["relied"]
    assert {source["n"] for source in payload["sources"]} >= {cite["n"] for cite in one["cites"]}


def test_provinces_are_shaded_by_what_was_looked_up_at_import(holdings: Holdings, shipped: Catalogue) -> None:
    only = IncidentFilter(datasets=frozenset([shipped.dataset.meta.id]))
    payload = crowd_payload(scope(holdings, only), MapState(), None, CellStyle(shape="provinces"), 1)
    shaded = {row["key"]: row["certain"] + row["possible"] for row in payload["shaded"]}
    assert shaded["province:IQ-BG"] > 0
    rows, more = inside_page(scope(holdings, only), "province:IQ-BG", 0, 1)
    assert len(rows) == 1
    assert more is (shaded["province:IQ-BG"] > 1)


def test_what_is_inside_a_cell_is_listed_page_by_page(holdings: Holdings) -> None:
    payload = crowd_payload(scope(holdings), MapState(), (33.0, 43.5, 4.0), CellStyle(), 1)
    cell = max(payload["cells"]["rows"], key=lambda row: row[4])
    where = (payload["cells"]["zoom"], cell[0], cell[1])
    seen: list[str] = []
    for page in range(100):
        rows, more = inside_page(scope(holdings), where, page, 50)
        seen += [row.id for row in rows]
        if not more:
            break
    assert len(seen) == len(set(seen)) == cell[4] + cell[5]


def test_a_drawn_area_and_an_actor_select_in_the_store(holdings: Holdings) -> None:
    whole, part = scope(holdings), scope(holdings, IncidentFilter(datasets=ONLY, area=BAGHDAD))
    assert 0 < part.counts.certain < part.size < whole.size
    actor = IncidentFilter(datasets=ONLY, actors=frozenset(["ucdp-7"]))
    assert scope(holdings, actor).size == len([r for r in range(1, ROWS + 1) if r % 90 == 7])
    assert "Government of Iraq 7" in caption_html(scope(holdings, actor))


def test_every_format_is_written_from_the_store_and_says_what_it_is(holdings: Holdings) -> None:
    few = scope(holdings, IncidentFilter(datasets=ONLY, actors=frozenset(["ucdp-7"])))
    for one in tables(few):
        content = one.make()
        assert len(content) > 200, one.ending
        if one.ending in (".csv", ".geojson", ".kml"):
            assert b"Government of Iraq 7" in content
            assert b"CC BY 4.0" in content


def test_nothing_but_the_folder_of_the_store_is_kept(holdings: Holdings) -> None:
    folder = holdings.store.folder
    assert sorted(path.name for path in Path(folder).iterdir() if not path.name.startswith(".")) == ["0001-ged"]


def test_counts_beside_options_do_not_wait_for_dates_where_there_are_very_many(
    holdings: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets.state, "playing", lambda: False)
    window = IncidentFilter(datasets=ONLY, start=date(2014, 1, 1), end=date(2014, 12, 31), text="bridge")
    asked = scope(holdings, window)
    assert facets._counted(asked) is asked
    monkeypatch.setattr(facets, "VERY_MANY", ROWS - 1)
    assert holdings.library.counted_singly(asked.filter, asked.numbers) == ROWS
    assert facets._counted(asked).filter == IncidentFilter(datasets=ONLY, text="bridge")
    monkeypatch.setattr(facets, "VERY_MANY", ROWS)
    monkeypatch.setattr(facets.state, "playing", lambda: True)
    assert facets._counted(asked).filter.start is None


def test_counts_beside_options_are_of_the_days_where_there_are_sums(
    shipped: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets.state, "playing", lambda: False)
    monkeypatch.setattr(sums_keeping, "FEWEST", 100)
    window = IncidentFilter(datasets=ONLY, start=date(2014, 1, 1), end=date(2014, 12, 31))
    with Store.open(tmp_path / "store", "today") as store:
        store.mount(tables_of(shipped), CURATED)
        with store.session(DataSetDescription(id="ged", name="Events")) as session:
            ucdp_like(session.staging, 200)
            session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
        held = Holdings(store, Shelf(store.engine, shipped.dataset), shipped)
        monkeypatch.setattr(facets, "VERY_MANY", 199)
        before = scope(held, window)
        assert facets._counted(before).filter.start is None
        wanted = facets.options(before, "actors")
        store.sums.start()
        assert store.sums.wait(60)
        after = scope(held, window)
        assert facets._counted(after) is after
        assert facets.options(after, "actors") == wanted
        drawn = scope(held, replace(window, text="bridge"))
        assert facets._counted(drawn).filter.start is None


def test_the_data_set_that_is_looked_at_is_cited_and_not_the_curated_one(holdings: Holdings) -> None:
    history = History(())
    alone = view_text(view(scope(holdings), holdings.curated, history, "http://map.example/"))
    assert alone.startswith("Events, version not stated, CC BY 4.0. 2,000 incidents")
    assert "Iraq, December" not in alone
    both = view_text(view(scope(holdings, IncidentFilter()), holdings.curated, history, "http://map.example/"))
    assert both.startswith("Iraq, December 2019 to March 2020, version")
    assert "Events, CC BY 4.0, Content (SHA-256): 0000" in both


def test_an_option_that_is_listed_has_its_count_however_many_others_have_more(
    holdings: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = IncidentFilter(datasets=ONLY)
    found = facets._counts(scope(holdings), "actors", every)
    assert len(found) == 90 + 70 > facets.MOST_OPTIONS
