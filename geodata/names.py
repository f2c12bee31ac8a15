"""Folding of spellings, so that one place written in several ways is found as one.

Folded names are for comparing only: they are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("al el il ul ad ed ar er as es ash esh ach at et ath an en az ez adh the")
"""The Arabic article in its assimilated spellings (Ash Sharqat, Deir ez-Zor), and the English one."""

KIND_WORDS: dict[str, frozenset[str]] = {
    "airport": _words("airport airports aerodrome مطار فرودگاه"),
    "air base": _words("airbase airfield airstrip afb"),
    "base": _words("base air field camp military army force training joint fob"),
    "city": _words("city town village مدينه شهر قريه بلده"),
    "province": _words("province provinces governorate muhafazat muhafaza ostan state محافظه استان"),
    "district": _words("district subdistrict area region qada qadaa nahiyat nahiya قضاء ناحيه"),
}
"""Words that tell the kind of a place and are often left out or added, by the kind they tell."""
_FILLERS = _words("of in near intl international دولي قاعده جويه معسكر")
_ALL_KIND_WORDS = _FILLERS.union(*KIND_WORDS.values())

_JOINED = re.compile("[\u2018\u2019\u201a\u201b\u02b9-\u02bf\u02c8\u02ee'`\u00b4\u2032\u0640\u200e\u200f]")
"""Apostrophes, the signs for ayn and hamza, tatweel and direction marks: dropped without a gap."""
_LETTERS = str.maketrans(
    {
        "ی": "ي", "ى": "ي", "ې": "ي", "ێ": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۃ": "ه",
        "ٱ": "ا", "ۆ": "و", "ڵ": "ل", "ڕ": "ر", "ء": "", "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d",
        "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    }
)  # fmt: skip
_GAPS = re.compile(r"[\W_]+")
_CODE = re.compile(r"\b([a-z]) (\d+)\b")
_ARABIC_ARTICLE = "ال"
_SHORTEST_STEM = 3
_SHORT = 200
"""Longest name that is remembered: the same short ones come again and again, and a long text hardly ever."""


def fold(name: str) -> str:
    """The name without case, diacritics, ayn, articles, punctuation and variants of Arabic letters.

    Folding twice changes nothing more. A name made of articles alone keeps them.
    """
    return _remembered(name) if len(name) <= _SHORT else _folded(name)


def _folded(name: str) -> str:
    previous = None
    while name != previous:
        previous, name = name, _fold_once(name)
    return name


_remembered = lru_cache(maxsize=16_384)(_folded)


def _fold_once(name: str) -> str:
    text = _plain_letters(_JOINED.sub("", name))
    text = _CODE.sub(r"\1\2", _GAPS.sub(" ", text).strip())
    words = [_without_arabic_article(word) for word in text.split()]
    return " ".join([word for word in words if word not in ARTICLES] or words)


def _plain_letters(text: str) -> str:
    """Lower-case letters without marks, and digits of any script as ASCII digits."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    digits = (str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in kept)
    return "".join(digits).translate(_LETTERS)


def _without_arabic_article(word: str) -> str:
    stem = word.removeprefix(_ARABIC_ARTICLE)
    return stem if len(stem) >= _SHORTEST_STEM else word


def strip_kind_words(folded: str) -> str:
    """A folded name without words such as camp, base, airport, city or governorate.

    A name made of such words alone is returned as it is.
    """
    return " ".join(word for word in folded.split() if word not in _ALL_KIND_WORDS) or folded


def kinds_named(folded: str) -> frozenset[str]:
    """The kinds of place that the words of a folded name tell: ``baghdad airport`` tells ``airport``."""
    words = frozenset(folded.replace("air base", "airbase").replace("air field", "airfield").split())
    return frozenset(kind for kind, told in KIND_WORDS.items() if words & told)
