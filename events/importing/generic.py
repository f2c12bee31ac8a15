"""Files of any shape: ``raw`` and a mapping into ``shaped``, by SQL over whole columns.

What cannot be read has its line in ``rejected`` (the rows themselves leave ``shaped`` in ``validating``). A row with
one source is that source's statement; one with several, or none, is the data set's own.
"""

from __future__ import annotations

from collections.abc import Mapping as Words

from events.fields import KINDS as KIND_LABELS
from events.importing import geocoding
from events.importing.checking import Look
from events.importing.generic_cells import columns_of, look_up, problems, typed_sql
from events.importing.generic_claims import claims, join_actors, parties, with_sources
from events.importing.mapping import Mapping, MappingError, missing
from events.importing.shaping import Description, Shaping
from events.importing.validating import REJECTED, Checks
from events.importing.values_places import DEFAULT_RADIUS_KM
from events.importing.wordings import SHORT, TITLE, clipped, disc, region
from events.store.staging import Staging, sql_text
from geodata.places import Precision
from geodata.regions import default_regions

TYPED = "generic_typed"
WORKBENCH = "1GB"
_LOCALITY, _UNPLACED = Precision.LOCALITY.rank, Precision.UNPLACED.rank
_WIDEST_TOWN = 15
"""Kilometres; what reaches further and has no precision stated is an area, not a town."""
_SILENT = """INSERT INTO rejected SELECT _row, '', '',
    'expected a row that says something in the columns of the mapping, got none',
    'fill it in, or leave the row out' FROM shaped
    WHERE len(claims) = 0 AND _row NOT IN (SELECT _row FROM rejected)"""
"""An incident is its claims: a row without one is none."""
_PLACE_WORDS = "coalesce(place, province, country)"


def shape(
    staging: Staging, mapping: Mapping, dataset: str, description: Description, choices: Words[str, str] | None = None
) -> Shaping:
    """Make ``shaped``, and ``offers`` with the places that wait for an answer.

    Args:
        dataset: id of the data set: ids of actors begin with it.
        description: what the file is as a document, for rows that name no source or several.
        choices: answers to ``offers``, see `geocoding.search`; they come on top of ``mapping.places``.

    Raises:
        MappingError: the mapping names a column that the file has not, or none at all.
    """
    if faults := list(missing(mapping, [name for name in staging.columns("raw") if name != "_row"])):
        raise MappingError("; ".join(faults))
    if not mapping.used:
        raise MappingError("expected a mapping with at least one column, got none; say which column is what")
    # Twenty columns read at once are one large expression: what it needs hardly depends on the number of rows.
    staging.run(f"SET memory_limit = '{WORKBENCH}'")
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    look_up(staging, mapping, dataset)
    staging.run(f"CREATE OR REPLACE TABLE {TYPED} AS {typed_sql()}")
    for query in problems(mapping, TYPED):
        staging.run(f"INSERT INTO rejected {query}")
    unlocated = (
        f"(SELECT _row, place, province, country FROM {TYPED} WHERE (y IS NULL OR x IS NULL)"  # noqa: S608
        " AND _row NOT IN (SELECT _row FROM rejected))"
    )
    geocoding.geocode(staging, unlocated, {**mapping.places, **(choices or {})})
    staging.run(f"CREATE OR REPLACE TABLE shaped AS {_shaped(mapping)}")
    staging.run(_SILENT)
    return Shaping("generic", description, _checks(mapping), columns_of(mapping))


def _checks(mapping: Mapping) -> Checks:
    """What `validating` is to look at. Texts are given only beside a value: what is unreadable is already said."""
    columns = columns_of(mapping)

    def look(name: str, value: str, text: str) -> Look | None:
        if name not in columns:
            return None
        return Look(value, text if text != value else f"CASE WHEN {value} IS NOT NULL THEN {text} END", columns[name])

    def read(name: str, value: str) -> Look | None:
        return look(name, value, f"CASE WHEN {value} IS NOT NULL THEN {name} END")

    paired = "coordinates" in columns
    return Checks(
        relation=TYPED, id=look("id", "id", "id"), first=read("first", "first_from"), last=read("last", "last_to"),
        lat=read("lat", "y") if paired else look("lat", "y", "lat"),
        lon=read("lon", "x") if paired else look("lon", "x", "lon"),
        low=read("killed_low", "killed_low_exact"), best=read("killed_best", "killed_best_exact"),
        high=read("killed_high", "killed_high_exact"), country="" if mapping.axes_as_written else "iso",
    )  # fmt: skip


def _by_rank(default: str = "NULL") -> str:
    cases = " ".join(f"WHEN {level.rank} THEN {radius}" for level, radius in DEFAULT_RADIUS_KM.items())
    return f"CASE level {cases} ELSE {default} END"


