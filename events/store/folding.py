"""``geodata.names.fold`` in SQL, for a million texts at a time.

For text that is searched in, not for names that are compared: articles stay, as removing them takes most of the
time, and a search asks for the words of ``fold(query)``, which has none. Otherwise it gives the same words for Latin
and Arabic script; a test compares both. What differs: ligatures and presentation forms other than those listed
stay, and folding is done once, not until nothing changes.
"""

from __future__ import annotations

_JOINED = "[‘’‚‛\u02b9-\u02bf\u02c8\u02ee''`´′\u0640\u200e\u200f]"
_LETTERS = {
    "ی": "ي", "ى": "ي", "ې": "ي", "ێ": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۃ": "ه",
    "ٱ": "ا", "ۆ": "و", "ڵ": "ل", "ڕ": "ر", "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)), **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
}  # fmt: skip
_LONGER = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ﬁ": "fi", "ﬂ": "fl", "ء": ""}


def _foreign(text: str) -> str:
    """Joined signs and letters of lower-case text that is not ASCII even without its marks."""
    text = f"regexp_replace({text}, '{_JOINED}', '', 'g')"
    for letters, plain in _LONGER.items():
        text = f"replace({text}, '{letters}', '{plain}')"
    text = f"translate({text}, '{''.join(_LETTERS)}', '{''.join(_LETTERS.values())}')"
    text = rf"regexp_replace({text}, '(^|[^\pL\pN])ال([\pL\pN]{{3}})', '\1\2', 'g')"
    return rf"regexp_replace({text}, '[^\pL\pN]+', ' ', 'g')"


def _ascii(text: str) -> str:
    # Single gaps are not matched: replacing each by itself is what would take the time.
    return f"regexp_replace(replace(replace(lower({text}), '''', ''), '`', ''), '[^a-z0-9 ]+', ' ', 'g')"


def macros() -> tuple[str, ...]:
    """Statements that make the macro ``fold_text(text)``."""
    return (
        # ASCII as it is, then what is ASCII without its marks, then the rest: each step costs five times the last.
        f"CREATE OR REPLACE MACRO fold_letters(text) AS CASE WHEN strlen(text) = length(text) THEN {_ascii('text')} "
        f"WHEN regexp_full_match(strip_accents(text), '[\\x00-\\x7f]*') THEN {_ascii('strip_accents(text)')} "
        f"ELSE {_foreign('lower(strip_accents(text))')} END",
        r"CREATE OR REPLACE MACRO fold_text(text) AS "
        r"trim(regexp_replace(fold_letters(text), '\b([a-z]) +(\d+)\b', '\1\2', 'g'))",
    )
