"""``import FILE…``: files into the store, with the same result as on the Import view."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from events.calls import CallError
from events.import_answers import mapped, placed
from events.import_follow import Bar, Lines, Stopped, Teller, follow
from events.import_options import add_options, groups
from events.import_printing import heading, offer_lines, plain, same_lines, show, summary_lines
from events.importing import mapping as mappings
from events.importing.correcting import Correction
from events.importing.intake import Answers, GivenFile, Intake
from events.importing.limits import LIMITS, ImportRefused, from_engine
from events.store.registry import Entry
from events.store.store import Store, StoreError
from events.store_cli import at
from events.store_printing import entry_lines
from events.tools import Add, Tools

DONE, REFUSED, ASKS, SOME, THERE, CANCELLED = 0, 1, 2, 3, 4, 130
_GRAVITY = (REFUSED, ASKS, SOME, THERE, DONE)


@dataclass
class _Call:
    """One call of the command."""

    args: argparse.Namespace
    tools: Tools
    store: Store
    written: list[Entry]


def _teller(call: _Call, name: str) -> Teller:
    return Bar(plain(name)) if call.tools.is_screen() else Lines(plain(name))


def _one(call: _Call, paths: Sequence[Path]) -> int:
    """One data set from one file, or from several that belong together."""
    name, started = plain(", ".join(path.name for path in paths)), time.monotonic()
    teller: Teller = Bar(name) if call.tools.is_screen() else Lines(name)
    files = [GivenFile(path, path.name) for path in paths]
    try:
        limits = LIMITS.with_files_of(call.args.max_size)
        with Intake(call.store, files, call.tools.moment(), limits, teller.begin) as intake:
            return _steps(call, intake, teller, started)
    except mappings.MappingError as error:
        raise CallError(plain(f"{name}: {error}")) from error
    except (ImportRefused, StoreError) as error:
        why = f"refused: {error}"
    except OSError as error:
        why = f"cannot be imported: {error.strerror or error}"
    except Exception as error:
        if not from_engine(error):
            raise
        why = f"cannot be imported: {str(error).splitlines()[0][:300]}"
    finally:
        teller.close()
    print(plain(f"{name}: {why}"), file=sys.stderr)
    return REFUSED


def _steps(call: _Call, intake: Intake, teller: Teller, started: float) -> int:
    args = call.args
    teller.begin("reading")
    follow(intake, lambda: intake.look(Correction(args.encoding or "", args.delimiter or "", args.part)), teller)
    if (same := intake.same) and not (args.again or args.replace):
        teller.close()
        show(same_lines(intake.files[0].name, same))
        return THERE
    as_format = "generic" if args.mapping else "" if args.as_format == "auto" else args.as_format
    follow(intake, lambda: intake.read(as_format), teller)
    teller.close()
    show(heading(intake))
    answers = Answers(
        name=args.name, id=args.dataset, version=args.version, licence=args.licence, attribution=args.attribution,
        url=args.url, replaces=args.replace, mapping=mapped(args, call.tools, intake),
    )  # fmt: skip
    if intake.format == "generic" and answers.mapping is None:
        return ASKS
    return _checked(call, intake, answers, teller, started)


def _checked(call: _Call, intake: Intake, answers: Answers, teller: Teller, started: float) -> int:
    args, tools = call.args, call.tools
    summary = follow(intake, lambda: intake.check(answers, tools.this_day()), teller)
    if args.place:
        said = placed(args, intake, answers)
        summary, answers = follow(intake, lambda: intake.check(said, tools.this_day()), teller), said
    teller.close()
    if args.save_mapping and answers.mapping:
        tools.write([mappings.save(answers.mapping)], args.save_mapping)
    show([*summary_lines(summary), *offer_lines(intake.offers)])
    if args.rejected and summary.rejected:
        tools.write(["\ufeff", intake.rejected_csv()], args.rejected)  # spreadsheets know by it that it is UTF-8
        print(f"rejected rows: {args.rejected}")
    if not summary.accepted:
        print("nothing was imported: no row was accepted", file=sys.stderr)
        return REFUSED
    code = SOME if summary.rejected else DONE
    if args.dry_run:
        print("dry run: nothing was written")
        return code
    if intake.format == "generic" and not args.mapping and not _agreed(args):
        print("nothing was imported", file=sys.stderr)
        return REFUSED
    _write(call, intake, answers, teller)
    passed = time.monotonic() - started
    print(f"imported in {passed:.1f} s, {summary.total / passed:,.0f} rows/s")
    return code


def _agreed(args: argparse.Namespace) -> bool:
    if args.yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return input("Import it like this? [y/N] ").strip().lower() in ("y", "yes")


def _write(call: _Call, intake: Intake, answers: Answers, teller: Teller) -> None:
    before = len(call.written)
    try:
        follow(intake, lambda: call.written.append(intake.write(answers)), teller)
    finally:
        teller.close()
        # Said as well where Ctrl-C came in the very moment in which it became whole: it is there.
        for entry in call.written[before:]:
            show(entry_lines(entry))


def _import(tools: Tools, args: argparse.Namespace) -> int:
    together, named = groups(args), args.store
    if named is None and not args.dry_run:
        raise CallError("--store: expected the folder of a store, got none; name it, or set STORE")
    if args.dry_run and named is not None and not named.folder.is_dir():
        named = None  # a dry run makes no store
    written: list[Entry] = []
    try:
        with at(named, tools) as store:
            if args.replace and store.entry(args.replace) is None:
                known = ", ".join(one.id for one in store.entries) or "none: it is empty"
                raise CallError(f"--replace: {args.replace!r} is not in the store; expected one of {known}")
            codes = [_one(_Call(args, tools, store, written), paths) for paths in together]
    except (Stopped, KeyboardInterrupt):
        before = f"; imported before: {', '.join(one.id for one in written)}" if written else ""
        print(f"cancelled: the import under way left nothing behind{before}", file=sys.stderr)
        return CANCELLED
    return next(code for code in _GRAVITY if code in codes)


def add_import(add_command: Add, tools: Tools) -> None:
    """Add the command to the command line."""
    command = add_command("import", partial(_import, tools), "import files of events into a store")
    add_options(command, tools.store, tools.store_of)
