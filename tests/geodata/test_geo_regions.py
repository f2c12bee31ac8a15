"""The embedded countries and provinces."""

from __future__ import annotations

import pytest
import shapely

from geodata.regions import RegionTable, UnknownRegion, default_regions


@pytest.fixture(scope="module")
def regions() -> RegionTable:
    return default_regions()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Babil", ["IQ-BB"]),
        ("Babylon", ["IQ-BB"]),
        ("babil governorate", ["IQ-BB"]),
        ("بابل", ["IQ-BB"]),
        ("Ninawa", ["IQ-NI"]),
        ("Nineveh", ["IQ-NI"]),
        ("At-Ta'mim", ["IQ-KI"]),
        ("Kirkuk", ["IQ-KI"]),
        ("Al-Anbār", ["IQ-AN"]),
        ("Salahuddin", ["IQ-SD"]),
        ("Deir Ezzor", ["SY-DY"]),
        ("Dayr az Zawr", ["SY-DY"]),
        ("Iraq", ["IQ"]),
        ("العراق", ["IQ"]),
        ("ایران", ["IR"]),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_names_and_aliases_find_regions(regions: RegionTable, name: str, codes: list[str]) -> None:
    assert [region.iso for region in regions.find(name)] == codes


@pytest.mark.parametrize(
    ("lon", "lat", "codes"),
    [
        (44.40, 33.34, ("IQ-BG", "IQ")),
        (42.44, 33.79, ("IQ-AN", "IQ")),
        (40.92, 34.45, ("SY-DY", "SY")),
        (51.39, 35.69, ("IR-23", "IR")),
        (44.42, 32.54, ("IQ-BB", "IQ")),
        (33.4, 35.3, ("CY",)),
        (-30.0, 0.0, ()),
    ],
)
def test_a_point_is_in_its_province_and_country(
    regions: RegionTable, lon: float, lat: float, codes: tuple[str, ...]
) -> None:
    assert regions.containing(lon, lat) == codes


@pytest.mark.parametrize(("country", "count"), [("IQ", 18), ("SY", 14), ("IR", 31), ("JO", 12), ("SA", 13), ("TR", 81)])
def test_the_provinces_of_a_country_fill_it(regions: RegionTable, country: str, count: int) -> None:
    provinces = [region.iso for region in regions if region.country == country and region.level == 1]
    assert len(provinces) == count
    assert all(iso.startswith(f"{country}-") for iso in provinces)
    union = shapely.union_all([regions.area(iso) for iso in provinces])
    assert union.symmetric_difference(regions.country(country)).area < 1e-3
    assert regions.country(provinces[0]).equals(regions.area(country))


def test_areas_are_valid_and_provinces_do_not_overlap(regions: RegionTable) -> None:
    assert all(regions.area(region.iso).is_valid for region in regions)
    provinces = [regions.area(region.iso) for region in regions if region.level == 1]
    assert shapely.coverage_is_valid(provinces)


@pytest.mark.parametrize(
    ("one", "other", "longitude", "latitude"),
    [("IQ", "SY", (40, 43), (33, 38)), ("IQ-BG", "IQ-AN", (43.5, 44.5), (32.5, 34))],
)
def test_neighbours_share_a_border(
    regions: RegionTable, one: str, other: str, longitude: tuple[float, float], latitude: tuple[float, float]
) -> None:
    line = regions.border(one, other)
    assert line.equals(regions.border(other, one))
    assert line.length > 0.2
    middle = line.centroid
    assert longitude[0] < middle.x < longitude[1]
    assert latitude[0] < middle.y < latitude[1]


@pytest.mark.parametrize("pair", [("IQ", "EG"), ("IQ", "XX")])
def test_no_border_and_no_region_are_said(regions: RegionTable, pair: tuple[str, str]) -> None:
    with pytest.raises(UnknownRegion, match="expected"):
        regions.border(*pair)


def test_regions_carry_current_codes_and_names(regions: RegionTable) -> None:
    region = regions.region("IQ-KI")
    assert (region.name, region.local, region.kind) == ("Kirkuk", "كركوك", "province")
    assert regions.region("IQ").kind == "country"
    assert len(regions) == len(list(regions))
