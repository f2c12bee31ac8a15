"""Files that this program wrote: recognised by what stands in them, and read back whole."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow
import pyarrow.parquet

from events.exporting.csvfile import defuse
from events.importing import canonical, timemap
from events.importing.archives import open_zip, unpack
from events.importing.limits import LIMITS, ImportRefused, Limits, Sniffed
from events.importing.own_cells import Rejected
from events.importing.own_making import Making
from events.importing.own_reading import READERS, TABLES
from events.importing.validating import Summary
from events.store.gathered import write
from events.store.staging import Staging
from events.store.writing import DataSetDescription, Written

_HEAD = 8_000
_COLUMNS = frozenset({"own_id", "place_id", "in_dates", "precision"})
"""Columns that only our table of incidents has together."""
_REFERENCES = {
    "BibTeX": re.compile(r"@[a-zA-Z]+\{[^\s,]+,"),
    "RIS": re.compile(r"TY  - [A-Z]+\s"),
    "CSL-JSON": re.compile(r'\[\s*\{"id": ?"[^"]*", ?"type": ?"(dataset|webpage|article[a-z-]*|report)", ?"title"'),
}
"""How our lists of references begin."""
_USUALLY, _RARELY = gc.get_threshold(), (20_000, 50, 100)


@dataclass
class Own:
    """An export of ours on its way in."""

    sniffed: Sniffed
    limits: Limits = LIMITS
    making: Making | None = None
    summary: Summary | None = None

    def read(self, path: Path, staging: Staging) -> Summary:
        """Make the data set; several in one file become one, see ``own_joining``. A second time nothing changes.

        Raises:
            ImportRefused: no incident is left of it.
            Cancelled: on request.
        """
        if self.summary is not None:
            return self.summary
        with _collecting_rarely(), unpacked(path, self.sniffed, self.limits) as file:
            try:
                self.making = Making(staging, READERS[self.sniffed.format](file, self.sniffed, staging))
            except (ValueError, csv.Error, sqlite3.Error, pyarrow.ArrowException) as error:
                said = f"it is an export of this program that cannot be read ({str(error)[:160]})"
                raise ImportRefused(said, "a whole one", "Export it again: it may have been cut short.") from error
        if not self.making.accepted:
            first = self.problems[0].reason if self.problems else "it holds no incident"
            raise ImportRefused(first, "incidents with claims", "Export the file again.")
        faults = dict.fromkeys((one.row, one.field, one.reason.partition(", got ")[0]) for one in self.problems)
        counted = Counter((field, why) for _, field, why in faults)
        said_of = tuple((field, why, n) for (field, why), n in counted.most_common())
        self.summary = Summary(self.making.accepted, len({one.row for one in self.problems}), said_of)
        return self.summary

    def write(self, about: DataSetDescription, number: int, target: Path) -> Written:
        """Write its tables to a new file, with ids of incidents that no other data set of the store has.

        Args:
            about: its id in the store, above all.
            number: its number there.
            target: a file that does not exist yet.
        """
        if self.making is None:
            raise ValueError("expected read() before write()")
        return write(self.making.gathered, self.making.ids(about.id), about, number, target)

    @property
    def problems(self) -> Sequence[Rejected]:
        """The lines set aside."""
        return self.making.problems if self.making else ()

    def rejects_csv(self) -> str:
        """The lines set aside as CSV text."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["_row", "_field", "_value", "_reason", "_mend"])
        writer.writerows([one.row, *map(defuse, one[1:])] for one in self.problems)
        return text.getvalue()

    def write_rejects(self, path: Path) -> None:
        """The lines set aside as a file; nothing where there are none."""
        if self.problems:
            path.write_text(self.rejects_csv(), encoding="utf-8-sig", newline="")


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let Python look for garbage in circles less often: millions of claims are made, and none is part of a circle."""
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*_USUALLY)


@contextmanager
def unpacked(path: Path, sniffed: Sniffed, limits: Limits) -> Iterator[Path]:
    """The file, taken out of its zip where it is in one."""
    if not sniffed.member:
        yield path
        return
    with TemporaryDirectory(prefix="import-") as folder:
        inner = Path(folder) / "member"
        with open_zip(path, limits) as archive:
            unpack(archive, sniffed.member, inner, limits)
        yield inner


def recognise(path: Path, sniffed: Sniffed, limits: Limits = LIMITS) -> Own | None:
    """An export of ours, ready to be read; None where another program wrote the file.

    Raises:
        ImportRefused: it is a list of references, which would become incidents that nobody reported.
    """
    if sniffed.format in ("csv", "tsv", "json") and not sniffed.member:
        _refuse_references(path)
    if sniffed.format in ("csv", "tsv"):
        return Own(sniffed, limits) if canonical.looks_like_own_csv(sniffed.columns) else None
    if sniffed.format == "xlsx":
        ours = set(sniffed.parts) >= {*TABLES, "about"} and _is_ours(sniffed.part, sniffed.columns)
        return Own(sniffed, limits) if ours else None
    looks = {
        "geojson": _is_own_geojson, "gpkg": _is_own_gpkg, "geoparquet": _is_own_parquet, "parquet": _is_own_parquet,
    }.get(sniffed.format)  # fmt: skip
    if looks is None or (sniffed.format == "gpkg" and not set(sniffed.parts) >= {*TABLES}):
        return None
    with unpacked(path, sniffed, limits) as file:
        return Own(sniffed, limits) if looks(file) else None


def _refuse_references(path: Path) -> None:
    found = next((kind for kind, mark in _REFERENCES.items() if mark.match(_head(path))), None)
    if found:
        raise ImportRefused(f"it is a list of references ({found})", "a file of events",
                            "Export the events themselves, as CSV or GeoJSON.")  # fmt: skip


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _is_ours(table: str, columns: Sequence[str]) -> bool:
    """Whether the columns are ours; only those of the incidents are looked at."""
    return table != "incidents" or set(columns) >= _COLUMNS


def _is_own_geojson(path: Path) -> bool:
    return canonical.looks_like_own_geojson(_head(path))


def _is_own_gpkg(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        return _is_ours("incidents", [row[1] for row in base.execute("PRAGMA table_info(incidents)")])


def _is_own_parquet(path: Path) -> bool:
    found = pyarrow.parquet.read_metadata(path)
    columns = set(found.schema.to_arrow_schema().names)
    return b"sourcepin" in (found.metadata or {}) and {"claims", "documents"} <= columns


def timemap_parts(paths: Sequence[Path]) -> timemap.Parts:
    """The files of a TimeMap export given together.

    Raises:
        ValueError: one of them is no JSON, or none holds events.
    """
    return timemap.gather(json.loads(path.read_text(encoding="utf-8-sig")) for path in paths)
