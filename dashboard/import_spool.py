"""Files of the Import view: uploads on their way in, rejected rows on their way out, the space a data set takes."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from events.importing.answers import GivenFile
from events.importing.canonical_building import Rejected
from events.importing.together import grouped
from events.store.registry import GONE, REJECTED, Entry
from events.store.store import Store

_PIECE = 1 << 20


def spool(files: Sequence[tuple[str, BinaryIO]], store: Store) -> tuple[Path, tuple[GivenFile, ...]]:
    """Uploads as files of a folder of their own, so that the copy in memory can be let go.

    It lies in the store, on the disk that has room for the data set as well; what a killed server leaves of it goes
    when the store opens again.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{GONE}upload-", dir=store.folder))
    given = []
    for number, (name, source) in enumerate(files):
        path = folder / str(number)  # the name is the visitor's, and no path of ours
        with path.open("wb") as target:
            shutil.copyfileobj(source, target, _PIECE)
        given.append(GivenFile(path, name[-200:]))
    return folder, tuple(given)


def spool_apart(files: Sequence[tuple[str, BinaryIO]], store: Store) -> list[tuple[Path, tuple[GivenFile, ...]]]:
    """Uploads as data sets: each alone, but the files of one TimeMap export together, as on the command line."""
    spooled = [spool([one], store) for one in files]
    of = {given.path: (folder, given) for folder, (given,) in spooled}
    made = []
    for first, *others in grouped(list(of), lambda path: of[path][1].name):
        folder, given = of[first]
        together = [given]
        for number, path in enumerate(others, 1):
            together.append(GivenFile(path.rename(folder / str(number)), of[path][1].name))
            of[path][0].rmdir()
        made.append((folder, tuple(together)))
    return made


def rejected_file(store: Store, entry: Entry) -> bytes:
    """The rows that an import set aside, as the store keeps them."""
    return (store.folder / entry.folder / REJECTED).read_bytes()


def first_rejected(store: Store, entry: Entry, most: int) -> list[Rejected]:
    """The first of them; fewer where a cell is too long to be shown."""
    found: list[Rejected] = []
    path = store.folder / entry.folder / REJECTED
    with suppress(csv.Error, FileNotFoundError), path.open(encoding="utf-8-sig", newline="") as file:
        for row in islice(csv.DictReader(file), most):
            field = row.get("_field") or ""
            value = row.get("_value") or row.get(field) or ""
            number = row.get("_row") or ""
            found.append(Rejected(int(number) if number.isdigit() else 0, field, value[:200], row.get("_reason") or "",
                                  row.get("_mend") or ""))  # fmt: skip
    return found


def size_on_disk(store: Store, folder: str) -> int:
    """Bytes of a data set."""
    return sum(path.stat().st_size for path in (store.folder / folder).glob("*") if path.is_file())
