"""How far an import is and what was found out so far, as the page sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from events.importing.answers import Answers, Offer, Placed
from events.importing.canonical_building import Rejected
from events.importing.limits import Sniffed
from events.importing.recognising import Proposal
from events.importing.validating import Summary
from events.store.registry import Entry
from events.store.writing import DataSetDescription


class Stage(StrEnum):
    """How far an import is. From ``FOUND`` and ``CHECKED`` it goes on when a person says so."""

    WAITING = "waiting"
    READING = "reading"
    FOUND = "found"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


WORKING = frozenset({Stage.WAITING, Stage.READING, Stage.CHECKING, Stage.WRITING})
OVER = frozenset({Stage.DONE, Stage.FAILED, Stage.CANCELLED})


@dataclass(frozen=True)
class Found:
    """What reading found out; ``same`` is the data set that was made from this very file."""

    format: str
    sniffed: Sniffed
    about: DataSetDescription
    """What the data set is called where nobody says otherwise."""
    rows: int = 0
    names: tuple[str, ...] = ()
    sample: tuple[tuple[object, ...], ...] = ()
    notes: tuple[str, ...] = ()
    proposal: Proposal | None = None
    same: Entry | None = None


@dataclass(frozen=True)
class Checked:
    """What checking came to, and the answers it was done with."""

    answers: Answers
    summary: Summary
    faults: tuple[Rejected, ...]
    offers: tuple[Offer, ...]
    placed: tuple[Placed, ...] = ()
    """Places that the gazetteer has one clear answer to, or that a person chose."""


@dataclass(frozen=True)
class Progress:
    """A look at a working import: ``share`` of the step, rows a second and seconds left where they can be told."""

    stage: Stage
    share: float = 0.0
    rate: float | None = None
    left: float | None = None
