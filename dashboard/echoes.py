"""Values of widgets that were replaced a moment ago: a browser that has not heard of it yet sends them back.

A browser sends the values of all widgets with each action. Whoever moves the slider and at once ticks a box sends
the date fields as they were before: that is no wish to go back. A slow browser may be several values behind.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any

ECHO_SECONDS = 1.5
LONG_SECONDS = 6.0
"""Of values that nobody sets twice by chance, as a window of dates; a tick is soon set anew, and then is a wish."""
MOST = 12
"""Values kept for each widget: playback replaces one a step."""


class Echoes:
    """The values that were replaced, by key and with the moment."""

    def __init__(self) -> None:
        self._replaced: dict[str, deque[tuple[Any, float]]] = {}

    def replaced(self, key: str, value: Any) -> None:
        """A widget showed this value until now."""
        self._replaced.setdefault(key, deque(maxlen=MOST)).append((value, time.monotonic()))

    def holds(self, key: str, value: Any) -> bool:
        """Whether the value was replaced less than ``ECHO_SECONDS`` ago; a pair of values, ``LONG_SECONDS``."""
        now, seconds = time.monotonic(), LONG_SECONDS if isinstance(value, tuple) else ECHO_SECONDS
        return any(old == value and now - at < seconds for old, at in self._replaced.get(key, ()))
