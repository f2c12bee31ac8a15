"""Queries compiled once for each shape, so that asking costs no building.

Building an Ibis expression and writing it as SQL costs some 10 ms, more than most queries here. So an expression
is built with *marks*: plain literals of which no two are alike, and which nothing else in a query is like. In the
SQL text each becomes a named parameter. Which parts of a filter are set, and how many values a list has (rounded
up), is the shape of the filter; text for a shape is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from events.store.dialects import to_sql

_FIRST = 1_987_000_000
"""Marks for numbers count from here: more than any zoom, length or day in a query, and still 32 bits."""
BITS, SURE_BITS = "bits", "sure_bits"
"""The names of parameters of bytes that are read as bits (``members.py``)."""
_MARK = re.compile(r"'mark-(\d+)-'|\b(1987\d{6})(?:\.25)?\b")


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text and the names of the parameters that stand in it."""

    text: str
    names: frozenset[str]
    tables: tuple[str, ...] = ()
    """Names of the tables that it was built with."""


class Marks:
    """Gives out the marks of one expression and turns them into named parameters."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def _index(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name)

    def number(self, name: str) -> int:
        """A whole number, for arithmetic, comparisons, limits and lists."""
        return _FIRST + self._index(name)

    def real(self, name: str) -> float:
        """A number with a fraction."""
        return _FIRST + self._index(name) + 0.25

    def text(self, name: str) -> str:
        """A text."""
        return f"mark-{self._index(name)}-"

    def texts(self, name: str, count: int) -> list[str]:
        """``count`` texts, ``name_0`` and on."""
        return [self.text(f"{name}_{n}") for n in range(count)]

    def numbers(self, name: str, count: int) -> list[int]:
        """``count`` whole numbers, ``name_0`` and on."""
        return [self.number(f"{name}_{n}") for n in range(count)]

    def named(self, sql: str, placeholder: str) -> Compiled:
        """SQL text with every mark as a parameter, written as ``placeholder.format(name)``."""
        found: set[str] = set()

        def name(match: re.Match[str]) -> str:
            index = int(match[1]) if match[1] else int(match[2]) - _FIRST
            found.add(self._names[index])
            here = placeholder.format(self._names[index])
            return f"CAST({here} AS BIT)" if self._names[index] in (BITS, SURE_BITS) else here

        text = _MARK.sub(name, sql)
        return Compiled(text, frozenset(found))


PLACEHOLDERS = {"duckdb": "${}", "postgres": "%({})s", "pyspark": ":{}"}
"""How each engine writes a named parameter."""


def compile_query(build: Callable[[Marks], ir.Table], dialect: str = "duckdb") -> Compiled:
    """An expression that is built with marks, as SQL text with named parameters."""
    marks = Marks()
    return marks.named(to_sql(build(marks), dialect), PLACEHOLDERS[dialect])


def renamed(text: str, before: Sequence[str], now: Sequence[str]) -> str:
    """SQL text over other tables of the same columns: each quoted name of ``before`` as that of ``now``.

    Values are parameters and not in the text, so that nothing but names of tables is found.
    """
    names = {f'"{old}"': f'"{new}"' for old, new in zip(before, now, strict=True)}
    return re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], text)


def rounded(count: int) -> int:
    """The next power of two: lists of 5 and of 8 values have one shape. 0 stays 0."""
    return 0 if not count else 1 << (count - 1).bit_length()


def listed(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """Parameters for a list of ``rounded(len(values))`` marks; the last value fills up."""
    return {f"{name}_{n}": values[min(n, len(values) - 1)] for n in range(rounded(len(values)))}
