"""The writer's statements for rows without lists (``flat.py``): the same tables as those of ``writing_sql``."""

from __future__ import annotations

from collections.abc import Iterator

from events.store import writing_sql as sql
from events.store.flat import Flat, FlatClaim

PUBLISHED = "SELECT DISTINCT unnest(sources).published AS edtf FROM cited"
KNOWN = """
SELECT cited, min(published.day) AS day FROM (SELECT cited, unnest(sources).published AS edtf FROM cited)
    JOIN published USING (edtf) GROUP BY cited
"""
CITED = """
SELECT cited, documents(sources) AS documents, tellers(sources) AS tellers,
    CASE WHEN len(documents(sources)) > 0 THEN documents(sources) END AS cites, known.day
FROM cited LEFT JOIN known USING (cited)
"""
"""Table ``cited_made``: each distinct list of documents with everything that is made of it."""
PARTIES = """
SELECT key_of(_row) AS key, unnest(sides).actor AS actor, unnest(sides).role AS role FROM shaped JOIN (SELECT said,
    list_distinct([{'actor': p.actor, 'role': p.role} for p in parties]) AS sides FROM said) USING (said)
"""
TOLD_BY = "SELECT key_of(_row) AS key, unnest(tellers) AS source FROM shaped JOIN cited_made USING (cited)"
SOURCES = sql.sources("cited")
ACTORS = sql.actors("said")


def _n_before(claims: tuple[FlatClaim, ...]) -> str:
    """How many claims of a row come before the next one."""
    always = sum(not one.when for one in claims)
    return " + ".join([f"{always:d}", *(f"coalesce({one.when}, false)::TINYINT" for one in claims if one.when)])


def incidents(flat: Flat) -> str:
    """SELECT of the table ``incidents``."""
    return sql.incidents(
        words="w", n_claims=_n_before(flat.claims), n_documents="len(c.documents)", direct="false", known="c.day",
        haystack="w.haystack", joins="JOIN said w USING (said) JOIN cited_made c USING (cited)",
    )  # fmt: skip


def claims(flat: Flat) -> Iterator[str]:
    """One SELECT a claim of the table ``claims``."""
    place = "place_key(w.place, r.country, r.precision, r.lat, r.lon, r.radius_km, r.area)"
    for index, one in enumerate(flat.claims):
        values = dict(one.values)
        if one.field == "'place'":
            values["value"] = f"""'"' || {place} || '"'"""
            values["text"] = f"coalesce({values.get('text', 'NULL')}, w.place)"
        if "stance" in values:
            values["stance"] = f"nullif({values['stance']}, 'states')"
        given = "".join(f", {value} AS {name}" for name, value in values.items())
        yield (
            f"SELECT key_of(r._row) AS key, (1 + {_n_before(flat.claims[:index])})::SMALLINT AS n,"  # noqa: S608
            f" speaker(false, c.cites) AS source, {one.field} AS field, {one.locator} AS locator,"
            f" named.id AS origin, c.cites, 'single source' AS finding{given}"
            " FROM shaped r JOIN said w USING (said) JOIN cited_made c USING (cited)"
            " LEFT JOIN named_origin AS named ON named.name = r.origin" + (f" WHERE {one.when}" if one.when else "")
        )
