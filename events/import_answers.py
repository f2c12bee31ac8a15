"""What a person says about a file on the command line: the mapping of its columns, and which place is which."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from events.calls import CallError
from events.import_printing import candidates, plain, proposal_lines, question_lines, show
from events.importing import mapping as mappings
from events.importing.geocoding import UNPLACED
from events.importing.intake import Answers, Intake, Offer
from events.importing.mapping import Mapping
from events.importing.recognising import answer
from events.tools import Tools


def mapped(args: argparse.Namespace, tools: Tools, intake: Intake) -> Mapping | None:
    """The mapping of a table with columns of its own; None for other formats, and where a question is open.

    What was proposed is printed; an open question with what to pass.

    Raises:
        CallError: an answer that nothing asked for, or a mapping that cannot be used.
    """
    if intake.format != "generic" or intake.proposal is None:
        if args.answer:
            raise CallError(f"--answer: read as {intake.format}, the file leaves nothing open; leave it out")
        if args.save_mapping:
            print(f"read as {intake.format}: there is no mapping to save", file=sys.stderr)
        return None
    if args.mapping:
        return _given(args, tools, intake)
    try:
        proposal = answer(intake.proposal, dict(args.answer))
    except mappings.MappingError as error:
        raise CallError(plain(f"--answer: {error}")) from error
    show(proposal_lines(proposal))
    if args.save_mapping:
        tools.write([mappings.save(proposal.mapping)], args.save_mapping)
    if proposal.questions:
        print("Questions:")
        show(question_lines(proposal.questions))
    if proposal.open:
        keys = ", ".join(one.key for one in proposal.open)
        print(plain(f"{intake.files[0].name}: not imported: the file leaves open: {keys}; answer with --answer, "
                    "as listed above"), file=sys.stderr)  # fmt: skip
        return None
    return proposal.mapping


def _given(args: argparse.Namespace, tools: Tools, intake: Intake) -> Mapping:
    text = tools.read(args.mapping, "--mapping", mappings.LONGEST * 4).decode("utf-8", "replace")
    try:
        return mappings.load(text, intake.staged.columns if intake.staged else None)
    except mappings.MappingError as error:
        raise CallError(plain(f"--mapping {args.mapping}: {error}")) from error


def placed(args: argparse.Namespace, intake: Intake, answers: Answers) -> Answers:
    """The answers with the places that were said; in the mapping, so that they are saved with it.

    Raises:
        CallError: a place that does not wait for an answer, or a choice that it does not have.
    """
    if not args.place:
        return answers
    if answers.mapping is None:
        raise CallError(f"--place: read as {intake.format}, the file has no places to choose; leave it out")
    chosen = dict(answers.mapping.places)
    for name, choice in args.place:
        offer = _offer(name, intake.offers)
        chosen[offer.key] = _choice(offer, choice)
    return replace(answers, mapping=answers.mapping.model_copy(update={"places": chosen}))


def _offer(name: str, offers: tuple[Offer, ...]) -> Offer:
    found = [one for one in offers if one.key == name] or [
        one for one in offers if one.name.casefold() == name.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(repr(one.key) for one in found)
        raise CallError(plain(f"--place: {name!r} is more than one place; expected one of {keys}"))
    waiting = ", ".join(repr(one.key) for one in offers[:20]) or "none: every place is clear, or unknown"
    raise CallError(plain(f"--place: {name!r} does not wait for an answer; expected one of {waiting}"))


def _choice(offer: Offer, choice: str) -> str:
    ids = [id for id, _ in candidates(offer)]
    if choice in (UNPLACED, *ids):
        return choice
    if choice.isascii() and choice.isdigit() and 1 <= int(choice) <= len(ids):
        return ids[int(choice) - 1]
    known = ", ".join(f"{n} ({id})" for n, id in enumerate(ids, start=1))
    raise CallError(plain(f"--place {offer.key}: expected {known or 'no candidate'} or {UNPLACED}, got {choice!r}"))
