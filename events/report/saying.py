"""Claims and findings in the language of the report: what ``events/phrases.py`` says in English, word for word.

A test holds the English of this file to ``events/phrases.py`` over a whole data set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.amounts import Amount, Bound
from events.comparing import side
from events.dataset import DataSet
from events.dates import common, cover
from events.fields import FIELD, FieldType, Stance
from events.findings import Counting, Finding, Status
from events.model import Claim, Source
from events.report.language import Language
from events.report.markup import Html
from geodata.places import Place, Precision

SYMBOLS = {"agreed": "=", "range": "↔", "contested": "≠", "single": "1", "none": "·"}
"""What stands beside a finding's word, so that nothing hangs on colour."""
LOOKS = {
    Status.AGREED: "agreed", Status.RANGE: "range", Status.CONTESTED: "contested", Status.SINGLE: "single",
    Status.NOT_STATED: "none",
}  # fmt: skip
_WORDED = (FieldType.TEXT, FieldType.ACTOR, FieldType.CODE, FieldType.LINK)


def status_key(finding: Finding) -> str:
    """Key of the word on a finding's chip. Words that differ without excluding each other are no range."""
    if finding.status is Status.RANGE and FIELD[finding.field].type in _WORDED:
        return "status.differ"
    if finding.status is Status.RANGE and finding.low is None:
        return "status.compatible"
    if finding.status is Status.SINGLE and len(finding.sources) > 1:
        return "status.single_origin"
    return f"status.{LOOKS[finding.status]}"


def _unique(parts: Iterable[Html]) -> list[Html]:
    return list(dict.fromkeys(parts))


