"""Files of any shape into ``shaped``: places, dates, kinds, actors, sources, and what is set aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from events.importing.generic import shape
from events.importing.mapping import Mapping, MappingError
from events.importing.shaping import Description
from events.model import CompiledClaim, Incident
from events.summary import _parties
from geodata.places import Place, Precision
from tests.events.im_generic_building import rejected, shaped, told, workbench

MAPPING = Mapping(
    columns={
        "id": "id", "date": "when", "place": "town", "province": "prov", "country": "country", "lat": "lat",
        "lon": "lon",
        "kind": "type", "killed": "dead", "wounded": "hurt", "publisher": "paper", "url": "link", "account": "desc",
    },
    actors=[{"column": "who", "role": "attacker"}, {"column": "victims", "role": "victim"}],  # type: ignore[list-item]
    other=("extra",),
)  # fmt: skip
TEXT = """id,when,town,prov,country,lat,lon,type,dead,hurt,who,victims,paper,link,desc,extra

1,2020-03-11 21:30,Fallujah,,Iraq,33.35,43.78,Battle,about 30,2,Red; Blue,civilians,The Paper,https://p.example/a;b,Notes,x
2,25/03/2020,Baghdad,,Iraq,33.3,44.4,weird,12-18,,الحمر,,Paper A; Paper B,https://a.example/1; https://b.example/2,,
3,nonsense,Kirkuk,,Iraq,,,Air strike,-3,many,unknown,,,,,
4,2020-03,,Anbar,Iraq,,,protest,,,,,Paper A,,,
5,2020-03-01,Nowhereville,Anbar,Iraq,95,44.4,Battle,,,,,Paper A,,,
6,,,,,,,,,,,,,,,
7,2020-03-01,,,,,,,,,,,,,,
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[int, dict[str, Any]], list[tuple[int, str]]]:
    """The accepted rows by number, and the lines of ``rejected``."""
    with workbench(tmp_path_factory.mktemp("generic"), TEXT) as staging:
        return {row["_row"]: row for row in shaped(staging, MAPPING)}, rejected(staging)


Rows = tuple[dict[int, dict[str, Any]], list[tuple[int, str]]]


def test_every_row_is_accepted_or_rejected_with_each_of_its_problems(rows: Rows) -> None:
    good, bad = rows
    assert sorted(good) == [1, 2, 4, 7]
    assert bad == [(3, "dead"), (3, "hurt"), (3, "when"), (5, "lat"), (6, "")]


def test_what_a_row_says_becomes_claims_with_their_columns(rows: Rows) -> None:
    row = rows[0][1]
    assert told(row) == {
        "date": "2020-03-11", "time": "21:30", "place": "Fallujah", "kind": "battle", "killed": {"about": 30},
        "wounded": 2, "account": "Notes", "other": "extra: x", "attribution": None, "victim": "civilians",
    }  # fmt: skip
    assert {one["field"]: one["locator"] for one in row["claims"]}["killed"] == "row 1, column dead"
    assert (row["title"], row["short"], row["kind"]) == ("Fighting, Fallujah", "Fighting, Fallujah", "battle")
    assert (row["killed_low"], row["killed_high"], row["country"]) == (30, 30, "IQ")


def test_a_point_keeps_its_coordinates_and_says_how_it_was_found(rows: Rows) -> None:
    row = rows[0][1]
    assert (row["lat"], row["lon"], row["precision"], row["radius_km"]) == (33.35, 43.78, 1, 5.0)
    assert row["obtained"].startswith("column lat and lon; precision not stated")
    assert row["geocoded"] is None


def test_one_source_speaks_itself_and_several_are_cited(rows: Rows) -> None:
    one, two, none = rows[0][1], rows[0][2], rows[0][7]
    assert (one["direct"], [(s["publisher"], s["url"]) for s in one["sources"]]) == (
        True, [("The Paper", "https://p.example/a;b")],
    )  # fmt: skip
    assert (two["direct"], [(s["publisher"], s["url"]) for s in two["sources"]]) == (
        False, [("Paper A", "https://a.example/1"), ("Paper B", "https://b.example/2")],
    )  # fmt: skip
    assert (none["direct"], none["sources"], none["precision"]) == (False, [], 5)


def test_an_unknown_kind_is_kept_as_a_word_and_no_kind_is_claimed(rows: Rows) -> None:
    row = rows[0][2]
    assert (row["kind"], row["title"]) == ("context", "Event, Baghdad")
    assert "kind" not in told(row)
    assert told(row)["other"] == "type: weird"


