"""UCDP's shape: its columns, what claims state in them, and nothing else."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import build
from events.exporting.source import About, DataSetLine
from events.exporting.ucdp import ABOUT, COLUMNS, write
from events.filters import IncidentFilter
from events.importing import ucdp
from events.store.asking import Asker
from events.store.engine import Engine
from events.store.streams import store_export
from events.store.writing import DataSetDescription
from events.store.writing import write as write_store
from tests.events import ev_building as given
from tests.events import ex_building as make
from tests.events import im_shaping
from tests.events.test_im_ucdp import EVENT

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ucdp_ged_v23_1_sample1000.csv"


def exported(*claims: dict[str, Any], **more: Any) -> dict[str, str]:
    catalogue = build(given.dataset(given.incident("one", *claims, **more)))
    [row] = csv.DictReader(io.StringIO(make.written(make.in_memory(catalogue), "ucdp").decode()))
    return row


def test_the_columns_are_those_of_the_shared_file() -> None:
    if not SHARED.exists():
        pytest.skip("the shared UCDP file is not here")
    with SHARED.open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS


CASES: list[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, str]]] = [
    ("nothing stated", [], {}, {"best": "", "low": "", "high": "", "date_start": "", "side_a": "", "year": ""}),
    ("days", [given.claim_row("date", "2020-03-11/2020-03-14")], {},
     {"year": "2020", "date_start": "2020-03-11", "date_end": "2020-03-14", "date_prec": "2"}),
    ("a day", [given.claim_row("date", "2020-03-11")], {}, {"date_prec": "1"}),
    ("a month", [given.claim_row("date", "2020-03")], {}, {"date_prec": "4", "date_end": "2020-03-31"}),
    ("a year", [given.claim_row("date", "2020")], {}, {"date_prec": "5"}),
    ("exact", [given.claim_row("killed", 3)], {}, {"best": "3", "low": "3", "high": "3"}),
    ("range with best", [given.claim_row("killed", {"low": 2, "high": 5, "best": 3})], {},
     {"best": "3", "low": "2", "high": "5"}),
    ("at least", [given.claim_row("killed", {"at_least": 4})], {}, {"best": "", "low": "4", "high": ""}),
    ("sides", [given.claim_row("participant", actor="reds"), given.claim_row("participant", actor="blues"),
               given.claim_row("killed", 3, parts={"blues": 2, "greens": 1})], {},
     {"side_a": "Red Group", "side_b": "Blue Group", "dyad_name": "Red Group - Blue Group",
      "deaths_a": "0", "deaths_b": "2"}),
    ("attacker first", [given.claim_row("participant", actor="blues"), given.claim_row("attribution", actor="reds")],
     {}, {"side_a": "Red Group", "side_b": "Blue Group"}),
    ("denied is no side", [given.claim_row("attribution", actor="reds", stance="denies")], {}, {"side_a": ""}),
    ("point", [], {}, {"where_prec": "1", "latitude": "33.523912", "longitude": "44.256789", "country": "Iraq",
                       "geom_wkt": "POINT (44.256789 33.523912)", "where_coordinates": "Camp"}),
    ("province", [], {"place": "babil"}, {"where_prec": "4"}),
    ("locality within 10 km", [], {"place": "town"}, {"where_prec": "2"}),
    ("unplaced", [], {"place": "nowhere"}, {"where_prec": "", "latitude": "", "where_coordinates": ""}),
    ("source", [], {}, {"number_of_sources": "1", "source_office": "The Paper", "source_date": "2020-03-12",
                        "source_article": '"The Paper,2020-03-12,A title"'}),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "more", "cells"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_stated_and_nothing_else(claims: list[Any], more: dict[str, Any], cells: dict[str, str]) -> None:
    row = exported(*claims, **more)
    assert tuple(row) == (*COLUMNS, ABOUT)
    assert {name: row[name] for name in cells} == cells
    assert row["gwnoa"] == row["region"] == row["priogrid_gid"] == ""


def test_a_province_has_a_point_inside_it_as_the_shape_asks() -> None:
    row = exported(place="babil")
    assert 32 < float(row["latitude"]) < 33.5
    assert 43.8 < float(row["longitude"]) < 45.3


def test_text_of_a_compiled_event_goes_back_to_its_columns() -> None:
    where = "event 7 (IRQ-2014-1), x"
    row = exported(
        given.claim_row("kind", "battle", text="non-state conflict, event_clarity 2", locator=where),
        given.claim_row("conflict", "Reds - Blues", text="conflict 31; dyad 44: Reds - Blues", locator=where),
        given.claim_row("place", "camp", text="Babil; near the river; where_prec 2", locator=where),
        given.claim_row("date", "2020-03-11", text="date_prec 3", locator=where), kind="battle",
    )  # fmt: skip
    cells = {"conflict_new_id": "31", "dyad_new_id": "44", "dyad_name": "Reds - Blues", "conflict_name": "Reds - Blues"}
    assert {name: row[name] for name in cells} == cells


def test_a_title_that_is_a_formula_is_text() -> None:
    row = exported(given.claim_row("conflict", "=1+1", locator="x"))
    assert row["conflict_name"] == "'=1+1"


ROWS: list[dict[str, str | None]] = [
    EVENT,
    EVENT | {"id": "2", "type_of_violence": "3", "side_b": "Civilians", "deaths_b": "0", "where_prec": "4"},
    EVENT | {"id": "3", "type_of_violence": "2", "where_prec": "5", "date_prec": "5", "date_end": "2015-01-01"},
    EVENT | {"id": "4", "where_prec": "6", "number_of_sources": "2", "source_office": "Reuters;AFP",
             "source_article": '"Reuters,2014-01-25,One, and more";"AFP,2014-01-26,Two"', "low": "1", "best": "1",
             "high": "1", "deaths_a": "1", "deaths_civilians": "0", "deaths_unknown": "0"},
    EVENT | {"id": "5", "source_article": "r 25/2", "source_original": None},
]  # fmt: skip


def test_events_come_back_through_the_import_as_they_were(tmp_path: Path) -> None:
    with im_shaping.staged(ROWS) as staging:
        before = im_shaping.shaped(staging, ucdp.shape(staging))
        write_store(staging, DataSetDescription(id="ged", name="GED"), 1, tmp_path / "data.duckdb")
    engine = Engine([tmp_path])
    engine.attach(1, tmp_path / "data.duckdb")
    about = About((DataSetLine("ged", "GED", "1", "CC BY 4.0"),), "everything", make.TODAY)
    file = io.BytesIO()
    write(store_export(Asker(engine), engine, IncidentFilter(), about, {1: "ged"}), file)
    engine.close()
    read = [
        {name: cell or None for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(file.getvalue().decode()))
    ]
    with im_shaping.staged(read) as staging:
        after = im_shaping.shaped(staging, ucdp.shape(staging))
    assert len(before) == len(ROWS)
    for row in (*before, *after):
        row["sources"].sort(key=str)  # the store keeps no order of the papers that one event cites
    assert after == before
