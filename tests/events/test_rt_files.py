"""Exports that were filtered, zipped, saved anew or cut; several data sets in one; and formats that are not whole."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from events.catalogue import Catalogue, build
from events.exporting import xlsx
from events.exporting.formats import FORMATS
from events.filters import IncidentFilter
from events.importing.answers import Answers
from events.importing.limits import ImportRefused
from events.importing.mapping import Mapping
from events.store.store import Store
from tests.events import ev_building as ev
from tests.events import rt_building as make


@pytest.fixture(scope="module")
def ged_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "ged.csv"
    path.write_text(make.csv_text(make.ucdp(*make.UCDP_ROWS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ged(ged_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make.opened(tmp_path_factory.mktemp("ged")) as store:
        make.bring_in(store, ged_file)
        yield store


@pytest.fixture(scope="module")
def curated(small: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make.opened(tmp_path_factory.mktemp("curated"), small) as store:
        yield store


def imported(path: Path, folder: Path, answers: Answers = Answers()) -> make.Tables:  # noqa: B008
    """What an empty store holds after the import of one file, none of which is set aside."""
    with make.opened(folder / "store") as store:
        summary, entry = make.bring_in(store, path, answers)
        assert summary.rejected == 0
        return make.content(make.exporting(store), f"{entry.id}-")


@pytest.mark.parametrize("key", ["csv", "geojson"])
def test_an_export_of_a_filter_brings_back_the_selection_only(key: str, curated: Store, tmp_path: Path) -> None:
    path = make.export(curated, key, tmp_path, IncidentFilter(kinds=frozenset({"air"})))
    after = imported(path, tmp_path)
    assert {row["id"] for row in after["incidents"]} == {"reply", "piece"}
    assert {row["incident"] for row in after["claims"]} == {"reply", "piece"}
    # A link leads out of the selection: what it says is kept, though its other end is not there.
    assert {row["linked_incident"] for row in after["claims"]} == {None, "attack", "reply"}


@pytest.mark.parametrize("key", ["csv", "geojson", "gpkg"])
def test_ids_that_mean_two_things_in_two_data_sets_stay_apart(key: str, curated: Store, tmp_path: Path) -> None:
    """The same ids of sources, places, actors and origins, with other words behind them."""
    given = ev.dataset(ev.incident("attack", ev.claim_row("attribution", actor="reds", origin="briefing")))
    other = {"reds": given.actors["reds"].model_copy(update={"name": "Rot"})}
    changed = build(type(given)(
        given.meta, tuple(one.model_copy(update={"title": f"Other {one.id}"}) for one in given.sources),
        {"briefing": given.origins["briefing"].model_copy(update={"name": "Another briefing"})},
        {**given.actors, **other},
        {name: one.model_copy(update={"name": f"Other {name}"}) for name, one in given.places.items()},
        given.incidents,
    ))  # fmt: skip
    with make.opened(tmp_path / "two", changed) as store:
        make.bring_in(store, make.export(curated, "csv-raw", tmp_path))
        before = make.content(make.exporting(store))
        path = make.export(store, key, tmp_path)
    with make.opened(tmp_path / "store") as store:
        _, entry = make.bring_in(store, path)
        after = make.content(make.exporting(store), f"{entry.id}-")
        (parties,) = [row["parties"] for row in after["incidents"] if row["id"] == "attack"]
    assert {one["name"] for one in parties} == {"Rot"}
    said = ("source_title", "origin_name", "actor_name", "text", "says")
    assert [[row[name] for name in said] for row in after["claims"]] == [
        [row[name] for name in said] for row in before["claims"]
    ]
    assert [row["place"] for row in after["incidents"]] == [row["place"] for row in before["incidents"]]


def _zipped(path: Path) -> Path:
    target = path.with_name("mine.zip")
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(path, path.name)
    return target


def _saved_anew(path: Path) -> Path:
    """As a spreadsheet program of another country writes it: semicolons, CRLF, the first line filled up."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    width = max(map(len, rows))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        filled = (row + [""] * (width - len(row)) for row in rows)
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(filled)
    return path


def _indented(path: Path) -> Path:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1), encoding="utf-8")
    return path


def _by_openpyxl(path: Path) -> Path:
    book = openpyxl.load_workbook(path)
    book.move_sheet("incidents", 3)
    book.save(path)
    return path


