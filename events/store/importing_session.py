"""One import into a store: everything, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from events.store.flat import Flat
from events.store.registry import DATA, Entry, field_keys
from events.store.staging import Cancelled, Staging
from events.store.writing import DataSetDescription, ProvinceOf, Written, write

Publish = Callable[[Path, Entry], Entry]
MEMORY = "256MB"
"""Of the workbench: filled by 200,000 rows already, so that a million take hardly more. More memory gains no time."""


class ImportSession:
    """A folder under way with a workbench in it. Leaving the ``with`` block without :meth:`publish` removes it.

    Use it in one thread; :meth:`cancel` may come from another.

    Args:
        part: an empty folder of its own, ``.part-…`` in the store.
        about: what the data set says of itself; its id is free in the store.
        number: of the data set to be.
        replaces: number of the data set that it takes the place of.
        publish: what makes the folder real; the store's.
    """

    def __init__(
        self, part: Path, about: DataSetDescription, number: int, replaces: int | None, publish: Publish,
        memory: str = MEMORY, threads: int = 2,
    ) -> None:  # fmt: skip
        self.folder, self.about, self.number = part, about, number
        self._replaces, self._publish = replaces, publish
        self.staging = Staging(part, memory, threads)
        self.entry: Entry | None = None

    def cancel(self) -> None:
        """Stop: what runs in the session's thread ends with ``Cancelled``, and the store is as it was."""
        self.staging.interrupt()

    def publish(
        self, *, format: str, files: Sequence[str], content_hash: str, imported: str, rejected: int = 0,
        mapping: Mapping[str, Any] | None = None, province_of: ProvinceOf | None = None, flat: Flat | None = None,
    ) -> Entry:  # fmt: skip
        """Write ``shaped`` as a data set and show it. The workbench is closed by this: read ``rejected`` before.

        Args:
            format: key of the format that was read.
            files: names of the files, without folders.
            content_hash: SHA-256 of their content.
            imported: ISO date and time.
            rejected: how many rows were set aside.
            mapping: how columns were read, for the next version.
            province_of: see :func:`events.store.writing.write`.
            flat: see there.

        Raises:
            Cancelled: :meth:`cancel` came before it was done.
        """
        written = write(self.staging, self.about, self.number, self.folder / DATA, province_of, flat)
        return self._finish(written, format, files, content_hash, imported, rejected, mapping)

    def publish_written(
        self, write: Callable[[DataSetDescription, int, Path], Written], *, format: str, files: Sequence[str],
        content_hash: str, imported: str, rejected: int = 0, mapping: Mapping[str, Any] | None = None,
    ) -> Entry:  # fmt: skip
        """The same for a data set whose tables somebody else writes, to a file that does not exist yet."""
        written = write(self.about, self.number, self.folder / DATA)
        return self._finish(written, format, files, content_hash, imported, rejected, mapping)

    def rename(self, about: DataSetDescription, replaces: int | None) -> None:
        """Take another description, once it is known; for :meth:`events.store.store.Store.rename`."""
        self.about, self._replaces = about, replaces

    def _finish(
        self, written: Written, format: str, files: Sequence[str], content_hash: str, imported: str, rejected: int,
        mapping: Mapping[str, Any] | None,
    ) -> Entry:  # fmt: skip
        if self.staging.cancelled:
            raise Cancelled("the import was cancelled; the store is as it was")
        self.staging.close()
        about = self.about
        entry = Entry(
            number=self.number, id=about.id, name=about.name, version=about.version, licence=about.licence,
            attribution=about.attribution, format=format, files=tuple(files), content_hash=content_hash,
            imported=imported, accepted=written.accepted, rejected=rejected, unplaced=written.unplaced,
            geocoded=written.geocoded, first_day=written.first_day, last_day=written.last_day, home=written.home,
            fields=field_keys(), mapping=dict(mapping) if mapping is not None else None, replaces=self._replaces,
        )  # fmt: skip
        self.entry = self._publish(self.folder, entry)
        return self.entry

    def close(self) -> None:
        """End it; what was not published is removed."""
        self.staging.close()
        if self.entry is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> ImportSession:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()
