"""A store: the data sets of one folder, for one process, behind one engine that always shows whole ones."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow

from events.store.backends.remote import RemoteEngine
from events.store.engine import Engine
from events.store.failing import StoreError as StoreError
from events.store.failing import Unfit
from events.store.ids import free_id, rival
from events.store.importing_session import MEMORY, ImportSession
from events.store.locking import StoreLock
from events.store.mounting import write_tables
from events.store.opening import open_engine, parse_address
from events.store.registry import DATA, Entry, Listing, Registry, Unreadable
from events.store.sums_keeping import SumsKeeper
from events.store.writing import DataSetDescription

CURATED = 0
"""Number under which the curated data set is mounted."""
ROLLUPS = "rollups.duckdb"
_SPILL = ".gone-spill"


class Store:
    """Open one with :meth:`open`. Its methods may be called from any thread."""

    def __init__(self, folder: Path, scratch: Path, lock: StoreLock, memory: str, address: str = "") -> None:
        self.folder = folder
        self._scratch, self._lock = scratch, lock
        self._guard = threading.RLock()
        self._registry = Registry(folder)
        self._registry.clean()
        self.engine: Engine | RemoteEngine = (
            open_engine(address, folder / ROLLUPS, scratch) if address
            else Engine((folder, scratch), memory, spill=folder / _SPILL)
        )  # fmt: skip
        self.sums = SumsKeeper(folder, self.engine)
        self._mounts = itertools.count(1)
        self._entries: dict[str, Entry] = {}
        self._unreadable: list[Unreadable] = []
        self._show(self._without_replaced(self._registry.scan()))

    @classmethod
    def open(cls, folder: Path | None, today: str, memory: str = "1GB", address: str = "") -> Store:
        """Open the store of a folder, which is made where it is missing; None for one that ends with the process.

        Leftovers of killed imports are removed; what cannot be read is listed in :attr:`unreadable`.

        Args:
            folder: of the store.
            today: date or time, told to a second process that finds the store open.
            memory: most that queries take.
            address: of an engine beyond this process, as ``events.store.opening`` reads it, which then holds the
                tables; the folder keeps what is known of them, and roll-ups. Empty for none.

        Raises:
            AddressError: there is no such engine.
            EngineError: it does not answer.
            StoreBusy: another process has it open.
            StoreError: the folder cannot be written.
        """
        if address:
            parse_address(address)  # before a folder is made for it
        scratch = Path(tempfile.mkdtemp(prefix="sourcepin-"))
        try:
            target = folder or scratch / "store"
            target.mkdir(parents=True, exist_ok=True)
            lock = StoreLock(target, today)
        except OSError as error:
            shutil.rmtree(scratch, ignore_errors=True)
            raise StoreError(
                f"{folder} cannot be used as a store ({error.strerror or error}): expected a folder that this process "
                "may write; name another with STORE"
            ) from error
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        try:
            store = cls(target, scratch, lock, memory, address)
        except BaseException:
            lock.release()
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        # Also where nobody closes it: the scratch folder is to end with the process.
        weakref.finalize(store, shutil.rmtree, scratch, ignore_errors=True)
        return store

    def _without_replaced(self, listing: Listing) -> Listing:
        """Finish what a kill between a new version and the removal of the old one left undone."""
        old = {entry.replaces for entry in listing.entries}
        for entry in listing.entries:
            if entry.number in old:
                self._registry.remove(entry.folder)
        return Listing(tuple(one for one in listing.entries if one.number not in old), listing.unreadable)

    def _show(self, listing: Listing) -> None:
        self._unreadable = list(listing.unreadable)
        for entry in listing.entries:
            try:
                self.engine.attach(entry.number, self.folder / entry.folder / DATA, entry.on)
            except Unfit as error:
                self._unreadable.append(Unreadable(entry.folder, str(error)))
            else:
                self._entries[entry.id] = entry
                self.sums.show(entry)
        there = {one.folder for one in listing.entries} | {one.folder for one in listing.unreadable}
        self.engine.keep_only(there)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The imported data sets, on or off, in the order in which they came."""
        with self._guard:
            return tuple(sorted(self._entries.values(), key=lambda entry: entry.number))

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """Sub-folders that cannot be shown, with the reason; :meth:`remove` takes the name of the folder."""
        with self._guard:
            return tuple(self._unreadable)

    @property
    def generation(self) -> int:
        """Grows with every import, removal, switch and mount."""
        return self.engine.generation

    def entry(self, id: str) -> Entry | None:
        """The data set of that id."""
        with self._guard:
            return self._entries.get(id)

    def find_same(self, content_hash: str) -> Entry | None:
        """The latest data set that was made from the very same content."""
        return next((entry for entry in reversed(self.entries) if entry.content_hash == content_hash), None)

    def free_id(self, id: str) -> str:
        """The id, or with a number in it where a data set has it, or ids in the two could be the same; see ``ids``."""
        with self._guard:
            return free_id(id, self._entries, *(one.folder.partition("-")[2] for one in self._unreadable))

    def session(
        self, about: DataSetDescription, replaces: str | None = None, memory: str = MEMORY, threads: int = 2
    ) -> ImportSession:
        """Begin an import; use it in a ``with`` block. A taken id gets a number, see :meth:`free_id`.

        Args:
            about: what the data set says of itself.
            replaces: id of the data set that this is the new version of; it goes when the new one is whole.
        """
        with self._guard:
            old = self._known(replaces) if replaces is not None else None
            if old is None or old.id != about.id:
                about = about.model_copy(update={"id": self.free_id(about.id)})
            number = self._registry.next_number()
            part = self._registry.begin(number)
        return ImportSession(part, about, number, old.number if old else None, self._publish, memory, threads)

    def rename(self, session: ImportSession, about: DataSetDescription, replaces: str | None = None) -> None:
        """Give an import under way its name, often known only once the file was read; as in :meth:`session`."""
        with self._guard:
            old = self._known(replaces) if replaces is not None else None
            about = about.model_copy(update={"id": old.id if old else self.free_id(about.id)})
            session.rename(about, old.number if old else None)

    def _publish(self, part: Path, entry: Entry) -> Entry:
        self.engine.prepare(entry.number, entry.folder, part / DATA)
        with self._guard:
            old = next((one for one in self._entries.values() if one.number == entry.replaces), None)
            if (old is None or old.id != entry.id) and (other := rival(entry.id, self._entries)):
                raise StoreError(f"a data set {other!r} came in meanwhile; import again, it gets another id")
            folder = self._registry.publish(part, entry)
            self.engine.attach(entry.number, folder / DATA, instead_of=old.number if old else None)
            self.sums.show(entry)
            if old:
                self._registry.remove(old.folder)
                del self._entries[old.id]
            self._entries[entry.id] = entry
            return entry

    def remove(self, id: str) -> None:
        """Remove a data set, by its id (or an unreadable one by its folder); its space is free at once.

        Raises:
            StoreError: there is none.
        """
        with self._guard:
            if any(one.folder == id for one in self._unreadable):
                self._registry.remove(id)
                self._unreadable = [one for one in self._unreadable if one.folder != id]
                return
            entry = self._known(id)
            self.sums.forget(entry.number)
            self.engine.detach(entry.number)
            self._registry.remove(entry.folder)
            del self._entries[id]

    def switch(self, id: str, on: bool) -> Entry:
        """Show or hide a data set, from now on and after a restart.

        Raises:
            StoreError: there is none of that id.
        """
        with self._guard:
            entry = self._registry.switch(self._known(id), on)
            self._entries[id] = entry
            self.engine.switch(entry.number, on)
            return entry

    def _known(self, id: str) -> Entry:
        if id not in self._entries:
            names = ", ".join(self._entries) or "none"
            raise StoreError(f"no data set {id!r} in {self.folder}; it has: {names}")
        return self._entries[id]

    def mount(self, tables: Mapping[str, pyarrow.Table], number: int = CURATED, on: bool = True) -> None:
        """Show tables that are at hand until the store is closed; what was mounted under the number goes."""
        file = self._scratch / f"mounted-{next(self._mounts)}.duckdb"
        write_tables(file, tables)
        self.engine.attach(number, file, on)
        # Open files stay readable: the engine has it, and nothing is left to remove later.
        file.unlink()

    def unmount(self, number: int) -> None:
        """Stop showing what was mounted under a number."""
        self.engine.detach(number)

    def close(self) -> None:
        """Let go of the folder. Imports under way are to be ended before."""
        with self._guard:
            self.sums.close()
            self.engine.close()
            self._registry.clean()
            self._lock.release()
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()
