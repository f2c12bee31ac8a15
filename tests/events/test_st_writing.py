"""What the writer makes of ``shaped``: ids, cells, documents, claims, days, searched text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pyarrow
import pytest

from events.store.folding import macros
from events.store.schema import CELL_ZOOM, KEY_BITS, TABLES
from events.store.staging import Cancelled, Staging
from events.store.views import sql_type
from events.store.writing import DataSetDescription, ProvinceOf, Written, write
from geodata.mercator import cells
from geodata.names import ARTICLES, fold
from tests.events.st_building import shape, ucdp_like

ABOUT = DataSetDescription(
    id="ged", name="UCDP GED", version="19.1", licence="CC BY 4.0", publisher="Uppsala University",
    published="2019-06", url="https://ucdp.example/ged",
)  # fmt: skip
AFP = {"publisher": "Agence France-Presse", "title": "Clashes", "published": "2014-03-05", "url": None}
BBC = {"publisher": "BBC News", "title": "Bomb", "published": "2014-02", "url": "https://bbc.example/1"}
NOBODY = {"publisher": None, "title": "Leaflet", "published": None, "url": None}
Tables = dict[str, list[dict[str, Any]]]
Row = dict[str, Any]


def one_claim(field: str = "killed", **more: Any) -> Row:
    empty = dict.fromkeys(("value", "text", "unit", "of_actor", "parts", "actor", "stance", "says", "locator"))
    return {"field": field} | empty | more


def read(file: Path) -> Tables:
    with duckdb.connect(str(file), read_only=True) as con:
        return {name: con.sql(f"FROM {name}").to_arrow_table().to_pylist() for name in TABLES}


def made(folder: Path, rows: list[Row], about: DataSetDescription = ABOUT, number: int = 3,
         province_of: ProvinceOf | None = None) -> tuple[Tables, Written]:  # fmt: skip
    with Staging(folder) as staging:
        shape(staging, rows)
        written = write(staging, about, number, folder / "data.duckdb", province_of)
    return read(folder / "data.duckdb"), written


def document(text: str) -> str:
    return "ged-" + hashlib.md5(text.encode()).hexdigest()[:12]  # noqa: S324


def test_the_tables_have_the_columns_of_the_schema_in_its_order(tmp_path: Path) -> None:
    made(tmp_path, [{}])
    with duckdb.connect(str(tmp_path / "data.duckdb"), read_only=True) as con:
        for name, columns in TABLES.items():
            found = con.execute(f"DESCRIBE {name}").fetchall()
            assert [(row[0], row[1]) for row in found] == [(one, sql_type(kind)) for one, kind in columns.items()]


IDS = [
    (["114064", "7"], ["ged-114064", "ged-7"]),
    (["IRQ 12/3", None, ""], ["ged-irq-12-3", "ged-2", "ged-3"]),
    (["Être"], ["ged-etre"]),
    (["A/1", "a-1", "b"], [r"ged-a-1-[0-9a-f]{8}", r"ged-a-1-[0-9a-f]{8}", "ged-b"]),
    (["2", None], [r"ged-2-[0-9a-f]{8}", r"ged-2-[0-9a-f]{8}"]),
    (["٣٤", "حادث"], [r"ged-[0-9a-f]{12}", r"ged-[0-9a-f]{12}"]),
]


@pytest.mark.parametrize(("own", "expected"), IDS)
def test_ids_are_slugs_and_unique(tmp_path: Path, own: list[str | None], expected: list[str]) -> None:
    tables, _ = made(tmp_path, [{"id": one} for one in own])
    rows = sorted(tables["incidents"], key=lambda row: row["key"])
    assert [row["key"] for row in rows] == [(3 << KEY_BITS) + n for n in range(1, len(own) + 1)]
    for row, pattern in zip(rows, expected, strict=True):
        assert re.fullmatch(pattern, row["id"])
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", row["id"])
    assert len({row["id"] for row in rows}) == len(rows)
    assert [row["own_id"] for row in rows] == [one or None for one in own]


def test_cells_are_those_of_the_projection(tmp_path: Path) -> None:
    points = numpy.random.default_rng(4)
    lat = [90.0, -90.0, 85.06, 0.0, 33.3, *points.uniform(-89, 89, 40)]
    lon = [180.0, -180.0, 0.0, 0.0, 44.4, *points.uniform(-180, 180, 40)]
    given = [{"lat": float(a), "lon": float(o), "precision": 0} for a, o in zip(lat, lon, strict=True)]
    tables, _ = made(tmp_path, [*given, {}])
    rows = sorted(tables["incidents"], key=lambda row: row["key"])
    x, y = cells(lon, lat, CELL_ZOOM)
    assert [(row["x"], row["y"]) for row in rows[:-1]] == list(zip(x.tolist(), y.tolist(), strict=True))
    assert (rows[-1]["x"], rows[-1]["y"]) == (None, None)


AFP_ID = document("Agence France-Presse|Clashes|2014-03-05|")
BBC_ID = document("BBC News|Bomb|2014-02|https://bbc.example/1")
TOLD = [
    # sources, direct -> source of the claim, cites, publishers, number of sources, known by
    ([AFP, BBC], False, "ged", [AFP_ID, BBC_ID], {"ged-agence-france-presse", "ged-bbc-news"}, 3, "2014-02-28"),
    ([AFP, AFP], False, "ged", [AFP_ID], {"ged-agence-france-presse"}, 2, "2014-03-05"),
    ([AFP], True, AFP_ID, None, {"ged-agence-france-presse"}, 1, "2014-03-05"),
    ([NOBODY], True, document("|Leaflet||"), None, {"ged-not-stated"}, 1, None),
    ([], True, "ged", None, {"ged-uppsala-university"}, 1, "2019-06-30"),
    (None, False, "ged", None, {"ged-uppsala-university"}, 1, "2019-06-30"),
]


@pytest.mark.parametrize(("sources", "direct", "source", "cites", "tellers", "count", "known"), TOLD)
def test_who_says_it_and_who_is_cited(
    tmp_path: Path, sources: list[Row] | None, direct: bool, source: str, cites: list[str] | None, tellers: set[str],
    count: int, known: str | None,
) -> None:  # fmt: skip
    row = {"sources": sources, "direct": direct, "claims": [one_claim(value="3")], "origin": "Police, Mosul"}
    tables, _ = made(tmp_path, [row])
    (claim,), (incident,) = tables["claims"], tables["incidents"]
    assert (claim["source"], sorted(claim["cites"] or []) or None) == (source, sorted(cites) if cites else None)
    assert {told["source"] for told in tables["told_by"]} == tellers
    assert (incident["n_sources"], incident["n_claims"]) == (count, 1)
    day = None if known is None else (numpy.datetime64(known) - numpy.datetime64("1970-01-01")).astype(int)
    assert incident["known_day"] == day
    assert claim["origin"] == tables["origins"][0]["id"] == "ged-police-mosul"
    numbered = {one["id"]: one for one in tables["sources"]}
    assert {source, *(cites or [])} | {"ged"} == set(numbered)
    assert tellers <= {one["publisher_id"] for one in numbered.values()} | {"ged-uppsala-university"}


def test_documents_are_numbered_with_the_data_set_first(tmp_path: Path) -> None:
    tables, _ = made(tmp_path, [{"sources": [BBC]}, {"sources": [AFP, BBC]}, {"sources": [NOBODY]}])
    found = sorted(tables["sources"], key=lambda one: one["n"])
    assert [(one["n"], one["short"]) for one in found] == [
        (1, "UCDP GED 19.1"), (2, "BBC News, 2014-02"), (3, "Agence France-Presse, 2014-03-05"), (4, "Leaflet"),
    ]  # fmt: skip
    assert found[0] | {"rest": None} == {
        "dataset": 3, "n": 1, "id": "ged", "publisher_id": "ged-uppsala-university", "short": "UCDP GED 19.1",
        "title": "UCDP GED", "publisher": "Uppsala University", "published": "2019-06",
        "url": "https://ucdp.example/ged", "rest": None,
    }  # fmt: skip


def test_claims_keep_their_order_and_the_place_claim_names_the_place(tmp_path: Path) -> None:
    claims = [
        one_claim("date", value='"2014-03-05"'), one_claim("place", value='"Mosul"'),
        one_claim("attribution", actor="ged-a", stance="blames", says="Police"),
        one_claim("killed", value='{"low":1,"high":3}', of_actor="ged-a", stance="states", locator="event 1, best"),
    ]  # fmt: skip
    parties = [{"actor": "ged-a", "name": "Ay", "role": "blamed"}, {"actor": "ged-a", "name": "Ay", "role": "blamed"}]
    tables, _ = made(tmp_path, [{"claims": claims, "place": "Mosul", "parties": parties}])
    found = sorted(tables["claims"], key=lambda one: one["n"])
    assert [(one["n"], one["field"], one["stance"]) for one in found] == [
        (1, "date", None), (2, "place", None), (3, "attribution", "blames"), (4, "killed", None),
    ]  # fmt: skip
    assert (found[1]["value"], found[1]["text"]) == (f'"{tables["incidents"][0]["place_id"]}"', "Mosul")
    assert (found[3]["value"], found[3]["locator"], found[3]["finding"]) == (
        '{"low":1,"high":3}', "event 1, best", "single source",
    )  # fmt: skip
    assert [(one["actor"], one["role"]) for one in tables["parties"]] == [("ged-a", "blamed")]
    assert [(one["id"], one["name"]) for one in tables["actors"]] == [("ged-a", "Ay")]


def test_provinces_are_looked_up_of_rows_with_a_point_or_taken_from_the_area(tmp_path: Path) -> None:
    asked: list[int] = []

    def province_of(points: pyarrow.Table) -> pyarrow.Array:
        asked.append(points.num_rows)
        return pyarrow.array(["IQ-AN" if lon < 44 else None for lon in points["lon"].to_pylist()], pyarrow.string())

    rows: list[Row] = [
        {"lat": 33.0, "lon": 43.0}, {"lat": 33.0, "lon": 43.0}, {"lat": 33.0, "lon": 45.0},
        {"precision": 3, "area": '{"regions":["IQ-BG"]}'}, {"precision": 3, "area": '{"regions":["IQ-BG","IQ-AN"]}'},
        {"precision": 2, "area": '{"disc":true,"lat":33,"lon":43,"radius_km":25}', "lat": 33.0, "lon": 43.0},
    ]  # fmt: skip
    tables, _ = made(tmp_path, rows, province_of=province_of)
    found = [row["province"] for row in sorted(tables["incidents"], key=lambda row: row["key"])]
    assert (found, asked) == (["IQ-AN", "IQ-AN", None, "IQ-BG", None, "IQ-AN"], [4])


def test_a_data_set_is_one_file_that_can_be_copied_alone(tmp_path: Path) -> None:
    with Staging(tmp_path) as staging:
        ucdp_like(staging, 50)
        write(staging, ABOUT, 3, tmp_path / "data.duckdb")
    assert [one.name for one in tmp_path.iterdir()] == ["data.duckdb"], "no log beside it"
    assert len(read(tmp_path / "data.duckdb")["incidents"]) == 50


def test_the_totals_are_counted(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"precision": 1, "country": "IQ", "first_day": 5, "last_day": 9, "lat": 1.0, "lon": 1.0},
        {"country": "SY", "first_day": None, "last_day": 3}, {"geocoded": "Mosul, IQ", "country": "IQ"},
    ]  # fmt: skip
    assert made(tmp_path, rows)[1] == Written(3, 2, 1, 3, 9, ("IQ", "SY"))


NAMES = [
    "Al Fallūjah town", "Deir ez-Zor", "Qara Qūsh (Al-Ḥamdānīyah)", "‘Ayn al-Asad", "Ba'quba", "K-1 base", "M 4 road",
    "الفلوجة", "محافظة الأنبار", "مؤتة", "شيءٌ", "۱۲ الف", "اربیل", "Straße", "Łódź", "Œuvre", "İstanbul", "", "--",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_folding_in_sql_gives_the_words_of_folding(name: str) -> None:
    with duckdb.connect() as con:
        for statement in macros():
            con.execute(statement)
        (found,) = con.execute("SELECT fold_text(?)", [name]).fetchone() or ("",)
    assert [word for word in found.split() if word not in ARTICLES] == fold(name).split()


def test_the_searched_text_holds_titles_places_actors_and_words_of_claims(tmp_path: Path) -> None:
    row = {
        "title": "Fighting, Al Fallūjah", "short": "Fighting", "place": "Al Fallūjah town",
        "parties": [{"actor": "ged-a", "name": "Jabhat al-Nuṣra", "role": "involved"}],
        "claims": [one_claim("account", value='"Shots at the \\"old\\" bridge\\nand a car"'),
                   one_claim("killed", value="31", says="Qasim"), one_claim("kind", value='"battle"', text="Ambush")],
    }  # fmt: skip
    (incident,) = made(tmp_path, [row])[0]["incidents"]
    for words in ("Fighting", "al-Fallujah town", "Jabhat an-Nusra", "old bridge", "and car", "Qasim", "ambush"):
        assert all(word in incident["haystack"] for word in fold(words).split()), words
    assert "31" not in incident["haystack"]


def test_a_cancelled_import_stops_in_the_midst_of_a_statement(tmp_path: Path) -> None:
    with Staging(tmp_path) as staging:
        ucdp_like(staging, 100)
        staging.interrupt()
        with pytest.raises(Cancelled, match="as it was"):
            write(staging, ABOUT, 1, tmp_path / "data.duckdb")
