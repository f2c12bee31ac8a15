"""What ``import`` says: what a file was taken for, what is open, what was set aside. Plain text.

Texts of the file itself are shown without control characters: they are for people, not for the terminal.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator

from events.importing.intake import Intake, Offer
from events.importing.recognising import Proposal, Question
from events.importing.validating import Summary
from events.store.registry import Entry
from events.store_printing import many

FORMAT_NAMES = {
    "ucdp": "UCDP GED", "acled": "ACLED", "timemap": "TimeMap", "own": "an export of this program",
    "generic": "a table with columns of its own",
}  # fmt: skip
MOST = 100
"""Columns, and places that wait, that are listed."""
_REASONS, _CANDIDATES = 20, 5


def plain(text: str) -> str:
    """A text with nothing in it that a terminal would act on."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        print(plain(line))


def heading(intake: Intake) -> Iterator[str]:
    """What the files were taken for, and what was found out about them."""
    names = ", ".join(one.name for one in intake.files)
    yield f"{names}: {FORMAT_NAMES[intake.format]}"
    found = intake.staged or intake.sniffed
    for note in found.notes if found else ():
        yield f"  {note}"


def proposal_lines(proposal: Proposal) -> Iterator[str]:
    """Which column is taken for what, and why."""
    yield "Columns:"
    wide = max((min(len(one.column), 30) for one in proposal.columns[:MOST]), default=0)
    for one in proposal.columns[:MOST]:
        role = {"": "not read", "other": "kept as it is"}.get(one.role, one.role)
        yield f"  {one.column:{wide}} → {role:14} {one.reason}"
    if (left := len(proposal.columns) - MOST) > 0:
        yield f"  … and {left:,} more columns"
    for note in proposal.notes:
        yield f"  {note}"


def question_lines(questions: Iterable[Question]) -> Iterator[str]:
    """Questions, with what to pass for each answer."""
    for one in questions:
        yield f"  {one.text}" + ("" if one.must else f" (taken as {one.default!r} where nothing is said)")
        for value, words in one.options:
            given = f"{one.key}={value}"
            yield f"    --answer {shlex.quote(given)}   {words}"


def candidates(offer: Offer) -> list[tuple[str, str]]:
    """(id, words) of what a place can be."""
    found = json.loads(offer.candidates) if offer.candidates else []
    return [(str(one["id"]), f"{one['name']}, {one['kind']}, {one['country']} ({one['how']})") for one in found]


def offer_lines(offers: Iterable[Offer]) -> Iterator[str]:
    """Places that wait for an answer, and how it is given."""
    listed = list(offers)
    if not listed:
        return
    yield f"Places that are not clear, and stay unplaced without an answer: {len(listed):,}"
    for offer in listed[:MOST]:
        yield f"  {offer.key}: {many(offer.rows, 'row')}; {offer.note}"
        for n, (_, words) in enumerate(candidates(offer)[:_CANDIDATES], start=1):
            yield f"    --place {shlex.quote(f'{offer.key}={n}')}   {words}"


def summary_lines(summary: Summary) -> Iterator[str]:
    """How the checks came out."""
    yield f"{many(summary.total, 'row')}: {summary.accepted:,} accepted, {summary.rejected:,} rejected"
    for column, why, n in summary.reasons[:_REASONS]:
        yield f"  {n:,} × {f'{column}: ' if column else ''}{why}"
    if (left := len(summary.reasons) - _REASONS) > 0:
        yield f"  … and {left:,} more reasons"


def same_lines(name: str, entry: Entry) -> Iterator[str]:
    """That a file is there already, and what can be done."""
    yield f"{name}: already there as {entry.id}, imported {entry.imported}; nothing was changed"
    yield f"  --replace {entry.id} makes a new version of it, --again a second data set"
