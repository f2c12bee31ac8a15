"""When two claims about one field say the same, and when they exclude each other.

This is the documented rule on which every finding rests, a table by field type:

========  ==========================================  ==============================================
type      say the same                                exclude each other
========  ==========================================  ==============================================
number    same number and same bound                  no whole number satisfies both
date      same interval of days                       no day lies in both intervals
place     same place                                  the two areas, with their radii, do not touch
code      same word                                   neither word is a kind of the other
actor     same actor, both hold it responsible        one holds it responsible, one denies or doubts it
link      same incident, same direction of stance     one states the link, one denies it
text      same code slug (or the same folded words)   one says that it holds, one that it does not
========  ==========================================  ==============================================

Praise and "leaves open" neither support nor exclude anything; a different actor named does not
exclude another, because parties act together. A place without a position excludes no other.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from events.fields import FieldType, Stance, parents
from events.model import Claim
from geodata.names import fold
from geodata.places import Place, Precision
from geodata.uncertainty import overlaps

_SIDE = {
    Stance.STATES: "holds", Stance.BLAMES: "holds", Stance.ADMITS: "holds",
    Stance.SUSPECTS: "may", Stance.SPECULATES: "may",
    Stance.DENIES: "not", Stance.DOUBTS: "not",
    Stance.LEAVES_OPEN: "open", Stance.PRAISES: "praise",
}
"""Which side of the question "was it so?" a stance is on."""


def side(claim: Claim) -> str:
    """"holds", "may", "not", "open" or "praise"; ``holds: false`` turns a statement round."""
    found = _SIDE[claim.stance]
    return "not" if not claim.holds and found in ("holds", "may") else found


def essence(claim: Claim) -> Hashable:
    """What a claim says, without who says it: equal for claims that say the same."""
    match claim.spec.type:
        case FieldType.NUMBER:
            return claim.amount
        case FieldType.DATE:
            return claim.days
        case FieldType.PLACE | FieldType.CODE:
            return str(claim.value)
        case FieldType.ACTOR:
            # What an involved party did belongs to the statement; who is responsible does not depend on it.
            return (claim.actor, side(claim), claim.code or (claim.value if claim.field == "participant" else ""))
        case FieldType.LINK:
            return (claim.incident, side(claim))
    return (claim.code or fold(str(claim.value)), claim.holds)


def _may_be_one(one: Place, other: Place) -> bool:
    # Nothing is known of where an unplaced place lies, so it excludes no other.
    return Precision.UNPLACED in (one.precision, other.precision) or overlaps(one, other)


def compatible(one: Claim, other: Claim, places: Mapping[str, Place]) -> bool:
    """True where both claims can hold at once, by the table above."""
    match one.spec.type:
        case FieldType.NUMBER:
            # Kinds of things counted apart are not compared: 5 sites say nothing of 5 depots.
            return one.amount.compatible(other.amount)
        case FieldType.DATE:
            return one.days.intersect(other.days) is not None
        case FieldType.PLACE:
            return _may_be_one(places[str(one.value)], places[str(other.value)])
        case FieldType.CODE:
            a, b = str(one.value), str(other.value)
            return a == b or (one.field == "weapon" and (a in parents(b) or b in parents(a)))
        case FieldType.ACTOR | FieldType.LINK:
            about = (one.actor, one.incident) == (other.actor, other.incident)
            sides = {side(one), side(other)}
            return not (about and "not" in sides and ("holds" in sides or "may" in sides))
    same = (one.code or fold(str(one.value))) == (other.code or fold(str(other.value)))
    return not same or one.holds == other.holds
