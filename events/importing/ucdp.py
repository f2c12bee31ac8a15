"""UCDP Georeferenced Event Dataset: ``raw`` into ``shaped``.

Each part has a file of its own: columns, places, sources, rows, claims, and the two forms of ``shaped``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from events.importing import ucdp_columns, ucdp_places
from events.importing.directly import NARROW
from events.importing.shaping import Description, Shaping, add_countries, add_regions
from events.importing.ucdp_columns import recognise
from events.importing.ucdp_flat import PARSED, flat, look_up_regions, narrow, shaped
from events.importing.validating import REJECTED
from events.importing.wordings import find
from events.store.staging import Staging
from geodata.regions import RegionTable, default_regions


def describe(file: str) -> Description:
    """What a UCDP file is as a document; the version where its name tells it (``ged191``, ``GEDEvent_v23_1``)."""
    name = file.lower()
    found = re.search(r"v(\d{1,2})[_.](\d{1,2})(?:[_.](\d{1,2}))?(?!\d)", name)
    found = found or re.search(r"ged(\d{2})(\d)(?!\d)", name)
    version = ".".join(part for part in found.groups() if part) if found else ""
    title = "UCDP Georeferenced Event Dataset (GED)"
    return Description(
        publisher="Uppsala Conflict Data Program", title=f"{title}, version {version}" if version else title,
        version=version, licence="CC BY 4.0", url="https://ucdp.uu.se/downloads/",
    )  # fmt: skip


def shape(staging: Staging, file: str = "", regions: RegionTable | None = None) -> Shaping:
    """Make the view ``shaped`` from the table ``raw``. ``file`` is the file's name, for its version.

    The view leaves out the rows that ``rejected`` has: read it after ``validating.validate``. Of a file that was read
    directly it has the rows that ``raw`` has; all are in the flat form.

    Raises:
        ValueError: the columns are not those of a UCDP GED.
    """
    found = find(staging.columns("raw"), ucdp_columns.ALIASES)
    if missing := ucdp_columns.NEEDED - set(found):
        expected = ", ".join(ucdp_columns.ALIASES[name][0] for name in sorted(missing))
        raise ValueError(f"expected the columns of a UCDP GED, found no {expected}; give the file as another format")
    staging.run(f"CREATE TABLE IF NOT EXISTS {REJECTED}")
    add_countries(staging)
    direct = staging.has(NARROW)
    staging.run(f"CREATE OR REPLACE {'VIEW' if direct else 'TABLE'} {PARSED} AS {ucdp_columns.parsed(found)}")
    add_regions(staging, ucdp_places.points(NARROW if direct else PARSED), regions or default_regions())
    if direct:
        look_up_regions(staging)
    staging.run(f"CREATE OR REPLACE VIEW shaped AS {shaped(PARSED)}")
    checks = ucdp_columns.checks(found, PARSED)
    if direct:
        checks = replace(checks, rows=NARROW)
    return Shaping("ucdp", describe(file), checks, found, flat(found, direct=direct))


__all__ = ["describe", "narrow", "recognise", "shape"]
