"""Which column of a file means what: the answer of a person (or of `recognising`) that the generic shaper works by.

A mapping is written as YAML or JSON text, so that it can be saved beside the file, corrected and given to the
command line. Reading it back says every mistake: a role that does not exist, a column that the file has not.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from events.fields import KINDS, ROLES

COLUMN_ROLES: dict[str, str] = {
    "id": "the file's own id of the event", "title": "title", "date": "date, or first and last day as EDTF",
    "start": "first day", "end": "last day", "time": "time of day", "place": "name of the place",
    "province": "province (first-level division)", "country": "country", "lat": "latitude", "lon": "longitude",
    "coordinates": "latitude and longitude in one column, or WKT POINT", "precision": "how exactly the place is known",
    "radius_km": "radius of the place in kilometres", "kind": "kind of event", "killed": "people killed",
    "killed_low": "people killed, lowest", "killed_best": "people killed, best",
    "killed_high": "people killed, highest",
    "wounded": "people wounded", "target": "target", "weapon": "weapon", "origin": "who the source has it from",
    "publisher": "publisher of the source", "source_title": "title of the source", "published": "date of the source",
    "url": "URL of the source", "author": "author of the source", "account": "description or notes",
}  # fmt: skip
"""Every role that one column can have, with what it means. Actors and other columns may be several."""

CONSTANTS = ("title", "date", "place", "province", "country", "precision", "radius_km", "kind", "target", "weapon",
             "origin", "publisher", "source_title", "published", "url", "author")  # fmt: skip
"""Roles that one text can have for the whole file."""

LONGEST = 200_000
"""Characters of a mapping's text: far more than one needs."""


class MappingError(ValueError):
    """A mapping that cannot be used; the message says what was expected, what arrived and what to do."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ActorColumn(_Frozen):
    """A column that names actors, and the role in which they were in the event."""

    column: str = Field(min_length=1)
    role: str = "involved"

    @field_validator("role")
    @classmethod
    def _known(cls, role: str) -> str:
        if role not in ROLES:
            raise ValueError(f"expected one of {', '.join(ROLES)}, got {role!r}")
        return role


class Mapping(_Frozen):
    """Roles to columns of the file. What is not named is not read, but for what ``other`` keeps as it is."""

    columns: dict[str, str] = {}
    """Role (a key of `COLUMN_ROLES`) to column."""
    constants: dict[str, str] = {}
    """Role (one of `CONSTANTS`) to the text that holds for every row, or for rows whose cell is empty."""
    actors: tuple[ActorColumn, ...] = ()
    other: tuple[str, ...] = ()
    """Columns that are kept as they are: "column: value"."""
    kinds: dict[str, str] = {}
    """The file's word for a kind of event to a key of `events.fields.KINDS`."""
    places: dict[str, str] = {}
    """A place's key in the table ``offers`` to the id of the candidate taken, or "unplaced"."""
    date_order: Literal["dmy", "mdy"] | None = None
    century: int | None = Field(default=None, ge=1000, le=2000)
    """First year of the hundred years in which two-digit years lie; None refuses them."""
    decimal: Literal[".", ","] | None = None
    axes_as_written: bool = False
    """True where a person says that latitude and longitude are not swapped, though they look it."""
    separator: str = Field(default=";", max_length=3)
    """What parts several actors or sources in one cell; empty where a cell names one."""

    @model_validator(mode="after")
    def _roles_are_known(self) -> Mapping:
        for named, known, what in (
            (self.columns, tuple(COLUMN_ROLES), "role"), (self.constants, CONSTANTS, "role of a constant"),
        ):  # fmt: skip
            for role in named:
                if role not in known:
                    raise ValueError(f"{what}: {role!r} is not known{_near(role, known)}; expected {', '.join(known)}")
        for word, kind in self.kinds.items():
            if kind not in KINDS:
                raise ValueError(f"kinds: {word!r} becomes {kind!r}, which is no kind; expected {', '.join(KINDS)}")
        if {"lat", "lon"} & set(self.columns) and "coordinates" in self.columns:
            raise ValueError("columns: both lat/lon and coordinates say where it is; keep one of them")
        if len({"lat", "lon"} & set(self.columns)) == 1:
            raise ValueError("columns: expected both lat and lon, got one; name the other column, or leave both out")
        return self

    def column(self, role: str) -> str | None:
        """The column of a role, or None."""
        return self.columns.get(role)

    def has(self, *roles: str) -> bool:
        """True where a column or a constant gives one of the roles."""
        return any(role in self.columns or role in self.constants for role in roles)

    @property
    def used(self) -> tuple[str, ...]:
        """Every column that the mapping reads, once."""
        return tuple(dict.fromkeys([*self.columns.values(), *(one.column for one in self.actors), *self.other]))


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def save(mapping: Mapping) -> str:
    """The mapping as YAML text; `load` gives an equal one back."""
    return yaml.safe_dump(mapping.model_dump(mode="json", exclude_defaults=True), allow_unicode=True, sort_keys=False)


def load(text: str, columns: Iterable[str] | None = None) -> Mapping:
    """Read a mapping from YAML or JSON text.

    Args:
        columns: the columns of the file that it is for, where they are known.

    Raises:
        MappingError: not YAML, an unknown key or role, or a column that the file has not. All mistakes are said.
    """
    if len(text) > LONGEST:
        raise MappingError(f"expected a mapping of at most {LONGEST:,} characters, got {len(text):,}; is it the data?")
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            raise MappingError("expected a mapping without aliases (*name); write the value out")
        data: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  plain text only: no "no" read as false
    except (yaml.YAMLError, RecursionError) as error:
        raise MappingError(f"the mapping is neither YAML nor JSON: {error}; see the page on your own data") from error
    if not isinstance(data, dict):
        raise MappingError(f"expected a mapping with the key `columns`, got {type(data).__name__}; write role: column")
    try:
        empty = {"", "null", "~"}
        given = {key: value for key, value in data.items() if key == "separator" or str(value) not in empty}
        mapping = Mapping.model_validate(given)
    except ValidationError as error:
        raise MappingError("; ".join(_said(one) for one in error.errors(include_url=False))) from None
    if columns is not None and (problems := list(missing(mapping, columns))):
        raise MappingError("; ".join(problems))
    return mapping


def _said(error: Any) -> str:
    where = ".".join(str(step) for step in error["loc"])
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        known = tuple(Mapping.model_fields)
        hint = " under `columns`" if where in COLUMN_ROLES else _near(where, known)
        return f"{where!r} is no key of a mapping; write it{hint}" if hint else f"{where!r} is no key of a mapping"
    return f"{where}: {message}" if where else message


def missing(mapping: Mapping, columns: Iterable[str]) -> Iterator[str]:
    """A sentence for each column that the mapping names and the file has not."""
    there = list(columns)
    for column in mapping.used:
        if column not in there:
            listed = ", ".join(there[:30]) + (", …" if len(there) > 30 else "")
            yield f"the file has no column {column!r}{_near(column, there)}; it has: {listed or 'none'}"
