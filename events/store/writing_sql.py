"""What the writer asks of its workbench, table by table: SELECT over ``shaped``, in the columns of ``schema.TABLES``.

The macros ``data_set()``, ``key_of(row)``, ``document(source)``, … are made for each data set by :func:`macros`;
so the statements are constant text and no value from outside is ever pasted into them, but for the slug and the
number of the data set, which are checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.fields import FIELDS, FieldType
from events.store.folding import macros as folding
from events.store.schema import CELL_ZOOM, KEY_BITS
from geodata.mercator import MAX_LATITUDE

_WORDS = ", ".join(f"'{field.key}'" for field in FIELDS if field.type is FieldType.TEXT)
_SIDE = 2**CELL_ZOOM
_ACROSS = f"(s.lon + 180) / 360 * {_SIDE}"
_DOWN = f"(1 - asinh(tan(radians(greatest(least(s.lat, {MAX_LATITUDE}), -{MAX_LATITUDE})))) / pi()) / 2 * {_SIDE}"
_REGION = """CASE WHEN s.area LIKE '%"regions"%' AND json_array_length(s.area, '$.regions') = 1
    THEN s.area::JSON ->> '$.regions[0]' END"""
_LONGEST = 48
"""Longest slug that is kept whole; of a longer one the start and a hash."""


def _cell(where: str) -> str:
    # greatest() and least() pass over NULL: an incident without a point would get the corner.
    return f"CASE WHEN s.lon + s.lat IS NOT NULL THEN greatest(least(floor({where}), {_SIDE - 1}), 0)::INTEGER END"


def place_key(slug: str, rank: str) -> str:
    """SQL of the id of a place over ``place``, ``country``, ``lat``, …; ``rank`` is the name of its precision there."""
    return f"'{slug}-at-' || left(md5(concat_ws('|', place, country, {rank}, lat, lon, radius_km, area)), 12)"


def macros(slug: str, number: int, own_publisher: str) -> tuple[str, ...]:
    """Statements that make the macros of one data set; the slug is checked by the caller's model."""
    made = {
        "key_of(n)": f"({number:d}::BIGINT << {KEY_BITS}) + n",
        "squeezed(text)": "trim(regexp_replace(lower(strip_accents(text)), '[^a-z0-9]+', '-', 'g'), '-')",
        # What a slug would lose in full (another script) or cut off keeps a hash, so that two do not become one.
        "slug_of(text)": f"CASE WHEN length(squeezed(text)) BETWEEN 1 AND {_LONGEST} AND regexp_full_match("
                         "strip_accents(text), '[[:ascii:]]*') THEN squeezed(text) ELSE concat_ws('-', "
                         "nullif(trim(left(squeezed(text), 40), '-'), ''), left(md5(text), 8)) END",
        # Digits alone are a slug already: hardly a file has other ids, and patterns would take half of the time.
        "own_slug(id, n)": f"'{slug}-' || CASE WHEN id <> '' AND ltrim(id, '0123456789') = '' THEN id ELSE "
                           "coalesce(nullif(squeezed(id), ''), CASE WHEN coalesce(id, '') = '' "
                           "THEN n::VARCHAR ELSE left(md5(id), 12) END) END",
        "document(s)": f"'{slug}-' || left(md5(concat(s.publisher, '|', s.title, '|', s.published, '|', s.url)), 12)",
        "publisher_id(name)": f"'{slug}-' || slug_of(CASE WHEN coalesce(trim(name), '') = '' "
                              "THEN 'not stated' ELSE name END)",
        # In the order of the file, which list_distinct() does not keep; a document twice in a row is rare.
        "each_once(ids)": "CASE WHEN len(list_distinct(ids)) = len(ids) THEN ids ELSE "
                          "list_filter(ids, lambda one, place: list_position(ids, one) = place) END",
        # One document a row is the usual case, and costs a third of making a list distinct.
        "documents(sources)": "CASE WHEN len(sources) = 1 THEN [document(sources[1])] ELSE "
                              "each_once([document(s) for s in coalesce(sources, [])]) END",
        "tellers(sources)": f"CASE WHEN coalesce(len(sources), 0) = 0 THEN ['{slug}-{own_publisher}'] "
                            "WHEN len(sources) = 1 THEN [publisher_id(sources[1].publisher)] "
                            "ELSE list_distinct([publisher_id(s.publisher) for s in sources]) END",
        "speaker(direct, documents)": f"CASE WHEN direct AND len(documents) > 0 THEN documents[1] ELSE '{slug}' END",
        "named(direct, documents)": "CASE WHEN direct THEN documents[2:] ELSE documents END",
        "place_key(place, country, rank, lat, lon, radius_km, area)": place_key(slug, "rank"),
        # Each text is an origin of its own: what only the slug makes alike ("SOHR; VDC", "SOHR, VDC") gets a hash.
        "origin_id(name, alike)": f"'{slug}-' || slug_of(name) || CASE WHEN alike > 1 THEN '-' || left(md5(name), 8) "
                                  "ELSE '' END",
        "data_set()": f"{number:d}::SMALLINT",
    }  # fmt: skip
    return (*folding(), *(f"CREATE OR REPLACE MACRO {name} AS {body}" for name, body in made.items()))