def test_a_province_alone_is_an_area(rows: Rows) -> None:
    row = rows[0][4]
    assert (row["precision"], json.loads(row["area"]), row["lat"]) == (3, {"regions": ["IQ-AN"]}, None)
    assert row["geocoded"] == "Anbar, province, IQ"
    assert (row["first_day"], row["last_day"]) == (18322, 18352)


def _incident(row: dict[str, Any]) -> Incident:
    """The incident that a reader makes of a row: the models check every claim."""
    claims = []
    for given in row["claims"]:
        data = {key: cell for key, cell in given.items() if cell is not None and key != "of_actor"}
        data |= {"source": "mine", "value": json.loads(given["value"]) if given["value"] else None}
        claims.append(CompiledClaim.model_validate(data))
    return Incident(id="one", title=row["title"], short=row["short"], kind=row["kind"], place="p", claims=tuple(claims))


ROLES = ("attacker", "blamed", "denies", "claims responsibility", "praises", "target", "victim", "involved")


def test_parties_are_those_that_the_claims_give(tmp_path: Path) -> None:
    names = [f"{side}_{role}" for role in ROLES for side in "ab"]
    actors = [{"column": name, "role": name.partition("_")[2]} for name in names]
    mapping = Mapping(columns={"date": "day", "kind": "type"}, actors=actors)  # type: ignore[arg-type]
    cells = ",".join(f"Al-One; Two; one; {role},Three; TWO" for role in ROLES)
    kinds = ("Battle", "seizure", "weird")
    text = f"day,type,{','.join(names)}\n" + "".join(f"2020-01-01,{kind},{cells}\n" for kind in kinds)
    with workbench(tmp_path, text) as staging:
        rows = shaped(staging, mapping)
    assert [row["kind"] for row in rows] == ["battle", "find", "context"]
    for row in rows:
        found = [(one["actor"], one["role"]) for one in row["parties"]]
        assert len(found) == len(set(found))
        assert set(found) == {(party.actor, party.role) for party in _parties(_incident(row))}
        assert {actor for actor, _ in found} >= {"mine-one", "mine-two", "mine-three"}
        assert (("mine-one", "attacker") in found) is (row["kind"] == "battle")


DEATHS = {
    "5,8,10": ({"low": 5, "high": 10, "best": 8}, 5, 10), "5,,10": ({"low": 5, "high": 10}, 5, 10), "5,5,5": (5, 5, 5),
    ",about 7,": ({"about": 7}, 7, 7), "5,,": ({"at_least": 5}, 5, 5), ",,9": ({"at_most": 9}, 9, 9),
    ",,": (None, None, None),
}  # fmt: skip


def test_bounds_of_the_killed(tmp_path: Path) -> None:
    mapping = Mapping(columns={"date": "d", "killed_low": "l", "killed_best": "b", "killed_high": "h"})
    with workbench(tmp_path, "d,l,b,h\n" + "".join(f"2020-01-01,{cells}\n" for cells in DEATHS)) as staging:
        rows = shaped(staging, mapping)
    assert [(told(row).get("killed"), row["killed_low"], row["killed_high"]) for row in rows] == list(DEATHS.values())
    for row in rows:
        _incident(row)


ENDS = {
    "2020-03-01,2020-03-03": ("2020-03-01/2020-03-03", 18322, 18324), "2020-03-01,": ("2020-03-01", 18322, 18322),
    "2020-03,2020-04": ("2020-03/2020-04", 18322, 18382), ",2020-03-03": ("../2020-03-03", None, 18324),
    "2020-03-01~,2020-03-09": ("2020-02-29/2020-03-09", 18321, 18330),
}  # fmt: skip


def test_start_and_end(tmp_path: Path) -> None:
    with workbench(tmp_path, "id,from,to\n" + "".join(f"{n},{cells}\n" for n, cells in enumerate(ENDS))) as staging:
        rows = shaped(staging, Mapping(columns={"id": "id", "start": "from", "end": "to"}))
    assert [(told(row).get("date"), row["first_day"], row["last_day"]) for row in rows] == list(ENDS.values())
    for row in rows:
        _incident(row)


BROKEN = {
    "2020-03-03,2020-03-01,,": ["to"], "03/04/2020,,,": ["from"], "2020-01-01,,x y z,": ["spot"],
    "2020-01-01,,,1.234": ["dead"], "31/02/2020,,1.0.0,abc": ["dead", "from", "spot"], "2020-01-01,,0 0,": ["spot"],
    "2020-01-01,,33.3; 44.4,3": [], "2020-01-01,,POINT (200 33),3": ["spot"],
}  # fmt: skip


