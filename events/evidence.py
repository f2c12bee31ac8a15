"""Who says what over all incidents: the matrix of incidents by field, and what changes when articles are counted
instead of origins.

Nothing here decides anything anew: every cell is a finding (``events/findings.py``) or a few of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from events import phrases
from events.amounts import Amount
from events.catalogue import Catalogue, Selection
from events.comparing import side
from events.dataset import DataSet
from events.dates import common, cover
from events.fields import FIELD, FieldType, Stance
from events.findings import Counting, Finding, Status, recount
from events.language import data, listed, t
from events.summary import Summary

MAIN_FIELDS = (
    "date", "place", "weapon", "launched", "hit", "sites", "killed", "wounded", "target", "damage", "attribution",
    "motive", "response_to",
)  # fmt: skip
"""Columns of the matrix, where any incident has them. Every field can be compared; these fit on a screen."""

_WEAKEST_FIRST = (Status.CONTESTED, Status.SINGLE, Status.RANGE, Status.AGREED)
_PIECES = 2
"""So many different things a cell names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the sources say about one field of one incident, in as few signs as a cell has room for.

    ``findings`` are the total and those of groups counted apart; empty where nothing is stated. A field is
    contested where any of them is; else the total speaks, and without one the weakest of the groups.
    """

    field: str
    status: Status
    text: str
    sources: int
    origins: int
    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding | None:
        """The finding whose status the cell has."""
        return next((one for one in self.findings if one.status is self.status), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One incident; ``part`` where it follows the incident that it is a reported part of."""

    summary: Summary
    part: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Incidents by fields. Every row has a cell for each of ``fields``, in that order."""

    fields: tuple[str, ...]
    rows: tuple[Row, ...]
    counting: Counting

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many cells have each status."""
        found = [cell.status for row in self.rows for cell in row.cells]
        return {status: found.count(status) for status in Status}


def _amounts(finding: Finding) -> str:
    """Numbers with their bounds as symbols: "≈ 18; ≈ 30" where two exclude each other, else lowest – highest."""
    amounts = {claim.amount for claim in finding.claims}
    stated: list[Amount] = sorted(amounts, key=lambda one: (one.low, one.high, one.bound))
    lowest, highest = stated[0], max(stated, key=lambda one: one.high)
    if len(stated) == 2 and finding.status is Status.CONTESTED:
        return listed((one.symbols for one in stated), "; ")
    if lowest == highest or (lowest.low == highest.high and finding.status is not Status.CONTESTED):
        return data(highest.symbols)
    left = lowest.symbols.split(phrases.DASH)[0]
    return data(f"{left}{phrases.DASH}{highest.symbols.split(phrases.DASH)[-1]}")


def _responsible(finding: Finding, dataset: DataSet) -> list[str]:
    """Actors held or suspected responsible, most voices first, then whether that is denied or left open."""
    tellers: dict[str, set[str]] = {}
    for claim in finding.claims:
        if claim.actor and side(claim) in ("holds", "may"):
            tellers.setdefault(claim.actor, set()).add(claim.voice)
    held = [phrases.actor(one, dataset) for one in sorted(tellers, key=lambda one: -len(tellers[one]))]
    stances = {claim.stance for claim in finding.claims}
    sides = {side(claim) for claim in finding.claims}
    doubts = [t("denied") if Stance.DENIES in stances else t("doubted")] if "not" in sides else []
    doubts += [t("left open")] if "open" in sides else []
    # That it is denied must not be what a narrow cell leaves out.
    first = _PIECES - len(doubts[:1])
    return [*held[:first], *doubts, *held[first:]]


