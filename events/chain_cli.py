"""``python -m events chain``: the chain of incidents on a terminal, whole or seen from one incident."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from events import phrases
from events.calls import CallError
from events.catalogue import Catalogue, Selection
from events.chain import NOTE, Edge, Graph, Reach, edge_text, graph
from events.citing import citation
from events.comparing import side
from events.printing import catalogue_hint
from events.sentences import filter_sentence
from events.summary import Summary

Add = Callable[..., argparse.ArgumentParser]
Select = Callable[[argparse.Namespace], tuple[Catalogue, Selection]]


def add_chain(add: Add, filters: argparse.ArgumentParser, select: Select) -> None:
    """Add the command; the arguments are those of ``add_compare``."""
    text = "what led to what, according to whom: all links of a selection, or those of one incident, however far"
    command = add("chain", lambda args: _chain(args, select), text, filters)
    command.add_argument("id", nargs="?", metavar="ID", help="an incident; without it, all links of the selection")


def _chain(args: argparse.Namespace, select: Select) -> int:
    catalogue, selection = select(args)
    if args.id and args.id not in catalogue.by_id:
        raise CallError(f"{args.id!r} is no incident; expected one of {', '.join(catalogue.by_id)}")
    return print_chain(catalogue, selection, catalogue.by_id.get(args.id or ""))


def print_chain(catalogue: Catalogue, selection: Selection, chosen: Summary | None = None) -> int:
    """The links that a filter lets pass, by date, or what led to one incident and what followed from it.

    Returns the exit code: 1 where no incident is selected or no link is left, else 0.
    """
    if not len(selection):
        print(catalogue_hint(catalogue, selection))
        return 1
    found = graph(catalogue, selection)
    if chosen is not None and found.node(chosen.id) is None:
        print(_unlinked(catalogue, chosen))
        return 1
    if not found.edges:
        print(f"No link: no source links an incident of this selection to another ({_filtered(selection, catalogue)}).")
        return 1
    if chosen is not None:
        _print_reach(catalogue, found, chosen)
    else:
        _print_all(catalogue, found)
    print(f"\n{NOTE} {_filtered(selection, catalogue)}.")
    return 0


def _filtered(selection: Selection, catalogue: Catalogue) -> str:
    return f"Filter: {filter_sentence(selection.filter, catalogue.dataset)}"


def _unlinked(catalogue: Catalogue, chosen: Summary) -> str:
    if catalogue.links_of(chosen.id):
        return f"{chosen.incident.title}: outside the filter, as all that it is linked with."
    return f"{chosen.incident.title}: no source links it to another incident."


def _outside(edge: Edge, found: Graph) -> str:
    """Said of a link whose one end the filter leaves out."""
    ends = [node for one in (edge.start, edge.end) if (node := found.node(one)) and not node.inside]
    return "".join(f"\n    outside the filter: {node.summary.incident.title}" for node in ends)


def _print_edge(catalogue: Catalogue, found: Graph, edge: Edge) -> None:
    finding = edge.finding
    many = phrases.voices(len(finding.sources), len(finding.voices))
    print(f"  {edge_text(edge, catalogue)}  [{edge.manner}; {finding.status}; {many}]{_outside(edge, found)}")
    for claim in edge.claims:
        says = "" if side(claim) == "holds" else f"{phrases.said(claim, catalogue.dataset)}: "
        print(f"      {says}{citation(claim, catalogue.dataset)}")


def _print_all(catalogue: Catalogue, found: Graph) -> None:
    for node in found.nodes:
        coming = [edge for edge in found.edges if edge.end == node.id]
        mark = "  (possibly in these dates)" if node.possible else "" if node.inside else "  (outside the filter)"
        print(f"{phrases.days(node.summary.days)}: {node.summary.incident.title}  [{node.id}]{mark}")
        for edge in coming:
            _print_edge(catalogue, found, edge)


def _print_reach(catalogue: Catalogue, found: Graph, chosen: Summary) -> None:
    print(f"{chosen.incident.title}, {phrases.days(chosen.days)}")
    parts: tuple[tuple[str, Reach], ...] = (
        ("What led to it", found.led_to(chosen.id)), ("What followed", found.followed(chosen.id)),
    )
    for head, reach in parts:
        print(f"\n{head}")
        for edge in reach.edges:
            _print_edge(catalogue, found, edge)
        if not reach.edges:
            print("  nothing that a source states")
