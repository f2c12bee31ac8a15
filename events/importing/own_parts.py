"""One data set of a file that this program wrote: what is said of it, and how it is given to a builder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from events.importing.canonical_building import Builder
from events.importing.own_cells import Cells, Rejected
from events.store.staging import Staging

_WHY = "expected the id of an incident, got nothing"


@dataclass(frozen=True)
class Quick:
    """Where in the workbench the rows of a data set wait: those of plain shape are taken from there all at once.

    Args:
        staging: has ``own_incident`` and ``own_claim``.
        number: of the data set in the file.
        listing: table whose column ``documents`` lists documents; empty where they are given.
        row: its column with the number of the row.
        sources: documents that are given, each with its row.
        features: whether they wait as features in ``own_row``, not yet as rows.
    """

    staging: Staging
    number: int
    listing: str = ""
    row: str = "_row"
    sources: Sequence[tuple[int, Cells]] = ()
    features: bool = False


@dataclass(frozen=True)
class Part:
    """A data set that is still in its file, or on the disk of the import."""

    dataset: str
    feed: Callable[[Builder], None]
    """Gives the builder all documents and incidents, in order."""
    typed: bool = False
    """Cells are what they are, not text."""
    problems: tuple[Rejected, ...] = ()
    """What was set aside before it."""
    quick: Quick | None = None
    """None where incidents are read one by one only."""


def no_incident(row: int) -> Rejected:
    """What is said of a row that names no incident."""
    return Rejected(row, "incident", "", _WHY, "fill in the column incident")


def lost(row: int, name: str) -> Rejected:
    """What is said of a claim whose incident is not in the file."""
    why = f"expected the id of an incident in the table of incidents, got {name[:80]!r}"
    return Rejected(row, "incident", name[:200], why, "add the incident, or mend the id")
