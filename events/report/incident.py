"""One incident's section: what is known of it, its findings, who says what, its links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from events.catalogue import Catalogue, Selection
from events.comparing import side
from events.findings import Finding
from events.model import Claim
from events.report.footnotes import Footnotes
from events.report.marks import glyph, swatch
from events.report.markup import Html, join, tag
from events.report.saying import LOOKS, SYMBOLS, Sayer, status_key
from events.summary import Link, Summary


@dataclass
class Writer:
    """What every part of one report shares; ``numbers`` are those of the incidents, by id."""

    catalogue: Catalogue
    selection: Selection
    sayer: Sayer
    numbers: dict[str, int] = field(default_factory=dict)
    notes: Footnotes = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Footnotes(self.sayer)
        self.numbers = self.numbers or {one.id: number for number, one in enumerate(self.selection.all, 1)}
        self.possible = {summary.id for summary in self.selection.possible}

    def say(self, key: str, **values: object) -> Html:
        """A text of the table."""
        return self.sayer.language.say(key, **values)

    def membership(self, summary: Summary) -> Html:
        """"certain" or "possible"."""
        return self.say("selection.possible" if summary.id in self.possible else "selection.certain")

    def when(self, summary: Summary) -> Html:
        """Its days with their weekday, and the clock that they are days of."""
        words = self.sayer.language.days(summary.days, weekday=True)
        meta = self.catalogue.dataset.meta
        return self.sayer.language.listed([words, meta.clock or meta.time_zone]) if summary.days.known else words

    def title(self, summary: Summary) -> Html:
        """Its number and title."""
        return self.say("incident.title", number=self.numbers[summary.id], title=summary.incident.title)

    def linked(self, incident_id: str) -> Html:
        """The title of an incident, as a link where it stands in this report."""
        title = self.sayer.language.data(self.catalogue.by_id[incident_id].incident.title)
        if incident_id not in self.numbers:
            return self.say("link.outside", title=title)
        return tag("a", title, href=f"#incident-{self.numbers[incident_id]}")


def kind(key: str, writer: Writer) -> Html:
    """A kind with its shape."""
    return join([swatch(glyph(key, 11, 8, 6)), writer.say(f"kind.{key}")])


def chip(finding: Finding, writer: Writer) -> Html:
    """A finding's symbol and word."""
    look = LOOKS[finding.status]
    symbol = tag("b", SYMBOLS[look], aria_hidden="true")
    return tag("span", symbol, writer.say(status_key(finding)), class_=f"chip {look}")


def pairs(rows: Iterable[tuple[Html, Html]]) -> Html:
    """A list of names and values."""
    return tag("dl", *(join([tag("dt", name), tag("dd", value)]) for name, value in rows))


def _parties(summary: Summary, writer: Writer) -> list[tuple[Html, Html]]:
    by_role: dict[str, list[Html]] = {}
    for party in summary.parties:
        who = join([writer.sayer.actor(party.actor), " ", writer.notes.references(party.claims)])
        by_role.setdefault(party.role, []).append(who)
    listed = writer.sayer.language.listed
    return [(writer.say("party", role=writer.say(f"role.{role}")), listed(who, "list.semicolon"))
            for role, who in by_role.items()]  # fmt: skip


def _other_name(summary: Summary, writer: Writer) -> list[tuple[Html, Html]]:
    """The place's other name, where it has one: the local one, or that in the language of the data."""
    place, language = summary.place, writer.sayer.language
    other = place.local if language.is_data else place.name
    known = bool(place.local) and place.local != place.name and summary.is_placed
    return [(writer.say("label.other_name"), language.data(other))] if known else []


def _facts(summary: Summary, writer: Writer) -> Html:
    sayer, say, place = writer.sayer, writer.say, summary.place
    rows = [
        (say("label.kind"), kind(summary.incident.kind, writer)),
        (say("label.date"), writer.when(summary)),
        (say("label.place"), sayer.where(place)),
        *_other_name(summary, writer),
        (say("label.coordinate"), sayer.language.data(place.obtained)),
        (say("label.selection"), writer.membership(summary)),
        (say("label.voices"), sayer.voices(len(summary.sources), len(summary.voices))),
        *_parties(summary, writer),
    ]
    rows += [(say("label.place_note"), sayer.language.data(place.note))] if place.note else []
    rows += [(say("label.note"), sayer.language.data(summary.incident.note))] if summary.incident.note else []
    return pairs(rows)


def _heads(keys: Iterable[str], writer: Writer) -> Html:
    return tag("thead", tag("tr", *(tag("th", writer.say(key), scope="col") for key in keys)))


def table(caption: Html, heads: Iterable[str], bodies: Iterable[Html], writer: Writer, look: str) -> Html:
    """A table with its caption and column heads, which scrolls on a narrow screen."""
    whole = tag("table", tag("caption", caption), _heads(heads, writer), *bodies, class_=look)
    return tag("div", whole, class_="scroll")


