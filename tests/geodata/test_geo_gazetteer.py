"""Names to places: what is found, in which order, and what is left to a person."""

from __future__ import annotations

import math

import pytest

from geodata.gazetteer import Candidate, Gazetteer, clear_candidate, default_gazetteer
from geodata.gazetteer_file import Entry, row_of
from geodata.gazetteer_file import _entry as entry_of_row
from geodata.places import Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


def km(candidate: Candidate, lat: float, lon: float) -> float:
    assert candidate.lat is not None
    assert candidate.lon is not None
    return math.hypot(candidate.lat - lat, (candidate.lon - lon) * math.cos(math.radians(lat))) * 111.2


CLEAR_POINTS = [
    ("Baghdad airport", 33.2625, 44.2346),
    ("Baghdad's international airport", 33.2625, 44.2346),
    ("BGW", 33.2625, 44.2346),
    ("Baghdad city", 33.34, 44.40),
    ("Camp Taji", 33.5239, 44.2567),
    ("Taji military base", 33.5239, 44.2567),
    ("K-1", 35.5132, 44.2836),
    ("K1 Air Base", 35.5132, 44.2836),
    ("Kirkuk Air Base", 35.4695, 44.3488),
    ("Kirkuk city", 35.468, 44.392),
    ("al-Asad Airbase", 33.7856, 42.4412),
    ("Ain al-Asad Air Force Base", 33.7856, 42.4412),
    ("Balad Air Base", 33.940, 44.3615),
    ("Joint Base Balad", 33.940, 44.3615),
    ("Albu Kamal", 34.45, 40.92),
    ("Al-Bukamal", 34.45, 40.92),
    ("البوكمال", 34.45, 40.92),
    ("Al Qaim", 34.39, 40.99),
    ("Mosul", 36.34, 43.12),
    ("الموصل", 36.34, 43.12),
    ("Falluja", 33.35, 43.79),
    ("Green Zone", 33.307, 44.391),
    ("U.S. Embassy, Baghdad", 33.299, 44.394),
    ("Babylon ruins", 32.542, 44.421),
    ("Jurf al-Nasr", 32.87, 44.21),
    ("Camp Speicher", 34.673, 43.543),
]


@pytest.mark.parametrize(("text", "lat", "lon"), CLEAR_POINTS, ids=[text for text, _, _ in CLEAR_POINTS])
def test_clear_names_are_placed(gazetteer: Gazetteer, text: str, lat: float, lon: float) -> None:
    best = clear_candidate(gazetteer.search(text))
    assert best is not None
    assert km(best, lat, lon) < 3
    assert best.radius_km


@pytest.mark.parametrize(
    ("text", "codes", "kind"),
    [
        ("Babil", ("IQ-BB",), "province"),
        ("Babil Governorate", ("IQ-BB",), "province"),
        ("Nineveh", ("IQ-NI",), "province"),
        ("Kirkuk province", ("IQ-KI",), "province"),
        ("محافظة الأنبار", ("IQ-AN",), "province"),
        ("Iraq", ("IQ",), "country"),
        ("Iraqi Kurdistan", ("IQ-AR", "IQ-DA", "IQ-SU"), "province"),
    ],
)
def test_areas_are_areas_without_a_point(gazetteer: Gazetteer, text: str, codes: tuple[str, ...], kind: str) -> None:
    best = clear_candidate(gazetteer.search(text))
    assert best is not None
    assert (best.regions, best.kind, best.is_area) == (codes, kind, True)
    assert (best.lat, best.lon, best.radius_km) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Baghdad", {("Baghdad", "city"), ("Baghdad", "province")}),
        ("Kirkuk", {("Kirkuk", "city"), ("Kirkuk", "province")}),
        ("Kirkuk base", {("Kirkuk Air Base", "air base"), ("Kirkuk", "city")}),
        ("Balad", {("Balad", "city"), ("Eski Mosul", "city"), ("Balad Air Base", "air base")}),
        ("Babylon", {("Babil", "province"), ("Babylon ruins", "site")}),
        ("Deir Ezzor", {("Deir ez-Zor", "city"), ("Deir ez-Zor", "province")}),
        ("Najaf", {("Najaf", "city"), ("Najaf", "province")}),
        ("Kurdistan", {("Kurdistan", "province"), ("Kurdistan Region of Iraq", "province")}),
    ],
)
def test_ambiguity_is_returned(gazetteer: Gazetteer, text: str, among: set[tuple[str, str]]) -> None:
    candidates = gazetteer.search(text)
    assert among <= {(candidate.name, candidate.kind) for candidate in candidates}
    assert clear_candidate(candidates) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("Baghdd airport", "Baghdad International Airport"), ("Ramaddi", "Ramadi"), ("Tikritt", "Tikrit")],
)
def test_similar_names_are_offered_marked_and_never_clear(gazetteer: Gazetteer, text: str, name: str) -> None:
    candidates = gazetteer.search(text, country="IQ")
    assert name in [candidate.name for candidate in candidates]
    assert candidates[0].how == "fuzzy"
    assert clear_candidate(candidates) is None


