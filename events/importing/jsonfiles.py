"""JSON into ``raw``: an array of objects, such an array in an object (as APIs answer), or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from events.importing.columns import is_hxl
from events.importing.jsonstream import Bad, Stream
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench
from events.importing.rawtable import RawWriter

HOLDERS = frozenset({"data", "rows", "records", "results", "events", "items", "incidents", "value", "values"})
"""Keys of an outer object that hold the rows."""
_DEEPEST = 20
_MEND = "Mend this object; check it with a JSON checker."


def cell(value: Any) -> str | None:
    """A JSON value as the text of a cell; lists, and what is nested too deep, as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return json.dumps(value, ensure_ascii=False)


def flatten(value: Mapping[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str | None]]:
    """Cells of an object; those of an object in it have its key and a dot before theirs."""
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and depth < _DEEPEST:
            yield from flatten(inner, f"{before}{key}.", depth + 1)
        else:
            yield before + key, cell(inner)


def longest_row(limits: Limits) -> int:
    """Characters of one JSON value that are read at once."""
    return max(16 * limits.max_cell, 1 << 16)


def _unwrapped(items: Iterator[Any], stream: Stream) -> Iterator[Any]:
    """The rows; of one outer object with a single list of objects in it, that list."""
    for item in items:
        if item is stream.around and not stream.found:
            lists = [one for one in item.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
            if len(lists) == 1:
                yield from lists[0]
                continue
        yield item


def stage_json(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` from JSON. An object that cannot be read is rejected alone.

    Raises:
        ImportRefused: there is no object in it.
    """
    writer = RawWriter(staging, limits, columns)
    notes, number, good, tagged = list(sniffed.notes), 0, 0, False
    with path.open("rb") as file:
        stream = Stream(file, sniffed.encoding, longest_row(limits), HOLDERS.__contains__)
        for item in _unwrapped(stream.items(), stream):
            number += 1
            if isinstance(item, dict):
                row = dict(flatten(item))
                if number == 1 and not tagged and is_hxl(list(row.values())):
                    notes.append("the row of HXL tags is left out")
                    number, tagged = 0, True
                    continue
                good += 1
                writer.add(number, row)
            elif isinstance(item, Bad):
                writer.reject(number, "", item.text, item.reason, _MEND)
            else:
                writer.reject(number, "", cell(item) or "", "expected an object with a key for each column, got "
                              "another value", _MEND)  # fmt: skip
    if not good:
        raise ImportRefused("there is no object in it that can be read", "an array of objects, one an event",
                            "Check the file with a JSON checker.")  # fmt: skip
    if stream.found:
        notes.append(f"rows read from {stream.found!r}")
    if stream.cut:
        notes.append("the file ends before its brackets are closed: it was cut short, rows may be missing")
    return writer.close(notes)
