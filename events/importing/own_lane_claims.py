# ruff: noqa: S608  only names of ours are put into statements
"""Which incidents of an export are plain: SQL over its rows, and over the tables of what they refer to.

An incident is plain where each of its claims is of a compiled source, states something without a stance, and where
no two can contradict each other. Only what is surely so counts; every other incident is read claim by claim.
"""

from __future__ import annotations

from events.fields import KINDS
from events.importing.own_lane_known import Unsure
from events.importing.own_parts import Quick
from events.store.staging import Staging, sql_text
from geodata.places import ID_PATTERN

_LINE = 600
_KINDS = ", ".join(map(sql_text, KINDS))
_CLAIMS = """
CREATE OR REPLACE TEMP TABLE lane_claim AS
SELECT _at, _row, field, value, nullif(unit, '') AS unit, nullif(parts, '') AS parts, nullif("of", '') AS of_actor,
    nullif(actor, '') AS actor, actor_name, nullif(value_text, '') AS text, nullif(says, '') AS says,
    nullif(origin, '') AS origin, origin_name, nullif(source, '') AS source, nullif(cites, '') AS cites,
    locator, nullif(note, '') AS note,
    f.kind, f.role, f.usual, row_number() OVER (PARTITION BY _at ORDER BY
        CASE WHEN regexp_full_match(n, '[0-9]{{1,8}}') THEN n::BIGINT ELSE 0 END, _row) - 1 AS k,
    coalesce(paragraph, '') = '' AND coalesce(quote, '') = '' AND coalesce(linked_incident, '') = ''
        AND coalesce(code, '') = '' AND coalesce(stance, '') IN ('', 'states') AND length(locator) BETWEEN 1 AND {line}
        AND coalesce(lower(holds), '') NOT IN ('false', '0') AND coalesce(length(value_text), 0) <= 2000 AS bare
FROM own_claim LEFT JOIN lane_field AS f USING (field) WHERE part = {part}
"""
_STRING = r"""
CREATE OR REPLACE TEMP MACRO lane_string(value) AS
CASE WHEN regexp_full_match(value, '"[^"\\\x00-\x1f]*"') THEN substr(value, 2, length(value) - 2)
    WHEN starts_with(value, '"') AND NOT contains(value, '\u') THEN CASE WHEN json_valid(value) THEN
        CASE WHEN CAST(to_json(json_extract_string(value, '$')) AS VARCHAR) = value
            THEN json_extract_string(value, '$') END END
END
"""
"""What a cell holds whose text is JSON exactly as it is written anew; NULL for any other."""
_OF_KIND = r"""
CASE c.kind
    WHEN 'number' THEN v.json IS NOT NULL AND (c.parts IS NULL
        OR (c.of_actor IS NULL AND p.total BETWEEN v.least AND v.most))
    WHEN 'date' THEN v.json IS NOT NULL WHEN 'code' THEN v.json IS NOT NULL
    WHEN 'place' THEN spot.place_id IS NOT NULL
    WHEN 'text' THEN regexp_matches(c.word, '[\pL\pN]') AND (c.field <> 'reaction' OR c.actor IS NULL)
    WHEN 'actor' THEN c.actor IS NOT NULL AND (c.value IS NULL OR c.word IS NOT NULL)
END
"""
_SAID = f"""
CREATE OR REPLACE TEMP TABLE lane_said AS
SELECT c._at, c._row, c.k, c.field, c.kind, c.role, c.of_actor, c.actor, a.name AS actor_name, c.parts, c.text,
    c.says, coalesce(c.origin, c.source) AS voice, c.source, c.cites,
    CASE WHEN c.kind = 'place' THEN $prefix || c.word ELSE coalesce(v.word, c.word) END AS word,
    CASE WHEN c.kind = 'place' THEN '"' || $prefix || c.word || '"' ELSE coalesce(v.json, c.value) END AS json,
    CASE WHEN c.kind = 'actor' THEN a.name || coalesce(': ' || coalesce(nullif(c.word, ''), c.text), '')
        ELSE c.word END AS told,
    CASE WHEN c.unit <> c.usual THEN c.unit END AS unit, v.said, v.low, v.high, v.first_day, v.last_day,
    coalesce(c.bare AND ({_OF_KIND}) AND d.id IS NOT NULL AND (c.cites IS NULL OR t.cites IS NOT NULL)
        AND (c.actor IS NULL OR a.id IS NOT NULL) AND (c.of_actor IS NULL OR (o.id IS NOT NULL AND c.kind = 'number'))
        AND (c.parts IS NULL OR (p.parts IS NOT NULL AND c.kind = 'number')), false) AS plain
FROM (SELECT *, CASE WHEN kind IN ('text', 'actor', 'place') THEN lane_string(value) END AS word FROM lane_claim) AS c
    LEFT JOIN lane_value AS v ON v.field = c.field AND v.value = c.value
    LEFT JOIN lane_parts AS p ON p.parts = c.parts LEFT JOIN lane_cites AS t ON t.cites = c.cites
    LEFT JOIN lane_doc AS d ON d.id = c.source LEFT JOIN lane_actor AS a ON a.id = c.actor
    LEFT JOIN lane_actor AS o ON o.id = c.of_actor
    LEFT JOIN lane_place AS spot ON c.kind = 'place' AND spot.place_id = c.word
"""
_WITHOUT = """
DELETE FROM lane_{table} WHERE {table} IN (
    SELECT {table} FROM (SELECT {table}, unnest({column}) AS one FROM lane_{table})
    WHERE one NOT IN (SELECT id FROM lane_{known}))
"""
_MANY = """
CREATE OR REPLACE TEMP TABLE lane_many AS
SELECT _at, field, of_actor, string_agg(name, '; ' ORDER BY k) FILTER (nth = 1) AS words,
    bool_and(kind = 'actor' OR kind = 'text') AND count(DISTINCT voice) = 1 AND (max(kind) = 'text'
        OR field = 'attribution' OR bool_and(coalesce(word, '') <> '') OR count(DISTINCT actor) = count(*)) AS plain
FROM (SELECT *, row_number() OVER (PARTITION BY _at, field, of_actor, same ORDER BY k) AS nth FROM (
    SELECT s.*, CASE WHEN s.field = 'attribution' THEN actor_name ELSE told END AS name,
        CASE WHEN s.kind = 'text' THEN folded WHEN s.field = 'attribution' THEN actor_name ELSE told END AS same
    FROM lane_said AS s JOIN (SELECT _at, field, of_actor FROM lane_said GROUP BY ALL HAVING count(*) > 1) AS m
        ON m._at = s._at AND m.field = s.field AND m.of_actor IS NOT DISTINCT FROM s.of_actor
    LEFT JOIN lane_folded AS f ON f.word = s.word))
GROUP BY _at, field, of_actor
"""
_PLAIN = f"""
CREATE OR REPLACE TEMP TABLE lane_plain AS
SELECT i._at FROM lane_incident AS i SEMI JOIN lane_place USING (place_id) LEFT JOIN lane_parties AS p USING (parties)
    JOIN (SELECT _at, count(*) AS n, bool_and(plain) AS plain, max(word) FILTER (field = 'kind') AS stated
        FROM lane_said GROUP BY 1) AS c USING (_at)
WHERE c.plain AND c.n < 30000 AND regexp_full_match(i.id, '{ID_PATTERN}') AND length(i.title) BETWEEN 1 AND {_LINE}
    AND length(i.short) BETWEEN 1 AND {_LINE} AND i.kind IN ({_KINDS}) AND coalesce(p.ok, true)
    AND (c.stated = i.kind OR (c.stated IS NULL AND i.kind = 'context'))
    AND i.id NOT IN (SELECT id FROM lane_incident WHERE id IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
    AND i._at NOT IN (SELECT _at FROM lane_many WHERE NOT coalesce(plain, false))
    AND i._at NOT IN (SELECT _at FROM lane_said GROUP BY _at, field
        HAVING count(parts) > 0 AND count(of_actor) > 0)
"""
WORDS = """
SELECT title AS word FROM lane_incident UNION ALL SELECT short FROM lane_incident
UNION ALL SELECT place FROM lane_place UNION ALL SELECT place_local FROM lane_place
UNION ALL SELECT name FROM lane_actor UNION ALL SELECT text FROM lane_said UNION ALL SELECT says FROM lane_said
UNION ALL SELECT word FROM lane_said UNION ALL SELECT 'None'
"""
"""Texts that are searched in, as a query with the column ``word``."""


