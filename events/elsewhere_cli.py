"""``export`` in a format whose writer is no part of this package: the same options, with ``--store`` and without."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from events.exporting.elsewhere import ELSEWHERE, Wanted
from events.exporting.source import About
from events.filter_cli import filter_of
from events.filters import IncidentFilter
from events.store.backends.routing import shelf_of
from events.store.curated import tables_of
from events.store.store import CURATED
from events.store_cli import Opened, at, opened
from events.tools import Tools


@contextmanager
def _looked_at(args: argparse.Namespace, tools: Tools) -> Iterator[tuple[Opened, IncidentFilter]]:
    """What a call looks at: the store that it names, or the folder alone in a store that ends with the call."""
    if args.store:
        with opened(args, tools) as there:
            chosen = filter_of(args, there.actors, there.source)
            yield there, replace(chosen, datasets=frozenset(args.data_set))
        return
    catalogue, selection = tools.select(args)
    with at(None, tools) as store:
        store.mount(tables_of(catalogue))
        shelf = shelf_of(store.engine, catalogue.dataset)
        yield Opened(store, shelf, catalogue, frozenset({CURATED})), selection.filter


def export_elsewhere(args: argparse.Namespace, tools: Tools) -> int:
    """``export`` in one of ``ELSEWHERE``.

    Raises:
        CallError: the writer is not installed, or more is selected than it takes. No file is begun.
    """
    writer = ELSEWHERE[args.format].resolved()
    with _looked_at(args, tools) as (there, chosen):
        about = About(there.lines, there.sentence(chosen), tools.this_day())
        fill = writer(Wanted(there.store, there.library, there.curated, chosen, about))
        tools.into(fill, args.output)
        found = there.library.counts(chosen, there.numbers)
        print(f"{found.certain + found.possible} incidents written", file=sys.stderr)
        return 0
