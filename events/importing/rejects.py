"""The rejected rows as CSV: all columns of the file as it was, and what is wrong. Mended, it can be fed in again.

Cells that a spreadsheet would run as a formula get a leading apostrophe, numbers stay numbers. :func:`restore` takes
exactly these apostrophes away when the file comes back, so that going out and coming in changes no cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator

from events.store.staging import Staging, quoted

ADDED = ("_row", "_field", "_reason", "_mend")
"""Columns that the file has beyond those of the original; left out when it is read."""
_BETWEEN = "; "
_FORMULA = r"'^''*[=+\-@\t\r\n]'"
_NUMBER = "'[-+]?[0-9]*[.,]?[0-9]+([eE][-+]?[0-9]+)?'"


def is_formula(text: str) -> str:
    """SQL: whether text, behind its leading apostrophes, begins like a formula and is no number.

    The first characters are those of ``events.exporting.csvfile.defuse``. A cell that has an apostrophe before such a
    beginning counts too: else nobody could tell on the way back whose apostrophe it is.
    """
    # A blank or a line break before digits is no number to a spreadsheet: only plain digits are let through.
    is_number = f"regexp_full_match(ltrim({text}, ''''), {_NUMBER})"
    return f"(regexp_matches({text}, {_FORMULA}) AND NOT {is_number})"


def defused(text: str) -> str:
    """SQL: text that is safe in a spreadsheet."""
    return f"CASE WHEN {is_formula(text)} THEN '''' || {text} ELSE {text} END"


def undone(text: str) -> str:
    """SQL: text as it was before :func:`defused`."""
    return f"CASE WHEN starts_with({text}, '''') AND {is_formula(text)} THEN substr({text}, 2) ELSE {text} END"


def is_list_of_rejects(names: Collection[str]) -> bool:
    """True where the header of a file is that of our own list: then its cells are to be restored."""
    return {name.strip().casefold() for name in names} >= set(ADDED)


def restore(staging: Staging) -> None:
    """Undo the apostrophes in every cell of ``raw``; only for a file of which ``is_list_of_rejects`` is true."""
    names = [name for name in staging.columns("raw") if name != "_row"]
    if names:
        changes = ", ".join(f"{undone(quoted(name))} AS {quoted(name)}" for name in names)
        staging.run(f"CREATE OR REPLACE TABLE raw_restored AS SELECT _row, {changes} FROM raw")  # noqa: S608
        staging.run("DROP TABLE raw")
        staging.run("ALTER TABLE raw_restored RENAME TO raw")


def rejects_csv(staging: Staging, rows: int = 10_000) -> Iterator[str]:
    """The file as text, piece by piece: header, then one line a rejected row in the order of the file.

    What a row has several faults of is joined by ``; ``. A row that could not be read into columns at all has what is
    left of it in the first column. Stop early or read to the end before using ``staging`` again.
    """
    names = [name for name in staging.columns("raw") if name != "_row"]
    cells = [f"{defused(f'given.{quoted(name)}')} AS {quoted(name)}" for name in names]
    if names:
        # Only where reading itself failed is there no row in raw: nothing else would keep what stood there.
        first = f"coalesce(given.{quoted(names[0])}, CASE WHEN given._row IS NULL THEN faults.value END)"
        cells[0] = f"{defused(first)} AS {quoted(names[0])}"
    query = f"""
        SELECT {''.join(f'{cell}, ' for cell in cells)} faults._row AS _at, {defused('faults.field')} AS _field,
            {defused('faults.reason')} AS _reason, {defused('faults.mend')} AS _mend
        FROM (SELECT _row, string_agg(field, '{_BETWEEN}' ORDER BY field, reason) AS field,
                  string_agg(reason, '{_BETWEEN}' ORDER BY field, reason) AS reason,
                  string_agg(mend, '{_BETWEEN}' ORDER BY field, reason) AS mend, any_value(value) AS value
              FROM rejected GROUP BY _row) AS faults
        LEFT JOIN raw AS given ON given._row = faults._row ORDER BY faults._row"""  # noqa: S608
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*names, *ADDED])
    for batch in staging.arrow(query, rows=rows):
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()