def take_claims(quick: Quick) -> None:
    """Make ``lane_claim`` (cells as they are, and their order) and ``lane_incident``.

    Raises:
        Unsure: the order of some claim is written in a way that only Python reads.
    """
    staging, part = quick.staging, quick.number
    odd = r"n IS NOT NULL AND NOT regexp_full_match(n, '[\x00-\x7f]*')"
    if staging.one(f"SELECT count(*) FROM own_claim WHERE part = {part} AND {odd}")[0]:
        raise Unsure
    staging.run(_CLAIMS.format(line=_LINE, part=part))
    staging.run(f"CREATE OR REPLACE TEMP TABLE lane_incident AS SELECT * FROM own_incident WHERE part = {part}")


def judge_claims(staging: Staging, prefix: str) -> None:
    """Make ``lane_said``: each claim, what it says, and whether it is plain by itself."""
    staging.run("DELETE FROM lane_cites WHERE NOT ok")
    for table, column, known in (("parts", "actors", "actor"), ("cites", "ids", "doc")):
        staging.run(_WITHOUT.format(table=table, column=column, known=known))
    staging.run(_STRING)
    staging.run(_SAID, {"prefix": prefix})


def choose_incidents(staging: Staging) -> int:
    """Make ``lane_many`` (what claims of one field say together) and ``lane_plain``; the number of plain incidents."""
    staging.run(_MANY)
    staging.run(_PLAIN)
    return int(staging.one("SELECT count(*) FROM lane_plain")[0])


def check_documents(quick: Quick) -> None:
    """Whether no claim names a document before it is listed: one that is made of the claim's own columns.

    Raises:
        Unsure: one does.
    """
    staging = quick.staging
    staging.run("""CREATE OR REPLACE TEMP TABLE lane_teller AS SELECT DISTINCT _at, id FROM (
        SELECT _at, source AS id FROM lane_claim WHERE source IS NOT NULL UNION ALL
        SELECT _at, unnest(ids) FROM lane_claim JOIN lane_cites USING (cites) WHERE ok)""")
    if quick.listing and quick.row == "_at":
        named = "lane_teller LEFT JOIN lane_doc AS d USING (id)"
        early = staging.one(f"SELECT count(*) FROM {named} WHERE d.id IS NULL OR d.first > _at")
        if early[0] or staging.one("SELECT count(*) FROM lane_cites WHERE NOT ok")[0]:
            raise Unsure
