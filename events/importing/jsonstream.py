"""The values of a JSON file one after the other, with flat memory: an array, one array in an object, or lines.

A value that cannot be read is told by itself, and what follows it is read on.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from events.importing.limits import ImportRefused

_CHUNK = 1 << 20
_SPACE = re.compile(r"[ \t\r\n\x1e]*")
_SIGN = re.compile(r'[\\"{}\[\]]')
_STOP = re.compile(r"[,}\]]")
_LINES = re.compile(r"\}[ \t\r]*\n[ \t\r\n]*\x1e?\s*\{")
_MOST_LOOKED = 50_000_000
"""Brackets and quotes that are looked at in values that cannot be read."""
_CUT = "Download it again: it may have been cut short."


class Faulty(ValueError):
    """What JSON allows and a table cannot have: a key twice, a number that is none."""


@dataclass(frozen=True)
class Bad:
    """A value that could not be read: its beginning, and why."""

    text: str
    reason: str


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Faulty(f"expected each key once in an object, got {twice[:80]!r} twice")
    return found


def _constant(text: str) -> Any:
    raise Faulty(f"expected a number as JSON has them, got {text}")


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise Faulty(f"expected a number that fits, got {text[:40]}")
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_float=_float)


def _line(text: str) -> Any:
    try:
        return _DECODER.decode(text.strip("\x1e \t\r\n"))
    except json.JSONDecodeError as error:
        return Bad(text[:4000], f"expected JSON in each line, got something else: {error.msg}")
    except RecursionError:
        return Bad(text[:4000], "expected JSON of a few levels, got one nested too deep")
    except ValueError as error:
        return Bad(text[:4000], str(error) if isinstance(error, Faulty) else "expected a shorter number")


@dataclass
class Stream:
    """A JSON file as text, read as far as is needed.

    Args:
        file: open for reading bytes.
        encoding: as ``Sniffed`` has it.
        longest: characters of one value.
        within: keys whose array holds the rows, in an object around them.
    """

    file: BinaryIO
    encoding: str
    longest: int
    within: Callable[[str], bool] = lambda _: False
    around: dict[str, Any] = field(default_factory=dict)
    """The other members of the object around the rows, as far as they have been read."""
    cut: bool = False
    """The file ended before its brackets were closed."""
    found: str = ""
    """The key whose array was read."""

    def __post_init__(self) -> None:
        errors = "surrogateescape" if self.encoding == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(self.encoding)(errors)
        self._text, self._at, self._ended, self._base, self._looked = "", 0, False, 0, 0

    def _more(self, size: int = _CHUNK) -> bool:
        if self._ended:
            return False
        data = self.file.read(size)
        self._ended = not data
        self._base += self._at
        self._text = self._text[self._at :] + self._decoder.decode(data, self._ended)
        self._at = 0
        return True

    def peek(self) -> str:
        """The next sign that is no space; nothing at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                if self._text[self._at] == "\ufeff" and not self._base + self._at:
                    self._at += 1
                    continue
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, signs: str) -> str:
        """The next sign, which must be one of these; nothing where the file has ended."""
        sign = self.peek()
        if sign and sign not in signs:
            raise ImportRefused(f"at character {self._base + self._at:,} stands {sign!r}", " or ".join(signs),
                                "Check the file with a JSON checker.")  # fmt: skip
        self.cut = self.cut or not sign
        self._at += bool(sign)
        return sign

    def value(self) -> Any:
        """The next value, or :class:`Bad`."""
        self.peek()
        step = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or self._ended or self._text[end - 1] in '}]"':
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                # Far from the end of what has been read, more text would not make it better.
                certain = error.pos < len(self._text) - 64 and not error.msg.startswith("Unterminated")
                if self._ended or certain:
                    return self._skip(f"expected JSON, got something else: {error.msg}")
            except RecursionError:
                return self._skip("expected JSON of a few levels, got one nested too deep")
            except ValueError as error:
                return self._skip(str(error) if isinstance(error, Faulty) else "expected a shorter number")
            if len(self._text) - self._at > self.longest:
                return self._skip(f"expected a row of at most {self.longest:,} characters, got a longer one")
            self._more(step)
            step = min(step * 2, 16 << 20)

    def _skip(self, reason: str) -> Bad:
        """Go to the end of a value that cannot be read, by its brackets."""
        text, begin = self._text[self._at : self._at + 4000], self._base + self._at
        self._pass_over()
        return Bad(text[: self._base + self._at - begin], reason)

    def _pass_over(self) -> None:
        signs = _SIGN if self._text[self._at : self._at + 1] in ("{", "[", '"') else _STOP
        depth, quoted, escaped = 0, False, 0
        while True:
            for match in signs.finditer(self._text, self._at):
                self._looked += 1
                if match.start() < escaped:
                    continue
                sign = match[0]
                if signs is _STOP:
                    self._at = match.start()
                    return
                if sign == "\\":
                    escaped = match.end() + 1 if quoted else 0
                elif sign == '"':
                    quoted = not quoted
                elif not quoted:
                    depth += 1 if sign in "{[" else -1
                if depth <= 0 and not quoted and sign != "\\":
                    self._at = match.end()
                    return
            escaped = max(0, escaped - len(self._text))
            self._at = len(self._text)
            if self._looked > _MOST_LOOKED:
                raise ImportRefused("too much of it cannot be read", "JSON", "Check the file with a JSON checker.")
            if not self._more():
                self.cut = True
                return

    def items(self) -> Iterator[Any]:
        """Every row: of the outer array, of the array in the outer object, or each of the values in a row."""
        if self.peek() == "[":
            yield from self._array()
        elif self.peek() == "{" and not _LINES.search(self._text):
            yield from self._object()
        yield from self._lines()

    def _lines(self) -> Iterator[Any]:
        """Each line of the rest as a value."""
        while self.peek():
            while (end := self._text.find("\n", self._at)) < 0 and len(self._text) - self._at <= self.longest:
                if not self._more():
                    end = len(self._text)
                    break
            if end < 0:
                bad = Bad(self._text[self._at : self._at + 4000],
                          f"expected a row of at most {self.longest:,} characters, got a longer one")  # fmt: skip
                while end < 0 and self._more():
                    end = self._text.find("\n", self._at)
                    self._at = end if end >= 0 else len(self._text)
                yield bad
                continue
            line, self._at = self._text[self._at : end], end
            yield _line(line)

    def _array(self) -> Iterator[Any]:
        self._at += 1
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self.take(",]") != ",":
                return

    def _object(self) -> Iterator[Any]:
        """The rows of an object that holds them under a key; the object itself as one row, if it holds none."""
        self._at += 1
        while self.peek() and self.peek() != "}":
            key = self.value()
            if not isinstance(key, str):
                raise ImportRefused("a key of the outer object cannot be read", "a key in quotes", _CUT)
            self.take(":")
            if self.peek() == "[" and not self.found and self.within(key):
                self.found = key
                yield from self._array()
            else:
                value = self.value()
                if key in self.around and key != self.found:
                    value = Bad(key, f"expected each key once in an object, got {key[:80]!r} twice")
                self.around[key] = value
            if self.take(",}") != ",":
                break
        else:
            self.take("}")
        if not self.found:
            yield next((value for value in self.around.values() if isinstance(value, Bad)), self.around)
