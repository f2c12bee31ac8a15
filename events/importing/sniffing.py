"""What a file is, by its bytes: a wrong or missing ending of its name does no harm."""

from __future__ import annotations

import codecs
import json
import re
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from events.exporting.columns import CSV_COLUMNS
from events.importing.archives import candidates, check_xml, open_zip, unpack
from events.importing.encodings import guess, pass_over
from events.importing.geofiles import sniff_gpkg
from events.importing.kmlfiles import sniff_kml
from events.importing.limits import LARGER, LIMITS, ImportRefused, Limits, Sniffed, size_text
from events.importing.parquetfiles import sniff_parquet
from events.importing.separators import SAMPLE, layout
from events.importing.spreadsheets import is_workbook, sniff_xlsx

FORMATS = "CSV, TSV, XLSX, JSON, GeoJSON, GeoParquet, KML or GeoPackage, or a zip of one of them"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "Open it and save it as XLSX."),
    (b"%PDF", "a PDF", "Get the table itself: as CSV or XLSX."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Get the table itself: as CSV or XLSX."),
    (b"\xff\xd8\xff", "a picture", "Get the table itself: as CSV or XLSX."),
    (b"\x00\x00\x27\x0a", "a shapefile", "Save it as GeoPackage or GeoJSON."),
)
_OWN_HEADER = f"\n{','.join(CSV_COLUMNS)}\n"
_JSON = re.compile(r'\x1e?\s*(\{\s*("|\})|\[\s*([\[{"\]0-9-]|true|false|null|$))')
_REFERENCES = {
    "BibTeX": re.compile(r"(%.*\s+)*@[a-zA-Z]+\s*[{(]\s*[^\s,{}]*\s*[,=]"),
    "RIS": re.compile(r"TY  - [A-Z]+\s"),
}
_HEAD = 256 << 10


def sniff(path: Path, name: str | None = None, limits: Limits = LIMITS) -> Sniffed:
    """Find out what a file is and how it is laid out; reads it once to its end.

    Args:
        path: the file.
        name: as its owner calls it, if ``path`` is a temporary name.
        limits: what is refused for its size.

    Raises:
        ImportRefused: it is none of :data:`FORMATS`, is broken, or is too large.
    """
    size, name = path.stat().st_size, name or path.name
    if not size:
        raise ImportRefused("the file is empty", FORMATS, "Check that it is the right file.")
    if size > limits.max_bytes:
        raise ImportRefused(f"the file has {size_text(size)}", f"at most {size_text(limits.max_bytes)}", LARGER)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path, Sniffed("", name, size, pass_over(path).content_hash), limits)
    return _plain(path, name, head, limits)


def _plain(path: Path, name: str, head: bytes, limits: Limits) -> Sniffed:
    passed = pass_over(path)
    base = Sniffed("", name, path.stat().st_size, passed.content_hash)
    if head.startswith(b"PAR1"):
        return sniff_parquet(path, base, limits)
    if head.startswith(b"SQLite format 3\0"):
        return sniff_gpkg(path, base)
    for magic, what, mend in _OTHERS:
        if head.startswith(magic):
            raise ImportRefused(f"the file is {what}", FORMATS, mend)
    encoding, notes = guess(path, head, passed)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head).lstrip("\ufeff")
    if _OWN_HEADER not in text:  # what our own export writes is text, whatever signs stand in its cells
        _refuse_binary(text)
    base = replace(base, encoding=encoding, notes=tuple(notes))
    start = text.lstrip()[:4000]
    if re.match(r"(?i)<(!doctype\s+)?html", start):
        raise ImportRefused("the file is a web page", FORMATS, "Look for a download as CSV on that page.")
    if start.startswith("<") and not start.startswith("<<"):
        with path.open("rb") as file:
            root = check_xml(file, name)
        if root.rpartition(":")[2] != "kml":
            raise ImportRefused(f"the file is XML or a web page (<{root[:40]}>)", FORMATS, "Look for a CSV download.")
        return sniff_kml(path, replace(base, notes=()))
    if kind := next((kind for kind, mark in _REFERENCES.items() if mark.match(start)), None):
        raise ImportRefused(f"the file is a list of references ({kind})", FORMATS, "It has sources and no events: give "
                            "the events themselves, as CSV or GeoJSON.")  # fmt: skip
    if _JSON.match(start):
        return replace(base, format="geojson" if _is_geojson(text) else "json")
    return _table(path, base, limits)


def _refuse_binary(text: str) -> None:
    sample = text[:65536]
    odd = sum(1 for sign in sample if sign < " " and sign not in "\t\n\r\f\x1e") + sample.count("\x7f")
    if "\0" in sample or odd > 0.01 * len(sample) + 2:
        raise ImportRefused("the file is binary and of no kind that is known here", FORMATS,
                            "Save it from the program it comes from in one of these.")  # fmt: skip


def _is_geojson(text: str) -> bool:
    if re.search(r'"type"\s*:\s*"(FeatureCollection|Feature)"', text):
        return True
    if '"features"' in text and '"geometry"' in text:
        return True
    try:
        start = json.JSONDecoder().raw_decode(text.lstrip("\ufeff\x1e \t\r\n"))[0]
    except (ValueError, RecursionError):
        return False
    return isinstance(start, dict) and "coordinates" in start and isinstance(start.get("type"), str)


def _table(path: Path, base: Sniffed, limits: Limits) -> Sniffed:
    with path.open("rb") as file:
        data = file.read(SAMPLE)
    decoder = codecs.getincrementaldecoder(base.encoding)("replace")
    found = layout(decoder.decode(data).lstrip("\ufeff"), len(data) == base.size, limits, base.name)
    return replace(
        base, format="tsv" if found.delimiter == "\t" else "csv", delimiter=found.delimiter, header=found.header,
        skip=found.skip, columns=found.columns, hxl=found.hxl, notes=(*base.notes, *found.notes),
    )  # fmt: skip


def _in_zip(path: Path, base: Sniffed, limits: Limits) -> Sniffed:
    with open_zip(path, limits) as archive:
        if is_workbook(archive):
            return sniff_xlsx(path, base, limits)
        inside = candidates(archive)
        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            found: list[Sniffed] = []
            refused: list[ImportRefused] = []
            for one in sorted(inside, key=lambda one: -one.file_size)[:20]:
                try:
                    found.append(_member(archive, one, Path(folder) / "member", limits))
                except ImportRefused as error:
                    refused.append(error)
            tables = [one for one in found if one.format != "json" or len(found) == 1]
    if not found:
        if len(refused) == 1:
            raise refused[0]
        raise ImportRefused("the zip has no file that is known here", FORMATS, "Unpack it and look what is in it.")
    best = (tables or found)[0]
    notes = [f"read from the zip: {best.member}"]
    if len(found) > 1:
        notes.append("also in the zip, not read: " + ", ".join(one.member for one in found if one is not best)[:500])
    return replace(best, name=base.name, size=base.size, content_hash=base.content_hash, notes=(*notes, *best.notes))


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, target: Path, limits: Limits) -> Sniffed:
    unpack(archive, one.filename, target, limits)
    with target.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        with open_zip(target, limits) as inner:
            if not is_workbook(inner):
                raise ImportRefused("there is a zip in the zip", FORMATS, "Unpack the outer one.")
        found = sniff_xlsx(target, Sniffed("", one.filename, one.file_size, ""), limits)
    else:
        found = _plain(target, one.filename, head, limits)
    return replace(found, member=one.filename)
