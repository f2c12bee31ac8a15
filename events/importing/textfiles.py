"""CSV, TSV and their like into ``raw``, read by the engine: in parallel, with flat memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from events.importing.columns import wanted
from events.importing.csvmending import MARK, even_newlines, faults, is_marked, mark, survey
from events.importing.encodings import transcode
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, counted, from_engine, size_text
from events.importing.rawtable import SHOWN, literal, make_rejected, quoted

_MOST_NOTED = 400_000
"""Faults that the engine notes, in memory; a short row has one for each cell that is missing."""
_REASONS = """CASE
  WHEN error_type = 'MISSING COLUMNS' THEN 'expected {cells}, got ' || few
  WHEN error_type = 'TOO MANY COLUMNS' THEN 'expected {cells}, got ' || many
  WHEN error_type = 'UNQUOTED VALUE' THEN 'expected a quoted cell to end with a quote before the separator, got text '
    || 'after the quote, or no quote before the end of the line'
  WHEN error_type = 'LINE SIZE OVER MAXIMUM' THEN 'expected a row of at most {most}, got a longer one'
  WHEN error_type = 'INVALID ENCODING' THEN 'expected text in the encoding of the file, got bytes that mean nothing '
    || 'in it'
  ELSE 'expected a row of cells: ' || error_type END"""
_MENDS = """CASE
  WHEN error_type IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') THEN 'Give the row as many cells as the header; put a '
    || 'cell that has the separator in it between quotes.'
  WHEN error_type = 'UNQUOTED VALUE' THEN 'Double the quotes that are part of the text, and close the last one. The '
    || 'file may have been cut short here.'
  WHEN error_type = 'LINE SIZE OVER MAXIMUM' THEN 'Shorten its cells; look for a quote that is not closed.'
  ELSE 'Save the file as UTF-8 again.' END"""


class _Text:
    """The text that the engine reads: the file itself, or the last copy made of it; each replaces the one before."""

    def __init__(self, path: Path, staging: Workbench) -> None:
        self._file, self._staging, self._copies = path, staging, 0
        self.path = path
        self.kept: list[str] = []
        """Rows that were marked, as they were."""

    def copy(self, make: Callable[[Path, Path], None]) -> None:
        """Go on with a copy, made from the present text (first argument) to a path (second)."""
        self._copies += 1
        target = self._staging.folder / f"text-{self._copies}.csv"
        try:
            make(self.path, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        self.close()
        self.path = target

    def mend(self, delimiter: str, most: int) -> None:
        """Mark rows at fault that are not marked yet."""
        found = faults(self.path, delimiter, most)
        with self.path.open("rb") as file:
            spans = [span for span in found if not is_marked(file, span)]
        if spans:
            self.copy(lambda old, new: mark(old, spans, new, self.kept))

    def close(self) -> None:
        """Remove the copy, if there is one."""
        if self.path != self._file:
            self.path.unlink(missing_ok=True)


def stage_text(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` and fill ``rejected`` from a text table. Row numbers count rejected rows.

    Raises:
        ImportRefused: the engine can make nothing of it.
    """
    taken = wanted(sniffed.columns, columns)
    text = _Text(path, staging)
    try:
        if sniffed.encoding.replace("_", "-") != "utf-8":
            text.copy(lambda old, new: transcode(old, sniffed.encoding, new))
        _read_all(text, sniffed, staging, limits, taken)
    finally:
        text.close()
    rejected = _set_aside(sniffed, staging, limits, text.kept)
    rejected += _too_long(staging, limits, taken)
    rows = int(staging.one("SELECT count(*) FROM raw")[0])
    if rows > limits.max_rows:
        raise ImportRefused(f"it has {rows:,} rows", f"at most {limits.max_rows:,}", "Split the file.")
    if not rows and not rejected:
        raise ImportRefused("it has a header and no rows", "at least one row", "Check that it is the right file.")
    return Staged(tuple(taken), rows, rejected, sniffed.notes)


def _read_all(text: _Text, sniffed: Sniffed, staging: Workbench, limits: Limits, taken: Sequence[str]) -> None:
    """Read, and read again until every row that was counted has been accepted or rejected."""
    even = mended = False
    while True:
        found = survey(text.path, limits.max_row)
        if found.suspicious and not mended:
            text.mend(sniffed.delimiter, limits.max_row)
            mended = True
            continue
        try:
            _read(text.path, sniffed, staging, limits, taken, parallel=True)
            if _complete(staging, sniffed, found.rows):
                return
            if _open_quotes(staging) and not mended:
                text.mend(sniffed.delimiter, limits.max_row)
                mended = True
                continue
            # Read in parts side by side, the engine loses rows where bad ones lie at a seam: one after the other.
            _read(text.path, sniffed, staging, limits, taken, parallel=False)
            return
        except Exception as error:
            if not from_engine(error):
                raise
            if "state machine" not in str(error) or even:
                raise _refused(error) from error
            text.copy(even_newlines)
            even, mended = True, False


def _refused(error: Exception) -> ImportRefused:
    first = str(error).splitlines()[0][:200]
    return ImportRefused(f"it cannot be read as a table: {first}", "a table of text (CSV)", "Save it as CSV again.")


def read_csv(path: Path, sniffed: Sniffed, skip: int) -> str:
    """The engine's reader of a table of text, every cell as it stands; more settings and a bracket are to follow."""
    names = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in sniffed.columns)
    return (
        f"read_csv({literal(path)}, auto_detect = false, delim = {literal(sniffed.delimiter)}, quote = '\"'"
        f", escape = '\"', comment = '', header = false, skip = {skip:d}, columns = {{{names}}}, compression = 'none'"
    )


