# ruff: noqa: S608  only names of ours are put into statements
"""Incidents of plain shape in an export of ours: checked and made all at once, column by column.

A large export comes from a large import, whose claims are of a few regular shapes. What is of such a shape does not
pass the models one by one: each distinct document, place, actor, origin and value does, and the engine does the rest.
Both ways give the same rows; what is not surely plain, or would be set aside, is left to the builder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from events.dataset import DataSet
from events.importing.canonical_building import Builder
from events.importing.own_lane_claims import WORDS, check_documents, choose_incidents, judge_claims, take_claims
from events.importing.own_lane_features import count_features, lay_out_features
from events.importing.own_lane_known import Unsure, make_actors, make_documents, make_origins
from events.importing.own_lane_places import make_places
from events.importing.own_lane_rows import add_rows
from events.importing.own_lane_values import fold_words, make_cites, make_fields, make_parts, make_values
from events.importing.own_parts import Quick
from events.language import current

FEWEST = 500
"""Incidents from which on it is worth it: with fewer, its statements take longer than the builder."""
_LANGUAGE = "en"
"""Of the words that its SQL puts together."""
_TABLES = (
    "actor", "cites", "claim", "doc", "field", "folded", "haystack", "incident", "key", "last", "many", "mention",
    "named", "parties", "parts", "party", "place", "plain", "rest", "said", "teller", "value",
)  # fmt: skip
_READ, _WRITTEN = 0.2, 0.7
"""Shares of the work that are done when the rows wait, and when the plain ones are found."""


@dataclass
class Lane:
    """The plain incidents of one data set.

    Args:
        quick: where its rows wait.
        prefix: of its ids; empty where it is the only one of the file.
    """

    quick: Quick
    prefix: str
    count: int = 0
    """How many are plain."""

    def take(self, builder: Builder, known: DataSet) -> bool:
        """Take the plain incidents out of the rows that wait; the builder knows all that they refer to.

        Args:
            builder: of the data set; it has made nothing yet. Not to be used any more where the answer is False.
            known: what words are made from.
        """
        if current() != _LANGUAGE or self._waiting() < FEWEST:
            return False
        steps = self._steps(builder, known)
        try:
            for done, step in enumerate(steps):
                share = (_WRITTEN - _READ) / len(steps)
                self.quick.staging.stretch(_READ + done * share, _READ + (done + 1) * share)
                step()
        except (Unsure, duckdb.OutOfMemoryException):
            # Outlines of a megabyte each, say, do not fit the workbench all at once; one by one they do.
            self._forget()
            return False
        self._take_out()
        return True

    def _steps(self, builder: Builder, known: DataSet) -> Sequence[Callable[[], None]]:
        quick, staging = self.quick, self.quick.staging
        return (
            *([lambda: lay_out_features(quick)] if quick.features else []),
            lambda: make_documents(quick, builder), lambda: make_fields(staging), lambda: take_claims(quick),
            lambda: make_cites(staging), lambda: check_documents(quick), lambda: make_origins(staging, builder),
                lambda: make_actors(staging, builder), lambda: make_places(quick, builder),
            lambda: make_values(staging, known), lambda: make_parts(staging),
            lambda: judge_claims(staging, self.prefix), lambda: fold_words(staging, WORDS), self._choose,
        )  # fmt: skip

    def _waiting(self) -> int:
        if self.quick.features:
            return count_features(self.quick)
        asked = "SELECT count(*) FROM own_incident WHERE part = ?"
        return int(self.quick.staging.one(asked, [self.quick.number])[0])

    def _choose(self) -> None:
        self.count = choose_incidents(self.quick.staging)

    def _take_out(self) -> None:
        staging, part = self.quick.staging, self.quick.number
        for table in ("own_incident", "own_claim"):
            staging.run(f"DELETE FROM {table} WHERE part = {part} AND _at IN (SELECT _at FROM lane_plain)")
        if self.quick.features:
            staging.run("DELETE FROM own_row WHERE _row IN (SELECT _at FROM lane_plain)")
        if self.quick.listing:
            # They are made; a row that names no incident is still to be said.
            staging.run(f"UPDATE {self.quick.listing} SET documents = NULL WHERE part = {part}")

    def begins(self, before: str) -> bool:
        """Whether the id of each plain incident begins in that way; to be asked before :meth:`write`."""
        asked = "SELECT count(*) FROM lane_incident SEMI JOIN lane_plain USING (_at) WHERE NOT starts_with(id, ?)"
        return not self.quick.staging.one(asked, [before])[0]

    def write(self, named: Mapping[str, str], before: int) -> None:
        """Put their rows into the gathered tables, and forget them.

        Args:
            named: id of each actor of the data set to the one that it has in the end.
            before: the largest key that was given away.
        """
        self.quick.staging.stretch(_WRITTEN, 1)
        if self.count:
            add_rows(self.quick.staging, self.prefix, named, before)
        self._forget()

    def _forget(self) -> None:
        for table in _TABLES:
            self.quick.staging.run(f"DROP TABLE IF EXISTS lane_{table}")
