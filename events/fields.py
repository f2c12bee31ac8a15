"""The closed list of what a claim can be about. One table; nothing else names a field.

A field's *type* decides how its claims are written and compared (see ``events/findings.py``):

- ``number``: a count with its bound (exact, about, at least, more than, low-high);
- ``date``: an EDTF date or interval in the time zone of the place;
- ``place``: the id of a place;
- ``code``: one word of a closed list in which words may be kinds of other words
  (a Katyusha is a rocket), so that two words can exclude each other;
- ``actor``: an actor in a stance (states, blames, denies, ...);
- ``link``: another incident in a stance;
- ``text``: the coder's own words; equal ``code`` slugs count as the same statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """How the claims of a field are written and compared."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    CODE = "code"
    ACTOR = "actor"
    LINK = "link"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the closed list."""

    key: str
    label: str
    type: FieldType
    unit: str = ""
    """Unit of a number where the claim names no other."""
    role: str = ""
    """Role that an actor named by such a claim has in the incident."""
    help: str = ""


class Stance(StrEnum):
    """What a claim does with the actor or incident that it names."""

    STATES = "states"
    BLAMES = "blames"
    SUSPECTS = "suspects"
    SPECULATES = "speculates"
    ADMITS = "admits"
    DENIES = "denies"
    DOUBTS = "doubts"
    LEAVES_OPEN = "leaves open"
    PRAISES = "praises"


FIELDS: tuple[Field, ...] = (
    Field("date", "Date", FieldType.DATE, help="day or interval of days at the place"),
    Field("time", "Time of day", FieldType.TEXT, help="late, early, night; a clock time where one is given"),
    Field("place", "Place", FieldType.PLACE),
    Field("kind", "Kind", FieldType.CODE),
    Field("weapon", "Weapon", FieldType.CODE, help="what was fired, dropped or set"),
    Field("launched", "Launched", FieldType.NUMBER, unit="projectiles"),
    Field("hit", "Landed", FieldType.NUMBER, unit="projectiles"),
    Field("sites", "Sites struck", FieldType.NUMBER, unit="sites"),
    Field("killed", "Killed", FieldType.NUMBER, unit="people", role="victim"),
    Field("wounded", "Wounded", FieldType.NUMBER, unit="people", role="victim"),
    Field("seriously_wounded", "Seriously wounded", FieldType.NUMBER, unit="people", role="victim"),
    Field("injury", "Nature of injuries", FieldType.TEXT),
    Field("victim", "Named victim", FieldType.TEXT, role="victim"),
    Field("target", "Target", FieldType.TEXT, role="target"),
    Field("damage", "Damage", FieldType.TEXT),
    Field("attribution", "Responsible", FieldType.ACTOR, help="who did it, is blamed, denies, praises"),
    Field("participant", "Took part", FieldType.ACTOR, role="involved"),
    Field("means", "How it was done", FieldType.TEXT),
    Field("motive", "Stated motive", FieldType.TEXT),
    Field("evidence", "Evidence cited", FieldType.TEXT),
    Field("response_to", "In response to", FieldType.LINK),
    Field("part_of", "Part of", FieldType.LINK),
    Field("evidence_for", "Evidence for", FieldType.LINK),
    Field("same_event", "Same event", FieldType.LINK),
    Field("reaction", "Reaction", FieldType.TEXT),
    Field("consequence", "What followed", FieldType.TEXT),
    Field("count", "Number of events", FieldType.NUMBER, unit="events"),
    Field("votes_for", "Votes for", FieldType.NUMBER, unit="votes"),
    Field("votes_against", "Votes against", FieldType.NUMBER, unit="votes"),
    Field("troops", "Troops", FieldType.NUMBER, unit="people"),
    Field("statement", "Statement", FieldType.TEXT),
    # Imported data. New fields go to the end: a store keeps the place of a field in this list.
    Field("conflict", "Conflict", FieldType.TEXT, help="as a compiled data set names it"),
    Field("account", "Account", FieldType.TEXT, help="the words that a compiled data set keeps on it"),
    Field("other", "Other columns", FieldType.TEXT, help="columns of an imported file without a field of their own"),
)

FIELD: dict[str, Field] = {field.key: field for field in FIELDS}

ROLES: tuple[str, ...] = (
    "attacker", "target", "victim", "blamed", "denies", "claims responsibility", "praises", "involved",
)

KINDS: dict[str, str] = {
    "rocket": "Rocket or missile attack",
    "air": "Air or drone strike",
    "battle": "Fighting",
    "explosion": "Explosion or shelling",
    "civilians": "Violence against civilians",
    "protest": "Protest",
    "crowd": "Storming or unrest",
    "find": "Find or seizure",
    "context": "Other or context",
}

WEAPONS: dict[str, tuple[str, str | None]] = {
    # code: (words, the wider code it is a kind of)
    "rocket": ("rockets", "indirect-fire"),
    "katyusha": ("Katyusha rockets", "rocket"),
    "rocket-107mm": ("107 mm rockets", "rocket"),
    "missile": ("missiles", "indirect-fire"),
    "ballistic-missile": ("ballistic missiles", "missile"),
    "cruise-missile": ("cruise missiles", "missile"),
    "air-strike": ("strike from the air", None),
    "manned-aircraft": ("manned aircraft", "air-strike"),
    "warplane": ("warplanes", "manned-aircraft"),
    "drone": ("drone", "air-strike"),
    "drone-missile": ("missile from a drone", "drone"),
    "indirect-fire": ("indirect fire", None),
    "arson": ("setting fires", None),
}


def parents(code: str) -> tuple[str, ...]:
    """The code itself and every wider code it is a kind of, narrowest first."""
    chain = [code]
    while (wider := WEAPONS.get(chain[-1], ("", None))[1]) is not None:
        chain.append(wider)
    return tuple(chain)
