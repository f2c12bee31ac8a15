"""Our own exports, read back to the same incidents and claims: CSV, GeoJSON, and tables (XLSX, GeoPackage).

What an export does not hold cannot come back: aliases and local names of actors, what kind of thing an origin is,
places that only a claim names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import pyarrow

from events.exporting.source import PRODUCT
from events.importing.canonical_building import Builder, Cells, Heading, Rebuilt, Rejected, documents
from events.store.staging import Staging

NEEDED = frozenset({"incident", "field", "value", "value_text", "source", "place_id", "precision", "documents"})
"""Columns that only a CSV of ours has together."""
_DEFUSED = re.compile(r"^'+[=+\-@\t\r\n]")
_FEATURES = re.compile(r'"features":\s*\[\s*$')
_REJECTED = pyarrow.schema([("_row", pyarrow.int64()), *((name, pyarrow.string()) for name in Rejected._fields[1:])])


def looks_like_own_csv(columns: Collection[str]) -> bool:
    """True where the columns are those of a CSV that this program exported."""
    return set(columns) >= NEEDED


def looks_like_own_geojson(head: str) -> bool:
    """True where the first characters of a file (4,000 are plenty) are those of a GeoJSON that we exported."""
    start = head.lstrip("\ufeff \r\n\t")[:4000]
    collection = start.startswith("{") and "FeatureCollection" in start
    return collection and re.search(rf'"product":\s*{json.dumps(PRODUCT)}', start) is not None


def csv_rows(staging: Staging) -> Iterator[Cells]:
    """The rows of ``raw`` in the order of the file, batch by batch."""
    for batch in staging.arrow("SELECT * FROM raw ORDER BY _row", rows=5_000):
        yield from batch.to_pylist()


def from_csv(rows: Iterable[Cells], heading: Heading, plain: bool = False) -> Rebuilt:
    """Rebuild the data set of a CSV: one row a claim, rows of one incident in any order.

    Args:
        rows: column to text, with ``_row`` (from 1).
        plain: the file is the raw variant, in which no apostrophe stands before formulas.
    """
    whole: dict[str, tuple[int, Cells, list[tuple[int, Cells]]]] = {}
    builder = Builder()
    for count, given in enumerate(rows, 1):
        cells = given if plain else armed(given)
        row = int(cells.get("_row") or count)
        for document in documents(cells):
            builder.source(document, row)
        key = cells.get("incident")
        if not key:
            why = "expected the id of an incident, got nothing"
            builder.problems.append(Rejected(row, "incident", "", why, "fill in the column incident"))
            continue
        whole.setdefault(key, (row, cells, []))[2].append((row, cells))
    for key, (row, cells, claims) in whole.items():
        claims.sort(key=lambda one: _order(one[1]))
        builder.incident({**cells, "id": key, "note": cells.get("incident_note")}, claims, row)
    return builder.finish(heading)


def armed(cells: Cells) -> Cells:
    """Cells as they were before an apostrophe was put in front of what a spreadsheet would run."""
    return {
        name: cell[1:] if isinstance(cell, str) and _DEFUSED.match(cell) else cell for name, cell in cells.items()
    }


def _order(claim: Cells) -> int:
    """The place of a claim in its incident; the order of the file where it says none."""
    n = str(claim.get("n") or "")
    return int(n) if n.isdigit() and len(n) < 9 else 0


def from_geojson(lines: Iterable[str], heading: Heading | None = None) -> Rebuilt:
    """Rebuild the data set of a GeoJSON, line by line as this program writes it.

    Args:
        lines: of the file. Where another program wrote it anew, in any layout.
        heading: what it is to be called; without one as the file says.

    Raises:
        ValueError: it is no JSON.
    """
    members, features = parted(iter(lines))
    return from_features(members.get("sources", []), enumerate(features, 1), heading or _headed(members))


def from_features(
    sources: Iterable[Cells], features: Iterable[tuple[int, Any]], heading: Heading
) -> Rebuilt:
    """The same from what :func:`parted` gives, each feature with its number in the file."""
    builder = Builder(typed=True)
    for source in sources:
        builder.source(source, 0)
    for row, feature in features:
        if not isinstance(feature, dict):
            why = "expected a feature, got broken JSON or another value"
            builder.problems.append(Rejected(row, "", str(feature)[:200], why, "export it again"))
            continue
        properties = feature.get("properties") or {}
        claims = [(row, one) for one in properties.get("claims") or []]
        builder.incident({"id": feature.get("id"), **properties}, claims, row)
    return builder.finish(heading)


def _headed(members: Mapping[str, Any]) -> Heading:
    """The heading as the file says it; several data sets in one file become one."""
    given = (members.get("datasets") or [{}])[0]
    slug = re.sub(r"[^a-z0-9]+", "-", str(given.get("id") or members.get("title") or "export").lower()).strip("-")
    heading = Heading(slug or "export", str(members.get("title") or given.get("name") or "Export")[:600])
    stated = {key: str(given[key]) for key in ("version", "licence", "time_zone") if given.get(key)}
    return replace(heading, **stated)


def parted(lines: Iterator[str]) -> tuple[dict[str, Any], Iterator[Any]]:
    """The members of the collection, and its features one by one: as we write them, or all at once."""
    head: list[str] = []
    for line in lines:
        head.append(line)
        if _FEATURES.search(line):
            first = next(lines, "")
            members = _loaded("".join(head).lstrip("\ufeff").rstrip() + "]}")
            feature = _loaded(first.strip().strip(","))
            if isinstance(members, dict) and isinstance(feature, dict):
                return members, chain([feature], _lined(lines))
            head.append(first)
            break
    whole = json.loads("".join([*head, *lines]).lstrip("\ufeff"))
    if not isinstance(whole, dict):
        raise ValueError(f"expected a collection of features, got {type(whole).__name__}")
    return whole, iter(whole.get("features") or [])


def _loaded(text: str) -> Any:
    """What JSON text holds; the text where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lined(lines: Iterator[str]) -> Iterator[Any]:
    for line in lines:
        text = line.strip().strip(",")
        if text.startswith("]"):
            return
        if text:
            yield _loaded(text)


