"""What is fetched beside the page: the popup of one incident for the map, and a large selection as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from dashboard.exports import export_file, kind_of
from dashboard.layers.features import feature
from dashboard.layers.payload import source_row
from dashboard.links import read_query
from dashboard.map_file import TooManyForMap
from dashboard.scope import look
from dashboard.settings import read_settings
from dashboard.shared import loaded
from events.language import DEFAULT, LANGUAGES, using
from events.problems import DataSetError

_AT_ONCE = BoundedSemaphore(2)
"""Exports that are written at the same time; more wait."""
_NAME = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_ID = 300
KEPT = 2_000
"""Answers that are kept; each has some kilobytes."""


def popup(incident: str, language: str) -> bytes | None:
    """The feature of an incident as JSON text; None where there is none of that id."""
    if not incident or len(incident) > LONGEST_ID:
        return None
    try:
        library = loaded(read_settings().dataset).holdings.library
    except DataSetError:
        return None
    return _popup(read_settings().dataset, incident, language if language in LANGUAGES else DEFAULT,
                  library.generation)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """A file on the disk, to be sent and removed."""

    path: Path
    name: str
    media: str


def export(query: Mapping[str, Sequence[str]]) -> Exported | str | None:
    """The selection that a link describes, as a file; why not, in words; None for a format that there is not.

    Args:
        query: the parameters of a screen (``dashboard/links.py``), with ``format`` and ``name``.
    """
    key, name = (next(iter(query.get(one, ())), "") for one in ("format", "name"))
    try:
        ending, media = kind_of(key)
    except KeyError:
        return None
    try:
        whole = loaded(read_settings().dataset)
    except DataSetError:
        return None
    screen, _ = read_query(query, whole.catalogue.dataset, whole.holdings)
    with _AT_ONCE:
        try:
            path = export_file(look(whole.holdings, screen.filter, None), key)
        except TooManyForMap as error:
            return str(error)
    named = _NAME.sub("-", name)[:120].strip(".-") or f"sourcepin{ending}"
    return Exported(path, named, media)


@lru_cache(maxsize=KEPT)
def _popup(folder: Path, incident: str, language: str, _generation: int) -> bytes | None:
    whole = loaded(folder).holdings
    part = whole.library.part([incident], whole.everywhere)
    summary = part.by_id.get(incident)
    if summary is None:
        return None
    with using(language):
        made = feature(summary, part, 0)
        by_number = {part.dataset.number(one.id): source_row(one, part.dataset) for one in part.dataset.sources}
    cites: list[dict[str, Any]] = [{**cite, "source": by_number.get(cite["n"])} for cite in made["cites"]]
    return json.dumps({**made, "cites": cites}, ensure_ascii=False, separators=(",", ":")).encode()