CHANGED = [("csv", _zipped), ("geoparquet", _zipped), ("gpkg", _zipped), ("csv", _saved_anew), ("geojson", _indented),
           ("xlsx", _by_openpyxl)]  # fmt: skip


@pytest.mark.parametrize(("key", "change"), CHANGED)
def test_a_file_that_another_program_touched_comes_back(key: str, change: object, ged: Store, tmp_path: Path) -> None:
    path = change(make.export(ged, key, tmp_path))  # type: ignore[operator]
    before = make.content(make.exporting(ged), "ged-")
    assert make.differences(before, imported(path, tmp_path)) == []


def test_sheets_that_go_on_in_further_ones_come_back(ged: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    with path.open("wb") as file:
        xlsx.write(make.exporting(ged), file, most_rows=4)
    before = make.content(make.exporting(ged), "ged-")
    assert make.differences(before, imported(path, tmp_path)) == []


def test_a_line_cut_short_and_a_claim_of_no_incident_are_said(ged: Store, tmp_path: Path) -> None:
    path = make.export(ged, "csv", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rstrip("\n").rindex("\n") + 40], encoding="utf-8")
    table = make.export(ged, "gpkg", tmp_path)
    with closing(sqlite3.connect(table)) as base:
        base.execute("UPDATE claims SET incident = 'gone' WHERE fid = 1")
        base.commit()
    for one, why in ((path, "expected 67 cells"), (table, "expected the id of an incident")):
        with make.opened(tmp_path / one.suffix[1:]) as store:
            summary, entry = make.bring_in(store, one)
            assert (summary.accepted, summary.rejected) == (4, 1)
            listed = list(csv.DictReader(io.StringIO((store.folder / entry.folder / "rejected.csv").read_text())))
        assert [row["_reason"].startswith(why) for row in listed] == [True]


def test_a_ucdp_shaped_export_keeps_days_places_numbers_sides_and_papers(ged: Store, tmp_path: Path) -> None:
    """Lost: free words of our own, a second opinion, links, quotes; kept is all that the 49 columns have room for."""
    before = make.content(make.exporting(ged), "ged-")
    after = imported(make.export(ged, "ucdp", tmp_path), tmp_path)
    kept = ("id", "own_id", "title", "kind", "start", "end", "place", "precision", "country", "killed_low",
            "killed_high", "parties")  # fmt: skip
    assert [[row[name] for name in kept] for row in after["incidents"]] == [
        [row[name] for name in kept] for row in before["incidents"]
    ]
    said = ("field", "actor", "low", "high", "best", "parts", "origin_name")
    assert [[row[name] for name in said] for row in after["claims"]] == [
        [row[name] for name in said] for row in before["claims"]
    ]
    assert [len(row["cites"]) for row in after["claims"]] == [len(row["cites"]) for row in before["claims"]]


KML = Mapping(columns={"id": "id", "title": "name", "start": "begin", "end": "data.end", "place": "place",
                       "lat": "_lat", "lon": "_lon", "account": "description"})  # fmt: skip


def test_a_kml_export_keeps_names_days_points_and_claims_as_text(ged: Store, tmp_path: Path) -> None:
    """Lost: claims as such, who says them, areas; kept is what a globe shows."""
    after = imported(make.export(ged, "kml", tmp_path), tmp_path, Answers(mapping=KML))
    before = make.content(make.exporting(ged))
    named = {row["own_id"]: row for row in after["incidents"]}
    for row in before["incidents"]:
        back = named[row["id"]]
        assert (back["title"], back["place"], back["start"]) == (row["title"], row["place"], row["start"])
        if row["lat"] is not None:
            assert (back["lat_stated"], back["lon_stated"]) == (row["lat"], row["lon"])
    told = [row["text"] for row in after["claims"] if row["field"] == "account"]
    assert sum("Killed: 10 (9 – 14)" in text for text in told) == 2


@pytest.mark.parametrize("key", ["csl-json", "bibtex", "ris"])
def test_references_are_no_events(key: str, ged: Store, tmp_path: Path) -> None:
    path = make.export(ged, key, tmp_path)
    with make.opened(tmp_path / "store") as store, pytest.raises(ImportRefused, match="references"):
        make.bring_in(store, path)


def test_every_format_is_tested_here_or_whole() -> None:
    assert {one.key for one in FORMATS.values() if not one.whole} == {"kml", "ucdp", "csl-json", "bibtex", "ris"}
