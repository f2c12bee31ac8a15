"""A source as an HTML card: what it states of itself, and what it tells of."""

from __future__ import annotations

from dashboard.escaping import text
from events import phrases
from events.catalogue import Catalogue
from events.model import Source
from events.tally import tally


def _facts(source: Source) -> list[tuple[str, str]]:
    """Label and escaped value of everything that a source may state of itself."""
    link = (
        f'<a href="{text(source.link)}" target="_blank" rel="noopener noreferrer">{text(source.link)}</a>'
        if source.link
        else phrases.NOT_STATED
    )
    return [
        ("Publisher", text(source.publisher or phrases.NOT_STATED)),
        ("Author", text(", ".join(source.authors) or phrases.NOT_STATED)),
        ("Published", text(phrases.source_date(source.published) if source.published else phrases.NOT_STATED)),
        ("Republished by", text(source.republished_by or "–")),
        ("Address", link),
    ]


def _bar(parts: list[tuple[str, str, int]]) -> str:
    """A bar of labelled lengths; the words beside it carry the same."""
    whole = sum(count for _, _, count in parts) or 1
    pieces = "".join(f'<i class="sp-f-{key}" style="width:{100 * count / whole:.1f}%"></i>' for key, _, count in parts)
    words = " · ".join(f"{count} {text(label)}" for _, label, count in parts)
    return f'<div class="sp-tally" aria-hidden="true">{pieces}</div><p class="sp-tally-words">{words}</p>'


def _told(source: Source, catalogue: Catalogue) -> str:
    rows = []
    for summary in catalogue.summaries:
        count = sum(claim.source == source.id for claim in summary.incident.claims)
        if count:
            rows.append(
                f"<li><span>{text(phrases.short_days(summary.days))}</span> {text(summary.incident.title)} "
                f"<small>{count}</small></li>"
            )
    return f"<details><summary>Tells of {len(rows)} entries</summary><ul class='sp-told'>{''.join(rows)}</ul></details>"


def source_card(source: Source, number: int, catalogue: Catalogue) -> str:
    """One source with its number, facts, tally and what it tells of."""
    count = tally(source.id, catalogue)
    facts = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in _facts(source))
    note = f'<p class="sp-note">{text(source.note)}</p>' if source.note else ""
    bar = _bar(
        [
            ("agreed", "fields with others, not contradicted", count.shared),
            ("contested", "fields contradicted", count.contradicted),
            ("single", "fields it alone tells", count.alone),
        ]
    )
    return (
        f'<article class="sp-source"><h2><span class="sp-cite">{number}</span> {text(source.name)}</h2>'
        f'<p class="sp-source-title">“{text(source.title)}”</p><dl>{facts}</dl>{note}'
        f"<p><b>{count.claims} claims</b> about {count.incidents} entries, "
        f"{count.attributed} of them attributed to someone</p>{bar}{_told(source, catalogue)}</article>"
    )
