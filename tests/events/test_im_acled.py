"""ACLED into ``shaped``. All rows here are invented: ACLED's terms forbid passing its rows on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from events.importing import acled
from tests.events import im_shaping as make

SINCE_2023: dict[str, str | None] = {
    "event_id_cnty": "IRQ90001", "event_date": "2024-03-05", "year": "2024", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Nowhere (2020-)", "assoc_actor_1": "", "inter1": "State forces",
    "actor2": "Invented Group", "assoc_actor_2": "Other Group; Third Group", "inter2": "Rebel group",
    "interaction": "State forces-Rebel group", "civilian_targeting": "", "iso": "368", "region": "Middle East",
    "country": "Iraq", "admin1": "Al Anbar", "admin2": "Al-Falluja", "admin3": "", "location": "Testville",
    "latitude": "33.35", "longitude": "43.78", "geo_precision": "1", "source": "Paper One; Paper Two;",
    "source_scale": "National", "notes": "On 5 March 2024, an invented clash (size=no report).", "fatalities": "0",
    "tags": "crowd size=no report", "timestamp": "1710000000",
}  # fmt: skip
_GONE = ("disorder_type", "civilian_targeting", "tags")
BEFORE_2023 = {name: value for name, value in SINCE_2023.items() if name not in _GONE} | {
    "data_id": "7", "iso3": "IRQ", "event_date": "05 March 2024", "inter1": "1", "inter2": "2", "interaction": "12",
}  # fmt: skip


def one(**changes: str | None) -> dict[str, Any]:
    """The only row, shaped."""
    with make.staged([SINCE_2023 | changes]) as staging:
        rows = make.shaped(staging, acled.shape(staging))
        assert len(rows) == 1, make.rejected(staging)
        return rows[0]


def test_an_event_says_what_its_row_says() -> None:
    row = one()
    assert (row["id"], row["kind"], row["country"], row["direct"]) == ("IRQ90001", "battle", "IQ", False)
    assert row["title"] == "Fighting: Military Forces of Nowhere (2020-) - Invented Group, Testville"
    assert row["short"] == "Fighting, Testville"
    assert (row["precision"], row["radius_km"], row["lat"], row["area"]) == (1, 5.0, 33.35, None)
    assert (row["killed_low"], row["killed_high"]) == (0, 0)
    assert make.said(row, "killed") == [(0, None)]
    assert make.said(row, "kind") == [("battle", "Battles; Armed clash; Political violence")]
    assert make.said(row, "place") == [("Testville", "Al Anbar; Al-Falluja; geo_precision 1")]
    assert make.said(row, "account") == [("On 5 March 2024, an invented clash (size=no report).", None)]
    assert make.said(row, "other") == [("source_scale: National", None), ("tags: crowd size=no report", None)]
    assert [source["publisher"] for source in row["sources"]] == ["Paper One", "Paper Two"]
    assert {claim["locator"].split(",")[0] for claim in row["claims"]} == {"event IRQ90001"}


def test_the_order_of_actors_is_not_blame() -> None:
    row = one()
    assert make.parties(row) == [
        ("acled-military-forces-of-nowhere-2020", "involved"),
        ("acled-invented-group", "involved"),
    ]
    assert [(party["actor"], party["role"]) for party in row["parties"]] == make.parties(row)
    assert make.said(row, "participant")[1] == ("Invented Group, with Other Group; Third Group", None)
    assert not make.said(row, "attribution")


@pytest.mark.parametrize(
    ("changes", "parties"),
    [({"actor2": ""}, 1), ({"actor2": "Military Forces of Nowhere (2020-)"}, 1), ({"actor1": "قوات"}, 2)],
)
def test_parties_agree_with_the_claims(changes: dict[str, str], parties: int) -> None:
    row = one(**changes)
    assert [(party["actor"], party["role"]) for party in row["parties"]] == make.parties(row)
    assert len(row["parties"]) == parties


def test_columns_before_2023_are_the_same_event() -> None:
    assert acled.recognise(list(BEFORE_2023))
    assert acled.recognise(list(SINCE_2023))
    now = one()
    with make.staged([BEFORE_2023]) as staging:
        (row,) = make.shaped(staging, acled.shape(staging))
    same = set(now) - {"claims"}
    assert {key: row[key] for key in same} == {key: now[key] for key in same}
    assert make.said(row, "other") == [("source_scale: National", None)]


@pytest.mark.parametrize(
    ("event_type", "sub_type", "kind"),
    [
        ("Battles", "Armed clash", "battle"), ("Battle-No change of territory", "", "battle"),
        ("Explosions/Remote violence", "Shelling/artillery/missile attack", "explosion"),
        ("Explosions/Remote violence", "Air/drone strike", "air"), ("Remote violence", "", "explosion"),
        ("Violence against civilians", "Attack", "civilians"), ("Protests", "Peaceful protest", "protest"),
        ("Riots", "Mob violence", "crowd"), ("Riots/Protests", "Peaceful protest", "protest"),
        ("Riots/Protests", "Mob violence", "crowd"), ("Strategic developments", "Arrests", "context"),
    ],
)  # fmt: skip
def test_kinds(event_type: str, sub_type: str, kind: str) -> None:
    row = one(event_type=event_type, sub_event_type=sub_type)
    assert row["kind"] == kind
    assert make.incident(row).kind == kind
    assert (make.said(row, "kind")[0][1] or "").startswith(event_type)


@pytest.mark.parametrize(
    ("precision", "day", "edtf"),
    [("1", "05 March 2024", "2024-03-05"), ("1", "5-Mar-2024", "2024-03-05"),
     ("2", "2024-03-05", "2024-03-02/2024-03-08"),
     ("3", "2024-02-15", "2024-02-01/2024-02-29"), (None, "2024-03-05", "2024-03-05")],
)  # fmt: skip
def test_intervals(precision: str | None, day: str, edtf: str) -> None:
    row = one(time_precision=precision, event_date=day)
    assert make.said(row, "date") == [(edtf, f"time_precision {precision}" if precision else None)]


@pytest.mark.parametrize(
    ("level", "changes", "precision", "radius", "area"),
    [
        ("2", {}, 2, 25.0, {"disc": True, "lat": 33.35, "lon": 43.78, "radius_km": 25.0}),
        ("3", {}, 3, None, {"regions": ["IQ-AN"]}),
        ("3", {"latitude": "4.5", "longitude": "18.5", "iso": "140"}, 3, 100.0,
         {"disc": True, "lat": 4.5, "lon": 18.5, "radius_km": 100.0}),
    ],
)  # fmt: skip
def test_places(
    level: str, changes: dict[str, str], precision: int, radius: float | None, area: dict[str, Any]
) -> None:
    row = one(geo_precision=level, **changes)
    assert (row["precision"], row["radius_km"], json.loads(row["area"])) == (precision, radius, area)
    assert row["obtained"].startswith(f"as coded, geo_precision {level}")


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"event_type": "Gossip"}, "event_type"), ({"geo_precision": "4"}, "geo_precision"),
     ({"fatalities": "-2"}, "fatalities"),
     ({"event_date": "03/05/2024"}, "event_date"), ({"event_id_cnty": None}, "event_id_cnty")],
)  # fmt: skip
def test_what_is_not_understood_is_set_aside(changes: dict[str, str | None], column: str) -> None:
    with make.staged([SINCE_2023 | changes]) as staging:
        assert make.shaped(staging, acled.shape(staging)) == []
        assert {name for _, name, *_ in make.rejected(staging)} == {column}


def test_another_table_is_refused() -> None:
    assert not acled.recognise(["event_date", "latitude"])
    with make.staged([{"event_date": "2024-03-05"}]) as staging, pytest.raises(ValueError, match="found no actor1"):
        acled.shape(staging)
