"""Files of one export that are given together: which of them holds the events, and which belong to it (TimeMap)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from events.importing import timemap
from events.importing.answers import GivenFile
from events.importing.limits import ImportRefused, Limits, Sniffed, size_text
from events.importing.sniffing import sniff

LARGEST = 256 << 20
"""Bytes of a file that is looked into whole."""
_OUTER = frozenset({"events", "sources", "associations"})
_SOURCE = frozenset({"paths", "url", "thumbnail"})


def part_of(path: Path) -> str:
    """What a file is in a TimeMap export: "events", "sources", "associations", or nothing of it."""
    return _looked_into(path)[0]


def _looked_into(path: Path) -> tuple[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            return "", None
        document = json.loads(path.read_bytes())
        return _kind(document), document
    except (ValueError, OSError, RecursionError):
        return "", None


def _kind(document: Any) -> str:
    if isinstance(document, Mapping) and _OUTER & set(document):
        inner = next(name for name in ("events", "sources", "associations") if name in document)
        return inner if inner != "events" or _are_events(document[inner]) else ""
    if _are_events(document):
        return "events"
    rows = list(document.values()) if isinstance(document, Mapping) else document if isinstance(document, list) else []
    if not rows or not all(isinstance(one, Mapping) for one in rows):
        return ""
    if isinstance(document, list) and all("mode" in one for one in rows):
        return "associations"
    return "sources" if all(_SOURCE & set(one) for one in rows) else ""


def _are_events(rows: Any) -> bool:
    first = rows[0] if isinstance(rows, list) and rows else None
    return isinstance(first, Mapping) and timemap.recognise(list(first))


def grouped(paths: Sequence[Path], named: Callable[[Path], str] = str) -> list[list[Path]]:
    """The files as data sets: each by itself, but events of TimeMap with the sources and associations given.

    Args:
        named: what the owner of a file calls it.
    """
    jsons = [path for path in paths if named(path).lower().endswith(".json")]
    kinds = {path: part_of(path) for path in jsons} if len(jsons) > 1 else {}
    others = [path for path in paths if kinds.get(path) in ("sources", "associations")]
    if not others or "events" not in kinds.values():
        return [[path] for path in paths]
    return [[path, *(others if kinds.get(path) == "events" else ())] for path in paths if path not in others]


def look(
    files: Sequence[GivenFile], limits: Limits
) -> tuple[tuple[GivenFile, ...], Sniffed, timemap.Parts | None]:
    """The files with the one that holds the events first, and what that one is; its hash is that of all of them.

    Of several, their sources and associations too, so that they are not read again; the events are read from the file.

    Raises:
        ImportRefused: one of them is no file that can be read, or they do not belong together.
    """
    sniffed = [sniff(one.path, one.name, limits) for one in files]
    if len(files) == 1:
        return tuple(files), sniffed[0], None
    if large := next((one for one in sniffed if one.size > LARGEST), None):
        raise ImportRefused(f"{large.name} has {size_text(large.size)}", f"at most {size_text(LARGEST)} for files that "
                            "belong together", "Import the files one by one.")  # fmt: skip
    looked = [_looked_into(one.path) for one in files]
    kinds = [kind for kind, _ in looked]
    if kinds.count("events") != 1 or "" in kinds:
        told = ", ".join(f"{one.name}: {kind or 'neither'}" for one, kind in zip(files, kinds, strict=True))
        raise ImportRefused(f"the files do not belong together ({told})", "one file of events of TimeMap, with its "
                            "sources and associations", "Import the files one by one.")  # fmt: skip
    at = kinds.index("events")
    order = [at, *(n for n in range(len(files)) if n != at)]
    whole = hashlib.sha256("\n".join(sorted(one.content_hash for one in sniffed)).encode()).hexdigest()
    parts = replace(timemap.gather(document for _, document in looked), events=())
    return tuple(files[n] for n in order), replace(sniffed[at], content_hash=whole), parts
