"""UCDP GED: what several columns of a row give together, worked out once: names of sides, the dead by group, places."""

from __future__ import annotations

from events.importing import ucdp_places
from events.importing.shaping import REGIONS
from events.importing.ucdp_columns import DEATHS
from events.importing.ucdp_sources import DAY
from events.importing.wordings import slug
from events.store.staging import sql_text

CIVILIANS, UNKNOWN = "ucdp-civilians", "ucdp-unknown"
EVENT = "'event ' || {id} || coalesce(' (' || relid || ')', '') || ', '"
"""How every locator begins."""
KILLED_LOW, KILLED_HIGH = (f"try_cast(coalesce({one}, best) AS INTEGER)" for one in ("low", "high"))


def by_type(values: dict[int, str]) -> str:
    """SQL: a text for each type of violence."""
    return f"CASE violence {' '.join(f'WHEN {key:d} THEN {sql_text(value)}' for key, value in values.items())} END"


def _actor(side: str) -> str:
    """Id of a side: civilians are one actor in every dyad, others go by their number, else by their name."""
    return (
        f"CASE WHEN lower({side}) = 'civilians' THEN '{CIVILIANS}'"
        f" WHEN try_cast({side}_id AS UINTEGER) IS NOT NULL THEN 'ucdp-' || {side}_id"
        f" WHEN {side} IS NOT NULL THEN 'ucdp-' || {slug(side)} END"
    )


ONE_SIDE, B_IS_CIVILIAN = "actor_a = actor_b", f"actor_b = '{CIVILIANS}'"


def dead(one_side: str, b_is_civilian: str) -> str:
    """Columns of the dead by group, over those of the file, given whether both sides are one and B is civilians."""
    a, b, civilians, unknown = whole = [f"coalesce(try_cast({name} AS BIGINT), 0)" for name in DEATHS]
    return f"""{a} + CASE WHEN {one_side} THEN {b} ELSE 0 END AS dead_a,
            CASE WHEN {b_is_civilian} OR {one_side} THEN 0 ELSE {b} END AS dead_b,
            {civilians} + CASE WHEN {b_is_civilian} THEN {b} ELSE 0 END AS dead_civilians,
            {unknown} AS dead_unknown, {' + '.join(whole)} AS dead"""


def plain(parsed: str) -> str:
    """The query of a relation in the columns of ``ucdp_columns.parsed`` with what follows from the row alone."""
    return f"""
        SELECT *, {dead(ONE_SIDE, B_IS_CIVILIAN)},
            {KILLED_LOW} AS killed_low, {KILLED_HIGH} AS killed_high
        FROM (SELECT *, coalesce(where_name, where_text, adm_2, adm_1, country_name, 'place not named') AS where_said,
            coalesce(dyad, nullif(concat_ws(' - ', side_a, side_b), ''), 'sides not named') AS sides,
            {_actor('side_a')} AS actor_a, {_actor('side_b')} AS actor_b,
            coalesce(side_a, 'Side ' || side_a_id) AS name_a, coalesce(side_b, 'Side ' || side_b_id) AS name_b,
            {DAY} AS article_day, {EVENT.format(id='id')} AS event
        FROM {parsed} AS given)"""  # noqa: S608


def placed(rows: str) -> str:
    """The query of rows that have ``lat``, ``lon``, ``where_prec`` and ``iso2``, with a region's code and a radius."""
    return f"""
        SELECT given.*, {ucdp_places.CODE} AS code, {ucdp_places.RADIUS} AS radius
        FROM {rows} AS given LEFT JOIN {REGIONS} AS spot USING (lat, lon)"""  # noqa: S608


def named(parsed: str) -> str:
    """Both."""
    return placed(f"({plain(parsed)})")
