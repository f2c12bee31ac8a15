"""From the columns of our own exports (``events/exporting/columns.py``) back to sources, places, claims, incidents.

Every row is checked by the same models as a data set written by people. What fails is said and set aside; the rest of
its incident stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from events.dataset import DataSet, Meta
from events.dates import ALWAYS
from events.fields import FIELD, FieldType
from events.model import Actor, Claim, CompiledClaim, Incident, Origin, Source
from geodata.places import Place, Precision

Model = TypeVar("Model", bound=BaseModel)
Cells = Mapping[str, Any]
_MEND = "export it again, or mend the cell"


class Rejected(NamedTuple):
    """A line of the table ``rejected``."""

    row: int
    field: str
    value: str
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the data set is to be called; its days come from the incidents."""

    id: str
    name: str
    version: str = "not stated"
    licence: str = "not stated"
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The data set, None where no incident is left, and every line for ``rejected``."""

    dataset: DataSet | None
    problems: tuple[Rejected, ...]


class Builder:
    """Takes incidents with their claims, one by one, and gives the data set.

    Args:
        typed: the value of a claim is what it is (GeoJSON), not JSON text (tables).
    """

    def __init__(self, typed: bool = False) -> None:
        self._typed = typed
        self.sources: dict[str, Source] = {}
        self.origins: dict[str, Origin] = {}
        self.actors: dict[str, Actor] = {}
        self.places: dict[str, Place] = {}
        self.incidents: dict[str, Incident] = {}
        self.problems: list[Rejected] = []

    def source(self, cells: Cells, row: int) -> None:
        """One document: the columns of ``columns.SOURCES``."""
        rest = _json(cells.get("rest")) or {}
        names = ("id", "short", "title", "publisher", "published", "url")
        data = {**rest, **{name: text for name in names if (text := _text(cells.get(name)))}}
        if data.get("id") in self.sources:
            return
        if made := self._made(Source, data, row, "documents"):
            self.sources[made.id] = made

    def incident(self, cells: Cells, claims: Sequence[tuple[int, Cells]], row: int) -> None:
        """One incident: the columns of ``columns.INCIDENTS``, and its claims with the row of each."""
        for party in _json(cells.get("parties")) or []:
            self._actor(party.get("actor"), party.get("name"), row)
        made = [claim for at, one in claims if (claim := self._claim(one, at)) is not None]
        place = self._place(cells, row)
        data = {name: _text(cells.get(name)) or "" for name in ("id", "title", "short", "kind", "note")}
        if place is None or not made:
            why = "expected a place and at least one claim that can be read, got none"
            self._reject(row, "incident", data["id"], why)
            return
        incident = self._made(Incident, {**data, "place": place, "claims": made}, row, "incident")
        if incident is None:
            return
        if incident.id in self.incidents:
            self._reject(row, "incident", incident.id, f"expected each incident once, got {incident.id!r} again")
            return
        self.incidents[incident.id] = incident

    def finish(self, heading: Heading) -> Rebuilt:
        """Everything that was read, with places and actors that only a claim names."""
        for incident in self.incidents.values():
            for claim in incident.claims:
                self._named_only(claim)
        if not self.incidents:
            return Rebuilt(None, tuple(self.problems))
        days = ALWAYS
        stated = [claim.days for one in self.incidents.values() for claim in one.about("date") if claim.days.known]
        if stated:
            days = stated[0]
            for one in stated[1:]:
                days = days.hull(one)
        first, last = days.start or days.end, days.end or days.start
        meta = Meta(
            id=heading.id, name=heading.name, version=heading.version, licence=heading.licence,
            time_zone=heading.time_zone, first_day=first.isoformat() if first else "..",
            last_day=last.isoformat() if last else "..",
        )  # fmt: skip
        dataset = DataSet(
            meta, tuple(self.sources.values()), self.origins, self.actors, self.places, tuple(self.incidents.values())
        )
        return Rebuilt(dataset, tuple(self.problems))

    def _claim(self, cells: Cells, row: int) -> Claim | None:
        field = _text(cells.get("field")) or ""
        unit = _text(cells.get("unit")) or ""
        known = FIELD.get(field)
        names = ("code", "says", "origin", "quote", "locator", "note", "actor", "source", "stance")
        data: dict[str, Any] = {name: text for name in names if (text := _text(cells.get(name)))}
        data |= {
            "field": field, "value": self._value(cells, row), "text": _text(cells.get("value_text")) or "",
            # An export writes the usual unit out; a claim leaves it open.
            "unit": "" if known and unit == known.unit else unit, "of": _text(cells.get("of")),
            "parts": _json(cells.get("parts")) or {}, "incident": _text(cells.get("linked_incident")),
            "holds": str(cells.get("holds", True)).lower() not in ("false", "0"),
            "cites": tuple(_json(cells.get("cites")) or ()),
        }  # fmt: skip
        if (paragraph := cells.get("paragraph")) not in (None, ""):
            data["paragraph"] = int(str(paragraph)) if re.fullmatch(r"\d{1,6}", str(paragraph)) else paragraph
        compiled = "paragraph" not in data and "locator" in data
        for document in (data.get("source"), *data["cites"]):
            if document and document not in self.sources:
                self._from_columns(document, cells, row, document == data.get("source"))
        if data.get("actor"):
            self._actor(data["actor"], _text(cells.get("actor_name")), row)
        if origin := data.get("origin"):
            name = _text(cells.get("origin_name")) or origin
            self.origins.setdefault(origin, Origin(id=origin, name=name[:600], kind="named in an export"))
        return self._made(CompiledClaim if compiled else Claim, data, row, field or "claim")

    def _value(self, cells: Cells, row: int) -> Any:
        value = cells.get("value")
        if self._typed or not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            self._reject(row, "value", value, f"expected JSON, got {value[:60]!r}")
            return None

    def _from_columns(self, document: str, cells: Cells, row: int, own: bool) -> None:
        """A document that stands in no list of documents: what the claim's own columns say of it."""
        title = _text(cells.get("source_title")) if own else None
        data = {"id": document, "title": title or document, "short": title or document}
        names = ("publisher", "published", "url") if own else ()
        self.source({**data, **{name: cells.get(name) for name in names}}, row)

    def _actor(self, actor: Any, name: Any, row: int) -> None:
        if actor and actor not in self.actors:
            made = self._made(Actor, {"id": actor, "name": _text(name) or actor}, row, "actor")
            if made:
                self.actors[made.id] = made

    def _place(self, cells: Cells, row: int) -> str | None:
        """Id of the incident's place, made once."""
        place = _text(cells.get("place_id")) or ""
        if place in self.places:
            return place
        data: dict[str, Any] = {
            "id": place, "name": _text(cells.get("place")) or place, "precision": _text(cells.get("precision")),
            "country": _text(cells.get("country")) or "", "local": _text(cells.get("place_local")) or "",
            "note": _text(cells.get("place_note")) or "",
            "obtained": _text(cells.get("place_obtained")) or "as exported",
        }  # fmt: skip
        if data["precision"] in (Precision.SITE, Precision.LOCALITY):
            data |= {"lat": _number(cells.get("lat_stated")), "lon": _number(cells.get("lon_stated")),
                     "radius_km": _number(cells.get("radius_km"))}  # fmt: skip
        elif data["precision"] != Precision.UNPLACED:
            data["area"] = _json(cells.get("area"))
        made = self._made(Place, data, row, "place")
        if made is None:
            return None
        self.places[made.id] = made
        return made.id

    def _named_only(self, claim: Claim) -> None:
        """What a claim names and no column describes: a place that another source gives, a group counted apart."""
        if claim.spec.type is FieldType.PLACE and str(claim.value) not in self.places:
            note = "named in a claim; where it is, is not in the export"
            name = claim.text or str(claim.value)
            self.places[str(claim.value)] = Place(
                id=str(claim.value), name=name, precision=Precision.UNPLACED, obtained=note
            )
        for actor in (claim.actor, claim.of, *claim.parts):
            if actor and actor not in self.actors:
                self.actors[actor] = Actor(id=actor, name=actor)

    def _made(self, model: Callable[..., Model], data: Mapping[str, Any], row: int, field: str) -> Model | None:
        try:
            return model(**data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                where = ".".join(str(step) for step in one["loc"]) or field
                got = one.get("input")
                value = "" if isinstance(got, dict) else str(got)[:200]
                self._reject(row, where, value, f"{field}: {one['msg'].removeprefix('Value error, ')}")
        return None

    def _reject(self, row: int, field: str, value: str, reason: str) -> None:
        self.problems.append(Rejected(row, field, value[:200], reason[:600], _MEND))


def _text(value: Any) -> str | None:
    """The text of a cell; None where it is empty."""
    return None if value is None or value == "" else str(value)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", value) else value


def _json(value: Any) -> Any:
    """What JSON text holds, or the value itself where it is no text; None for what is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def documents(cells: Cells) -> Iterable[Cells]:
    """The documents that a CSV's row or a GeoParquet's incident lists."""
    listed = _json(cells.get("documents"))
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
