"""The incident card as HTML: per field every claim, who says it, where it is written, and the finding.

Pure functions from a summary to markup. Every piece of data passes through ``escaping.text``.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import wording
from dashboard.escaping import text
from dashboard.layers.axis import axis
from events import phrases
from events.citing import source_line, words_link
from events.comparing import side
from events.dataset import DataSet
from events.findings import Finding
from events.model import Claim
from events.summary import Summary

_SIDES = {"holds": "Says who", "may": "Suspects or speculates", "open": "Leaves open", "not": "Denies or doubts",
          "praise": "Praises"}


def chip(key: str, words: str) -> str:
    """A finding's chip: symbol and word; only *contested* has a frame."""
    return f'<span class="sp-chip sp-{key}"><b>{wording.SYMBOLS[key]}</b>{text(words)}</span>'


def finding_chip(finding: Finding) -> str:
    """The chip of a finding."""
    return chip(wording.chip(finding.status), wording.status(finding))


def citation(claim: Claim, dataset: DataSet) -> str:
    """Number of the source as a small square with the whole citation as its title; a link where the URL is known."""
    source = dataset.source(claim.source)
    whole = f"{source_line(source)}, paragraph {claim.paragraph}: “{claim.quote}”"
    number = dataset.number(source.id)
    if href := words_link(source, claim.quote):
        return (
            f'<a class="sp-cite" href="{text(href)}" target="_blank" rel="noopener noreferrer" '
            f'title="{text(whole)}">{number}</a>'
        )
    return f'<span class="sp-cite" title="{text(whole)}">{number}</span>'


def citations(claims: Iterable[Claim], dataset: DataSet) -> str:
    """The squares of several claims, each source once."""
    first = {claim.source: claim for claim in reversed(tuple(claims))}
    ordered = sorted(first.values(), key=lambda claim: dataset.number(claim.source))
    return "".join(citation(claim, dataset) for claim in ordered)


def head(summary: Summary, dataset: DataSet) -> str:
    """Kind, title, date, place with its precision, and how the coordinate was obtained."""
    place, kind = summary.place, summary.incident.kind
    date_claims, place_claims = summary.incident.about("date"), summary.incident.about("place")
    local = f' <bdi lang="ar" class="sp-local">{text(place.local)}</bdi>' if place.local else ""
    date_finding, place_finding = summary.finding("date"), summary.finding("place")
    note = f'<p class="sp-note">{text(summary.incident.note)}</p>' if summary.incident.note else ""
    return (
        f'<div class="sp-kind"><i class="sp-shape sp-k-{kind}"></i>{text(wording.kind(kind))}</div>'
        f"<h2>{text(summary.incident.title)}</h2>"
        f"<p>{text(wording.when(summary, dataset))} {citations(date_claims, dataset)} "
        f"{finding_chip(date_finding) if date_finding else ''}</p>"
        f"<p>{text(phrases.where(place))}{local} {citations(place_claims, dataset)} "
        f"{finding_chip(place_finding) if place_finding else ''}</p>"
        f'<p class="sp-note">Coordinate: {text(place.obtained)}</p>{note}'
        f'<p class="sp-voices">{text(wording.voices(summary, dataset))}, {len(summary.incident.claims)} claims</p>'
    )


def _origin(claim: Claim, dataset: DataSet) -> str:
    return dataset.origins[claim.origin].name if claim.origin else "Own account, origin not stated"


def _claim_row(claim: Claim, dataset: DataSet, drawn: str) -> str:
    source = dataset.source(claim.source)
    says = f'<small>says {text(claim.says)}</small>' if claim.says else ""
    note = f'<small class="sp-note">{text(claim.note)}</small>' if claim.note else ""
    href = words_link(source, claim.quote)
    quote = f"<q>{text(claim.quote)}</q>"
    if href:
        quote = f'<a href="{text(href)}" target="_blank" rel="noopener noreferrer">{quote}</a>'
    return (
        f"<tr><th scope=row>{citation(claim, dataset)} {text(source.short)}</th>"
        f"<td>{drawn}<span>{text(phrases.said(claim, dataset))}</span>{says}{note}</td>"
        f"<td class=sp-q>{quote}</td><td class=sp-par>¶ {claim.paragraph}</td></tr>"
    )


def _grouped(finding: Finding, dataset: DataSet) -> list[tuple[str, list[Claim]]]:
    """Claims by origin, shared origins last; for responsibility by what the claim does instead."""
    groups: dict[str, list[Claim]] = {}
    for claim in finding.claims:
        name = _SIDES[side(claim)] if finding.field == "attribution" else _origin(claim, dataset)
        groups.setdefault(name, []).append(claim)
    return list(groups.items())


def _group_head(name: str, claims: list[Claim], finding: Finding) -> str:
    sources = {claim.source for claim in claims}
    shared = finding.field != "attribution" and claims[0].origin
    extra = f" <span>one voice, in {len(sources)} sources</span>" if shared and len(sources) > 1 else ""
    return f'<tr class="sp-origin"><td colspan=4>{text(name)}{extra}</td></tr>'


def section(finding: Finding, dataset: DataSet) -> str:
    """One field: its finding, the figures on a common axis, every claim, and why the finding is what it is."""
    scale = axis(finding)
    rows = [scale.head()] if scale else []
    for name, claims in _grouped(finding, dataset):
        rows.append(_group_head(name, claims, finding))
        rows += [_claim_row(claim, dataset, scale.mark(claim) if scale else "") for claim in claims]
    many = phrases.voices(len(finding.sources), len(finding.voices))
    return (
        f'<section class="sp-field"><h3>{text(phrases.label(finding, dataset))} '
        f'<b>{text(phrases.finding_text(finding, dataset))}</b> <span>{many}</span>{finding_chip(finding)}</h3>'
        f'<table class="sp-claims"><tbody>{"".join(rows)}</tbody></table>'
        f'<p class="sp-why">{text(phrases.why(finding, dataset))}</p></section>'
    )


def who_says_what(summary: Summary, dataset: DataSet) -> str:
    """All fields of an incident, one section each, in the order of the closed list."""
    return "".join(section(finding, dataset) for finding in summary.findings)


def source_list(summary: Summary, dataset: DataSet) -> str:
    """The sources of an incident, numbered, with what they state of themselves."""
    items = []
    for number, source in enumerate(dataset.sources, 1):
        if source.id not in summary.sources:
            continue
        count = sum(claim.source == source.id for claim in summary.incident.claims)
        link = (
            f' <a href="{text(source.link)}" target="_blank" rel="noopener noreferrer">open</a>' if source.link else ""
        )
        items.append(
            f'<li><span class="sp-cite">{number}</span> {text(source_line(source))}{link} '
            f"<small>{count} claims here</small></li>"
        )
    return f'<ul class="sp-sources">{"".join(items)}</ul>'