@pytest.mark.parametrize("text", ["Baghdad airport", "Baghdd airport", "Bagdad airport", "مطار بغداد الدولي"])
def test_the_airport_of_baghdad_is_never_one_in_another_country(gazetteer: Gazetteer, text: str) -> None:
    best = gazetteer.search(text)[0]
    assert (best.kind, best.country) == ("airport", "IQ")
    assert km(best, 33.2625, 44.2346) < 1


@pytest.mark.parametrize("text", ["", " - ", "Xyzzy", "Camp", "XQZ", "northern Iraq", "<script>", "😀"])
def test_what_is_no_name_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.search(text) == ()
    assert clear_candidate(()) is None


def test_a_country_narrows_and_a_limit_shortens(gazetteer: Gazetteer) -> None:
    assert {candidate.country for candidate in gazetteer.search("Najaf")} > {"IQ"}
    assert {candidate.country for candidate in gazetteer.search("Najaf", country="IQ")} == {"IQ"}
    assert gazetteer.search("Mosul", country="SY") == ()
    assert len(gazetteer.search("Baghdad", limit=2)) == 2


def test_answers_are_ranked_and_the_same_each_time(gazetteer: Gazetteer) -> None:
    first = gazetteer.search("Balad")
    assert first == gazetteer.search("Balad")
    scores = [candidate.score for candidate in first]
    assert scores == sorted(scores, reverse=True)
    assert first[0].how == "exact"


def town(name: str, lat: float, **fields: object) -> Entry:
    values = {"local": "", "lon": 44.0, "country": "IQ", "kind": "city", "radius_km": 2.0, "size": 0} | fields
    return Entry(name=name, lat=lat, attribution="test", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "clear"),
    [
        (town("Old Tell", 33.005, aliases=("Tell",)), True),
        (town("Old Tell", 33.5, aliases=("Tell",)), False),
        (town("Tell airport", 33.5, kind="airport"), True),
        (town("Tell airport", 33.5, kind="airport", country="IR"), False),
        (town("Tell", 33.5, country="IR"), False),
        (town("Elsewhere", 33.5), True),
    ],
    ids=["second point", "second town", "its airport", "an airport abroad", "a town abroad", "no match"],
)
def test_the_rule_for_one_clear_match(other: Entry, clear: bool) -> None:
    best = clear_candidate(Gazetteer([town("Tell", 33.0), other]).search("Tell"))
    assert (best is not None) is clear


def test_every_point_carries_its_origin_and_makes_a_place(gazetteer: Gazetteer) -> None:
    origins = {gazetteer.search(text)[0].attribution for text in ("Mosul", "BGW", "Green Zone", "Babil")}
    assert origins == {
        "GeoNames, CC BY 4.0",
        "OurAirports, public domain",
        "Sourcepin, estimate by the project",
        "Natural Earth, public domain",
    }
    best = gazetteer.search("Camp Taji")[0]
    Place(
        id="camp-taji", name=best.name, local=best.local, country=best.country, precision="site",
        lat=best.lat, lon=best.lon, radius_km=best.radius_km, obtained=best.attribution,
    )  # fmt: skip


def test_a_row_of_the_file_becomes_the_entry_again() -> None:
    entry = town("Tell", 33.0, aliases=("Tel",), regions=("IQ-BB",))
    attributions = ["another"]
    assert entry_of_row(row_of(entry, attributions), attributions) == entry
    assert attributions == ["another", "test"]
