
"""The rows of the plain incidents of an export, put where those of the others are gathered: SQL alone."""

from __future__ import annotations

from collections.abc import Mapping

from events.importing.own_lane_known import put, strings
from events.importing.own_lane_values import name_parts
from events.store.staging import Staging

_KEYS = """
CREATE OR REPLACE TEMP TABLE lane_key AS
SELECT _at, $before + row_number() OVER (ORDER BY _at) AS key FROM lane_plain
"""
_MENTIONED = """
CREATE OR REPLACE TEMP TABLE lane_mention AS
SELECT _at, key, turn, id, role FROM (
    SELECT s._at, s.k * 4096 AS turn, s.actor AS id, CASE WHEN s.field <> 'attribution' THEN s.role
        WHEN i.kind IN ('find', 'context') THEN 'involved' ELSE 'attacker' END AS role
    FROM lane_said AS s JOIN lane_incident AS i USING (_at) WHERE s.actor IS NOT NULL
    UNION ALL SELECT _at, k * 4096 + 4095, of_actor, role FROM lane_said WHERE of_actor IS NOT NULL
    UNION ALL SELECT _at, k * 4096 + unnest(range(1, len(actors) + 1)), unnest(actors), role
        FROM lane_said JOIN lane_parts USING (parts)
) JOIN lane_key USING (_at)
"""
_PARTIES = """
INSERT INTO gathered_parties BY NAME
SELECT key, n.named AS actor, role, min(turn) AS _at FROM lane_mention JOIN lane_last AS n USING (id) GROUP BY ALL
"""
_TOLD_BY = """
INSERT INTO gathered_told_by BY NAME
SELECT key, $prefix || id AS source, rank AS _at FROM lane_teller JOIN lane_key USING (_at) JOIN lane_doc USING (id)
"""
_CLAIMS = """
INSERT INTO gathered_claims BY NAME
SELECT key, s.k AS n, s.k AS _at, $prefix || s.source AS source, s.field, s.json AS value, s.text, s.unit,
    o.named AS of_actor, p.json AS parts, a.named AS actor, s.says, $prefix || c.origin AS origin,
    c.locator, coalesce(list_transform(t.ids, lambda one: $prefix || one), []) AS cites, c.note,
    'single source' AS finding, CASE WHEN m._at IS NOT NULL THEN nullif(m.words, s.told) ELSE CASE s.kind
        WHEN 'date' THEN CASE WHEN s.text IS NOT NULL THEN s.said END
        WHEN 'code' THEN CASE WHEN s.text <> s.said THEN s.said END
        WHEN 'number' THEN CASE WHEN s.parts IS NOT NULL THEN s.said || coalesce(' ' || s.unit, '') END
        WHEN 'actor' THEN CASE WHEN s.field = 'attribution' AND (s.word <> '' OR s.text IS NOT NULL)
            THEN s.actor_name END
    END END AS finding_text
FROM lane_said AS s JOIN lane_key AS k ON k._at = s._at JOIN lane_claim AS c ON c._row = s._row
    LEFT JOIN lane_many AS m ON m._at = s._at AND m.field = s.field AND m.of_actor IS NOT DISTINCT FROM s.of_actor
    LEFT JOIN lane_last AS o ON o.id = s.of_actor LEFT JOIN lane_last AS a ON a.id = s.actor
    LEFT JOIN lane_named AS p ON p.parts = s.parts LEFT JOIN lane_cites AS t ON t.cites = s.cites
"""
_HAYSTACK = """
CREATE OR REPLACE TEMP TABLE lane_haystack AS
SELECT _at, string_agg(folded, ' ' ORDER BY turn) AS haystack FROM (
    SELECT _at, word, min(turn) AS turn FROM (
        SELECT _at, title AS word, 0 AS turn FROM lane_incident UNION ALL SELECT _at, short, 1 FROM lane_incident
        UNION ALL SELECT _at, p.place, 2 FROM lane_incident JOIN lane_place AS p USING (place_id)
        UNION ALL SELECT _at, p.place_local, 3 FROM lane_incident JOIN lane_place AS p USING (place_id)
        UNION ALL SELECT _at, name, 4 + turn FROM lane_mention JOIN lane_actor USING (id)
        UNION ALL SELECT _at, says, (1::BIGINT << 40) + 4 * k FROM lane_said WHERE says IS NOT NULL
        UNION ALL SELECT _at, text, (1::BIGINT << 40) + 4 * k + 1 FROM lane_said WHERE text IS NOT NULL
        UNION ALL SELECT _at, coalesce(word, 'None'), (1::BIGINT << 40) + 4 * k + 2 FROM lane_said)
    SEMI JOIN lane_key USING (_at) WHERE word <> '' GROUP BY 1, 2
) JOIN lane_folded USING (word) GROUP BY 1
"""
_INCIDENTS = """
INSERT INTO gathered_incidents BY NAME
SELECT key, 0 AS dataset, i.id, coalesce(nullif(i.own_id, ''), i.id) AS own_id, i.title, i.short, i.kind,
    c.first_day, c.last_day, $prefix || p.place_id AS place_id,
    p.* EXCLUDE (place_id) REPLACE (coalesce(nullif(i.place_obtained, ''), p.obtained) AS obtained),
    nullif(i.geocoded, '') AS geocoded, c.killed_low, c.killed_high, 0 AS contested, c.n AS n_claims,
    t.n AS n_sources, t.day AS known_day, nullif(i.note, '') AS note, h.haystack
FROM lane_incident AS i JOIN lane_key USING (_at) JOIN lane_place AS p ON p.place_id = i.place_id
    JOIN (SELECT _at, count(*) AS n, max(first_day) FILTER (field = 'date') AS first_day,
            max(last_day) FILTER (field = 'date') AS last_day,
            max(low) FILTER (field = 'killed' AND of_actor IS NULL) AS killed_low,
            max(high) FILTER (field = 'killed' AND of_actor IS NULL) AS killed_high
        FROM lane_said GROUP BY 1) AS c USING (_at)
    JOIN (SELECT _at, count(*) AS n, min(day) AS day FROM lane_teller JOIN lane_doc USING (id) GROUP BY 1) AS t
        USING (_at)
    JOIN lane_haystack AS h USING (_at)
"""


def add_rows(staging: Staging, prefix: str, named: Mapping[str, str], before: int) -> None:
    """Put the rows of ``lane_plain`` into the gathered tables.

    Args:
        staging: has the tables of the lane.
        prefix: of its ids; empty where it is the only one of the file.
        named: id of each of its actors to the one that it has in the end.
        before: the largest key that was given away.
    """
    put(staging, "lane_last", {"id": strings(named), "named": strings(named.values())})
    name_parts(staging, named)
    staging.run(_KEYS, {"before": before})
    staging.run(_MENTIONED)
    staging.run(_PARTIES)
    staging.run(_TOLD_BY, {"prefix": prefix})
    staging.run(_CLAIMS, {"prefix": prefix})
    staging.run(_HAYSTACK)
    staging.run(_INCIDENTS, {"prefix": prefix})
