"""Cells as people write them: counts, dates and coordinates as tables of cases, and there and back again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.importing import values
from events.importing.values import CellError, count, is_stated, number
from events.importing.values_dates import day_number, read_date
from events.importing.values_places import country_code, degrees, pair, province_code, read_precision
from events.store.staging import Staging
from geodata.places import Precision


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", 14), ("۱۲", 12), ("١٢٣٤", 1234), ("2.0", 2), ("1 234", 1234), ("1.234.567", 1234567),
        ("about 30", {"about": 30}), ("~5", {"about": 5}), ("ca. 20", {"about": 20}), ("حوالي 30", {"about": 30}),
        ("at least 26", {"at_least": 26}), ("26+", {"at_least": 26}), (">=5", {"at_least": 5}),
        ("more than 12", {"more_than": 12}), (">5", {"more_than": 5}), ("plus de 10", {"more_than": 10}),
        ("up to 7", {"at_most": 7}), ("fewer than 9", {"less_than": 9}), ("<9", {"less_than": 9}),
        ("12-18", {"low": 12, "high": 18}), ("12 – 18", {"low": 12, "high": 18}), ("12 to 18", {"low": 12, "high": 18}),
        ("between 1 000 and 2 000", {"low": 1000, "high": 2000}), ("5-5", 5), ("three", 3), ("5 killed", 5),
        ("a dozen", {"about": 12}), ("over a dozen", {"more_than": 12}), ("two dozen", {"about": 24}),
        ("unknown", None), ("n/a", None), ("", None), (None, None), ("None", None), ("غير معروف", None),
    ],
)  # fmt: skip
def test_counts(text: str | None, value: object) -> None:
    assert count(text) == value
    if value is not None:
        values.amount(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["-3", "2.5", "dozens", "many", "1e5", "99999999999", "18-12", "someone", "0x10"])
def test_counts_that_are_none(text: str) -> None:
    with pytest.raises(CellError) as caught:
        count(text)
    assert caught.value.reason.startswith("expected ")
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1.234", ",", 1234), ("1.234", ".", 1.234), ("1,234", ".", 1234), ("1,234", ",", 1.234),
        ("0.123", None, 0.123),
        ("1,234.5", None, 1234.5), ("1.234,5", None, 1234.5), ("3,5", None, 3.5), ("1'234'567", None, 1234567),
        ("1,234,567", None, 1234567), ("٣٫٥", None, 3.5), ("١٬٢٣٤", None, 1234), ("-2.5", None, -2.5),
    ],
)  # fmt: skip
def test_numbers(text: str, decimal: values.Decimal, expected: float) -> None:
    assert number(text, decimal) == expected


@pytest.mark.parametrize(
    ("text", "decimal"), [("1.234", None), ("1,234", None), ("3,5", "."), ("1.2.3", None), ("", None)]
)
def test_numbers_that_mean_two_things_are_refused(text: str, decimal: values.Decimal) -> None:
    with pytest.raises(CellError):
        number(text, decimal)


@given(st.integers(0, 10**8), st.sampled_from([",", ".", " ", "'"]), st.sampled_from(["", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_grouped_numbers_come_back(whole: int, sign: str, digits: str) -> None:
    text = f"{whole:,}".replace(",", sign)
    text = text.translate(str.maketrans("0123456789", digits)) if digits else text
    assert count(text, "," if sign == "." else ".") == whole


@pytest.mark.parametrize(
    ("text", "order", "edtf"),
    [
        ("2020-03-11", None, "2020-03-11"), ("2020-03-11T21:30:00Z", None, "2020-03-11"),
        ("20200311", None, "2020-03-11"),
        ("2020/3/1", None, "2020-03-01"), ("25/03/2020", None, "2020-03-25"), ("03/25/2020", None, "2020-03-25"),
        ("03/03/2020", None, "2020-03-03"), ("03/04/2020", "dmy", "2020-04-03"), ("03/04/2020", "mdy", "2020-03-04"),
        ("3.4.2020", "dmy", "2020-04-03"), ("٠٣/٠٤/٢٠٢٠", "dmy", "2020-04-03"),
        ("11/03/2020 21:30", "dmy", "2020-03-11"),
        ("25 January 2014", None, "2014-01-25"), ("Jan 25, 2014", None, "2014-01-25"),
        ("25-Jan-2014", None, "2014-01-25"),
        ("Sunday, 25 January 2014", None, "2014-01-25"), ("25 janvier 2014", None, "2014-01-25"),
        ("25 de enero de 2014", None, "2014-01-25"), ("25. Januar 2014", None, "2014-01-25"),
        ("11 آذار 2020", None, "2020-03-11"), ("March 3rd, 2014", None, "2014-03-03"),
        ("January 2014", None, "2014-01"),
        ("25-27 January 2014", None, "2014-01-25/2014-01-27"), ("43831", None, "2020-01-01"),
        ("43831.5", None, "2020-01-01"),
        ("2020", None, "2020"), ("2020-03~", None, "2020-03~"), ("../2020-03-11", None, "../2020-03-11"),
        ("2019-12-21/2019-12-31", None, "2019-12-21/2019-12-31"),
    ],
)  # fmt: skip
def test_dates(text: str, order: str | None, edtf: str) -> None:
    assert read_date(text, order).edtf == edtf  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "order", "mends"),
    [
        ("03/04/2020", None, "date_order"), ("03/04/20", "dmy", "century"), ("25-Jan-14", None, "century"),
        ("31/02/2020", None, "2020-03-11"), ("13/13/2020", None, "order"), ("03/25/2020", "dmy", "order"),
        ("yesterday", None, "2020-03-11"), ("2020-13-01", None, "2020-03-11"),
        ("2020-03-12/2020-03-11", None, "2020-03-11"),
    ],
)  # fmt: skip
def test_dates_that_are_refused(text: str, order: str | None, mends: str) -> None:
    with pytest.raises(CellError) as caught:
        read_date(text, order)  # type: ignore[arg-type]
    assert mends in caught.value.mend


@pytest.mark.parametrize(("text", "year"), [("01/01/69", 2069), ("01/01/70", 1970), ("01/01/14", 2014)])
def test_two_digit_years_lie_in_the_hundred_years_given(text: str, year: int) -> None:
    assert read_date(text, None, 1970).edtf == f"{year}-01-01"


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_day_comes_back_in_every_form(day: date) -> None:
    forms = [
        (day.isoformat(), None), (f"{day:%d/%m/%Y}", "dmy"), (f"{day:%m/%d/%Y}", "mdy"), (f"{day:%d %B %Y}", None),
        (f"{day:%B} {day.day}, {day.year}", None), (f"{day:%Y%m%d}", None), (f"{day.isoformat()} 13:45", None),
    ]  # fmt: skip
    for text, order in forms:
        found = read_date(text, order)  # type: ignore[arg-type]
        assert (found.edtf, found.first, found.last) == (day.isoformat(), day_number(day), day_number(day))


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Staging:
    """One workbench for all cases; closed when the module is done."""
    return Staging(tmp_path_factory.mktemp("values"))


def _ask(staging: Staging, texts: list[str], *sql: str) -> list[tuple[float | None, ...]]:
    staging.register("cells", pyarrow.table({"n": list(range(len(texts))), "v": texts}))
    rows = staging.rows(f"SELECT {', '.join(sql)} FROM cells ORDER BY n")  # noqa: S608
    staging.unregister("cells")
    return rows


LATITUDES = {
    "33.3036": 33.3036, "33,3036": 33.3036, "33°18'12\"N": 33 + 18 / 60 + 12 / 3600, "33 18 12 N": 33.303333,
    "33°18′12″N": 33.303333, "33:18:12": 33.303333, "N33.3": 33.3, "33.3 N": 33.3, "33°18.2'N": 33.303333,
    "33.5S": -33.5, "-33.5": -33.5, "−33.5": -33.5, "S 33 30": -33.5, "٣٣٫٣": 33.3, "۳۳.۳": 33.3, "91": 91.0,
    "33d18'12\"": 33.303333, "33° 18' 12,5\" N": 33.303472,
    "-33.5S": None, "33.5E": None, "33 75 00": None, "12 60 00 N": None, "1234": None, "abc": None, "": None,
    "331812N": None, "1.2.3": None, "18'": None,
}  # fmt: skip


def test_degrees(staging: Staging) -> None:
    found = [row[0] for row in _ask(staging, list(LATITUDES), degrees("v", "lat"))]
    assert found == [None if one is None else pytest.approx(one, abs=1e-6) for one in LATITUDES.values()]


PAIRS = {
    "33.3, 44.4": (33.3, 44.4), "33.3,44.4": (33.3, 44.4), "33,3; 44,4": (33.3, 44.4), "33,3, 44,4": (33.3, 44.4),
    "33.3 44.4": (33.3, 44.4), "(33.3, 44.4)": (33.3, 44.4), "33.3/44.4": (33.3, 44.4), "-1.5,-2.5": (-1.5, -2.5),
    "POINT(44.4 33.3)": (33.3, 44.4), "SRID=4326;POINT (44.4 33.3)": (33.3, 44.4),
    "POINT Z (44.4 33.3 12)": (33.3, 44.4),
    "33°18'N 44°24'E": (33.3, 44.4), "33°18'00\"N, 44°24'00\"E": (33.3, 44.4), "N33.3 E44.4": (33.3, 44.4),
    "٣٣٫٣، ٤٤٫٤": (33.3, 44.4), "33": (None, None), "44.4E, 33.3N": (None, None), "POINT EMPTY": (None, None),
}  # fmt: skip


def test_pairs(staging: Staging) -> None:
    lat, lon = pair("v")
    found = _ask(staging, list(PAIRS), degrees(lat, "lat"), degrees(lon, "lon"))
    assert found == [tuple(one and pytest.approx(one) for one in expected) for expected in PAIRS.values()]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.floats(-90, 90).map(lambda degree: round(degree, 4)), min_size=1, max_size=40))
def test_degrees_come_back_from_every_form(staging: Staging, lats: list[float]) -> None:
    texts, expected = [], []
    for lat in lats:
        seconds = round(abs(lat) * 3600)
        sexagesimal = f"{seconds // 3600}°{seconds // 60 % 60}'{seconds % 60}\"{'S' if lat < 0 else 'N'}"
        texts += [f"{lat:.4f}", f"{lat:.4f}".replace(".", ","), f"{abs(lat):.4f}{'S' if lat < 0 else 'N'}", sexagesimal]
        expected += [lat, lat, lat, lat]
    found = [row[0] for row in _ask(staging, texts, degrees("v", "lat"))]
    assert found == [pytest.approx(one, abs=1 / 3600) for one in expected]


@pytest.mark.parametrize(
    ("text", "code"), [("Iraq", "IQ"), ("العراق", "IQ"), ("sy", "SY"), ("zz", ""), ("Republic of Nowhere", ""),
    ("Syria", "SY")]
)
def test_countries(text: str, code: str) -> None:
    assert country_code(text) == code


def test_a_table_of_codes_knows_more_countries() -> None:
    assert country_code("Chile", {"chile": "CL"}) == "CL"


def test_provinces_and_precisions() -> None:
    assert (province_code("Anbar", "IQ"), province_code("Anbar", "SY")) == ("IQ-AN", "")
    assert [read_precision(word) for word in ("Town", "governorate", "exact", "?!")] == [
        Precision.LOCALITY, Precision.PROVINCE, Precision.SITE, None,
    ]  # fmt: skip


def test_messages_never_quote_a_whole_cell(tmp_path: Path) -> None:
    with pytest.raises(CellError) as caught:
        count("x" * 100_000)
    assert len(str(caught.value)) < 400
    assert not is_stated(" Unknown ")
