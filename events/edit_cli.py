"""``python -m events add claim --incident ID --file claim.yaml``: adding to a data set, written or as a patch."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from events import phrases
from events.calls import CallError
from events.catalogue import build
from events.editing.applying import EditError, Rejected, StaleEdit, apply, open_target, patch
from events.editing.drafts import Draft, Kind, draft
from events.editing.previewing import preview
from events.reading import load_or_raise
from events.tools import Add, Tools
from events.yamlfile import Located, YamlError, read_yaml


def _row(args: argparse.Namespace) -> tuple[dict[str, Any], Located, tuple[str | int, ...]]:
    """The one row of the file, which may stand in it as a list of one, as it would in the data set."""
    try:
        located = read_yaml(args.file)
    except OSError as error:
        raise CallError(f"--file {args.file}: cannot be read: {error.strerror}; name a file that exists") from error
    except YamlError as error:
        raise CallError(f"--file {args.file}:{error.line}: {error}") from error
    listed = isinstance(located.data, list) and len(located.data) == 1
    data = located.data[0] if listed else located.data
    if not isinstance(data, dict):
        what = f"{len(located.data)} rows" if isinstance(located.data, list) else type(located.data).__name__
        raise CallError(f"--file {args.file}: expected one {args.kind} as `key: value` lines, got {what}")
    return {str(key): value for key, value in data.items()}, located, (0,) if listed else ()


def _refused(args: argparse.Namespace, error: Rejected, located: Located, path: tuple[str | int, ...]) -> int:
    for wrong in error.wrong:
        steps = [int(step) if step.isdigit() else step for step in wrong.field.split(".") if step]
        print(f"{args.file}:{located.line((*path, *steps))}: {wrong}")
    print(f"{len(error.wrong)} problems; nothing was written", file=sys.stderr)
    return 1


def _said(args: argparse.Namespace, new: Draft) -> list[str]:
    """What the findings become, one line each."""
    lines = []
    for change in preview(build(load_or_raise(args.dataset)), new):
        before, after = change.before, change.after
        was = f"{before.text} [{before.status}]" if before.finding.claims else phrases.NOT_STATED
        lines.append(f"{change.label}: {was} -> {after.text} [{after.status}]. {after.why}")
    return lines


def _add(tools: Tools, args: argparse.Namespace) -> int:
    kind = Kind(args.kind)
    if (kind is Kind.CLAIM) != bool(args.incident):
        raise CallError("--incident ID says what a claim is about: give it with `claim`, and with nothing else")
    row, located, path = _row(args)
    new = draft(kind, row, args.incident)
    try:
        said = _said(args, new)
        if args.patch:
            tools.write([patch(args.dataset, new)], args.output)
            print("\n".join(said), file=sys.stderr)
            return 0
        written = apply(args.dataset, new, open_target(args.dataset, new))
    except Rejected as error:
        return _refused(args, error, located, path)
    except StaleEdit as error:
        print(error.diff, end="")
        print(error, file=sys.stderr)
        return 1
    except EditError as error:
        raise CallError(str(error)) from error
    print("\n".join([f"{written}: one {kind} added", *said]))
    return 0


def add_edit(add_command: Add, tools: Tools) -> None:
    """Add the command to the command line."""
    text = "add a claim, source, incident, place, actor or origin to the data set's files, or print it as a patch"
    command = add_command("add", partial(_add, tools), text)
    command.add_argument("kind", choices=[str(kind) for kind in Kind])
    command.add_argument("--file", type=Path, required=True, help="YAML of the one row to add")
    command.add_argument("--incident", default="", metavar="ID", help="the incident that the claim is about")
    command.add_argument("--patch", action="store_true", help="write nothing; print the change for `git apply`")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="where the patch goes")
