"""The SQL behind ``events/store/streams.py``; ``{name}`` is a view of the store, ``{chosen}`` the selection."""

from __future__ import annotations

from collections.abc import Mapping

from events.store.schema import KEY_BITS

KEYS = "SELECT key FROM ({chosen}) ORDER BY key"

_CHOSEN = "chosen AS (SELECT key, certain FROM ({chosen}) WHERE key BETWEEN $first_key AND $last_key)"

INCIDENTS = f"""
WITH {_CHOSEN}, party AS (
    SELECT p.key, p.actor, p.role, i.dataset
    FROM {{parties}} p JOIN chosen c ON c.key = p.key JOIN {{incidents}} i ON i.key = p.key
    WHERE p.key BETWEEN $first_key AND $last_key AND i.key BETWEEN $first_key AND $last_key
), named AS (
    SELECT dataset, id, any_value(name) AS name FROM {{actors}}
    WHERE (dataset, id) IN (SELECT DISTINCT dataset, actor FROM party) GROUP BY dataset, id
), parties AS (
    SELECT p.key, CAST(to_json(list(struct_pack(actor := p.actor, name := coalesce(a.name, p.actor), role := p.role)
        ORDER BY p.role, p.actor)) AS VARCHAR) AS parties
    FROM party p LEFT JOIN named a ON a.dataset = p.dataset AND a.id = p.actor GROUP BY p.key
)
SELECT i.key, i.id, i.dataset, i.own_id, i.title, i.short, i.kind, i.first_day AS start, i.last_day AS "end",
    CASE WHEN c.certain THEN 'certain' ELSE 'possible' END AS in_dates, i.place, i.place_id, i.place_local,
    i.country, i.province, i.precision, i.lat, i.lon, i.radius_km, i.area, i.obtained AS place_obtained,
    i.place_note, i.geocoded, i.killed_low, i.killed_high, i.contested, coalesce(p.parties, '[]') AS parties,
    i.n_claims AS claim_count, i.n_sources AS source_count, i.known_day AS known, i.note
FROM {{incidents}} i JOIN chosen c ON c.key = i.key LEFT JOIN parties p ON p.key = i.key
WHERE i.key BETWEEN $first_key AND $last_key ORDER BY i.key
"""  # noqa: S608  names of views, put in by this package

_LINK = "CASE WHEN s.url LIKE 'http://%' OR s.url LIKE 'https://%' THEN s.url END"

CLAIMS = f"""
WITH {_CHOSEN}, c AS MATERIALIZED (
    SELECT t.*, CAST(t.key >> {KEY_BITS} AS SMALLINT) AS dataset FROM {{claims}} t JOIN chosen ON chosen.key = t.key
    WHERE t.key BETWEEN $first_key AND $last_key
), s AS (SELECT * FROM {{sources}} WHERE (dataset, id) IN (SELECT DISTINCT dataset, source FROM c)),
a AS (
    SELECT dataset, id, any_value(name) AS name FROM {{actors}}
    WHERE (dataset, id) IN (SELECT DISTINCT dataset, actor FROM c) GROUP BY dataset, id
), o AS (
    SELECT dataset, id, any_value(name) AS name FROM {{origins}}
    WHERE (dataset, id) IN (SELECT DISTINCT dataset, origin FROM c) GROUP BY dataset, id
)
SELECT c.key, c.dataset, c.field, c.unit, c.of_actor AS "of", c.actor, a.name AS actor_name, c.stance,
    c.incident AS linked_incident, c.says, c.origin, o.name AS origin_name, c.source,
    coalesce(nullif(s.publisher, ''), 'Publisher not stated') AS publisher, s.title AS source_title, s.published,
    {_LINK} AS url, c.paragraph, c.quote, c.locator, c.note, c.finding, c.finding_text, c.value,
    c.text AS value_text, c.parts, c.code, c.holds,
    CASE WHEN len(c.cites) > 0 THEN CAST(to_json(c.cites) AS VARCHAR) END AS cites
FROM c LEFT JOIN s ON s.dataset = c.dataset AND s.id = c.source
    LEFT JOIN a ON a.dataset = c.dataset AND a.id = c.actor
    LEFT JOIN o ON o.dataset = c.dataset AND o.id = c.origin
ORDER BY c.key, c.n
"""  # noqa: S608

_REST = """CASE WHEN s.rest IS NOT NULL
    THEN CAST(json_merge_patch(s.rest, '{{"file": null, "body_starts": null}}') AS VARCHAR) END"""

_TOLD = """SELECT key, source AS id FROM {claims}
    UNION ALL SELECT key, unnest(cites) AS id FROM {claims} WHERE len(cites) > 0"""

DOCUMENTS = f"""
WITH {_CHOSEN}, told AS (
    SELECT DISTINCT t.key, CAST(t.key >> {KEY_BITS} AS SMALLINT) AS dataset, t.id
    FROM ({_TOLD}) t JOIN chosen ON chosen.key = t.key WHERE t.key BETWEEN $first_key AND $last_key
), s AS (
    SELECT * FROM {{sources}} WHERE (dataset, id) IN (SELECT DISTINCT dataset, id FROM told)
)
SELECT told.key, CAST(to_json(list(struct_pack(
    id := s.id, publisher_id := s.publisher_id, short := s.short, title := s.title, publisher := s.publisher,
    published := s.published, url := {_LINK}, rest := CAST({_REST} AS JSON)) ORDER BY s.n)) AS VARCHAR) AS documents
FROM told JOIN s ON s.dataset = told.dataset AND s.id = told.id GROUP BY told.key ORDER BY told.key
"""  # noqa: S608

SOURCES = f"""
WITH chosen AS (SELECT key FROM ({{chosen}})), told AS (
    SELECT DISTINCT CAST(t.key >> {KEY_BITS} AS SMALLINT) AS dataset, t.id
    FROM ({_TOLD}) t JOIN chosen ON chosen.key = t.key
)
SELECT s.id, s.dataset, s.n AS number, s.publisher_id, s.short, s.title, s.publisher, s.published,
    {_LINK} AS url, {_REST} AS rest
FROM {{sources}} s JOIN told ON told.dataset = s.dataset AND told.id = s.id
ORDER BY s.dataset, s.n
"""  # noqa: S608

LINKS = """
SELECT l.origin, l.target, l.field, l.manner
FROM {links} l JOIN {incidents} i ON i.id = l.origin AND i.dataset = l.dataset JOIN ({chosen}) c ON c.key = i.key
ORDER BY i.key, l.target, l.field
"""

TITLES = "SELECT id, title FROM {incidents} WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
ACTORS = "SELECT dataset, id, name FROM {actors} WHERE id IN (SELECT unnest($ids::VARCHAR[]))"


def filled(text: str, names: Mapping[str, str]) -> str:
    """The statement with the names of the views in it."""
    return text.format(**names)
