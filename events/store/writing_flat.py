"""The writer's statements for rows without lists (``flat.py``): two of the same tables as views."""

from __future__ import annotations

from collections.abc import Sequence

from events.store import writing_sql as sql
from events.store.flat import Flat, FlatClaim
from events.store.schema import TABLES
from events.store.staging import Staging
from events.store.views import sql_text, sql_type

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
SELECT key_of(_row) AS key, side.actor, side.role FROM shaped JOIN (SELECT said, unnest(
    list_distinct([{'actor': p.actor, 'role': p.role} for p in parties])) AS side FROM said) USING (said)
"""
TOLD_BY = """
SELECT key_of(_row) AS key, source FROM shaped JOIN (SELECT cited, unnest(tellers) AS source FROM cited_made)
    USING (cited)
"""
SOURCES = sql.sources("cited")
ACTORS = sql.actors("said")
ROWS, WORDS, CITES = "incident_rows", "claim_words", "claim_cites"
"""Tables of a data set's own: what its views ``incidents`` and ``claims`` are made of."""
CODED = ("title", "short", "place", "haystack")
"""Columns of incidents of which thousands of rows have the same text."""
_MOST_CODES = 60_000
"""Different texts up to which they are numbered: a number of two bytes."""
KEYS = {"said": "BIGINT", "cited": "BIGINT", "origin": "VARCHAR"}
"""Columns that ``incidents`` has for the claims, beside those that the shaper keeps."""
_ALIKE = dict.fromkeys(("place_local", "place_note", "note"), "NULL") | {"contested": "0"}
"""Columns that all incidents have in common; ``dataset`` is one too."""
_PACKED = {
    **dict.fromkeys(("BIGINT", "INTEGER", "SMALLINT", "TINYINT"), " USING COMPRESSION bitpacking"),
    "DOUBLE": " USING COMPRESSION alp",
}  # fmt: skip
"""What is said beforehand, the engine does not try out column by column: a tenth of the time of writing them."""
_PLACE = "'place'"
_MADE_OF = "haystack, title, short, kind, place, parties"
"""Columns of ``said`` that the incidents have, or the parties."""


def _n_claims(claims: tuple[FlatClaim, ...]) -> str:
    """How many claims a row has."""
    always = sum(not one.when for one in claims)
    return " + ".join([f"{always:d}", *(f"coalesce({one.when}, false)::TINYINT" for one in claims if one.when)])


def incidents(flat: Flat, slug: str, clash: bool, plain: bool) -> str:
    """SELECT of the table :data:`ROWS`: incidents, with what their claims are made of."""
    left_out = ", ".join(_left_out(flat, plain))
    return f"SELECT * EXCLUDE ({left_out}) FROM ({_incident_rows(flat, slug, clash, plain)})"  # noqa: S608


def _left_out(flat: Flat, plain: bool) -> tuple[str, ...]:
    """Columns of ``incidents`` that are worked out when they are asked for, but for the id of the place."""
    return ("dataset", *_ALIKE, *flat.derived, *(("own_id",) if plain else ()))


def _incident_rows(flat: Flat, slug: str, clash: bool, plain: bool) -> str:
    return sql.incidents(
        words="w", n_claims=_n_claims(flat.claims), n_documents="len(c.documents)", direct="false", known="c.day",
        haystack="w.haystack", joins="JOIN worded w USING (said) JOIN cited_made c USING (cited)"
        " LEFT JOIN named_origin AS named ON named.name = s.origin",
        more=["w._row AS said", "c.number AS cited", "named.id AS origin", *(f"s.{name}" for name in flat.kept)],
        clash=clash, place_id=False, region="s.region",
        own_slug=f"'{slug}-' || s.id" if plain else "own_slug(s.id, s._row)",
        # Rows without a point apart: a question that is only of points passes over them in one.
        rows="(FROM shaped WHERE region IS NULL UNION ALL FROM shaped WHERE region IS NOT NULL)",
    )  # fmt: skip