def from_tables(
    incidents: Iterable[Cells], claims: Iterable[Cells], sources: Iterable[Cells], heading: Heading
) -> Rebuilt:
    """Rebuild the data set of an export with tables of its own: sheets of a spreadsheet, layers of a GeoPackage.

    Args:
        incidents: rows under ``columns.INCIDENTS``; claims and sources under theirs. Rows count from 1, where they
            have no number (``_row``).
    """
    builder = Builder()
    for row, source in _numbered(sources):
        builder.source(source, row)
    told: dict[str, list[tuple[int, Cells]]] = {}
    for row, claim in _numbered(claims):
        told.setdefault(str(claim.get("incident")), []).append((row, claim))
    for row, incident in _numbered(incidents):
        for document in documents(incident):
            builder.source(document, row)
        own = sorted(told.pop(str(incident.get("id")), []), key=lambda one: _order(one[1]))
        builder.incident(incident, own, row)
    for name, left in told.items():
        why = f"expected the id of an incident in the table of incidents, got {name[:80]!r}"
        builder.problems += [Rejected(row, "incident", name[:200], why, "add the incident, or mend the id")
                             for row, _ in left]  # fmt: skip
    return builder.finish(heading)


def _numbered(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    return ((int(cells.get("_row") or count), cells) for count, cells in enumerate(rows, 1))


def rejected_table(problems: Iterable[Rejected]) -> pyarrow.Table:
    """The problems in the columns of the table ``rejected``."""
    rows = [dict(zip(_REJECTED.names, problem, strict=True)) for problem in problems]
    return pyarrow.Table.from_pylist(rows, schema=_REJECTED)


__all__ = [
    "Heading", "Rebuilt", "Rejected", "armed", "csv_rows", "from_csv", "from_features", "from_geojson", "from_tables",
    "looks_like_own_csv", "looks_like_own_geojson", "parted", "rejected_table",
]  # fmt: skip
