"""What a data set is made of: sources, origins, actors, claims, incidents. All frozen.

The same models read the files, so that a rule is written once: what a claim of a field must carry is checked
here, and every problem of a file is reported with its place (see ``events/dataset.py``).
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictFloat, StrictInt, model_validator
from pydantic import Field as Constraint

from events.amounts import Amount, AmountError, parse_amount
from events.dates import DateError, Days, parse_edtf
from events.fields import FIELD, KINDS, WEAPONS, Field, FieldType, Stance
from geodata.places import ID_PATTERN

QUOTE_WORDS = 8
"""Longest quote fragment, in words: enough to find the place, too short to replace the text."""

Id = Annotated[str, Constraint(pattern=f"^{ID_PATTERN}$")]
Line = Annotated[str, Constraint(min_length=1, max_length=600)]


def _edtf(value: Any) -> Any:
    parse_edtf(str(value))
    return str(value)


Edtf = Annotated[str, BeforeValidator(_edtf)]


def _written(value: Any) -> Any:
    # Said once and plainly, instead of once for each type that the union below could have been.
    if isinstance(value, bool) or not isinstance(value, int | float | str | dict | None):
        raise ValueError(f"expected a number, words or {{low: n, high: n}}, got {value!r}")
    return value


Value = Annotated[
    StrictInt | StrictFloat | str | dict[str, StrictInt | StrictFloat] | None, BeforeValidator(_written)
]
Count = Annotated[StrictInt, Constraint(ge=0)]


class Record(BaseModel):
    """A row that is written by people: unknown keys are mistakes, nothing changes later."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Source(Record):
    """One published document. What it does not state of itself stays empty."""

    id: Id
    short: Line
    title: Line
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: Edtf | None = None
    republished_by: str = ""
    supersedes: tuple[Id, ...] = ()
    """Sources of which this is a later version or a correction; they stay, and stop counting from its day on."""
    withdrawn: Edtf | None = None
    """From when its publisher no longer stands by it."""
    url: str = ""
    note: str = ""
    file: str = ""
    body_starts: str = ""

    @property
    def name(self) -> str:
        """The publisher, or that it is not stated: a name like any other."""
        return self.publisher or "Publisher not stated"

    @property
    def link(self) -> str:
        """The URL where it is http(s), else empty: nothing else is ever made a link."""
        return self.url if self.url.startswith(("https://", "http://")) else ""


class Origin(Record):
    """Where sources got statements from: a briefing, a wire report. One origin is one voice."""

    id: Id
    name: Line
    kind: Line
    by: str = ""
    date: Edtf | None = None
    note: str = ""


class Actor(Record):
    """A named party in one neutral form; ``affiliations`` are the wider actors it is part of."""

    id: Id
    name: Line
    local: str = ""
    aliases: tuple[str, ...] = ()
    affiliations: tuple[Id, ...] = ()
    note: str = ""


