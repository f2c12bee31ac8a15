"""UCDP GED: ``shaped`` in its two forms, with lists and without, and what of a large file is read of every row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from events.importing import ucdp_columns, ucdp_places
from events.importing.checking import AHEAD
from events.importing.directly import NARROW, Narrow
from events.importing.flattening import flat_claims, shared_columns
from events.importing.shaping import add_countries
from events.importing.ucdp_claims import (
    GROUPS,
    KIND,
    MORE,
    TITLES,
    VIOLENCE,
    claims,
    killed_by_group,
    listed_claims,
    parties,
)  # fmt: skip
from events.importing.ucdp_columns import DEATHS
from events.importing.ucdp_places import COUNTRY, PROVINCE
from events.importing.ucdp_rows import (
    B_IS_CIVILIAN,
    EVENT,
    KILLED_HIGH,
    KILLED_LOW,
    ONE_SIDE,
    by_type,
    dead,
    named,
    placed,
    plain,
)  # fmt: skip
from events.importing.ucdp_sources import SOURCES
from events.importing.validating import accepted, plainly_fine
from events.importing.wordings import NONE, SHORT, TITLE, clipped, day_of, find, listed
from events.store.flat import FIRST, REGION, Flat
from events.store.staging import Staging

PARSED = "ucdp_parsed"
WORDS = "narrow_words"
"""What follows from the words of a row that was read directly: ``said``, ``iso2``, ``one_side``, ``civilians_b``."""
LOCATED = f"(SELECT _row, lat, lon, where_prec, iso2 FROM {NARROW} JOIN {WORDS} USING (said))"  # noqa: S608


def shaped(parsed: str) -> str:
    """The query of ``shaped`` with lists."""
    title = f"{by_type(TITLES)} || ': ' || sides || ', ' || where_said"
    short = f"{by_type({key: short for key, (_, _, short) in VIOLENCE.items()})} || ', ' || where_said"
    place = ucdp_places.columns("code", "radius")
    return f"""
        SELECT _row, id, {clipped(title, TITLE)} AS title, {clipped(short, SHORT)} AS short, {KIND} AS kind,
            first_day, last_day, {clipped('where_said', TITLE)} AS place, iso2 AS country,
            {', '.join(f'{sql} AS {name}' for name, sql in place.items())},
            CAST(NULL AS VARCHAR) AS geocoded, killed_low, killed_high,
            {listed(parties())} AS parties, {listed_claims()} AS claims,
            left(original, {TITLE:d}) AS origin, {SOURCES} AS sources, false AS direct
        FROM ({accepted(f'({named(parsed)}) AS given_row')})"""  # noqa: S608


_WORDS = (
    "violence", "dyad", "dyad_id", "side_a", "side_a_id", "side_b", "side_b_id", "conflict", "conflict_id",
    "where_name", "where_text", "adm_1", "adm_2", "country_name", "where_prec", "clarity", "date_prec",
    *(f"{group} > 0" for _, _, group in GROUPS),
)  # fmt: skip
"""SQL: rows that have all of these in common have the same words and parties."""
_DOCUMENTS = ("article", "office", "source_date", "headline", "source_count")
"""SQL: rows that have all of these in common cite the same documents."""
_KEPT = {
    "relid": "VARCHAR", "where_prec": "TINYINT", **dict.fromkeys(("low", "best", "high"), "INTEGER"),
    **dict.fromkeys(("dead", *(group for _, _, group in GROUPS)), "BIGINT"),
}  # fmt: skip
"""What the store keeps of a row for its claims, beside its days; but for columns that the file does not have."""
_OWN = {"event": EVENT.format(id="own_id"), "first": day_of("first_day"), "last": day_of("last_day")}
"""What the claims call what the store has under another name."""
_OWN_OF_ROW = "first_day, last_day, lat, lon"
# Two different sets get the same 64 bits once in a hundred million imports of a million different rows.
_THIN = f"""_row, hash({', '.join(_WORDS)}) AS said, hash({', '.join(_DOCUMENTS)}) AS cited, {_OWN_OF_ROW},
    iso2, original"""
"""What every row has of its own, and of its words and documents only hashes: columns over ``ucdp_rows.plain``."""
ODD = "odd_rows"
"""Table of those rows of a directly read file that are read as exactly as every row of another file."""


def _kept(found: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Those of :data:`_KEPT` that the file has, with their types, and SQL of those that it has not."""
    there = {name: kind for name, kind in _KEPT.items() if name in found or name not in ucdp_columns.ALIASES}
    return there, {name: f"CAST(NULL AS {kind})" for name, kind in _KEPT.items() if name not in there}


def _cast(kept: Mapping[str, str]) -> str:
    return ", ".join(f"try_cast({name} AS {kind}) AS {name}" for name, kind in kept.items())


def _narrow(found: Mapping[str, str]) -> str:
    """What :data:`NARROW` has that the store keeps."""
    kept = (name for name in _kept(found)[0] if not name.startswith("dead"))
    return ", ".join(["_row", "said", "cited", _OWN_OF_ROW, "original", *kept])


def _thin(found: Mapping[str, str]) -> str:
    return f"{_THIN}, {_cast(_kept(found)[0])}"


