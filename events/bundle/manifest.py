"""The manifest: what a bundle is, of which data, and the SHA-256 of each file in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import ValidationError

from events.catalogue import Selection
from events.dataset import DataSet
from events.filters import to_query
from events.history import Hash
from events.model import Record
from events.sentences import selection_sentence

NAME = "manifest.json"
FORMAT = "sourcepin-bundle"
FORMAT_VERSION = 1
_LARGEST = 2**20
"""Bytes of the largest manifest that is read."""

Size = Annotated[int, Constraint(ge=0, strict=True)]


class File(Record):
    """One file of the bundle."""

    name: str
    size: Size
    sha256: Hash


class Origin(Record):
    """The data set that the bundle was made of."""

    id: str
    name: str
    version: str
    licence: str
    fingerprint: Hash


class Counts(Record):
    """How much is in it. ``possible`` are incidents only possibly inside the dates of the filter."""

    certain: Size
    possible: Size
    claims: Size
    sources: Size


class Manifest(Record):
    """Everything that the manifest says."""

    format: Literal["sourcepin-bundle"]
    format_version: Size
    date: date
    dataset: Origin
    filter: dict[str, tuple[str, ...]]
    sentence: str
    counts: Counts
    files: tuple[File, ...]

    def text(self) -> bytes:
        """The one way in which it is written."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


class NoManifest(ValueError):
    """The bytes are no manifest of a bundle; ``other`` where they belong to some other kind of file."""

    def __init__(self, message: str, other: bool) -> None:
        super().__init__(message)
        self.other = other


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def describe(
    selection: Selection, dataset: DataSet, fingerprint: str, day: date, files: Mapping[str, bytes]
) -> Manifest:
    """The manifest of a selection and the files made from it."""
    meta, chosen = dataset.meta, selection.all
    return Manifest(
        format="sourcepin-bundle",
        format_version=FORMAT_VERSION,
        date=day,
        dataset=Origin(
            id=meta.id, name=meta.name, version=meta.version, licence=meta.licence, fingerprint=fingerprint
        ),
        filter={name: tuple(values) for name, values in to_query(selection.filter).items()},
        sentence=selection_sentence(selection, dataset),
        counts=Counts(
            certain=len(selection.certain),
            possible=len(selection.possible),
            claims=sum(len(summary.incident.claims) for summary in chosen),
            sources=len({source for summary in chosen for source in summary.sources}),
        ),
        files=tuple(File(name=name, size=len(files[name]), sha256=sha256(files[name])) for name in sorted(files)),
    )


def read(data: bytes) -> Manifest:
    """Read a manifest, trusting nothing in it.

    Raises:
        NoManifest: it is not readable, not of this format, or of a later version of it.
    """
    if len(data) > _LARGEST:
        raise NoManifest(f"expected at most {_LARGEST >> 10} KiB", other=True)
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NoManifest(f"not readable as JSON: {error}", other=False) from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise NoManifest(f"expected the format {FORMAT}", other=True)
    try:
        found = Manifest.model_validate(plain)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise NoManifest(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", other=False) from error
    if found.format_version != FORMAT_VERSION:
        raise NoManifest(
            f"format_version: expected {FORMAT_VERSION}, got {found.format_version}; use a newer program", other=False
        )
    return found
