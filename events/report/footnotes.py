"""Footnotes: every place in a source once, numbered in the order in which the report first needs it."""

from __future__ import annotations

from collections.abc import Iterable

from events.citing import words_link
from events.model import Claim
from events.report.markup import Html, escape, tag
from events.report.saying import Sayer

Key = tuple[str, int | str, str, str]


def anchor(href: str, *inside: object, **attributes: object) -> Html:
    """A link to a page elsewhere, which learns nothing of this file."""
    return tag("a", *inside, href=href, rel="noopener noreferrer", **attributes)


class Footnotes:
    """The footnotes of one report. Numbers run from 1 through the whole of it."""

    def __init__(self, sayer: Sayer) -> None:
        self._sayer = sayer
        self._numbers: dict[Key, int] = {}
        self._claims: list[Claim] = []

    def __len__(self) -> int:
        return len(self._claims)

    def number(self, claim: Claim) -> int:
        """The number of the place where a claim is written."""
        key = (claim.source, claim.paragraph or claim.locator, claim.quote, claim.says)
        if key not in self._numbers:
            self._claims.append(claim)
            self._numbers[key] = len(self._claims)
        return self._numbers[key]

    def reference(self, claim: Claim) -> Html:
        """The number as a link to the footnote."""
        number = self.number(claim)
        label = self._sayer.language.words["note.label"].replace("{n}", str(number))
        return tag("a", number, href=f"#note-{number}", aria_label=label)

    def references(self, claims: Iterable[Claim]) -> Html:
        """The numbers of several claims, each once, in order."""
        first = {self.number(claim): claim for claim in claims}
        links = (self.reference(first[number]) for number in sorted(first))
        return tag("span", self._sayer.language.listed(links), class_="notes")

    def items(self) -> Iterable[Html]:
        """The footnotes as items of a numbered list."""
        sayer, say = self._sayer, self._sayer.language.say
        for number, claim in enumerate(self._claims, 1):
            source = sayer.dataset.source(claim.source)
            of_source = tag("a", sayer.dataset.number(source.id), href=f"#source-{sayer.dataset.number(source.id)}")
            words = sayer.language.quote(claim.quote)
            if href := words_link(source, claim.quote):
                words = anchor(href, words)
            parts = [
                say("note.source", number=of_source, name=sayer.publisher(source)),
                say("note.paragraph", n=claim.paragraph) if claim.paragraph else sayer.language.data(claim.locator),
            ]
            if claim.says:
                parts.append(say("note.says", who=claim.says))
            text = say("note.text", where=sayer.language.listed(parts), words=words)
            yield tag("li", escape(text), id=f"note-{number}", value=number)
