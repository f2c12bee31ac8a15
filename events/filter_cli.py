"""The filter on the command line: its options, and what they say as one value."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from datetime import date

from events.calls import CallError
from events.catalogue import Catalogue
from events.fields import FIELD, KINDS, ROLES
from events.filters import ANY_FIELD, IncidentFilter
from geodata.names import fold
from geodata.windows import Window, WindowError, parse_window


def day(text: str) -> date:
    """A day of the calendar, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day such as 2020-03-11, got {text!r}") from error


def _area(text: str) -> Window:
    try:
        return parse_window(text)
    except WindowError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def actor_of(word: str, catalogue: Catalogue) -> str | None:
    """An actor's id from its id, name or alias, spelling folded; None where there is none."""
    wanted = fold(word)
    for actor in catalogue.dataset.actors.values():
        if word == actor.id or wanted in {fold(name) for name in (actor.name, actor.local, *actor.aliases) if name}:
            return actor.id
    return None


def _actor(word: str, catalogue: Catalogue) -> tuple[str]:
    if found := actor_of(word, catalogue):
        return (found,)
    known = ", ".join(sorted(catalogue.dataset.actors))
    raise CallError(f"--actor: {word!r} is no actor of this data set; expected one of {known}")


def _source(word: str, catalogue: Catalogue) -> str:
    ids = [source.id for source in catalogue.dataset.sources]
    if word in ids:
        return word
    raise CallError(f"--source: {word!r} is no source of this data set; expected one of {', '.join(ids)}")


def filter_of(
    args: argparse.Namespace, actors: Callable[[str], Iterable[str]], source: Callable[[str], str]
) -> IncidentFilter:
    """The options as a filter.

    Args:
        actors: the ids that a word names; raises CallError where it names none.
        source: the same for a source.
    """
    if args.start and args.end and args.start > args.end:
        raise CallError(f"--from {args.start} is after --to {args.end}; swap them")
    return IncidentFilter(
        start=args.start,
        end=args.end,
        actors=frozenset(one for word in args.actor for one in actors(word)),
        role=args.role,
        kinds=frozenset(args.kind),
        sources=frozenset(source(word) for word in args.source),
        contested=frozenset(args.contested),
        area=args.area,
        text=args.text,
    )


def filter_in(args: argparse.Namespace, catalogue: Catalogue) -> IncidentFilter:
    """The options as a filter of one data set in memory."""
    return filter_of(args, lambda word: _actor(word, catalogue), lambda word: _source(word, catalogue))


def filter_arguments() -> argparse.ArgumentParser:
    """The options, as a parent of a command's parser."""
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("filter", "Parts are combined with and; an option given twice with or.")
    group.add_argument("--from", dest="start", type=day, metavar="DAY", help="first day, YYYY-MM-DD")
    group.add_argument("--to", dest="end", type=day, metavar="DAY", help="last day, included")
    group.add_argument("--actor", action="append", default=[], metavar="A", help="id, name or alias of an actor")
    group.add_argument("--role", default="", choices=ROLES, help="role in which the actors stand")
    group.add_argument("--kind", action="append", default=[], choices=tuple(KINDS))
    group.add_argument("--source", action="append", default=[], metavar="ID")
    group.add_argument("--contested", action="append", default=[], choices=(ANY_FIELD, *FIELD), metavar="FIELD")
    group.add_argument("--area", type=_area, metavar="LON,LAT;…", help="corners of an area, degrees")
    group.add_argument("--known", type=day, metavar="DAY", help="only what sources published by that day say")
    group.add_argument("--text", default="", help="words that must all occur")
    return shared
