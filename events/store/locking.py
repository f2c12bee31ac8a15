"""One process at a time in a store. Whoever comes second is told who is there and what to do."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

LOCK = ".lock"


class StoreBusy(Exception):
    """Another process has the store open; the message says which, since when, and what to do."""


class StoreLock:
    """The lock of a store's folder, held from its making to :meth:`release`.

    The system lets go of it when the process ends, however it ends: no lock outlives a crash.

    Args:
        folder: an existing folder.
        since: what the holder's message says as its start, such as "2020-03-11 19:35".

    Raises:
        StoreBusy: another process (or another store object of this one) holds it.
    """

    def __init__(self, folder: Path, since: str) -> None:
        self.path = folder / LOCK
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip()
            os.close(handle)
            raise StoreBusy(busy(folder, holder)) from error
        self._handle = handle
        # Only a note for people: the lock is the system's, so that what is written here cannot be stale.
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()}, since {since}\n".encode(), 0)

    def release(self) -> None:
        """Let go; a second time does nothing. The file stays: removing it would let two hold two files."""
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> StoreLock:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.release()


def busy(folder: Path, holder: str) -> str:
    """What a second process is told."""
    return (
        f"{folder} is open in another process ({holder or 'which does not say who it is'}). "
        "One process at a time may use a store: stop that one, or import in its Import view, "
        "or name another folder with STORE"
    )
