"""The writer's statements for rows without lists (``flat.py``): the same tables as those of ``writing_sql``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
SELECT cited, cited._row AS number, documents(sources) AS documents, tellers(sources) AS tellers,
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
WORDS, CITES = "claim_words", "claim_cites"
"""Tables of a data set's own, beside those of the schema: what its view ``claims`` is made of."""
KEYS = {"said": "BIGINT", "cited": "BIGINT", "origin": "VARCHAR"}
"""Columns that ``incidents`` has for the claims, beside those that the shaper keeps."""
_PLACE = "'place'"


def _n_claims(claims: tuple[FlatClaim, ...]) -> str:
    """How many claims a row has."""
    always = sum(not one.when for one in claims)
    return " + ".join([f"{always:d}", *(f"coalesce({one.when}, false)::TINYINT" for one in claims if one.when)])


def incidents(flat: Flat, clash: bool) -> str:
    """SELECT of the table ``incidents``, with what its claims are made of."""
    made = sql.incidents(
        words="w", n_claims=_n_claims(flat.claims), n_documents="len(c.documents)", direct="false", known="c.day",
        haystack="w.haystack", joins="JOIN said w USING (said) JOIN cited_made c USING (cited)"
        " LEFT JOIN named_origin AS named ON named.name = s.origin",
        more=["w._row AS said", "c.number AS cited", "named.id AS origin", *(f"s.{name}" for name in flat.kept)],
        clash=clash,
    )  # fmt: skip
    return made


def make_claims(flat: Flat, source: str, database: str = "made") -> Iterator[str]:
    """Statements that make ``claims`` of an attached database: a view over its incidents, and what they share.

    Seven claims a row, written out, took longer than all else of an import and most of the disk; what they say is
    kept whole: numbers and days beside the incident, words once for all rows that have the same.

    Args:
        flat: says which claims there are.
        source: SQL of the id of the document whose claims they are.
        database: its name now; a view finds its tables under any name that it is attached under.
    """
    yield f"CREATE TABLE {database}.{WORDS} AS SELECT _row AS said, * EXCLUDE (_row, said, {_MADE_OF}) FROM said"  # noqa: S608
    yield f"CREATE TABLE {database}.{CITES} AS SELECT number AS cited, cites FROM cited_made"  # noqa: S608
    yield f"DROP TABLE {database}.claims"
    yield f"USE {database}"
    yield f"CREATE VIEW claims AS {_view(flat, source)}"
    yield "USE rows"


_MADE_OF = "haystack, title, short, kind, place, parties"
"""Columns of ``said`` that the incidents have, or the parties."""


def _view(flat: Flat, source: str) -> str:
    """SELECT of every column of ``claims``: all claims of an incident as a list, then a row each, numbered."""
    types = {name: sql_type(kind) for name, kind in TABLES["claims"].items()}
    given = sorted({"field", "locator", *(name for one in flat.claims for name in one.values)})
    claims = ", ".join(_packed(one, given) for one in flat.claims)
    rest = {"source": source, "finding": "'single source'", **{name: f"made.{name}" for name in given}}
    columns = ", ".join(
        name if name in ("key", "n", "origin", "cites") else f"CAST({rest.get(name, 'NULL')} AS {kind}) AS {name}"
        for name, kind in types.items()
    )
    own = "".join(f", {value} AS {name}" for name, value in flat.own.items())
    return f"""
        SELECT {columns} FROM (
            SELECT key, origin, cites, unnest(range(1, len(list) + 1))::SMALLINT AS n, unnest(list) AS made FROM (
                SELECT key, origin, cites, list_filter([{claims}], lambda one: one IS NOT NULL) AS list FROM (
                    SELECT incidents.*, words.* EXCLUDE (said), cites.cites{own} FROM incidents
                        JOIN {WORDS} AS words USING (said) JOIN {CITES} AS cites USING (cited))))"""  # noqa: S608


def _packed(one: FlatClaim, given: Sequence[str]) -> str:
    """A claim as a STRUCT of all keys that some claim has; NULL where its condition does not hold."""
    values = {**one.values, "field": one.field, "locator": one.locator}
    if one.field == _PLACE:
        values["value"] = """'"' || place_id || '"'"""
        values["text"] = f"coalesce({values.get('text', 'NULL')}, place)"
    if "stance" in values:
        values["stance"] = f"nullif({values['stance']}, 'states')"
    packed = ", ".join(f"{name} := CAST({values.get(name, 'NULL')} AS VARCHAR)" for name in given)
    return f"CASE WHEN {one.when} THEN struct_pack({packed}) END" if one.when else f"struct_pack({packed})"
