"""The incident card as HTML: per field every claim, who says it, where it is written, and the finding.

Pure functions from a summary to markup. Every piece of data passes through ``escaping.text``.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import wording
from dashboard.escaping import inline, quoted, text
from dashboard.layers.axis import Axis, axis
from events import phrases
from events.citing import place_in_source, places_in_source, short_line, source_line, words_link
from events.comparing import side
from events.dataset import DataSet
from events.findings import Finding
from events.language import current, listed, t, tn
from events.model import Claim, Source
from events.summary import Summary

_FIRST = {key: rank for rank, key in enumerate(("killed", "wounded", "seriously_wounded", "launched", "hit", "sites",
                                                "attribution"))}
_LAST = ("date", "time", "place", "kind")
_SIDES = {"holds": "Says who", "may": "Suspects or speculates", "open": "Leaves open", "not": "Denies or doubts",
          "praise": "Praises"}


def chip(key: str, words: str) -> str:
    """A finding's chip: symbol and word; only *contested* has a frame."""
    return f'<span class="sp-chip sp-{key}"><b>{wording.SYMBOLS[key]}</b>{inline(words)}</span>'


def finding_chip(finding: Finding) -> str:
    """The chip of a finding."""
    return chip(wording.chip(finding.status), wording.status(finding))


def citation(claim: Claim, dataset: DataSet) -> str:
    """Number of the source as a small square with the whole citation as its title; a link where the URL is known."""
    source = dataset.source(claim.source)
    where = listed([source_line(source), place_in_source(claim)])
    whole = t("{where}: “{quote}”", where=where, quote=claim.quote) if claim.quote else where
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
    shown = place.local and current() == "en"  # elsewhere the local name is the name
    local = f' <bdi lang="ar" class="sp-local">{text(place.local)}</bdi>' if shown else ""
    date_finding, place_finding = summary.finding("date"), summary.finding("place")
    note = f'<p class="sp-note">{inline(summary.incident.note)}</p>' if summary.incident.note else ""
    claims = tn("{n} claims", "{n} claims", len(summary.incident.claims))
    return (
        f'<div class="sp-kind"><i class="sp-shape sp-k-{kind}"></i>{inline(wording.kind(kind))}</div>'
        f"<h2>{inline(summary.incident.title)}</h2>"
        f"<p>{inline(wording.when(summary, dataset))} {citations(date_claims, dataset)} "
        f"{finding_chip(date_finding) if date_finding else ''}</p>"
        f"<p>{inline(phrases.where(place))}{local} {citations(place_claims, dataset)} "
        f"{finding_chip(place_finding) if place_finding else ''}</p>"
        f'<p class="sp-note">{inline(t("Coordinate: {obtained}", obtained=place.obtained))}</p>{note}'
        f'<p class="sp-voices">{inline(listed([wording.voices(summary, dataset), claims]))}</p>'
    )


def _origin(claim: Claim, dataset: DataSet) -> str:
    return dataset.origins[claim.origin].name if claim.origin else t("Own account, origin not stated")


def _fragment(claim: Claim, source: Source) -> str:
    """The quoted words with their paragraph; a link to the very words where the URL is known."""
    quote = quoted(claim.quote)
    if href := words_link(source, claim.quote):
        quote = f'<a href="{text(href)}" target="_blank" rel="noopener noreferrer">{quote}</a>'
    return f'<div><span class="sp-par">{inline(places_in_source([claim]))}</span>{quote}</div>'


def short_name(source: Source) -> str:
    """A source's short name; the name of one that states no publisher is ours."""
    return source.short if source.publisher else t(source.short)


def short(source: Source) -> str:
    """The same as markup."""
    return inline(short_name(source))


def _row(claims: list[Claim], dataset: DataSet, drawn: str) -> str:
    """What one source says once or more in the same words and on the same authority."""
    lead, source = claims[0], dataset.source(claims[0].source)
    says = f"<small>{inline(t('says {who}', who=lead.says))}</small>" if lead.says else ""
    notes = "; ".join(dict.fromkeys(claim.note.rstrip(".") for claim in claims if claim.note))
    note = f'<small class="sp-note">{inline(f"{notes}.")}</small>' if notes else ""
    head = f'<tr><th scope="row">{citation(lead, dataset)} {short(source)}</th>'
    if not any(claim.quote for claim in claims):
        where = f'<small class="sp-par">{inline(places_in_source(claims))}</small>'
        said = f"{drawn}<span>{inline(phrases.said(lead, dataset))}</span>{says}{note}"
        return f'{head}<td colspan="2">{said}{_cited(claims, dataset)}{where}</td></tr>'
    return (
        f"{head}<td>{drawn}<span>{inline(phrases.said(lead, dataset))}</span>{says}{note}{_cited(claims, dataset)}</td>"
        f'<td class="sp-q">{"".join(_fragment(claim, source) for claim in claims)}</td></tr>'
    )


