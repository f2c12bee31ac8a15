"""What an export of this program says of the data sets in it: name, version, licence, attribution."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet

from events.exporting.source import PRODUCT
from events.importing.limits import Sniffed

_HEAD = 64_000
"""Bytes in which a CSV or GeoJSON says it: both do before their first incident."""
_SENTENCE = re.compile(rf"# (.+), exported \d{{4}}-\d\d-\d\d by {re.escape(PRODUCT)}")
_SETS = re.compile(r'"datasets"\s*:\s*(?=\[)')
_ROW = "data set "
_NOT_STATED = frozenset(("", "not stated"))


@dataclass(frozen=True, slots=True)
class OwnAbout:
    """Empty where the file does not say it."""

    name: str = ""
    version: str = ""
    licence: str = ""
    attribution: str = ""


def _from_words(words: str) -> OwnAbout | None:
    """What ``DataSetLine.words`` was made from; None where a comma may belong to any of the parts."""
    # The last one: a name may say its release as well.
    name, versioned, rest = words.rpartition(", version ")
    if versioned:
        version, _, rest = rest.partition(", ")
        licence, _, attribution = rest.partition(", ")
        return OwnAbout(name, version, licence, attribution)
    name, _, licence = words.partition(", ")
    return None if ", " in licence else OwnAbout(name, "", licence)


def _from_members(members: Any) -> list[OwnAbout]:
    sets = [one for one in members if isinstance(one, Mapping)] if isinstance(members, list) else []
    keys = ("name", "version", "licence", "attribution")
    return [OwnAbout(*(str(one.get(key) or "") for key in keys)) for one in sets]


def _head(path: Path, sniffed: Sniffed) -> str:
    with path.open("rb") as file:
        return file.read(_HEAD).decode(sniffed.encoding, "replace").lstrip("\ufeff")


def _in_csv(path: Path, sniffed: Sniffed) -> list[OwnAbout]:
    line = next(csv.reader(_head(path, sniffed).splitlines()[:1], delimiter=sniffed.delimiter or ","), [])
    said = _SENTENCE.match(line[0]) if line else None
    # Several data sets stand in one line, parted by what may stand in an attribution as well.
    found = _from_words(said[1]) if said and "; " not in said[1] else None
    return [found] if found else []


def _in_geojson(path: Path, sniffed: Sniffed) -> list[OwnAbout]:
    text = _head(path, sniffed)
    at = _SETS.search(text)
    return _from_members(json.JSONDecoder().raw_decode(text, at.end())[0]) if at else []


def _in_parquet(path: Path, _: Sniffed) -> list[OwnAbout]:
    said = (pyarrow.parquet.read_metadata(path).metadata or {}).get(b"sourcepin")
    return _from_members(json.loads(said).get("datasets")) if said else []


def _rows(rows: Iterable[Sequence[Any]]) -> list[OwnAbout]:
    found = [_from_words(str(row[1])) for row in rows if len(row) > 1 and str(row[0]).startswith(_ROW)]
    return [one for one in found if one]


def _in_gpkg(path: Path, _: Sniffed) -> list[OwnAbout]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        return _rows(base.execute("SELECT name, text FROM about"))


def _in_xlsx(path: Path, _: Sniffed) -> list[OwnAbout]:
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        with closing(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            return _rows(list(book["about"].iter_rows(values_only=True)))


_READERS: dict[str, Callable[[Path, Sniffed], list[OwnAbout]]] = {
    "csv": _in_csv, "tsv": _in_csv, "geojson": _in_geojson, "parquet": _in_parquet, "geoparquet": _in_parquet,
    "gpkg": _in_gpkg, "xlsx": _in_xlsx,
}  # fmt: skip


def read_about(path: Path, sniffed: Sniffed) -> OwnAbout:
    """What the file says; of several data sets what all of them say, with all their names and attributions."""
    try:
        found = _READERS[sniffed.format](path, sniffed)
    except (ValueError, KeyError, OSError, csv.Error, sqlite3.Error, pyarrow.ArrowException, zipfile.BadZipFile):
        # It says nothing that can be read; whether its incidents can, reading them shows.
        return OwnAbout()
    if not found:
        return OwnAbout()

    def shared(texts: Iterable[str]) -> str:
        each = set(texts)
        return each.pop() if len(each) == 1 else ""

    def listed(texts: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, texts)))

    version, licence = shared(one.version for one in found), shared(one.licence for one in found)
    return OwnAbout(
        listed(one.name for one in found)[:200], "" if version in _NOT_STATED else version,
        "" if licence in _NOT_STATED else licence, listed(one.attribution for one in found),
    )  # fmt: skip
