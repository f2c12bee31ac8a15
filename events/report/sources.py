"""The sources of a report with what they state of themselves, and the origins behind them."""

from __future__ import annotations

from events.model import Claim, Source
from events.report.footnotes import anchor
from events.report.incident import Writer, pairs
from events.report.markup import Html, tag


def _claims(writer: Writer) -> list[Claim]:
    return [claim for summary in writer.selection.all for claim in summary.incident.claims]


def _stated(source: Source, writer: Writer) -> list[tuple[Html, Html]]:
    say, language = writer.say, writer.sayer.language
    rows = [
        (say("source.title"), language.quote(source.title)),
        (say("source.publisher"), language.data(source.publisher) if source.publisher else say("none")),
        (say("source.authors"), language.listed(source.authors) if source.authors else say("none")),
        (say("source.published"), language.published(source.published)),
    ]
    if source.republished_by:
        rows.append((say("source.again"), language.data(source.republished_by)))
    address = anchor(source.link, language.data(source.link)) if source.link else say("none")
    rows.append((say("source.address"), address))
    if source.withdrawn:
        rows.append((say("source.withdrawn"), language.published(source.withdrawn)))
    if source.supersedes:
        numbers = (writer.catalogue.dataset.number(one) for one in source.supersedes)
        rows.append((say("source.supersedes"), language.listed(numbers)))
    if source.note:
        rows.append((say("source.note"), language.data(source.note)))
    return rows


def source_list(writer: Writer) -> Html:
    """The sources that the selection cites, under the numbers that they have everywhere."""
    cited: dict[str, int] = {}
    for claim in _claims(writer):
        cited[claim.source] = cited.get(claim.source, 0) + 1
    items = []
    for number, source in enumerate(writer.catalogue.dataset.sources, 1):
        if source.id in cited:
            name = tag("b", writer.sayer.publisher(source))
            count = writer.sayer.language.count("n.claims_here", cited[source.id])
            head = tag("div", writer.say("source.head", name=name, count=count))
            items.append(tag("li", head, pairs(_stated(source, writer)), id=f"source-{number}", value=number))
    return tag("ol", *items, class_="sources") if items else tag("p", writer.say("sources.empty"))


def origins(writer: Writer) -> Html:
    """The origins that the selection's claims name, with the sources that carry each."""
    dataset, say, language = writer.catalogue.dataset, writer.say, writer.sayer.language
    carriers: dict[str, set[int]] = {}
    for claim in _claims(writer):
        if claim.origin:
            carriers.setdefault(claim.origin, set()).add(dataset.number(claim.source))
    items = []
    for origin_id, origin in dataset.origins.items():
        if origin_id not in carriers:
            continue
        links = (tag("a", number, href=f"#source-{number}") for number in sorted(carriers[origin_id]))
        parts = [language.data(origin.name)]
        parts += [say("origin.by", who=origin.by)] if origin.by else []
        parts += [language.published(origin.date)] if origin.date else []
        items.append(tag("li", language.listed([*parts, say("origin.carried", sources=language.listed(links))])))
    return tag("ul", *items) if items else tag("p", say("origins.empty"))
