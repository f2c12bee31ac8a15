"""KML into ``raw``, placemark by placemark, with its own reader: dates keep their precision ("2020" stays "2020"),
all ExtendedData is read whether a schema declares it or not, and no entity is ever expanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from events.importing.archives import check_xml
from events.importing.jsonfiles import longest_row
from events.importing.limits import ImportRefused, Limits, Sniffed, Staged, Workbench, counted, one_or_more
from events.importing.rawtable import RawWriter
from events.importing.shapes import COLUMNS, DISC_NOTE, disc

_TEXTS = frozenset({"name", "description", "address", "phoneNumber", "Snippet"})
_TIMES = frozenset({"when", "begin", "end"})
_SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString", "Polygon": "Polygon",
           "Track": "LineString"}  # fmt: skip
_CHUNK = 1 << 20
_DEEPEST = 200
_MEND = "Mend this placemark, or save the file again."


def sniff_kml(path: Path, base: Sniffed) -> Sniffed:
    """Check that a KML file is whole and has placemarks.

    Raises:
        ImportRefused: it is cut short, has a document type, or has no placemark.
    """
    count = 0

    def start(name: str) -> None:
        nonlocal count
        count += name.rpartition(":")[2] == "Placemark"

    with path.open("rb") as file:
        check_xml(file, base.name, whole=True, deepest=_DEEPEST, start=start)
    if not count:
        raise ImportRefused("the KML has no placemarks", "placemarks, one an event", "Look whether it only links to "
                            "another file; give that one.")  # fmt: skip
    return replace(base, format="kml", notes=(*base.notes, f"KML with {counted(count, 'placemark')}"))


@dataclass
class _Placemark:
    cells: dict[str, str | None] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)
    positions: list[list[float]] = field(default_factory=list)
    fault: tuple[str, str, str] | None = None
    size: int = 0


@dataclass
class _Reader:
    writer: RawWriter
    longest: int
    number: int = 0
    others: int = 0
    good: int = 0
    path: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    data: str = ""
    mark: _Placemark | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.path.append(name)
        self.text.clear()
        if name in ("Folder", "Document"):
            self.folders.append("")
        elif name == "Placemark":
            self.number += 1
            self.mark = _Placemark()
            if "id" in attributes:
                self.mark.cells["id"] = attributes["id"]
        elif self.mark is not None:
            if name in ("Data", "SimpleData"):
                self.data = attributes.get("name", "")
            elif name in _SHAPES and (name != "LinearRing" or "Polygon" not in self.path):
                self.mark.shapes.append(_SHAPES[name])

    def characters(self, text: str) -> None:
        if self.mark is not None:
            self.mark.size += len(text)
            if self.mark.size > self.longest:
                self.mark.fault = ("", "", f"expected at most {self.longest:,} characters in a placemark, got more")
                return
        self.text.append(text)

    def end(self, _tag: str) -> None:
        name = self.path.pop()
        text, parent = "".join(self.text).strip(), self.path[-1] if self.path else ""
        self.text.clear()
        if name == "name" and parent in ("Folder", "Document") and self.folders:
            self.folders[-1] = text[:200]
        elif name in ("Folder", "Document"):
            self.folders.pop()
        if self.mark is None:
            return
        if name == "Placemark":
            self._done(self.mark)
            self.mark = None
        elif name in ("coordinates", "coord"):
            self._coordinates(self.mark, text, name)
        elif (name in _TEXTS and parent == "Placemark") or (name in _TIMES and parent in ("TimeStamp", "TimeSpan")):
            self.mark.cells[name] = text
        elif name == "SimpleData" or (name == "value" and parent == "Data"):
            key = f"data.{self.data}" if self.data in (*COLUMNS, *self.mark.cells) else self.data
            self.mark.cells[key] = text

    def _coordinates(self, mark: _Placemark, text: str, tag: str) -> None:
        for one in [text.replace(" ", ",")] if tag == "coord" else text.split():
            try:
                lon, lat = (float(part) for part in one.split(",")[:2])
            except ValueError:
                mark.fault = mark.fault or ("coordinates", one, "expected longitude,latitude as numbers, got text")
                return
            if not (abs(lon) <= 180 and abs(lat) <= 90):
                mark.fault = mark.fault or ("coordinates", one, "expected a longitude from -180 to 180 and a latitude "
                                            "from -90 to 90, got others")  # fmt: skip
                return
            mark.positions.append([lon, lat])

    def _done(self, mark: _Placemark) -> None:
        if mark.fault is None and mark.shapes and not mark.positions:
            mark.fault = ("coordinates", "", f"expected coordinates in the {mark.shapes[0]}, got none")
        if mark.fault is not None:
            where, value, reason = mark.fault
            self.writer.reject(self.number, where, value, reason, _MEND)
            return
        if folder := " / ".join(name for name in self.folders if name):
            mark.cells.setdefault("folder", folder)
        self.good += 1
        self.writer.add(self.number, {**self._place(mark), **mark.cells})

    def _place(self, mark: _Placemark) -> dict[str, str | None]:
        if not mark.positions:
            return {}
        if mark.shapes == ["Point"] and len(mark.positions) == 1:
            lon, lat = mark.positions[0]
            return {"_lon": repr(lon), "_lat": repr(lat), "_geometry": "Point"}
        self.others += 1
        kind = mark.shapes[0] if len(mark.shapes) == 1 else "GeometryCollection"
        lon_text, lat_text, reach = disc(mark.positions)
        return {"_lon": lon_text, "_lat": lat_text, "_geometry": kind, "_radius_km": reach}


def stage_kml(
    path: Path, sniffed: Sniffed, staging: Workbench, limits: Limits, columns: Sequence[str] | None
) -> Staged:
    """Make ``raw`` with the place, ``name``, ``description``, ``when``, ``begin``, ``end``, ``folder`` and the data.

    Raises:
        ImportRefused: it is cut short, has a document type, or no placemark can be read.
    """
    reader = _Reader(RawWriter(staging, limits, columns, fixed=COLUMNS), longest_row(limits))
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise ImportRefused("the KML has a document type (DOCTYPE), which can hide entities", "plain KML",
                            "Save it again.")  # fmt: skip

    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, doctype
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ImportRefused(f"the KML is no whole XML ({error})", "XML to its last tag",
                                "Download it again.") from error  # fmt: skip
    if not reader.good:
        raise ImportRefused("no placemark in the KML can be read", "placemarks with a point or none", "Save it again.")
    notes = list(sniffed.notes)
    if reader.others:
        others = one_or_more(reader.others, "placemark is no point", "placemarks are no points")
        notes.append(f"{reader.others:,} {others}: {DISC_NOTE}")
    return reader.writer.close(notes)
