"""Every format that says so carries incidents, claims, sources and links completely, whatever their text."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from events.catalogue import Catalogue
from events.exporting.columns import CLAIMS, CSV, CSV_COLUMNS, DOCUMENTS, IN_CSV, INCIDENTS, JSON, LINKS, SOURCES
from events.exporting.features import CLAIM_MEMBERS
from events.exporting.formats import FORMATS
from events.exporting.source import ExportSource
from tests.events import ex_building as make

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def plain(row: Row, names: Any) -> Row:
    """A row as values that compare: JSON read, days as text, what is missing None."""
    found = {name: row.get(name) for name in names}
    for name, cell in found.items():
        if name in JSON and isinstance(cell, str):
            found[name] = json.loads(cell)
        elif isinstance(cell, date):
            found[name] = cell.isoformat()[:10]
    return found


def expected(source: ExportSource) -> Tables:
    return {
        "incidents": [plain(row, INCIDENTS) for row in make.rows(source.incidents())],
        "claims": [plain(row, CLAIMS) for row in make.rows(source.claims())],
        "sources": [plain(row, SOURCES) for row in make.rows(source.sources())],
        "links": [plain(row, LINKS) for row in make.rows(source.links())],
    }


def typed(text: str, kind: pa.DataType) -> Any:
    if text == "":
        return None
    if kind == pa.bool_():
        return text == "true"
    return float(text) if pa.types.is_floating(kind) else int(text) if pa.types.is_integer(kind) else text


def from_csv(data: bytes, raw: bool = False) -> Tables:
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    about, header, *body = lines
    assert len(about) == 1
    assert tuple(header) == CSV_COLUMNS
    shown = body if raw else [[re.sub(r"^'(?='*[=+\-@\t\r\n])", "", cell) for cell in row] for row in body]
    rows = [{name: typed(cell, CSV[name]) for name, cell in zip(header, row, strict=True)} for row in shown]
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["incident"], row)
    incidents = [{name: row[IN_CSV.get(name, name)] for name in INCIDENTS} for row in first.values()]
    documents = [one for row in first.values() for one in json.loads(row[DOCUMENTS])]
    assert all(row[DOCUMENTS] is None for row in rows if row["n"] > 1)
    sources = {one["id"]: one for one in documents}
    return {
        "incidents": [plain(row, INCIDENTS) for row in incidents],
        "claims": [plain(row, CLAIMS) for row in rows],
        "documents": list(sources.values()),
    }


def as_text(row: Row) -> Row:
    """JSON values as the text that other formats have in their place."""
    return {name: json.dumps(cell) if name in JSON else cell for name, cell in row.items()}


def from_geojson(data: bytes) -> Tables:
    document = json.loads(data)
    incidents = [one["properties"] for one in document["features"]]
    for one in incidents:
        for claim in one["claims"]:
            assert set(claim) <= set(CLAIM_MEMBERS)
            claim["incident"] = one["id"]
            found = one["findings"][f"{claim['field']}/{claim['of']}" if claim.get("of") else claim["field"]]
            claim["finding"], claim["finding_text"] = found["status"], found["text"]
            told = next(source for source in document["sources"] if source["id"] == claim["source"])
            claim["publisher"] = told.get("publisher", "Publisher not stated")
            claim |= {"source_title": told["title"], "published": told.get("published"), "url": told.get("url")}
    return {
        "incidents": [plain(as_text(one), INCIDENTS) for one in incidents],
        "claims": [plain(as_text(claim), CLAIMS) for one in incidents for claim in one["claims"]],
        "sources": [plain(as_text(one), SOURCES) for one in document["sources"]],
        "links": [plain(one, LINKS) for one in document["links"]],
    }


def from_parquet(data: bytes) -> Tables:
    rows = pq.read_table(io.BytesIO(data)).to_pylist()
    claims = [{**claim, "incident": row["id"]} for row in rows for claim in row["claims"]]
    sources = {one["id"]: one for row in rows for one in json.loads(row[DOCUMENTS])}
    return {
        "incidents": [plain(row, INCIDENTS) for row in rows],
        "claims": [plain(row, CLAIMS) for row in claims],
        "documents": list(sources.values()),
    }


def from_gpkg(data: bytes) -> Tables:
    to = sqlite3.connect(":memory:")
    to.deserialize(data)
    to.row_factory = sqlite3.Row
    found: Tables = {}
    for name, columns in (("incidents", INCIDENTS), ("claims", CLAIMS), ("sources", SOURCES), ("links", LINKS)):
        found[name] = [plain(dict(row), columns) for row in to.execute(f'SELECT * FROM "{name}" ORDER BY fid')]  # noqa: S608
    to.close()
    for row in found["claims"]:
        row["holds"] = bool(row["holds"])
    return found


def from_xlsx(data: bytes) -> Tables:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found: Tables = {}
    for name, columns in (("incidents", INCIDENTS), ("claims", CLAIMS), ("sources", SOURCES), ("links", LINKS)):
        header, *body = book[name].iter_rows(values_only=True)
        assert list(header) == list(columns)
        cells = [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in body]
        days = [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in cells]
        found[name] = [plain(dict(zip(header, row, strict=True)), columns) for row in days]
    return found


READERS: dict[str, Callable[[bytes], Tables]] = {
    "csv": from_csv, "csv-raw": lambda data: from_csv(data, raw=True), "geojson": from_geojson,
    "geoparquet": from_parquet, "gpkg": from_gpkg, "xlsx": from_xlsx,
}  # fmt: skip


def test_a_format_that_says_it_is_whole_is_read_back_here() -> None:
    assert {one.key for one in FORMATS.values() if one.whole} == set(READERS)


@pytest.mark.parametrize("place", ["memory", "store"])
@pytest.mark.parametrize("data", ["small", "hostile"])
@pytest.mark.parametrize("key", READERS)
def test_nothing_is_lost(key: str, data: str, place: str, small: Catalogue, tmp_path: Path) -> None:
    catalogue = small if data == "small" else make.hostile()
    source = make.in_memory(catalogue) if place == "memory" else make.in_store(catalogue, tmp_path)
    wanted, found = expected(source), READERS[key](make.written(source, key))
    assert found["incidents"] == wanted["incidents"]
    assert found["claims"] == wanted["claims"]
    for name in ("sources", "links"):
        assert found.get(name, wanted[name]) == wanted[name]
    if "documents" in found:
        own = ("dataset", "number")
        kept = [{key: cell for key, cell in row.items() if key not in own} for row in wanted["sources"]]
        assert sorted(found["documents"], key=lambda row: row["id"]) == sorted(kept, key=lambda row: row["id"])


def test_a_store_and_a_selection_in_memory_say_the_same(shipped: Catalogue, tmp_path: Path) -> None:
    memory, store = expected(make.in_memory(shipped)), expected(make.in_store(shipped, tmp_path))
    derived = {"province", "known", "claim"}
    for name, by in (("incidents", ("id",)), ("claims", ("incident", "n")), ("sources", ("id",)), ("links", LINKS)):
        one, other = (
            sorted(
                ({key: cell for key, cell in row.items() if key not in derived} for row in tables[name]),
                key=lambda row: [str(row[key]).zfill(9) for key in by],
            )
            for tables in (memory, store)
        )
        assert one == other
