"""UCDP Georeferenced Event Dataset: ``raw`` into ``shaped``. Columns, places and sources have files of their own.

Who did what follows the codebook: in one-sided violence (type 3) side A is the attacker by definition; in the other
two types the order of the sides says nothing about who attacked, so both took part and nobody is named attacker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from events.importing import ucdp_columns, ucdp_places
from events.importing.flattening import Said, flat_claims, own_columns, shared_columns
from events.importing.shaping import REGIONS, Description, Shaping, add_countries, add_regions
from events.importing.ucdp_columns import DEATHS, recognise
from events.importing.ucdp_sources import DAY, SOURCES
from events.importing.validating import REJECTED, accepted
from events.importing.wordings import (
    SHORT,
    TITLE,
    clipped,
    find,
    interval_json,
    joined,
    json_text,
    labelled,
    listed,
    party,
    slug,
)  # fmt: skip
from events.store.flat import FIRST, Flat
from events.store.staging import Staging, sql_text
from geodata.regions import RegionTable, default_regions

PARSED = "ucdp_parsed"
CIVILIANS, UNKNOWN = "ucdp-civilians", "ucdp-unknown"
VIOLENCE: dict[int, tuple[str, str, str]] = {
    # type_of_violence: (our kind, the codebook's words, words of our short label)
    1: ("battle", "state-based conflict", "Fighting"),
    2: ("battle", "non-state conflict", "Fighting"),
    3: ("civilians", "one-sided violence", "Violence"),
}
TITLES = {1: "Fighting", 2: "Fighting", 3: "Violence against civilians"}
ONE_SIDED = "violence = 3"


def describe(file: str) -> Description:
    """What a UCDP file is as a document; the version where its name tells it (``ged191``, ``GEDEvent_v23_1``)."""
    name = file.lower()
    found = re.search(r"v(\d{1,2})[_.](\d{1,2})(?:[_.](\d{1,2}))?(?!\d)", name)
    found = found or re.search(r"ged(\d{2})(\d)(?!\d)", name)
    version = ".".join(part for part in found.groups() if part) if found else ""
    title = "UCDP Georeferenced Event Dataset (GED)"
    return Description(
        publisher="Uppsala Conflict Data Program", title=f"{title}, version {version}" if version else title,
        version=version, licence="CC BY 4.0", url="https://ucdp.uu.se/downloads/",
    )  # fmt: skip


def _by_type(values: dict[int, str]) -> str:
    return f"CASE violence {' '.join(f'WHEN {key:d} THEN {sql_text(value)}' for key, value in values.items())} END"


def _actor(side: str) -> str:
    """Id of a side: civilians are one actor in every dyad, others go by their number, else by their name."""
    return (
        f"CASE WHEN lower({side}) = 'civilians' THEN '{CIVILIANS}'"
        f" WHEN try_cast({side}_id AS UINTEGER) IS NOT NULL THEN 'ucdp-' || {side}_id"
        f" WHEN {side} IS NOT NULL THEN 'ucdp-' || {slug(side)} END"
    )


def _named(parsed: str) -> str:
    """``parsed`` with what several columns share worked out once: names, the dead by group, places."""
    b_is_civilian = f"actor_b = '{CIVILIANS}'"
    whole = {name: f"coalesce(try_cast({name} AS BIGINT), 0)" for name in DEATHS}
    return f"""
        SELECT *, {whole['deaths_a']} + CASE WHEN actor_a = actor_b THEN {whole['deaths_b']} ELSE 0 END AS dead_a,
            CASE WHEN {b_is_civilian} OR actor_a = actor_b THEN 0 ELSE {whole['deaths_b']} END AS dead_b,
            {whole['deaths_civilians']} + CASE WHEN {b_is_civilian} THEN {whole['deaths_b']} ELSE 0 END
                AS dead_civilians,
            {whole['deaths_unknown']} AS dead_unknown, {' + '.join(whole.values())} AS dead,
            try_cast(coalesce(low, best) AS INTEGER) AS killed_low,
            try_cast(coalesce(high, best) AS INTEGER) AS killed_high
        FROM (SELECT *, coalesce(where_name, where_text, adm_2, adm_1, country_name, 'place not named') AS where_said,
            coalesce(dyad, nullif(concat_ws(' - ', side_a, side_b), ''), 'sides not named') AS sides,
            {ucdp_places.CODE} AS code, {ucdp_places.RADIUS} AS radius,
            {_actor('side_a')} AS actor_a, {_actor('side_b')} AS actor_b,
            coalesce(side_a, 'Side ' || side_a_id) AS name_a, coalesce(side_b, 'Side ' || side_b_id) AS name_b,
            {DAY} AS article_day, 'event ' || id || coalesce(' (' || relid || ')', '') || ', ' AS event
        FROM {parsed} AS given LEFT JOIN {REGIONS} AS spot USING (lat, lon))"""  # noqa: S608


GROUPS = (
    # (actor, name, number of dead), SQL over ``_named``
    ("actor_a", "name_a", "dead_a"),
    ("actor_b", "name_b", "dead_b"),
    (f"'{CIVILIANS}'", "'Civilians'", "dead_civilians"),
    (f"'{UNKNOWN}'", "'Side not known'", "dead_unknown"),
)
ADD_UP = "dead BETWEEN killed_low AND killed_high"
"""SQL: the dead by group are parts of the number killed. Where not, each group is a claim of its own."""
STATED = "coalesce(low, best, high) IS NOT NULL"


def _killed() -> Said:
    """The number killed, with its parts where they add up."""
    least, best, most = (f"try_cast({name} AS BIGINT)" for name in ("low", "best", "high"))
    value = f"""CASE WHEN low IS NULL OR high IS NULL THEN CASE
            WHEN best IS NOT NULL THEN CAST({best} AS VARCHAR)
            WHEN low IS NOT NULL THEN '{{"at_least":' || {least} || '}}' ELSE '{{"at_most":' || {most} || '}}' END
        WHEN low = high THEN CAST({least} AS VARCHAR)
        ELSE '{{"low":' || {least} || ',"high":' || {most} || coalesce(',"best":' || {best}, '') || '}}' END"""
    each = ", ".join(f"""CASE WHEN {dead} > 0 THEN '"' || {actor} || '":' || {dead} END""" for actor, _, dead in GROUPS)
    parts = f"CASE WHEN dead > 0 AND {ADD_UP} THEN '{{' || concat_ws(',', {each}) || '}}' END"
    return Said("killed", "event || 'low/best/high, deaths by side'", {"value": value, "parts": parts}, STATED,
                own=("value", "parts"))  # fmt: skip


MORE = f"dead > 0 AND NOT coalesce({ADD_UP}, false)"
"""SQL: hardly a row has dead that do not add up. The four further claims are only worked out for those."""


def _killed_by_group() -> list[Said]:
    return [
        Said("killed", "event || 'deaths by side'", {"value": f"CAST({dead} AS VARCHAR)", "of_actor": actor},
             f"{dead} > 0", own=("value",))
        for actor, _, dead in GROUPS
    ]  # fmt: skip


def _sides() -> list[Said]:
    """Who took part; in one-sided violence who attacked and who was the target."""
    return [
        Said(f"CASE WHEN {ONE_SIDED} THEN '{one_sided}' ELSE 'participant' END", f"event || 'side_{side}'",
             {"actor": f"actor_{side}", "value": json_text(f"name_{side}")}, f"actor_{side} IS NOT NULL")
        for side, one_sided in (("a", "attribution"), ("b", "target"))
    ]  # fmt: skip


def _claims() -> list[Said]:
    """Those of every row; see :func:`_killed_by_group` for further ones."""
    where = joined("; ", "adm_1", "adm_2", "where_text", "'where_prec ' || where_prec")
    dyad = "'dyad ' || nullif(concat_ws(': ', dyad_id, dyad), '')"
    words = _by_type({key: words for key, (_, words, _) in VIOLENCE.items()})
    kind = joined(", ", words, "'event_clarity ' || clarity")
    conflict = joined("; ", labelled("conflict", "conflict_id"), dyad)
    return [
        Said("date", "event || 'date_start/date_end/date_prec'",
             {"value": interval_json("first", "last"), "text": "'date_prec ' || date_prec"}, own=("value",)),
        Said("place", "event || 'where_coordinates, where_prec'",
             {"value": json_text("where_said"), "text": where}),
        Said("kind", "event || 'type_of_violence'", {"value": f"""'"' || {KIND} || '"'""", "text": kind}),
        _killed(),
        *_sides(),
        Said("conflict", "event || 'conflict_name, dyad_name'",
             {"value": json_text("conflict"), "text": f"nullif({conflict}, '')"}, "conflict IS NOT NULL"),
    ]  # fmt: skip


def _listed_claims() -> str:
    whole, more = ([one.nested() for one in claims] for claims in (_claims(), _killed_by_group()))
    return f"CASE WHEN {MORE} THEN {listed([*whole, *more])} ELSE {listed(whole)} END"


def _parties() -> list[str]:
    """Those that ``events.summary`` finds in the claims, in the order of the claims."""
    dead = [party(actor, name, "victim", when=f"{dead} > 0") for actor, name, dead in GROUPS]
    once = "actor_b IS DISTINCT FROM actor_a"
    return [
        *dead,
        party("actor_a", "name_a", "attacker", when=f"{ONE_SIDED} AND actor_a IS NOT NULL"),
        party("actor_a", "name_a", "involved", when=f"NOT {ONE_SIDED} AND actor_a IS NOT NULL"),
        party("actor_b", "name_b", "involved", when=f"NOT {ONE_SIDED} AND actor_b IS NOT NULL AND {once}"),
        party("actor_b", "name_b", "target", when=f"{ONE_SIDED} AND actor_b IS NOT NULL"),
    ]


KIND = _by_type({key: kind for key, (kind, _, _) in VIOLENCE.items()})


def _shaped(parsed: str) -> str:
    title = f"{_by_type(TITLES)} || ': ' || sides || ', ' || where_said"
    short = f"{_by_type({key: short for key, (_, _, short) in VIOLENCE.items()})} || ', ' || where_said"
    place = ucdp_places.columns("code", "radius")
    return f"""
        SELECT _row, id, {clipped(title, TITLE)} AS title, {clipped(short, SHORT)} AS short, {KIND} AS kind,
            first_day, last_day, {clipped('where_said', TITLE)} AS place, iso2 AS country,
            {', '.join(f'{sql} AS {name}' for name, sql in place.items())},
            CAST(NULL AS VARCHAR) AS geocoded, killed_low, killed_high,
            {listed(_parties())} AS parties, {_listed_claims()} AS claims,
            left(original, {TITLE:d}) AS origin, {SOURCES} AS sources, false AS direct
        FROM ({accepted(f'({_named(parsed)}) AS given_row')})"""  # noqa: S608


_WORDS = (
    "violence", "dyad", "dyad_id", "side_a", "side_a_id", "side_b", "side_b_id", "conflict", "conflict_id",
    "where_name", "where_text", "adm_1", "adm_2", "country_name", "where_prec", "clarity", "date_prec",
    *(f"{dead} > 0" for _, _, dead in GROUPS),
)  # fmt: skip
"""SQL: rows that have all of these in common have the same words and parties."""
_DOCUMENTS = ("article", "office", "source_date", "headline", "source_count")
"""SQL: rows that have all of these in common cite the same documents."""


def _flat(found: Mapping[str, str]) -> Flat:
    """The same without lists."""
    more = [replace(one, when=f"{MORE} AND {one.when}") for one in _killed_by_group()]
    claims = [*_claims(), *more]
    place = ucdp_places.columns("code", "radius")
    # Two different sets get the same 64 bits once in a hundred million imports of a million different rows.
    rows = f"""
        SELECT _row, id, hash({', '.join(_WORDS)}) AS said, hash({', '.join(_DOCUMENTS)}) AS cited, event,
            first_day, last_day, iso2 AS country, {', '.join(f'{sql} AS {name}' for name, sql in place.items())},
            CAST(NULL AS VARCHAR) AS geocoded, killed_low, killed_high, left(original, {TITLE:d}) AS origin,
            {own_columns(claims)}
        FROM ({accepted(f'({_named(PARSED)}) AS given_row')})"""  # noqa: S608
    some = f"({ucdp_columns.parsed(found, f'(FROM raw SEMI JOIN {FIRST} USING (_row))')})"
    words = f"SELECT _row, {shared_columns(claims)} FROM ({_named(some)})"  # noqa: S608
    return Flat(rows, _shaped(some), words, flat_claims(claims))


def shape(staging: Staging, file: str = "", regions: RegionTable | None = None) -> Shaping:
    """Make the view ``shaped`` from the table ``raw``. ``file`` is the file's name, for its version.

    The view leaves out the rows that ``rejected`` has: read it after ``validating.validate``.

    Raises:
        ValueError: the columns are not those of a UCDP GED.
    """
    found = find(staging.columns("raw"), ucdp_columns.ALIASES)
    if missing := ucdp_columns.NEEDED - set(found):
        expected = ", ".join(ucdp_columns.ALIASES[name][0] for name in sorted(missing))
        raise ValueError(f"expected the columns of a UCDP GED, found no {expected}; give the file as another format")
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    add_countries(staging)
    staging.run(f"CREATE OR REPLACE VIEW {PARSED} AS {ucdp_columns.parsed(found)}")
    add_regions(staging, ucdp_places.points(PARSED), regions or default_regions())
    staging.run(f"CREATE OR REPLACE VIEW shaped AS {_shaped(PARSED)}")
    return Shaping("ucdp", describe(file), ucdp_columns.checks(found, PARSED), found, _flat(found))


__all__ = ["describe", "recognise", "shape"]
