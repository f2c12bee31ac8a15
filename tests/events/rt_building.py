"""Stores to export from and to import into: what was exported, and what came back, as rows that compare."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from events.catalogue import Catalogue
from events.exporting.columns import CLAIMS, INCIDENTS, JSON, SOURCES
from events.exporting.formats import FORMATS
from events.exporting.source import About, DataSetLine, ExportSource
from events.filters import IncidentFilter
from events.importing.answers import Answers, GivenFile
from events.importing.intake import Intake
from events.importing.validating import Summary
from events.store.asking import Asker
from events.store.curated import tables_of
from events.store.registry import Entry
from events.store.shelf import Shelf
from events.store.store import Store
from events.store.streams import store_export
from tests.events import ev_building as make

TODAY = date(2026, 1, 1)
NOW = "2026-01-01T00:00:00"
EVERYTHING = IncidentFilter()
Row = dict[str, Any]
Tables = dict[str, list[Row]]

UCDP = {
    "id": "1001", "relid": "IRQ-2014-1-1", "year": "2014", "type_of_violence": "1", "conflict_new_id": "259",
    "conflict_name": "Iraq: Government", "dyad_new_id": "524", "dyad_name": "Government of Iraq - IS",
    "side_a_new_id": "116", "side_a": "Government of Iraq", "side_b_new_id": "234", "side_b": "IS",
    "number_of_sources": "2",
    "source_article": '"Reuters News,2014-03-06,Clashes, and more in ""the"" town";"AFP,2014-03-05,Bomb"',
    "source_office": "Reuters News;AFP", "source_date": "2014-03-06;2014-03-05",
    "source_headline": 'Clashes, and more in "the" town;Bomb', "source_original": "Police; medics",
    "where_prec": "1", "where_coordinates": "Al Fallūjah town", "where_description": "near the bridge",
    "adm_1": "Al Anbār province", "adm_2": "", "latitude": "33.35", "longitude": "43.78", "country": "Iraq",
    "country_id": "645", "event_clarity": "1", "date_prec": "1", "date_start": "2014-03-05", "date_end": "2014-03-05",
    "deaths_a": "3", "deaths_b": "2", "deaths_civilians": "4", "deaths_unknown": "1", "best": "10", "high": "14",
    "low": "9",
}  # fmt: skip
"""An invented row in the columns of UCDP GED."""
UCDP_ROWS: tuple[dict[str, str], ...] = (
    {},
    {"id": "1002", "type_of_violence": "3", "side_b_new_id": "9999", "side_b": "Civilians", "where_prec": "4",
     "where_coordinates": "Al Anbār province", "date_end": "2014-03-11", "date_prec": "3", "deaths_a": "0",
     "deaths_b": "0", "deaths_civilians": "5", "deaths_unknown": "0", "best": "5", "low": "5", "high": "5",
     "source_original": "police, medics"},
    {"id": "1003", "where_prec": "6", "where_coordinates": "Iraq", "deaths_a": "0", "deaths_b": "0",
     "deaths_civilians": "0", "deaths_unknown": "0", "best": "0", "low": "0", "high": "7",
     "source_original": "Police, medics",
     "source_article": '"=Cell(A1),2014-04-01,@headline";"+AFP,2014-04-02,-1 and a \\"'},
    {"id": "1004", "where_prec": "3", "where_coordinates": "Falluja district", "source_original": ""},
)  # fmt: skip
"""What further rows say differently."""


def ucdp(*rows: Mapping[str, str]) -> list[dict[str, str]]:
    """Rows of a UCDP file."""
    return [{**UCDP, **row} for row in rows]


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def bring_in(store: Store, path: Path, answers: Answers = Answers()) -> tuple[Summary, Entry]:  # noqa: B008
    """Import a file as the screen and the command line do."""
    with Intake(store, [GivenFile(path, path.name)], NOW) as intake:
        intake.read()
        summary = intake.check(answers, TODAY)
        return summary, intake.write(answers)


@contextmanager
def opened(folder: Path, catalogue: Catalogue | None = None) -> Iterator[Store]:
    """A store with a curated data set, or without."""
    with Store.open(folder, NOW) as store:
        if catalogue:
            store.mount(tables_of(catalogue))
        yield store


def shelf_of(store: Store) -> Shelf:
    """The store as a screen asks it."""
    return Shelf(store.engine, make.dataset(), answers=0)


def exporting(store: Store, chosen: IncidentFilter = EVERYTHING) -> ExportSource:
    """Everything that is on, as an export reads it. The curated data set is ``small``."""
    names = {0: "small"} | {entry.number: entry.id for entry in store.entries}
    about = About(tuple(DataSetLine(one, one, "1", "CC BY 4.0") for one in names.values()), "everything", TODAY)
    places = {place.id: place.name for place in make.PLACE.values()}
    return store_export(Asker(store.engine), store.engine, chosen, about, names, places=places)


def export(store: Store, key: str, folder: Path, chosen: IncidentFilter = EVERYTHING) -> Path:
    """Write an export of the store."""
    path = folder / f"mine{FORMATS[key].ending}"
    with path.open("wb") as file:
        FORMATS[key].write(exporting(store, chosen), file)
    return path


_PREFIXES = re.compile(r"^d\d+-")
_IDS = {"source", "origin", "place_id", "publisher_id"}


def content(source: ExportSource, prefix: str = "") -> Tables:
    """What a store holds, in an order of its own and without what names the data set.

    Args:
        source: all of a store.
        prefix: what ids of incidents begin with since they were imported.
    """

    def bare(name: Any) -> Any:
        return _PREFIXES.sub("", name) if isinstance(name, str) else name

    def shown(row: Row, table: Mapping[str, Any], *without: str) -> Row:
        cells = {name: cell for name, cell in row.items() if name in table and name not in without}
        cells |= {name: bare(cells[name]) for name in _IDS & set(cells)}
        for name in {"incident", "linked_incident"} & set(cells):
            cells[name] = cells[name].removeprefix(prefix) if cells[name] else cells[name]
        return {name: json.loads(cell) if cell and name in JSON else cell for name, cell in cells.items()}

    incidents, claims, sources = [], [], []
    for row in (row for batch in source.incidents() for row in batch.to_pylist()):
        incidents.append(shown(row, INCIDENTS, "dataset") | {"id": row["id"].removeprefix(prefix)})
    for row in (row for batch in source.claims() for row in batch.to_pylist()):
        # Of an imported row the store writes no text of a finding; computed anew, several claims may share one.
        one = shown(row, CLAIMS, "claim", *(["finding_text"] if row["locator"] else []))
        one["cites"] = [bare(cited) for cited in one["cites"] or ()]
        one["value"] = bare(one["value"]) if row["field"] == "place" else one["value"]
        claims.append(one)
    for row in (row for batch in source.sources() for row in batch.to_pylist()):
        # Numbers are given in the order in which documents stand in a file.
        sources.append(shown(row, SOURCES, "dataset", "number") | {"id": bare(row["id"])})
    return {
        "incidents": sorted(incidents, key=lambda row: str(row["id"])),
        "claims": sorted(claims, key=lambda row: (row["incident"], row["n"])),
        "sources": sorted(sources, key=lambda row: str(row["id"])),
    }


def differences(before: Tables, after: Tables) -> list[str]:
    """What is not the same, cell by cell, for a reader."""
    found = []
    for table in before:
        if len(before[table]) != len(after[table]):
            found.append(f"{table}: expected {len(before[table])} rows, got {len(after[table])}")
        for old, new in zip(before[table], after[table], strict=False):
            name = old.get("id") or f"{old.get('incident')}/{old.get('n')}"
            found += [f"{table} {name} {cell}: expected {old[cell]!r}, got {new[cell]!r}"
                      for cell in old if old[cell] != new[cell]]  # fmt: skip
    return found
