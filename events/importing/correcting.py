"""What a person knows better than the sniffing: encoding, separator, sheet or layer of a file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path

from events.importing.limits import ImportRefused, Limits, Sniffed
from events.importing.separators import SAMPLE, layout

_TEXT = ("csv", "tsv", "json", "geojson")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said of a file's layout; empty where it is to be found out."""

    encoding: str = ""
    """As Python names it."""
    delimiter: str = ""
    """One character."""
    part: str = ""
    """Sheet or layer."""


AS_FOUND = Correction()


def corrected(path: Path, sniffed: Sniffed, said: Correction, limits: Limits) -> Sniffed:
    """What was sniffed, with what is said in its place; a text table is laid out anew.

    Raises:
        ImportRefused: the file has no such part, or is no file of text.
    """
    if said.part:
        if said.part not in sniffed.parts:
            there = ", ".join(map(repr, sniffed.parts))
            raise ImportRefused(f"there is no sheet or layer {said.part!r}", f"one of {there}" if there else "a file "
                                "with sheets or layers", "Choose one, or leave it out.")  # fmt: skip
        notes = tuple(note for note in sniffed.notes if not note.startswith(("sheet ", "layer ")))
        sniffed = replace(sniffed, part=said.part, notes=(f"read: {said.part!r}", *notes))
    if not (said.encoding or said.delimiter):
        return sniffed
    if sniffed.format not in _TEXT or sniffed.member:
        what = f"{sniffed.format.upper()}{' in a zip' if sniffed.member else ''}"
        raise ImportRefused(f"the file is {what}, which says itself how it is encoded and laid out", "a file of text",
                            "Leave encoding and separator out, or unpack the zip first.")  # fmt: skip
    encoding = said.encoding or sniffed.encoding
    if sniffed.format in ("json", "geojson"):
        notes = tuple(note for note in sniffed.notes if not note.startswith("encoding "))
        return replace(sniffed, encoding=encoding, notes=notes)
    return _laid_out(path, replace(sniffed, encoding=encoding), said.delimiter, limits)


def _laid_out(path: Path, sniffed: Sniffed, delimiter: str, limits: Limits) -> Sniffed:
    with path.open("rb") as file:
        data = file.read(SAMPLE)
    text = codecs.getincrementaldecoder(sniffed.encoding)("replace").decode(data).lstrip("\ufeff")
    # A file can name its own separator in a first line; that line is what is said here.
    named = f"sep={delimiter}\n" if delimiter else ""
    found = layout(named + text, len(data) == sniffed.size, limits, sniffed.name)
    return replace(
        sniffed, format="tsv" if found.delimiter == "\t" else "csv", delimiter=found.delimiter, header=found.header,
        skip=found.skip - bool(named), columns=found.columns, hxl=found.hxl, notes=found.notes,
    )  # fmt: skip
