"""The words of the closed lists that ``events/fields.py`` does not hold: months, stances, precision."""

from __future__ import annotations

from events.fields import Stance
from geodata.places import Precision

NOT_STATED = "not stated"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

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
    "response_to": "in response to {incident}", "part_of": "part of {incident}",
    "same_event": "same event as {incident}", "evidence_for": "evidence for {incident}",
}
