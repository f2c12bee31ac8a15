"""``shaped`` without lists: for formats of which every claim is known beforehand, a million rows at a time.

Most of what a row says, other rows say as well: the same sides at the same place, the same article. So rows are
numbered by what they share, and words and documents are made once for each distinct one (tables ``said`` and
``cited``). The claims are kept in the same way: numbers of a row beside its incident, words once, and the table
``claims`` is a view that puts both together. What can be read is what the nested ``shaped`` would give, row by row;
a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from events.store.staging import Staging
from events.store.writing_sql import SEARCHED

FIRST = "flat_first"
"""Table ``(_row)`` of one row for each distinct set of words or documents; made here, read by ``Flat.words``."""


REGION = "(CASE WHEN lat IS NULL THEN province END)"
"""SQL over what the store keeps of a row: the code of the only region that its area is. A row that has no point has its
province from there."""


@dataclass(frozen=True, slots=True)
class FlatClaim:
    """One claim of every row for which ``when`` holds ('' for all).

    Values are SQL over the columns of ``rows``, of ``words`` and of ``Flat.own``; what is left out is NULL.
    """

    field: str
    locator: str
    when: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flat:
    """How a shaper gives its rows without lists. All are queries on the workbench.

    ``rows``: the scalar columns of ``shaped`` but title, short, kind and place; ``region``: the code of the
    only region that a row's area is, or NULL; ``said`` and ``cited`` (any type):
    equal where rows share their words and parties, and the documents they cite; and the columns ``kept``, which the
    claims are made of. ``shaped``: the nested form of the rows that :data:`FIRST` names. ``words``: ``_row`` and what
    claims need of the words, for the same rows. ``own``: name to SQL over both, for values that several claims have.
    The claims' source is the data set itself (``direct`` is false).
    """

    rows: str
    kept: Mapping[str, str]
    """Column to SQL type."""
    shaped: str
    words: str
    own: Mapping[str, str]
    claims: tuple[FlatClaim, ...]
    derived: Mapping[str, str] = field(default_factory=dict)
    """Columns of incidents that follow from others: SQL over those and ``kept``."""
    quick: bool = False
    """Whether ``rows`` costs little enough to be asked again and again; otherwise it is kept as a table."""
    before: str = ""
    """A statement that makes what ``rows`` reads."""


def flatten(staging: Staging, flat: Flat, meanwhile: Sequence[str]) -> None:
    """Make ``said`` and ``cited``, and ``shaped`` anew without lists: as a view, or as a table.

    ``meanwhile``: statements over that ``shaped``, carried out on one core of two beside what is made here.
    """
    form = "VIEW" if flat.quick else "TABLE"
    if flat.before:
        staging.run(flat.before)
    staging.run(f"CREATE OR REPLACE {form} flat_rows AS {flat.rows}")
    staging.run("DROP VIEW IF EXISTS shaped")
    staging.run(f"ALTER {form} flat_rows RENAME TO shaped")
    for name in ("said", "cited"):
        staging.run(
            f"CREATE OR REPLACE TABLE first_{name} AS SELECT {name}, min(_row) AS _row FROM shaped GROUP BY {name}"  # noqa: S608
        )
    staging.run(f"CREATE OR REPLACE TABLE {FIRST} AS SELECT _row FROM first_said UNION SELECT _row FROM first_cited")  # noqa: S608
    # Of few rows, each of which takes its time: the engine would have one core do both.
    words = f"CREATE OR REPLACE TABLE flat_words AS {flat.words}"
    staging.side_by_side([f"CREATE OR REPLACE TABLE flat_shaped AS {flat.shaped}", "; ".join((words, *meanwhile))])
    staging.run(
        "CREATE OR REPLACE TABLE cited AS SELECT first_cited.*, s.sources FROM first_cited"
        " JOIN flat_shaped AS s USING (_row)"
    )
    staging.side_by_side([
        f"CREATE OR REPLACE TABLE said_{half} AS SELECT said, {SEARCHED} AS haystack, s.title, s.short, s.kind,"  # noqa: S608
        " s.place, s.parties, w.* FROM first_said JOIN flat_shaped AS s USING (_row) JOIN flat_words AS w USING (_row)"
        f" WHERE _row % 2 = {half}"
        for half in range(2)
    ])  # fmt: skip
    staging.run("CREATE OR REPLACE TABLE said AS FROM said_0 UNION ALL FROM said_1")
    for made in ("said_0", "said_1", "flat_words"):
        staging.run(f"DROP TABLE {made}")
