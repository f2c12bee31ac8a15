"""The closed lists in Arabic: the words are those of the Arabic report, found by their English."""

from __future__ import annotations

from events.closed_words import MONTHS, PRECISION_WORDS, STANCE_WORDS, WEEKDAYS
from events.fields import FIELDS, KINDS, ROLES, WEAPONS, Stance
from events.report.terms_ar import TERMS as WORDS
from events.translations.entries import Entry

_UNIT = "unit."

TERMS: dict[str, Entry] = {
    **{f"unit|{key.removeprefix(_UNIT)}": words for key, words in WORDS.items() if key.startswith(_UNIT)},
    **{words: WORDS[f"weapon.{key}"] for key, (words, _) in WEAPONS.items()},
    **{words: WORDS[f"kind.{key}"] for key, words in KINDS.items()},
    **{field.label: WORDS[f"field.{field.key}"] for field in FIELDS},
    **{f"role|{role}": WORDS[f"role.{role}"] for role in ROLES},
    **{f"manner|{stance.value}": WORDS[f"manner.{stance.value}"] for stance in Stance},
    **{words: WORDS[f"stance.{stance.value}"] for stance, words in STANCE_WORDS.items()},
    **{words: WORDS[f"precision.{precision.value}"] for precision, words in PRECISION_WORDS.items()},
    **{name: WORDS[f"month.{number}"] for number, name in enumerate(MONTHS, 1)},
    # Labels have no room for both names of a month: the one used in Iraq stands.
    **{f"short|{name}": WORDS[f"month.{number}"].split("/")[0] for number, name in enumerate(MONTHS, 1)},
    **{name: WORDS[f"weekday.{number}"] for number, name in enumerate(WEEKDAYS)},
}
