"""The writer's statements for rows without lists (``flat.py``): the same tables as those of ``writing_sql``."""

from __future__ import annotations

from collections.abc import Iterator

from events.store import writing_sql as sql
from events.store.engine import sql_type
from events.store.flat import Flat, FlatClaim
from events.store.schema import TABLES

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
CLAIM_ROWS = "claim_rows"
"""Table of the columns in which claims differ; the rest of ``claims`` is the same in every row."""
_ALWAYS = ("key", "n", "field", "locator", "origin", "cites")


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


def make_claims(flat: Flat, source: str, database: str = "made") -> Iterator[str]:
    """Statements that make ``claims`` of an attached database: a narrow table, and a view with every column.

    Half of the columns say the same in every row. Written out seven million times they take as long as the others.

    Args:
        flat: says which columns there are.
        source: SQL of the id of the document whose claims they are.
        database: its name now; a view finds its table under any name that it is attached under.
    """
    there = {*_ALWAYS, *(name for one in flat.claims for name in one.values)}
    kinds = {name: sql_type(kind) for name, kind in TABLES["claims"].items()}
    made = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items() if name in there)
    same = {"source": source, "finding": "'single source'"}
    all_of_them = ", ".join(
        f'"{name}"' if name in there else f'CAST({same.get(name, "NULL")} AS {kind}) AS "{name}"'
        for name, kind in kinds.items()
    )
    yield f"DROP TABLE {database}.claims"
    yield f"CREATE TABLE {database}.{CLAIM_ROWS} ({made})"
    yield f"USE {database}"
    yield f"CREATE VIEW claims AS SELECT {all_of_them} FROM {CLAIM_ROWS}"  # noqa: S608
    yield "USE rows"


def claims(flat: Flat) -> Iterator[str]:
    """One SELECT a claim, of the columns of :data:`CLAIM_ROWS`."""
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
            f" {one.field} AS field, {one.locator} AS locator, named.id AS origin, c.cites{given}"
            " FROM shaped r JOIN said w USING (said) JOIN cited_made c USING (cited)"
            " LEFT JOIN named_origin AS named ON named.name = r.origin" + (f" WHERE {one.when}" if one.when else "")
        )