class Claim(Record):
    """One statement by one source about one field of one incident."""

    source: Id
    field: str
    value: Value = None
    text: str = Constraint(default="", max_length=2000)
    unit: str = ""
    of: Id | None = None
    parts: dict[Id, Count] = {}
    actor: Id | None = None
    incident: Id | None = None
    stance: Stance = Stance.STATES
    code: str = ""
    holds: bool = True
    says: str = ""
    origin: Id | None = None
    paragraph: int = Constraint(ge=1)
    quote: Line
    locator: str = Constraint(default="", max_length=600)
    """Where a compiled source says it: "event 114064, best/low/high"."""
    cites: tuple[Id, ...] = ()
    """Documents that the source names for it. It speaks for itself: they are not voices of their own."""
    note: str = ""

    @model_validator(mode="after")
    def _fits_its_field(self) -> Claim:
        if self.field not in FIELD:
            raise ValueError(f"field: {self.field!r} is not in the list; expected one of {', '.join(FIELD)}")
        if len(self.quote.split()) > QUOTE_WORDS:
            raise ValueError(f"quote: {len(self.quote.split())} words, at most {QUOTE_WORDS}; shorten it")
        if self.parts and self.spec.type is not FieldType.NUMBER:
            raise ValueError(f"parts: a claim about {self.field} counts nothing; remove them")
        check = {
            FieldType.NUMBER: self._check_number, FieldType.DATE: self._check_date,
            FieldType.CODE: self._check_code, FieldType.PLACE: self._need_text,
            FieldType.TEXT: self._need_text, FieldType.ACTOR: self._need_actor,
            FieldType.LINK: self._need_incident,
        }[self.spec.type]
        check()
        return self

    def _check_number(self) -> None:
        try:
            amount = parse_amount(self.value)
        except AmountError as error:
            raise ValueError(f"value: {str(error).removeprefix('value: ')}") from error
        total = sum(self.parts.values())
        if self.parts and not amount.admits[0] <= total <= amount.admits[1]:
            raise ValueError(f"parts: they add up to {total}, but value says {amount}; mend one of them")
        if self.parts and self.of:
            raise ValueError("parts: not together with `of`; a count of one group has no parts")

    def _check_date(self) -> None:
        try:
            parse_edtf(str(self.value))
        except DateError as error:
            raise ValueError(f"value: {error}") from error

    def _check_code(self) -> None:
        known = tuple(KINDS) if self.field == "kind" else tuple(WEAPONS)
        if self.value not in known:
            raise ValueError(f"value: {self.value!r} is no {self.field}; expected one of {', '.join(known)}")

    def _need_text(self) -> None:
        if not isinstance(self.value, str) or not self.value.strip():
            raise ValueError(f"value: a claim about {self.field} needs text, got {self.value!r}")

    def _need_actor(self) -> None:
        if not self.actor:
            raise ValueError(f"actor: a claim about {self.field} names an actor; add its id")
        if not isinstance(self.value, str | None):
            raise ValueError(f"value: a claim about {self.field} has words or no value, got {self.value!r}")

    def _need_incident(self) -> None:
        if not self.incident:
            raise ValueError(f"incident: a claim about {self.field} names another incident; add its id")

    @property
    def spec(self) -> Field:
        """The entry of its field in the closed list."""
        return FIELD[self.field]

    @property
    def spoken_by(self) -> tuple[str, ...]:
        """Ids of the source and of the documents that it names."""
        return (self.source, *self.cites)

    @cached_property
    def amount(self) -> Amount:
        """The count; only for number fields."""
        return parse_amount(self.value)

    @cached_property
    def days(self) -> Days:
        """The interval; only for date fields."""
        return parse_edtf(str(self.value))

    @property
    def voice(self) -> str:
        """Id of the origin that it counts for: the named one, else the source itself."""
        return self.origin or self.source

    @cached_property
    def id(self) -> str:
        """A short id that stays the same while source, field, place and words stay the same."""
        # What came later into the model counts only where it is used, so that the ids of older claims stay.
        unused = {name for name in ("locator", "cites") if not getattr(self, name)}
        whole = self.model_dump_json(exclude={"note", "says", "origin", *unused})
        return hashlib.sha256(whole.encode()).hexdigest()[:10]


class CompiledClaim(Claim):
    """A claim of a compiled source, a row in a table: it has a locator, and neither paragraph nor quote."""

    paragraph: int | None = None  # type: ignore[assignment]
    quote: str = ""
    locator: Line


class Incident(Record):
    """Something reported to have happened. It is its claims; title and short label are our naming."""

    id: Id
    title: Line
    short: Line
    kind: str
    place: Id
    note: str = ""
    claims: tuple[Claim, ...] = Constraint(min_length=1)

    @model_validator(mode="after")
    def _is_carried_by_claims(self) -> Incident:
        if self.kind not in KINDS:
            raise ValueError(f"kind: {self.kind!r} is not in the list; expected one of {', '.join(KINDS)}")
        stated = {str(claim.value) for claim in self.about("kind")}
        if self.kind not in stated and (stated or self.kind != "context"):
            said = ", ".join(sorted(stated)) or "none"
            raise ValueError(f"kind: no claim states {self.kind!r}; claims state: {said}")
        return self

    def about(self, field: str) -> tuple[Claim, ...]:
        """Its claims about one field, in the order of the file."""
        return tuple(claim for claim in self.claims if claim.field == field)
