"""Cells of our own exports (``events/exporting/columns.py``): which are read, and what stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from events.model import Incident, Source

Cells = Mapping[str, Any]

INCIDENT = (
    "title", "short", "kind", "place_id", "place", "place_local", "place_note", "place_obtained", "country",
    "precision", "lat_stated", "lon_stated", "radius_km", "area", "parties", "own_id", "geocoded",
)  # fmt: skip
"""Columns of an incident that something is made from, besides its id and note, which have two names."""


class Rejected(NamedTuple):
    """A line of the table ``rejected``."""

    row: int
    field: str
    value: str
    reason: str
    mend: str


class Kept(NamedTuple):
    """What stands beside an incident and in no model of ``events.model``: written to the store as it was."""

    own_id: str | None
    obtained: str | None
    """How its place was found."""
    geocoded: str | None


class Taker(Protocol):
    """Who is given what was made, in the order of the file."""

    def source(self, source: Source) -> None:
        """A document that was not known before."""

    def incident(self, incident: Incident, kept: Kept, whole: bool) -> None:
        """An incident; ``whole`` is False where it names what may come later in the file, or nowhere."""


class Told(NamedTuple):
    """A claim as it stands in the file: its row there, and every column that something is made from.

    Cells are text or None; in GeoJSON they are what they are.
    """

    row: int
    n: Any
    field: Any
    value: Any
    value_text: Any
    unit: Any
    of: Any
    parts: Any
    linked_incident: Any
    holds: Any
    actor: Any
    stance: Any
    code: Any
    says: Any
    origin: Any
    quote: Any
    locator: Any
    note: Any
    source: Any
    paragraph: Any
    cites: Any
    actor_name: Any
    origin_name: Any
    source_title: Any
    publisher: Any
    published: Any
    url: Any

    @property
    def place_in_order(self) -> int:
        """The place of the claim in its incident; that of the file where it says none."""
        n = str(self.n or "")
        return int(n) if n.isdigit() and len(n) < 9 else 0


CLAIM = Told._fields[1:]
"""Columns of a claim that something is made from."""


def told(cells: Cells, row: int) -> Told:
    """A claim from its columns by name."""
    return Told(row, *map(cells.get, CLAIM))


def text(value: Any) -> str | None:
    """The text of a cell; None where it is empty."""
    return None if value is None or value == "" else str(value)


def number(value: Any) -> Any:
    """The number that is written in a cell, or the cell as it is."""
    return float(value) if isinstance(value, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", value) else value


def parsed(value: Any) -> Any:
    """What JSON text holds, or the value itself where it is no text; None for what is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


@lru_cache(maxsize=1_024)
def _ids(value: str) -> tuple[Any, ...]:
    return tuple(parsed(value) or ())


def ids(value: Any) -> tuple[Any, ...]:
    """The ids in a cell that lists some. Claims of one incident mostly list the same."""
    return _ids(value) if isinstance(value, str) else tuple(value or ())


def documents(listed: Any) -> Iterable[Cells]:
    """The documents that a CSV's row or a GeoParquet's incident lists."""
    found = parsed(listed)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


__all__ = [
    "CLAIM", "INCIDENT", "Cells", "Kept", "Rejected", "Taker", "Told", "documents", "ids", "number", "parsed", "text",
    "told",
]  # fmt: skip
