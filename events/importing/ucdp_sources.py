"""UCDP GED: the documents that a row cites.

Since 2013 ``source_article`` lists them as ``"office,date,headline";"office,date,headline"``; quotation marks and
commas inside a headline are not escaped, so only the first date between commas, and ``";"`` between two articles, are
relied on. Before, ``number_of_sources`` is -1 (not stated) and the column holds free text in many forms: it is kept
whole, as one document; where it has exactly one date behind one name, these are taken for publisher and day.
Cut with string functions: on a million rows patterns with groups take several times as long.
"""

from __future__ import annotations

from events.importing.wordings import NONE, TITLE

NO_DATE = "1753-01-01"
"""Stands in files for a date that is not stated: the oldest day that a Microsoft database can write."""
_LISTED = r",\d{4}-\d\d-\d\d,"
_DATE = r"\d{4}-\d\d-\d\d"
DAY = f"regexp_extract(article, '{_DATE}')"
"""SQL of the column ``article_day`` that :data:`SOURCES` needs beside those of ``parsed``."""


def _document(publisher: str, title: str, day: str) -> str:
    published = f"nullif(CAST(try_cast({day} AS DATE) AS VARCHAR), '{NO_DATE}')"
    return (
        f"struct_pack(publisher := nullif(trim({publisher}), ''), title := left({title}, {TITLE:d}),"
        f" published := {published}, url := {NONE})"
    )


def _as_listed() -> str:
    """Split at ``";"``, then cut at the first date between commas; without one it is a title."""
    bare = "CASE WHEN ends_with(article, '\"') THEN substr(article, 2, length(article) - 2) ELSE substr(article, 2) END"
    parts = f"""string_split(replace({bare}, '"; "', '";"'), '";"')"""
    dated = f"list_transform({parts}, lambda one: struct_pack(whole := one, day := regexp_extract(one, '{_LISTED}')))"
    before = "CASE WHEN one.day <> '' THEN left(one.whole, instr(one.whole, one.day) - 1) END"
    # 12 characters: the date and a comma on either side.
    after = "nullif(trim(substr(one.whole, instr(one.whole, one.day) + 12)), '')"
    title = f"CASE WHEN one.day <> '' THEN coalesce({after}, one.whole) ELSE one.whole END"
    return f"list_transform({dated}, lambda one: {_document(before, title, 'substr(one.day, 2, 10)')})"


def _as_columns() -> str:
    """Where the article is missing: three lists beside each other, office by office."""
    parts = {name: f"string_split({name}, ';')" for name in ("office", "source_date", "headline")}
    # A headline may hold a semicolon: only lists of one length stand beside each other.
    title = (
        f"CASE WHEN len({parts['office']}) = 1 THEN headline"
        f" WHEN len({parts['office']}) = len({parts['headline']}) THEN trim({parts['headline']}[nth]) END"
    )
    office = f"{parts['office']}[nth]"
    document = _document(office, f"coalesce(nullif({title}, ''), trim({office}))", f"trim({parts['source_date']}[nth])")
    return f"list_transform(range(1, len({parts['office']}) + 1), lambda nth: {document})"


def _as_text() -> str:
    """One document, with publisher and day where the text has one date and nothing but a name before it."""
    before = "rtrim(left(article, instr(article, article_day) - 1), ' ,(')"
    after = "substr(article, instr(article, article_day) + 10)"
    plain = (
        # A name, and no headline; and no day on which somebody looked at a page.
        f"article_day <> '' AND {before} <> '' AND NOT regexp_matches({before}, '[\\d;:,\n\"]|access')"
        f" AND NOT regexp_matches({after}, '{_DATE}')"
    )
    title = f"""coalesce(nullif(trim({after}, E' \\t\\r\\n,:)"'), ''), article)"""
    whole = _document(NONE, "article", NONE)
    return f"[CASE WHEN {plain} THEN {_document(before, title, 'article_day')} ELSE {whole} END]"


SOURCES = f"""CASE
    WHEN starts_with(article, '"') AND (source_count > 0 OR regexp_matches(article, '{_LISTED}')) THEN {_as_listed()}
    WHEN article IS NOT NULL AND (office IS NULL OR coalesce(source_count, -1) < 1) THEN {_as_text()}
    WHEN office IS NOT NULL THEN {_as_columns()}
    ELSE [] END"""
"""SQL: LIST of STRUCT(publisher, title, published, url)."""
