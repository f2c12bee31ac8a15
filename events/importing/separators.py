"""How a text table is laid out: separator, lines before the header, header, HXL row; from its first part."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from events.importing.columns import check_count, find_head
from events.importing.limits import ImportRefused, Limits, counted, one_or_more

SAMPLE = 4 << 20
"""Bytes of the first part that is looked at."""
_ROWS = 200
_DELIMITERS = (",", ";", "\t", "|")
_COMMENT = re.compile(r'"?#(\s|$)')
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """As ``Sniffed`` has them."""

    delimiter: str
    header: bool
    skip: int
    columns: tuple[str, ...]
    hxl: bool
    notes: tuple[str, ...]


def _records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    found: list[list[str]] = []
    try:
        for record in reader:
            found.append(record)
            if len(found) >= _ROWS:
                break
    except csv.Error:
        # A cell longer than Python's reader takes; the rows before it are enough to judge by.
        pass
    return found


def _score(records: list[list[str]]) -> tuple[float, int]:
    """How well rows agree on a width, and that width; one column only tells nothing.

    Rows that are as wide as the header count in full: a comma may stand in every row's text, but hardly in the header.
    """
    filled = [len(record) for record in records if record]
    if not filled:
        return 0.0, 0
    if filled[0] > 1 and (same := filled.count(filled[0])) > len(filled) / 2:
        return same / len(filled), filled[0]
    width, count = max(Counter(filled).items(), key=lambda item: (item[1], item[0]))
    return (0.4 * count / len(filled) if width > 1 else 0.0), width


def _before(text: str) -> tuple[str, list[str], str, int]:
    """Cut comment lines and ``sep=;`` off: the rest, the comments, the separator named, lines cut."""
    comments, named, skipped = [], "", 0
    while text:
        line, _, rest = text.partition("\n")
        if match := _SEP.fullmatch(line.strip("\r")):
            named = match[1]
        elif _COMMENT.match(line) and rest:
            comments.append(line.strip().strip('"').lstrip("# ").replace('""', '"'))
        elif line.strip():
            break
        skipped += 1
        text = rest
    return text, comments, named, skipped


def layout(text: str, whole: bool, limits: Limits, name: str = "") -> Layout:
    """Judge the first part of a table.

    Args:
        text: at most :data:`SAMPLE` characters, with ``\\n`` or ``\\r\\n``.
        whole: whether that is all of the file.
        name: of the file; breaks a tie only.

    Raises:
        ImportRefused: no table, or one too wide.
    """
    rest, comments, named, skip = _before(text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n"))
    if not rest.strip():
        raise ImportRefused("the file has no rows", "a header and rows below it", "Check that it is the right file.")
    if "\n" not in rest and not whole:
        check_count(max(rest.count(sign) for sign in _DELIMITERS), limits)
        raise ImportRefused(f"its first line is longer than {SAMPLE >> 20} MiB", "a header and rows, one a line",
                            "Check that it is a table of text.")  # fmt: skip
    found = {sign: _records(rest, sign) for sign in ([named] if named else _DELIMITERS)}
    # The last record may be cut by the end of the sample.
    cut = {sign for sign, rows in found.items() if not whole and 1 < len(rows) < _ROWS}
    found = {sign: rows[:-1] if sign in cut else rows for sign, rows in found.items()}
    tie = {"\t": name.lower().endswith((".tsv", ".tab"))}
    best = max(found, key=lambda sign: (round(_score(found[sign])[0], 1), _score(found[sign])[1], tie.get(sign, False)))
    share, width = _score(found[best])
    rows = [row for row in found[best] if row] or [[rest[:80]]]
    check_count(max(len(rows[0]), width), limits)
    head = find_head(rows)
    names, notes = list(head.names), [f"above the header: {comment}" for comment in comments]
    below = {len(row) for row in rows[1:]}
    if len(below) == 1 and (wide := below.pop()) > len(names):
        notes.append(f"every row has {counted(wide, 'cell')} and the header {len(names)}: "
                     f"{one_or_more(wide - len(names), 'the other is', 'the others are')} numbered")
        names += [f"column_{place}" for place in range(len(names) + 1, wide + 1)]
    if not names or (len(names) == 1 and len(rows) == 1 and not names[0].isprintable()):
        raise ImportRefused("no table was found in it", "rows of cells", "Save it as CSV again.")
    spoken = {"\t": "tab"}.get(best, best)
    if len(names) == 1:
        notes.append("one column only: no separator was found")
    else:
        told = f", {share:.0%} of the first rows have {counted(width, 'cell')}" if share > 0.4 else ""
        notes.append(f"separator {spoken!r}{told}")
    return Layout(best, head.header, skip, tuple(names), head.hxl, (*notes, *head.notes))
