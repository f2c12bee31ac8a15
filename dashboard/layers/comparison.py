"""What stands behind a cell, and two sources side by side, as HTML. Every piece of data passes ``escaping.text``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard import wording_evidence as words
from dashboard.escaping import inline, text
from dashboard.layers import card
from dashboard.layers.matrix import cell_status
from events import phrases
from events.citing import places_in_source
from events.dataset import DataSet
from events.evidence import Cell, Change
from events.fields import FIELD
from events.findings import Counting
from events.language import data, listed, t
from events.model import Claim
from events.pairing import Pairing, Relation, voices
from events.rules import rule
from events.summary import Summary

_CHIPS = {
    Relation.DIFFER: "contested", Relation.AGREE: "agreed", Relation.COMPATIBLE: "range", Relation.ONLY_A: "single",
    Relation.ONLY_B: "single",
}  # fmt: skip


def head(cell: Cell, summary: Summary) -> str:
    """Incident, field, finding and how many tell it."""
    chip = card.chip(wording.chip(cell.status), cell_status(cell))
    many = phrases.voices(cell.sources, cell.origins) if cell.findings else ""
    title = words.comparison_title(summary.incident.short, t(FIELD[cell.field].label))
    return f'<div class="sp-cell-head"><h2>{inline(title)}</h2>{chip}<span>{inline(many)}</span></div>'


def _number(source_id: str, dataset: DataSet) -> str:
    source = dataset.source(source_id)
    return f'<span class="sp-cite">{dataset.number(source_id)}</span> {card.short(source)}'


def origins(claims: Sequence[Claim], dataset: DataSet) -> str:
    """The origins behind claims with the sources that carry each, and which sources were read as republished."""
    found, comma = voices(claims, dataset), t(", ")
    rows = []
    for voice in found:
        if voice.origin:
            origin, carriers = dataset.origins[voice.origin], [_number(one, dataset) for one in voice.sources]
            what = f"<b>{inline(origin.name)}</b> ({inline(t(origin.kind))})"
            rows.append(f"<li>{what}{comma}{words.carried(len(carriers))}: {comma.join(carriers)}</li>")
    if own := [_number(one, dataset) for voice in found if not voice.origin for one in voice.sources]:
        rows.append(f"<li><b>{t(words.OWN_ACCOUNT)}</b>: {comma.join(own)}</li>")
    told = {claim.source for claim in claims}
    again = []
    for number, source in enumerate(dataset.sources, 1):
        if source.id in told and source.republished_by:
            line = words.republished(phrases.source_name(source), source.republished_by)
            again.append(f'<li><span class="sp-cite">{number}</span> {inline(line)}</li>')
    more = f"<h3>{t(words.REPUBLICATIONS)}</h3><ul>{''.join(again)}</ul>" if again else ""
    return f'<div class="sp-origins"><h3>{t(words.ORIGINS)}</h3><ul>{"".join(rows)}</ul>{more}</div>'


def comparison(cell: Cell, dataset: DataSet) -> str:
    """All claims behind a cell on a common axis, the rule that gave each finding, and the origins."""
    if not cell.findings:
        return f'<p class="sp-why">{t(words.NOTHING_STATED)}</p>'
    parts = [
        f'{card.section(finding, dataset)}<p class="sp-rule">{inline(rule(finding))}</p>' for finding in cell.findings
    ]
    claims = list(dict.fromkeys(claim.id for finding in cell.findings for claim in finding.claims))
    by_id = {claim.id: claim for finding in cell.findings for claim in finding.claims}
    return "".join(parts) + origins([by_id[one] for one in claims], dataset)


def changes(found: Sequence[Change], cells: int, counting: Counting) -> str:
    """The line on what the other count would change, with the list under it."""
    line = text(words.changes(len(found), cells, counting))
    if not found:
        return f'<p class="sp-changes">{line}</p>'
    rows = []
    for one in found:
        before, after = (
            card.chip(wording.chip(cell.status), cell_status(cell)) for cell in (one.by_origins, one.by_sources)
        )
        where = inline(listed([one.summary.incident.title, t(FIELD[one.field].label).lower()]))
        what = text(t("{before} by origins, {after} by sources"))
        rows.append(f"<li>{where}: {what.replace('{before}', before).replace('{after}', after)}</li>")
    return f'<details class="sp-changes"><summary>{line}</summary><ul>{"".join(rows)}</ul></details>'


def short_names(sources: tuple[str, str], dataset: DataSet) -> tuple[str, str]:
    """Two sources by number and short name: "2 Not stated", "5 Washington Post"."""
    a, b = (f"{dataset.number(one)} {data(card.short_name(dataset.source(one)))}" for one in sources)
    return a, b


def relation_words(relation: Relation, names: tuple[str, str]) -> str:
    """"exclude each other", "agree", "compatible", "only 3 VOA"."""
    if relation in words.RELATIONS:
        return t(words.RELATIONS[relation])
    return words.only(names[0 if relation is Relation.ONLY_A else 1])


def _told(claims: Iterable[Claim], dataset: DataSet) -> str:
    by_words: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_words.setdefault((phrases.said(claim, dataset), claim.says), []).append(claim)
    items = []
    for (said, says), same in by_words.items():
        who = f" <small>{inline(t('says {who}', who=says))}</small>" if says else ""
        where = inline(places_in_source(same))
        items.append(f"<li>{inline(said)} {card.citation(same[0], dataset)}<small> {where}</small>{who}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else f'<span class="sp-none">{t(phrases.NOT_STATED)}</span>'


def _pair_row(pair: Pairing, names: tuple[str, str], dataset: DataSet) -> str:
    label = listed([t(FIELD[pair.field].label), *([phrases.actor(pair.of, dataset)] if pair.of else [])])
    chip = card.chip(_CHIPS[pair.relation], relation_words(pair.relation, names))
    shared = listed(dataset.origins[one].name for one in pair.shared)
    voice = f"<small>{inline(words.both_carry(shared))}</small>" if shared else ""
    return (
        f'<tr><th scope="row">{inline(label)}</th><td>{_told(pair.a, dataset)}</td><td>{_told(pair.b, dataset)}</td>'
        f"<td>{chip}{voice}</td></tr>"
    )


def pair_table(pairs: Sequence[Pairing], sources: tuple[str, str], dataset: DataSet) -> str:
    """Two sources side by side, incident by incident: what each says of every field that either tells of."""
    if not pairs:
        return f'<p class="sp-why">{t(words.NOTHING_TOLD)}</p>'
    names = short_names(sources, dataset)
    heads = [t(words.PAIR_COLUMNS[0]), *(_number(one, dataset) for one in sources), t(words.PAIR_COLUMNS[1])]
    columns = "".join(f'<th scope="col">{one}</th>' for one in heads)
    bodies: dict[str, list[Pairing]] = {}
    for pair in pairs:
        bodies.setdefault(pair.summary.id, []).append(pair)
    rows = "".join(
        f'<tbody><tr class="sp-pair-head"><th scope="rowgroup" colspan="4">{inline(same[0].summary.incident.title)} '
        f"<span>{inline(phrases.short_days(same[0].summary.days))}</span></th></tr>"
        f"{''.join(_pair_row(pair, names, dataset) for pair in same)}</tbody>"
        for same in bodies.values()
    )
    return f'<table class="sp-pairs"><thead><tr>{columns}</tr></thead>{rows}</table>'
