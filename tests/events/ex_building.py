"""Selections to export: in memory and in a store, with text that means harm, and as large as a test likes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pyarrow as pa

from events.catalogue import Catalogue, build
from events.exporting.columns import CLAIMS, INCIDENTS, LINKS, SOURCES, schema
from events.exporting.formats import FORMATS
from events.exporting.selected import SelectionExport
from events.exporting.source import About, Chunk, DataSetLine, ExportSource
from events.filters import IncidentFilter
from events.store.asking import Asker
from events.store.curated import tables_of
from events.store.engine import Engine
from events.store.schema import TABLES
from events.store.streams import store_export
from events.store.views import sql_type
from tests.events import ev_building as make

TODAY = date(2021, 5, 6)
EVERYTHING = IncidentFilter()
HOSTILE = (
    "=HYPERLINK(\"http://x.example\")", "+1", "-1", "@SUM(A1)", "'=already", "\t=tab", "two\nlines", "car\r\nriage",
    "</name><script>alert(1)</script>", 'a "quote", and; a comma', "&amp; &lt;", "]]>", "{{7*7}} $[id] %s",
    "ends on \\",
    "\u202eevil\u2066", "bell \x07 and \x1f", "_x0041_ is no A", "عنوان", "𝔘 🚀", "# no comment", "a\x00b", "\ufffe",
)  # fmt: skip


def hostile() -> Catalogue:
    """Every text where it can stand: title, note, claim, quote."""
    c, i = make.claim_row, make.incident
    return build(
        make.dataset(
            *(
                i(f"h{n}", c("statement", text, note=text), c("killed", {"low": 2, "high": 5}, parts={"reds": 3}),
                  c("weapon", "katyusha", text=text, says=text), title=text, note=text,
                  place=("camp", "south", "nowhere")[n % 3])
                for n, text in enumerate(HOSTILE)
            ),
            name="Set <b>\n=1",
        )
    )  # fmt: skip


def in_memory(catalogue: Catalogue, chosen: IncidentFilter = EVERYTHING) -> SelectionExport:
    """A selection as the command line has it."""
    return SelectionExport(catalogue.select(chosen), catalogue.dataset, TODAY, rows=2)


def in_store(catalogue: Catalogue, folder: Path, chosen: IncidentFilter = EVERYTHING) -> ExportSource:
    """The same selection, read from a store."""
    folder.mkdir(exist_ok=True)
    file = folder / "data.duckdb"
    with duckdb.connect(str(file)) as to:
        for name, rows in tables_of(catalogue, 0).items():
            columns = ", ".join(f'"{column}" {sql_type(kind)}' for column, kind in TABLES[name].items())
            to.execute(f"CREATE TABLE {name} ({columns})")
            to.register("given", rows)
            to.execute(f"INSERT INTO {name} BY NAME SELECT * FROM given")  # noqa: S608
            to.unregister("given")
    engine = Engine([folder])
    engine.attach(0, file)
    places = {place.id: place.name for place in catalogue.dataset.places.values()}
    about = in_memory(catalogue, chosen).about
    return store_export(Asker(engine), engine, chosen, about, {0: catalogue.dataset.meta.id}, places=places)


def rows(batches: Iterator[pa.RecordBatch]) -> list[dict[str, Any]]:
    """Batches as rows."""
    return [row for batch in batches for row in batch.to_pylist()]


def written(source: ExportSource, key: str) -> bytes:
    """The bytes of an export."""
    file = io.BytesIO()
    FORMATS[key].write(source, file)
    assert not file.closed
    return file.getvalue()


class Many:
    """So many incidents with two claims each, made as they are read."""

    def __init__(self, incidents: int, rows: int = 2000) -> None:
        self._count, self._rows = incidents, rows

    @property
    def about(self) -> About:
        """What the export says of itself."""
        return About((DataSetLine("many", "Many", "1", "CC BY 4.0"),), "everything", TODAY)

    def chunks(self, documents: bool = False) -> Iterator[Chunk]:
        """Incidents with their claims."""
        for start in range(0, self._count, self._rows):
            ids = [f"i{n}" for n in range(start, min(start + self._rows, self._count))]
            size = len(ids)
            incidents = {
                "id": ids, "dataset": ["many"] * size, "title": [f"Title of {one}" for one in ids],
                "kind": ["battle"] * size, "start": [TODAY] * size, "end": [TODAY] * size, "place": ["Town"] * size,
                "precision": ["site"] * size, "lat": [33.5] * size, "lon": [44.25] * size, "parties": ["[]"] * size,
            }  # fmt: skip
            claims = {
                "incident": [one for one in ids for _ in range(2)], "n": [1, 2] * size,
                "field": ["account"] * (2 * size),
                "text": [f"What is said of {one}" for one in ids for _ in range(2)], "holds": [True] * (2 * size),
                "finding": ["single source"] * (2 * size),
            }  # fmt: skip
            given = pa.array(["[]"] * size) if documents else None
            yield Chunk(batch(incidents, INCIDENTS), batch(claims, CLAIMS), numpy.arange(0, 2 * size + 1, 2), given)

    def incidents(self) -> Iterator[pa.RecordBatch]:
        """One row an incident."""
        return (chunk.incidents for chunk in self.chunks())

    def claims(self) -> Iterator[pa.RecordBatch]:
        """One row a claim."""
        return (chunk.claims for chunk in self.chunks())

    def sources(self) -> Iterator[pa.RecordBatch]:
        """None."""
        yield batch({"id": []}, SOURCES)

    def links(self) -> Iterator[pa.RecordBatch]:
        """None."""
        yield batch({"origin": []}, LINKS)


def batch(columns: dict[str, list[Any]], table: dict[str, pa.DataType]) -> pa.RecordBatch:
    """Columns of a table; those not given are NULL."""
    size = len(next(iter(columns.values())))
    arrays = [pa.array(columns.get(name, [None] * size), kind) for name, kind in table.items()]
    return pa.RecordBatch.from_arrays(arrays, schema=schema(table))
