"""``python -m events report``: a selection as one printable HTML file, in English or Arabic."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from events.report.language import LANGUAGES
from events.report.page import report
from events.tools import Add, Tools


def _report(tools: Tools, args: argparse.Namespace) -> int:
    catalogue, selection = tools.select(args)
    day = args.date or tools.this_day()
    tools.write(report(catalogue, selection, args.language, day, known=args.known), args.output)
    print(f"{len(selection)} incidents written", file=sys.stderr)
    return 0


def add_report(add_command: Add, filters: argparse.ArgumentParser, tools: Tools) -> None:
    """Add the command to the command line."""
    text = "write the selection as one printable HTML file that needs no script and loads nothing"
    command = add_command("report", partial(_report, tools), text, filters)
    command.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="of the report (default: en)")
    command.add_argument("--date", type=tools.day, metavar="DAY", help="date of the report (default: today)")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
