"""Citations: where a claim is written, and a link to the very words where the URL is known."""

from __future__ import annotations

from urllib.parse import quote as percent_encode

from events.dataset import DataSet
from events.language import listed, t
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


def source_line(source: Source) -> str:
    """Publisher, authors, title, date, republisher; what is not stated is said to be so."""
    authors = listed(source.authors) or t("author not stated")
    parts = [source_name(source), authors, t("“{text}”", text=source.title), source_date(source.published)]
    if source.republished_by:
        parts.append(t("republished by {name}", name=source.republished_by))
    return listed(parts)


def citation(claim: Claim, dataset: DataSet) -> str:
    """One line: number, publisher, paragraph, whom it is attributed to, the words."""
    source = dataset.source(claim.source)
    parts = [f"[{dataset.number(source.id)}] {source_name(source)}", t("paragraph {n}", n=claim.paragraph)]
    if claim.says:
        parts.append(t("says {who}", who=claim.says))
    return t("{where}: “{quote}”", where=listed(parts), quote=claim.quote)
