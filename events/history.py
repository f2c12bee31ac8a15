"""What changed between two versions of a data set, from snapshots that hold hashes and a little text.

A snapshot (``history/<version>.json``) records one version: its date, its fingerprint, who changed what
and why, and of each claim its hash with enough text to say a difference in words. Pure; files are read
in ``events/historyfile.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Constraint

from events import phrases
from events.dataset import DataSet
from events.differing import Difference, difference
from events.fingerprint import SHORT, claim_hash, fingerprint, head_hash, incident_hash, record_hashes
from events.language import using
from events.model import Id, Line, Record

Hash = Annotated[str, Constraint(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[str, Constraint(pattern=r"^[0-9A-Za-z][0-9A-Za-z._+-]{0,63}$")]
"""A version that is also a file name and part of a link."""

_HASH_GIVEN = re.compile(rf"[0-9a-f]{{{SHORT},64}}")
_VERSION_GIVEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}")


class SaidClaim(Record):
    """A claim as a snapshot keeps it: its hash, and what it said in words."""

    hash: Hash
    field: str
    source: Id
    paragraph: int | None = None
    said: str
    says: str = ""
    quote: str = ""


class SaidIncident(Record):
    """An incident as a snapshot keeps it. ``head`` is the hash without the claims."""

    hash: Hash
    head: Hash
    title: str
    claims: tuple[SaidClaim, ...]


class Snapshot(Record):
    """One version of a data set, as it was."""

    format: int = Constraint(default=1, ge=1, le=1)
    dataset: Id
    version: Version
    date: date
    fingerprint: Hash
    by: Line
    note: Line
    records: dict[str, dict[str, Hash]]
    incidents: dict[Id, SaidIncident]


class Standing(StrEnum):
    """What a link's version and content hash say of the data that are shown now."""

    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """The answer to a link: its standing, the version it was made on, and the difference since then.

    ``difference`` is None where nothing changed, or where no snapshot of the link's content is there.
    """

    standing: Standing
    version: str = ""
    difference: Difference | None = None


def said_claims(dataset: DataSet) -> dict[str, SaidIncident]:
    """Every incident as a snapshot keeps it, by id; in English, whatever language is spoken."""
    with using("en"):
        return {
            incident.id: SaidIncident(
                hash=incident_hash(incident),
                head=head_hash(incident),
                title=incident.title,
                claims=tuple(
                    SaidClaim(
                        hash=claim_hash(claim), field=claim.field, source=claim.source, paragraph=claim.paragraph,
                        said=phrases.said(claim, dataset), says=claim.says, quote=claim.quote,
                    )
                    for claim in incident.claims
                ),
            )
            for incident in dataset.incidents
        }  # fmt: skip


def take(dataset: DataSet, day: date, by: str, note: str) -> Snapshot:
    """A snapshot of a data set as it is.

    Raises:
        ValueError: the version is no file name (see :data:`Version`), or ``by`` or ``note`` is empty.
    """
    return Snapshot(
        dataset=dataset.meta.id,
        version=dataset.meta.version,
        date=day,
        fingerprint=fingerprint(dataset),
        by=by,
        note=note,
        records=record_hashes(dataset),
        incidents=said_claims(dataset),
    )


def in_order(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Oldest first, by date and then by version, in which 1.10.0 comes after 1.9.0."""

    def key(snapshot: Snapshot) -> tuple[date, list[tuple[int, int, str]]]:
        parts = re.findall(r"\d+|[A-Za-z]+", snapshot.version)
        ordered = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]
        # The end of a version stands after words and before numbers: 1.0-beta, 1.0, 1.0.1.
        return snapshot.date, [*ordered, (0, 1, "")]

    return tuple(sorted(snapshots, key=key))


def released(dataset: DataSet, snapshots: Iterable[Snapshot]) -> Snapshot | None:
    """The snapshot of exactly this content, or None where it was never recorded."""
    now = fingerprint(dataset)
    return next((one for one in snapshots if one.fingerprint == now), None)


def since(old: Snapshot, dataset: DataSet) -> Difference:
    """What changed from a snapshot to the data set as it is now."""
    return difference(old.records, old.incidents, record_hashes(dataset), said_claims(dataset))


def between(old: Snapshot, new: Snapshot) -> Difference:
    """What changed from one snapshot to another."""
    return difference(old.records, old.incidents, new.records, new.incidents)


def check_permalink(version: str, short_hash: str, dataset: DataSet, snapshots: Iterable[Snapshot]) -> LinkCheck:
    """Compare a link's ``v`` and ``h`` with the data that are shown now. Never raises.

    Args:
        version: the parameter ``v``; may be anything that stands in an address.
        short_hash: the parameter ``h``, the first 16 digits of a fingerprint.
        dataset: the data now.
        snapshots: what the data set's folder records of its history.
    """
    if not (_HASH_GIVEN.fullmatch(short_hash) and _VERSION_GIVEN.fullmatch(version)):
        return LinkCheck(Standing.UNKNOWN)
    if fingerprint(dataset).startswith(short_hash):
        return LinkCheck(Standing.SAME, dataset.meta.version)
    old = next((one for one in snapshots if one.fingerprint.startswith(short_hash)), None)
    if old is None:
        return LinkCheck(Standing.CHANGED, version)
    return LinkCheck(Standing.CHANGED, old.version, since(old, dataset))
