"""A count as a source gives it: a number with its direction, kept as said.

"More than 12", "at least 26" and "about 30" are bounds, not numbers. An :class:`Amount` keeps
which it is, says it in words, and knows the interval of numbers that it admits, so that two
amounts can be compared without rounding either of them to a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.language import data, t

ABOUT_TOLERANCE = 0.10
""""About n" admits n within ten percent: 110 and "about 105" agree, 18 and "about 30" do not."""


class Bound(StrEnum):
    """The direction of an amount."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"


_WORDS = {
    Bound.EXACT: "{n}",
    Bound.ABOUT: "about {n}",
    Bound.AT_LEAST: "at least {n}",
    Bound.MORE_THAN: "more than {n}",
    Bound.AT_MOST: "at most {n}",
    Bound.LESS_THAN: "fewer than {n}",
}
_SYMBOLS = {
    Bound.EXACT: "{n}",
    Bound.ABOUT: "≈ {n}",
    Bound.AT_LEAST: "≥ {n}",
    Bound.MORE_THAN: "> {n}",
    Bound.AT_MOST: "≤ {n}",
    Bound.LESS_THAN: "< {n}",
}


class AmountError(ValueError):
    """The written value is no amount."""


def number_words(number: float) -> str:
    """An integer without decimals and with thousands apart, anything else as Python prints it."""
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A count with its bound. ``high`` equals ``low`` except for a range."""

    bound: Bound
    low: float
    high: float
    best: float | None = None
    """What the source holds most likely within a range."""

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """In words: "more than 12", "12 – 18"."""
        if self.bound is Bound.RANGE and self.best is not None:
            return t("{words} ({more})", words=number_words(self.best), more=self._say(_WORDS))
        if self.bound is Bound.RANGE:
            return data(self._say(_WORDS))
        return t(_WORDS[self.bound], n=number_words(self.low))

    @property
    def symbols(self) -> str:
        """For narrow cells: "> 12", "≥ 26", "≈ 30"."""
        return self._say(_SYMBOLS)

    def _say(self, forms: Mapping[Bound, str]) -> str:
        if self.bound is Bound.RANGE:
            return f"{number_words(self.low)} – {number_words(self.high)}"
        return forms[self.bound].format(n=number_words(self.low))

    @property
    def admits(self) -> tuple[float, float]:
        """The smallest and largest whole number it admits, both inclusive; infinity where open.

        Counts are whole, so "more than 12" begins at 13 and excludes 12. "About n" admits n
        within :data:`ABOUT_TOLERANCE`.
        """
        match self.bound:
            case Bound.ABOUT:
                return self.low * (1 - ABOUT_TOLERANCE), self.low * (1 + ABOUT_TOLERANCE)
            case Bound.AT_LEAST:
                return self.low, math.inf
            case Bound.MORE_THAN:
                return math.floor(self.low) + 1, math.inf
            case Bound.AT_MOST:
                return 0, self.high
            case Bound.LESS_THAN:
                return 0, math.ceil(self.high) - 1
        return self.low, self.high

    def compatible(self, other: Amount) -> bool:
        """True where some number satisfies both."""
        (a, b), (c, d) = self.admits, other.admits
        return max(a, c) <= min(b, d)


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AmountError(f"{where}: expected a number, got {value!r}; write digits, for instance 14")
    try:
        number = float(value)
    except OverflowError as error:
        raise AmountError(f"{where}: expected a count, got a number too large to be one; mend the figure") from error
    if not math.isfinite(number) or number < 0:
        raise AmountError(f"{where}: expected a count of 0 or more, got {value!r}")
    return number


def _range(value: Mapping[str, object]) -> Amount:
    low, high = _number(value["low"], "low"), _number(value["high"], "high")
    if low > high:
        raise AmountError(f"low: {low:g} is above high: {high:g}; swap them or mend the figure")
    best = _number(value["best"], "best") if "best" in value else None
    if best is not None and not low <= best <= high:
        raise AmountError(f"best: {best:g} is not between low {low:g} and high {high:g}; mend one of them")
    return Amount(Bound.RANGE, low, high, best) if low < high else Amount(Bound.EXACT, low, high)


def parse_amount(value: object) -> Amount:
    """Read ``14``, ``{about: 30}``, ``{more_than: 12}``, ``{low: 12, high: 18}`` or that with a ``best`` between.

    Raises:
        AmountError: anything else, saying what was expected.
    """
    if not isinstance(value, Mapping):
        number = _number(value, "value")
        return Amount(Bound.EXACT, number, number)
    keys = set(value)
    if {"low", "high"} <= keys <= {"low", "high", "best"}:
        return _range(value)
    if len(keys) == 1:
        key = next(iter(keys))
        if key in set(Bound) - {Bound.EXACT, Bound.RANGE}:
            number = _number(value[key], str(key))
            return Amount(Bound(key), number, number)
    raise AmountError(
        f"value: expected a number, {{about|at_least|more_than|at_most|less_than: n}} or "
        f"{{low: n, high: n}}, got keys {sorted(map(str, keys))}"
    )
