"""A language of the report: its words, plural forms, numbers, days, and what needs isolating inside it.

Data are in :data:`DATA_LANGUAGE`. Where the report is in another language, text of data stands in a
``<bdi>`` with its own language and direction, and so does a figure of theirs with a sign or a dash in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from events.amounts import Amount, Bound, number_words
from events.dates import Days, parse_edtf
from events.report.markup import Html, escape, join, plain, tag
from events.report.words_ar import WORDS as ARABIC
from events.report.words_en import WORDS as ENGLISH

DATA_LANGUAGE = "en"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def english_form(count: int) -> int:
    """Which of "one|other"."""
    return 0 if count == 1 else 1


def arabic_form(count: int) -> int:
    """Which of "zero|one|two|few|many|other", after Unicode CLDR: few 3–10, many 11–99, other 100–102, by hundreds."""
    if count < 3:
        return count
    return 3 if 3 <= count % 100 <= 10 else 4 if count % 100 >= 11 else 5


def script(text: str) -> str:
    """"rtl" or "ltr" by the first letter that has a direction; empty where none has one."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("R", "AL"):
            return "rtl"
        if direction == "L":
            return "ltr"
    return ""


def _is_mixed(text: str) -> bool:
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return "L" in kinds and bool(kinds & {"R", "AL"})


def _tongue(text: str, direction: str) -> str | None:
    if direction == "ltr":
        return DATA_LANGUAGE
    return "ar" if any(unicodedata.bidirectional(sign) == "AL" for sign in text) else None


@dataclass(frozen=True)
class Language:
    """One language. ``form`` says which of the forms of a plural a count takes."""

    code: str
    direction: str
    words: Mapping[str, str]
    form: Callable[[int], int]

    @property
    def is_data(self) -> bool:
        """True where the data are in this language."""
        return self.code == DATA_LANGUAGE

    def data(self, text: object) -> Html:
        """Text from data: escaped, and isolated where its direction or language is not that of the report."""
        shown = plain(text)
        direction = script(shown)
        if not direction:
            return self.figure(shown)
        if direction != self.direction:
            return tag("bdi", shown, lang=_tongue(shown, direction), dir=direction)
        return tag("bdi", shown, dir=direction) if _is_mixed(shown) else escape(shown)

    def figure(self, text: str) -> Html:
        """Figures with signs or dashes between them, which read from left to right in every language."""
        return escape(text) if self.direction == "ltr" else tag("bdi", text, dir="ltr")

    def say(self, key: str, **values: object) -> Html:
        """A text of the table with its placeholders filled: markup as it is, numbers in digits, the rest as data."""
        return self._filled(self.words[key], values)

    def count(self, key: str, count: int, **values: object) -> Html:
        """A text with the plural form that goes with ``count``, which is its ``{n}``."""
        return self._filled(self.words[key].split("|")[self.form(count)], {"n": count, **values})

    def _filled(self, template: str, values: Mapping[str, object]) -> Html:
        pieces = _PLACEHOLDER.split(template)
        return join(self._value(values[piece]) if at % 2 else piece for at, piece in enumerate(pieces))

    def _value(self, value: object) -> Html:
        if isinstance(value, Html):
            return value
        return escape(number_words(value)) if isinstance(value, int | float) else self.data(value)

    def quote(self, text: str) -> Html:
        """Words of data in quotation marks; those of the words' own direction, so that they stand at its two ends."""
        shown = plain(text)
        if script(shown) in ("", self.direction):
            return self.say("quote", text=text)
        return self.data(f"“{shown}”")

    def has(self, key: str) -> bool:
        """True where the table has that text."""
        return key in self.words

    def listed(self, parts: Iterable[object], between: str = "list.comma") -> Html:
        """The parts with the language's comma or semicolon between them."""
        return join((self._value(part) for part in parts), self.words[between])

    def alternatives(self, parts: Iterable[object]) -> Html:
        """"a, b or c"."""
        *most, last = parts
        return self.say("list.or", most=self.listed(most), last=last) if most else self._value(last)

    def month(self, one: date) -> Html:
        """The month with its year."""
        return self.say("date.month", month=self.say(f"month.{one.month}"), year=escape(one.year))

    def day(self, one: date, year: bool = True, weekday: bool = False) -> Html:
        """"11 March 2020", "11 March", "Wed 11 March 2020"."""
        words = self.say(
            "date.day" if year else "date.day_of_month",
            day=escape(one.day), month=self.say(f"month.{one.month}"), year=escape(one.year),
        )  # fmt: skip
        if not weekday:
            return words
        return self.say("date.with_weekday", weekday=self.say(f"weekday.{one.weekday()}"), day=words)

    def days(self, interval: Days, weekday: bool = False) -> Html:
        """An interval of days in words, as ``phrases.days`` says it."""
        start, end = interval.start, interval.end
        if start is None and end is None:
            return self.say("date.none")
        if end is None:
            return self.say("date.from", day=self.day(start or date.min))
        if start is None:
            return self.say("date.until", day=self.day(end))
        if start == end:
            return self.day(start, weekday=weekday)
        if (start.year, start.month) == (end.year, end.month):
            return self.say("date.same_month", start=start.day, end=end.day, month=self.month(end))
        return self.say("date.span", start=self.day(start, year=start.year != end.year), end=self.day(end))

    def published(self, edtf: str | None) -> Html:
        """A date of publication: a day or a month in words, anything else as it is written."""
        if not edtf:
            return self.say("date.none")
        shape = [part.isdigit() for part in edtf.split("-")]
        if shape == [True, True]:
            return self.month(parse_edtf(edtf).start or date.min)
        return self.day(date.fromisoformat(edtf)) if shape == [True] * 3 else self.figure(edtf)

    def amount(self, amount: Amount) -> Html:
        """A count with its bound in words: "more than 12", "12 – 18"."""
        if amount.bound is Bound.RANGE:
            return self.say("amount.span", low=amount.low, high=amount.high)
        return self.say(f"amount.{amount.bound.value}", n=amount.low)


LANGUAGES: Mapping[str, Language] = {
    "en": Language("en", "ltr", ENGLISH, english_form),
    "ar": Language("ar", "rtl", ARABIC, arabic_form),
}


def language_of(code: str) -> Language:
    """The language of that code; ValueError for one that the report does not speak."""
    if code not in LANGUAGES:
        raise ValueError(f"language: expected one of {', '.join(LANGUAGES)}, got {code!r}; the report speaks no other")
    return LANGUAGES[code]
