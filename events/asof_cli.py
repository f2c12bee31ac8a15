"""``python -m events asof DAY``: the incidents as the sources published by a day told them, and what came later."""

from __future__ import annotations

import argparse
from datetime import date

from events import phrases
from events.asof import Change, knowledge, known_on
from events.catalogue import Catalogue
from events.dataset import DataSet
from events.fields import FIELD
from events.printing import print_list
from events.tools import Add, Tools


def add_asof(add: Add, tools: Tools) -> None:
    """Add the command."""
    text = "what was known on a day: the incidents as sources published by then told them, and what later ones changed"
    command = add("asof", lambda args: _asof(args, tools), text)
    command.add_argument("day", type=tools.day, metavar="DAY", help="YYYY-MM-DD")


def _line(change: Change, dataset: DataSet) -> str:
    numbers = "".join(f"[{dataset.number(source)}]" for source in change.sources)
    if not change.field:
        return f"  {change.kind}: {change.after} {numbers}"
    of = f", {phrases.actor(change.of, dataset)}" if change.of else ""
    return f"  {FIELD[change.field].label}{of}: {change.kind}: {change.before} -> {change.after} {numbers}"


def _asof(args: argparse.Namespace, tools: Tools) -> int:
    day: date = args.day
    whole: Catalogue = tools.whole(args)
    dataset = whole.dataset
    then, later = knowledge(dataset, day)
    known = known_on(dataset, day)
    print(f"As known on {phrases.day(day)}: {len(known)} of {len(dataset.sources)} sources")
    if not known:
        print("No source was published for certain by then; name a later day.")
        return 1
    code = print_list(then, then.everything)
    print("\nWhat later sources say differently")
    incident = ""
    for change in later:
        if change.incident != incident:
            incident = change.incident
            print(incident)
        print(_line(change, dataset))
    return code
