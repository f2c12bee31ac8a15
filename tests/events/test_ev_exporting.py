"""GeoJSON and CSV: whole, standard, safe in a spreadsheet, and written piece by piece."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from events.catalogue import Catalogue, Selection, build
from events.exporting.csvfile import COLUMNS, defuse, write_csv
from events.exporting.geojson import place_geometry, write_geojson
from events.exporting.rows import claim_row, finding_row, properties
from events.filters import IncidentFilter
from geodata.regions import default_regions
from tests.events import ev_building as make

TODAY = date(2021, 5, 6)
WINDOW = IncidentFilter(start=date(2020, 3, 1), end=date(2020, 3, 12))


def geojson(catalogue: Catalogue, selection: Selection | None = None) -> dict[str, Any]:
    chosen = catalogue.everything if selection is None else selection
    document: dict[str, Any] = json.loads("".join(write_geojson(chosen, catalogue.dataset, default_regions(), TODAY)))
    return document


def csv_lines(catalogue: Catalogue, selection: Selection | None = None) -> tuple[str, list[dict[str, str]]]:
    chosen = catalogue.everything if selection is None else selection
    text = "".join(write_csv(chosen, catalogue.dataset, TODAY))
    [about], *rows = csv.reader(io.StringIO(text))
    return about, [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def coordinates(value: Any) -> Iterator[float]:
    if isinstance(value, list):
        for one in value:
            yield from coordinates(one)
    else:
        yield value


@pytest.mark.parametrize("data", ["small", "shipped"])
def test_geojson_is_standard_and_whole(request: pytest.FixtureRequest, data: str) -> None:
    catalogue: Catalogue = request.getfixturevalue(data)
    document = geojson(catalogue)
    assert document["type"] == "FeatureCollection"
    assert [one["id"] for one in document["features"]] == [one.id for one in catalogue.summaries]
    for feature, summary in zip(document["features"], catalogue.summaries, strict=True):
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["properties"]["id"] == feature["id"]
        assert (feature["geometry"] is None) is not summary.is_placed
        claims = feature["properties"]["claims"]
        assert [claim["id"] for claim in claims] == [claim.id for claim in summary.incident.claims]
    sources = [(source["id"], source["number"]) for source in document["sources"]]
    assert sources == [(source.id, number) for number, source in enumerate(catalogue.dataset.sources, 1)]


@pytest.mark.parametrize("place", sorted(make.PLACE))
def test_coordinates_are_no_finer_than_the_precision_and_rings_right_handed(place: str) -> None:
    one = make.PLACE[place]
    geometry = place_geometry(one, default_regions())
    if one.precision.value == "unplaced":
        assert geometry is None
        return
    assert geometry is not None
    assert geometry.is_valid
    assert (geometry.geom_type == "Point") is one.precision.is_point
    digits = {"site": 4, "locality": 2}.get(one.precision.value, 2)
    for value in shapely.get_coordinates(geometry).ravel():
        assert round(float(value), digits) == value
    for polygon in (part for part in shapely.get_parts([geometry]) if part.geom_type == "Polygon"):
        assert polygon.exterior.is_ccw
        assert not any(ring.is_ccw for ring in polygon.interiors)


@pytest.mark.parametrize("data", ["small", "shipped"])
def test_written_geometry_keeps_winding_and_range(request: pytest.FixtureRequest, data: str) -> None:
    placed = [f["geometry"] for f in geojson(request.getfixturevalue(data))["features"] if f["geometry"]]
    assert {one["type"] for one in placed} >= {"Point", "Polygon"}
    for geometry in placed:
        assert all(-180 <= value <= 180 for value in coordinates(geometry["coordinates"]))
        for polygon in (part for part in shapely.get_parts([shape(geometry)]) if part.geom_type == "Polygon"):
            assert polygon.exterior.is_ccw


def test_the_collection_says_what_it_is(small: Catalogue) -> None:
    document = geojson(small, small.select(WINDOW))
    assert {key: value for key, value in document.items() if key not in ("features", "sources")} == {
        "type": "FeatureCollection", "title": "A small data set", "dataset": "small", "version": "0.1.0",
        "licence": "CC BY 4.0", "time_zone": "Asia/Baghdad", "exported": "2021-05-06",
        "filter": "from 1 March 2020 to 12 March 2020; all actors; all sources",
    }  # fmt: skip
    certainty = {one["id"]: one["properties"]["in_dates"] for one in document["features"]}
    assert certainty == {"attack": "certain", "piece": "certain", "reply": "possible", "talk": "possible"}


def test_only_http_urls_leave(small: Catalogue) -> None:
    assert [source["url"] for source in geojson(small)["sources"]] == ["https://paper.example/a", "", ""]
    assert "javascript:" not in "".join(write_csv(small.everything, small.dataset, TODAY))


def test_no_trace_of_the_saved_articles_leaves(shipped: Catalogue) -> None:
    for source in geojson(shipped)["sources"]:
        assert not {"file", "body_starts"} & set(source)


def test_properties_of_one_incident(small: Catalogue) -> None:
    row = properties(small.by_id["piece"], small.dataset, possible=True)
    assert {key: row[key] for key in row if key not in ("findings", "claims")} == {
        "id": "piece", "title": "Title of piece", "kind": "air", "start": "2020-03-12", "end": "2020-03-12",
        "in_dates": "possible", "place": "Babil", "place_id": "babil", "precision": "province", "radius_km": None,
        "place_obtained": "a map", "part_of": "reply", "parties": [],
    }  # fmt: skip
    assert set(row["findings"]) == {"date", "place", "kind", "part_of"}
    undated = properties(small.by_id["talk"], small.dataset, possible=False)
    assert (undated["start"], undated["end"], undated["part_of"]) == (None, None, None)


CLAIM_ROWS = [
    (make.claim("killed", {"at_least": 3}, of="reds", says="A minister", origin="briefing", note="a remark"),
     {"field": "killed", "text": "at least 3", "low": 3, "high": 3, "bound": "at_least", "unit": "people", "of": "reds",
      "actor": None, "stance": None, "says": "A minister", "origin": "briefing", "note": "a remark"}),
    (make.claim("hit", {"low": 12, "high": 18}, unit="rockets"),
     {"low": 12, "high": 18, "bound": "range", "unit": "rockets", "says": None, "origin": None, "note": None}),
    (make.claim("attribution", actor="reds", stance="denies"),
     {"text": "Red Group denies", "low": None, "high": None, "bound": None, "unit": None, "actor": "reds",
      "stance": "denies", "incident": None}),
    (make.claim("part_of", incident="reply"), {"incident": "reply", "stance": "states", "actor": None}),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "cells"), CLAIM_ROWS, ids=lambda value: getattr(value, "field", ""))
def test_a_claim_as_a_row(small: Catalogue, claim: Any, cells: dict[str, Any]) -> None:
    row = claim_row(claim, small.dataset)
    assert {key: row[key] for key in cells} == cells
    assert (row["source"], row["paragraph"], row["quote"], row["id"]) == ("paper", 1, "some words", claim.id)


def test_a_finding_as_a_row_counts_sources_and_origins(small: Catalogue) -> None:
    claims = [make.claim("killed", 3, origin="briefing"), make.claim("killed", 3, "radio", origin="briefing")]
    assert finding_row(make.found(*claims), small.dataset) == {
        "status": "single source", "low": 3, "high": 3, "text": "3", "sources": 2, "origins": 1,
    }  # fmt: skip


def test_a_group_counted_apart_has_a_finding_of_its_own() -> None:
    one = make.incident("one", make.claim_row("killed", 3, parts={"reds": 2, "blues": 1}))
    catalogue = build(make.dataset(one))
    findings = properties(catalogue.summaries[0], catalogue.dataset, possible=False)["findings"]
    assert {key for key in findings if key.startswith("killed")} == {"killed", "killed/reds", "killed/blues"}


CELLS = [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"), ("a=1", "a=1"), ("", ""), (-1, -1), (2.5, 2.5), (None, None), ("1 – 2", "1 – 2"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "written"), CELLS, ids=repr)
def test_a_formula_is_defused_and_a_number_stays_one(cell: Any, written: Any) -> None:
    assert defuse(cell) == written


@given(st.text(max_size=30))
def test_no_text_is_left_that_a_spreadsheet_would_run(cell: str) -> None:
    assert not defuse(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert defuse(cell).removeprefix("'") == cell.removeprefix("'")


@pytest.mark.parametrize("data", ["small", "shipped"])
def test_csv_has_a_row_for_each_claim(request: pytest.FixtureRequest, data: str) -> None:
    catalogue: Catalogue = request.getfixturevalue(data)
    about, rows = csv_lines(catalogue)
    assert about.startswith(f"# {catalogue.dataset.meta.name}, version ")
    assert about.endswith("exported 2021-05-06; filter: on any date; all actors; all sources")
    expected = [(one.id, claim.id) for one in catalogue.summaries for claim in one.incident.claims]
    assert [(row["incident"], row["claim"]) for row in rows] == expected
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        assert row["source"] in {source.id for source in catalogue.dataset.sources}
        for column in ("low", "high", "lat", "lon", "radius_km"):
            assert row[column] == "" or float(row[column]) >= 0
        assert row["finding"]


def test_csv_cells(small: Catalogue) -> None:
    _, rows = csv_lines(small, small.select(WINDOW))
    by_claim = {(row["incident"], row["field"], row["source"]): row for row in rows}
    row = by_claim["attack", "wounded", "radio"]
    cells = {
        "start": "2020-03-11", "end": "2020-03-11", "in_dates": "certain", "place": "Camp", "precision": "site",
        "lat": "33.5239", "lon": "44.2568", "low": "14.0", "high": "14.0",
    }  # fmt: skip
    assert {key: row[key] for key in cells} == cells
    assert (row["finding"], row["finding_text"], row["publisher"]) == ("contested", "12 – 14", "The Radio")
    assert by_claim["reply", "kind", "paper"]["in_dates"] == "possible"
    assert by_claim["reply", "response_to", "paper"]["linked_incident"] == "attack"
    talk = by_claim["talk", "statement", "paper"]
    assert talk["text"] == "'=a formula, if one lets it"
    assert (talk["lat"], talk["start"]) == ("", "")
    assert by_claim["piece", "kind", "paper"]["lat"] == ""


@pytest.mark.parametrize("write", ["geojson", "csv"])
def test_an_export_comes_piece_by_piece(small: Catalogue, write: str) -> None:
    pieces = (
        write_geojson(small.everything, small.dataset, default_regions(), TODAY) if write == "geojson"
        else write_csv(small.everything, small.dataset, TODAY)
    )  # fmt: skip
    first = next(pieces)
    assert "Title of" not in first
    assert sum("Title of" in piece for piece in pieces) == len(small.summaries)


@pytest.mark.parametrize("title", ["two\nlines", 'a "quote", and a comma', "</script><b>", "عنوان", "=cmd"])
def test_hostile_text_comes_back_as_it_was(title: str) -> None:
    one = make.incident("one", title=title)
    catalogue = build(make.dataset(one, name=f"Set {title}"))
    assert geojson(catalogue)["features"][0]["properties"]["title"] == title
    _, rows = csv_lines(catalogue)
    assert rows[0]["title"].removeprefix("'") == title


def test_an_empty_selection_is_an_empty_file(small: Catalogue) -> None:
    none = small.select(IncidentFilter(text="absent"))
    assert geojson(small, none)["features"] == []
    assert csv_lines(small, none)[1] == []
