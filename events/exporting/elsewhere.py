"""Formats whose writer is no part of this package: named by text, and looked up when one is asked for.

The map that is one file is drawn by the code that draws the page, which this package may not know. So it knows the
name only: where the page is not installed, everything else works, and asking for the map says what is missing.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from events.calls import CallError
from events.catalogue import Catalogue
from events.exporting.source import About
from events.filters import IncidentFilter
from events.store.shelf import Shelf
from events.store.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """What such a writer is given: where to ask and for what."""

    store: Store
    library: Shelf
    curated: Catalogue
    """The data set of the folder, which is mounted in the store."""
    filter: IncidentFilter
    """Its ``datasets`` name those to look at; empty: all that are on."""
    about: About
    """What the file says of itself."""


Fill = Callable[[BinaryIO], object]
"""Writes the file."""
Writer = Callable[[Wanted], Fill]
"""Looks whether the file can be written, before one is made. CallError where it cannot, with what to change."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One format: as ``events.exporting.formats.Format``, but for its writer."""

    key: str
    """As the command line names it."""
    label: str
    ending: str
    media: str
    writer: str
    """Module and function: ``package.module:function``."""

    def resolved(self) -> Writer:
        """The function that is named.

        Raises:
            CallError: it, or something that it needs, is not installed.
        """
        try:
            found: Writer = pkgutil.resolve_name(self.writer)
        except ModuleNotFoundError as error:
            raise CallError(
                f"--format {self.key}: it is written by {self.writer.partition(':')[0]}, which cannot be loaded: "
                f"{error.name} is not installed; install Sourcepin with its page (the folders dashboard and static, "
                "and what requirements.txt lists), or choose another format"
            ) from error
        return found


MAP = Elsewhere("html", "Map, one file (HTML)", "-map.html", "text/html", "dashboard.map_export:prepared")
"""The map that is one file."""
ELSEWHERE: dict[str, Elsewhere] = {one.key: one for one in (MAP,)}
