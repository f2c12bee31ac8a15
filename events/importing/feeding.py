"""A stretch of a file as if it were a file of its own: read once, from start to end, without a copy on the disk."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

_PIECE = 1 << 20
_SET_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)
"""Only Linux lets a pipe hold more than it does by itself; elsewhere the two sides wait for each other more often."""


class Stretch:
    """What is being read.

    Args:
        path: under which this process can open it, once.
        size: bytes of it.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        self.given = 0
        """Bytes that were handed over so far; from any thread."""


@contextmanager
def stretch(path: Path, start: int, size: int) -> Iterator[Stretch]:
    """Hand the bytes of a file from ``start`` on over to who reads them under :attr:`Stretch.path`.

    Where the file became shorter meanwhile, so does what is read. Leave the block when the reading is over or has
    failed; what was not read is dropped.
    """
    reading, writing = os.pipe()
    if _SET_SIZE is not None:
        with suppress(OSError):  # others of this user have as much in pipes as they may
            fcntl.fcntl(writing, _SET_SIZE, _PIECE)
    found, over = Stretch(Path(f"/dev/fd/{reading}"), size), Event()
    feeder = Thread(target=_feed, args=(path, start, found, writing, over), name="feeding", daemon=True)
    feeder.start()
    try:
        yield found
    finally:
        over.set()
        # A writer that waits for room in the pipe goes on, sees that it is over, and closes it.
        while os.read(reading, _PIECE):
            pass
        feeder.join()
        os.close(reading)


def _feed(path: Path, start: int, found: Stretch, writing: int, over: Event) -> None:
    try:
        # A file that cannot be read any more gives no more bytes: whoever counts the rows sees that they are too few.
        with suppress(OSError), path.open("rb") as file:
            while found.given < found.size and not over.is_set():
                piece = memoryview(os.pread(file.fileno(), min(_PIECE, found.size - found.given), start + found.given))
                if not piece:
                    return
                while piece and not over.is_set():
                    done = os.write(writing, piece)
                    piece, found.given = piece[done:], found.given + done
    finally:
        os.close(writing)