def _finding_row(finding: Finding, writer: Writer) -> Html:
    sayer = writer.sayer
    why = tag("small", sayer.why(finding))
    return tag(
        "tr",
        tag("th", sayer.label(finding), scope="row"),
        tag("td", tag("span", sayer.finding(finding), class_="finding"), why),
        tag("td", chip(finding, writer)),
        tag("td", sayer.voices(len(finding.sources), len(finding.voices))),
        tag("td", writer.notes.references(finding.claims)),
    )


def _findings(summary: Summary, writer: Writer) -> Html:
    heads = ("label.field", "label.finding", "label.status", "label.voices", "label.notes")
    rows = (_finding_row(finding, writer) for finding in summary.findings)
    caption = writer.say("findings.caption", title=summary.incident.title)
    return table(caption, heads, [tag("tbody", *rows)], writer, "findings")


def _who(claim: Claim, writer: Writer) -> Html:
    """Whom the source attributes it to, and the origin behind it."""
    who = writer.sayer.language.data(claim.says) if claim.says else writer.say("claim.own")
    if not claim.origin:
        return who
    origin = writer.say("claim.origin", name=writer.catalogue.dataset.origins[claim.origin].name)
    return join([who, tag("small", origin)])


def _claim_row(claim: Claim, writer: Writer) -> Html:
    sayer, dataset = writer.sayer, writer.catalogue.dataset
    number = dataset.number(claim.source)
    short = sayer.language.data(dataset.source(claim.source).short)
    source = join([tag("a", number, href=f"#source-{number}"), " ", tag("small", short)])
    note = [tag("small", sayer.language.data(claim.note))] if claim.note else []
    return tag(
        "tr",
        tag("th", sayer.said(claim), *note, scope="row"),
        tag("td", _who(claim, writer)),
        tag("td", source),
        tag("td", claim.paragraph or writer.sayer.language.data(claim.locator), class_="number"),
        tag("td", sayer.language.quote(claim.quote)),
        tag("td", tag("span", writer.notes.reference(claim), class_="notes"), class_="number"),
    )


def _claims(summary: Summary, writer: Writer) -> Html:
    heads = ("label.claim", "label.says", "label.source", "label.paragraph", "label.quote", "label.note_number")
    bodies = []
    for finding in summary.findings:
        words = writer.say("claims.group", field=writer.sayer.label(finding), finding=writer.sayer.finding(finding))
        head = tag("tr", tag("th", words, scope="rowgroup", colspan=len(heads), class_="group"))
        rows = (_claim_row(claim, writer) for claim in finding.claims)
        bodies.append(tag("tbody", head, *rows))
    return table(writer.say("claims.caption", title=summary.incident.title), heads, bodies, writer, "claims")


def _link(link: Link, own: str, writer: Writer) -> Html:
    """"This incident: in response to Rocket attack … (stated), according to The Paper; The Radio"."""
    say, listed = writer.say, writer.sayer.language.listed
    if link.origin == own:
        words = say(f"link.{link.field}", incident=writer.linked(link.target))
    else:
        words = say("link.from", origin=writer.linked(link.origin),
                    words=say(f"link.{link.field}", incident=say("link.this")))  # fmt: skip
    tellers: dict[str, list[Claim]] = {}
    for claim in link.finding.claims:
        tellers.setdefault("holds" if side(claim) in ("holds", "may") else side(claim), []).append(claim)
    says = [
        say(f"link.{key}", sources=listed(_publishers(claims, writer)), notes=writer.notes.references(claims))
        for key, claims in tellers.items()
    ]
    manner = say(f"link.manner.{link.manner}")
    return tag("li", say("link.sentence", words=words, manner=manner, says=listed(says, "list.semicolon")))


def _publishers(claims: Iterable[Claim], writer: Writer) -> list[Html]:
    dataset = writer.catalogue.dataset
    return list(dict.fromkeys(writer.sayer.publisher(dataset.source(claim.source)) for claim in claims))


def section(summary: Summary, writer: Writer) -> Html:
    """The whole section of one incident, under a heading of the third level."""
    number = writer.numbers[summary.id]
    links = [_link(link, summary.id, writer) for link in writer.catalogue.links_of(summary.id)]
    told = tag("ul", *links) if links else tag("p", writer.say("link.none"))
    return tag(
        "section",
        tag("h3", writer.title(summary), id=f"incident-{number}"),
        _facts(summary, writer),
        tag("h4", writer.say("findings.head")),
        _findings(summary, writer),
        tag("h4", writer.say("claims.head")),
        _claims(summary, writer),
        tag("h4", writer.say("links.head")),
        told,
        aria_labelledby=f"incident-{number}",
        class_="incident",
    )
