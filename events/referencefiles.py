"""References as files that other programs read: CSL-JSON, BibTeX and RIS, all from the same CSL items."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from events.references import Item

_TEX = {
    # BibTeX counts braces with a backslash before them too, so braces are named.
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _one_line(text: str) -> str:
    """Without line breaks and control characters, which would start a field of their own."""
    return " ".join("".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in _one_line(text))


def _tex_url(url: str) -> str:
    """An address as it is; only what would end the field is percent-encoded."""
    swap = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(swap.get(one, one) for one in _one_line(url))


def _parts(item: Item, name: str) -> list[int]:
    """Year, month, day of a date as far as they are stated; the first of an interval."""
    found: list[int] = item.get(name, {}).get("date-parts", [[]])[0]
    return found


def _iso(parts: Sequence[int], joint: str = "-") -> str:
    return joint.join(f"{part:04d}" if index == 0 else f"{part:02d}" for index, part in enumerate(parts))


def _where(item: Item) -> str:
    publisher, container = item.get("publisher", ""), item.get("container-title", "")
    if publisher and container and publisher != container:
        return f"{publisher}, republished by {container}"
    return str(container or publisher)


def _bibtex_key(item: Item) -> str:
    return re.sub(r"[^0-9A-Za-z._-]", "-", str(item["id"]))


def _bibtex(item: Item) -> str:
    year, month, day = ([*_parts(item, "issued"), 0, 0, 0])[:3]
    fields = {
        "title": f"{{{_tex(item['title'])}}}",
        "author": " and ".join(f"{{{_tex(name['literal'])}}}" for name in item.get("author", [])),
        "howpublished": _tex(_where(item)),
        "year": f"{year:04d}" if year else "",
        "day": str(day) if day else "",
        "version": _tex(item.get("version", "")),
        "url": _tex_url(item.get("URL", "")),
        "urldate": _iso(_parts(item, "accessed")),
        "note": _tex(item.get("note", "")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value and value != "{}"]
    if month:
        lines.insert(1, f"  month = {_MONTHS[month - 1]}")
    return f"@misc{{{_bibtex_key(item)},\n" + ",\n".join(lines) + "\n}\n"


_RIS_TYPES = {"webpage": "ELEC", "dataset": "DATA", "entry": "DATA", "document": "GEN"}


def _ris(item: Item) -> str:
    issued = _parts(item, "issued")
    rows: list[tuple[str, str]] = [
        ("TY", _RIS_TYPES.get(item["type"], "GEN")),
        ("ID", str(item["id"])),
        ("TI", item["title"]),
        *(("AU", name["literal"]) for name in item.get("author", [])),
        ("T2", item.get("container-title", "")),
        ("PB", item.get("publisher", "")),
        ("PY", f"{issued[0]:04d}" if issued else ""),
        # A date in RIS has three slashes; what is not stated stays empty between them.
        ("DA", "/".join([*_iso(issued, "/").split("/"), "", ""][:3]) + "/" if issued else ""),
        ("ET", item.get("version", "")),
        ("UR", item.get("URL", "")),
        ("Y2", _iso(_parts(item, "accessed"), "/")),
        ("N1", item.get("note", "")),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(items: Iterable[Item]) -> str:
    """CSL-JSON: a list of items."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def bibtex(items: Iterable[Item]) -> str:
    """BibTeX in UTF-8: one ``@misc`` an item; names and titles in braces, so that no style changes them."""
    return "\n".join(_bibtex(item) for item in items)


def ris(items: Iterable[Item]) -> str:
    """RIS, with the line ends that its specification asks for."""
    return "\r\n".join(_ris(item) for item in items)


FORMATS: Mapping[str, Callable[[Iterable[Item]], str]] = {"csl-json": csl_json, "bibtex": bibtex, "ris": ris}
"""Formats by the names that the command line uses."""