def _located() -> str:
    """`TYPED` with where each row is: by its coordinates, else by what the gazetteer found."""
    unsaid = f"CASE WHEN radius > {_WIDEST_TOWN} THEN {Precision.DISTRICT.rank} ELSE {_LOCALITY} END"
    embedded = ", ".join(sql_text(one.iso) for one in default_regions() if one.level == 0)
    return f"""
        SELECT *, CASE WHEN level < {_UNPLACED} THEN coalesce(radius, {_by_rank()}) END AS reach,
            CASE WHEN level = {Precision.PROVINCE.rank} THEN province_code
                 WHEN level = {Precision.COUNTRY.rank} AND iso IN ({embedded}) THEN iso END AS code
        FROM (SELECT typed.*, y IS NOT NULL AND x IS NOT NULL AS pinned, coalesce(rank, {unsaid}) AS level,
                found.lat AS found_lat, found.lon AS found_lon, found.radius_km AS found_radius,
                coalesce(found.precision, {_UNPLACED}) AS found_level, found.area AS found_area,
                found.country_code AS found_country, found.geocoded AS found_name, found.obtained AS found_how
              FROM {TYPED} AS typed LEFT JOIN {geocoding.PLACES} AS found ON found.place = coalesce(typed.place, '')
                AND found.province = coalesce(typed.province, '')
                AND found.country = coalesce(typed.country, ''))"""  # noqa: S608


def _obtained(mapping: Mapping) -> str:
    columns = columns_of(mapping)
    given = " and ".join(dict.fromkeys(columns[axis] for axis in ("lat", "lon") if axis in columns))
    how = sql_text(f"column {given}")
    said = (
        "CASE WHEN rank IS NOT NULL THEN '; precision as stated'"
        f" WHEN level = {_LOCALITY} THEN '; precision not stated, taken as locality'"
        " ELSE '; precision by its radius' END"
    )
    return f"CASE WHEN pinned THEN {how} || {said} ELSE coalesce(found_how, 'the file states no place') END"


def _shaped(mapping: Mapping) -> str:
    labels = " ".join(f"WHEN {sql_text(key)} THEN {sql_text(label)}" for key, label in KIND_LABELS.items())
    label = f"CASE WHEN stated_kind IS NULL THEN 'Event' ELSE CASE our_kind {labels} END END"
    named = f"coalesce({_PLACE_WORDS}, CASE WHEN pinned THEN lat || ', ' || lon END)"
    title = f"coalesce(title, concat_ws(', ', {label}, {named}))"
    point = f"pinned AND level < {_UNPLACED} AND code IS NULL"
    area = f"""CASE WHEN NOT pinned THEN found_area WHEN code IS NOT NULL THEN {region('code')}
        WHEN level BETWEEN {Precision.DISTRICT.rank} AND {Precision.COUNTRY.rank} THEN {disc('y', 'x', 'reach')} END"""
    # The smallest and the largest number that is stated, as ``events.findings`` has them.
    lowest = "coalesce(killed_low_exact, killed_best_low, killed_high_exact)"
    highest = "coalesce(killed_high_exact, killed_best_high, killed_low_exact)"
    last = "CASE WHEN last_edtf IS NOT NULL THEN last_to ELSE first_to END"
    return f"""
        SELECT _row, id, {clipped(title, TITLE)} AS title, {clipped(title, SHORT)} AS short, our_kind AS kind,
            CAST(first_from AS INTEGER) AS first_day, CAST({last} AS INTEGER) AS last_day,
            coalesce({named}, 'Place not stated') AS place,
            CASE WHEN iso <> '' THEN iso ELSE coalesce(found_country, '') END AS country,
            CASE WHEN {point} THEN y WHEN NOT pinned THEN found_lat END AS lat,
            CASE WHEN {point} THEN x WHEN NOT pinned THEN found_lon END AS lon,
            CAST(CASE WHEN pinned THEN level ELSE found_level END AS TINYINT) AS precision,
            CASE WHEN {point} THEN reach WHEN NOT pinned THEN found_radius END AS radius_km,
            {area} AS area, {_obtained(mapping)} AS obtained,
            CASE WHEN NOT pinned THEN found_name END AS geocoded,
            CAST({lowest} AS INTEGER) AS killed_low, CAST({highest} AS INTEGER) AS killed_high,
            {parties(mapping)} AS parties, {claims(mapping)} AS claims, origin, cited AS sources,
            len(cited) = 1 AS direct
        FROM ({with_sources(mapping, f"({_located()}) AS located{join_actors(mapping)}")})"""  # noqa: S608
