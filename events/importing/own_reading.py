"""Files that this program wrote, read row by row: each data set in them by itself, with what only tables carry.

Ids of documents, places and origins are unique in a data set only: rows are parted by their column ``dataset``
before anything is made from them.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
from openpyxl.utils.escape import unescape

from events.importing import canonical
from events.importing.canonical import Heading, Rebuilt
from events.importing.canonical_building import Cells, Rejected, documents
from events.importing.limits import LIMITS, Sniffed

_RAW_NAME = re.compile(r"-raw( ?\(\d+\))?\.[ct]sv$", re.IGNORECASE)
_RAW_WORDS = "cells as they are"
_MEND = "export it again, or mend the line"
TABLES = ("incidents", "claims", "sources")


@dataclass
class Kept:
    """What stands in the file and in no model of ``events.model``; written to the tables of the store as it was."""

    incidents: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """Id of an incident to its ``own_id``, ``obtained`` (how its place was found) and ``geocoded``."""
    publishers: dict[str, str] = field(default_factory=dict)
    """Id of a document to the id of its publisher."""

    def incident(self, name: str, cells: Cells) -> None:
        """Keep what a row says of its incident."""
        given = {"own_id": "own_id", "obtained": "place_obtained", "geocoded": "geocoded"}
        self.incidents.setdefault(name, {to: _text(cells.get(column)) for to, column in given.items()})

    def source(self, cells: Cells) -> None:
        """Keep what a row says of its document."""
        name, publisher = _text(cells.get("id")), _text(cells.get("publisher_id"))
        if name and publisher:
            self.publishers.setdefault(name, publisher)


@dataclass(frozen=True)
class Part:
    """One data set of a file."""

    dataset: str
    rebuilt: Rebuilt
    kept: Kept


Parts = list[Part]
Reader = Callable[[Path, Sniffed, Heading], Parts]


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def _by_set(rows: Iterable[Cells]) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = {}
    for cells in rows:
        found.setdefault(_text(cells.get("dataset")) or "", []).append(cells)
    return found


# --- CSV ----------------------------------------------------------------------------------------------


def _from_csv(path: Path, sniffed: Sniffed, heading: Heading) -> Parts:
    # The two variants have the same columns: the first line or the name says that cells are as they are.
    raw = any(_RAW_WORDS in note for note in sniffed.notes) or _RAW_NAME.search(sniffed.name) is not None
    problems: list[Rejected] = []
    sets = _by_set(cells if raw else canonical.armed(cells) for cells in _csv_rows(path, sniffed, problems))
    parts = []
    for name, rows in sets.items():
        kept = Kept()
        for cells in rows:
            kept.incident(str(cells.get("incident")), cells)
            for document in documents(cells):
                kept.source(document)
        made = canonical.from_csv(rows, heading, plain=True)
        parts.append(Part(name, Rebuilt(made.dataset, (*problems, *made.problems)), kept))
        problems = []
    return parts or [Part("", Rebuilt(None, tuple(problems)), Kept())]


def _csv_rows(path: Path, sniffed: Sniffed, problems: list[Rejected]) -> Iterator[dict[str, Any]]:
    # Python's own bound of 128 KiB is less than the documents of one incident may take.
    csv.field_size_limit(max(csv.field_size_limit(), LIMITS.max_row))
    encoding = "utf-8-sig" if sniffed.encoding.replace("_", "-") == "utf-8" else sniffed.encoding
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(sniffed.skip):
            file.readline()
        lines = csv.reader(file, delimiter=sniffed.delimiter or ",")
        head = next(lines, [])
        for row, line in enumerate(lines, 1):
            if len(line) == len(head):
                yield {"_row": row, **{name: cell or None for name, cell in zip(head, line, strict=True)}}
            elif line:
                why = f"expected {len(head)} cells, as the header has, got {len(line)}"
                problems.append(Rejected(row, "", ",".join(line)[:200], why, _MEND))


# --- GeoJSON ------------------------------------------------------------------------------------------


def _from_geojson(path: Path, _: Sniffed, heading: Heading) -> Parts:
    with path.open(encoding="utf-8-sig") as lines:
        members, features = canonical.parted(lines)
        sets: dict[str, list[tuple[int, Any]]] = {}
        last = ""
        for row, feature in enumerate(features, 1):
            # What cannot be read belongs to the data set that stands before it.
            last = _set_of(feature) if isinstance(feature, dict) else last
            sets.setdefault(last, []).append((row, feature))
    sources = _by_set(one for one in members.get("sources") or [] if isinstance(one, dict))
    parts = []
    for name, some in sets.items():
        kept = Kept()
        for source in sources.get(name, []):
            kept.source(source)
        for _row, feature in some:
            if isinstance(feature, dict):
                kept.incident(str(feature.get("id")), feature.get("properties") or {})
        parts.append(Part(name, canonical.from_features(sources.get(name, []), some, heading), kept))
    return parts


def _set_of(feature: Mapping[str, Any]) -> str:
    return str((feature.get("properties") or {}).get("dataset") or "")


# --- tables -------------------------------------------------------------------------------------------


def _from_tables(
    incidents: Iterable[Cells], claims: Iterable[Cells], sources: Iterable[Cells], heading: Heading
) -> Parts:
    """Tables of several data sets: claims belong where their incident does, those of none to the first."""
    sets, documented = _by_set(_counted(incidents)), _by_set(_counted(sources))
    owner = {str(cells.get("id")): name for name, rows in sets.items() for cells in rows}
    first = next(iter(sets), "")
    told: dict[str, list[Cells]] = {}
    for claim in _counted(claims):
        told.setdefault(owner.get(str(claim.get("incident")), first), []).append(claim)
    parts = []
    for name, rows in sets.items():
        kept = Kept()
        for cells in rows:
            kept.incident(str(cells.get("id")), cells)
        listed = (document for cells in rows for document in documents(cells))
        for source in (*documented.get(name, []), *listed):
            kept.source(source)
        made = canonical.from_tables(rows, told.get(name, []), documented.get(name, []), heading)
        parts.append(Part(name, made, kept))
    return parts


def _counted(rows: Iterable[Cells]) -> Iterator[Cells]:
    return ({**cells, "_row": row} for row, cells in enumerate(rows, 1))


def _sheet(book: openpyxl.Workbook, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet, and of those in which it goes on ("claims 2")."""
    for title in [one for one in book.sheetnames if re.fullmatch(rf"{name}( \d+)?", one)]:
        sheet = book[title]
        # What other programs write there may be less than the sheet has.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        head = next(rows, ())
        for row in rows:
            yield {str(column): _cell(cell) for column, cell in zip(head, row, strict=False) if column}


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return unescape(value) if isinstance(value, str) else value


