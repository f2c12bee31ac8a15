"""From objects to rows and back: the curated data set comes out as it went in, imported rows as what they say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from datetime import date
from typing import Any

import pyarrow
import pytest

from events.catalogue import Catalogue, build
from events.dates import Days
from events.exporting.csvfile import write_csv
from events.filters import IncidentFilter
from events.model import CompiledClaim
from events.store.curated import arrow_table, tables_of
from events.store.library import Library
from events.store.schema import CELL_ZOOM, FIELD_BITS, KEY_BITS, TABLES
from geodata.mercator import cell
from geodata.places import Disc, Place, Precision
from tests.events import ev_building as make
from tests.events import sq_engine as sq

ALL = IncidentFilter()


@pytest.mark.parametrize("name", ["shipped", "small"])
def test_summaries_come_back_field_by_field(name: str, request: pytest.FixtureRequest) -> None:
    catalogue: Catalogue = request.getfixturevalue(name)
    stored = sq.library(catalogue)
    keys = range(1, len(catalogue.summaries) + 1)
    for found, wanted in zip(stored.summaries(keys), catalogue.summaries, strict=True):
        for part in fields(wanted):
            assert getattr(found, part.name) == getattr(wanted, part.name), (wanted.id, part.name)
        assert [claim.id for claim in found.incident.claims] == [claim.id for claim in wanted.incident.claims]
    whole = stored.catalogue_of(keys)
    assert whole.summaries == catalogue.summaries
    assert whole.links == catalogue.links
    assert whole.everything == catalogue.everything


def test_rows_are_in_the_layout_of_the_store(shipped: Catalogue) -> None:
    tables = tables_of(shipped, number=2)
    assert {name: table.column_names for name, table in tables.items()} == {
        name: list(columns) for name, columns in TABLES.items()
    }
    keys = tables["incidents"]["key"].to_pylist()
    assert keys == [(2 << KEY_BITS) + row for row in range(1, len(shipped.summaries) + 1)]
    assert set(tables["claims"]["key"].to_pylist()) == set(keys)
    assert set(tables["sources"]["dataset"].to_pylist()) == {2}


def test_claims_carry_the_finding_as_the_csv_has_it(shipped: Catalogue) -> None:
    lines = "".join(write_csv(shipped.everything, shipped.dataset, date(2020, 4, 1))).splitlines(keepends=True)[1:]
    wanted = list(csv.DictReader(io.StringIO("".join(lines))))
    rows = tables_of(shipped)["claims"].to_pylist()
    assert [row["finding"] for row in rows] == [row["finding"] or None for row in wanted]
    spoken = [row["finding_text"] or said["text"] for row, said in zip(rows, wanted, strict=True)]
    assert [words.lstrip("'") for words in spoken] == [row["finding_text"].lstrip("'") for row in wanted]


def test_an_incident_says_its_days_place_and_numbers(small: Catalogue) -> None:
    rows = {row["id"]: row for row in tables_of(small)["incidents"].to_pylist()}
    attack, talk, reply = rows["attack"], rows["talk"], rows["reply"]
    assert (attack["killed_low"], attack["killed_high"], attack["n_sources"]) == (3, 3, 2)
    assert attack["contested"] == FIELD_BITS["wounded"] | FIELD_BITS["attribution"]
    assert (attack["x"], attack["y"]) == cell(attack["lon"], attack["lat"], CELL_ZOOM)
    assert attack["province"] == "IQ-SD"
    assert date(1970, 1, 1).toordinal() + attack["first_day"] == date(2020, 3, 11).toordinal()
    assert (talk["first_day"], talk["lat"], talk["area"], talk["precision"]) == (None, None, None, 5)
    assert json.loads(reply["area"]) == {"regions": ["IQ"]}
    assert (reply["province"], reply["x"]) == ("IQ", None)


def test_a_disc_has_its_middle_in_the_columns_of_a_point() -> None:
    spec = {"disc": True, "lat": 33.0, "lon": 44.0, "radius_km": 40}
    place = Place.model_validate({"id": "by", "name": "Near", "precision": "district", "area": spec, "obtained": "x"})
    whole = make.dataset(make.incident("one", place="by"))
    found = build(type(whole)(**{**vars(whole), "places": {**make.PLACE, "by": place}}))
    row = tables_of(found)["incidents"].to_pylist()[0]
    assert (row["lat"], row["lon"], row["radius_km"]) == (33.0, 44.0, 40.0)
    assert json.loads(row["area"])["disc"] is True
    assert sq.library(found).summaries([1]) == found.summaries


KEY = (3 << KEY_BITS) + 1
SHARED = {"dataset": 3}
DISC = '{"disc":true,"lat":34.0,"lon":43.0,"radius_km":25.0}'


def imported(base: Catalogue) -> Library:
    """The curated data set, and two rows of an imported one with numbers and ids of its own."""
    own = tables_of(base)
    incident = {
        **SHARED, "title": "Fighting, Al Fallūjah town", "short": "Fighting", "kind": "battle", "country": "IQ",
        "first_day": 18332, "last_day": 18332, "place": "Al Fallūjah", "place_id": "camp", "obtained": "as coded",
        "n_claims": 3, "n_sources": 1, "contested": 0, "haystack": "fighting",
    }  # fmt: skip
    said: dict[str, Any] = {"key": KEY, "source": "ged", "locator": "event 9, best", "cites": ["doc-1"]}
    rows: dict[str, list[dict[str, Any]]] = {
        "incidents": [
            {**incident, "key": KEY, "id": "ged-IRQ.9", "precision": 2, "lat": 34.0, "lon": 43.0, "radius_km": 25.0,
             "area": DISC},
            {**incident, "key": KEY + 1, "id": "ged-10", "precision": 5, "place": None, "place_id": None},
        ],
        "claims": [
            {**said, "n": 0, "field": "date", "value": '"2020-03-11"'},
            {**said, "n": 1, "field": "place", "value": '"camp"'},
            {**said, "n": 2, "field": "killed", "value": '{"low": 2, "high": 6, "best": 3}', "of_actor": "ucdp-1"},
            {**said, "key": KEY + 1, "n": 0, "field": "response_to", "incident": "attack", "cites": None},
        ],
        "sources": [
            {**SHARED, "n": 1, "id": "ged", "publisher_id": "ged", "short": "GED 19.1", "title": "GED"},
            {**SHARED, "n": 41, "id": "doc-1", "publisher_id": "reuters", "title": "A report", "publisher": "Reuters",
             "rest": '{"authors": ["A", "B"]}'},
        ],
        "actors": [{**SHARED, "id": "ucdp-1", "name": "Government", "aliases": ["Gov"]}],
        "links": [{**SHARED, "origin": "ged-10", "target": "attack", "field": "response_to", "manner": "stated"}],
    }  # fmt: skip
    both = {name: pyarrow.concat_tables([table, arrow_table(name, rows.get(name, ()))]) for name, table in own.items()}
    return Library(sq.MemoryEngine(both), base.dataset)


def test_an_imported_row_is_an_incident_like_any_other(small: Catalogue) -> None:
    found = imported(small).catalogue_of([KEY])
    (one,) = found.summaries
    assert (one.id, one.incident.title) == ("ged-IRQ.9", "Fighting, Al Fallūjah town")
    assert one.days == Days(date(2020, 3, 11), date(2020, 3, 11))
    assert (one.place.name, one.place.precision) == ("Al Fallūjah", Precision.DISTRICT)
    assert isinstance(one.place.area, Disc)
    assert one.place.lat is None
    killed = one.finding("killed", "ucdp-1")
    assert killed is not None
    assert (killed.low, killed.high) == (2, 6)
    assert isinstance(one.incident.claims[0], CompiledClaim)
    assert one.incident.claims[0].cites == ("doc-1",)
    assert {(party.actor, party.role) for party in one.parties} == {("ucdp-1", "victim")}


def test_its_data_set_has_what_it_needs_and_no_more(small: Catalogue) -> None:
    dataset = imported(small).catalogue_of([KEY]).dataset
    assert [source.id for source in dataset.sources] == ["ged", "doc-1"]
    assert (dataset.number("ged"), dataset.number("doc-1")) == (1, 41)
    assert dataset.source("doc-1").authors == ("A", "B")
    assert dataset.source("doc-1").short == "A report"
    assert dataset.actors["ucdp-1"].aliases == ("Gov",)
    assert list(dataset.actors) == ["ucdp-1"]


def test_a_place_of_an_imported_row_is_not_the_curated_one_of_the_same_name(small: Catalogue) -> None:
    stored = imported(small)
    attack = stored.find("attack")
    assert attack is not None
    for keys in ([KEY, attack], [attack, KEY]):
        found = stored.catalogue_of(keys)
        by_id = {one.id: one.incident for one in found.summaries}
        names = {name: found.dataset.places[str(by_id[name].about("place")[0].value)].name for name in by_id}
        assert names == {"ged-IRQ.9": "Al Fallūjah", "attack": "Camp"}
        assert found.dataset.places[by_id["ged-IRQ.9"].place].name == "Al Fallūjah"


def test_links_lead_to_both_ends(small: Catalogue) -> None:
    stored = imported(small)
    alone = stored.catalogue_of([KEY + 1])
    assert [one.id for one in alone.summaries] == ["ged-10"]
    assert alone.dataset.incident("attack") is not None
    attack = stored.find("attack")
    assert attack is not None
    around = stored.catalogue_of([attack], around=True)
    assert {one.id for one in around.summaries} == {"attack", "reply", "ged-10"}
    assert {link.origin for link in around.links_of("attack")} == {"reply", "ged-10"}


def test_a_row_that_names_what_is_not_there_still_shows(small: Catalogue) -> None:
    stored = imported(small)
    engine: Any = stored.asker.engine
    for table in ("sources", "actors", "origins"):
        engine.con.execute(f"DELETE FROM {table}")  # noqa: S608
    (one,) = stored.catalogue_of([KEY]).summaries
    assert one.sources == {"ged", "doc-1"}
    assert stored.catalogue_of([KEY]).dataset.source("ged").short == "ged"
    assert stored.catalogue_of([KEY]).dataset.actors["ucdp-1"].name == "ucdp-1"


def test_summaries_are_read_once_and_few_are_kept(small: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = sq.library(small)
    first = stored.summaries([1, 2])
    engine: Any = stored.asker.engine
    asked = len(engine.asked)
    again = stored.summaries([2, 1])
    assert again == first[::-1]
    assert again[1] is first[0]
    assert len(engine.asked) == asked
    engine.generation += 1
    assert stored.summaries([1])[0] is not first[0]
