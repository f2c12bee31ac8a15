"""The language that this run speaks: texts by their English, counts by their plural form, data set apart.

As with gettext the English text is the key, and stands where there is no other. What a template is filled with is
data or was said here before: data in Latin letters is isolated in a text that runs from right to left (Unicode
bidirectional algorithm, U+2068 … U+2069), figures with signs between them too (U+2066 … U+2069), so that nothing
around them changes places. English is returned as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from events.translations.ar import CATALOGUE as ARABIC
from events.translations.ar import form as arabic_form
from events.translations.entries import Entry

LANGUAGES: Mapping[str, str] = {"en": "English", "ar": "العربية"}
"""Codes, each with its name in itself."""
DEFAULT = "en"
_CATALOGUES: Mapping[str, Mapping[str, Entry]] = {"ar": ARABIC}
_FORMS: Mapping[str, Callable[[int], int]] = {"ar": arabic_form}
_RIGHT_TO_LEFT = frozenset({"ar"})
_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT)

DATA, FIGURE, END = "\u2068", "\u2066", "\u2069"
"""What opens an isolate around data (direction by its first letter), around figures (left to right), and ends both."""
_PLACE = re.compile(r"\{([a-z_]+)\}")
_NUMBER = re.compile(r"[\d.,]*")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def current() -> str:
    """The code of the language of this run."""
    return _LANGUAGE.get()


def use(code: str) -> None:
    """Speak a language from here on, in this thread or task. ValueError for one that is not known."""
    if code not in LANGUAGES:
        raise ValueError(f"language: expected one of {', '.join(LANGUAGES)}, got {code!r}; choose one of these")
    _LANGUAGE.set(code)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Speak a language for a while: files for machines and what is kept between runs are written in English."""
    before = current()
    use(code)
    try:
        yield
    finally:
        use(before)


def direction() -> str:
    """"ltr" or "rtl"."""
    return "rtl" if current() in _RIGHT_TO_LEFT else "ltr"


def balanced(text: str) -> bool:
    """True where every isolate ends inside the text and nothing else in it turns directions."""
    depth = 0
    for mark in _MARKS.findall(text):
        depth += 1 if mark in (DATA, FIGURE) else -1 if mark == END else 0
        if depth < 0 or mark not in (DATA, FIGURE, END):
            return False
    return depth == 0


def data(value: object) -> str:
    """Text of the data set, or figures, to stand in a sentence of this run's language; English as it is.

    A text that was put together here, of parts that are isolated already, stays.
    """
    text = str(value)
    if direction() == "ltr":
        return text
    if _MARKS.search(text):
        if balanced(text):
            return text
        text = _MARKS.sub("\ufffd", text)
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    if kinds & {"R", "AL"}:
        return text
    if "L" in kinds:
        return f"{DATA}{text}{END}"
    return f"{FIGURE}{text}{END}" if "EN" in kinds and not _NUMBER.fullmatch(text) else text


def entry(message: str, context: str = "") -> Entry | None:
    """What the catalogue of this run's language has for a message; None in English and where it has nothing."""
    catalogue = _CATALOGUES.get(current(), {})
    return catalogue.get(f"{context}|{message}" if context else message)


def _filled(template: str, values: Mapping[str, object]) -> str:
    if not values:
        return template
    return _PLACE.sub(lambda found: data(values[found[1]]) if found[1] in values else found[0], template)


def t(message: str, /, context: str = "", **values: object) -> str:
    """A text in the language of this run, its ``{placeholders}`` filled.

    ``context`` tells apart what is one word in English and two in another language.
    """
    found = entry(message, context)
    return _filled(found if isinstance(found, str) else message, values)


def tn(one: str, many: str, n: int, **values: object) -> str:
    """A text with a count, in the plural form that the language has for it; ``many`` is the key."""
    found = entry(many)
    if isinstance(found, tuple):
        return _filled(found[_FORMS[current()](n)], {"n": f"{n:,}", **values})
    return _filled(one if n == 1 else many, {"n": f"{n:,}", **values})


def listed(parts: Iterable[str], between: str = ", ") -> str:
    """Parts with the comma or semicolon of the language between them."""
    return t(between).join(data(part) for part in parts)


def alternatives(parts: Iterable[str]) -> str:
    """"a, b or c"."""
    *most, last = parts
    return t("{most} or {last}", most=listed(most), last=last) if most else data(last)