def _cited(claims: list[Claim], dataset: DataSet) -> str:
    """The documents that a compiled source names for what it says."""
    documents = dict.fromkeys(one for claim in claims for one in claim.cites)
    lines = (f"{citation_square(dataset.source(one), dataset)} {inline(short_line(dataset.source(one)))}"
             for one in documents)  # fmt: skip
    return "".join(f'<small class="sp-cited">{t("citing")} {line}</small>' for line in lines)


def citation_square(source: Source, dataset: DataSet) -> str:
    """The number of a document, with all that it states of itself as the title."""
    return f'<span class="sp-cite" title="{text(source_line(source))}">{dataset.number(source.id)}</span>'


def _rows(claims: list[Claim], dataset: DataSet, scale: Axis | None) -> str:
    same: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        same.setdefault((claim.source, phrases.said(claim, dataset), claim.says), []).append(claim)
    return "".join(_row(group, dataset, scale.mark(group[0]) if scale else "") for group in same.values())


def _grouped(finding: Finding, dataset: DataSet) -> list[tuple[str, list[Claim]]]:
    """Claims by origin, shared origins last; for responsibility by what the claim does instead."""
    groups: dict[str, list[Claim]] = {}
    for claim in finding.claims:
        name = t(_SIDES[side(claim)], context="side") if finding.field == "attribution" else _origin(claim, dataset)
        groups.setdefault(name, []).append(claim)
    return list(groups.items())


def _group_head(name: str, claims: list[Claim], finding: Finding) -> str:
    sources = {claim.source for claim in claims}
    shared = finding.field != "attribution" and claims[0].origin
    voice = tn("one voice, in one source", "one voice, in {n} sources", len(sources))
    extra = f" <span>{voice}</span>" if shared and len(sources) > 1 else ""
    return f'<tr class="sp-origin"><td colspan="3">{inline(name)}{extra}</td></tr>'


def section(finding: Finding, dataset: DataSet) -> str:
    """One field: its finding, the figures on a common axis, every claim, and why the finding is what it is."""
    scale = axis(finding)
    rows = [scale.head()] if scale else []
    for name, claims in _grouped(finding, dataset):
        rows.append(_group_head(name, claims, finding))
        rows.append(_rows(claims, dataset, scale))
    many = phrases.voices(len(finding.sources), len(finding.voices))
    return (
        f'<section class="sp-field"><h3>{inline(phrases.label(finding, dataset))} '
        f'<b>{inline(phrases.finding_text(finding, dataset))}</b> <span>{many}</span>{finding_chip(finding)}</h3>'
        f'<table class="sp-claims"><tbody>{"".join(rows)}</tbody></table>'
        f'<p class="sp-why">{inline(phrases.why(finding, dataset))}</p></section>'
    )


def who_says_what(summary: Summary, dataset: DataSet) -> str:
    """All fields of an incident, one section each: what is asked first stands first, date and place last."""
    ordered = sorted(summary.findings, key=lambda finding: _FIRST.get(finding.field, len(_FIRST)))
    late = [finding for finding in ordered if finding.field in _LAST]
    return "".join(section(finding, dataset) for finding in [f for f in ordered if f not in late] + late)


def source_list(summary: Summary, dataset: DataSet) -> str:
    """The sources of an incident, numbered, with what they state of themselves."""
    items = []
    for source in dataset.sources:
        if source.id not in summary.sources:
            continue
        number = dataset.number(source.id)
        count = sum(source.id in claim.spoken_by for claim in summary.incident.claims)
        link = (
            f' <a href="{text(source.link)}" target="_blank" rel="noopener noreferrer">{t("open")}</a>'
            if source.link else ""
        )  # fmt: skip
        items.append(
            f'<li><span class="sp-cite">{number}</span> {inline(source_line(source))}{link} '
            f"<small>{tn('{n} claims here', '{n} claims here', count)}</small></li>"
        )
    return f'<ul class="sp-sources">{"".join(items)}</ul>'
