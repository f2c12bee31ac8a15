"""What is wrong with a draft: the models and the cross-checks of reading, asked before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from events.crosscheck import Where, check_references
from events.dataset import DataSet
from events.editing.drafts import LONGEST_ID, MODELS, Draft, Kind
from events.fields import FIELD, FieldType
from events.model import Actor, Claim, Incident, Origin, Source
from events.yamlfile import Located
from geodata.places import Place

LONGEST_TEXT = 2000
"""Of any text of a draft: forms are open to whoever sees the page, and the models limit only some texts."""
_HARMLESS: dict[str, Any] = {"quote": "words", "paragraph": 1, "source": "source"}
_HARMLESS_VALUE = {FieldType.NUMBER: 0, FieldType.DATE: "..", FieldType.TEXT: "words", FieldType.PLACE: "place"}
"""What stands in for a wrong value while the other checks are made; nothing more is said of that field then."""
_PLAINER = {
    "missing": "required; fill it in",
    "string_too_short": "required; fill it in",
    "too_short": "required; add at least {min_length}",
    "string_too_long": "longer than {max_length} characters; shorten it",
    "string_pattern_mismatch": "expected lower-case letters, digits and single hyphens, got {input!r}",
    "greater_than_equal": "expected {ge:g} or more, got {input!r}",
    "less_than_equal": "expected {le:g} or less, got {input!r}",
    "greater_than": "expected more than {gt:g}, got {input!r}",
    "enum": "expected one of {expected}, got {input!r}",
    "extra_forbidden": "no such key; remove it or mend its name",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong in a draft. ``field`` is a key of the row, or a path such as ``claims.0.quote``."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@dataclass(frozen=True)
class Checked:
    """The data set as it would be with the draft, or what is wrong; never both."""

    dataset: DataSet | None
    wrong: tuple[Wrong, ...] = ()


class _Anywhere(Where):
    """Places in files for a draft that stands in none: the key itself, so that rows can be told apart."""

    def __missing__(self, key: str) -> tuple[str, Located, tuple[str | int, ...]]:
        return key, Located(None, None), ()


def _told(error: ValidationError, row: dict[str, Any]) -> Iterator[Wrong]:
    for one in error.errors(include_url=False):
        if one["type"] == "too_short" and one["input"]:
            continue  # a list is not too short because what stands in it is wrong, and told
        message = one["msg"].removeprefix("Value error, ")
        named, colon, rest = message.partition(": ")
        path = [str(step) for step in one["loc"]]
        if plainer := _PLAINER.get(one["type"]):
            message = plainer.format(**{**one.get("ctx", {}), "input": one["input"]})
        elif colon and named.isidentifier() and (named in row or named in MODELS[Kind.CLAIM].model_fields):
            # Checks of a whole row name the field first: "parts: they add up to 2".
            path, message = [*path, named], rest
        # Unions put in the names of the types that they tried; the first step is always the row's own key.
        nested = path[:1] == ["claims"]
        yield Wrong(".".join(path[:3] if nested else path[:1]), message)


def _mended(row: dict[str, Any], wrong: list[Wrong]) -> dict[str, Any]:
    """The row with harmless values where it is wrong, so that the checks behind the first ones are made as well."""
    spec = FIELD.get(str(row.get("field")))
    harmless = _HARMLESS | ({"value": _HARMLESS_VALUE[spec.type]} if spec and spec.type in _HARMLESS_VALUE else {})
    mended = {key: one for key, one in row.items() if key not in {bad.field for bad in wrong}}
    return mended | {bad.field: harmless[bad.field] for bad in wrong if bad.field in harmless}


def _model(draft: Draft) -> tuple[BaseModel | None, list[Wrong]]:
    """The row as its model, a claim that is wrong with harmless values if it can be; and what is wrong."""
    row, model = dict(draft.row), MODELS[draft.kind]
    wrong: list[Wrong] = []
    while True:
        try:
            return model.model_validate(row), wrong
        except ValidationError as error:
            known = {one.field for one in wrong}
            new = [one for one in dict.fromkeys(_told(error, row)) if one.field not in known]
        wrong += new
        if draft.kind is not Kind.CLAIM or not new:
            return None, wrong
        row = _mended(row, new)


def _with(dataset: DataSet, draft: Draft, row: BaseModel) -> DataSet:
    """The data set with one more row, unchecked."""
    match row:
        case Source():
            return replace(dataset, sources=(*dataset.sources, row))
        case Place():
            return replace(dataset, places={**dataset.places, row.id: row})
        case Actor():
            return replace(dataset, actors={**dataset.actors, row.id: row})
        case Origin():
            return replace(dataset, origins={**dataset.origins, row.id: row})
        case Incident():
            return replace(dataset, incidents=(*dataset.incidents, row))
        case Claim():
            incidents = tuple(
                one.model_copy(update={"claims": (*one.claims, row)}) if one.id == draft.incident else one
                for one in dataset.incidents
            )
            return replace(dataset, incidents=incidents)
    raise TypeError(f"expected one of the models of a data set, got {type(row).__name__}")


def _taken(dataset: DataSet, kind: Kind) -> set[str]:
    given: dict[Kind, Any] = {
        Kind.SOURCE: (one.id for one in dataset.sources), Kind.INCIDENT: (one.id for one in dataset.incidents),
        Kind.PLACE: dataset.places, Kind.ACTOR: dataset.actors, Kind.ORIGIN: dataset.origins,
    }  # fmt: skip
    return set(given[kind])


def _own_place(dataset: DataSet, draft: Draft, row: BaseModel | None) -> Iterator[Wrong]:
    """Whether there is room for it: its id is free and can name a file, its incident is there, it is new."""
    if draft.kind is Kind.CLAIM:
        incident = dataset.incident(draft.incident)
        if not draft.incident:
            yield Wrong("incident_id", _PLAINER["missing"])
        elif incident is None:
            known = ", ".join(one.id for one in dataset.incidents)
            yield Wrong("incident_id", f"{draft.incident!r} is no incident of this data set; expected one of {known}")
        elif isinstance(row, Claim) and row.id in {claim.id for claim in incident.claims}:
            yield Wrong("", "this very claim stands in the incident already; nothing is to be added")
        return
    own = str(draft.row.get("id", ""))
    if own in _taken(dataset, draft.kind):
        yield Wrong("id", f"{own!r} stands there already; ids are unique, choose another")
    if len(own) > LONGEST_ID:
        yield Wrong("id", f"longer than {LONGEST_ID} characters; shorten it")


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a row with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}" if path else str(key))
            yield from _texts(key, path)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from _texts(one, f"{path}.{index}")


def _unwritable(row: dict[str, Any]) -> Iterator[Wrong]:
    """Text that no UTF-8 file can hold (halves of characters, as broken copies have them), or far too much of it."""
    for path, text in _texts(row):
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            yield Wrong(path, "has half a character in it; write the text again")
        elif len(text) > LONGEST_TEXT:
            yield Wrong(path, f"{len(text)} characters, at most {LONGEST_TEXT}; shorten it")


def _referring(dataset: DataSet, draft: Draft, row: BaseModel) -> tuple[DataSet, list[Wrong]]:
    """The data set with the row, and what the cross-checks find that they did not find without it."""
    before = Counter((one.file, one.field, one.message) for one in check_references(dataset, _Anywhere())[1])
    after, problems = check_references(_with(dataset, draft, row), _Anywhere())
    new = Counter((one.file, one.field, one.message) for one in problems) - before
    wrong = []
    for file, field, message in new:
        kind, _, position = file.rpartition(":")
        nested = draft.kind is Kind.INCIDENT and kind.startswith("Claim:")
        wrong.append(Wrong(f"claims.{position}.{field}" if nested else field, message))
    return after, wrong


def check(dataset: DataSet, draft: Draft) -> Checked:
    """Everything that is wrong with a draft at once, by field; else the data set as it would be with it."""
    wrong = list(_unwritable(dict(draft.row)))
    if wrong:
        return Checked(None, tuple(wrong))
    row, wrong = _model(draft)
    wrong += _own_place(dataset, draft, row)
    after = None
    if row is not None and not any(one.field in ("id", "incident_id") for one in wrong):
        after, found = _referring(dataset, draft, row)
        wrong += [one for one in found if one.field not in {known.field for known in wrong}]
    return Checked(None, tuple(dict.fromkeys(wrong))) if wrong or after is None else Checked(after)
