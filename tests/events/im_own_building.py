"""Our own exports read back to a data set in memory: what the builder of an import hands on, collected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from events.dataset import DataSet, Meta
from events.importing.canonical_building import Builder
from events.importing.limits import Sniffed
from events.importing.own_cells import Kept, Rejected
from events.importing.own_features import read_features
from events.importing.own_parts import Part
from events.importing.own_reading import READERS
from events.importing.own_tables import read_tables
from events.model import Incident, Source
from events.store.staging import Staging

META = Meta(id="back", name="Back again", version="1", licence="none", time_zone="UTC", first_day="..", last_day="..")


@dataclass
class Collected:
    """Everything that was made of a data set."""

    sources: list[Source] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)

    def source(self, source: Source) -> None:
        self.sources.append(source)

    def incident(self, incident: Incident, kept: Kept, whole: bool) -> None:
        self.incidents.append(incident)


@dataclass(frozen=True)
class Rebuilt:
    """The data set, None where no incident is left, and every line for ``rejected``."""

    dataset: DataSet | None
    problems: tuple[Rejected, ...]


def rebuilt(parts: Sequence[Part]) -> Rebuilt:
    """The only data set of a file."""
    assert len(parts) <= 1
    for part in parts:
        collected = Collected()
        builder = Builder(collected, part.typed)
        part.feed(builder)
        for incident in collected.incidents:
            builder.name_only(incident)
        made = DataSet(META, tuple(collected.sources), builder.origins, builder.actors, builder.places,
                       tuple(collected.incidents))  # fmt: skip
        return Rebuilt(made if collected.incidents else None, (*part.problems, *builder.problems))
    return Rebuilt(None, ())


def from_file(path: Path, sniffed: Sniffed) -> Rebuilt:
    """The data set of a file of ours."""
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        return rebuilt(READERS[sniffed.format](path, sniffed, staging))


def from_csv(rows: Iterable[Mapping[str, Any]]) -> Rebuilt:
    """The data set of a CSV of these rows."""
    given = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name in (given[0] if given else {"incident": 0}) if name != "_row"],
                            extrasaction="ignore")  # fmt: skip
    writer.writeheader()
    writer.writerows(given)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.csv"
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
        return from_file(path, Sniffed(name=path.name, format="csv", size=0, content_hash=""))


def from_geojson(lines: Iterable[str]) -> Rebuilt:
    """The data set of a GeoJSON."""
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        return rebuilt(read_features(lines, staging))


def from_tables(
    incidents: Iterable[Mapping[str, Any]], claims: Iterable[Mapping[str, Any]], sources: Iterable[Mapping[str, Any]]
) -> Rebuilt:
    """The data set of an export with tables of its own."""
    with TemporaryDirectory() as folder, Staging(Path(folder)) as staging:
        return rebuilt(read_tables(incidents, claims, sources, staging))
