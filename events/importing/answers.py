"""What is given to an import and what it asks: files, a person's answers, offers of the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from events.importing.mapping import Mapping as Columns

KNOWN = ("ucdp", "acled", "timemap", "own", "generic")
"""What a file can be read as; ``generic`` needs a mapping of its columns."""
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file where it lies, and what its owner calls it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person decides about a file; empty where the file's own word stands."""

    name: str = ""
    id: str = ""
    version: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""
    mapping: Columns | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    """Answers to what the gazetteer offers, see ``geocoding``."""
    replaces: str | None = None
    """Id of the data set that this is a new version of."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place name for which the gazetteer has more than one answer, or an uncertain one."""

    key: str
    name: str
    country: str
    rows: int
    candidates: str
    """JSON: a list of candidates, as ``geocoding`` writes it."""
    note: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of the file without coordinates, the candidate of the gazetteer that was taken, and how many rows."""

    key: str
    name: str
    geocoded: str
    rows: int


def slug(text: str) -> str:
    """A text as an id; "data" where nothing is left of it."""
    return _SLUG.sub("-", text.lower()).strip("-")[:60].strip("-") or "data"


def with_mapping(answers: Answers, mapping: Columns) -> Answers:
    """The answers with another mapping."""
    return replace(answers, mapping=mapping)
