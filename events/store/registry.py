"""The folder of a store: one sub-folder a data set, each whole or not there.

``0007-my-slug/`` holds ``data.duckdb`` and ``meta.json``. What is not whole has a name that starts with
``.part-`` (an import under way) or ``.gone-`` (a removal under way); both are removed when the store opens.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events.editing.locking import replace_file, sync_folder
from events.fields import FIELDS
from events.model import Id
from events.store.schema import VERSION

DATA = "data.duckdb"
META = "meta.json"
SWITCH = "off"
REJECTED = "rejected.csv"
"""The rows that an import set aside, with reasons; there only where there are any."""
PART = ".part-"
GONE = ".gone-"
_FOLDER = re.compile(r"^(\d{4,})-([a-z0-9]+(?:-[a-z0-9]+)*)$")
Count = Annotated[int, Field(ge=0)]


def field_keys() -> tuple[str, ...]:
    """The closed list of fields as a data set is written with; it only ever grows at its end."""
    return tuple(field.key for field in FIELDS)


class Entry(BaseModel):
    """What a store knows of one data set without opening it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=0)]
    id: Id
    name: str
    version: str = ""
    licence: str = ""
    attribution: str = ""
    format: str = ""
    files: tuple[str, ...] = ()
    content_hash: str
    """SHA-256 of what was imported, as the caller computes it: the same files give the same."""
    imported: str
    """ISO date and time, as the caller states it."""
    accepted: Count
    rejected: Count = 0
    unplaced: Count = 0
    geocoded: Count = 0
    first_day: int | None = None
    """Days since 1970-01-01; None where no row states one."""
    last_day: int | None = None
    home: tuple[str, ...] = ()
    """ISO codes of the countries that the map draws as the subject."""
    schema_version: int = VERSION
    fields: tuple[str, ...] = ()
    """Keys of ``events.fields.FIELDS`` when it was written: the bits of ``contested`` depend on their order."""
    mapping: dict[str, Any] | None = None
    """How the columns were read, to be offered again for the next version."""
    replaces: int | None = None
    """Number of the data set that it is a new version of; that one is removed once this one is whole."""
    on: bool = True

    @property
    def folder(self) -> str:
        """Name of its sub-folder."""
        return f"{self.number:04d}-{self.id}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A sub-folder that is there and cannot be shown; never fatal. It can be removed by its folder's name."""

    folder: str
    reason: str


def misfit(entry: Entry) -> str:
    """Why a data set was written for another version of the program; empty where it fits."""
    if entry.schema_version != VERSION:
        return f"written with layout {entry.schema_version}, this version reads {VERSION}; import the file again"
    now = field_keys()
    if entry.fields != now[: len(entry.fields)]:
        return "written with another list of fields than this version has; import the file again"
    return ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder, in order of number."""

    entries: tuple[Entry, ...]
    unreadable: tuple[Unreadable, ...]


class Registry:
    """The sub-folders of one folder. Whoever uses it holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last = 0

    def scan(self) -> Listing:
        """Read the meta data of every data set; what cannot be read is listed with the reason."""
        entries: list[Entry] = []
        unreadable: list[Unreadable] = []
        for path in sorted(self.folder.iterdir()):
            match = _FOLDER.match(path.name)
            if not match or not path.is_dir():
                continue
            self._last = max(self._last, int(match[1]))
            try:
                entries.append(self._read(path))
            except ValueError as error:
                unreadable.append(Unreadable(path.name, str(error)))
        return Listing(tuple(sorted(entries, key=lambda one: one.number)), tuple(unreadable))

    def _read(self, path: Path) -> Entry:
        try:
            whole = json.loads((path / META).read_text(encoding="utf-8"))
            entry = Entry.model_validate(whole)
        except OSError as error:
            raise ValueError(f"{META} cannot be read ({error.strerror}); remove the data set, import again") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or META
            raise ValueError(f"{META}: {where}: {first['msg']}; remove the data set, import again") from error
        except ValueError as error:
            raise ValueError(f"{META} is damaged ({error}); remove the data set, import again") from error
        if entry.folder != path.name:
            raise ValueError(f"{META} is of {entry.folder}, the folder is {path.name}; give it that name again")
        if not (path / DATA).is_file():
            raise ValueError(f"{DATA} is missing; remove the data set, import again")
        if reason := misfit(entry):
            raise ValueError(reason)
        return entry.model_copy(update={"on": not (path / SWITCH).exists()})

    def next_number(self) -> int:
        """A number that no data set has or, while this object lives, had."""
        self._last += 1
        return self._last

    def begin(self, number: int) -> Path:
        """An empty folder for an import under way."""
        part = self.folder / f"{PART}{number:04d}-{os.getpid()}"
        part.mkdir()
        return part

    def publish(self, part: Path, entry: Entry) -> Path:
        """Make an import real: everything onto the disk, then one renaming. Returns the folder."""
        sync_file(part / DATA)
        replace_file(part / META, meta_text(entry).encode())
        target = self.folder / entry.folder
        part.rename(target)
        sync_folder(self.folder)
        return target

    def switch(self, entry: Entry, on: bool) -> Entry:
        """Remember whether a data set is shown."""
        path = self.folder / entry.folder / SWITCH
        if on:
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
        else:
            replace_file(path, b"This data set is switched off.\n")
        return entry.model_copy(update={"on": on})

    def remove(self, name: str) -> None:
        """Remove a sub-folder: gone in one renaming, then its files."""
        gone = self.folder / f"{GONE}{name}-{os.getpid()}"
        (self.folder / name).rename(gone)
        sync_folder(self.folder)
        shutil.rmtree(gone, ignore_errors=True)

    def clean(self) -> int:
        """Remove what killed imports and removals left; returns how many."""
        left = [path for path in self.folder.iterdir() if path.name.startswith((PART, GONE))]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)


def meta_text(entry: Entry) -> str:
    """The meta file of a data set."""
    return entry.model_dump_json(indent=1, exclude={"on"}) + "\n"


def sync_file(path: Path) -> None:
    """Have a file's content on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