def _pieces(finding: Finding, summary: Summary, dataset: DataSet) -> list[str]:
    """The different things that are said, the one to name first in front."""
    match FIELD[finding.field].type:
        case FieldType.NUMBER:
            return [_amounts(finding)]
        case FieldType.DATE:
            stated = [claim.days for claim in finding.claims]
            return [phrases.short_days(common(stated) or cover(stated))]
        case FieldType.PLACE:
            names = [phrases.place_name(dataset.places[str(position.lead.value)]) for position in finding.positions]
            return sorted(names, key=lambda name: name != phrases.place_name(summary.place))
        case FieldType.LINK:
            others = (dataset.incident(position.lead.incident or "") for position in finding.positions)
            return [data(other.short) for other in others if other]
    if finding.field == "attribution" and (held := _responsible(finding, dataset)):
        return held
    return [phrases.position_text(position, dataset) for position in finding.positions]


def _short(finding: Finding, summary: Summary, dataset: DataSet) -> str:
    pieces = list(dict.fromkeys(_pieces(finding, summary, dataset)))
    more = f" {data(f'+{len(pieces) - _PIECES}')}" if len(pieces) > _PIECES else ""
    words = listed(pieces[:_PIECES], "; ") + more
    return t("{words}: {more}", words=phrases.actor(finding.of, dataset), more=words) if finding.of else words


def cell(summary: Summary, field: str, dataset: DataSet, counting: Counting = Counting.ORIGINS) -> Cell:
    """The cell of one incident and field; *not stated* where no claim is about it."""
    found = tuple(recount(one, counting) for one in summary.findings if one.field == field)
    total = [one for one in found if one.of is None]
    speaking = total or list(found)
    if not speaking:
        return Cell(field, Status.NOT_STATED, "", 0, 0, ())
    statuses = {one.status for one in speaking} | {one.status for one in found if one.status is Status.CONTESTED}
    return Cell(
        field=field,
        status=next(status for status in _WEAKEST_FIRST if status in statuses),
        text=listed((_short(one, summary, dataset) for one in speaking), "; "),
        sources=len({source for one in found for source in one.sources}),
        origins=len({voice for one in found for voice in one.voices}),
        findings=found,
    )


def _in_order(selection: Selection) -> list[tuple[Summary, bool]]:
    """By date, each incident followed by its reported parts."""
    shown = selection.all
    ids = {summary.id for summary in shown}
    parts: dict[str, list[Summary]] = {}
    for summary in shown:
        if summary.parent in ids and summary.parent != summary.id:
            parts.setdefault(str(summary.parent), []).append(summary)
    below = {summary.id for found in parts.values() for summary in found}
    ordered: list[tuple[Summary, bool]] = []
    for summary in shown:
        if summary.id not in below:
            ordered += [(summary, False), *((part, True) for part in parts.get(summary.id, ()))]
    placed = {summary.id for summary, _ in ordered}
    return ordered + [(summary, False) for summary in shown if summary.id not in placed]


def matrix(catalogue: Catalogue, selection: Selection, counting: Counting = Counting.ORIGINS) -> Matrix:
    """The selection by the main fields that any of its incidents has."""
    ordered = _in_order(selection)
    stated = {finding.field for summary, _ in ordered for finding in summary.findings}
    fields = tuple(key for key in MAIN_FIELDS if key in stated)
    rows = tuple(
        Row(summary, part, tuple(cell(summary, key, catalogue.dataset, counting) for key in fields))
        for summary, part in ordered
    )
    return Matrix(fields, rows, counting)


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of the matrix whose finding depends on whether origins or sources are counted."""

    summary: Summary
    field: str
    by_origins: Cell
    by_sources: Cell


def changes_by_counting(catalogue: Catalogue, selection: Selection) -> tuple[Change, ...]:
    """What would read otherwise if each source were counted as a voice of its own, row by row."""
    one, other = (matrix(catalogue, selection, counting) for counting in (Counting.ORIGINS, Counting.SOURCES))
    return tuple(
        Change(row.summary, a.field, a, b)
        for row, twin in zip(one.rows, other.rows, strict=True)
        for a, b in zip(row.cells, twin.cells, strict=True)
        if a.status is not b.status
    )
