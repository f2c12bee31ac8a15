"""The chain as data for the component that draws it, and as HTML: the claims of an arrow, the same as text.

Every piece of data passes through ``escaping.text`` on its way into HTML; the component makes text nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard import wording
from dashboard.escaping import inline, plain, quoted, text
from dashboard.layers import card
from dashboard.layers.chain_layout import BOX_H, BOX_W, CHIP_TOP, GAP_W, Gap, lay_out
from dashboard.layers.chain_routes import LABEL_W, Route, chip_at, routes
from events import phrases
from events.catalogue import Catalogue
from events.chain import RELATIONS, Edge, Graph, Node, Reach, edge_text, relation, sayers
from events.citing import places_in_source, words_link
from events.comparing import side
from events.dataset import DataSet
from events.language import data, direction, listed, t
from events.model import Claim

_LETTER = 5.6
"""Mean width of a letter at 11 px."""
_STYLES = ("stated", "contested", "speculated")


def lit(graph: Graph, chosen: str | None, arrow: str | None) -> tuple[set[str], set[str]] | None:
    """(incidents, edges) that belong to what is chosen; None where nothing is, and all is drawn alike."""
    if edge := graph.edge(arrow):
        led, followed = graph.led_to(edge.start), graph.followed(edge.end)
        nodes, own = {edge.start, edge.end}, {edge.id}
    elif node := graph.node(chosen):
        led, followed = graph.led_to(node.id), graph.followed(node.id)
        nodes, own = {node.id}, set()
    else:
        return None
    edges = {one.id for reach in (led, followed) for one in reach.edges}
    return nodes | set(led.incidents) | set(followed.incidents), own | edges


def chain_data(graph: Graph, catalogue: Catalogue, chosen: str | None, arrow: str | None) -> dict[str, Any]:
    """What the component draws, all places in px: boxes and arrows in reading order, gaps, legend.

    Args:
        graph: the links to draw.
        catalogue: the data set they are from.
        chosen: id of the chosen incident.
        arrow: id of the chosen edge; what led to it and what followed is lit instead.
    """
    layout, shine = lay_out(graph), lit(graph, chosen, arrow)
    nodes, edges = shine if shine else (None, None)
    chips = {part for of_one in layout.chips.values() for part in of_one}
    boxes = []
    for node in graph.nodes:
        x0, y0, x1, y1 = chip_at(node.id, layout) if node.id in chips else _box(*layout.top_left(node.id))
        place = {"x": x0, "y": y0, "w": x1 - x0, "h": y1 - y0}
        dim = nodes is not None and node.id not in nodes
        state = {"chip": node.id in chips, "chosen": node.id == chosen, "dim": dim}
        boxes.append({**_node(node, catalogue), **place, **state})
    lines = routes(graph, layout)
    outside = {node.id for node in graph.nodes if not node.inside}
    arrows = [
        {**_arrow(route, catalogue, outside), "chosen": route.edge.id == arrow,
         "dim": edges is not None and route.edge.id not in edges}
        for route in lines
    ]  # fmt: skip
    return {
        "width": layout.width,
        "height": layout.height,
        "boxes": boxes,
        "arrows": arrows,
        "gaps": [_gap(gap, lines, layout.height) for gap in layout.gaps],
        "wholes": [_parts_label(*layout.top_left(whole)) for whole in layout.chips],
        "label": t(wording.CHAIN_LABEL),
        "dir": direction(),
        "legend": _legend(graph),
    }


def _box(x: float, y: float) -> tuple[float, float, float, float]:
    return x, y, x + BOX_W, y + BOX_H


def _gap(gap: Gap, lines: Iterable[Route], height: float) -> dict[str, Any]:
    """The strip, with its upright text where no line crosses it: in the middle, else as near as may be."""
    words = wording.chain_gap(gap.days)
    crossing = [one.level[1] for one in lines if min(one.level[0::2]) < gap.x + GAP_W and max(one.level[0::2]) > gap.x]
    half = len(words) * _LETTER / 2 + 8
    places = sorted(range(int(half), max(int(height - half), int(half) + 1), 6), key=lambda y: abs(y - height / 2))
    free = (y for y in places if not any(abs(line - y) < half for line in crossing))
    return {"x": gap.x, "y": next(free, height / 2), "text": words}


def _parts_label(x: float, y: float) -> dict[str, Any]:
    return {"x": x + 16, "y": y + BOX_H + CHIP_TOP / 2, "text": t(wording.CHAIN_PARTS)}


def _legend(graph: Graph) -> list[dict[str, str]]:
    """The styles that occur; the plain line always, so that the others are seen to differ from it."""
    present = {edge.manner for edge in graph.edges if not edge.both_ways} | {"stated"}
    rows = [{"style": style, "text": t(wording.MAP_WORDS[f"link_{style}"])} for style in _STYLES if style in present]
    if any(edge.both_ways for edge in graph.edges):
        rows.append({"style": "same", "text": t(wording.MAP_WORDS["link_same"])})
    return rows


def _node(node: Node, catalogue: Catalogue) -> dict[str, Any]:
    incident, when = node.summary.incident, phrases.short_days(node.summary.days)
    # Context has long titles and stands aside: its short label is enough beside the whole name.
    label = incident.title if node.summary.is_placed else incident.short
    name = [data(incident.title), wording.when(node.summary, catalogue.dataset), wording.kind(incident.kind)]
    name += [t(wording.MAP_WORDS["possible"])] if node.possible else []
    name += [] if node.inside else [t(wording.CHAIN_OUTSIDE)]
    return {
        "id": node.id, "kind": incident.kind, "date": plain(when if node.inside else t(wording.CHAIN_OUTSIDE)),
        "title": plain(data(label)), "short": plain(data(incident.short)), "name": plain(listed(name)),
        "inside": node.inside, "possible": node.possible,
    }  # fmt: skip


def _arrow(route: Route, catalogue: Catalogue, outside: set[str]) -> dict[str, Any]:
    edge, cites = route.edge, {True: set[int](), False: set[int]()}
    for claim in edge.claims:
        cites[side(claim) == "not"].add(catalogue.dataset.number(claim.source))
    words = t(RELATIONS[edge.field], context="relation") if not route.chip else ""
    return {
        "id": edge.id, "from": edge.start, "to": edge.end, "path": route.path, "tip": list(route.tip),
        "turn": route.turn, "x": route.label[0], "y": route.label[1], "w": 28 if route.chip else LABEL_W,
        "chip": route.chip, "manner": edge.manner, "same": edge.both_ways, "words": words,
        "cites": sorted(cites[False]), "against": sorted(cites[True]), "not": t(wording.CHAIN_NOT),
        "out": bool({edge.start, edge.end} & outside), "name": plain(edge_text(edge, catalogue)),
    }  # fmt: skip


def detail_html(graph: Graph, catalogue: Catalogue, chosen: str | None, arrow: str | None) -> str:
    """Beneath the drawing: all claims of the chosen arrow, or what led to the chosen incident and what followed."""
    if edge := graph.edge(arrow):
        ends = [inline(catalogue.by_id[one].incident.title) for one in (edge.start, edge.end)]
        head = f"<h2>{ends[0]} <span>{t('→')} {inline(relation(edge))} {t('→')}</span> {ends[1]}</h2>"
        return f'<div class="sp-card sp-chain-detail">{head}{card.section(edge.finding, catalogue.dataset)}</div>'
    if node := graph.node(chosen):
        parts = (
            (t(wording.CHAIN_LED), graph.led_to(node.id)), (t(wording.CHAIN_FOLLOWED), graph.followed(node.id)),
        )
        lists = "".join(_reach(head, reach, catalogue) for head, reach in parts)
        return f'<div class="sp-card sp-chain-detail"><h2>{inline(node.summary.incident.title)}</h2>{lists}</div>'
    return f'<p class="sp-lead">{_unlinked(catalogue, chosen)}{text(t(wording.CHAIN_HINT))}</p>'


def _unlinked(catalogue: Catalogue, chosen: str | None) -> str:
    """Of a chosen incident that is not drawn: why not."""
    if chosen not in catalogue.by_id:
        return ""
    why = t(wording.CHAIN_ALL_OUTSIDE if catalogue.links_of(chosen) else wording.CHAIN_UNLINKED)
    return f"<b>{inline(catalogue.by_id[chosen].incident.title)}</b>: {text(why)} "


def _reach(head: str, reach: Reach, catalogue: Catalogue) -> str:
    lines = "".join(f"<li>{_line(edge, catalogue)}</li>" for edge in reach.edges)
    return f"<h3>{text(head)}</h3>" + (f"<ul>{lines}</ul>" if lines else f"<p>{text(t(wording.CHAIN_NOTHING))}</p>")


def _line(edge: Edge, catalogue: Catalogue) -> str:
    start, end = (inline(catalogue.by_id[one].incident.title) for one in (edge.start, edge.end))
    cited = card.citations(edge.claims, catalogue.dataset)
    to = t("→")
    return f"{start} <span>{to} {inline(relation(edge))}</span> {cited} <span>{to}</span> {end} {_chips(edge)}"


def _chips(edge: Edge) -> str:
    """The finding's chip, and the manner's where the finding does not say it."""
    chips = {"speculated": ("range", t("speculated", context="link")), "contested": ("contested", t("contested"))}
    extra = chips.get(edge.manner)
    shown = card.finding_chip(edge.finding)
    return shown + (f" {card.chip(*extra)}" if extra and extra[1] != wording.status(edge.finding) else "")


def table_html(graph: Graph, catalogue: Catalogue) -> str:
    """The same as text: a row for every link, by date."""
    heads = "".join(f'<th scope="col">{text(t(head, context="column"))}</th>' for head in wording.CHAIN_COLUMNS)
    rows = "".join(_row(edge, graph, catalogue) for edge in graph.edges)
    return (
        f'<section class="sp-chain-text"><h2>{text(t(wording.CHAIN_AS_TEXT))}</h2>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _row(edge: Edge, graph: Graph, catalogue: Catalogue) -> str:
    start, relation_words, end, said, found = (t(head, context="column") for head in wording.CHAIN_COLUMNS)
    dataset = catalogue.dataset
    spoken = inline(sayers(edge, dataset))
    return (
        f'<tr><th scope="row" data-head="{text(start)}">{_end(edge.start, graph)}</th>'
        f'<td data-head="{text(relation_words)}">{inline(relation(edge))}</td>'
        f'<td data-head="{text(end)}">{_end(edge.end, graph)}</td>'
        f'<td data-head="{text(said)}"><span class="sp-says">{spoken}</span>{_who(edge.claims, dataset)}</td>'
        f'<td data-head="{text(found)}">{_chips(edge)}</td></tr>'
    )


def _end(incident: str, graph: Graph) -> str:
    node = graph.node(incident)
    if node is None:
        return text(incident)
    outside = "" if node.inside else f" <em>({text(t(wording.CHAIN_OUTSIDE))})</em>"
    return f"{inline(node.summary.incident.title)} <small>{inline(phrases.days(node.summary.days))}</small>{outside}"


def _who(claims: Iterable[Claim], dataset: DataSet) -> str:
    """One line a source: its number, paragraph and words; the rest stands in the title and beneath the arrow."""
    first, comma = {claim.source: claim for claim in reversed(tuple(claims))}, t(", ")
    lines = []
    for claim in sorted(first.values(), key=lambda one: dataset.number(one.source)):
        source, quote = dataset.source(claim.source), quoted(claim.quote)
        if href := words_link(source, claim.quote):
            quote = f'<a href="{text(href)}" target="_blank" rel="noopener noreferrer">{quote}</a>'
        says = f"{inline(t('says {who}', who=claim.says))}: " if claim.says else ""
        lines.append(
            f'<li><span class="sp-cite">{dataset.number(source.id)}</span> {card.short(source)}{comma}'
            f'{inline(places_in_source([claim]))}: {says}<span class="sp-q">{quote}</span></li>'
        )
    return f"<ul>{''.join(lines)}</ul>"
