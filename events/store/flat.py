"""``shaped`` without lists: for formats of which every claim is known beforehand, a million rows at a time.

Most of what a row says, other rows say as well: the same sides at the same place, the same article. So rows are
numbered by what they share, words and documents are made once for each distinct one (table ``said`` and ``cited``),
and each claim is one SELECT over flat columns. The tables that come out are those of the nested ``shaped``, row by
row; a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from events.store.staging import Staging
from events.store.writing_sql import SEARCHED

FIRST = "flat_first"
"""Table ``(_row)`` of one row for each distinct set of words or documents; made here, read by ``Flat.words``."""


@dataclass(frozen=True, slots=True)
class FlatClaim:
    """One claim of every row for which ``when`` holds ('' for all).

    Values are SQL over the columns of ``rows`` (``r``) and of ``words`` (``w``); what is left out is NULL.
    """

    field: str
    locator: str
    when: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flat:
    """How a shaper gives its rows without lists. All are queries on the workbench.

    ``rows``: the scalar columns of ``shaped`` but title, short, kind and place; ``said`` and ``cited`` (any type):
    equal where rows share their words and parties, and the documents they cite; and what the claims need of it.
    ``shaped``: the nested form of the rows that :data:`FIRST` names. ``words``: ``_row`` and what claims need of the
    words, for the same rows. The claims' source is the data set itself (``direct`` is false).
    """

    rows: str
    shaped: str
    words: str
    claims: tuple[FlatClaim, ...]


def flatten(staging: Staging, flat: Flat) -> None:
    """Make ``said`` and ``cited``, and ``shaped`` anew as a table without lists."""
    staging.run(f"CREATE OR REPLACE TABLE flat_rows AS {flat.rows}")
    for name in ("said", "cited"):
        staging.run(
            f"CREATE OR REPLACE TEMP TABLE first_{name} AS SELECT {name}, min(_row) AS _row FROM flat_rows"  # noqa: S608
            f" GROUP BY {name}"
        )
    staging.run(f"CREATE OR REPLACE TABLE {FIRST} AS SELECT _row FROM first_said UNION SELECT _row FROM first_cited")  # noqa: S608
    staging.run(f"CREATE OR REPLACE TEMP TABLE flat_shaped AS {flat.shaped}")
    staging.run(
        "CREATE OR REPLACE TABLE cited AS SELECT first_cited.*, s.sources FROM first_cited"
        " JOIN flat_shaped AS s USING (_row)"
    )
    staging.run(
        "CREATE OR REPLACE TABLE said AS SELECT said, s.title, s.short, s.kind, s.place, s.parties, w.* EXCLUDE _row,"  # noqa: S608
        f" {SEARCHED} AS haystack FROM first_said JOIN flat_shaped AS s USING (_row) JOIN ({flat.words}) AS w"
        " USING (_row)"
    )
    staging.run("DROP VIEW IF EXISTS shaped")
    staging.run("ALTER TABLE flat_rows RENAME TO shaped")
