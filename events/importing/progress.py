"""How far an import is: share done, rows a second, time left. Pure; whoever asks says what time it is."""

from __future__ import annotations

from dataclasses import dataclass

SHARES = {"reading": 0.12, "recognising": 0.03, "checking": 0.1, "writing": 0.75}
"""Of the whole time, as measured for UCDP files of 7,000 to 200,000 rows; other files are not far off."""
_SURE = 1.0
"""Seconds before anything is said of speed and of what is left."""
_MOST = 0.99
"""A step is over when the next begins, not when the engine thinks so."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be said at one moment."""

    step: str
    share: float
    """Of the whole import, 0 to 1."""
    speed: float | None
    """Rows a second, of the whole way; None before it can be told."""
    left: float | None
    """Seconds; None before it can be told."""


class Pace:
    """Follows one import through its steps.

    Args:
        now: seconds of a clock that only goes forward.
    """

    def __init__(self, now: float) -> None:
        self._start, self.step = now, ""
        self._share = 0.0

    def begin(self, step: str) -> None:
        """A step has begun; those before it are over, and a step may come again."""
        self.step = step

    def look(self, now: float, inner: float = 0.0, rows: int = 0) -> Seen:
        """How far it is.

        Args:
            inner: share of the step that is done, as far as known.
            rows: of the file; 0 before they are counted.
        """
        steps = list(SHARES)
        before = steps[: steps.index(self.step)] if self.step in SHARES else []
        share = sum(SHARES[one] for one in before) + SHARES.get(self.step, 0.0) * min(max(inner, 0.0), _MOST)
        # A guess may be taken back; a bar that goes back would only puzzle.
        self._share = max(self._share, share)
        passed = now - self._start
        if passed < _SURE or self._share < 0.02:
            return Seen(self.step, self._share, None, None)
        left = passed * (1 - self._share) / self._share
        return Seen(self.step, self._share, rows * self._share / passed if rows else None, left)


def time_text(seconds: float) -> str:
    """75 → "1 min 15 s"; rounded up, as what is left."""
    whole = max(1, int(seconds + 0.999))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def speed_text(seen: Seen) -> str:
    """Speed and time left ("12,300 rows/s, about 8 s left"), as far as they can be told."""
    parts = [f"{seen.speed:,.0f} rows/s"] if seen.speed else []
    parts += [f"about {time_text(seen.left)} left"] if seen.left is not None else []
    return ", ".join(parts)
