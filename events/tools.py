"""What touches the world outside (files, the clock), as ``events/cli.py`` passes it to the commands that need it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

from events.catalogue import Catalogue, Selection
from events.store.opening import StoreName

Command = Callable[[argparse.Namespace], int]


class Add(Protocol):
    """Adds a command to the command line, with the arguments of parent parsers."""

    def __call__(
        self, name: str, run: Command, help_text: str, *parents: argparse.ArgumentParser
    ) -> argparse.ArgumentParser: ...


@dataclass(frozen=True)
class Tools:
    """What ``events/cli.py`` alone may touch (files, the clock), passed in to the commands that need it."""

    select: Callable[[argparse.Namespace], tuple[Catalogue, Selection]]
    """The data set and the selection that the arguments name."""
    whole: Callable[[argparse.Namespace], Catalogue]
    """The whole data set of a call, without a filter."""
    read: Callable[[Path, str, int], bytes]
    """(path, option, limit): the bytes of a file, at most one more than the limit; raises CallError."""
    write: Callable[[Iterable[str] | bytes, Path | None], None]
    """To standard output, or to a file that appears only when it is whole; raises CallError."""
    into: Callable[[Callable[[BinaryIO], object], Path | None], None]
    """The same for what fills a file of bytes itself."""
    this_day: Callable[[], date]
    moment: Callable[[], str]
    """ISO date and time, UTC."""
    day: Callable[[str], date]
    """Reads a day for argparse."""
    is_screen: Callable[[], bool]
    """Whether progress can be drawn on the terminal; else it is said in plain lines."""
    store: StoreName | None
    """The store that the environment names."""
    store_of: Callable[[str], StoreName]
    """Reads a store for argparse: a folder, or the address of an engine."""
