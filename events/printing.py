"""Incidents on a terminal: what the list and the incident card show, as plain text."""

from __future__ import annotations

from events import phrases
from events.catalogue import Catalogue, Selection
from events.citing import citation, source_line
from events.fields import FIELD, KINDS
from events.findings import Finding
from events.sentences import PART_NAMES, selection_sentence
from events.summary import Summary

MOST = 1_000
"""Incidents that are listed where nobody says how many."""


def more_below(total: int, offset: int, shown: int) -> str:
    """What a list that is not whole says at its end; empty where nothing follows."""
    left = total - offset - shown
    return f"… {left:,} more: --offset {offset + shown}" if left > 0 and shown else ""


def print_list(catalogue: Catalogue, selection: Selection, offset: int = 0, limit: int | None = None) -> int:
    """One line an incident, then the caption. Returns 1 where nothing is selected.

    Args:
        offset, limit: the part that is listed; None for all, or the first of very many.
    """
    part = selection.all[max(0, offset) :][: MOST if limit is None else max(0, limit)]
    for summary in part:
        mark = "?" if selection.is_possible(summary) else " "
        contested = f"  ≠ {', '.join(sorted(summary.contested))}" if summary.contested else ""
        print(f"{mark} {phrases.days(summary.days):28} {summary.id:32} {summary.incident.title}{contested}")
    if more := more_below(len(selection), offset, len(part)):
        print(more)
    print(selection_sentence(selection, catalogue.dataset))
    if not len(selection):
        options = catalogue_hint(catalogue, selection)
        print(options)
        return 1
    return 0


def catalogue_hint(catalogue: Catalogue, selection: Selection) -> str:
    """For an empty selection: what to leave open, and how many incidents that would give."""
    found = catalogue.loosen(selection.filter)
    if not found:
        return "No incident matches, and no single part of the filter left open would give one."
    tips = "; ".join(f"without {PART_NAMES[part]} there would be {count}" for part, count in found)
    return f"No incident matches: {tips}."


def _print_finding(finding: Finding, catalogue: Catalogue) -> None:
    dataset = catalogue.dataset
    many = phrases.voices(len(finding.sources), len(finding.voices))
    print(f"\n{phrases.label(finding, dataset)}: {phrases.finding_text(finding, dataset)}  [{finding.status}; {many}]")
    print(f"  {phrases.why(finding, dataset)}")
    for position in finding.positions:
        print(f"  - {phrases.position_text(position, dataset)}")
        for claim in position.claims:
            print(f"      {citation(claim, dataset)}")


def print_incident(catalogue: Catalogue, summary: Summary) -> None:
    """Everything that the incident card shows, with every claim cited."""
    dataset = catalogue.dataset
    print(f"{summary.incident.title}\n{KINDS[summary.incident.kind]}")
    print(f"{phrases.days(summary.days, weekday=True)} ({dataset.meta.time_zone_note or dataset.meta.time_zone})")
    print(phrases.where(summary.place))
    print(f"coordinate: {summary.place.obtained}")
    print(f"{phrases.voices(len(summary.sources), len(summary.voices))}, {len(summary.incident.claims)} claims")
    for finding in summary.findings:
        _print_finding(finding, catalogue)
    if links := catalogue.links_of(summary.id):
        print("\nLinks")
        for link in links:
            one, other = catalogue.by_id[link.origin], catalogue.by_id[link.target]
            words = f"{one.incident.title} {FIELD[link.field].label.lower()} {other.incident.title}"
            print(f"  {words}  [{link.manner}]")
    print("\nSources")
    for source in dataset.sources:
        if source.id in summary.sources:
            print(f"  [{dataset.number(source.id)}] {source_line(source)}{f', {source.link}' if source.link else ''}")
