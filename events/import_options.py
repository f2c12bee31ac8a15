"""The options of ``import``, and what of them cannot be together."""

from __future__ import annotations

import argparse
import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

from events.calls import CallError
from events.importing.intake import KNOWN, slug
from events.importing.limits import LIMITS
from events.importing.together import grouped
from events.store.opening import StoreName

_MOST_GIGABYTES = 1024
CODES = """exit codes:
  0    every row was accepted
  1    nothing was imported: a file was refused, or none of its rows accepted
  2    the call is wrong, or a question of a file has no answer
  3    accepted, with some rows rejected
  4    the same file is there already, and was skipped
  5    another process has the store open
  130  cancelled with Ctrl-C; the import under way left nothing behind
Of several files the gravest counts: 1, then 2, 3, 4, 0. Without --yes a terminal is asked before a table with
columns of its own is written. Progress goes to standard error: a bar on a terminal, plain lines elsewhere and with
NO_COLOR. Files of TimeMap (events, sources, associations) that are given together make one data set."""


def groups(args: argparse.Namespace) -> list[list[Path]]:
    """The files as data sets.

    Raises:
        CallError: one is no file, or options do not fit together.
    """
    for path in args.files:
        if not path.is_file():
            raise CallError(f"{path}: expected a file, {'it is a folder' if path.is_dir() else 'there is none'}")
    paths = list(dict.fromkeys(args.files))
    found = [paths] if args.as_format == "timemap" else grouped(paths)
    alone = {"--dataset": args.dataset, "--name": args.name, "--replace": args.replace, "--rejected": args.rejected,
             "--save-mapping": args.save_mapping}  # fmt: skip
    if len(found) > 1 and (given := [option for option, value in alone.items() if value]):
        raise CallError(f"{', '.join(given)}: fits one data set, the files make {len(found)}; import them one by one")
    if args.dataset and args.replace:
        raise CallError("--dataset: the new version of a data set keeps its id; leave one of the two out")
    if args.dataset and args.dataset != slug(args.dataset):
        raise CallError(f"--dataset: expected small letters, digits and single hyphens such as {slug(args.dataset)!r}, "
                        f"got {args.dataset!r}")  # fmt: skip
    if args.mapping and args.answer:
        raise CallError("--answer: a mapping leaves nothing open; write the answer into it")
    if args.mapping and args.as_format not in ("auto", "generic"):
        raise CallError(f"--mapping: {args.as_format} has columns of its own; leave it out, or give --as generic")
    return found


def _encoding(text: str) -> str:
    try:
        return codecs.lookup(text).name
    except LookupError as error:
        raise argparse.ArgumentTypeError(f"expected an encoding such as utf-8 or cp1256, got {text!r}") from error


def _delimiter(text: str) -> str:
    sign = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(sign) != 1 or sign in '"\r\n' or sign.isalnum():
        raise argparse.ArgumentTypeError(f"expected one sign such as ; or the word tab, got {text!r}")
    return sign


def _gigabytes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_GIGABYTES:
        raise argparse.ArgumentTypeError(f"expected whole GiB from 1 to {_MOST_GIGABYTES}, got {text!r}")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    key, between, value = text.partition("=")
    if not between or not key:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, got {text!r}")
    return key, value


_READING: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--as",), {"dest": "as_format", "choices": ("auto", *KNOWN), "default": "auto",
                 "help": "what the files are (default: found out)"}),
    (("--mapping",), {"type": Path, "metavar": "FILE", "help": "which column is what, as --save-mapping writes it"}),
    (("--save-mapping",), {"type": Path, "metavar": "FILE", "help": "write the mapping that was used, to correct it or "
                           "to give it again"}),
    (("--answer",), {"action": "append", "default": [], "type": _pair, "metavar": "KEY=VALUE",
                     "help": "answer to a question that the file leaves open; may be given again"}),
    (("--place",), {"action": "append", "default": [], "type": _pair, "metavar": "NAME=CHOICE",
                    "help": "which of the candidates that are listed a place is (its number or id), or unplaced"}),
    (("--sheet", "--layer"), {"dest": "part", "default": "", "metavar": "NAME", "help": "sheet or layer to read"}),
    (("--encoding",), {"type": _encoding, "metavar": "NAME", "help": "such as cp1256"}),
    (("--delimiter",), {"type": _delimiter, "metavar": "SIGN", "help": "such as ; or tab"}),
    (("--max-size",), {"type": _gigabytes, "metavar": "GIB", "default": LIMITS.max_bytes >> 30,
                       "help": "read files of up to so many GiB (default: %(default)s)"}),
)  # fmt: skip
_NAMING = (
    ("--dataset", "ID", "id of the data set (default: made from the name of the file)"),
    ("--name", "TEXT", "what it is called"), ("--version", "TEXT", "its version"), ("--licence", "TEXT", "its licence"),
    ("--attribution", "TEXT", "how its makers ask to be named"), ("--url", "URL", "where it is from"),
)  # fmt: skip


def add_options(
    command: argparse.ArgumentParser, store: StoreName | None, store_of: Callable[[str], StoreName]
) -> None:
    """Give the command its options.

    Args:
        store: the default for ``--store``.
        store_of: reads it.
    """
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = CODES
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, TSV, XLSX, JSON, GeoJSON, "
                         "GeoParquet, KML or GeoPackage, or a zip of one; each its own data set")  # fmt: skip
    command.add_argument("--store", type=store_of, metavar="FOLDER", default=store, help="folder of the store, made "
                         "where it is missing, or address of an engine (default: $STORE)")  # fmt: skip
    reading = command.add_argument_group("reading")
    for flags, settings in _READING:
        reading.add_argument(*flags, **settings)
    naming = command.add_argument_group("naming")
    for flag, sign, words in _NAMING:
        naming.add_argument(flag, default="", metavar=sign, help=words)
    writing = command.add_argument_group("writing")
    twice = writing.add_mutually_exclusive_group()
    twice.add_argument("--replace", metavar="ID", help="import as the new version of this data set")
    twice.add_argument("--again", action="store_true", help="import even where the very same content is there")
    writing.add_argument("--dry-run", action="store_true", help="read and check only; the store stays as it is")
    writing.add_argument("--rejected", type=Path, metavar="FILE", help="write the rejected rows, with reasons, as CSV")
    writing.add_argument("--yes", action="store_true", help="do not ask before writing")
