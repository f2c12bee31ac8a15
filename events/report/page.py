"""The report: one static HTML file of a selection, without script and without reference to anything outside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from events.catalogue import Catalogue, Selection
from events.fields import KINDS
from events.report.captions import counted, counts, filter_sentence
from events.report.incident import Writer, kind, pairs, section, table
from events.report.language import language_of
from events.report.legend import legend
from events.report.markup import Html, escape, join, tag, text_of
from events.report.picture import picture
from events.report.saying import Sayer
from events.report.sources import origins, source_list
from events.report.style import STYLE
from events.summary import Summary
from geodata.regions import RegionTable, default_regions

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The file forbids itself every request and every script, should it ever be served."""
RULES = 5
METHOD = ("claims", "rule", "numbers", "origins", "place", "time", "neutral")


def report(
    catalogue: Catalogue, selection: Selection, language: str, today: date, *,
    known: date | None = None, regions: RegionTable | None = None,
) -> Iterator[str]:  # fmt: skip
    """The file as text, piece by piece.

    Args:
        catalogue: all incidents of the data set, which links may lead to.
        selection: those that the report tells of.
        language: "en" or "ar".
        today: date of the report.
        known: where the catalogue holds only what sources published by a day say, that day, to be said.
        regions: countries and provinces for the map; those embedded by default.

    Raises:
        ValueError: a language that the report does not speak, before anything is written.
    """
    sayer = Sayer(language_of(language), catalogue.dataset)
    writer = Writer(catalogue, selection, sayer)
    return _pieces(writer, today, known, default_regions() if regions is None else regions)


def _pieces(writer: Writer, today: date, known: date | None, regions: RegionTable) -> Iterator[str]:
    language = writer.sayer.language
    yield f'<!DOCTYPE html>\n<html lang="{language.code}" dir="{language.direction}">\n'
    yield _head(writer) + "\n<body>\n"
    yield tag("a", writer.say("skip"), href="#main", class_="skip") + "\n"
    yield _title(writer, today, known) + "\n"
    yield _contents(writer) + '\n<main id="main">\n'
    yield _map(writer, regions) + "\n"
    yield _chronology(writer) + "\n"
    placed = [summary for summary in writer.selection.all if summary.is_placed]
    tray = [summary for summary in writer.selection.all if not summary.is_placed]
    yield from _incidents("incidents", placed, writer)
    yield from _incidents("unplaced", tray, writer)
    yield _notes(writer) + "\n"
    yield _sources(writer) + "\n"
    yield _method(writer) + "\n</main>\n"
    yield tag("footer", tag("p", writer.say("foot", day=language.day(today)))) + "\n</body>\n</html>\n"


def _head(writer: Writer) -> Html:
    title = text_of(writer.say("page.title", name=writer.catalogue.dataset.meta.name), isolated=True)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        Html(f"<style>{STYLE}</style>"),
    )


def _title(writer: Writer, today: date, known: date | None) -> Html:
    say, language, meta = writer.say, writer.sayer.language, writer.catalogue.dataset.meta
    data = language.data
    as_known = [(say("label.known"), say("known", day=language.day(known)))] if known else []
    of_selection = [
        (what, language.say("counts.row", certain=sure, possible=maybe))
        for what, sure, maybe in counts(writer.selection, language)
    ]
    return tag(
        "header",
        tag("p", say("page.kicker"), class_="kicker"),
        tag("h1", data(meta.name)),
        tag("p", say("page.unverified"), class_="notice"),
        pairs([
            (say("label.version"), data(meta.version)),
            (say("label.licence"), data(meta.licence)),
            (say("label.made"), language.day(today)),
            *as_known,
            (say("label.filter"), filter_sentence(writer.selection.filter, writer.sayer)),
            (say("label.selected"), counted(writer.selection, language)),
            *of_selection,
            (say("label.time_zone"), data(meta.time_zone_note or meta.time_zone)),
        ]),
        tag("p", say("counts.note"), class_="small"),
        *([] if language.is_data else [tag("p", say("page.languages"), class_="small")]),
    )  # fmt: skip


