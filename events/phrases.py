"""The domain said in words: dates, places, amounts, findings. Neutral, and the same everywhere.

The screen, the command line and the exports all speak through this file, so that a caption cannot
disagree with a table. It attributes and never blames.
"""

from __future__ import annotations

from datetime import date

from events.amounts import Amount, Bound, number_words
from events.comparing import side
from events.dataset import DataSet
from events.dates import Days, common, cover
from events.fields import FIELD, KINDS, WEAPONS, FieldType, Stance
from events.findings import Finding, Position, Status
from events.model import Claim
from geodata.places import Place, Precision

NOT_STATED = "not stated"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DASH = " – "

STANCE_WORDS = {
    Stance.STATES: "{actor}",
    Stance.BLAMES: "{actor} held responsible",
    Stance.SUSPECTS: "{actor} suspected",
    Stance.SPECULATES: "{actor} named in speculation",
    Stance.ADMITS: "{actor} takes responsibility",
    Stance.DENIES: "{actor} denies",
    Stance.DOUBTS: "{actor} called unlikely",
    Stance.LEAVES_OPEN: "left open whether {actor}",
    Stance.PRAISES: "{actor} praises, without claiming it",
}
PRECISION_WORDS = {
    Precision.SITE: "site",
    Precision.LOCALITY: "locality",
    Precision.DISTRICT: "area only",
    Precision.PROVINCE: "area only, province",
    Precision.COUNTRY: "area only, country",
    Precision.UNPLACED: "not placed",
}
LINK_WORDS = {
    "response_to": "in response to", "part_of": "part of", "same_event": "same event as",
    "evidence_for": "evidence for",
}


def day(one: date, year: bool = True) -> str:
    """"11 March 2020"."""
    return f"{one.day} {MONTHS[one.month - 1]}{f' {one.year}' if year else ''}"


def short_day(one: date) -> str:
    """"11 Mar"."""
    return f"{one.day} {MONTHS[one.month - 1][:3]}"


def days(interval: Days, weekday: bool = False) -> str:
    """An interval in words: "Wed 11 March 2020", "12 – 13 March 2020", "from 3 January 2020"."""
    start, end = interval.start, interval.end
    if start is None and end is None:
        return "date not stated"
    if start is None or end is None:
        return f"from {day(start)}" if start else f"until {day(end)}" if end else NOT_STATED
    if start == end:
        return f"{WEEKDAYS[start.weekday()]} {day(start)}" if weekday else day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{DASH}{day(end)}"
    return f"{day(start, year=start.year != end.year)}{DASH}{day(end)}"


def short_days(interval: Days) -> str:
    """For labels: "11 Mar", "12–13 Mar", "date not stated"."""
    start, end = interval.start, interval.end
    if start is None or end is None:
        return days(interval)
    if start == end:
        return short_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_day(end)}"
    return f"{short_day(start)}{DASH}{short_day(end)}"


def kilometres(value: float) -> str:
    """"2 km", "0.5 km"."""
    return f"{number_words(value)} km"


def precision(place: Place) -> str:
    """How exactly a place is known: "site, within 2 km", "area only, province"."""
    words = PRECISION_WORDS[place.precision]
    return f"{words}, within {kilometres(place.radius_km)}" if place.radius_km else words


def where(place: Place) -> str:
    """"Camp Taji: site, within 2 km"."""
    return f"{place.name}: {precision(place)}" if place.precision is not Precision.UNPLACED else place.name


def source_date(edtf: str | None) -> str:
    """A publication date in words, or that it is not stated."""
    if not edtf:
        return "date not stated"
    parts = edtf.split("-")
    if len(parts) == 2 and parts[1].isdigit():
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    try:
        return day(date.fromisoformat(edtf))
    except ValueError:
        return edtf


def actor(actor_id: str | None, dataset: DataSet) -> str:
    """An actor's one neutral name."""
    return dataset.actors[actor_id].name if actor_id else NOT_STATED


def _number(claim: Claim, dataset: DataSet) -> str:
    words = claim.amount.words
    if claim.unit and claim.unit != claim.spec.unit:
        words += f" {claim.unit}"
    if claim.parts:
        split = ", ".join(f"{actor(group, dataset)} {count}" for group, count in claim.parts.items())
        words += f" ({split})"
    return words


def _code(claim: Claim) -> str:
    """The word of the closed list."""
    return KINDS[str(claim.value)] if claim.field == "kind" else WEAPONS[str(claim.value)][0]


def _linked(claim: Claim, dataset: DataSet) -> str:
    """Title of the incident at the other end."""
    other = dataset.incident(claim.incident or "")
    return other.title if other else str(claim.incident)