def test_problems_are_said_by_column(tmp_path: Path) -> None:
    mapping = Mapping(columns={"start": "from", "end": "to", "coordinates": "spot", "killed": "dead"})
    with workbench(tmp_path, "from,to,spot,dead\n" + "".join(f"{cells}\n" for cells in BROKEN)) as staging:
        rows = shaped(staging, mapping)
        found = rejected(staging)
        said = staging.rows("SELECT reason, mend FROM rejected")
    assert [[field for row, field in found if row == n] for n in range(1, len(BROKEN) + 1)] == list(BROKEN.values())
    assert [row["_row"] for row in rows] == [7]
    assert all(reason.startswith("expected ") and mend for reason, mend in said)


EXTENTS: dict[str, tuple[int, dict[str, Any] | None]] = {
    "site,": (0, None), "town,2": (1, None), "district,": (2, {"disc": True, "radius_km": 25}), "?!x,": (1, None),
    "province,": (3, {"regions": ["IQ-AN"]}), "country,": (4, {"regions": ["IQ"]}),
    ",40": (2, {"disc": True, "radius_km": 40}), "unplaced,": (5, None),
}  # fmt: skip


def test_precision_makes_a_point_or_an_area(tmp_path: Path) -> None:
    mapping = Mapping(columns={name: name for name in ("lat", "lon", "precision", "radius_km", "province")},
                      constants={"country": "Iraq"})  # fmt: skip
    text = "lat,lon,precision,radius_km,province\n" + "".join(f"33.4,43.3,{cells},Anbar\n" for cells in EXTENTS)
    with workbench(tmp_path, text) as staging:
        rows = shaped(staging, mapping)
    for row, (rank, area) in zip(rows, EXTENTS.values(), strict=True):
        made = json.loads(row["area"]) if row["area"] else None
        assert row["precision"] == rank
        assert (made and {key: made[key] for key in made if key not in ("lat", "lon")}) == area
        point = {"lat": row["lat"], "lon": row["lon"], "radius_km": row["radius_km"]} if rank < 2 else {}
        Place(id="p", name=row["place"], precision=list(Precision)[rank], obtained=row["obtained"], area=made, **point)


def test_constants_separators_and_unmatched_sources(tmp_path: Path) -> None:
    mapping = Mapping(
        columns={"publisher": "p", "source_title": "t", "published": "d"},
        constants={"kind": "battle", "date": "2020-01-01"},
    )  # fmt: skip
    text = 'p,t,d\nA; B,One; Two,2020-01-02\nA; B,A title; with a sign; or two,someday\n,"Only, a title",\n'
    with workbench(tmp_path, text) as staging:
        first, second, third = shaped(staging, mapping)
    assert [(one["publisher"], one["title"], one["published"]) for one in first["sources"]] == [
        ("A", "One", "2020-01-02"), ("B", "Two", "2020-01-02"),
    ]  # fmt: skip
    assert [(one["publisher"], one["title"]) for one in second["sources"]] == [
        ("A", "A"), ("B", "B"), (None, "A title; with a sign; or two"),
    ]  # fmt: skip
    assert told(second)["other"] == "d: someday"
    assert (third["direct"], third["sources"][0]["title"]) == (True, "Only, a title")
    assert (told(third)["kind"], told(third)["date"], third["kind"]) == ("battle", "2020-01-01", "battle")


def test_names_of_columns_are_never_sql(tmp_path: Path) -> None:
    name = """a"b'c; DROP TABLE raw--"""
    quoted = '"' + name.replace('"', '""') + '"'
    with workbench(tmp_path, f"day,{quoted}\n2020-01-01,'; x\n") as staging:
        (row,) = shaped(staging, Mapping(columns={"date": "day"}, other=(name,)))
    assert told(row)["other"] == f"{name}: '; x"


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with workbench(tmp_path, "day\n2020-01-01\n") as staging:
        wrong = Mapping(columns={"date": "dya"})
        for mapping, said in ((wrong, "did you mean 'day'"), (Mapping(), "at least one column")):
            with pytest.raises(MappingError, match=said):
                shape(staging, mapping, "mine", Description("", "x"))


def test_the_smallest_file(tmp_path: Path) -> None:
    with workbench(tmp_path, "date,lat,lon\n2020-03-11,33.3,44.4\n") as staging:
        (row,) = shaped(staging, Mapping(columns={"date": "date", "lat": "lat", "lon": "lon"}))
    assert (row["title"], row["kind"], row["place"]) == ("Event, 33.3, 44.4", "context", "33.3, 44.4")
    _incident(row)