def _contents(writer: Writer) -> Html:
    parts = ("map", "chronology", "incidents", "unplaced", "notes", "sources", "method")
    links = (tag("li", tag("a", writer.say(f"{part}.title"), href=f"#{part}")) for part in parts)
    return tag("nav", tag("ul", *links), aria_label=text_of(writer.say("contents.title")))


def _part(key: str, writer: Writer, *inside: Html, page: bool = False) -> Html:
    """A section under a heading of the second level."""
    head = tag("h2", writer.say(f"{key}.title"), id=key)
    return tag("section", head, *inside, aria_labelledby=key, class_="page" if page else None)


def _map(writer: Writer, regions: RegionTable) -> Html:
    drawn = picture(writer.selection, writer.numbers, writer.sayer, regions)
    if drawn is None:
        return _part("map", writer, tag("p", writer.say("map.empty")))
    caption = [writer.say("map.caption")]
    if drawn.unlabelled:
        caption.append(writer.sayer.language.count("map.unlabelled", drawn.unlabelled))
    kinds = [key for key in KINDS if any(one.is_placed and one.incident.kind == key for one in writer.selection.all)]
    figure = tag("figure", drawn.svg, tag("figcaption", join(caption, " "), class_="small"))
    return _part("map", writer, figure, legend(kinds, writer))


def _chronology_row(summary: Summary, writer: Writer) -> Html:
    number = writer.numbers[summary.id]
    title = tag("a", writer.sayer.language.data(summary.incident.title), href=f"#incident-{number}")
    return tag(
        "tr",
        tag("td", number, class_="number"),
        tag("td", writer.sayer.language.days(summary.days, weekday=True)),
        tag("th", title, scope="row"),
        tag("td", kind(summary.incident.kind, writer)),
        tag("td", writer.sayer.where(summary.place)),
        tag("td", writer.membership(summary)),
    )


def _chronology(writer: Writer) -> Html:
    meta = writer.catalogue.dataset.meta
    if not len(writer.selection):
        return _part("chronology", writer, tag("p", writer.say("chronology.empty")))
    heads = ("label.number", "label.date", "label.incident", "label.kind", "label.place", "label.selection")
    rows = (_chronology_row(summary, writer) for summary in writer.selection.all)
    caption = writer.say("chronology.caption", zone=meta.time_zone_note or meta.time_zone)
    return _part("chronology", writer, table(caption, heads, [tag("tbody", *rows)], writer, "chronology"), page=True)


def _incidents(key: str, summaries: list[Summary], writer: Writer) -> Iterator[str]:
    """Piece by piece: a large selection is never held as one text."""
    yield f'<section aria-labelledby="{key}" class="page">' + tag("h2", writer.say(f"{key}.title"), id=key) + "\n"
    if not summaries:
        yield tag("p", writer.say(f"{key}.empty")) + "\n"
    for summary in summaries:
        yield section(summary, writer) + "\n"
    yield "</section>\n"


def _notes(writer: Writer) -> Html:
    about = tag("p", writer.say("notes.about"), class_="small")
    return _part("notes", writer, about, tag("ol", *writer.notes.items(), class_="footnotes"), page=True)


def _sources(writer: Writer) -> Html:
    about = tag("p", writer.say("sources.about"), class_="small")
    origin_head = tag("h3", writer.say("origins.title"))
    return _part("sources", writer, about, source_list(writer), origin_head, origins(writer), page=True)


def _method(writer: Writer) -> Html:
    rules = tag("ol", *(tag("li", writer.say(f"method.rule.{number}")) for number in range(1, RULES + 1)))
    paragraphs = []
    for key in METHOD:
        paragraphs += [tag("p", writer.say(f"method.{key}")), *([rules] if key == "rule" else [])]
    meta, data = writer.catalogue.dataset.meta, writer.sayer.language.data
    own = [text for text in (meta.method, meta.disputed_note) if text]
    more = [tag("h3", writer.say("method.dataset")), *(tag("p", data(text)) for text in own)] if own else []
    return _part("method", writer, tag("p", writer.say("page.unverified"), class_="notice"), *paragraphs, *more)