@dataclass(frozen=True)
class Sayer:
    """Says what is in a data set in one language."""

    language: Language
    dataset: DataSet

    def actor(self, actor_id: str | None) -> Html:
        """An actor's one neutral name: the local one in another language than that of the data, where there is one."""
        if not actor_id:
            return self.language.say("none")
        actor = self.dataset.actors[actor_id]
        return self.language.data(actor.name if self.language.is_data else actor.local or actor.name)

    def place(self, place: Place) -> Html:
        """A place's name; in another language than that of the data its local name, where there is one."""
        if place.precision is Precision.UNPLACED:
            # An own word where the data set has a place for "no source says where".
            return self.language.data(place.name) if self.language.is_data else self.language.say("place.none")
        return self.language.data(place.name if self.language.is_data else place.local or place.name)

    def precision(self, place: Place) -> Html:
        """"site, within 2 km", "area only, province"."""
        words = self.language.say(f"precision.{place.precision.value}")
        if not place.radius_km:
            return words
        return self.language.say("precision.within", precision=words, km=place.radius_km)

    def where(self, place: Place) -> Html:
        """"Camp Taji: site, within 2 km"."""
        if place.precision is Precision.UNPLACED:
            return self.place(place)
        return self.language.say("place.with_precision", place=self.place(place), precision=self.precision(place))

    def voices(self, sources: int, origins: int) -> Html:
        """"5 sources, 4 origins"; one of each is "one source"."""
        words = self.language.count("n.sources", sources)
        if sources == origins == 1:
            return words
        return self.language.listed([words, self.language.count("n.origins", origins)])

    def label(self, finding: Finding) -> Html:
        """The field's name, with the group that is counted where it is not the total."""
        name = self.language.say(f"field.{finding.field}")
        return self.language.listed([name, self.actor(finding.of)]) if finding.of else name

    def _unit(self, unit: str) -> Html:
        key = f"unit.{unit}"
        return self.language.say(key) if self.language.has(key) else self.language.data(unit)

    def _number(self, claim: Claim) -> Html:
        words = self.language.amount(claim.amount)
        if claim.unit and claim.unit != claim.spec.unit:
            words = self.language.say("amount.with_unit", amount=words, unit=self._unit(claim.unit))
        if claim.parts:
            split = [
                self.language.say("amount.part", actor=self.actor(group), n=count)
                for group, count in claim.parts.items()
            ]
            words = self.language.say("amount.with_parts", amount=words, parts=self.language.listed(split))
        return words

    def _code(self, claim: Claim) -> Html:
        return self.language.say(f"{claim.field}.{claim.value}")

    def _linked(self, claim: Claim) -> Html:
        other = self.dataset.incident(claim.incident or "")
        return self.language.data(other.title if other else str(claim.incident))

    def said(self, claim: Claim) -> Html:
        """What one claim says, in words and without who says it."""
        words = self._said(claim)
        return words if claim.holds else self.language.say("said.not", words=words)

    def _said(self, claim: Claim) -> Html:
        say = self.language.say
        match claim.spec.type:
            case FieldType.NUMBER:
                return self._number(claim)
            case FieldType.DATE:
                return self.language.days(claim.days)
            case FieldType.PLACE:
                return self.place(self.dataset.places[str(claim.value)])
            case FieldType.CODE if claim.text:
                text = self.language.data(claim.text)
                return text if self.language.is_data else say("said.code", code=self._code(claim), text=text)
            case FieldType.CODE:
                return self._code(claim)
            case FieldType.ACTOR:
                words = say(f"stance.{claim.stance.value}", actor=self.actor(claim.actor))
                more = claim.value or claim.text
                return say("said.more", words=words, more=str(more)) if more else words
            case FieldType.LINK:
                words = say(f"link.{claim.field}", incident=self._linked(claim))
                manner = say(f"manner.{claim.stance.value}")
                return words if claim.stance is Stance.STATES else say("said.manner", words=words, manner=manner)
        if claim.actor and claim.field == "reaction":
            return say("said.more", words=self.actor(claim.actor), more=str(claim.value))
        return self.language.data(claim.value)

    def _amounts(self, finding: Finding) -> Html:
        stated = {claim.amount for claim in finding.claims}
        amounts: list[Amount] = sorted(stated, key=lambda a: (a.low, a.high, tuple(Bound).index(a.bound)))
        lowest, highest = amounts[0], max(amounts, key=lambda a: (a.high, a.bound is not Bound.EXACT))
        if lowest == highest or len(amounts) == 1:
            return self.language.amount(lowest)
        if lowest.low == highest.high and finding.status is not Status.CONTESTED:
            return self.language.amount(highest)
        low: Html | float = lowest.low if lowest.bound is Bound.RANGE else self.language.amount(lowest)
        high: Html | float = highest.high if highest.bound is Bound.RANGE else self.language.amount(highest)
        figures = (Bound.EXACT, Bound.RANGE)
        ends = "amount.span" if lowest.bound in figures and highest.bound in figures else "amount.ends"
        return self.language.say(ends, low=low, high=high)

    def finding(self, finding: Finding) -> Html:
        """The finding's value in words: "12 – 14", "rockets; missiles", "not stated"."""
        if finding.status is Status.NOT_STATED:
            return self.language.say("none")
        if finding.low is not None:
            units = {claim.unit for claim in finding.claims if claim.unit and claim.unit != claim.spec.unit}
            amounts = self._amounts(finding)
            if len(units) != 1:
                return amounts
            return self.language.say("amount.with_unit", amount=amounts, unit=self._unit(units.pop()))
        kind = FIELD[finding.field].type
        if kind is FieldType.DATE:
            stated = [claim.days for claim in finding.claims]
            return self.language.days(common(stated) or cover(stated))
        return self.language.listed(_unique(self._parts(finding, kind)), "list.semicolon")

    def _parts(self, finding: Finding, kind: FieldType) -> Iterable[Html]:
        leads = [position.lead for position in finding.positions]
        held = [claim.actor for claim in finding.claims if side(claim) in ("holds", "may")]
        if finding.field == "attribution" and held:
            # Those held or suspected responsible, else what is said instead; the rows below say by whom.
            return [self.actor(one) for one in held]
        if kind is FieldType.LINK:
            return [self._linked(claim) for claim in finding.claims]
        return [self._code(lead) if kind is FieldType.CODE else self.said(lead) for lead in leads]

    def why(self, finding: Finding) -> Html:
        """Why the finding is what it is, in one or two sentences."""
        match finding.status:
            case Status.NOT_STATED:
                return self.language.say("why.none")
            case Status.CONTESTED:
                assert finding.clash is not None  # noqa: S101  a contested finding always carries its clash
                one, other = (self.said(claim) for claim in finding.clash)
                return self.language.say("why.contested", one=one, other=other)
            case Status.SINGLE:
                claim = finding.claims[0]
                by_origin = finding.counting is Counting.ORIGINS
                if by_origin and claim.origin:
                    return self.language.say("why.origin", name=self.dataset.origins[claim.origin].name)
                name = self.publisher(self.dataset.source(claim.source))
                return self.language.say("why.origin" if by_origin else "why.source", name=name)
            case Status.AGREED:
                return self.language.say("why.agreed", voices=self.voices(len(finding.sources), len(finding.voices)))
        ranged = finding.low is not None or FIELD[finding.field].type in (FieldType.DATE, FieldType.PLACE)
        return self.language.say("why.range" if ranged else "why.differ")

    def publisher(self, source: Source) -> Html:
        """The publisher, or that it is not stated."""
        return self.language.data(source.publisher) if source.publisher else self.language.say("source.no_publisher")

    def source(self, source: Source) -> Html:
        """Publisher, authors, title, date, republisher; what is not stated is said to be so."""
        authors = self.language.listed(source.authors) if source.authors else self.language.say("source.no_author")
        title = self.language.quote(source.title)
        parts = [self.publisher(source), authors, title, self.language.published(source.published)]
        if source.republished_by:
            parts.append(self.language.say("source.republished", by=source.republished_by))
        return self.language.listed(parts)
