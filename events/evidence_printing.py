"""Comparisons on a terminal: what the Evidence view shows, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events import phrases
from events.catalogue import Catalogue, Selection
from events.citing import citation, places_in_source
from events.evidence import Cell, Matrix, changes_by_counting, matrix
from events.fields import FIELD
from events.findings import Counting, Finding, Status, recount
from events.model import Claim
from events.pairing import Pairing, Relation, two_sources, voices
from events.printing import catalogue_hint
from events.rules import rule
from events.sentences import selection_sentence
from events.summary import Summary

SYMBOLS = {Status.AGREED: "=", Status.RANGE: "↔", Status.CONTESTED: "≠", Status.SINGLE: "1", Status.NOT_STATED: "·"}
_RELATIONS = {
    Relation.DIFFER: "≠ exclude each other", Relation.AGREE: "= agree", Relation.COMPATIBLE: "↔ compatible",
    Relation.ONLY_A: "1 only", Relation.ONLY_B: "1 only",
}  # fmt: skip


def _many(cell: Cell) -> str:
    return phrases.voices(cell.sources, cell.origins)


def _print_rows(found: Matrix) -> None:
    for row in found.rows:
        print(f"{'  part: ' if row.part else ''}{row.summary.incident.title} ({row.summary.id})")
        for cell in row.cells:
            if cell.findings:
                text = f"{FIELD[cell.field].label:16} {cell.text}"
                print(f"    {SYMBOLS[cell.status]} {text}  [{cell.status}; {_many(cell)}]")


def print_matrix(catalogue: Catalogue, selection: Selection, counting: Counting) -> int:
    """The matrix row by row, its counts, and what the other count would change. Returns 1 where nothing is selected."""
    if not len(selection):
        print(selection_sentence(selection, catalogue.dataset))
        print(catalogue_hint(catalogue, selection))
        return 1
    found = matrix(catalogue, selection, counting)
    _print_rows(found)
    print(f"\n{selection_sentence(selection, catalogue.dataset)}")
    print("; ".join(f"{SYMBOLS[status]} {status}: {count}" for status, count in found.counts.items()))
    changes = changes_by_counting(catalogue, selection)
    print(f"Counted by {counting}. Cells that depend on whether origins or sources are counted: {len(changes)}")
    for one in changes:
        where = f"{one.summary.incident.title}, {FIELD[one.field].label.lower()}"
        print(f"  {where}: {one.by_origins.status} by origins, {one.by_sources.status} by sources")
    return 0


def _print_voices(claims: Iterable[Claim], catalogue: Catalogue) -> None:
    dataset = catalogue.dataset
    given = tuple(claims)
    for voice in voices(given, dataset):
        carried = ", ".join(f"[{dataset.number(one)}] {dataset.source(one).name}" for one in voice.sources)
        if voice.origin is None:
            print(f"  own account, origin not stated: {carried}")
        else:
            origin = dataset.origins[voice.origin]
            print(f"  {origin.name} ({origin.kind}), one voice, carried by {carried}")
    told = {claim.source for claim in given}
    for source in dataset.sources:
        if source.id in told and source.republished_by:
            print(f"  [{dataset.number(source.id)}] {source.name} was read as republished by {source.republished_by}")


def _print_comparison(finding: Finding, catalogue: Catalogue) -> None:
    dataset = catalogue.dataset
    many = phrases.voices(len(finding.sources), len(finding.voices))
    print(f"\n{phrases.label(finding, dataset)}: {phrases.finding_text(finding, dataset)}  [{finding.status}; {many}]")
    print(f"  {rule(finding)}\n  {phrases.why(finding, dataset)}")
    for claim in sorted(finding.claims, key=lambda one: (one.origin is not None, one.origin or "")):
        print(f"  - {phrases.said(claim, dataset)}\n      {citation(claim, dataset)}")
    _print_voices(finding.claims, catalogue)


def print_comparison(catalogue: Catalogue, summary: Summary, field: str | None, counting: Counting) -> int:
    """All claims of one incident about a field (all fields where None), origin by origin. Returns 1 for none."""
    many = phrases.voices(len(summary.sources), len(summary.voices))
    print(f"{summary.incident.title}\n{many}, counted by {counting}")
    found = [recount(one, counting) for one in summary.findings if field in (None, one.field)]
    for finding in found:
        _print_comparison(finding, catalogue)
    if not found:
        print(f"\n{FIELD[field or ''].label}: {phrases.NOT_STATED}. No source makes a statement about it.")
    return 0 if found else 1


def _told(claims: Sequence[Claim], catalogue: Catalogue) -> str:
    said = dict.fromkeys(phrases.said(claim, catalogue.dataset) for claim in claims)
    return f"{'; '.join(said)} ({places_in_source(claims)})"


def _print_pairing(pair: Pairing, sources: tuple[str, str], catalogue: Catalogue) -> None:
    label = FIELD[pair.field].label + (f", {phrases.actor(pair.of, catalogue.dataset)}" if pair.of else "")
    print(f"  {label}: {_RELATIONS[pair.relation]}")
    for source, claims in zip(sources, (pair.a, pair.b), strict=True):
        if claims:
            print(f"    [{catalogue.dataset.number(source)}] {_told(claims, catalogue)}")
    if pair.shared:
        print(f"    both carry: {', '.join(catalogue.dataset.origins[one].name for one in pair.shared)}")


def print_pair(catalogue: Catalogue, a: str, b: str, selection: Selection) -> int:
    """Where two sources agree, differ, and what only one of them tells. Returns 1 where neither tells anything."""
    dataset = catalogue.dataset
    found = two_sources(catalogue, a, b, selection.all)
    names = [f"[{dataset.number(one)}] {dataset.source(one).name}" for one in (a, b)]
    print(f"{names[0]} and {names[1]}; {selection_sentence(selection, dataset)}")
    for summary in selection.all:
        pairs = [pair for pair in found if pair.summary.id == summary.id]
        if pairs:
            print(f"\n{summary.incident.title}")
        for pair in pairs:
            _print_pairing(pair, (a, b), catalogue)
    count = {relation: sum(pair.relation is relation for pair in found) for relation in Relation}
    print(
        f"\n{count[Relation.AGREE]} agree, {count[Relation.DIFFER]} exclude each other, {count[Relation.COMPATIBLE]} "
        f"compatible, {count[Relation.ONLY_A]} only {names[0]}, {count[Relation.ONLY_B]} only {names[1]}"
    )
    return 0 if found else 1
