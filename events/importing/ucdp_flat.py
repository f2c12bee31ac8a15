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
from events.importing.ucdp_places import COUNTRY, PROVINCE
from events.importing.ucdp_rows import EVENT, by_type, named, placed, plain
from events.importing.ucdp_sources import SOURCES
from events.importing.validating import accepted, plainly_fine
from events.importing.wordings import SHORT, TITLE, clipped, day_of, find, listed
from events.store.flat import FIRST, REGION, Flat
from events.store.staging import Staging

PARSED = "ucdp_parsed"
NARROW_PLACES = f"(SELECT _row, lat, lon, where_prec, iso2 FROM {NARROW} WHERE where_prec IN ({PROVINCE}, {COUNTRY}))"  # noqa: S608


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
    *(f"{dead} > 0" for _, _, dead in GROUPS),
)  # fmt: skip
"""SQL: rows that have all of these in common have the same words and parties."""
_DOCUMENTS = ("article", "office", "source_date", "headline", "source_count")
"""SQL: rows that have all of these in common cite the same documents."""
_KEPT = {
    "relid": "VARCHAR", "where_prec": "TINYINT",
    **dict.fromkeys(("low", "best", "high", "dead", *(dead for _, _, dead in GROUPS)), "BIGINT"),
}  # fmt: skip
"""What the store keeps of a row for its claims, beside its days."""
_OWN = {"event": EVENT.format(id="own_id"), "first": day_of("first_day"), "last": day_of("last_day")}
"""What the claims call what the store has under another name."""
# Two different sets get the same 64 bits once in a hundred million imports of a million different rows.
_THIN = f"""_row, id, hash({', '.join(_WORDS)}) AS said, hash({', '.join(_DOCUMENTS)}) AS cited, first_day, last_day,
    iso2, lat, lon, original, killed_low, killed_high,
    {', '.join(f'try_cast({name} AS {kind}) AS {name}' for name, kind in _KEPT.items())}"""
"""What every row has of its own, and of its words and documents only hashes: columns over ``ucdp_rows.plain``."""


def flat(found: Mapping[str, str], *, direct: bool) -> Flat:
    """The same without lists; ``direct``: the file was read by ``directly``."""
    more = [replace(one, when=f"{MORE} AND {one.when}") for one in killed_by_group()]
    every = [*claims(), *more]
    thin = f"SELECT {_THIN} FROM ({accepted(f'({plain(PARSED)}) AS given_row')})"  # noqa: S608
    given = placed(f"({thin})")
    if direct:
        # An odd row is in ``raw``, and read from there as exactly as every row of another file.
        odd = placed(f"({thin} SEMI JOIN (SELECT _row FROM {NARROW} WHERE odd) AS set_apart USING (_row))")  # noqa: S608
        given = (
            f"SELECT * EXCLUDE (given_id, odd), {ucdp_places.RADIUS} AS radius FROM {NARROW} WHERE NOT odd"  # noqa: S608
            f" UNION ALL BY NAME ({odd})"
        )
    place = ucdp_places.columns("code", "radius")
    rows = f"""
        SELECT _row, id, said, cited, first_day, last_day, iso2 AS country,
            {', '.join(f'{sql} AS {name}' for name, sql in place.items())}, code AS region,
            CAST(NULL AS VARCHAR) AS geocoded, killed_low, killed_high, left(original, {TITLE:d}) AS origin,
            {', '.join(_KEPT)}
        FROM ({given})"""  # noqa: S608
    some = f"({ucdp_columns.parsed(found, f'(FROM raw SEMI JOIN {FIRST} USING (_row))')})"
    words = f"SELECT _row, actor_a, actor_b, {shared_columns(every)} FROM ({named(some)})"  # noqa: S608
    derived = {"geocoded": "NULL", "obtained": ucdp_places.columns(REGION, "radius_km")["obtained"]}
    return Flat(rows, _KEPT, shaped(some), words, _OWN, flat_claims(every), derived, quick=direct)


def look_up_regions(staging: Staging) -> None:
    """The code of the region of each row that was read directly, so that it is looked up once."""
    staging.run(f"ALTER TABLE {NARROW} ADD COLUMN IF NOT EXISTS code VARCHAR")
    staging.run(
        f"UPDATE {NARROW} SET code = found.code FROM ({placed(NARROW_PLACES)}) AS found"  # noqa: S608
        f" WHERE found.code IS NOT NULL AND found._row = {NARROW}._row"
    )


def narrow(columns: Collection[str], now: date) -> Narrow | None:
    """How a file with those columns is read directly; None for one that is no UCDP GED.

    ``now``: no row is checked against a day that is more than a year before it.
    """
    found = find(columns, ucdp_columns.ALIASES)
    if not set(found) >= ucdp_columns.NEEDED:
        return None
    checks = ucdp_columns.checks(found, NARROW)
    fine = plainly_fine(checks, now - AHEAD)

    def rows(given: str) -> str:
        parsed = f"({ucdp_columns.parsed(found, given, rough=True)})"
        return f"SELECT {_THIN}, id_text AS given_id, NOT {fine} AS odd FROM ({plain(parsed)})"  # noqa: S608

    return Narrow(add_countries, rows, ("said", "cited"), found["id"], checks)
