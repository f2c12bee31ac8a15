"""Every format that a selection is written in: one table for the screen, the command line and the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from events.exporting import citations, comma, features, geopackage, geoparquet, kml, ucdp, xlsx
from events.exporting.source import ExportSource


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    key: str
    """As the command line names it."""
    label: str
    ending: str
    media: str
    write: Callable[[ExportSource, BinaryIO], None]
    whole: bool = False
    """Whether it carries incidents and claims completely, so that an import gives them back."""


_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSL = "application/vnd.citationstyles.csl+json"
_ALL = (
    Format("csv", "CSV", ".csv", "text/csv", comma.write, True),
    Format("csv-raw", "CSV, cells as they are", "-raw.csv", "text/csv", comma.write_raw, True),
    Format("geojson", "GeoJSON", ".geojson", "application/geo+json", features.write, True),
    Format("geoparquet", "GeoParquet", ".parquet", "application/vnd.apache.parquet", geoparquet.write, True),
    Format("gpkg", "GeoPackage", ".gpkg", "application/geopackage+sqlite3", geopackage.write, True),
    Format("xlsx", "XLSX", ".xlsx", _OFFICE, xlsx.write, True),
    Format("kml", "KML", ".kml", "application/vnd.google-earth.kml+xml", kml.write),
    Format("ucdp", "CSV in the shape of UCDP GED", "-ucdp.csv", "text/csv", ucdp.write),
    Format("csl-json", "References, CSL-JSON", "-references.json", _CSL, citations.write_csl),
    Format("bibtex", "References, BibTeX", ".bib", "application/x-bibtex", citations.write_bibtex),
    Format("ris", "References, RIS", ".ris", "application/x-research-info-systems", citations.write_ris),
)  # fmt: skip
FORMATS: dict[str, Format] = {one.key: one for one in _ALL}
