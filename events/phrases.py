"""The domain said in words: dates, places, amounts, findings. Neutral, and the same everywhere.

The screen, the command line and the exports all speak through this file, so that a caption cannot
disagree with a table. It attributes and never blames. What it says is in the language of the run
(``events/language.py``); where that is not the data set's, names are the local ones that the data set has.
"""

from __future__ import annotations

from events.amounts import Amount, Bound, number_words
from events.closed_words import LINK_WORDS
from events.closed_words import MONTHS as MONTHS
from events.closed_words import NOT_STATED as NOT_STATED
from events.closed_words import PRECISION_WORDS as PRECISION_WORDS
from events.closed_words import STANCE_WORDS as STANCE_WORDS
from events.closed_words import WEEKDAYS as WEEKDAYS
from events.comparing import side
from events.dataset import DataSet
from events.dates import common, cover
from events.day_phrases import DASH as DASH
from events.day_phrases import day as day
from events.day_phrases import days as days
from events.day_phrases import short_day as short_day
from events.day_phrases import short_days as short_days
from events.day_phrases import source_date as source_date
from events.fields import FIELD, KINDS, WEAPONS, FieldType, Stance
from events.findings import Counting, Finding, Position, Status
from events.language import FIGURE, current, data, listed, t, tn
from events.model import Claim, Source
from geodata.places import Place, Precision


def kilometres(value: float) -> str:
    """"2 km", "0.5 km"."""
    return t("{n} km", n=number_words(value))


def precision(place: Place) -> str:
    """How exactly a place is known: "site, within 2 km", "area only, province"."""
    words = t(PRECISION_WORDS[place.precision])
    return t("{precision}, within {km}", precision=words, km=kilometres(place.radius_km)) if place.radius_km else words


def _own(name: str, local: str) -> str:
    """A name of the data set: the local one in another language than English."""
    return name if current() == "en" else data(local or name)


def place_name(place: Place) -> str:
    """A place's one name; for the place of what has none, that it is not stated."""
    if place.precision is Precision.UNPLACED and current() != "en":
        return t("Place not stated")
    return _own(place.name, place.local)


def source_name(source: Source) -> str:
    """The publisher, or that it is not stated."""
    return data(source.publisher) if source.publisher else t(source.name)


def where(place: Place) -> str:
    """"Camp Taji: site, within 2 km"."""
    if place.precision is Precision.UNPLACED:
        return place_name(place)
    return t("{place}: {precision}", place=place_name(place), precision=precision(place))


def actor(actor_id: str | None, dataset: DataSet) -> str:
    """An actor's one neutral name."""
    if not actor_id:
        return t(NOT_STATED)
    return _own(dataset.actors[actor_id].name, dataset.actors[actor_id].local)


def _united(words: str, unit: str) -> str:
    """A figure with the name of what is counted."""
    return t("{figure} {unit}", figure=words, unit=t(unit, context="unit"))


def _number(claim: Claim, dataset: DataSet) -> str:
    words = claim.amount.words
    if claim.unit and claim.unit != claim.spec.unit:
        words = _united(words, claim.unit)
    if claim.parts:
        split = (t("{actor} {n}", actor=actor(group, dataset), n=count) for group, count in claim.parts.items())
        words = t("{words} ({more})", words=words, more=listed(split))
    return words


def _code(claim: Claim) -> str:
    """The word of the closed list."""
    return t(KINDS[str(claim.value)] if claim.field == "kind" else WEAPONS[str(claim.value)][0])


def _coded(claim: Claim) -> str:
    """The source's own words for it; in another language than the data set's beside the word of the list."""
    if not claim.text or current() == "en":
        return claim.text or _code(claim)
    return t("{words} ({more})", words=_code(claim), more=claim.text)


def _linked(claim: Claim, dataset: DataSet) -> str:
    """Title of the incident at the other end."""
    other = dataset.incident(claim.incident or "")
    return data(other.title if other else claim.incident)


def said(claim: Claim, dataset: DataSet) -> str:
    """What one claim says, in words and without who says it."""
    match claim.spec.type:
        case FieldType.NUMBER:
            words = _number(claim, dataset)
        case FieldType.DATE:
            words = days(claim.days)
            words = t("{words} ({more})", words=words, more=claim.text) if claim.text and claim.locator else words
        case FieldType.PLACE:
            words = place_name(dataset.places[str(claim.value)])
            words = t("{words}: {more}", words=words, more=claim.text) if claim.text and claim.locator else words
        case FieldType.CODE:
            words = _coded(claim)
        case FieldType.ACTOR:
            words = t(STANCE_WORDS[claim.stance], actor=actor(claim.actor, dataset))
            if claim.value or claim.text:
                words = t("{words}: {more}", words=words, more=claim.value or claim.text)
        case FieldType.LINK:
            words = t(LINK_WORDS[claim.field], incident=_linked(claim, dataset))
            if claim.stance is not Stance.STATES:
                words = t("{words} ({more})", words=words, more=t(claim.stance.value, context="manner"))
        case _:
            words = data(claim.value)
            if claim.actor and claim.field == "reaction":
                words = t("{words}: {more}", words=actor(claim.actor, dataset), more=words)
    return words if claim.holds else t("not so: {words}", words=words)