def _from_xlsx(path: Path, _: Sniffed, heading: Heading) -> Parts:
    with warnings.catch_warnings(), path.open("rb") as file:
        # Of styles and extensions, which are no concern of ours.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            incidents, claims, sources = (_sheet(book, name) for name in TABLES)
            return _from_tables(incidents, claims, sources, heading)


def _layer(base: sqlite3.Connection, name: str) -> Iterator[dict[str, Any]]:
    found = base.execute(f'SELECT * FROM "{name}" ORDER BY fid')  # noqa: S608  names are ours
    names = [column[0] for column in found.description]
    for row in found:
        yield dict(zip(names, row, strict=True))


def _from_gpkg(path: Path, _: Sniffed, heading: Heading) -> Parts:
    # The layer of areas repeats incidents that the first one has already, for their outlines.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        incidents, claims, sources = (_layer(base, name) for name in TABLES)
        return _from_tables(incidents, claims, sources, heading)


def _from_parquet(path: Path, _: Sniffed, heading: Heading) -> Parts:
    with pyarrow.parquet.ParquetFile(path) as file:
        shown = [name for name in file.schema_arrow.names if name not in ("geometry", "bbox")]
        rows = [row for batch in file.iter_batches(2_000, columns=shown) for row in batch.to_pylist()]
    claims = ({**claim, "incident": row["id"]} for row in rows for claim in row.pop("claims", None) or ())
    told = list(claims)
    return _from_tables(rows, told, (), heading)


READERS: dict[str, Reader] = {
    "csv": _from_csv, "tsv": _from_csv, "geojson": _from_geojson, "xlsx": _from_xlsx, "gpkg": _from_gpkg,
    "parquet": _from_parquet, "geoparquet": _from_parquet,
}  # fmt: skip
"""``Sniffed.format`` to what reads it."""
