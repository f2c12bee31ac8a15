"""One writer at a time in a folder, and files that change all at once or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = ".editing.lock"
PATIENCE = 10.0
"""Seconds to wait for another writer: a write takes well under one."""
_PAUSE = 0.02


class Busy(OSError):
    """Another edit holds the folder for longer than is plausible."""


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder's lock file. The system lets go of it when the process ends, however it ends.

    Raises:
        Busy: somebody else held it all the time.
        OSError: the folder cannot be written.
    """
    path = folder / LOCK
    until = time.monotonic() + patience
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            if _hold(handle) and _is_still(handle, path):
                try:
                    yield
                finally:
                    # Removed while it is held: who waits for it notices that it is another file by then.
                    path.unlink(missing_ok=True)
                return
        finally:
            os.close(handle)
        if time.monotonic() > until:
            raise Busy(f"{folder}: another edit has been holding {LOCK} for {patience:g} s; try again")
        time.sleep(_PAUSE)


def _hold(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def replace_file(path: Path, content: bytes) -> None:
    """Put the content there in one step, on the disk before this returns; the file's permissions stay.

    Raises:
        OSError: it cannot be written; what stood there stands there still.
    """
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    # The name does not end like a data file, so that nobody reads it half written.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk as well; file systems that cannot do so are left alone."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
