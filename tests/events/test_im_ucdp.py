"""UCDP GED into ``shaped``: invented rows of its three generations, then the real files where they are at hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from events.importing import ucdp, ucdp_columns, ucdp_places
from tests.events import im_shaping as make

EVENT: dict[str, str | None] = {
    "id": "212545.0", "relid": "IRQ-2014-1-524-7", "type_of_violence": "1", "conflict_new_id": "259.0",
    "conflict_name": "Iraq: Government", "dyad_new_id": "524", "dyad_name": "Government of Iraq - IS",
    "side_a_new_id": "116.0", "side_a": "Government of Iraq", "side_b_new_id": "234", "side_b": "IS",
    "number_of_sources": "-1", "source_article": None, "source_office": None, "source_date": None,
    "source_headline": None, "source_original": "police", "where_prec": "1", "where_coordinates": "Al Fallūjah town",
    "adm_1": "Al Anbār province", "adm_2": "Qaḑā’ al Fallūjah", "latitude": "33.355813", "longitude": "43.786124",
    "country": "Iraq", "country_id": "645", "event_clarity": "1", "date_prec": "2", "date_start": "2014-01-24",
    "date_end": "2014-01-25", "deaths_a": "2", "deaths_b": "0", "deaths_civilians": "1", "deaths_unknown": "5",
    "low": "7", "best": "8", "high": "9",
}  # fmt: skip
OLDER = {
    "conflict_new_id": "conflict_id", "dyad_new_id": "dyad_id", "side_a_new_id": "side_a_id",
    "side_b_new_id": "side_b_id", "latitude": "Lat", "longitude": "Lon", "low": "low_est", "best": "best_est",
    "high": "high_est",
}  # fmt: skip


def one(**changes: str | None) -> dict[str, Any]:
    """The only row, shaped."""
    with make.staged([EVENT | changes]) as staging:
        rows = make.shaped(staging, ucdp.shape(staging))
        assert len(rows) == 1, make.rejected(staging)
        return rows[0]


def test_an_event_says_what_its_row_says() -> None:
    row = one()
    assert (row["id"], row["kind"], row["country"], row["direct"]) == ("212545", "battle", "IQ", False)
    assert row["title"] == "Fighting: Government of Iraq - IS, Al Fallūjah town"
    assert (row["first_day"], row["last_day"]) == (date(2014, 1, 24).toordinal() - 719163, 16095)
    assert (row["lat"], row["lon"], row["precision"], row["radius_km"]) == (33.355813, 43.786124, 1, 5.0)
    assert (row["killed_low"], row["killed_high"], row["origin"]) == (7, 9, "police")
    assert make.said(row, "date") == [("2014-01-24/2014-01-25", "date_prec 2")]
    assert make.said(row, "place") == [("Al Fallūjah town", "Al Anbār province; Qaḑā’ al Fallūjah; where_prec 1")]
    assert make.said(row, "kind") == [("battle", "state-based conflict, event_clarity 1")]
    assert make.said(row, "killed") == [({"low": 7, "high": 9, "best": 8}, None)]
    assert make.said(row, "conflict") == [("Iraq: Government", "conflict 259; dyad 524: Government of Iraq - IS")]
    killed = next(claim for claim in row["claims"] if claim["field"] == "killed")
    assert json.loads(killed["parts"]) == {"ucdp-116": 2, "ucdp-civilians": 1, "ucdp-unknown": 5}
    assert killed["locator"] == "event 212545 (IRQ-2014-1-524-7), low/best/high, deaths by side"


@pytest.mark.parametrize("rename", [{}, OLDER])
def test_generations_are_mapped_by_name(rename: dict[str, str]) -> None:
    row = {rename.get(name, name): value for name, value in EVENT.items()}
    assert ucdp.recognise(list(row))
    with make.staged([row]) as staging:
        assert make.shaped(staging, ucdp.shape(staging)) == [one()]


@pytest.mark.parametrize("left_out", sorted(ucdp_columns.NEEDED))
def test_a_file_without_a_needed_column_is_none(left_out: str) -> None:
    gone = ucdp_columns.ALIASES[left_out]
    row = {name: value for name, value in EVENT.items() if name not in gone}
    assert not ucdp.recognise(list(row))
    with make.staged([row]) as staging, pytest.raises(ValueError, match=f"found no {gone[0]}"):
        ucdp.shape(staging)


@pytest.mark.parametrize(
    ("changes", "kind", "words", "parties"),
    [
        ({}, "battle", "state-based conflict", [
            ("ucdp-116", "victim"), ("ucdp-civilians", "victim"), ("ucdp-unknown", "victim"), ("ucdp-116", "involved"),
            ("ucdp-234", "involved")]),
        ({"type_of_violence": "2", "deaths_a": "0", "deaths_civilians": "0", "deaths_unknown": "8"}, "battle",
         "non-state conflict", [("ucdp-unknown", "victim"), ("ucdp-116", "involved"), ("ucdp-234", "involved")]),
        ({"type_of_violence": "3", "side_b": "Civilians", "side_b_new_id": "1", "deaths_a": "0", "deaths_b": "1",
          "deaths_civilians": "7", "deaths_unknown": "0"}, "civilians", "one-sided violence",
         [("ucdp-civilians", "victim"), ("ucdp-116", "attacker"), ("ucdp-civilians", "target")]),
        ({"side_a_new_id": None, "side_a": "XXX111", "side_b": None, "side_b_new_id": None, "deaths_a": "8",
          "deaths_civilians": "0", "deaths_unknown": "0"}, "battle", "state-based conflict",
         [("ucdp-xxx111", "victim"), ("ucdp-xxx111", "involved")]),
        # Dead by side that do not add up to the number killed are claims of their own.
        ({"deaths_unknown": "50", "deaths_civilians": "0"}, "battle", "state-based conflict", [
            ("ucdp-116", "involved"), ("ucdp-234", "involved"), ("ucdp-116", "victim"), ("ucdp-unknown", "victim")]),
    ],
)  # fmt: skip
def test_parties_are_those_that_the_claims_give(
    changes: dict[str, str | None], kind: str, words: str, parties: list[tuple[str, str]]
) -> None:
    row = one(**changes)
    assert (row["kind"], (make.said(row, "kind")[0][1] or "").split(",")[0]) == (kind, words)
    assert make.parties(row) == parties
    assert {(one["actor"], one["role"]) for one in row["parties"]} == set(parties)
    assert len(row["parties"]) == len(parties)


@pytest.mark.parametrize(
    ("low", "best", "high", "value"),
    [("8", "8", "8", 8), ("7.0", "8.0", "9.0", {"low": 7, "high": 9, "best": 8}), ("0", "0", "0", 0),
     ("7", None, "9", {"low": 7, "high": 9}), (None, "8", None, 8), ("7", None, None, {"at_least": 7}),
     (None, None, "9", {"at_most": 9})],
)  # fmt: skip
def test_bounds_of_the_dead(low: str | None, best: str | None, high: str | None, value: object) -> None:
    row = one(low=low, best=best, high=high, deaths_a="0", deaths_civilians="0", deaths_unknown="0")
    assert make.said(row, "killed") == [(value, None)]
    assert make.incident(row)


def test_nothing_said_of_the_dead_is_no_claim() -> None:
    row = one(low=None, best=None, high=None, deaths_a=None, deaths_b=None, deaths_civilians=None, deaths_unknown=None)
    assert make.said(row, "killed") == []


@pytest.mark.parametrize(
    ("level", "changes", "precision", "radius", "area"),
    [
        ("2", {}, 1, 25.0, None),
        ("3", {}, 2, 30.0, {"disc": True, "lat": 33.355813, "lon": 43.786124, "radius_km": 30.0}),
        ("4", {}, 3, None, {"regions": ["IQ-AN"]}),
        ("4", {"latitude": "9.65", "longitude": "-20.4"}, 3, 100.0,
         {"disc": True, "lat": 9.65, "lon": -20.4, "radius_km": 100.0}),
        # The point lies in Iraq's Anbar, the row says Syria: no province is taken.
        ("4", {"country": "Syria", "country_id": "652"}, 3, 100.0,
         {"disc": True, "lat": 33.355813, "lon": 43.786124, "radius_km": 100.0}),
        ("5", {}, 3, 50.0, {"disc": True, "lat": 33.355813, "lon": 43.786124, "radius_km": 50.0}),
        ("6", {}, 4, None, {"regions": ["IQ"]}),
        ("6", {"latitude": "60", "longitude": "100", "country": "Russia (Soviet Union)", "country_id": "365"}, 4, 300.0,
         {"disc": True, "lat": 60.0, "lon": 100.0, "radius_km": 300.0}),
        ("7", {}, 4, 300.0, {"disc": True, "lat": 33.355813, "lon": 43.786124, "radius_km": 300.0}),
    ],
)  # fmt: skip
def test_levels_of_the_place(
    level: str, changes: dict[str, str], precision: int, radius: float | None, area: dict[str, Any] | None
) -> None:
    row = one(where_prec=level, **changes)
    assert (row["precision"], row["radius_km"]) == (precision, radius)
    assert (json.loads(row["area"]) if row["area"] else None) == area
    assert (row["lat"] is None) == (row["radius_km"] is None)
    assert row["obtained"].startswith(f"as coded, where_prec {level}")
    assert (make.said(row, "place")[0][1] or "").endswith(f"where_prec {level}")


def test_every_level_has_a_documented_radius() -> None:
    assert sorted(ucdp_places.LEVELS) == [1, 2, 3, 4, 5, 6, 7]
    assert all(level.radius_km > 0 and level.why for level in ucdp_places.LEVELS.values())


@pytest.mark.parametrize(
    ("changes", "country"),
    [({}, "IQ"), ({"iso3": "SYR"}, "SY"), ({"country_id": "369.0"}, "UA"), ({"country_id": None}, "IQ"),
     ({"country_id": None, "country": "DR Congo (Zaire)"}, "CD"), ({"country_id": None, "country": "Atlantis"}, "")],
)  # fmt: skip
def test_country(changes: dict[str, str | None], country: str) -> None:
    assert one(**changes)["country"] == country


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [("2014-01-24", "2014-01-24", "2014-01-24"),
     ("2014-01-24 00:00:00.000", "2014-01-26 00:00:00", "2014-01-24/2014-01-26"),
     ("2014-01-24", None, "2014-01-24")],
)  # fmt: skip
def test_dates(start: str, end: str | None, edtf: str) -> None:
    assert make.said(one(date_start=start, date_end=end), "date")[0][0] == edtf


def test_long_names_are_cut_and_the_short_label_says_so() -> None:
    row = one(where_coordinates="Dūkān " * 200)
    assert len(row["title"]) == 600
    assert len(row["short"]) == 40
    assert row["short"].endswith("…")


@pytest.mark.parametrize(
    ("file", "version"),
    [("ucdp_ged_iraq_v19_1.csv", "19.1"), ("GEDEvent_v23_1.csv", "23.1"), ("ged191.csv", "19.1"),
     ("GEDEvent_v23_0_12.csv", "23.0.12"), ("events.csv", "")],
)  # fmt: skip
def test_the_version_is_taken_from_the_name(file: str, version: str) -> None:
    told = ucdp.describe(file)
    assert (told.version, told.licence, told.publisher) == (version, "CC BY 4.0", "Uppsala Conflict Data Program")
    assert told.title.endswith(f"version {version}" if version else "(GED)")
