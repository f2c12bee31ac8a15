"""The command line: ``python -m events validate | list | show | export`` and what other files add to it.

The second consumer of the domain. What cannot be done here has leaked into a page. Exit codes:
0 done, 1 the data has problems or nothing matched, 2 the call is wrong or cannot be carried out as it stands,
5 another process has the store open; ``import`` has more of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from events.asof import as_known_on
from events.asof_cli import add_asof
from events.calls import CallError
from events.catalogue import Catalogue, Selection, build
from events.chain_cli import add_chain
from events.compare_cli import add_compare
from events.dataset import BUILT_IN
from events.edit_cli import add_edit
from events.elsewhere_cli import export_elsewhere
from events.evidence_cli import add_evidence
from events.exporting.elsewhere import ELSEWHERE
from events.exporting.formats import FORMATS
from events.exporting.selected import SelectionExport
from events.filter_cli import day, filter_arguments, filter_in
from events.history_cli import add_history
from events.import_cli import add_import
from events.printing import MOST, print_incident, print_list
from events.problems import DataSetError
from events.reading import load, load_or_raise
from events.report_cli import add_report
from events.store.failing import AddressError, StoreError
from events.store.locking import StoreBusy
from events.store.opening import store_name
from events.store_cli import add_store, export_stored, list_stored, show_stored, store_arguments
from events.tools import Command, Tools


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
    if getattr(args, "data_set", None):
        raise CallError("--data-set names a data set of a store; expected --store FOLDER with it, got none")
    dataset = load_or_raise(args.dataset)
    catalogue = build(as_known_on(dataset, args.known) if args.known else dataset)
    return catalogue, catalogue.select(filter_in(args, catalogue))


def _list(tools: Tools, args: argparse.Namespace) -> int:
    return list_stored(args, tools) if args.store else print_list(*_select(args), args.offset, args.limit)


def _show(tools: Tools, args: argparse.Namespace) -> int:
    if args.store:
        return show_stored(args, tools)
    catalogue = _whole(args)
    summary = catalogue.by_id.get(args.id)
    if summary is None:
        raise CallError(f"{args.id!r} is no incident; expected one of {', '.join(catalogue.by_id)}")
    print_incident(catalogue, summary)
    return 0


def _today() -> date:
    return datetime.now(UTC).date()


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(path: Path, option: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise CallError(f"{option} {path}: cannot be read: {error.strerror}; name a file that exists") from error


def _into(fill: Callable[[BinaryIO], object], target: Path | None) -> None:
    """To standard output, or to a file that appears only when it is whole."""
    if target is None:
        fill(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                fill(file)
            part.chmod(0o644)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CallError(f"-o {target}: cannot be written: {error.strerror}; name a folder that exists") from error


def _write(pieces: Iterable[str] | bytes, target: Path | None) -> None:
    if target is None:
        sys.stdout.writelines([pieces.decode()] if isinstance(pieces, bytes) else pieces)
    else:
        parts = [pieces] if isinstance(pieces, bytes) else (piece.encode() for piece in pieces)
        _into(lambda file: file.writelines(parts), target)


def _export(tools: Tools, args: argparse.Namespace) -> int:
    if args.format in ELSEWHERE:
        return export_elsewhere(args, tools)
    if args.store:
        return export_stored(args, tools)
    catalogue, selection = _select(args)
    source = SelectionExport(selection, catalogue.dataset, _today())
    _into(partial(FORMATS[args.format].write, source), args.output)
    print(f"{len(selection)} incidents written", file=sys.stderr)
    return 0


def _is_screen() -> bool:
    """Whether progress can be drawn: on a terminal, unless somebody wants plain lines."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


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
    store_of = partial(store_name, kept=os.environ.get("STORE_FOLDER", "").strip())
    filters, stored = filter_arguments(), store_arguments(store_of)

    def add_plain(
        name: str, run: Command, help_text: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text, parents=parents)
        command.set_defaults(run=run)
        return command

    def add(name: str, run: Command, help_text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return add_plain(name, run, help_text, common, *parents)

    tools = Tools(
        select=_select, whole=_whole, read=_read, write=_write, into=_into, this_day=_today, moment=_moment, day=day,
        is_screen=_is_screen, store=store_of(os.environ["STORE"]) if os.environ.get("STORE") else None,
        store_of=store_of,
    )  # fmt: skip
    add("validate", _validate, "list every problem of a data set with file, line and field")
    listing = add("list", partial(_list, tools), "list the incidents that a filter selects", filters, stored)
    listing.add_argument("--limit", type=int, metavar="N", help=f"rows (default: all, of more than {MOST:,} the first)")
    listing.add_argument("--offset", type=int, default=0, metavar="N", help="rows to leave out first")
    add("show", partial(_show, tools), "print one incident with its findings and claims", stored).add_argument("id")
    export = add("export", partial(_export, tools), "write the selection as a file", filters, stored)
    export.add_argument("--format", choices=(*FORMATS, *ELSEWHERE), required=True)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    add_compare(add, filters, _select)
    add_chain(add, filters, _select)
    add_evidence(add, filters, tools)
    add_history(add, tools)
    add_report(add, filters, tools)
    add_edit(add, tools)
    add_asof(add, tools)
    add_import(add_plain, tools)
    add_store(add_plain, tools)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = parser().parse_args(argv)
    try:
        run: Command = args.run
        return run(args)
    except (CallError, AddressError) as error:
        print(f"python -m events {args.command}: {error}", file=sys.stderr)
        return 2
    except (DataSetError, StoreError) as error:
        print(f"python -m events {args.command}: {error}", file=sys.stderr)
        return 1
    except StoreBusy as error:
        print(f"python -m events {args.command}: {error}", file=sys.stderr)
        return 5
    except BrokenPipeError:
        # The reader (head, less) went away; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
