"""Cells as people write them: digits of any script, numbers with separators, counts with their direction.

Pure functions over one text. The shaper asks them once for each *distinct* text of a column, in bounded
batches (``events/importing/lookups.py``), so that a million rows with the same forty numbers cost forty calls.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from events.amounts import Amount, Bound, parse_amount

Decimal = Literal[".", ","] | None
Value = int | dict[str, int]
LARGEST_COUNT = 1_000_000_000
LONGEST_SHOWN = 60

ARABIC_DIGITS, ASCII_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"
_TIDY = str.maketrans(
    {**dict(zip(ARABIC_DIGITS, ASCII_DIGITS, strict=True)), "٫": ".", "٬": "'", "،": ",", "−": "-", "‐": "-",
     "–": "-", "—": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "\u200e": "", "\u200f": ""}
)  # fmt: skip

NOT_STATED = frozenset(
    ["", "-", "--", "?", ".", "n/a", "na", "n.a.", "nan", "nil", "null", "none", "unknown", "unk", "not stated",
     "not known", "not available", "nd", "tbd", "غير معروف", "غير محدد", "نامعلوم", "inconnu", "inconnue",
     "non précisé", "desconocido", "desconocida", "unbekannt", "keine angabe"]
)  # fmt: skip
"""Words for "the file does not say"; never taken for nought."""

_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: number for number, word in enumerate(_SPELLED.split())}
_BEFORE: dict[Bound, str] = {
    Bound.AT_LEAST: "at least|no fewer than|no less than|not less than|minimum|min|>=|≥|au moins|al menos|por lo menos|"
    "mindestens|ما لا يقل عن|على الأقل|حداقل|دست کم",
    Bound.MORE_THAN: "more than|greater than|over|above|>|plus de|más de|mas de|mehr als|über|أكثر من|اكثر من|بیش از",
    Bound.AT_MOST: "at most|up to|no more than|not more than|maximum|max|<=|≤|au plus|jusqu'à|hasta|höchstens|bis zu",
    Bound.LESS_THAN: "fewer than|less than|under|below|<|moins de|menos de|weniger als|أقل من|اقل من|کمتر از",
    Bound.ABOUT: "about|around|approximately|approx.|approx|roughly|some|nearly|almost|circa|ca.|ca|c.|~|≈|environ|"
    "alrededor de|aproximadamente|cerca de|unos|unas|etwa|rund|ungefähr|حوالي|نحو|تقريبا|حدود|تقریبا",
}  # fmt: skip
_PREFIXES = sorted(
    ((word, bound) for bound, words in _BEFORE.items() for word in words.split("|")), key=lambda pair: -len(pair[0])
)
_AFTER = {"+": Bound.AT_LEAST, "or more": Bound.AT_LEAST, "at least": Bound.AT_LEAST, "or fewer": Bound.AT_MOST,
          "or less": Bound.AT_MOST, "approx": Bound.ABOUT, "على الأقل": Bound.AT_LEAST}  # fmt: skip
_COUNTED = re.compile(
    r"\s+(people|persons?|killed|dead|deaths?|fatalit(?:y|ies)|casualt(?:y|ies)|wounded|injured|victims?)$"
)
_GROUPED = r"(?: \d{3})*"
_TO = "-| to | and | bis | à | إلى | الى | تا "
_RANGE = re.compile(rf"^(?:between |from )?(\S+?{_GROUPED}) ?(?:{_TO}) ?(\S+{_GROUPED})$")
_DOZEN = re.compile(r"^(?:(half) a|(a|one)|(two|three|four|five)|(\d)) dozens?$")


class CellError(ValueError):
    """A cell that is not understood: ``reason`` says what was expected and what arrived, ``mend`` what to do."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}; {mend}")
        self.reason, self.mend = reason, mend


