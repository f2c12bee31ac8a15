"""``python -m events compare``: the matrix, one incident, or two sources side by side."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from events.calls import CallError
from events.catalogue import Catalogue, Selection
from events.evidence_printing import print_comparison, print_matrix, print_pair
from events.fields import FIELD
from events.findings import Counting

Add = Callable[..., argparse.ArgumentParser]
Select = Callable[[argparse.Namespace], tuple[Catalogue, Selection]]


def _source(word: str, catalogue: Catalogue) -> str:
    """A source's id from its id or from the number under which it is cited."""
    ids = [source.id for source in catalogue.dataset.sources]
    if word.isascii() and word.isdigit() and 0 < int(word) <= len(ids):
        return ids[int(word) - 1]
    if word in ids:
        return word
    raise CallError(f"--sources: {word!r} is no source of this data set; expected a number or one of {', '.join(ids)}")


def _compare(args: argparse.Namespace, select: Select) -> int:
    if args.id and args.sources:
        raise CallError("ID and --sources exclude each other; name an incident, or two sources")
    catalogue, selection = select(args)
    counting = Counting(args.counting)
    if args.sources:
        a, b = (_source(word, catalogue) for word in args.sources)
        if a == b:
            raise CallError(f"--sources: expected two different sources, got {a} twice")
        return print_pair(catalogue, a, b, selection)
    if not args.id:
        return print_matrix(catalogue, selection, counting)
    summary = catalogue.by_id.get(args.id)
    if summary is None:
        raise CallError(f"{args.id!r} is no incident; expected one of {', '.join(catalogue.by_id)}")
    return print_comparison(catalogue, summary, args.field, counting)


def add_compare(add: Add, filters: argparse.ArgumentParser, select: Select) -> None:
    """Add the command.

    Args:
        add: makes a command of a name, what runs it, a help text, and parents.
        filters: the arguments of the filter.
        select: reads the data set and selects as those arguments say.
    """
    text = "compare who says what: all incidents by field, one incident (and field), or two sources"
    command = add("compare", lambda args: _compare(args, select), text, filters)
    command.add_argument("id", nargs="?", metavar="ID", help="an incident; without it, the matrix of the selection")
    command.add_argument("field", nargs="?", choices=tuple(FIELD), metavar="FIELD", help="one field of it")
    command.add_argument("--sources", nargs=2, metavar=("A", "B"), help="two sources, by id or number, side by side")
    command.add_argument(
        "--counting", choices=[str(one) for one in Counting], default=str(Counting.ORIGINS),
        help="what is one voice (default: origins)",
    )
