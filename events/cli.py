"""The command line: ``python -m events validate | list | show | export`` and what other files add to it.

The second consumer of the domain. What cannot be done here has leaked into a page. Exit codes:
0 done, 1 the data has problems or nothing matched, 2 the call is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from events.asof import as_known_on
from events.asof_cli import add_asof
from events.calls import CallError
from events.catalogue import Catalogue, Selection, build
from events.chain_cli import add_chain
from events.compare_cli import add_compare
from events.dataset import BUILT_IN
from events.edit_cli import add_edit
from events.evidence_cli import add_evidence
from events.exporting.csvfile import write_csv
from events.exporting.geojson import write_geojson
from events.fields import FIELD, KINDS, ROLES
from events.filters import ANY_FIELD, IncidentFilter
from events.history_cli import add_history
from events.printing import print_incident, print_list
from events.problems import DataSetError
from events.reading import load, load_or_raise
from events.report_cli import add_report
from events.tools import Command, Tools
from geodata.names import fold
from geodata.regions import default_regions
from geodata.windows import Window, WindowError, parse_window


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day such as 2020-03-11, got {text!r}") from error


def _area(text: str) -> Window:
    try:
        return parse_window(text)
    except WindowError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _actor(word: str, catalogue: Catalogue) -> str:
    """An actor's id from its id, name or alias, spelling folded."""
    actors = catalogue.dataset.actors
    wanted = fold(word)
    for actor in actors.values():
        if word == actor.id or wanted in {fold(name) for name in (actor.name, actor.local, *actor.aliases) if name}:
            return actor.id
    raise CallError(f"--actor: {word!r} is no actor of this data set; expected one of {', '.join(sorted(actors))}")


def _source(word: str, catalogue: Catalogue) -> str:
    ids = [source.id for source in catalogue.dataset.sources]
    if word in ids:
        return word
    raise CallError(f"--source: {word!r} is no source of this data set; expected one of {', '.join(ids)}")


def _filter(args: argparse.Namespace, catalogue: Catalogue) -> IncidentFilter:
    if args.start and args.end and args.start > args.end:
        raise CallError(f"--from {args.start} is after --to {args.end}; swap them")
    return IncidentFilter(
        start=args.start,
        end=args.end,
        actors=frozenset(_actor(word, catalogue) for word in args.actor),
        role=args.role,
        kinds=frozenset(args.kind),
        sources=frozenset(_source(word, catalogue) for word in args.source),
        contested=frozenset(args.contested),
        area=args.area,
        text=args.text,
    )


def _validate(args: argparse.Namespace) -> int:
    loaded = load(args.dataset)
    for problem in sorted(loaded.problems):
        print(f"{args.dataset / problem.file}:{str(problem).split(':', 1)[1]}")
    if loaded.dataset is None or loaded.problems:
        print(f"{len(loaded.problems)} problems in {args.dataset}", file=sys.stderr)
        return 1
    dataset = loaded.dataset
    print(
        f"{dataset.meta.name} {dataset.meta.version}: {len(dataset.incidents)} incidents, "
        f"{len(dataset.claims)} claims, {len(dataset.sources)} sources, no problem found"
    )
    return 0


def _whole(args: argparse.Namespace) -> Catalogue:
    return build(load_or_raise(args.dataset))


def _select(args: argparse.Namespace) -> tuple[Catalogue, Selection]:
    dataset = load_or_raise(args.dataset)
    catalogue = build(as_known_on(dataset, args.known) if args.known else dataset)
    return catalogue, catalogue.select(_filter(args, catalogue))


def _list(args: argparse.Namespace) -> int:
    return print_list(*_select(args))


def _show(args: argparse.Namespace) -> int:
    catalogue = _whole(args)
    summary = catalogue.by_id.get(args.id)
    if summary is None:
        raise CallError(f"{args.id!r} is no incident; expected one of {', '.join(catalogue.by_id)}")
    print_incident(catalogue, summary)
    return 0


def _today() -> date:
    return datetime.now(UTC).date()


def _read(path: Path, option: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise CallError(f"{option} {path}: cannot be read: {error.strerror}; name a file that exists") from error


def _write(pieces: Iterable[str] | bytes, target: Path | None) -> None:
    """To standard output, or to a file that appears only when it is whole."""
    if target is None:
        sys.stdout.writelines([pieces.decode()] if isinstance(pieces, bytes) else pieces)
        return
    parts = [pieces] if isinstance(pieces, bytes) else (piece.encode() for piece in pieces)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            part.chmod(0o644)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CallError(f"-o {target}: cannot be written: {error.strerror}; name a folder that exists") from error


def _export(args: argparse.Namespace) -> int:
    catalogue, selection = _select(args)
    if args.format == "geojson":
        pieces = write_geojson(selection, catalogue.dataset, default_regions(), _today())
    else:
        pieces = write_csv(selection, catalogue.dataset, _today())
    _write(pieces, args.output)
    print(f"{len(selection)} incidents written", file=sys.stderr)
    return 0


def _filter_arguments() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("filter", "Parts are combined with and; an option given twice with or.")
    group.add_argument("--from", dest="start", type=_day, metavar="DAY", help="first day, YYYY-MM-DD")
    group.add_argument("--to", dest="end", type=_day, metavar="DAY", help="last day, included")
    group.add_argument("--actor", action="append", default=[], metavar="A", help="id, name or alias of an actor")
    group.add_argument("--role", default="", choices=ROLES, help="role in which the actors stand")
    group.add_argument("--kind", action="append", default=[], choices=tuple(KINDS))
    group.add_argument("--source", action="append", default=[], metavar="ID")
    group.add_argument("--contested", action="append", default=[], choices=(ANY_FIELD, *FIELD), metavar="FIELD")
    group.add_argument("--area", type=_area, metavar="LON,LAT;…", help="corners of an area, degrees")
    group.add_argument("--known", type=_day, metavar="DAY", help="only what sources published by that day say")
    group.add_argument("--text", default="", help="words that must all occur")
    return shared


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--dataset", type=Path, default=Path(os.environ.get("DATASET") or BUILT_IN), metavar="FOLDER",
        help="folder of the data set (default: $DATASET, else the one that ships)",
    )
    about = "Incidents in which every fact cites its source."
    top = argparse.ArgumentParser(prog="python -m events", description=about)
    commands = top.add_subparsers(dest="command", required=True)
    filters = _filter_arguments()

    def add(name: str, run: Command, help_text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text, parents=[common, *parents])
        command.set_defaults(run=run)
        return command

    add("validate", _validate, "list every problem of a data set with file, line and field")
    add("list", _list, "list the incidents that a filter selects", filters)
    add("show", _show, "print one incident with its findings and claims").add_argument("id")
    export = add("export", _export, "write the selection as GeoJSON or CSV", filters)
    export.add_argument("--format", choices=("geojson", "csv"), required=True)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    add_compare(add, filters, _select)
    add_chain(add, filters, _select)
    tools = Tools(select=_select, whole=_whole, read=_read, write=_write, this_day=_today, day=_day)
    add_evidence(add, filters, tools)
    add_history(add, tools)
    add_report(add, filters, tools)
    add_edit(add, tools)
    add_asof(add, tools)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = parser().parse_args(argv)
    try:
        run: Command = args.run
        return run(args)
    except CallError as error:
        print(f"python -m events {args.command}: {error}", file=sys.stderr)
        return 2
    except DataSetError as error:
        print(f"python -m events {args.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) went away; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