def prepare(staging: Staging, flat: Flat, slug: str, number: int, plain: bool) -> None:
    """Make the tables and views of the attached database ``made`` that stand for ``incidents`` and ``claims``.

    Text that thousands of rows share is a number in each (an ENUM), and what follows from other columns (the id of a
    place, how it was found) is worked out when it is asked for. Seven claims a row, written out, took longer than all
    else of an import and most of the disk; what they say is kept whole: numbers and days beside the incident, words
    once for all rows that have the same.

    Args:
        staging: has ``said`` and ``cited_made``.
        flat: says which claims there are.
        slug: the id of the data set, and of the document whose claims they are.
        number: of the data set.
        plain: whether all ids are whole numbers, which stand in ours as they are.
    """
    left_out = ("place_id", *_left_out(flat, plain))
    types = {name: sql_type(kind) for name, kind in TABLES["incidents"].items() if name not in left_out}
    for name in CODED:
        if 0 < int(staging.one(f"SELECT count(DISTINCT {name}) FROM said")[0]) <= _MOST_CODES:  # noqa: S608
            staging.run(f"CREATE TYPE made.words_{name} AS ENUM (SELECT DISTINCT {name} FROM said"  # noqa: S608
                        f" WHERE {name} IS NOT NULL ORDER BY ALL)")  # fmt: skip
            types[name] = f"made.words_{name}"
    coded = ", ".join(f"CAST({name} AS {types[name]}) AS {name}" for name in CODED)
    staging.run(f"CREATE OR REPLACE TEMP TABLE worded AS SELECT * REPLACE ({coded}) FROM said")  # noqa: S608
    types |= {**KEYS, **flat.kept}
    columns = ", ".join(f'"{name}" {kind}{_PACKED.get(kind, "")}' for name, kind in types.items())
    for statement in (
        f"CREATE TABLE made.{ROWS} ({columns})",
        f"CREATE TABLE made.{WORDS} AS SELECT _row AS said, * EXCLUDE (_row, said, {_MADE_OF}) FROM said",  # noqa: S608
        f"CREATE TABLE made.{CITES} AS SELECT number AS cited, cites FROM cited_made",  # noqa: S608
        "DROP TABLE made.incidents", "DROP TABLE made.claims",
        # A view finds its tables under any name that the database is attached under, if it names none.
        "USE made", f"CREATE VIEW incidents AS {_incidents(flat, slug, number, plain)}",
        f"CREATE VIEW claims AS {_claims(flat, slug, plain)}",
        "USE rows",
    ):  # fmt: skip
        staging.run(statement)


def _incidents(flat: Flat, slug: str, number: int, plain: bool) -> str:
    """SELECT of every column of ``incidents``."""
    own = {"own_id": _own_id(slug)} if plain else {}
    given = {
        **{name: name for name in CODED}, **own, **_ALIKE, "dataset": str(number),
        "place_id": sql.place_key(slug, "precision"),
    }  # fmt: skip
    given |= {name: name for name in flat.derived}
    types = {name: sql_type(kind) for name, kind in TABLES["incidents"].items()}
    columns = ", ".join(
        f"CAST({given[name]} AS {kind}) AS {name}" if name in given else f'"{name}"' for name, kind in types.items()
    )
    return f"SELECT {columns} FROM {_rows(flat)}"  # noqa: S608


def _rows(flat: Flat) -> str:
    """:data:`ROWS` with what follows from its columns."""
    derived = "".join(f", {value} AS {name}" for name, value in flat.derived.items())
    return f"(SELECT *{derived} FROM {ROWS})"  # noqa: S608


def _own_id(slug: str) -> str:
    return f"substr(id, {len(slug) + 2:d})"


def _claims(flat: Flat, slug: str, plain: bool) -> str:
    """SELECT of every column of ``claims``: all claims of an incident as a list, then a row each, numbered."""
    types = {name: sql_type(kind) for name, kind in TABLES["claims"].items()}
    given = sorted({"field", "locator", *(name for one in flat.claims for name in one.values)})
    claims = ", ".join(_packed(one, given) for one in flat.claims)
    rest = {"source": sql_text(slug), "finding": "'single source'", **{name: f"made.{name}" for name in given}}
    columns = ", ".join(
        name if name in ("key", "n", "origin", "cites") else f"CAST({rest.get(name, 'NULL')} AS {kind}) AS {name}"
        for name, kind in types.items()
    )
    values = {**({"own_id": _own_id(slug)} if plain else {}), **flat.own, "place_id": sql.place_key(slug, "precision")}
    own = "".join(f", {value} AS {name}" for name, value in values.items())
    return f"""
        SELECT {columns} FROM (
            SELECT key, origin, cites, unnest(range(1, len(list) + 1))::SMALLINT AS n, unnest(list) AS made FROM (
                SELECT key, origin, cites, list_filter([{claims}], lambda one: one IS NOT NULL) AS list FROM (
                    SELECT given.*, words.* EXCLUDE (said), cites.cites{own} FROM {_rows(flat)} AS given
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
