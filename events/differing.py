"""The difference between two states of a data set, claim by claim, and the same in words.

Works on what snapshots keep, so it needs no more of either state than that. Claims are told apart by
their hash; a claim that is gone and a new one of the same source and field count as one that changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from events.language import listed, t


class Said(Protocol):
    """What is kept of a claim."""

    @property
    def hash(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def paragraph(self) -> int | None: ...
    @property
    def said(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def quote(self) -> str: ...


class Told(Protocol):
    """What is kept of an incident."""

    @property
    def hash(self) -> str: ...
    @property
    def head(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def claims(self) -> Sequence[Said]: ...


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """What changed about one incident. ``manner`` is added, removed or changed."""

    id: str
    title: str
    manner: str
    added: tuple[Said, ...] = ()
    removed: tuple[Said, ...] = ()
    changed: tuple[tuple[Said, Said], ...] = ()
    remarks: tuple[str, ...] = ()
    """Changes that are not in a claim: the title, the order of the claims."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Incidents that differ, in the order of their ids, and other records that differ, in words."""

    incidents: tuple[IncidentChange, ...]
    records: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.incidents or self.records)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Claims added, removed and changed, over all incidents."""
        one = self.incidents
        return sum(len(i.added) for i in one), sum(len(i.removed) for i in one), sum(len(i.changed) for i in one)


_RECORDS = {
    "sources": ("source added: {id}", "source removed: {id}", "source changed: {id}"),
    "origins": ("origin added: {id}", "origin removed: {id}", "origin changed: {id}"),
    "actors": ("actor added: {id}", "actor removed: {id}", "actor changed: {id}"),
    "places": ("place added: {id}", "place removed: {id}", "place changed: {id}"),
}


def _records(old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    words = []
    if old.get("meta") != new.get("meta"):
        words.append(t("what the data set says of itself changed (name, version, licence, method or the like)"))
    for kind, (added, removed, changed) in _RECORDS.items():
        before, after = old.get(kind, {}), new.get(kind, {})
        both = sorted(before.keys() & after.keys())
        words += [t(added, id=one) for one in sorted(after.keys() - before.keys())]
        words += [t(removed, id=one) for one in sorted(before.keys() - after.keys())]
        words += [t(changed, id=one) for one in both if before[one] != after[one]]
    common = old.get("sources", {}).keys() & new.get("sources", {}).keys()
    kept = [[one for one in state.get("sources", {}) if one in common] for state in (old, new)]
    if kept[0] != kept[1]:
        words.append(t("the order of the sources changed, and their numbers with it"))
    return tuple(words)


def _only(claims: Sequence[Said], others: Sequence[Said]) -> list[Said]:
    """The claims that the others do not hold; of two equal ones, each counts."""
    left = Counter(claim.hash for claim in others)
    found = []
    for claim in claims:
        if left[claim.hash]:
            left[claim.hash] -= 1
        else:
            found.append(claim)
    return found


# How alike two claims must be to count as one that changed; the surest sign first.
_ALIKE: tuple[Callable[[Said], object], ...] = (
    lambda claim: (claim.source, claim.field, claim.paragraph, claim.quote, claim.said),
    lambda claim: (claim.source, claim.field, claim.paragraph, claim.quote),
    lambda claim: (claim.source, claim.field, claim.paragraph),
    lambda claim: (claim.source, claim.field, claim.said),
)


def _pair(gone: list[Said], come: list[Said]) -> list[tuple[Said, Said]]:
    """Takes pairs of alike claims out of both lists."""
    pairs = []
    for alike in _ALIKE:
        for before in list(gone):
            after = next((one for one in come if alike(one) == alike(before)), None)
            if after is not None:
                gone.remove(before)
                come.remove(after)
                pairs.append((before, after))
    return pairs


def _changed(id: str, old: Told, new: Told) -> IncidentChange:
    gone, come = _only(old.claims, new.claims), _only(new.claims, old.claims)
    same_claims = not gone and not come
    pairs = _pair(gone, come)
    remarks = []
    if old.title != new.title:
        remarks.append(t("title: “{old}” became “{new}”", old=old.title, new=new.title))
    elif old.head != new.head:
        remarks.append(t("its short label, kind, place or note changed"))
    if same_claims and not remarks:
        remarks.append(t("the order of its claims changed"))
    return IncidentChange(id, new.title, "changed", tuple(come), tuple(gone), tuple(pairs), tuple(remarks))


def difference(
    old_records: Mapping[str, Mapping[str, str]], old: Mapping[str, Told],
    new_records: Mapping[str, Mapping[str, str]], new: Mapping[str, Told],
) -> Difference:  # fmt: skip
    """What changed from one state to another, both as snapshots keep them."""
    found = []
    for id in sorted(old.keys() | new.keys()):
        if id not in new:
            found.append(IncidentChange(id, old[id].title, "removed", removed=tuple(old[id].claims)))
        elif id not in old:
            found.append(IncidentChange(id, new[id].title, "added", added=tuple(new[id].claims)))
        elif old[id].hash != new[id].hash:
            found.append(_changed(id, old[id], new[id]))
    return Difference(tuple(found), _records(old_records, new_records))


def _paragraph(claim: Said) -> str:
    return t("paragraph {n}", n=claim.paragraph) if claim.paragraph else t("not stated")


def _claim_words(claim: Said) -> str:
    parts = [claim.field, claim.source, _paragraph(claim)]
    if claim.says:
        parts.append(t("says {who}", who=claim.says))
    return t("{where}: “{quote}”", where=listed(parts), quote=claim.said)


def _pair_words(before: Said, after: Said) -> str:
    none = t("not stated")
    parts = (
        ("“{old}” became “{new}”", before.said, after.said),
        ("said by {old} became {new}", before.says or none, after.says or none),
        ("paragraph {old} became {new}", str(before.paragraph), str(after.paragraph)),
        ("quote “{old}” became “{new}”", before.quote, after.quote),
    )
    words = [t(message, old=old, new=new) for message, old, new in parts if old != new]
    where = listed([after.field, after.source, _paragraph(after)])
    more = listed(words, "; ") if words else t("“{said}”, its remark or coding changed", said=after.said)
    return t("{words}: {more}", words=where, more=more)


def in_words(found: Difference) -> Iterable[str]:
    """The difference as lines of plain text; one line that says so where nothing changed."""
    if not found:
        yield t("Nothing changed.")
        return
    added, removed, changed = found.counts
    yield t(
        "Claims: {added} added, {removed} removed, {changed} changed. Incidents that differ: {n}.",
        added=added, removed=removed, changed=changed, n=len(found.incidents),
    )
    for one in found.incidents:
        title = t("{words} ({more})", words=one.title, more=one.id)
        yield listed([title, t(one.manner, context="change")])
        yield from (f"  {remark}" for remark in one.remarks)
        yield from (f"  + {_claim_words(claim)}" for claim in one.added)
        yield from (f"  - {_claim_words(claim)}" for claim in one.removed)
        yield from (f"  ~ {_pair_words(*pair)}" for pair in one.changed)
    yield from found.records
