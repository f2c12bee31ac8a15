"""Making a bundle: the same selection, data set and date give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from events.bundle import manifest
from events.bundle.archive import is_plain_name, pack
from events.bundle.method import method_text
from events.bundle.provenance import graph, provenance_text
from events.catalogue import Selection
from events.dataset import DataSet
from events.exporting.csvfile import write_csv
from events.exporting.geojson import write_geojson
from events.fingerprint import fingerprint
from events.referencefiles import bibtex, csl_json, ris
from events.references import source_item
from geodata.regions import RegionTable

INCIDENTS, CLAIMS, SOURCES, PROVENANCE = "incidents.geojson", "claims.csv", "sources.json", "provenance.jsonld"
METHOD, BIBTEX, RIS = "method.md", "sources.bib", "sources.ris"
OWN = frozenset({INCIDENTS, CLAIMS, SOURCES, PROVENANCE, METHOD, BIBTEX, RIS, manifest.NAME})


def _bytes(pieces: Iterable[str]) -> bytes:
    return "".join(pieces).encode("utf-8")


def bundle_files(
    selection: Selection, dataset: DataSet, regions: RegionTable, day: date, extra: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of a bundle by name, the manifest among them. Arguments as of :func:`write_bundle`."""
    for name in extra:
        if name in OWN or not is_plain_name(name):
            raise ValueError(f"expected a plain name of its own such as map.html for a further file, got {name!r}")
    print_of = fingerprint(dataset)
    used = {source for summary in selection.all for source in summary.sources}
    items = [source_item(source) for source in dataset.sources if source.id in used]
    files = {
        INCIDENTS: _bytes(write_geojson(selection, dataset, regions, day)),
        CLAIMS: _bytes(write_csv(selection, dataset, day)),
        SOURCES: _bytes(csl_json(items)),
        BIBTEX: _bytes(bibtex(items)),
        RIS: _bytes(ris(items)),
        METHOD: _bytes(method_text(selection, dataset, print_of, day, extra)),
        **extra,
    }
    files[PROVENANCE] = _bytes(provenance_text(graph(selection, dataset, print_of, day, files)))
    files[manifest.NAME] = manifest.describe(selection, dataset, print_of, day, files).text()
    return files


def write_bundle(
    selection: Selection, dataset: DataSet, regions: RegionTable, day: date, extra: Mapping[str, bytes] | None = None
) -> bytes:
    """The bundle of a selection as the bytes of a ZIP file.

    Args:
        selection: what goes in, certain and possible.
        dataset: what it was selected from.
        regions: for the areas of places.
        day: the date that the bundle bears; no clock is read.
        extra: further files by name, for instance an offline map ``map.html``. They are hashed like the rest.

    Raises:
        ValueError: the name of a further file is taken or not plain, or the bundle would be too large.
    """
    return pack(bundle_files(selection, dataset, regions, day, extra or {}))
