"""What is not written: a file that is no table of events, an import without a row, one with a question open."""

from __future__ import annotations

from events.importing.limits import ImportRefused
from events.importing.recognising import Proposal
from events.importing.recognising_words import ACTOR_ROLES
from events.importing.validating import Summary

_TELLING = ACTOR_ROLES | {
    "date", "start", "end", "place", "province", "country", "lat", "lon", "coordinates", "killed", "killed_low",
    "killed_best", "killed_high",
}  # fmt: skip
"""Roles of columns of events; any text has something that a title could be."""


def refuse_mere_text(proposal: Proposal) -> None:
    """For a file that nobody says is a table.

    Raises:
        ImportRefused: it has one column, and nothing of an event is in it: each line would become an incident.
    """
    columns = [one for one in proposal.columns if not one.column.startswith("_")]
    if len(columns) == 1 and not any(one.role in _TELLING for one in proposal.columns):
        raise ImportRefused(
            "it has one column, without dates, places, numbers killed or actors: it is text, no table of events",
            "a table with a row for each event and a column for each thing that it says",
            "Name the separator if it has one, or say that it is a table.",
        )


def refuse_unready(summary: Summary, proposal: Proposal | None, answered: bool) -> None:
    """Before anything is written.

    Args:
        answered: whether a mapping is given: then it says what was asked.

    Raises:
        ImportRefused: no row was accepted, or a question is open that the file does not decide.
    """
    if proposal and proposal.open and not answered:
        keys = ", ".join(question.key for question in proposal.open)
        raise ImportRefused(f"the file leaves open: {keys}", "an answer to each", "Answer, then write it.")
    if not summary.accepted:
        raise ImportRefused("no row was accepted", "at least one", "Mend the rows that were set aside, or the mapping.")