def label(finding: Finding, dataset: DataSet) -> str:
    """The field's name, with the group that is counted where it is not the total."""
    name = t(FIELD[finding.field].label)
    return listed([name, actor(finding.of, dataset)]) if finding.of else name


def _amounts(finding: Finding) -> str:
    stated = {claim.amount for claim in finding.claims}
    amounts: list[Amount] = sorted(stated, key=lambda a: (a.low, a.high, tuple(Bound).index(a.bound)))
    lowest, highest = amounts[0], max(amounts, key=lambda a: (a.high, a.bound is not Bound.EXACT))
    if lowest == highest or len(amounts) == 1:
        return lowest.words
    if lowest.low == highest.high and finding.status is not Status.CONTESTED:
        return highest.words
    left = number_words(lowest.low) if lowest.bound is Bound.RANGE else lowest.words
    right = number_words(highest.high) if highest.bound is Bound.RANGE else highest.words
    return _span(left, right)


def _span(left: str, right: str) -> str:
    """From one amount to another: figures as figures, with words between where either has some."""
    figures = data(f"{left}{DASH}{right}")
    return figures if figures.startswith(FIGURE) else t("{low} – {high}", low=left, high=right)


def _responsible(finding: Finding, dataset: DataSet) -> str:
    """Those held or suspected responsible, else what is said instead; the details say by whom."""
    held = [claim.actor for claim in finding.claims if side(claim) in ("holds", "may")]
    if held:
        return listed(dict.fromkeys(actor(one, dataset) for one in held), "; ")
    return listed(dict.fromkeys(said(position.lead, dataset) for position in finding.positions), "; ")


def finding_text(finding: Finding, dataset: DataSet) -> str:
    """The finding's value in words: "12 – 14", "rockets; missiles", "not stated"."""
    if finding.status is Status.NOT_STATED:
        return t(NOT_STATED)
    if finding.low is not None:
        units = {claim.unit for claim in finding.claims if claim.unit and claim.unit != claim.spec.unit}
        return _united(_amounts(finding), units.pop()) if len(units) == 1 else _amounts(finding)
    if finding.field == "attribution":
        return _responsible(finding, dataset)
    if FIELD[finding.field].type is FieldType.DATE:
        stated = [claim.days for claim in finding.claims]
        return days(common(stated) or cover(stated))
    if FIELD[finding.field].type is FieldType.LINK:
        return listed(dict.fromkeys(_linked(claim, dataset) for claim in finding.claims), "; ")
    if FIELD[finding.field].type is FieldType.CODE:
        return listed(dict.fromkeys(_code(position.lead) for position in finding.positions), "; ")
    return listed(dict.fromkeys(said(position.lead, dataset) for position in finding.positions), "; ")


def position_text(position: Position, dataset: DataSet) -> str:
    """What everyone in a position says; a count that is broken down as its parts."""
    lead = position.lead
    if lead.spec.type is FieldType.CODE:
        return _code(lead)
    if lead.parts:
        return listed(t("{n} {actor}", n=count, actor=actor(one, dataset)) for one, count in lead.parts.items())
    return said(lead, dataset)


def voices(sources: int, voices: int) -> str:
    """"5 sources, 4 origins"; one of each is "one source"."""
    words = tn("one source", "{n} sources", sources)
    return words if sources == voices == 1 else listed([words, tn("{n} origin", "{n} origins", voices)])


def why(finding: Finding, dataset: DataSet) -> str:
    """Why the finding is what it is, in one or two sentences."""
    match finding.status:
        case Status.NOT_STATED:
            return t("No source makes a statement about it.")
        case Status.CONTESTED:
            assert finding.clash is not None  # noqa: S101  a contested finding always carries its clash
            one, other = (said(claim, dataset) for claim in finding.clash)
            return t(
                "“{one}” and “{other}” exclude each other. So the finding is contested, and both are kept.",
                one=one, other=other,
            )
        case Status.SINGLE:
            claim, by_origin = finding.claims[0], finding.counting is Counting.ORIGINS
            origin = dataset.origins[claim.origin].name if by_origin and claim.origin else ""
            name = data(origin) if origin else source_name(dataset.source(claim.source))
            if by_origin:
                return t("All of it comes from one origin: {name}.", name=name)
            return t("All of it comes from one source: {name}.", name=name)
        case Status.AGREED:
            return t("All say the same: {voices}.", voices=voices(len(finding.sources), len(finding.voices)))
    if finding.low is not None or FIELD[finding.field].type in (FieldType.DATE, FieldType.PLACE):
        return t("Every statement leaves room for the others, so they are kept as a range.")
    return t("The accounts differ, and none excludes another.")
