"""``list | show | export`` over a store, and its housekeeping: ``datasets | remove | switch``.

A store is used by one process at a time, so that ``list``, ``show`` and ``export`` look at it only where ``--store``
names it: $STORE alone does not make them wait for a page that runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from events.calls import CallError
from events.catalogue import Catalogue
from events.exporting.formats import FORMATS
from events.exporting.source import About, DataSetLine
from events.filter_cli import actor_of, filter_of
from events.filters import IncidentFilter
from events.joining import joined
from events.printing import MOST, print_incident
from events.sentences import filter_sentence
from events.store.backends.routing import shelf_of
from events.store.curated import tables_of
from events.store.naming import actors_named
from events.store.opening import StoreName
from events.store.shelf import Shelf
from events.store.store import CURATED, Store
from events.store.streams import store_export
from events.store_printing import print_data_sets, print_rows
from events.tools import Add, Tools

STORE_HELP = "folder of the store, or address of an engine"
_BINARY = ("geoparquet", "gpkg", "xlsx")


@dataclass(frozen=True)
class Opened:
    """A store with the curated data set in it, and the data sets of it that a call looks at."""

    store: Store
    library: Shelf
    curated: Catalogue
    numbers: frozenset[int]

    @property
    def lines(self) -> tuple[DataSetLine, ...]:
        """The data sets that are looked at, the curated one first."""
        meta = self.curated.dataset.meta
        own = [DataSetLine(meta.id, meta.name, meta.version, meta.licence, time_zone=meta.time_zone)]
        return (*(own if CURATED in self.numbers else []), *(
            DataSetLine(one.id, one.name, one.version, one.licence, one.attribution)
            for one in self.store.entries if one.number in self.numbers
        ))  # fmt: skip

    def actors(self, word: str) -> tuple[str, ...]:
        """Ids of the actors that a word names."""
        own = actor_of(word, self.curated) if CURATED in self.numbers else None
        if own or self.library.knows("actors", word, self.numbers):
            return (own or word,)
        if found := actors_named(self.library.asker, word, self.numbers):
            return found
        raise CallError(f"--actor: no data set here has an actor {word!r}; expected an id or the whole name")

    def source(self, word: str) -> str:
        """The id of a source of the curated data set, or of a publisher of an imported one."""
        own = {one.id for one in self.curated.dataset.sources}
        if word in own or self.library.knows("sources", word, self.numbers):
            return word
        raise CallError(f"--source: no data set here has a source {word!r}; expected the id of a source or publisher")

    def sentence(self, chosen: IncidentFilter) -> str:
        """The filter in words."""
        meta = self.curated.dataset
        named = (
            self.library.actors_of(chosen.actors, self.numbers),
            self.library.publishers_of(chosen.sources, self.numbers),
        )
        return filter_sentence(chosen, joined(meta, (), None, meta.meta.window, *named).dataset)


def existing(named: StoreName | None) -> StoreName:
    """A store that is there.

    Raises:
        CallError: none is named, or there is none.
    """
    if named is None:
        raise CallError("--store: expected the folder of a store, got none; name it, or set STORE")
    if not named.folder.is_dir() and not named.address:
        raise CallError(f"--store {named}: there is no store; `import` makes one")
    return named


def at(named: StoreName | None, tools: Tools) -> Store:
    """The store that is named, opened; None for one that ends with the process."""
    if named is None:
        return Store.open(None, tools.moment())
    return Store.open(named.folder, tools.moment(), address=named.address)


@contextmanager
def opened(args: argparse.Namespace, tools: Tools) -> Iterator[Opened]:
    """The store of a call, for as long as the call lasts."""
    if getattr(args, "known", None):
        raise CallError("--known looks at the curated data set only; leave --store out")
    named = existing(args.store)
    curated = tools.whole(args)
    with at(named, tools) as store:
        for one in store.unreadable:
            print(f"left out: {one.folder}: {one.reason}", file=sys.stderr)
        store.mount(tables_of(curated))
        numbers = {curated.dataset.meta.id: CURATED, **{one.id: one.number for one in store.entries}}
        for name in args.data_set:
            if name not in numbers:
                raise CallError(f"--data-set: {name!r} is not there; expected one of {', '.join(numbers)}")
        on = {CURATED, *(one.number for one in store.entries if one.on)}
        chosen = frozenset(numbers[name] for name in args.data_set) or frozenset(on)
        yield Opened(store, shelf_of(store.engine, curated.dataset), curated, chosen)


def list_stored(args: argparse.Namespace, tools: Tools) -> int:
    """``list --store``."""
    with opened(args, tools) as there:
        chosen = filter_of(args, there.actors, there.source)
        limit = MOST if args.limit is None else max(0, args.limit)
        return print_rows(there.library, chosen, there.numbers, max(0, args.offset), limit, there.sentence(chosen))


def show_stored(args: argparse.Namespace, tools: Tools) -> int:
    """``show --store``."""
    with opened(args, tools) as there:
        if CURATED in there.numbers and (summary := there.curated.by_id.get(args.id)):
            print_incident(there.curated, summary)
            return 0
        key = there.library.find(args.id, there.numbers)
        if key is None:
            names = ", ".join(one.id for one in there.lines)
            raise CallError(f"{args.id!r} is no incident of {names or 'what is switched on'}; `list` prints the ids")
        part = there.library.catalogue_of([key], around=True, numbers=there.numbers)
        # The note of the curated data set on its days is not theirs.
        meta = part.dataset.meta.model_copy(update={"time_zone_note": "days as the data set states them"})
        print_incident(replace(part, dataset=replace(part.dataset, meta=meta)), part.by_id[args.id])
        return 0


def export_stored(args: argparse.Namespace, tools: Tools) -> int:
    """``export --store``: row by row, whatever the size of the selection."""
    if args.output is None and args.format in _BINARY and sys.stdout.isatty():
        raise CallError(f"{args.format} is no text for a terminal; name a file with -o")
    with opened(args, tools) as there:
        chosen = filter_of(args, there.actors, there.source)
        names = {CURATED: there.curated.dataset.meta.id, **{one.number: one.id for one in there.store.entries}}
        about = About(there.lines, there.sentence(chosen), tools.this_day())
        places = {one.id: one.name for one in there.curated.dataset.places.values()}
        source = store_export(
            there.library.asker, there.store.engine, chosen, about, names, there.numbers, places
        )  # fmt: skip
        tools.into(partial(FORMATS[args.format].write, source), args.output)
        print(f"{len(source)} incidents written", file=sys.stderr)
        return 0


def _data_sets(tools: Tools, args: argparse.Namespace) -> int:
    with at(existing(args.store), tools) as store:
        print_data_sets(store)
        return 0


def _remove(tools: Tools, args: argparse.Namespace) -> int:
    with at(existing(args.store), tools) as store:
        _known(store, args.id)
        store.remove(args.id)
        print(f"{args.id}: removed")
        return 0


def _switch(tools: Tools, args: argparse.Namespace) -> int:
    with at(existing(args.store), tools) as store:
        _known(store, args.id, unreadable=False)
        store.switch(args.id, args.on == "on")
        print(f"{args.id}: {args.on}")
        return 0


def _known(store: Store, id: str, unreadable: bool = True) -> None:
    known = [one.id for one in store.entries]
    known += [one.folder for one in store.unreadable] if unreadable else []
    if id not in known:
        raise CallError(f"{id!r} is not in the store; expected one of {', '.join(known) or 'none: it is empty'}")


def store_arguments(store_of: Callable[[str], StoreName]) -> argparse.ArgumentParser:
    """The options that have a command look at a store, as a parent of its parser."""
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("store", "Imported data sets as well; without --store, the curated folder alone.")
    group.add_argument("--store", type=store_of, metavar="FOLDER", help=STORE_HELP)
    group.add_argument(
        "--data-set", action="append", default=[], metavar="ID",
        help="look in this one of the store's data sets, curated or imported, on or off; may be given again "
        "(default: all that are on)",
    )  # fmt: skip
    return shared


def add_store(add_command: Add, tools: Tools) -> None:
    """Add the commands that keep a store to the command line."""
    for name, run, about in (
        ("datasets", _data_sets, "list the data sets of a store, and what cannot be read"),
        ("remove", _remove, "remove a data set from a store; its space is free at once"),
        ("switch", _switch, "show or hide a data set of a store"),
    ):
        command = add_command(name, partial(run, tools), about)
        command.add_argument(
            "--store", type=tools.store_of, metavar="FOLDER", default=tools.store,
            help=f"{STORE_HELP} (default: $STORE)",
        )
        if name != "datasets":
            command.add_argument("id", metavar="ID", help="as `datasets` lists it")
        if name == "switch":
            command.add_argument("on", choices=("on", "off"))
