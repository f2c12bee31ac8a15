"""A bounded cache of what was used last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values last used, so many of them; safe for threads.

    Args:
        most: how many are kept.
        size: of a value, ``room`` at most of all; one that takes an eighth of the room is not kept.
    """

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _: 0, room: int = 1) -> None:
        self._most, self._size, self._room, self._taken = most, size, room, 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; the one not used for longest goes."""
        size = self._size(value)
        if size > self._room // 8:
            return value
        with self._lock:
            if key in self._values:
                self._taken -= self._size(self._values.pop(key))
            self._values[key] = value
            self._taken += size
            while len(self._values) > self._most or self._taken > self._room:
                self._taken -= self._size(self._values.popitem(last=False)[1])
        return value

    def __len__(self) -> int:
        return len(self._values)
