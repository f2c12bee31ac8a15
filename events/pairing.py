"""Sources against each other: the origins they share, and what two of them say of the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from events.catalogue import Catalogue
from events.comparing import compatible, essence
from events.dataset import DataSet
from events.model import Claim
from events.summary import Summary


@dataclass(frozen=True, slots=True)
class Voice:
    """An origin with the sources that carry it; ``origin`` is None for a source's own account."""

    origin: str | None
    sources: tuple[str, ...]


def voices(claims: Iterable[Claim], dataset: DataSet) -> tuple[Voice, ...]:
    """The origins behind claims, the one that most sources carry first, own accounts last."""
    tellers: dict[tuple[str | None, str], set[str]] = {}
    for claim in claims:
        tellers.setdefault((claim.origin, claim.voice), set()).add(claim.source)
    found = [Voice(origin, tuple(sorted(told, key=dataset.number))) for (origin, _), told in tellers.items()]
    return tuple(sorted(found, key=lambda one: (one.origin is None, -len(one.sources), dataset.number(one.sources[0]))))


class Relation(StrEnum):
    """How what two sources say about one field stands to each other."""

    DIFFER = "differ"
    AGREE = "agree"
    COMPATIBLE = "compatible"
    ONLY_A = "only-a"
    ONLY_B = "only-b"


@dataclass(frozen=True, slots=True)
class Pairing:
    """One field (of one group) of one incident as two sources tell it. ``shared`` are origins that both carry."""

    summary: Summary
    field: str
    of: str | None
    relation: Relation
    a: tuple[Claim, ...]
    b: tuple[Claim, ...]
    shared: tuple[str, ...]


def _relation(a: tuple[Claim, ...], b: tuple[Claim, ...], dataset: DataSet) -> Relation:
    if not a or not b:
        return Relation.ONLY_A if a else Relation.ONLY_B
    if any(not compatible(one, other, dataset.places) for one in a for other in b):
        return Relation.DIFFER
    same = {essence(claim) for claim in a} == {essence(claim) for claim in b}
    return Relation.AGREE if same else Relation.COMPATIBLE


def two_sources(
    catalogue: Catalogue, a: str, b: str, summaries: Iterable[Summary] | None = None
) -> tuple[Pairing, ...]:
    """Everything that either of two sources says, incident by incident and field by field.

    Two sources *differ* where any claim of one excludes a claim of the other, *agree* where both say just the
    same, and are *compatible* otherwise.

    Args:
        catalogue: the data set.
        a: id of one source.
        b: id of the other.
        summaries: the incidents to look at, in this order; all of the catalogue where None.
    """
    found = []
    for summary in catalogue.summaries if summaries is None else summaries:
        for finding in summary.findings:
            one, other = (tuple(c for c in finding.claims if c.source == source) for source in (a, b))
            if one or other:
                shared = sorted({c.origin for c in one if c.origin} & {c.origin for c in other if c.origin})
                relation = _relation(one, other, catalogue.dataset)
                found.append(Pairing(summary, finding.field, finding.of, relation, one, other, tuple(shared)))
    return tuple(found)