def flat(found: Mapping[str, str], *, direct: bool) -> Flat:
    """The same without lists; ``direct``: the file was read by ``directly``."""
    kept, missing = _kept(found)
    more = [replace(one, when=f"{MORE} AND {one.when}") for one in killed_by_group()]
    every = [*claims(), *more]
    thin = f"SELECT id, {_thin(found)} FROM ({accepted(f'({plain(PARSED)}) AS given_row')})"  # noqa: S608
    given, before = placed(f"({thin})"), ""
    if direct:
        nothing = "".join(f", NULL AS {name}" for name in DEATHS if name not in found)
        # An odd row is in ``raw``, and read from there as exactly as every row of another file.
        odd = placed(f"({thin} SEMI JOIN (SELECT _row FROM {NARROW} WHERE odd) AS set_apart USING (_row))")  # noqa: S608
        before = f"CREATE OR REPLACE TABLE {ODD} AS {odd}"
        given = (
            f"SELECT {ucdp_columns.undecimal('given_id')} AS id, {_narrow(found)}, code, iso2,"  # noqa: S608
            f" {dead('one_side', 'civilians_b')}, {ucdp_places.RADIUS} AS radius"
            f" FROM (SELECT *{nothing} FROM {NARROW} WHERE NOT odd) JOIN {WORDS} USING (said)"
            f" UNION ALL BY NAME FROM {ODD}"
        )
    place = ucdp_places.columns("code", "radius")
    rows = f"""
        SELECT _row, id, said, cited, first_day, last_day, iso2 AS country,
            {', '.join(f'{sql} AS {name}' for name, sql in place.items())}, code AS region,
            CAST(NULL AS VARCHAR) AS geocoded, {KILLED_LOW} AS killed_low, {KILLED_HIGH} AS killed_high,
            left(original, {TITLE:d}) AS origin, {', '.join(_KEPT)}
        FROM (SELECT *{''.join(f', {sql} AS {name}' for name, sql in missing.items())} FROM ({given}))"""  # noqa: S608
    some = f"({ucdp_columns.parsed(found, f'(FROM raw SEMI JOIN {FIRST} USING (_row))')})"
    words = f"SELECT _row, actor_a, actor_b, {shared_columns(every)} FROM ({named(some)})"  # noqa: S608
    where = ucdp_places.columns(REGION, "radius_km")
    derived = {"geocoded": "NULL", **{name: where[name] for name in ("obtained", "area")}}
    own = {**missing, **_OWN}
    return Flat(rows, kept, shaped(some), words, own, flat_claims(every), derived, quick=direct, before=before)


def look_up_regions(staging: Staging) -> None:
    """The code of the region of each row that was read directly, so that it is looked up once."""
    regional = f"(FROM {LOCATED} WHERE where_prec IN ({PROVINCE}, {COUNTRY}))"
    staging.run(
        f"UPDATE {NARROW} SET code = found.code FROM ({placed(regional)}) AS found"  # noqa: S608
        f" WHERE found.code IS NOT NULL AND found._row = {NARROW}._row"
    )


def narrow(columns: Collection[str], now: date) -> Narrow | None:
    """How a file with those columns is read directly; None for one that is no UCDP GED, or has no ends of events.

    ``now``: no row is checked against a day that is more than a year before it.
    """
    found = find(columns, ucdp_columns.ALIASES)
    if not set(found) >= ucdp_columns.NEEDED | {"last"}:
        return None
    checks = ucdp_columns.checks(found, LOCATED)
    fine = plainly_fine(checks, now - AHEAD)
    # Words as they stand in the file: rows that differ in more than our words make more sets of them, and no others.
    words = [name for name in (*_WORDS, "country_id", "iso3") if name in found]
    documents = [name for name in _DOCUMENTS if name in found]
    deaths = [name for name in DEATHS if name in found]
    kept = {name: kind for name, kind in _kept(found)[0].items() if not name.startswith("dead")}
    kept |= dict.fromkeys(deaths, "INTEGER")

    def rows(given: str) -> str:
        return (
            f"SELECT _row, hash({', '.join([*words, *(f'{name} > 0' for name in deaths)])}) AS said,"  # noqa: S608
            f" hash({', '.join(documents) or 'NULL'}) AS cited, {_OWN_OF_ROW},"
            f" {'original' if 'original' in found else NONE} AS original, {_cast(kept)},"
            f" {NONE} AS code, id AS given_id, NOT {fine} AS odd FROM ({ucdp_columns.roughly(found, given)})"
        )

    def share(staging: Staging) -> None:
        add_countries(staging)
        first = f"(SELECT said, min(_row) AS _row FROM {NARROW} WHERE NOT odd GROUP BY said)"  # noqa: S608
        staging.run(
            f"CREATE OR REPLACE TABLE {WORDS} AS SELECT said, iso2, {ONE_SIDE} AS one_side,"  # noqa: S608
            f" {B_IS_CIVILIAN} AS civilians_b"
            f" FROM {first} JOIN ({plain(f'({ucdp_columns.parsed(found)})')}) USING (_row)"
        )

    return Narrow(rows, ("said", "cited"), share, found["id"], checks)
