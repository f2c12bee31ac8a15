"""Citations: where a claim is written, and a link to the very words where the URL is known."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote as percent_encode

from events.dataset import DataSet
from events.language import data, listed, t
from events.model import Claim, Source
from events.phrases import source_date, source_name


def words_link(source: Source, fragment: str) -> str:
    """The source's URL with a text fragment (WICG ``#:~:text=``) that scrolls to the quoted words.

    Empty where the source's URL is not known or no http(s) URL. Hyphen, comma and ampersand have a
    meaning inside the directive, so they are encoded too.
    """
    if not source.link:
        return ""
    encoded = percent_encode(fragment, safe="").replace("-", "%2D")
    base = source.link.split("#", 1)[0]
    return f"{base}#:~:text={encoded}"


def place_in_source(claim: Claim) -> str:
    """Where in its source a claim is written: "paragraph 7", or what a compiled source has instead."""
    return t("paragraph {n}", n=claim.paragraph) if claim.paragraph else data(claim.locator)


def places_in_source(claims: Iterable[Claim]) -> str:
    """Where several claims of one source stand, short: "¶ 3, 7"."""
    given = tuple(claims)
    paragraphs = ", ".join(str(one) for one in sorted({claim.paragraph for claim in given if claim.paragraph}))
    locators = sorted({claim.locator for claim in given if not claim.paragraph})
    return listed([*([f"¶ {paragraphs}"] if paragraphs else []), *map(data, locators)])


def words_of(claim: Claim) -> str:
    """The quoted words; of a compiled source that has none, the words that it keeps on it."""
    return claim.quote or claim.text


def source_line(source: Source) -> str:
    """Publisher, authors, title, date, republisher; what is not stated is said to be so."""
    authors = listed(source.authors) or t("author not stated")
    parts = [source_name(source), authors, t("“{text}”", text=source.title), source_date(source.published)]
    if source.republished_by:
        parts.append(t("republished by {name}", name=source.republished_by))
    return listed(parts)


def short_line(source: Source) -> str:
    """Publisher, title and date of a document that another source cites; what is not stated is left out."""
    title = t("“{text}”", text=source.title) if source.title else ""
    dated = source_date(source.published) if source.published else ""
    return listed([part for part in (source_name(source), title, dated) if part])


def citation(claim: Claim, dataset: DataSet) -> str:
    """One line: number, publisher, paragraph, whom it is attributed to, the words."""
    source = dataset.source(claim.source)
    parts = [f"[{dataset.number(source.id)}] {source_name(source)}", place_in_source(claim)]
    if claim.says:
        parts.append(t("says {who}", who=claim.says))
    parts += [t("citing {source}", source=short_line(dataset.source(one))) for one in claim.cites]
    where = listed(parts)
    return t("{where}: “{quote}”", where=where, quote=claim.quote) if claim.quote else where
