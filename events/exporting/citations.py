"""The sources of a selection as references: CSL-JSON, BibTeX or RIS. The data sets come first, with the filter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from events.exporting.source import About, ExportSource, lists
from events.model import Source
from events.referencefiles import bibtex, ris
from events.references import Item, csl_date, source_item


def _set_items(about: About) -> Iterator[Item]:
    """A data set as a reference: its note says filter, licence and what exported it."""
    for one in about.datasets:
        note = f"Filter: {about.filter}. Licence: {one.licence}. Exported by {about.product}"
        item = {
            "id": f"dataset-{one.id}", "type": "dataset", "title": one.name, "publisher": one.attribution,
            "version": one.version, "accessed": csl_date(about.date.isoformat()), "note": note,
        }  # fmt: skip
        yield {key: value for key, value in item.items() if value}


def _source_items(source: ExportSource) -> Iterator[Item]:
    several = len(source.about.datasets) > 1
    for batch in source.sources():
        columns = lists(batch)
        for cells in zip(*columns.values(), strict=True):
            row: dict[str, Any] = dict(zip(columns, cells, strict=True))
            rest = json.loads(row["rest"]) if row["rest"] else {}
            known = {name: text for name in ("title", "publisher", "published", "url") if (text := row[name])}
            # Ids are unique in a data set only.
            name = f"{row['dataset']}-{row['id']}" if several else row["id"]
            # The row was checked when it was stored; ids of imported sources need not be ours.
            yield source_item(Source.model_construct(**{"title": "", **rest, **known, "id": name}))


def items(source: ExportSource) -> Iterator[Item]:
    """The data sets, then the sources, as CSL items."""
    yield from _set_items(source.about)
    yield from _source_items(source)


def write(source: ExportSource, file: BinaryIO, form: Callable[[list[Item]], str], between: str = "") -> None:
    """Write references one after the other, each as ``form`` has it."""
    for index, item in enumerate(items(source)):
        file.write((between if index else "").encode() + form([item]).encode())


def write_csl(source: ExportSource, file: BinaryIO) -> None:
    """CSL-JSON: a list, one item a line."""
    file.write(b"[\n")
    write(source, file, lambda some: json.dumps(some[0], ensure_ascii=False), ",\n")
    file.write(b"\n]\n")


write_bibtex = partial(write, form=bibtex, between="\n")
write_ris = partial(write, form=ris, between="\r\n")
