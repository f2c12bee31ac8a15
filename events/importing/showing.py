"""What a person sees of an import under way: first rows, the words of a column, the first faults. Small answers."""

from __future__ import annotations

from events.importing.answers import Offer, Placed
from events.importing.generic_cells import raw_cell
from events.importing.own_cells import Rejected
from events.store.staging import Staging, quoted


def sample(staging: Staging, rows: int) -> tuple[list[str], list[tuple[object, ...]]]:
    """Names of the columns and the first rows of the file, as text of at most 80 characters a cell."""
    names = [name for name in staging.columns("raw") if name != "_row"]
    cells = ", ".join(f"left(CAST({quoted(name)} AS VARCHAR), 80)" for name in names) or "NULL"
    return names, staging.rows(f"SELECT {cells} FROM raw ORDER BY _row LIMIT {rows:d}")  # noqa: S608


def words(staging: Staging, column: str, most: int) -> tuple[tuple[str, int], ...]:
    """The different texts of a column of ``raw`` with how often they stand there, most frequent first."""
    cell = f"left({raw_cell(column)}, 200)"
    found = staging.rows(
        f"SELECT {cell} AS word, count(*) AS n FROM raw WHERE {cell} IS NOT NULL"  # noqa: S608
        f" GROUP BY word ORDER BY n DESC, word LIMIT {most:d}"
    )
    return tuple((str(word), int(n)) for word, n in found)


def offers(staging: Staging, most: int = 200) -> tuple[Offer, ...]:
    """Places that wait for an answer, those of most rows first."""
    found = staging.rows(
        "SELECT key, name, country, rows, candidates, note FROM offers WHERE candidates IS NOT NULL"
        " ORDER BY rows DESC, key LIMIT ?",
        [most],
    )
    return tuple(Offer(*row) for row in found)


def placed(staging: Staging, most: int) -> tuple[Placed, ...]:
    """Places for which a candidate of the gazetteer was taken, those of most rows first."""
    found = staging.rows(
        "SELECT key, concat_ws(', ', nullif(name, ''), nullif(province, ''), nullif(country, '')), geocoded, rows"
        " FROM offers WHERE geocoded IS NOT NULL ORDER BY rows DESC, key LIMIT ?",
        [most],
    )
    return tuple(Placed(*row) for row in found)


def rejects(staging: Staging, most: int) -> tuple[Rejected, ...]:
    """The first lines of ``rejected``, in the order of the file."""
    found = staging.rows(
        "SELECT _row, coalesce(field, ''), left(coalesce(value, ''), 200), reason, coalesce(mend, '') FROM rejected"
        " ORDER BY _row, field, reason LIMIT ?",
        [most],
    )
    return tuple(Rejected(*row) for row in found)