def said(claim: Claim, dataset: DataSet) -> str:
    """What one claim says, in words and without who says it."""
    match claim.spec.type:
        case FieldType.NUMBER:
            words = _number(claim, dataset)
        case FieldType.DATE:
            words = days(claim.days)
        case FieldType.PLACE:
            words = dataset.places[str(claim.value)].name
        case FieldType.CODE:
            words = claim.text or _code(claim)
        case FieldType.ACTOR:
            words = STANCE_WORDS[claim.stance].format(actor=actor(claim.actor, dataset))
            words += f": {claim.value or claim.text}" if claim.value or claim.text else ""
        case FieldType.LINK:
            manner = "" if claim.stance is Stance.STATES else f" ({claim.stance.value})"
            words = f"{LINK_WORDS[claim.field]} {_linked(claim, dataset)}{manner}"
        case _:
            words = str(claim.value)
            if claim.actor and claim.field == "reaction":
                words = f"{actor(claim.actor, dataset)}: {words}"
    return words if claim.holds else f"not so: {words}"


def label(finding: Finding, dataset: DataSet) -> str:
    """The field's name, with the group that is counted where it is not the total."""
    name = FIELD[finding.field].label
    return f"{name}, {actor(finding.of, dataset)}" if finding.of else name


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
    return f"{left}{DASH}{right}"


def _responsible(finding: Finding, dataset: DataSet) -> str:
    """Those held or suspected responsible, else what is said instead; the details say by whom."""
    held = [claim.actor for claim in finding.claims if side(claim) in ("holds", "may")]
    if held:
        return "; ".join(dict.fromkeys(actor(one, dataset) for one in held))
    return "; ".join(dict.fromkeys(said(position.lead, dataset) for position in finding.positions))


def finding_text(finding: Finding, dataset: DataSet) -> str:
    """The finding's value in words: "12 – 14", "rockets; missiles", "not stated"."""
    if finding.status is Status.NOT_STATED:
        return NOT_STATED
    if finding.low is not None:
        units = {claim.unit for claim in finding.claims if claim.unit and claim.unit != claim.spec.unit}
        return _amounts(finding) + (f" {units.pop()}" if len(units) == 1 else "")
    if finding.field == "attribution":
        return _responsible(finding, dataset)
    if FIELD[finding.field].type is FieldType.DATE:
        stated = [claim.days for claim in finding.claims]
        return days(common(stated) or cover(stated))
    if FIELD[finding.field].type is FieldType.LINK:
        return "; ".join(dict.fromkeys(_linked(claim, dataset) for claim in finding.claims))
    if FIELD[finding.field].type is FieldType.CODE:
        return "; ".join(dict.fromkeys(_code(position.lead) for position in finding.positions))
    return "; ".join(dict.fromkeys(said(position.lead, dataset) for position in finding.positions))


def position_text(position: Position, dataset: DataSet) -> str:
    """What everyone in a position says; a count that is broken down as its parts."""
    lead = position.lead
    if lead.spec.type is FieldType.CODE:
        return _code(lead)
    if lead.parts:
        return ", ".join(f"{count} {actor(group, dataset)}" for group, count in lead.parts.items())
    return said(lead, dataset)


def voices(sources: int, voices: int) -> str:
    """"5 sources, 4 origins"; one of each is "one source"."""
    if sources == 1:
        return "one source" if voices == 1 else f"one source, {voices} origins"
    return f"{sources} sources, {voices} origin{'' if voices == 1 else 's'}"


def why(finding: Finding, dataset: DataSet) -> str:
    """Why the finding is what it is, in one or two sentences."""
    match finding.status:
        case Status.NOT_STATED:
            return "No source makes a statement about it."
        case Status.CONTESTED:
            assert finding.clash is not None  # noqa: S101  a contested finding always carries its clash
            one, other = (f"“{said(claim, dataset)}”" for claim in finding.clash)
            return f"{one} and {other} exclude each other. So the finding is contested, and both are kept."
        case Status.SINGLE:
            claim, what = finding.claims[0], finding.counting.removesuffix("s")
            origin = claim.origin if what == "origin" else None
            name = dataset.origins[origin].name if origin else dataset.source(claim.source).name
            return f"All of it comes from one {what}: {name}."
        case Status.AGREED:
            return f"All say the same: {voices(len(finding.sources), len(finding.voices))}."
    if finding.low is not None or FIELD[finding.field].type in (FieldType.DATE, FieldType.PLACE):
        return "Every statement leaves room for the others, so they are kept as a range."
    return "The accounts differ, and none excludes another."
