"""The checks: what cannot be is set aside with field, value, reason and mend, and the rows beside it stay."""

from __future__ import annotations

import pytest

from events.importing import swapping, ucdp, validating
from events.importing.checking import Look
from events.importing.validating import Checks
from tests.events import im_shaping as make
from tests.events.test_im_ucdp import EVENT


@pytest.mark.parametrize(
    ("changes", "field", "reason", "mend"),
    [
        (
            {"latitude": "91", "longitude": "190"},
            "latitude",
            "expected a latitude from -90 to 90 degrees, got 91",
            "mend the coordinate",
        ),
        (
            {"longitude": "-180.5"},
            "longitude",
            "expected a longitude from -180 to 180 degrees, got -180.5",
            "mend the coordinate",
        ),
        (
            {"latitude": "120.5", "longitude": "15.1"},
            "latitude",
            "expected a latitude from -90 to 90 degrees, got 120.5",
            "latitude and longitude look swapped: swap them",
        ),
        (
            {"latitude": "north"},
            "latitude",
            "expected a latitude from -90 to 90 degrees, got north",
            "write decimal degrees such as 33.3558",
        ),
        (
            {"latitude": "nan"},
            "latitude",
            "expected a latitude from -90 to 90 degrees, got nan",
            "write decimal degrees such as 33.3558",
        ),
        (
            {"latitude": "0", "longitude": "0.0"},
            "latitude",
            "expected a place other than 0, 0 in the Gulf of Guinea, which stands for a lost coordinate, got 0",
            "fill in the coordinate, or empty both cells",
        ),
        (
            {"date_start": "2014-02-30"},
            "date_start",
            "expected a day of the calendar such as 2014-01-24, got 2014-02-30",
            "write the date as YYYY-MM-DD",
        ),
        (
            {"date_start": "0214-01-24"},
            "date_start",
            "expected a date from the year 1000 to a year from now, got 0214-01-24",
            "mend the year",
        ),
        (
            {"date_end": "2140-01-24"},
            "date_end",
            "expected a date from the year 1000 to a year from now, got 2140-01-24",
            "mend the year",
        ),
        (
            {"date_end": "2014-01-23"},
            "date_end",
            "expected an end on or after date_start, got 2014-01-23",
            "swap the two dates, or mend one",
        ),
        (
            {"deaths_a": "-1"},
            "deaths_a",
            "expected a count of 0 or more, got -1",
            "mend the number, or leave the cell empty",
        ),
        ({"deaths_b": "2.5"}, "deaths_b", "expected a whole number, got 2.5", "write a whole number"),
        (
            {"deaths_b": "few"},
            "deaths_b",
            "expected a whole number, got few",
            "write digits such as 14, or leave the cell empty",
        ),
        ({"high": "1e12"}, "high", "expected a count of at most 2147483647, got 1e12", "mend the number"),
        ({"low": "10"}, "low", "expected a number not above high, got 10", "mend low or high"),
        ({"best": "6"}, "best", "expected a number not below low, got 6", "mend best or low"),
        ({"best": "12"}, "best", "expected a number not above high, got 12", "mend best or high"),
        (
            {"where_prec": "8"},
            "where_prec",
            "expected a whole number from 1 to 7 (how exactly the place is known), got 8",
            "mend the number",
        ),
        (
            {"type_of_violence": None},
            "type_of_violence",
            "expected a whole number from 1 to 3 (type of violence), got nothing",
            "mend the number",
        ),
        ({"id": " "}, "id", "expected something in id, got nothing", "fill in id"),
        (
            {"date_start": None, "date_end": None},
            "date_start",
            "expected something in date_start, got nothing",
            "fill in date_start",
        ),
    ],
)
def test_each_fault_has_its_reason(changes: dict[str, str | None], field: str, reason: str, mend: str) -> None:
    good = EVENT | {"id": "1"}
    with make.staged([EVENT | changes, good]) as staging:
        rows = make.shaped(staging, ucdp.shape(staging))
        lines = make.rejected(staging)
        assert (1, field, reason, mend) in [(row, name, why, how) for row, name, _, why, how in lines]
        assert {row for row, *_ in lines} == {1}
        assert [row["id"] for row in rows] == ["1"]


def test_a_missing_coordinate_says_which() -> None:
    with make.staged([EVENT | {"longitude": None}]) as staging:
        make.shaped(staging, ucdp.shape(staging))
        assert {(name, why) for _, name, _, why, _ in make.rejected(staging)} == {
            ("longitude", "expected something in longitude, got nothing"),
            ("longitude", "expected a longitude beside latitude, got nothing"),
        }


