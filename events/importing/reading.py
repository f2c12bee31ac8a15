"""Any file into the table ``raw``: the one way in for everything that reads other people's files.

``sniff`` says what a file is, ``stage`` reads it. Between the two the user can correct what was found out
(separator, encoding, sheet or layer) with ``dataclasses.replace``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from events.importing.archives import open_zip, unpack
from events.importing.directly import Narrow, stage_directly
from events.importing.geofiles import stage_gpkg
from events.importing.geojsonfiles import stage_geojson
from events.importing.jsonfiles import stage_json
from events.importing.kmlfiles import stage_kml
from events.importing.limits import LIMITS, ImportRefused, Limits, Sniffed, Staged, Workbench
from events.importing.parquetfiles import stage_parquet
from events.importing.sniffing import sniff
from events.importing.spreadsheets import stage_xlsx
from events.importing.textfiles import stage_text
from events.store.staging import Staging

Reader = Callable[[Path, Sniffed, Workbench, Limits, "Sequence[str] | None"], Staged]
READERS: dict[str, Reader] = {
    "csv": stage_text, "tsv": stage_text, "xlsx": stage_xlsx, "json": stage_json, "geojson": stage_geojson,
    "parquet": stage_parquet, "geoparquet": stage_parquet, "kml": stage_kml, "gpkg": stage_gpkg,
}  # fmt: skip


def stage(
    path: Path, sniffed: Sniffed, staging: Staging, limits: Limits = LIMITS, columns: Sequence[str] | None = None,
    narrow: Narrow | None = None,
) -> Staged:  # fmt: skip
    """Make the tables ``raw`` and ``rejected`` from a file.

    ``raw`` has ``_row BIGINT``, from 1 in the order of the file (rejected rows count), and each column as VARCHAR
    under its cleaned name; an empty cell is NULL. Files with geometry have ``_lon``, ``_lat`` (WGS 84, degrees),
    ``_geometry`` (its type) and ``_radius_km`` as well: of what is no point, the middle, and how far it reaches.

    Args:
        path: the file that was sniffed.
        sniffed: what it is.
        staging: where to; ``raw`` must not exist in it yet. Temporary files go to its folder.
        limits: what is refused or rejected for its size.
        columns: the only ones to take, by their cleaned names; None for all.
        narrow: what a known format needs of every row: a large, clean table of text is read directly then.

    Raises:
        ImportRefused: nothing of it can be read.
    """
    if not sniffed.member:
        done = stage_directly(path, sniffed, staging, limits, narrow) if narrow and columns is None else None
        return done or READERS[sniffed.format](path, sniffed, staging, limits, columns)
    inner = staging.folder / "unpacked"
    try:
        with open_zip(path, limits) as archive:
            unpack(archive, sniffed.member, inner, limits)
        # The archive was measured; what counts now is what came out of it.
        unpacked = replace(sniffed, member="", size=inner.stat().st_size)
        return stage(inner, unpacked, staging, limits, columns, narrow)
    finally:
        inner.unlink(missing_ok=True)


__all__ = ["LIMITS", "ImportRefused", "Limits", "Sniffed", "Staged", "sniff", "stage"]