def shown(text: str) -> str:
    """A text as a message quotes it: never a cell of a hundred megabytes."""
    return repr(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…")


def tidy(text: str) -> str:
    """The text with ASCII digits, plain spaces, hyphens and apostrophes, without space around it."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TIDY).split())


def is_stated(text: str | None) -> bool:
    """False for an empty cell and for words such as ``n/a`` and ``unknown``."""
    return text is not None and tidy(text).casefold() not in NOT_STATED


def number(text: str, decimal: Decimal = None) -> float:
    """A number with thousands separators or a decimal sign.

    Args:
        decimal: the decimal sign of the file; None where it is not known. ``1.234`` then means two things
            and is refused, while ``1.5``, ``1,234.5`` and ``1,234,567`` mean only one.

    Raises:
        CellError: no number, or one that the decimal sign does not decide.
    """
    given = tidy(text)
    if re.fullmatch(r"[+-]?\d+", given):
        return float(given)
    if re.fullmatch(r"[+-]?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?", given):
        given = given.replace(" ", "").replace("'", "")
        return number(given, decimal or ("," if "," in given else "."))
    match = re.fullmatch(r"([+-]?)(\d+(?:[.,]\d+)+)", given)
    if not match:
        raise CellError(f"expected a number, got {shown(text)}", "write digits, for instance 14 or 3.5")
    plain = _with_point(match[2], decimal)
    if plain is None:
        raise CellError(
            f"expected a number, got {shown(text)}, in which {'.' if '.' in given else ','} may set off thousands "
            "or decimals" if decimal is None else f"expected a number with decimal sign {decimal!r}, got {shown(text)}",
            "say the decimal sign of the file in the mapping (decimal)",
        )
    return float(match[1] + plain)


def _with_point(digits: str, decimal: Decimal) -> str | None:
    """Digits and separators as Python writes them, or None where that is not decided or contradicts ``decimal``."""
    signs = [sign for sign in digits if sign in ".,"]
    parts = re.split(r"[.,]", digits)
    grouped = [len(part) == 3 for part in parts[1:]]
    starts_group = len(parts[0]) <= 3 and parts[0] != "0"
    if len(set(signs)) == 2:
        last = signs[-1]
        fits = signs.count(last) == 1 and all(grouped[:-1]) and starts_group and decimal in (None, last)
        return "".join(parts[:-1]) + "." + parts[-1] if fits else None
    if len(signs) > 1:
        return "".join(parts) if all(grouped) and starts_group and decimal != signs[0] else None
    if decimal == signs[0] or (decimal is None and not (grouped[0] and starts_group)):
        return ".".join(parts)
    return "".join(parts) if decimal is not None and grouped[0] and starts_group else None


def count(text: str | None, decimal: Decimal = None) -> Value | None:
    """How many people a cell says: a value that ``events.amounts.parse_amount`` reads, or None for not stated.

    ``14`` → 14 · ``about 30`` → {"about": 30} · ``26+`` → {"at_least": 26} · ``12-18`` → {"low": 12, "high": 18} ·
    ``a dozen`` → {"about": 12}.

    Raises:
        CellError: anything else, a negative number, a fraction of a person.
    """
    if text is None or not is_stated(text):
        return None
    given = _COUNTED.sub("", tidy(text).casefold())
    for word, bound in _PREFIXES:
        if given.startswith(word) and (not word[-1].isalpha() or not given[len(word) :][:1].isalpha()):
            return _bounded(bound, given[len(word) :], text, decimal)
    for word, bound in _AFTER.items():
        if given.endswith(word):
            return _bounded(bound, given.removesuffix(word), text, decimal)
    if dozen := _dozen(given):
        return {"about": dozen}
    pair = _RANGE.match(given)
    if pair and not given.startswith("-"):
        low, high = _whole(pair[1], text, decimal), _whole(pair[2], text, decimal)
        if low > high:
            raise CellError(f"expected the smaller number first, got {shown(text)}", "swap the two numbers")
        return {"low": low, "high": high} if low < high else low
    return _whole(given, text, decimal)


def _dozen(given: str) -> int:
    """Twelve times as many as are said, or 0 where no dozen is."""
    match = _DOZEN.match(given)
    if not match:
        return 0
    half, one, several, digit = match.groups()
    return 6 if half else 12 if one else 12 * (_NUMBER_WORDS[several] if several else int(digit))


def _bounded(bound: Bound, rest: str, text: str, decimal: Decimal) -> Value:
    given = rest.strip()
    return {bound.value: _dozen(given) or _whole(given, text, decimal)}


def _whole(given: str, text: str, decimal: Decimal) -> int:
    given = given.strip()
    if given in _NUMBER_WORDS:
        return _NUMBER_WORDS[given]
    try:
        found = number(given, decimal)
    except CellError as error:
        if "mapping" in error.mend:
            raise
        raise CellError(
            f"expected a count such as 14, about 30, at least 26 or 12-18, got {shown(text)}",
            "write the number, or leave the cell empty where none is stated",
        ) from None
    if found != int(found):
        raise CellError(f"expected a whole number, got {shown(text)}", "write whole numbers; check the decimal sign")
    if not 0 <= found < LARGEST_COUNT:
        raise CellError(f"expected a count of 0 to {LARGEST_COUNT - 1:,}, got {shown(text)}", "mend the figure")
    return int(found)


def amount(value: Value) -> Amount:
    """The amount of a value that `count` gave."""
    return parse_amount(value)