def test_several_faults_of_a_row_all_have_a_line() -> None:
    with make.staged([EVENT | {"latitude": "95", "longitude": "200", "deaths_a": "-3"}]) as staging:
        make.shaped(staging, ucdp.shape(staging))
        assert [name for _, name, *_ in make.rejected(staging)] == ["deaths_a", "latitude", "longitude"]


def test_a_huge_cell_is_cut_in_the_reason() -> None:
    with make.staged([EVENT | {"date_start": "x" * 10_000}]) as staging:
        make.shaped(staging, ucdp.shape(staging))
        ((_, _, value, reason, _),) = make.rejected(staging)
        assert len(value) == 200
        assert len(reason) < 130


@pytest.mark.parametrize(
    ("second", "reason", "mend"),
    [
        (
            {},
            "expected an id of its own, got that of row 1 with the same content",
            "nothing to mend: leave the repeated row out",
        ),
        (
            {"best": "9"},
            "expected an id of its own, got that of row 1 with other content",
            "give the row an id of its own, or leave one of the two out",
        ),
        (
            {"id": "212545"},
            "expected an id of its own, got that of row 1 with other content",
            "give the row an id of its own, or leave one of the two out",
        ),
    ],
)
def test_of_rows_with_one_id_the_first_stays(second: dict[str, str], reason: str, mend: str) -> None:
    with make.staged([EVENT, EVENT | second, EVENT | second]) as staging:
        rows = make.shaped(staging, ucdp.shape(staging))
        assert [row["_row"] for row in rows] == [1]
        assert [line[0] for line in make.rejected(staging)] == [2, 3]
        assert make.rejected(staging)[0][1:] == ("id", "212545", reason, mend)


def _points(country: str, *places: tuple[float, float]) -> list[dict[str, str | None]]:
    return [
        EVENT | {"id": str(n), "latitude": str(lat), "longitude": str(lon), "country": country, "country_id": None}
        for n, (lat, lon) in enumerate(places, 1)
    ]


@pytest.mark.parametrize(
    ("rows", "certain"),
    [
        (_points("Iraq", (43.8, 33.3), (44.4, 33.3), (43.1, 36.3)), True),
        (_points("Iraq", (33.3, 43.8), (33.3, 44.4), (36.3, 43.1)), False),
        (_points("Iraq", (43.8, 33.3), (33.3, 44.4), (36.3, 43.1)), False),
        # Of Chile the embedded table knows nothing: nothing is said.
        (_points("Chile", (-70.6, -33.4), (-70.7, -33.5)), False),
    ],
)
def test_swapped_columns_are_told_by_the_country(rows: list[dict[str, str | None]], certain: bool) -> None:
    with make.staged(rows) as staging:
        shaping = ucdp.shape(staging)
        checks = shaping.checks
        assert checks.lat is not None
        assert checks.lon is not None
        swap = swapping.look_for_swap(staging, checks.relation, checks.lat, checks.lon, checks.country)
        assert swap.certain is certain
        accepted = make.shaped(staging, shaping)
        assert len(accepted) == (0 if certain else len(rows))
        if certain:
            reason = make.rejected(staging)[0][3]
            assert reason.endswith("swapping them puts 3 of 3 points into the country that is named")


def test_the_summary_adds_up() -> None:
    bad = [EVENT | {"id": str(n), "low": "90"} for n in range(3)] + [
        EVENT | {"id": "9", "date_start": "soon", "low": "90"}
    ]
    with make.staged([EVENT, *bad]) as staging:
        shaping = ucdp.shape(staging)
        # A row that could not be read stands in rejected only: it counts as well.
        staging.run("INSERT INTO rejected VALUES (77, '', 'garbage', 'expected 45 cells, got 3', 'mend the row')")
        found = validating.validate(staging, shaping.checks, make.TODAY)
        assert (found.accepted, found.rejected, found.total) == (1, 5, 6)
        assert found.reasons[0] == ("low", "expected a number not above high", 4)
        assert ("date_start", "expected a day of the calendar such as 2014-01-24", 1) in found.reasons
        assert validating.summary(staging) == found


def test_a_table_loses_its_rejected_rows() -> None:
    with make.staged([{"n": "1", "when": "2"}, {"n": "-1", "when": "3"}]) as staging:
        staging.run("CREATE TABLE shaped AS SELECT _row FROM raw")
        look = Look("try_cast(n AS DOUBLE)", "n", "n")
        found = validating.validate(staging, Checks("raw", counts=(look,)), make.TODAY)
        assert (found.accepted, found.rejected) == (1, 1)
        assert staging.rows("SELECT _row FROM shaped") == [(1,)]
