"""Findings: what the claims about one field of one incident add up to. Computed, never typed in.

The rule, in this order:

1. no claim: *not stated*;
2. any two claims exclude each other (``events/comparing.py``): *contested*, whoever makes them;
3. all claims come from one origin: *single source*;
4. all claims say the same: *agreed*;
5. otherwise every claim leaves room for the others: *range* (for words: compatible accounts).

Corroboration counts origins: five articles that repeat one briefing are one voice, hence *single*.
A reader may count sources instead (:class:`Counting`): then each article is a voice of its own.
Counts of one group only (``of``) and parts of a total are compared group by group, beside the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from events.comparing import compatible, essence
from events.fields import FIELDS, FieldType
from events.model import Claim
from geodata.places import Place


class Status(StrEnum):
    """The five findings."""

    AGREED = "agreed"
    RANGE = "range"
    CONTESTED = "contested"
    SINGLE = "single source"
    NOT_STATED = "not stated"


class Counting(StrEnum):
    """What is one voice: an origin (a briefing, however many articles repeat it) or each source."""

    ORIGINS = "origins"
    SOURCES = "sources"

    def voice(self, claim: Claim) -> str:
        """Id of whom a claim counts for."""
        return claim.voice if self is Counting.ORIGINS else claim.source


@dataclass(frozen=True, slots=True)
class Position:
    """One distinct thing that is said about a field, with everyone who says it."""

    claims: tuple[Claim, ...]

    @property
    def lead(self) -> Claim:
        """The claim that stands for all of them: they say the same."""
        return self.claims[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the claims about ``field`` (of one group, where ``of`` names an actor) add up to.

    ``low`` and ``high`` are the smallest and largest number that a source gives, None for words.
    ``clash`` is the first pair of claims that exclude each other, for a contested finding.
    """

    field: str
    of: str | None
    status: Status
    positions: tuple[Position, ...]
    low: float | None = None
    high: float | None = None
    clash: tuple[Claim, Claim] | None = None
    counting: Counting = Counting.ORIGINS

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims behind it, position by position."""
        return tuple(claim for position in self.positions for claim in position.claims)

    @property
    def sources(self) -> frozenset[str]:
        """Ids of the sources behind it."""
        return frozenset(claim.source for claim in self.claims)

    @property
    def voices(self) -> frozenset[str]:
        """Ids of the origins behind it: what corroboration counts at first, whatever ``counting`` is."""
        return frozenset(claim.voice for claim in self.claims)


def _positions(claims: Iterable[Claim]) -> tuple[Position, ...]:
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        groups.setdefault((essence(claim), tuple(sorted(claim.parts.items()))), []).append(claim)
    return tuple(Position(tuple(group)) for group in groups.values())


def _weighed(claims: Iterable[Claim], counting: Counting) -> Status:
    """The finding over claims of which no two exclude each other."""
    given = tuple(claims)
    if len({counting.voice(claim) for claim in given}) == 1:
        return Status.SINGLE
    return Status.AGREED if len({essence(claim) for claim in given}) == 1 else Status.RANGE


def recount(finding: Finding, counting: Counting) -> Finding:
    """The same claims under another count of voices. What is contested or not stated stays so."""
    fixed = finding.status in (Status.CONTESTED, Status.NOT_STATED)
    status = finding.status if fixed else _weighed(finding.claims, counting)
    return replace(finding, status=status, counting=counting)


def find(field: str, claims: Iterable[Claim], places: Mapping[str, Place], of: str | None = None) -> Finding:
    """The finding over the claims about one field (and one group).

    Args:
        field: key of the closed list, for a finding that no claim supports.
        claims: claims about that field only.
        places: every place that a place claim names, by id.
        of: the actor whose members are counted, or None for the total.
    """
    given = tuple(claims)
    if not given:
        return Finding(field, of, Status.NOT_STATED, ())
    numbers = [claim.amount for claim in given] if given[0].spec.type is FieldType.NUMBER else []
    low = min((amount.low for amount in numbers), default=None)
    high = max((amount.high for amount in numbers), default=None)
    if len(given) == 1:
        return Finding(field, of, Status.SINGLE, (Position(given),), low, high)
    positions = _positions(given)
    clash = next((pair for pair in combinations(given, 2) if not compatible(*pair, places)), None)
    status = Status.CONTESTED if clash else _weighed(given, Counting.ORIGINS)
    return Finding(field, of, status, positions, low, high, clash)


def _counted(claim: Claim, group: str) -> Claim:
    """The part of a total that is about one group, as a claim of its own with the same citation."""
    counted = claim.model_copy(update={"value": claim.parts[group], "of": group, "parts": {}})
    for computed in ("amount", "id"):
        # A copy carries along what was already computed for the whole.
        counted.__dict__.pop(computed, None)
    return counted


def find_all(claims: Iterable[Claim], places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """A finding for each field (and each group counted apart) that has claims, in the list's order."""
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)
    findings = []
    for field in FIELDS:
        about = by_field.get(field.key)
        if not about:
            continue
        total = [claim for claim in about if not claim.of]
        if total:
            findings.append(find(field.key, total, places))
        groups = dict.fromkeys(group for claim in about for group in (*claim.parts, *([claim.of] if claim.of else [])))
        for group in groups:
            counted = [_counted(claim, group) for claim in about if group in claim.parts]
            counted += [claim for claim in about if claim.of == group]
            findings.append(find(field.key, counted, places, of=group))
    return tuple(findings)
