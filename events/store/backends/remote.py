"""What every engine beyond this process has in common: which data sets are there, on, and seen by a question.

To the store it is an engine like ``events.store.engine.Engine``: a data set's file that is attached is carried to
the cluster first, where it is not there yet, and its roll-ups are made.
"""

from __future__ import annotations

import re
import secrets
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import ibis.expr.types as ir
import pyarrow

from events.store.backends.layout import Cargo, unbound
from events.store.backends.rollups import Rollups
from events.store.engine import Engine
from events.store.failing import EngineError

_KEPT = re.compile(r"^(\d{4,})-[a-z0-9-]+$")
MOUNTED = ".mounted-"
"""In the name of what lasts as long as this process; what a killed one left is removed at the start."""
Params = Mapping[str, Any] | None


class RemoteEngine(ABC):
    """The data sets on a cluster, for questions from any thread.

    Args:
        rollups: where the roll-ups of its data sets are kept; None for none.
        scratch: folder on this machine for what a transfer does not hold in memory.
    """

    dialect: ClassVar[str]

    def __init__(self, rollups: Rollups | None = None, scratch: Path | None = None) -> None:
        self.rollups = rollups
        self._scratch = scratch or Path(tempfile.gettempdir())
        self._lock, self._carrying = threading.RLock(), threading.Lock()
        self._attached: dict[int, str] = {}
        self._on: frozenset[int] = frozenset()
        self._selections: dict[frozenset[int], int] = {}
        self._generation = 0

    def _begin(self) -> None:
        """Take the tables over, once there is a connection: those of another store are left alone.

        Raises:
            EngineError: they belong to another store. Two that number their data sets alike would mix them.
        """
        if self.rollups is not None and (found := self._owner(self.rollups.owner)) != self.rollups.owner:
            raise EngineError(
                f"the engine holds the tables of another store (mark {found}, expected {self.rollups.owner}): two "
                "stores cannot share them. Name another folder or schema in STORE; or, where they are those of another "
                "folder on this machine, name that folder with STORE_FOLDER"
            )
        self._clear()

    def _clear(self) -> None:
        for name in self._names():
            if MOUNTED in name:
                self._drop(name)

    @property
    def generation(self) -> int:
        """Grows whenever what a question can see changes."""
        return self._generation

    @property
    def numbers(self) -> frozenset[int]:
        """Numbers of the data sets that are attached."""
        return frozenset(self._attached)

    @property
    def on(self) -> frozenset[int]:
        """Numbers of the data sets that are attached and switched on."""
        return self._on

    def prepare(self, number: int, name: str, file: Path) -> None:
        """Carry a data set over and roll it up before it is attached, so that :meth:`attach` is a matter of moments.

        Takes seconds or minutes, in which everything else goes on.

        Args:
            name: of the folder that it will have in the store.
        """
        with self._carrying:
            if name in self._names():
                self._drop(name)  # left by a process that was killed
            with Cargo(file, self._scratch) as cargo:
                self._ship(name, cargo)
            if self.rollups is not None:
                with self._lock:
                    index = self._selections.setdefault(frozenset({number}), len(self._selections) + 1)
                self._show(index, [name])
                self.rollups.fill(number, name, self, unbound(index))

    def keep_only(self, names: Collection[str]) -> None:
        """Remove what no store lists: left by a process that was killed while it carried it over."""
        for name in self._names():
            if MOUNTED not in name and name not in names:
                self._drop(name)

    def attach(self, number: int, file: Path, on: bool = True, instead_of: int | None = None) -> None:
        """Show a data set; its tables are carried to the cluster where they are not there yet.

        What had the number before, and ``instead_of``, go in the same step.

        Raises:
            Unfit: the file is damaged; nothing has changed.
        """
        with self._lock:
            match = _KEPT.match(file.parent.name)
            kept = match is not None and int(match[1]) == number
            name = file.parent.name if kept else f"{number:04d}{MOUNTED}{secrets.token_hex(4)}"
            carried = not kept or name not in self._names()
            if carried:
                with Cargo(file, self._scratch) as cargo:
                    self._ship(name, cargo)
            gone = {one for one in (number, instead_of) if one in self._attached}
            old = {self._attached.pop(one) for one in gone if one is not None} - {name}
            self._attached[number] = name
            self._on = (self._on - gone) | ({number} if on else set())
            if kept:
                self._roll_up(number, name, carried)
            else:
                self._roll_up_here(number, name, file)
            self._change({number, *gone}, old)
            for one in gone - {number}:
                self._forget(one)

    def _roll_up(self, number: int, name: str, carried: bool) -> None:
        if self.rollups is not None and (carried or not self.rollups.has(number, name)):
            self.rollups.fill(number, name, self, self._views([number], anew=True))

    def _roll_up_here(self, number: int, name: str, file: Path) -> None:
        """What is mounted is small, lies on this machine, and is waited for: a start, or another day."""
        if self.rollups is not None:
            near = Engine([file.parent], threads=1)
            near.attach(number, file)
            try:
                self.rollups.fill(number, name, near, near.tables([number]))
            finally:
                near.close()

    def _forget(self, number: int | None) -> None:
        if self.rollups is not None and number is not None:
            self.rollups.drop(number)

    def detach(self, number: int) -> None:
        """Let go of a data set, and remove it from the cluster."""
        with self._lock:
            if number in self._attached:
                name = self._attached.pop(number)
                self._on -= {number}
                self._change({number}, {name})
                self._forget(number)

    def _change(self, changed: Collection[int], gone: Collection[str]) -> None:
        for chosen, index in self._selections.items():
            if not chosen.isdisjoint(changed):
                self._show(index, self._named(chosen))
        self._generation += 1
        for name in gone:
            self._drop(name)

    def switch(self, number: int, on: bool) -> None:
        """Show or hide a data set that is attached; another number is left alone."""
        with self._lock:
            if number in self._attached and (number in self._on) is not on:
                self._on = self._on | {number} if on else self._on - {number}
                self._generation += 1

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, ir.Table]:
        """Table name to Ibis table, over the data sets of those numbers; None for all that are on."""
        with self._lock:
            return self._views(self._on if numbers is None else numbers)

    def _views(self, numbers: Collection[int], anew: bool = False) -> Mapping[str, ir.Table]:
        chosen = frozenset(numbers)
        if anew or chosen not in self._selections:
            self._selections.setdefault(chosen, len(self._selections) + 1)
            self._show(self._selections[chosen], self._named(chosen))
        return unbound(self._selections[chosen])

    def _named(self, numbers: Collection[int]) -> list[str]:
        return [self._attached[one] for one in sorted(numbers) if one in self._attached]

    @abstractmethod
    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        """The whole answer to SQL text with named parameters."""

    @abstractmethod
    def stream(self, query: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """The answer batch by batch; a stream is for one thread."""

    @abstractmethod
    def explain(self, query: str, params: Params = None) -> str:
        """How the engine would answer, in its own words."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection; the data sets stay, but for those that were mounted."""

    @abstractmethod
    def _owner(self, mine: str) -> str:
        """The mark of the store whose tables these are: ``mine`` where nobody's was there before."""

    @abstractmethod
    def _names(self) -> Collection[str]:
        """Names of the data sets that lie on the cluster whole."""

    @abstractmethod
    def _ship(self, name: str, cargo: Cargo) -> None:
        """Write a data set to the cluster: whole, or not at all."""

    @abstractmethod
    def _drop(self, name: str) -> None:
        """Remove a data set from the cluster."""

    @abstractmethod
    def _show(self, index: int, names: Sequence[str]) -> None:
        """Make the views of a selection: the rows of those data sets together."""
