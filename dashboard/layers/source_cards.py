"""A source as an HTML card: what it states of itself, and what it tells of."""

from __future__ import annotations

from dashboard.escaping import inline, text
from events import phrases
from events.catalogue import Catalogue
from events.language import listed, t, tn
from events.model import Source
from events.tally import tally


def _facts(source: Source) -> list[tuple[str, str]]:
    """Label and escaped value of everything that a source may state of itself."""
    link = (
        f'<a href="{text(source.link)}" target="_blank" rel="noopener noreferrer">{text(source.link)}</a>'
        if source.link
        else t(phrases.NOT_STATED)
    )
    unknown = t(phrases.NOT_STATED)
    published = phrases.source_date(source.published) if source.published else unknown
    return [
        (t("Publisher"), inline(source.publisher or unknown)),
        (t("Author"), inline(listed(source.authors) or unknown)),
        (t("Published"), inline(published)),
        (t("Republished by"), inline(source.republished_by or "–")),
        (t("Address"), link),
    ]


def _bar(parts: list[tuple[str, str, int]]) -> str:
    """A bar of labelled lengths; the words beside it carry the same."""
    whole = sum(count for _, _, count in parts) or 1
    pieces = "".join(f'<i class="sp-f-{key}" style="width:{100 * count / whole:.1f}%"></i>' for key, _, count in parts)
    words = " · ".join(text(label) for _, label, _ in parts)
    return f'<div class="sp-tally" aria-hidden="true">{pieces}</div><p class="sp-tally-words">{words}</p>'


def _told(source: Source, catalogue: Catalogue) -> str:
    rows = []
    for summary in catalogue.summaries:
        count = sum(claim.source == source.id for claim in summary.incident.claims)
        if count:
            rows.append(
                f"<li><span>{inline(phrases.short_days(summary.days))}</span> {inline(summary.incident.title)} "
                f"<small>{count}</small></li>"
            )
    words = tn("Tells of {n} entries", "Tells of {n} entries", len(rows))
    return f"<details><summary>{words}</summary><ul class='sp-told'>{''.join(rows)}</ul></details>"


def source_card(source: Source, number: int, catalogue: Catalogue) -> str:
    """One source with its number, facts, tally and what it tells of."""
    count = tally(source.id, catalogue)
    facts = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in _facts(source))
    note = f'<p class="sp-note">{inline(source.note)}</p>' if source.note else ""
    bar = _bar(
        [
            ("agreed", t("{n} fields with others, not contradicted", n=count.shared), count.shared),
            ("contested", t("{n} fields contradicted", n=count.contradicted), count.contradicted),
            ("single", t("{n} fields it alone tells", n=count.alone), count.alone),
        ]
    )
    told = t(
        "{claims} about {incidents} entries, {attributed} of them attributed to someone",
        claims=tn("{n} claims", "{n} claims", count.claims), incidents=count.incidents, attributed=count.attributed,
    )
    name = inline(phrases.source_name(source))
    return (
        f'<article class="sp-source"><h2><span class="sp-cite">{number}</span> {name}</h2>'
        f'<p class="sp-source-title">{inline(t("“{text}”", text=source.title))}</p><dl>{facts}</dl>{note}'
        f"<p>{_bold(told, count.claims)}</p>{bar}{_told(source, catalogue)}</article>"
    )


def _bold(sentence: str, count: int) -> str:
    """The sentence with its first figure and what it counts in bold."""
    lead = tn("{n} claims", "{n} claims", count)
    return text(sentence).replace(lead, f"<b>{lead}</b>", 1)
