"""Citations: where a claim is written, and a link to the very words where the URL is known."""

from __future__ import annotations

from urllib.parse import quote as percent_encode

from events.dataset import DataSet
from events.model import Claim, Source
from events.phrases import NOT_STATED, source_date


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
    authors = ", ".join(source.authors) or f"author {NOT_STATED}"
    again = f", republished by {source.republished_by}" if source.republished_by else ""
    return f"{source.name}, {authors}, “{source.title}”, {source_date(source.published)}{again}"


def citation(claim: Claim, dataset: DataSet) -> str:
    """One line: number, publisher, paragraph, whom it is attributed to, the words."""
    source = dataset.source(claim.source)
    says = f", says {claim.says}" if claim.says else ""
    return f"[{dataset.number(source.id)}] {source.name}, paragraph {claim.paragraph}{says}: “{claim.quote}”"
