"""ACLED: ``raw`` into ``shaped``, from the columns before and since 2023, of CSV exports and of the interface's JSON.

The order of the actors says nothing about who did what: both took part, and nobody is named attacker. ACLED's terms
forbid redistribution: its rows can be imported, and the project ships none.

What its levels become, after the codebook. The radii and the width of intervals are OUR choice:

- geo_precision 1, a named town: locality, 5 km; 2, a part of a region, with a town in it: disc of 25 km; 3, a larger
  region, with its capital: the embedded province around the point, else a disc of 100 km.
- time_precision 1: the day; 2, known to a week, dated in its middle: three days either side; 3, known to a month,
  dated in its middle: the whole calendar month.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from events.fields import KINDS
from events.importing.checking import Code, Look
from events.importing.shaping import COUNTRIES, REGIONS, Description, Shaping, add_countries, add_regions
from events.importing.validating import REJECTED, Checks, accepted
from events.importing.wordings import (
    NONE,
    SHORT,
    TITLE,
    cell,
    claim,
    clipped,
    days,
    disc,
    find,
    interval_json,
    iso_day,
    joined,
    json_text,
    listed,
    number,
    party,
    region,
    slug,
    whole,
)  # fmt: skip
from events.store.staging import Staging, sql_text
from geodata.places import Precision
from geodata.regions import RegionTable, default_regions

PARSED = "acled_parsed"
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("event_id_cnty", "data_id"),
    "date": ("event_date",),
    "time_precision": ("time_precision",),
    "disorder": ("disorder_type",),
    "type": ("event_type",),
    "sub_type": ("sub_event_type",),
    "actor1": ("actor1",),
    "with1": ("assoc_actor_1",),
    "actor2": ("actor2",),
    "with2": ("assoc_actor_2",),
    "targeting": ("civilian_targeting",),
    "iso": ("iso",),
    "iso3": ("iso3",),
    "country_name": ("country",),
    "admin1": ("admin1",),
    "admin2": ("admin2",),
    "admin3": ("admin3",),
    "location": ("location",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "geo_precision": ("geo_precision",),
    "source": ("source",),
    "scale": ("source_scale",),
    "notes": ("notes",),
    "fatalities": ("fatalities",),
    "tags": ("tags",),
}
"""Not taken: year (in the date), inter1, inter2, interaction (the compiler's groups of actors), region (from the
country), timestamp, data_id beside event_id_cnty and event_id_no_cnty (numbers that change with each release)."""
NEEDED = frozenset({"id", "date", "type", "actor1", "lat", "lon", "geo_precision"})
KIND = """CASE WHEN lower(type) LIKE 'battle%' THEN 'battle'
    WHEN lower(sub_type) = 'air/drone strike' THEN 'air'
    WHEN lower(type) LIKE '%remote violence' THEN 'explosion'
    WHEN lower(type) = 'violence against civilians' THEN 'civilians'
    WHEN lower(type) = 'riots/protests' AND lower(sub_type) LIKE '%protest%' THEN 'protest'
    WHEN lower(type) LIKE 'riots%' THEN 'crowd' WHEN lower(type) LIKE 'protests%' THEN 'protest'
    WHEN lower(type) LIKE 'strategic development%' THEN 'context' END"""
"""SQL: event_type (and of the old "Riots/Protests" and of strikes the sub-type) to our kind; NULL for another word."""
WORDS = {"battle": "Fighting", "explosion": "Explosion", "air": "Air strike", "civilians": "Violence",
         "protest": "Protest", "crowd": "Unrest", "context": "Development"}  # fmt: skip
RADII = {1: 5.0, 2: 25.0, 3: 100.0}
_PRECISION = {1: Precision.LOCALITY, 2: Precision.DISTRICT, 3: Precision.PROVINCE}
_LONG_DATES = "['%d %B %Y', '%d-%B-%Y', '%d %b %Y', '%d-%b-%Y']"


def recognise(columns: Collection[str]) -> bool:
    """True where the names of the columns are those of ACLED, before or since 2023."""
    return set(find(columns, ALIASES)) >= NEEDED


def describe() -> Description:
    """What an ACLED file is as a document. Neither it nor its name tells a version."""
    return Description(
        "Armed Conflict Location & Event Data (ACLED)", "ACLED export", licence="ACLED terms of use: no redistribution",
        url="https://acleddata.com",
    )  # fmt: skip


def _parsed(found: Mapping[str, str]) -> str:
    texts = ", ".join(f"{cell(found.get(name))} AS {name}_text" for name in ALIASES)
    codes, numbers = ("time_precision", "geo_precision"), ("lat", "lon", "fatalities")
    typed = [f"{whole(f'{name}_text')} AS {name}" for name in codes]
    typed += [f"{number(f'{name}_text')} AS {name}" for name in numbers]
    typed += [f"{name}_text AS {name}" for name in ALIASES if name not in {*codes, *numbers, "date"}]
    typed += [f"coalesce({iso_day('date_text')}, CAST(try_strptime(date_text, {_LONG_DATES}) AS DATE)) AS day"]
    key = "lower(coalesce(iso3, 'iso ' || CAST(try_cast(try_cast(iso AS DOUBLE) AS INTEGER) AS VARCHAR), country_name))"
    return f"""
        SELECT given.*, {KIND} AS kind, {days('day')} AS day_number, coalesce(place.iso2, '') AS iso2,
            CASE time_precision WHEN 2 THEN day - 3 WHEN 3 THEN CAST(date_trunc('month', day) AS DATE)
                ELSE day END AS first,
            CASE time_precision WHEN 2 THEN day + 3 WHEN 3 THEN last_day(day) ELSE day END AS last
        FROM (SELECT *, {', '.join(typed)} FROM (SELECT _row, {texts} FROM raw)) AS given
        LEFT JOIN {COUNTRIES} AS place ON place.key = {key}"""  # noqa: S608


def _checks(found: Mapping[str, str]) -> Checks:
    def look(name: str, value: str = "") -> Look:
        return Look(value or name, f"{name}_text", found[name])

    killed = (look("fatalities"),) if "fatalities" in found else ()
    return Checks(
        relation=PARSED, id=look("id"), first=look("date", "day_number"), lat=look("lat"), lon=look("lon"),
        counts=killed,
        codes=(Code(look("geo_precision"), 1, 3, "how exactly the place is known"),),
        words=((look("type", "kind"), "an event type of ACLED such as Battles"),),
        country="iso2", required=frozenset({"id", "first", "lat", "lon"}),
    )  # fmt: skip


def _named() -> str:
    both = [
        f"CASE WHEN {name} IS NOT NULL THEN 'acled-' || {slug(name)} END AS id{name[-1]}"
        for name in ("actor1", "actor2")
    ]
    return f"""
        SELECT *, coalesce(location, admin3, admin2, admin1, country_name, 'place not named') AS where_said,
            coalesce(nullif(concat_ws(' - ', actor1, actor2), ''), 'actors not named') AS sides, {', '.join(both)},
            CASE WHEN geo_precision = 3 AND (iso2 = '' OR spot.province LIKE iso2 || '-%')
                THEN spot.province END AS code,
            {_by_level({key: str(radius) for key, radius in RADII.items()})} AS radius, 'event ' || id || ', ' AS event
        FROM {PARSED} AS given LEFT JOIN {REGIONS} AS spot USING (lat, lon)"""  # noqa: S608


def _by_level(values: Mapping[int, str]) -> str:
    return f"CASE geo_precision {' '.join(f'WHEN {key:d} THEN {value}' for key, value in values.items())} END"


def _by_kind(values: Mapping[str, str]) -> str:
    return f"CASE kind {' '.join(f'WHEN {sql_text(key)} THEN {sql_text(value)}' for key, value in values.items())} END"


def _claims() -> list[str]:
    where = joined("; ", "admin1", "admin2", "admin3", "'geo_precision ' || geo_precision")
    taken = [
        claim("participant", f"event || 'actor{n}'", when=f"id{n} IS NOT NULL", actor=f"id{n}",
              value=json_text(f"actor{n} || coalesce(', with ' || with{n}, '')"))
        for n in (1, 2)
    ]  # fmt: skip
    kept = [
        claim("other", f"event || '{column}'", when=f"{name} IS NOT NULL", value=json_text(f"'{column}: ' || {name}"))
        for name, column in (("targeting", "civilian_targeting"), ("scale", "source_scale"), ("tags", "tags"))
    ]
    return [
        claim("date", "event || 'event_date/time_precision'", value=interval_json("first", "last"),
              text="'time_precision ' || time_precision"),
        claim("place", "event || 'location, geo_precision'", value=json_text("where_said"), text=where),
        claim("kind", "event || 'event_type'", value="'\"' || kind || '\"'",
              text=joined("; ", "type", "sub_type", "disorder")),
        claim("killed", "event || 'fatalities'", when="fatalities IS NOT NULL",
              value="CAST(try_cast(fatalities AS BIGINT) AS VARCHAR)"),
        *taken,
        claim("account", "event || 'notes'", when="notes IS NOT NULL", value=json_text("notes")),
        *kept,
    ]  # fmt: skip


def _shaped() -> str:
    parties = [party("id1", "actor1", "involved", when="id1 IS NOT NULL"),
               party("id2", "actor2", "involved", when="id2 IS NOT NULL AND id2 IS DISTINCT FROM id1")]  # fmt: skip
    said = {**{key: KINDS[key] for key in WORDS}, "context": WORDS["context"]}
    ranks = _by_level({key: str(one.rank) for key, one in _PRECISION.items()})
    publishers = "list_filter(list_transform(string_split(source, ';'), lambda one: trim(one)), lambda one: one <> '')"
    document = f"struct_pack(publisher := one, title := left(one, {TITLE:d}), published := {NONE}, url := {NONE})"
    return f"""
        SELECT _row, id, {clipped(f"{_by_kind(said)} || ': ' || sides || ', ' || where_said", TITLE)} AS title,
            {clipped(f"{_by_kind(WORDS)} || ', ' || where_said", SHORT)} AS short, kind,
            {days('first')} AS first_day, {days('last')} AS last_day, left(where_said, {TITLE:d}) AS place,
            iso2 AS country, CASE WHEN code IS NULL THEN lat END AS lat, CASE WHEN code IS NULL THEN lon END AS lon,
            CAST({ranks} AS TINYINT) AS precision,
            CAST(CASE WHEN code IS NULL THEN radius END AS DOUBLE) AS radius_km,
            CASE WHEN code IS NOT NULL THEN {region('code')}
                 WHEN geo_precision > 1 THEN {disc('lat', 'lon', 'CAST(radius AS DOUBLE)')} END AS area,
            'as coded, geo_precision ' || geo_precision
                || coalesce('; area of ' || code || ' around the coded point', '') AS obtained,
            {NONE} AS geocoded, try_cast(fatalities AS INTEGER) AS killed_low,
            try_cast(fatalities AS INTEGER) AS killed_high, {listed(parties)} AS parties, {listed(_claims())} AS claims,
            {NONE} AS origin, coalesce(list_transform({publishers}, lambda one: {document}), []) AS sources,
            false AS direct
        FROM ({accepted(f'({_named()}) AS given_row')})"""  # noqa: S608


def shape(staging: Staging, regions: RegionTable | None = None) -> Shaping:
    """Make the view ``shaped`` from the table ``raw``; it leaves out what ``rejected`` has.

    Raises:
        ValueError: the columns are not those of ACLED.
    """
    found = find(staging.columns("raw"), ALIASES)
    if missing := NEEDED - set(found):
        expected = ", ".join(ALIASES[name][0] for name in sorted(missing))
        raise ValueError(f"expected the columns of ACLED, found no {expected}; give the file as another format")
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    add_countries(staging)
    staging.run(f"CREATE OR REPLACE VIEW {PARSED} AS {_parsed(found)}")
    points = f"SELECT DISTINCT lat, lon FROM {PARSED} WHERE geo_precision = 3 AND abs(lat) <= 90 AND abs(lon) <= 180"  # noqa: S608
    add_regions(staging, points, regions or default_regions())
    staging.run(f"CREATE OR REPLACE VIEW shaped AS {_shaped()}")
    return Shaping("acled", describe(), _checks(found), found)
