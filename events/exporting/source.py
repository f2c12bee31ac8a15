"""What every writer takes: a selection as Arrow batches, with what is to be said about it. No writer knows more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy
import pyarrow as pa

PRODUCT = "Sourcepin"


@dataclass(frozen=True, slots=True)
class DataSetLine:
    """One data set of an export."""

    id: str
    name: str
    version: str
    licence: str
    attribution: str = ""
    """How its makers ask to be named."""
    time_zone: str = ""

    @property
    def words(self) -> str:
        """"Iraq 2019–2020, version 1.0.1, CC BY 4.0"."""
        parts = [self.name, f"version {self.version}" if self.version else "", self.licence, self.attribution]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself."""

    datasets: tuple[DataSetLine, ...]
    filter: str
    """The filter sentence."""
    date: date
    product: str = PRODUCT

    @property
    def title(self) -> str:
        """The names of the data sets."""
        return "; ".join(one.name for one in self.datasets)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Pairs of name and text, for a sheet or a layer."""
        return [
            ("product", self.product), ("exported", self.date.isoformat()), ("filter", self.filter),
            *((f"data set {one.id}", one.words) for one in self.datasets),
        ]  # fmt: skip

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        names = "; ".join(one.words for one in self.datasets)
        return " ".join(f"{names}, exported {self.date} by {self.product}; filter: {self.filter}".split())

    @property
    def members(self) -> dict[str, Any]:
        """For formats that carry JSON."""
        fields = ("id", "name", "version", "licence", "attribution", "time_zone")
        return {
            "product": self.product,
            "exported": self.date.isoformat(),
            "filter": self.filter,
            "datasets": [{key: text for key in fields if (text := getattr(one, key))} for one in self.datasets],
        }


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some incidents with all their claims."""

    incidents: pa.RecordBatch
    """Columns of ``columns.INCIDENTS``."""
    claims: pa.RecordBatch
    """Columns of ``columns.CLAIMS``; those of one incident stand together, incidents in the same order."""
    offsets: numpy.ndarray[Any, numpy.dtype[numpy.int64]]
    """The claims of incident i are rows ``offsets[i]`` to ``offsets[i + 1]``."""
    documents: pa.Array | None = None
    """``columns.DOCUMENTS`` of each incident, where they were asked for."""

    @property
    def owner(self) -> pa.Array:
        """For each claim the row of its incident."""
        return pa.array(numpy.repeat(numpy.arange(len(self.offsets) - 1), numpy.diff(self.offsets)))


class ExportSource(Protocol):
    """A selection that can be read, as often as a writer needs, without being in memory as a whole."""

    @property
    def about(self) -> About:
        """What the export says of itself."""

    def chunks(self, documents: bool = False) -> Iterator[Chunk]:
        """Incidents with their claims, some thousands at a time; ``documents`` asks for those too."""

    def incidents(self) -> Iterator[pa.RecordBatch]:
        """One row an incident: ``columns.INCIDENTS``."""

    def claims(self) -> Iterator[pa.RecordBatch]:
        """One row a claim: ``columns.CLAIMS``, in the order of the incidents."""

    def sources(self) -> Iterator[pa.RecordBatch]:
        """The sources that tell of the incidents or are cited for them: ``columns.SOURCES``."""

    def links(self) -> Iterator[pa.RecordBatch]:
        """Links from the incidents to others: ``columns.LINKS``."""


def lists(batch: pa.RecordBatch) -> dict[str, list[Any]]:
    """Column name to its values as Python has them."""
    return {name: column.to_pylist() for name, column in zip(batch.schema.names, batch.columns, strict=True)}


def compact(value: Any) -> str:
    """JSON without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
