"""The commands for evidence: ``cite | bundle | verify``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path

from events.bundle.archive import LARGEST
from events.bundle.manifest import sha256
from events.bundle.verifying import in_words, verify
from events.bundle.writing import write_bundle
from events.calls import CallError
from events.catalogue import Catalogue, Selection
from events.citing import source_line
from events.filters import to_query
from events.fingerprint import fingerprint
from events.history import released
from events.historyfile import read_history
from events.referencefiles import FORMATS
from events.references import View, permalink, source_item, view_item, view_text
from events.tools import Add, Tools
from geodata.regions import default_regions


def _as_the_page_opens(catalogue: Catalogue, selection: Selection) -> Selection:
    """Without dates the page shows the days of the data set: what is cited is what the link opens."""
    window, chosen = catalogue.dataset.meta.window, selection.filter
    if chosen.start or chosen.end:
        return selection
    return catalogue.select(replace(chosen, start=window.start, end=window.end))


def _view(args: argparse.Namespace, tools: Tools) -> View:
    catalogue, chosen = tools.select(args)
    selection, dataset = _as_the_page_opens(catalogue, chosen), catalogue.dataset
    incident = catalogue.by_id.get(args.incident) if args.incident else None
    if args.incident and incident is None:
        raise CallError(f"--incident: {args.incident!r} is no incident; expected one of {', '.join(catalogue.by_id)}")
    content, link = fingerprint(dataset), ""
    if args.base_url:
        query = to_query(selection.filter) | ({"incident": [incident.id], "card": ["1"]} if incident else {})
        try:
            link = permalink(args.base_url, query, dataset.meta, content)
        except ValueError as error:
            raise CallError(f"--base-url: {error}") from error
    version = released(dataset, read_history(args.dataset).snapshots)
    day = args.date or tools.this_day()
    return View(dataset, content, selection, day, link, version.date if version else None, incident)


def _cite(tools: Tools, args: argparse.Namespace) -> int:
    view = _view(args, tools)
    told = [view.incident] if view.incident else view.selection.all if view.selection else ()
    used = {source for summary in told for source in summary.sources} if args.with_sources else set()
    sources = [source for source in view.dataset.sources if source.id in used]
    if args.format == "text":
        lines = [view_text(view)]
        lines += [
            f"[{view.dataset.number(source.id)}] {source_line(source)}{f', {source.link}' if source.link else ''}"
            for source in sources
        ]
        tools.write([f"{line}\n" for line in lines], args.output)
    else:
        tools.write([FORMATS[args.format]([view_item(view), *map(source_item, sources)])], args.output)
    return 0


def _further(args: argparse.Namespace, tools: Tools) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in args.add:
        if path.name in files:
            raise CallError(f"--add: {path.name} is given twice; files of a bundle have names of their own")
        files[path.name] = tools.read(path, "--add", LARGEST)
    return files


def _bundle(tools: Tools, args: argparse.Namespace) -> int:
    catalogue, selection = tools.select(args)
    if not len(selection):
        print("No incident matches: nothing was written.")
        return 1
    version = released(catalogue.dataset, read_history(args.dataset).snapshots)
    day = args.date or (version.date if version else None)
    if day is None:
        raise CallError(
            "--date: the data set as it is now has no snapshot that dates it; give --date, or write one with `snapshot`"
        )
    try:
        data = write_bundle(selection, catalogue.dataset, default_regions(), day, _further(args, tools))
    except ValueError as error:
        raise CallError(str(error)) from error
    tools.write(data, args.output)
    print(f"{args.output}: {len(selection)} incidents, {len(data)} bytes, SHA-256 {sha256(data)}")
    return 0


def _verify(tools: Tools, args: argparse.Namespace) -> int:
    verdict = verify(tools.read(args.bundle, "BUNDLE", LARGEST))
    for line in in_words(verdict):
        print(line)
    if args.sha256 and args.sha256.lower() != verdict.sha256:
        print(f"It is another file than the one with the SHA-256 {args.sha256}.")
        return 1 if verdict.is_bundle else 2
    return 0 if verdict.whole else 1 if verdict.is_bundle else 2


def add_evidence(add_command: Add, filters: argparse.ArgumentParser, tools: Tools) -> None:
    """Add the commands to the command line."""
    cite = add_command("cite", partial(_cite, tools), "cite a selection, or one incident of it", filters)
    cite.add_argument("--format", choices=("text", *FORMATS), default="text")
    cite.add_argument("--incident", default="", metavar="ID", help="cite one incident")
    cite.add_argument("--with-sources", action="store_true", help="the sources as well")
    cite.add_argument("--base-url", default="", metavar="URL", help="address of the page, for the permanent link")
    cite.add_argument("--date", type=tools.day, metavar="DAY", help="day of access (default: today)")
    cite.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    bundle = add_command("bundle", partial(_bundle, tools), "write the selection as an evidence bundle", filters)
    bundle.add_argument("-o", "--output", type=Path, metavar="FILE", required=True)
    bundle.add_argument("--date", type=tools.day, metavar="DAY", help="date of the bundle (default: the version's)")
    bundle.add_argument("--add", type=Path, action="append", default=[], metavar="FILE", help="a further file")
    check = add_command("verify", partial(_verify, tools), "check an evidence bundle, without a network")
    check.add_argument("bundle", type=Path, metavar="BUNDLE")
    check.add_argument("--sha256", default="", metavar="HEX", help="what the SHA-256 of the whole file must be")
