"""The commands for a data set's history: ``snapshot | changes``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial

from pydantic import ValidationError

from events import phrases
from events.calls import CallError
from events.differing import in_words
from events.history import between, released, since, take
from events.historyfile import History, read_history, snapshot_path, snapshot_text
from events.problems import DataSetError
from events.reading import load, load_or_raise
from events.tools import Add, Tools


def _snapshot(tools: Tools, args: argparse.Namespace) -> int:
    loaded = load(args.dataset)
    if loaded.dataset is None:
        raise DataSetError(args.dataset, loaded.problems)
    if loaded.problems:
        # Rows that were set aside would look removed in every later comparison.
        print(f"{len(loaded.problems)} problems: mend them first, `validate` lists them", file=sys.stderr)
        return 1
    try:
        snapshot = take(loaded.dataset, args.date or tools.this_day(), args.by, args.note)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CallError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}, got {first['input']!r}") from error
    path = snapshot_path(args.dataset, snapshot)
    if path.exists():
        old = read_history(args.dataset).version(snapshot.version)
        if old and old.fingerprint == snapshot.fingerprint:
            print(f"{path} holds this content already: nothing was written.")
            return 0
        raise CallError(
            f"{path} records other content under version {snapshot.version}; "
            "raise the version in dataset.yaml, so that both stay what they were"
        )
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise CallError(f"{path.parent}: cannot be made: {error.strerror}") from error
    tools.write([snapshot_text(snapshot)], path)
    print(f"{path}: version {snapshot.version}, SHA-256 {snapshot.fingerprint}")
    return 0


def _log(history: History) -> Iterator[str]:
    earlier = [None, *history.snapshots]
    for old, new in reversed(list(zip(earlier, history.snapshots, strict=False))):
        yield f"{new.version}, {phrases.day(new.date)}, {new.by}: {new.note}"
        if old is None:
            claims = sum(len(incident.claims) for incident in new.incidents.values())
            yield f"  The first version recorded: {len(new.incidents)} incidents, {claims} claims."
        else:
            yield from (f"  {line}" for line in in_words(between(old, new)))


def _changes(args: argparse.Namespace) -> int:
    dataset, history = load_or_raise(args.dataset), read_history(args.dataset)
    for problem in history.problems:
        print(problem, file=sys.stderr)
    if not history.snapshots:
        print("No version of this data set is recorded; `snapshot` records the one that is there.")
        return 1
    if args.since:
        old = history.version(args.since)
        if old is None:
            known = ", ".join(one.version for one in history.snapshots)
            raise CallError(f"--since: version {args.since!r} is not recorded; expected one of {known}")
        print(f"From version {old.version} to {dataset.meta.version}, as it is now:")
        print("\n".join(in_words(since(old, dataset))))
        return 0
    if released(dataset, history.snapshots) is None:
        last = history.snapshots[-1]
        print(f"{dataset.meta.version}, as it is now, not recorded; since {last.version}:")
        print("\n".join(f"  {line}" for line in in_words(since(last, dataset))))
    print("\n".join(_log(history)))
    return 0


def add_history(add_command: Add, tools: Tools) -> None:
    """Add the commands to the command line."""
    snapshot = add_command("snapshot", partial(_snapshot, tools), "record this version of the data set in its history")
    snapshot.add_argument("--note", required=True, help="what changed and why")
    snapshot.add_argument("--by", required=True, help="who changed it")
    snapshot.add_argument("--date", type=tools.day, metavar="DAY", help="default: today")
    changes = add_command("changes", _changes, "what changed between the versions of the data set")
    changes.add_argument("--since", default="", metavar="VERSION", help="from this version to the data as they are now")
