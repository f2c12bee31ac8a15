"""Files of the Import view: uploads on their way in, rejected rows on their way out, the space a data set takes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from events.importing.answers import GivenFile
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


def rejected_file(store: Store, entry: Entry) -> bytes:
    """The rows that an import set aside, as the store keeps them."""
    return (store.folder / entry.folder / REJECTED).read_bytes()


def size_on_disk(store: Store, folder: str) -> int:
    """Bytes of a data set."""
    return sum(path.stat().st_size for path in (store.folder / folder).glob("*") if path.is_file())
