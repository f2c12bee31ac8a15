"""A selection of the store as files: what they say of themselves, and large ones written to the disk first."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from dashboard.clock import export_day
from dashboard.map_file import write_file
from dashboard.scope import Scope
from events.exporting.elsewhere import MAP
from events.exporting.formats import FORMATS, Format
from events.exporting.source import About, DataSetLine, ExportSource
from events.language import DEFAULT, using
from events.sentences import filter_sentence
from events.store.streams import store_export

_KEYS = ("csv", "geojson", "geoparquet", "gpkg", "kml", "xlsx", "ucdp", "csv-raw", "csl-json", "bibtex", "ris")


def offered_formats() -> tuple[Format, ...]:
    """The formats in the order of the panel."""
    return tuple(FORMATS[key] for key in _KEYS)


def about(scope: Scope) -> About:
    """What every file says of itself: data sets with version and licence, filter, day."""
    meta = scope.holdings.curated.dataset.meta
    lines = [DataSetLine(meta.id, meta.name, meta.version, meta.licence, time_zone=meta.time_zone)]
    lines = lines if scope.holdings.number in scope.numbers else []
    lines += [
        DataSetLine(one.id, one.name, one.version, one.licence, one.attribution)
        for one in scope.holdings.imported if one.number in scope.numbers
    ]  # fmt: skip
    return About(tuple(lines), filter_sentence(scope.filter, scope.catalogue.dataset), export_day())


def export_source(scope: Scope, said: About) -> ExportSource:
    """The selection for a writer, read from the store some thousand incidents at a time."""
    holdings = scope.holdings
    meta = holdings.curated.dataset.meta
    names = {entry.number: entry.id for entry in holdings.imported} | {holdings.number: meta.id}
    places = {one.id: one.name for one in holdings.curated.dataset.places.values()}
    return store_export(
        holdings.library.asker, holdings.store.engine, scope.filter, said, names, scope.numbers, places
    )  # fmt: skip


def kind_of(key: str) -> tuple[str, str]:
    """End of the name and media type of a file.

    Raises:
        KeyError: no such format.
    """
    found = MAP if key == MAP.key else FORMATS[key]
    return found.ending, found.media


def export_file(scope: Scope, key: str) -> Path:
    """Write a selection into a temporary file, which is the caller's to remove.

    Raises:
        KeyError: no such format.
        TooManyForMap: more is selected than a map in one file holds.
    """
    ending, _ = kind_of(key)
    with using(DEFAULT):
        said = about(scope)
        with tempfile.NamedTemporaryFile(prefix="sourcepin-export-", suffix=ending, delete=False) as named:
            file = cast(BinaryIO, named)
            try:
                if key == MAP.key:
                    write_file(scope, said, file)
                else:
                    FORMATS[key].write(export_source(scope, said), file)
            except BaseException:
                Path(named.name).unlink(missing_ok=True)
                raise
            return Path(named.name)