def _read(text: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, taken: Sequence[str],
          *, parallel: bool) -> None:  # fmt: skip
    for table in ("raw", "read_errors", "read_scans"):
        staging.run(f"DROP TABLE IF EXISTS {table}")
    source = read_csv(text, sniffed, sniffed.skip + sniffed.header + sniffed.hxl)
    staging.run("SET preserve_insertion_order = true")
    try:
        staging.run(
            "CREATE TABLE raw AS SELECT 0::BIGINT AS _row, "  # noqa: S608
            + ", ".join(quoted(name) for name in taken)
            + f" FROM {source}, store_rejects = true, rejects_table = 'read_errors', rejects_scan = 'read_scans'"
            f", rejects_limit = {_MOST_NOTED},"
            f" max_line_size = {limits.max_row}, parallel = {str(parallel).lower()})"
        )
    finally:
        staging.run("SET preserve_insertion_order = false")
    # Counting while it reads would make the engine read on one core.
    staging.run("UPDATE raw SET _row = rowid + 1")


def _open_quotes(staging: Workbench) -> bool:
    """Whether the engine met a quote that it could not make sense of, other than in lines that were marked."""
    found = "SELECT count(*) FROM read_errors WHERE error_type IN ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')"
    return bool(staging.one(f"{found} AND NOT contains(left(csv_line, 20), ?)", [MARK])[0])


def _complete(staging: Workbench, sniffed: Sniffed, counted: int) -> bool:
    """Whether as many rows were accepted and rejected as were counted, and no quote was open."""
    rows = staging.one("SELECT (SELECT count(*) FROM raw) + (SELECT count(DISTINCT line) FROM read_errors)")[0]
    before = sniffed.skip + sniffed.header + sniffed.hxl
    return bool(rows + before == counted) and not _open_quotes(staging)


def _set_aside(sniffed: Sniffed, staging: Workbench, limits: Limits, kept: list[str]) -> int:
    """Fill ``rejected`` from what the engine noted, and number the accepted rows as in the file."""
    noted, lines, kind = staging.one("SELECT count(*), count(DISTINCT line), mode(error_type) FROM read_errors")
    if noted >= _MOST_NOTED:
        raise ImportRefused(f"more than {lines:,} rows cannot be read, most for {kind.lower()}", "rows of one width",
                            "Check separator and encoding, or save the table again.")  # fmt: skip
    make_rejected(staging)
    skip = sniffed.skip + sniffed.header + sniffed.hxl
    staging.run(
        "CREATE OR REPLACE TABLE read_bad AS SELECT "  # noqa: S608
        f"line - {skip} AS _row, any_value(error_type) AS error_type,"
        " left(any_value(trim(csv_line, chr(10) || chr(13))), ?) AS value,"
        " min(try_cast(regexp_extract(error_message, 'Found: (\\d+)', 1) AS INTEGER)) AS few,"
        " max(try_cast(regexp_extract(error_message, 'Found: (\\d+)', 1) AS INTEGER)) AS many"
        " FROM read_errors GROUP BY line",
        [SHOWN],
    )
    cells, most = counted(len(sniffed.columns), "cell"), size_text(limits.max_row)
    staging.run(
        "INSERT INTO rejected SELECT _row, '', value, "  # noqa: S608
        f"{_REASONS.format(cells=cells, most=most)}, {_MENDS} FROM read_bad WHERE NOT starts_with(value, ?)",
        [MARK],
    )
    for number, value in staging.rows("SELECT _row, value FROM read_bad WHERE starts_with(value, ?)", [MARK]):
        place = value[len(MARK) :]
        # A file may have such a line of its own.
        text = kept[int(place[:9])] if place.isdecimal() and int(place[:9]) < len(kept) else value
        staging.run("INSERT INTO rejected VALUES (?, '', ?, ?, ?)", [
            number, text[:SHOWN], f"expected one row a line, of at most {most}; got a quote that is opened in this line"
            " and not closed before the separator, or a longer line",
            "Close or double the quotes in the row, shorten its cells. The file may have been cut short here.",
        ])  # fmt: skip
    # A row is behind as many rejected ones as have fewer accepted ones before them.
    staging.run(
        "UPDATE raw SET _row = _row + before.bad FROM (SELECT raw._row AS was, steps.bad FROM raw ASOF JOIN"
        " (SELECT _row - n AS good, max(n) AS bad FROM"
        " (SELECT _row, row_number() OVER (ORDER BY _row) AS n FROM read_bad) GROUP BY good) AS steps"
        " ON raw._row - 1 >= steps.good) AS before WHERE raw._row = before.was"
    )
    return int(staging.one("SELECT count(*) FROM read_bad")[0])


def _too_long(staging: Workbench, limits: Limits, taken: Sequence[str]) -> int:
    """Set rows with a cell that is too long aside."""
    if not taken:
        return 0
    count = 0
    longest = staging.one("SELECT " + ", ".join(f"max(strlen({quoted(name)}))" for name in taken) + " FROM raw")  # noqa: S608
    for name, length in zip(taken, longest, strict=True):
        if (length or 0) <= limits.max_cell:
            continue
        over = f"length({quoted(name)}) > {limits.max_cell}"
        staging.run(
            f"INSERT INTO rejected SELECT _row, ?, left({quoted(name)}, ?), 'expected at most {limits.max_cell:,} "  # noqa: S608
            f"characters in a cell, got ' || length({quoted(name)}), 'Shorten it.' FROM raw WHERE {over}",
            [name, SHOWN],
        )
        before = staging.one("SELECT count(*) FROM raw")[0]
        staging.run(f"DELETE FROM raw WHERE {over}")  # noqa: S608
        count += before - staging.one("SELECT count(*) FROM raw")[0]
    return count
