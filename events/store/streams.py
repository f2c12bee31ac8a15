"""A selection read from the store for an export: some thousand incidents with all their claims at a time.

Of the whole selection only its keys are in memory (eight bytes an incident). Everything is read again for a range
of keys, which is how the tables are ordered. All SQL of the exports is in this file and in ``streams_sql.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import ibis.expr.types as ir
import numpy
import pyarrow as pa
import pyarrow.compute as pc

from events.exporting.columns import CLAIMS, INCIDENTS, LINKS, SOURCES
from events.exporting.saying import said
from events.exporting.shapes import cut_points
from events.exporting.source import About, Chunk
from events.fields import FIELDS, FieldType
from events.filters import IncidentFilter
from events.store import streams_sql as sql
from events.store.asking import Asker, Numbers
from events.store.backends.copying import copied
from events.store.backends.remote import RemoteEngine
from events.store.compiled import Marks, compile_query
from events.store.predicates import question, selected
from events.store.schema import TABLES
from events.store.streams_columns import aligned, columns_of, contested, mapped, or_null, ordered
from geodata.places import Precision

ROWS = 5_000
"""Incidents in a chunk: some 50,000 claims, a few dozen megabytes."""
_PRECISIONS = pa.array([one.value for one in Precision])
_UNITS = {field.key: field.unit for field in FIELDS if field.type is FieldType.NUMBER}
_EXACT = pa.array([field.key for field in FIELDS if field.type in (FieldType.DATE, FieldType.PLACE)])


class Asks(Protocol):
    """What is needed of ``events.store.engine.Engine``."""

    def ask(self, query: str, params: Any = None) -> pa.Table:
        """The whole answer."""

    def stream(self, query: str, params: Any = None, rows: int = 20_000) -> pa.RecordBatchReader:
        """The answer in batches."""


class StoreExport:
    """An ``ExportSource`` over the store.

    Args:
        engine: answers SQL.
        tables: table name of ``schema.TABLES`` to the name of its view.
        chosen: SQL of the selection: columns ``key`` and ``certain`` (false: only possibly inside).
        values: of the named parameters in ``chosen``.
        about: what the export says of itself; the ids of its data sets are not looked at.
        datasets: number of a data set to its id.
        rows: incidents in a chunk.
    """

    def __init__(
        self, engine: Asks, tables: Mapping[str, str], chosen: str, about: About, datasets: Mapping[int, str],
        values: Mapping[str, Any] | None = None, places: Mapping[str, str] | None = None, rows: int = ROWS,
    ) -> None:  # fmt: skip
        self._engine, self._about, self._rows = engine, about, rows
        self._names = {**tables, "chosen": chosen}
        self._datasets = datasets
        self._values = dict(values or {})
        self._places = {json.dumps(one): name for one, name in (places or {}).items()}
        keys = engine.ask(sql.filled(sql.KEYS, self._names), self._values or None).column("key")
        self._keys = numpy.asarray(keys.combine_chunks() if keys.num_chunks else [], dtype=numpy.int64)

    @property
    def about(self) -> About:
        """What the export says of itself."""
        return self._about

    def __len__(self) -> int:
        return len(self._keys)

    def _ranges(self) -> Iterator[dict[str, int]]:
        for start in range(0, len(self._keys), self._rows):
            part = self._keys[start : start + self._rows]
            yield {"first_key": int(part[0]), "last_key": int(part[-1])}

    def _ask(self, text: str, span: Mapping[str, int]) -> pa.RecordBatch:
        found = self._engine.ask(sql.filled(text, self._names), {**self._values, **span}).combine_chunks()
        batches = found.to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=found.schema)

    def chunks(self, documents: bool = False) -> Iterator[Chunk]:
        """Incidents with their claims."""
        for span in self._ranges():
            raw, told = self._ask(sql.INCIDENTS, span), self._ask(sql.CLAIMS, span)
            keys = raw.column("key").to_numpy()
            offsets = numpy.append(numpy.searchsorted(told.column("key").to_numpy(), keys), told.num_rows)
            incidents = self._shaped(raw)
            yield Chunk(
                incidents,
                self._claims(told, incidents, offsets),
                offsets,
                aligned(self._ask(sql.DOCUMENTS, span), keys) if documents else None,
            )

    def incidents(self) -> Iterator[pa.RecordBatch]:
        """One row an incident."""
        for span in self._ranges():
            yield self._shaped(self._ask(sql.INCIDENTS, span))

    def claims(self) -> Iterator[pa.RecordBatch]:
        """One row a claim."""
        for chunk in self.chunks():
            yield chunk.claims

    def sources(self) -> Iterator[pa.RecordBatch]:
        """Sources of the selection, told or cited."""
        for batch in self._engine.stream(sql.filled(sql.SOURCES, self._names), self._values or None):
            yield ordered({**columns_of(batch), "dataset": self._dataset(batch)}, SOURCES)

    def links(self) -> Iterator[pa.RecordBatch]:
        """Links from incidents of the selection."""
        for batch in self._engine.stream(sql.filled(sql.LINKS, self._names), self._values or None):
            yield ordered(columns_of(batch), LINKS)

    def _dataset(self, batch: pa.RecordBatch) -> pa.Array:
        coded = batch.column("dataset").dictionary_encode()
        names = [self._datasets.get(number, str(number)) for number in coded.dictionary.to_pylist()]
        return pa.array(names, pa.string()).take(coded.indices)

    def _shaped(self, raw: pa.RecordBatch) -> pa.RecordBatch:
        columns = columns_of(raw)
        precision = _PRECISIONS.take(raw.column("precision"))
        lat, lon = cut_points(precision, raw.column("lat"), raw.column("lon"))
        columns |= {
            "dataset": self._dataset(raw),
            "precision": precision,
            "lat_stated": raw.column("lat"),
            "lon_stated": raw.column("lon"),
            "lat": lat,
            "lon": lon,
            "contested": contested(raw.column("contested")),
            **{name: raw.column(name).cast(pa.int32()).cast(pa.date32()) for name in ("start", "end", "known")},
            "country": or_null(raw.column("country")),
        }
        return ordered(columns, INCIDENTS)

    def _claims(self, raw: pa.RecordBatch, incidents: pa.RecordBatch, offsets: Any) -> pa.RecordBatch:
        owner = pa.array(numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets)))
        own = {name: incidents.column(name).take(owner) for name in ("id", "place_id", "place")}
        columns = columns_of(raw)
        number = pa.array(numpy.arange(raw.num_rows) - numpy.repeat(offsets[:-1], numpy.diff(offsets)) + 1, pa.int32())
        named = pc.or_(pc.is_valid(columns["actor"]), pc.is_valid(columns["linked_incident"]))
        columns |= {
            "incident": own["id"],
            "n": number,
            "claim": pc.binary_join_element_wise(own["id"], number.cast(pa.string()), "/"),
            "holds": pc.fill_null(columns["holds"], True),
            "stance": pc.if_else(named, pc.fill_null(columns["stance"], "states"), pa.scalar(None, pa.string())),
            **self._words(columns, own),
        }
        usual = mapped(columns["field"], _UNITS)
        columns["unit"] = pc.if_else(pc.is_valid(usual), pc.coalesce(columns["unit"], usual), columns["unit"])
        columns["finding_text"] = pc.coalesce(columns["finding_text"], columns["text"])
        return ordered(columns, CLAIMS)

    def _words(self, columns: Mapping[str, pa.Array], own: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        exact = pc.and_(pc.is_in(columns["field"], value_set=_EXACT), pc.is_null(columns["locator"]))
        quoted = pc.binary_join_element_wise('"', own["place_id"], '"', "")
        place = pc.if_else(pc.equal(columns["value"], quoted), own["place"], pa.scalar(None, pa.string()))
        none = pa.scalar(None, pa.string())
        return said(
            {
                **columns,
                "value_text": pc.if_else(exact, none, columns["value_text"]),
                "place": pc.coalesce(place, mapped(columns["value"], self._places)) if self._places else place,
                "linked_title": self._titles(columns["linked_incident"]),
                "parts_words": self._parts(columns["parts"], columns["dataset"]),
                "not": pc.if_else(pc.fill_null(columns["holds"], True), none, pa.scalar("no")),
            }
        )

    def _titles(self, linked: pa.Array) -> pa.Array:
        ids = linked.drop_null().unique().to_pylist()
        if not ids:
            return linked
        found = self._engine.ask(sql.filled(sql.TITLES, self._names), {"ids": ids}).to_pylist()
        return pc.coalesce(mapped(linked, {row["id"]: row["title"] for row in found}), linked)

    def _parts(self, parts: pa.Array, dataset: pa.Array) -> pa.Array:
        rows = pc.indices_nonzero(pc.is_valid(parts)).to_pylist()
        if not rows:
            return pa.nulls(len(parts), pa.string())
        split = {row: json.loads(parts[row].as_py()) for row in rows}
        ids = sorted({actor for one in split.values() for actor in one})
        found = self._engine.ask(sql.filled(sql.ACTORS, self._names), {"ids": ids}).to_pylist()
        names = {(row["dataset"], row["id"]): row["name"] for row in found}
        words: list[str | None] = [None] * len(parts)
        for row, one in split.items():
            number = dataset[row].as_py()
            words[row] = ", ".join(f"{names.get((number, actor), actor)} {count}" for actor, count in one.items())
        return pa.array(words, pa.string())


def store_export(
    asker: Asker, engine: Asks, chosen: IncidentFilter, about: About, datasets: Mapping[int, str],
    numbers: Numbers = None, places: Mapping[str, str] | None = None,
) -> StoreExport:  # fmt: skip
    """A selection of the store as an ``ExportSource``.

    Args:
        asker: of the library (``Library.asker``): knows the areas that a drawn area holds.
        engine: what the asker asks, which can stream as well; of one beyond this process the selection is fetched.
        chosen: the filter; its data sets are not looked at.
        about: what the export says of itself.
        datasets: number of a data set to its id.
        numbers: the data sets to ask; None for all that are on.
        places: id of a curated place to its name.
    """
    if isinstance(engine, RemoteEngine):
        copy = copied(asker, engine, chosen, numbers)
        return StoreExport(copy, {name: name for name in TABLES}, "SELECT key, certain FROM chosen", about, datasets,
                           places=places)  # fmt: skip
    shape, values = question(chosen, lambda window: asker.areas(window, numbers))
    tables = asker.tables(numbers)

    def build(marks: Marks) -> ir.Table:
        rows = selected(tables, shape, marks)
        return rows.select("key", certain=rows["sure"])

    compiled = compile_query(build)
    given = {name: value for name, value in values.items() if name in compiled.names}
    names = {name: table.get_name() for name, table in tables.items()}
    return StoreExport(engine, names, compiled.text, about, datasets, given, places)
