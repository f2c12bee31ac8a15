"""The form for a claim: what it carries follows from the type of its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import escaping
from dashboard import state_contribute as desk
from dashboard import wording_contribute as words
from dashboard.components.forms import choice, date_line, line, note, pair, paragraph, quote, sources
from events import phrases
from events.amounts import Bound
from events.dataset import DataSet
from events.editing.drafts import Draft, Kind, draft
from events.fields import FIELD, FIELDS, KINDS, WEAPONS, Field, FieldType, Stance

_INCIDENT, _SOURCE, _PARAGRAPH = "w_ct_incident", "w_ct_source", "w_ct_paragraph"
"""These stay for the next claim: people go through one article, paragraph by paragraph."""
_WITH_ACTOR = ("reaction", "victim", "statement", "target")


def _actors(dataset: DataSet) -> dict[str, str]:
    return {one.id: one.name for one in sorted(dataset.actors.values(), key=lambda one: one.name)}


def _figure(label: str, name: str) -> int | float | None:
    number = st.number_input(label, key=desk.key(name), min_value=0.0, value=None, step=1.0, format="%g")
    return int(number) if number is not None and number == int(number) else number


@dataclass(frozen=True)
class About:
    """What a claim is about: a field of an incident (empty where none is chosen yet)."""

    dataset: DataSet
    field: Field
    incident: str


def _number(about: About) -> dict[str, Any]:
    left, middle, right = st.columns(3, gap="small")
    with left:
        bound = st.selectbox(words.BOUND, list(Bound), key=desk.key("bound"), format_func=words.BOUNDS.__getitem__)
    with middle:
        low = _figure(words.NUMBER, "number")
    value: Any = low if bound is Bound.EXACT or low is None else {str(bound): low}
    with right:
        if bound is Bound.RANGE:
            high = _figure(words.UPTO, "high")
            value = {} if low is None or high is None else {"low": low, "high": high}
        else:
            unit = line("unit", placeholder=about.field.unit)
    row: dict[str, Any] = {"value": value, "unit": "" if bound is Bound.RANGE else unit}
    actors = _actors(about.dataset)
    left, right = pair()
    with left:
        row["of"] = choice("of", actors, none="all")
    with right:
        groups = st.multiselect(
            words.LABELS["parts"], list(actors), key=desk.key("parts"), placeholder=words.CHOOSE,
            format_func=lambda one: escaping.plain(actors.get(one, one)),
        )
    counts = {group: _figure(escaping.markdown(actors[group]), f"part_{group}") for group in groups}
    return {**row, "parts": {group: count for group, count in counts.items() if count is not None}}


def _date(_: About) -> dict[str, Any]:
    return {"value": date_line("date", words.LABELS["value"])}


def _code(about: About) -> dict[str, Any]:
    known = KINDS if about.field.key == "kind" else {code: said for code, (said, _) in WEAPONS.items()}
    left, right = pair()
    with left:
        value = choice("value", known)
    with right:
        return {"value": value, "text": line("text")}


def _place(about: About) -> dict[str, Any]:
    return {"value": choice("value", {one.id: phrases.where(one) for one in about.dataset.places.values()})}


def _stance() -> str:
    return str(st.selectbox(words.LABELS["stance"], [str(one) for one in Stance], key=desk.key("stance")))


def _actor(about: About) -> dict[str, Any]:
    left, right = pair()
    with left:
        actor = choice("actor", _actors(about.dataset))
    with right:
        stance = _stance()
    return {"actor": actor, "stance": stance, "value": line("value")}


def _link(about: About) -> dict[str, Any]:
    left, right = pair()
    with left:
        other = choice("incident", {one.id: one.title for one in about.dataset.incidents if one.id != about.incident})
    with right:
        stance = _stance()
    return {"incident": other, "stance": "" if stance == Stance.STATES else stance}


def _text(about: About) -> dict[str, Any]:
    row: dict[str, Any] = {"value": line("value")}
    found = about.dataset.incident(about.incident)
    codes = {one.code: str(one.value) for one in found.about(about.field.key) if one.code} if found else {}
    left, right = pair()
    with left:
        row["code"] = st.selectbox(
            words.LABELS["code"], list(codes), key=desk.key("code"), index=None, accept_new_options=True,
            help=words.HELP["code"], placeholder=words.CHOOSE,
            format_func=lambda one: escaping.plain(f"{one}: {codes[one]}" if one in codes else one),
        )
    with right:
        if about.field.key in _WITH_ACTOR:
            row["actor"] = choice("actor", _actors(about.dataset), none=words.NO_ACTOR)
    return row


_VALUE: dict[FieldType, Callable[[About], dict[str, Any]]] = {
    FieldType.NUMBER: _number, FieldType.DATE: _date, FieldType.CODE: _code, FieldType.PLACE: _place,
    FieldType.ACTOR: _actor, FieldType.LINK: _link, FieldType.TEXT: _text,
}  # fmt: skip


def _citation(dataset: DataSet) -> dict[str, Any]:
    """Where it is written and on whose word."""
    left, right = st.columns([1, 3], gap="small")
    with left:
        number = paragraph(_PARAGRAPH)
    with right:
        fragment = quote()
    left, right = pair()
    with left:
        says = line("says")
    with right:
        origin = choice("origin", {key: one.name for key, one in dataset.origins.items()}, none=words.NO_ORIGIN)
    return {"says": says, "origin": origin, "paragraph": number, "quote": fragment}


def claim_form(dataset: DataSet, chosen: str | None) -> Draft:
    """One statement by one source about one field; ``chosen`` is the incident that is open on the map."""
    titles = {one.id: one.title for one in dataset.incidents}
    incident = choice("incident_id", titles, key=_INCIDENT, default=chosen) or ""
    left, right = pair()
    with left:
        source = choice("source", sources(dataset), key=_SOURCE)
    with right:
        field = choice("field", {one.key: one.label for one in FIELDS}) or ""
    if field and FIELD[field].help:
        st.caption(FIELD[field].help)
    row: dict[str, Any] = {"source": source, "field": field}
    if field:
        row |= _VALUE[FIELD[field].type](About(dataset, FIELD[field], incident))
    row |= _citation(dataset)
    row["holds"] = None if not st.checkbox(words.LABELS["holds"], key=desk.key("holds")) else False
    return draft(Kind.CLAIM, {**row, "note": note()}, incident)
