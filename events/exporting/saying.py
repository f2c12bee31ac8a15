"""Claims in words, and their figures, for whole columns: each different statement is worked out once.

The same words as ``events/phrases.py`` finds for a claim of a data set in memory, from the stored columns alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from events import phrases
from events.amounts import AmountError, parse_amount
from events.closed_words import LINK_WORDS, STANCE_WORDS
from events.dates import DateError, parse_edtf
from events.fields import FIELD, KINDS, WEAPONS, FieldType, Stance

_APART = "\x1f"
MAKES = ("field", "value", "value_text", "unit", "stance", "actor_name", "linked_title", "place", "parts_words", "not")
"""What the words are made of: columns of text, NULL where a claim has none."""


class Said(NamedTuple):
    """What one statement says."""

    text: str | None
    low: float | None = None
    high: float | None = None
    best: float | None = None
    bound: str | None = None


def _loaded(value: str) -> Any:
    try:
        return json.loads(value) if value else None
    except ValueError:
        return value


def _number(value: Any, field: str, unit: str, parts: str) -> Said:
    try:
        amount = parse_amount(value)
    except AmountError:
        return Said(str(value))
    words = f"{amount.words} {unit}" if unit and unit != FIELD[field].unit else amount.words
    best = amount.best if amount.best is not None else value.get("best") if isinstance(value, dict) else None
    return Said(f"{words} ({parts})" if parts else words, amount.low, amount.high, best, amount.bound.value)


def _date(value: Any) -> str:
    try:
        return phrases.days(parse_edtf(str(value)))
    except DateError:
        return str(value)


def _named(stance: str, actor: str, more: str) -> str:
    words = STANCE_WORDS[Stance(stance or Stance.STATES)].format(actor=actor)
    return f"{words}: {more}" if more else words


def _linked(field: str, title: str, stance: str) -> str:
    words = LINK_WORDS[field].format(incident=title)
    return words if stance in ("", Stance.STATES) else f"{words} ({stance})"


@lru_cache(maxsize=65536)
def say(
    field: str, value: str, text: str, unit: str, stance: str, actor: str, linked: str, place: str, parts: str, no: str
) -> Said:
    """One statement; every argument is text, empty where the claim has none, ``value`` JSON."""
    given = _loaded(value)
    match FIELD[field].type:
        case FieldType.NUMBER:
            said = _number(given, field, unit, parts)
        case FieldType.DATE:
            said = Said(f"{_date(given)} ({text})" if text else _date(given))
        case FieldType.PLACE:
            said = Said(f"{place or given}: {text}" if text else place or str(given))
        case FieldType.CODE:
            code = str(given)
            said = Said(text or (KINDS.get(code) if field == "kind" else WEAPONS.get(code, ("", None))[0]) or code)
        case FieldType.ACTOR:
            said = Said(_named(stance, actor, str(given or text or "")))
        case FieldType.LINK:
            said = Said(_linked(field, linked, stance))
        case _:
            said = Said(f"{actor}: {given}" if actor and field == "reaction" else str(given or ""))
    return said._replace(text=f"not so: {said.text}") if no else said


def said(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """``text, low, high, best, bound`` of every row.

    Args:
        columns: text arrays of equal length under the names :data:`MAKES`.
    """
    made = [pc.fill_null(columns[name].cast(pa.string()), "") for name in MAKES]
    # Data may hold the sign that stands between; it is no letter of any script, so nothing is lost.
    made = [pc.replace_substring(one, _APART, " ") for one in made]
    coded = pc.dictionary_encode(pc.binary_join_element_wise(*made, _APART))
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    found = [say(*key.split(_APART)) for key in coded.dictionary.to_pylist()]
    index = pa.array(numpy.asarray(coded.indices))
    types = {"text": pa.string(), "bound": pa.string()}
    return {
        name: pa.array([getattr(one, name) for one in found], types.get(name, pa.float64())).take(index)
        for name in Said._fields
    }
