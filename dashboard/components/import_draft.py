"""The mapping as the form has it: roles by column, answers, constants. Pure; the widgets are elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from events.fields import ROLES
from events.importing.answers import Offer
from events.importing.mapping import COLUMN_ROLES, ActorColumn, Mapping
from events.importing.recognising import DATES, Proposal, Question
from events.importing.recognising_content import COUNT_ROLES

UNREAD, OTHER, ACTOR = "", "other", "actor:"
ROLE_CHOICES: tuple[str, ...] = (UNREAD, *COLUMN_ROLES, *(f"{ACTOR}{role}" for role in ROLES), OTHER)
"""What a column can be taken for."""


@dataclass
class Draft:
    """What a person has said so far. ``begin`` fills it from what was recognised, ``take`` from a saved mapping."""

    roles: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Answers to what the gazetteer offers."""
    offered: dict[str, Offer] = field(default_factory=dict)
    """What it offered so far: an answer takes a place off the next check's list."""
    placed: dict[str, str] = field(default_factory=dict)
    """Places that it had one clear answer to, by key."""
    date_order: str = ""
    decimal: str = ""
    century: int | None = None
    axes_as_written: bool = False
    separator: str = ";"
    about: dict[str, str] = field(default_factory=dict)
    """name, version, licence, attribution; empty where the file's own word stands."""
    replaces: str = ""
    shown: int = 40

    @property
    def is_empty(self) -> bool:
        """True before anything was filled in."""
        return not self.roles


def begin(draft: Draft, proposal: Proposal) -> None:
    """Fill in what was recognised; open questions stay open, those with a fair answer have it."""
    actors = {one.column: f"{ACTOR}{one.role}" for one in proposal.mapping.actors}
    columns = {column: role for role, column in proposal.mapping.columns.items()}
    for one in proposal.columns:
        kept = OTHER if one.column in proposal.mapping.other else UNREAD
        draft.roles[one.column] = columns.get(one.column) or actors.get(one.column) or kept
    _rest(draft, proposal.mapping)
    draft.answers |= {one.key: one.default for one in proposal.questions if not one.must and one.default}


def take(draft: Draft, mapping: Mapping, proposal: Proposal) -> None:
    """Fill in a saved mapping. It answers the questions that it has a word on."""
    draft.roles = dict.fromkeys(draft.roles, UNREAD)
    draft.roles |= dict.fromkeys(mapping.other, OTHER)
    draft.roles |= {one.column: f"{ACTOR}{one.role}" for one in mapping.actors}
    draft.roles |= {column: role for role, column in mapping.columns.items()}
    _rest(draft, mapping)
    said: dict[str, Any] = {"date_order": mapping.date_order, "decimal": mapping.decimal, "century": mapping.century,
                            "precision": mapping.constants.get("precision"), "swap": "keep"}  # fmt: skip
    said |= {f"column:{role}": column for role, column in mapping.columns.items()}
    draft.answers = {
        one.key: str(said[one.key]) for one in proposal.questions
        if said.get(one.key) and str(said[one.key]) in dict(one.options)
    }  # fmt: skip


def _rest(draft: Draft, mapping: Mapping) -> None:
    draft.constants, draft.kinds, draft.places = dict(mapping.constants), dict(mapping.kinds), dict(mapping.places)
    draft.date_order, draft.decimal = mapping.date_order or "", mapping.decimal or ""
    draft.century, draft.separator = mapping.century, mapping.separator
    draft.axes_as_written = mapping.axes_as_written


def answered(draft: Draft, question: Question, given: str) -> None:
    """Take an answer over; one that names a column changes the roles."""
    draft.answers[question.key] = given
    if question.key == "swap":
        draft.axes_as_written = given == "keep"
    if question.key.startswith("column:"):
        role = question.key.removeprefix("column:")
        for column in [name for name, had in draft.roles.items() if had == role]:
            draft.roles[column] = OTHER
        draft.roles[given] = role


def concerns(draft: Draft, question: Question) -> bool:
    """Whether a question still matters with the roles as they are."""
    roles = set(draft.roles.values())
    needs: dict[str, set[str]] = {
        "date_order": set(DATES), "century": set(DATES), "decimal": {*COUNT_ROLES, "lat", "lon"}, "swap": {"lat"},
        "precision": {"lat", "coordinates"},
    }  # fmt: skip
    if question.key == "precision" and "precision" in roles:
        return False
    return question.key not in needs or bool(needs[question.key] & roles)


def questions(draft: Draft, proposal: Proposal) -> tuple[Question, ...]:
    """The questions that matter, answered or not."""
    return tuple(one for one in proposal.questions if concerns(draft, one))


def unanswered(draft: Draft, proposal: Proposal) -> tuple[Question, ...]:
    """Those without whose answer nothing is checked or written."""
    return tuple(one for one in questions(draft, proposal) if one.must and one.key not in draft.answers)


def doubled(draft: Draft) -> dict[str, list[str]]:
    """Roles that one column can have, and the columns that have them where there are several."""
    counts = Counter(role for role in draft.roles.values() if role in COLUMN_ROLES)
    return {
        role: [column for column, had in draft.roles.items() if had == role] for role, n in counts.items() if n > 1
    }


def mapping_of(draft: Draft, proposal: Proposal) -> Mapping:
    """The mapping that the form describes.

    Raises:
        ValueError: it is none, such as latitude without longitude (``pydantic.ValidationError`` is one).
    """
    columns = {role: column for column, role in draft.roles.items() if role in COLUMN_ROLES}
    matter = {one.key: draft.answers[one.key] for one in questions(draft, proposal) if one.key in draft.answers}
    if matter.get("swap") == "swap":
        columns["lat"], columns["lon"] = columns["lon"], columns["lat"]
    constants = {role: text.strip() for role, text in draft.constants.items() if text.strip()}
    if "precision" in matter:
        constants.setdefault("precision", matter["precision"])
    century = matter.get("century", draft.century)
    return Mapping.model_validate({
        "columns": columns,
        "constants": constants,
        "actors": [ActorColumn(column=column, role=role.removeprefix(ACTOR))
                   for column, role in draft.roles.items() if role.startswith(ACTOR)],
        "other": [column for column, role in draft.roles.items() if role == OTHER],
        "kinds": {word: kind for word, kind in draft.kinds.items() if kind},
        "places": {key: choice for key, choice in draft.places.items() if choice},
        "date_order": matter.get("date_order") or draft.date_order or None,
        "decimal": matter.get("decimal") or draft.decimal or None,
        "century": int(century) if century else None,
        "axes_as_written": draft.axes_as_written,
        "separator": draft.separator,
    })  # fmt: skip
