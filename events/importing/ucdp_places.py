"""UCDP GED: from ``where_prec`` to our precision, radius and area. The radii stand here, once, and are OUR choice.

What the levels mean, after the codebook of the UCDP GED: 1 the exact location is known; 2 within about 25 km around
a known point, whose coordinate is given; 3 a second-order division (district, municipality), with a point in it;
4 a first-order division (province); 5 neither: a long line (river, road, border) or a fuzzy area without a defined
border ("Northern Iraq"), with a point chosen for it; 6 only the country; 7 over water or in international airspace,
with the middle of the water or an estimate. The level itself stays on the place claim and in ``obtained``.
"""

from __future__ import annotations

from typing import NamedTuple

from events.importing.wordings import disc, region
from geodata.places import Precision


class Level(NamedTuple):
    """What one ``where_prec`` becomes."""

    precision: Precision
    radius_km: float
    why: str


LEVELS: dict[int, Level] = {
    1: Level(Precision.LOCALITY, 5, "the coordinate is the middle of a named town or village, not a house in it"),
    2: Level(Precision.LOCALITY, 25, "the codebook's own 25 km around a known point"),
    3: Level(Precision.DISTRICT, 30, "districts of Iraq and Syria measure about 30 km from their middle"),
    4: Level(Precision.PROVINCE, 100, "only where the embedded regions do not have the province"),
    5: Level(Precision.PROVINCE, 50, "an estimated point on a line or in a fuzzy area; wider than a district"),
    6: Level(Precision.COUNTRY, 300, "only where the embedded regions do not have the country at this point"),
    7: Level(Precision.COUNTRY, 300, "water or airspace: a sea's middle, for which no area is embedded"),
}
PROVINCE, COUNTRY = 4, 6
"""The levels that are looked up in the embedded regions."""


def points(parsed: str) -> str:
    """Query of the distinct points that are to be looked up."""
    return (
        f"SELECT DISTINCT lat, lon FROM {parsed} WHERE where_prec IN ({PROVINCE:d}, {COUNTRY:d})"  # noqa: S608
        " AND lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"
    )


def _by_level(values: dict[int, str]) -> str:
    cases = " ".join(f"WHEN {level:d} THEN {value}" for level, value in values.items())
    return f"CASE where_prec {cases} END"


CODE = f"""CASE
    WHEN where_prec = {PROVINCE:d} AND (iso2 = '' OR spot.province LIKE iso2 || '-%') THEN spot.province
    WHEN where_prec = {COUNTRY:d} AND iso2 = spot.country THEN spot.country END"""
"""SQL: the code of the embedded region that a row's place is, or NULL. A region of another country than the row's
is never taken, and a country only where its embedded area holds the row's point: countries at the edge of the
embedded table are cut off. Needs ``parsed`` beside ``import_regions AS spot``."""
PRECISION = f"CAST({_by_level({key: str(one.precision.rank) for key, one in LEVELS.items()})} AS TINYINT)"
RADIUS = f"CAST({_by_level({key: str(float(one.radius_km)) for key, one in LEVELS.items()})} AS DOUBLE)"
IS_POINT = f"where_prec IN ({', '.join(str(key) for key, one in LEVELS.items() if one.precision.is_point)})"


def columns(code: str, radius: str) -> dict[str, str]:
    """SQL of the columns of ``shaped`` that say where, given the region's code and the radius as columns."""
    return {
        "lat": f"CASE WHEN {code} IS NULL THEN lat END",
        "lon": f"CASE WHEN {code} IS NULL THEN lon END",
        "precision": PRECISION,
        "radius_km": f"CASE WHEN {code} IS NULL THEN {radius} END",
        "area": f"CASE WHEN {code} IS NOT NULL THEN {region(code)} WHEN NOT {IS_POINT}"
                f" THEN {disc('lat', 'lon', radius)} END",
        "obtained": f"'as coded, where_prec ' || where_prec || CASE WHEN {code} IS NOT NULL"
                    f" THEN '; area of ' || {code} || ' around the coded point' ELSE '' END",
    }  # fmt: skip
