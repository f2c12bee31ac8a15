"""A draft: one row that a person wants to add to a data set, before anything is written.

A draft comes from a form or from a file and holds plain values only. ``events/editing/checking.py`` says what
is wrong with it, ``events/editing/applying.py`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from events.model import Actor, Claim, Incident, Origin, Source
from geodata.names import fold
from geodata.places import ID_PATTERN, Place

ID = re.compile(ID_PATTERN)
"""What an id may be. Ids become file names, so this is checked again before any path is made."""
LONGEST_ID = 100
_LONGEST_SUGGESTION = 60


class Kind(StrEnum):
    """What can be added."""

    CLAIM = "claim"
    SOURCE = "source"
    INCIDENT = "incident"
    PLACE = "place"
    ACTOR = "actor"
    ORIGIN = "origin"


MODELS: dict[Kind, type[BaseModel]] = {
    Kind.CLAIM: Claim, Kind.SOURCE: Source, Kind.INCIDENT: Incident,
    Kind.PLACE: Place, Kind.ACTOR: Actor, Kind.ORIGIN: Origin,
}  # fmt: skip
LISTS = {
    Kind.SOURCE: "sources.yaml", Kind.PLACE: "places.yaml", Kind.ACTOR: "actors.yaml", Kind.ORIGIN: "origins.yaml",
}  # fmt: skip
"""The file that holds the list of each kind that has one."""

KEYS: dict[Kind, tuple[str, ...]] = {
    Kind.CLAIM: (
        "source", "field", "actor", "stance", "incident", "value", "text", "unit", "of", "parts", "code", "holds",
        "says", "origin", "paragraph", "quote", "note",
    ),
    Kind.SOURCE: (
        "id", "short", "title", "publisher", "authors", "published", "republished_by", "supersedes", "withdrawn",
        "url", "file", "body_starts", "note",
    ),
    Kind.INCIDENT: ("id", "title", "short", "kind", "place", "note", "claims"),
    Kind.PLACE: (
        "id", "name", "local", "country", "precision", "lat", "lon", "radius_km", "area", "aliases", "obtained", "note",
    ),
    Kind.ACTOR: ("id", "name", "local", "aliases", "affiliations", "note"),
    Kind.ORIGIN: ("id", "name", "kind", "by", "date", "note"),
}  # fmt: skip
"""The order in which people write the keys; CONTRIBUTING.md shows it."""


class UnsafeId(ValueError):
    """An id that must not become a file name."""


@dataclass(frozen=True)
class Draft:
    """One row to add. ``incident`` is the id of the incident that a claim is about, empty for the rest."""

    kind: Kind
    row: Mapping[str, Any]
    incident: str = ""

    @property
    def file(self) -> str:
        """The file that it goes into, relative to the data set's folder; raises UnsafeId."""
        if self.kind in LISTS:
            return LISTS[self.kind]
        name = self.incident if self.kind is Kind.CLAIM else str(self.row.get("id", ""))
        if not ID.fullmatch(name) or len(name) > LONGEST_ID:
            raise UnsafeId(
                f"{name!r} is no id: expected lower-case letters, digits and single hyphens, "
                f"at most {LONGEST_ID}, such as 2020-03-11-camp-taji"
            )
        return f"incidents/{name}.yaml"


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


def tidy(kind: Kind, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what was left empty, its keys in the order in which people write them, unknown ones last."""
    known = KEYS[kind]
    keys = [key for key in known if key in row] + [key for key in row if key not in known]
    tidied = {key: row[key] for key in keys if not _is_empty(row[key])}
    if kind is Kind.INCIDENT and isinstance(claims := tidied.get("claims"), list | tuple):
        tidied["claims"] = [tidy(Kind.CLAIM, one) if isinstance(one, Mapping) else one for one in claims]
    return tidied


def draft(kind: Kind, row: Mapping[str, Any], incident: str = "") -> Draft:
    """A draft from the values of a form or a file; what was left empty is not stated."""
    return Draft(kind, tidy(kind, row), incident)


def suggested_id(*words: str) -> str:
    """An id made from words: ``suggested_id("2020-03-11", "Camp Taji")`` is ``2020-03-11-camp-taji``."""
    folded = re.sub("[^a-z0-9]+", "-", " ".join(fold(word) for word in words if word))
    return folded.strip("-")[:_LONGEST_SUGGESTION].strip("-")