PLAIN_IDS = """
SELECT coalesce(bool_and(coalesce(id >= '0' AND id = CAST(try_cast(id AS BIGINT) AS VARCHAR), false)), false)
FROM shaped
"""
"""Whether every id of the file is a whole number as it is written: then slugs are as different as they are."""

CLASHES = """
SELECT own_slug(id, _row) AS slug FROM shaped GROUP BY ALL HAVING count(*) > 1
"""
"""Ids of the file that look the same once they are slugs ("A/1", "a-1"); they get a hash."""

# Folded piece by piece: what is ASCII alone costs a tenth, and what the title holds already costs nothing.
SEARCHED = f"""concat_ws(' ', fold_text(s.title),
    CASE WHEN NOT contains(s.title, s.short) THEN fold_text(s.short) END,
    CASE WHEN NOT contains(s.title, s.place) THEN fold_text(s.place) END,
    fold_text(array_to_string([p.name for p in coalesce(s.parties, [])], ' ')),
    fold_text(array_to_string([concat_ws(' ', c.says, CASE WHEN c.text <> s.place THEN c.text END,
        CASE WHEN c.text IS NULL AND c.field IN ({_WORDS}) THEN c.value::JSON ->> '$' END) for c in s.claims
        if c.says IS NOT NULL OR c.text IS NOT NULL OR c.field IN ({_WORDS})], ' ')))"""


def incidents(
    words: str, n_claims: str, n_documents: str, direct: str, known: str, haystack: str, joins: str,
    more: Sequence[str] = (), clash: bool = True, place_id: bool = True, region: str = _REGION,
    rows: str = "shaped", own_slug: str = "own_slug(s.id, s._row)",
) -> str:  # fmt: skip
    """SELECT of the table ``incidents`` over ``shaped s`` (or other ``rows s``); the arguments are SQL.

    ``words`` is what has the titles. ``clash``: whether two ids look the same as slugs; if none do, no row is
    compared. ``place_id``: whether to have it. ``region``: the code of the only region that a row's area is.
    ``own_slug``: its id, if no other clashes with it.
    """
    w = words
    place_key = f"place_key({w}.place, s.country, s.precision, s.lat, s.lon, s.radius_km, s.area)"
    apart = """ || CASE WHEN clash.slug IS NULL THEN ''
        ELSE '-' || left(md5(coalesce(nullif(s.id, ''), 'row ' || s._row)), 8) END"""
    return f"""
SELECT key_of(s._row) AS key, data_set() AS dataset,
    {own_slug}{apart if clash else ''} AS id,
    nullif(s.id, '') AS own_id, {w}.title, {w}.short, {w}.kind, s.first_day, s.last_day,
    {f'{place_key} AS place_id, ' if place_id else ''}{w}.place,
    NULL AS place_local, coalesce(s.country, '') AS country, s.precision, s.lat, s.lon, s.radius_km, s.area,
    {_cell(_ACROSS)} AS x, {_cell(_DOWN)} AS y,
    coalesce(province.code, {region}) AS province,
    s.obtained, NULL AS place_note, s.geocoded, s.killed_low, s.killed_high, 0 AS contested, {n_claims} AS n_claims,
    greatest({n_documents} + CASE WHEN {direct} THEN 0 ELSE 1 END, 1) AS n_sources,
    least({known}, CASE WHEN {direct} AND {n_documents} > 0 THEN NULL ELSE $own_day::INTEGER END) AS known_day,
    NULL AS note, {haystack} AS haystack{''.join(f', {one}' for one in more)}
FROM {rows} s {joins} {'LEFT JOIN clash ON clash.slug = ' + own_slug if clash else ''}
    LEFT JOIN province ON province._row = s._row
"""  # noqa: S608


INCIDENTS, UNLIKE_INCIDENTS = (
    incidents(
        words="s", n_claims="len(s.claims)", n_documents="len(documents(s.sources))", direct="s.direct",
        known="known.day", haystack=SEARCHED, joins="LEFT JOIN known ON known._row = s._row", clash=clash,
    )
    for clash in (True, False)
)  # fmt: skip
"""The first where ids clash, the second where none does."""

