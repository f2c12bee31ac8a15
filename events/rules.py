"""The rule that gave a finding, in words: which of the five, and what it means for that kind of field.

The same rule as in ``events/findings.py`` and ``events/comparing.py``, where it is carried out.
"""

from __future__ import annotations

from events.fields import FIELD, FieldType
from events.findings import Counting, Finding, Status
from events.language import t

_NUMBER = {
    Status.NOT_STATED: 1, Status.CONTESTED: 2, Status.SINGLE: 3, Status.AGREED: 4, Status.RANGE: 5,
}  # fmt: skip
_SAME = {
    FieldType.NUMBER: "Two counts say the same when number and bound are equal",
    FieldType.DATE: "Two dates say the same when the intervals of days are equal",
    FieldType.PLACE: "Two places say the same when the place is the same",
    FieldType.CODE: "Two of these say the same when the word is the same",
    FieldType.ACTOR: "Two of these say the same when actor and stance are the same",
    FieldType.LINK: "Two links say the same when incident and direction are the same",
    FieldType.TEXT: "Two statements say the same when the coder gave both the same code",
}
_EXCLUDE = {
    FieldType.NUMBER: "Two counts exclude each other when no whole number satisfies both",
    FieldType.DATE: "Two dates exclude each other when no day lies in both",
    FieldType.PLACE: "Two places exclude each other when their areas, with their radii, do not touch",
    FieldType.CODE: "Two of these exclude each other when neither is a kind of the other",
    FieldType.ACTOR: "Two of these exclude each other when one holds an actor responsible and one denies or doubts it",
    FieldType.LINK: "Two links exclude each other when one states it and one denies it",
    FieldType.TEXT: "Two statements exclude each other when one says that it holds and one that it does not",
}


def rule(finding: Finding) -> str:
    """"Rule 2 of 5: two claims exclude each other. Two counts exclude each other when no whole number …"."""
    kind = FIELD[finding.field].type
    match finding.status:
        case Status.NOT_STATED:
            words = t("no claim, no value.")
        case Status.CONTESTED:
            words = t("two claims exclude each other, whoever makes them. {rule}.", rule=t(_EXCLUDE[kind]))
        case Status.SINGLE if finding.counting is Counting.ORIGINS:
            words = t("nothing is excluded, and all claims come from one origin.")
        case Status.SINGLE:
            words = t("nothing is excluded, and all claims come from one source.")
        case Status.AGREED:
            words = t("more than one voice, and all say the same. {rule}.", rule=t(_SAME[kind]))
        case Status.RANGE:
            words = t("more than one voice, not all say the same, and none excludes another. {rule}.",
                      rule=t(_EXCLUDE[kind]))  # fmt: skip
    return t("Rule {n} of {all}: {words}", n=_NUMBER[finding.status], all=len(_NUMBER), words=words)