KNOWN = """
SELECT _row, min(published.day) AS day FROM (SELECT _row, unnest(sources).published AS edtf FROM shaped)
    JOIN published USING (edtf) GROUP BY _row
"""
"""Row to the earliest day by which one of its documents was published for certain."""

PUBLISHED = "SELECT DISTINCT unnest(sources).published AS edtf FROM shaped"

PARTIES = """
SELECT key, p.actor, p.role FROM (SELECT key_of(_row) AS key,
    unnest(list_distinct([{'actor': p.actor, 'role': p.role} for p in parties])) AS p FROM shaped)
"""

TOLD_BY = "SELECT key_of(_row) AS key, unnest(tellers(sources)) AS source FROM shaped"

CLAIMS = """
SELECT key, n::SMALLINT AS n, speaker(direct, documents) AS source, c.field,
    CASE WHEN c.field = 'place' THEN '"' || place_id || '"' ELSE c.value END AS value,
    CASE WHEN c.field = 'place' THEN coalesce(c.text, place) ELSE c.text END AS text, c.unit, c.of_actor, c.parts,
    c.actor, NULL AS incident, nullif(c.stance, 'states') AS stance, NULL AS code, NULL AS holds, c.says, origin,
    NULL AS paragraph, NULL AS quote, c.locator, cites, NULL AS note, 'single source' AS finding, NULL AS finding_text
FROM (SELECT *, CASE WHEN len(named(direct, documents)) > 0 THEN named(direct, documents) END AS cites,
        unnest(claims) AS c, unnest(range(1, len(claims) + 1)) AS n
    FROM (SELECT key_of(_row) AS key, coalesce(direct, false) AS direct, documents(sources) AS documents, claims,
        place, place_key(place, country, precision, lat, lon, radius_km, area) AS place_id,
        named.id AS origin FROM shaped LEFT JOIN named_origin AS named ON named.name = shaped.origin))
"""


def sources(shaped: str) -> str:
    """SELECT of the table ``sources`` over what has ``_row`` and ``sources``."""
    return f"""
SELECT data_set() AS dataset, (1 + row_number() OVER (ORDER BY first, id))::INTEGER AS n, id, publisher_id(publisher)
    AS publisher_id, left(coalesce(nullif(concat_ws(', ', nullif(publisher, ''), published), ''), title, url,
        'Document without a title'), 600) AS short,
    left(coalesce(nullif(title, ''), nullif(publisher, ''), url, 'Title not stated'), 600) AS title,
    nullif(publisher, '') AS publisher, published, nullif(url, '') AS url, NULL AS rest
FROM (SELECT document(s) AS id, min(_row) AS first, any_value(s.publisher) AS publisher, any_value(s.title) AS title,
        any_value(s.published) AS published, any_value(s.url) AS url
    FROM (SELECT _row, unnest(sources) AS s FROM {shaped}) WHERE s IS NOT NULL GROUP BY id)
"""  # noqa: S608


SOURCES = sources("shaped")

NAMED_ORIGINS = """
SELECT name, origin_id(name, count(*) OVER (PARTITION BY slug_of(name))) AS id
FROM (SELECT DISTINCT origin AS name FROM shaped WHERE origin <> '')
"""
"""Every text that names an origin, to its id."""

ORIGINS = """
SELECT data_set() AS dataset, id, left(name, 600) AS name, 'named in the data set' AS kind, NULL AS by, NULL AS date,
    NULL AS note FROM named_origin
"""


def actors(shaped: str) -> str:
    """SELECT of the table ``actors`` over what has ``parties``."""
    return f"""
SELECT data_set() AS dataset, actor AS id, any_value(name) AS name, NULL AS local, NULL AS aliases,
    NULL AS affiliations, NULL AS note
FROM (SELECT unnest(parties, recursive := true) FROM {shaped}) WHERE actor IS NOT NULL GROUP BY actor
"""  # noqa: S608


ACTORS = actors("shaped")

TOTALS = """
SELECT count(*), count(*) FILTER (precision = 5), count(geocoded), min(coalesce(first_day, last_day)),
    max(coalesce(last_day, first_day)) FROM shaped
"""
COUNTRIES = """
SELECT country FROM shaped WHERE country <> '' GROUP BY country
    HAVING count(*) >= 0.05 * (SELECT count(*) FROM shaped) ORDER BY count(*) DESC, country LIMIT 5
"""
