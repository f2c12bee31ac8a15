"""From the columns of our own exports (``events/exporting/columns.py``) back to sources, places, claims, incidents.

Every row is checked by the same models as a data set written by people. What fails is said and set aside; the rest of
its incident stays. What is made is handed on at once: only what later rows refer to is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from events.fields import FIELD, FieldType
from events.importing.own_cells import Cells, Kept, Rejected, Taker, Told, documents, ids, number, parsed, text
from events.model import QUOTE_WORDS, Actor, Claim, CompiledClaim, Incident, Origin, Source
from geodata.places import Place, Precision

Model = TypeVar("Model", bound=BaseModel)
_MEND = "export it again, or mend the cell"
_ALIKE = 16_384
"""Claims that are kept to make others from; then it is begun anew."""
_LONGEST = 600


class Builder:
    """Takes incidents with their claims, one by one.

    Args:
        taker: is given what was made.
        typed: the value of a claim is what it is (GeoJSON), not JSON text (tables).
    """

    def __init__(self, taker: Taker, typed: bool = False) -> None:
        self._taker, self._typed = taker, typed
        self.sources: dict[str, str | None] = {}
        """Id of each document to when it was published."""
        self.publishers: dict[str, str] = {}
        """Id of a document to the id of its publisher, where the file says it."""
        self.origins: dict[str, Origin] = {}
        self.actors: dict[str, Actor] = {}
        self.places: dict[str, Place] = {}
        self.incidents: set[str] = set()
        self.problems: list[Rejected] = []
        self._first: dict[str, Kept] = {}
        self._alike: dict[tuple[Any, ...], Claim] = {}

    def documents(self, listed: Any, row: int) -> None:
        """The documents that a cell lists."""
        for one in documents(listed):
            self.source(one, row)

    def source(self, cells: Cells, row: int) -> None:
        """One document: the columns of ``columns.SOURCES``."""
        name, publisher = text(cells.get("id")), text(cells.get("publisher_id"))
        if name and publisher:
            self.publishers.setdefault(name, publisher)
        if name in self.sources:
            return
        rest = parsed(cells.get("rest")) or {}
        names = ("id", "short", "title", "publisher", "published", "url")
        data = {**rest, **{name: given for name in names if (given := text(cells.get(name)))}}
        if data.get("id") in self.sources:
            return
        if made := self._made(Source, data, row, "documents"):
            self.sources[made.id] = made.published
            self._taker.source(made)

    def incident(self, cells: Cells, claims: Sequence[Told], row: int) -> None:
        """One incident: the columns of ``columns.INCIDENTS``, and its claims."""
        for party in parsed(cells.get("parties")) or []:
            self.actor(party.get("actor"), party.get("name"), row)
        made = [claim for one in claims if (claim := self._claim(one)) is not None]
        place = self.place(cells, row)
        data = {name: text(cells.get(name)) or "" for name in ("id", "title", "short", "kind", "note")}
        kept = Kept(text(cells.get("own_id")), text(cells.get("place_obtained")), text(cells.get("geocoded")))
        incident = None
        if place is None or not made:
            why = "expected a place and at least one claim that can be read, got none"
            self._reject(row, "incident", data["id"], why)
        else:
            incident = self._made(Incident, {**data, "place": place, "claims": made}, row, "incident")
        if incident is None:
            # Where it comes again, the first of its rows goes on saying what stands beside it.
            self._first.setdefault(data["id"], kept)
        elif incident.id in self.incidents:
            self._reject(row, "incident", incident.id, f"expected each incident once, got {incident.id!r} again")
        else:
            self.incidents.add(incident.id)
            whole = not any(map(self._is_open, incident.claims))
            self._taker.incident(incident, self._first.get(incident.id, kept), whole)

    def name_only(self, incident: Incident) -> None:
        """What its claims name and no column describes: a place that another source gives, a group counted apart."""
        for claim in incident.claims:
            if claim.spec.type is FieldType.PLACE and str(claim.value) not in self.places:
                note, name = "named in a claim; where it is, is not in the export", str(claim.value)
                self.places[name] = Place(
                    id=name, name=claim.text or name, precision=Precision.UNPLACED, obtained=note
                )
            for actor in _named(claim):
                if actor not in self.actors:
                    self.actors[actor] = Actor(id=actor, name=actor)

    def _is_open(self, claim: Claim) -> bool:
        kind = claim.spec.type
        if kind is FieldType.LINK or (kind is FieldType.PLACE and str(claim.value) not in self.places):
            return True
        return any(actor not in self.actors for actor in _named(claim))

    def _claim(self, told: Told) -> Claim | None:
        source, cites, origin = text(told.source), ids(told.cites), text(told.origin)
        own = {
            "source": source, "cites": cites, "origin": origin, "quote": text(told.quote),
            "locator": text(told.locator), "note": text(told.note), "says": text(told.says),
            "paragraph": _paragraph(told.paragraph),
        }  # fmt: skip
        own = {name: cell for name, cell in own.items() if cell is not None}
        compiled = "paragraph" not in own and "locator" in own
        # 1, 1.0 and true are equal as keys, and not as what a claim says.
        key = (compiled, repr(told[2:13]) if self._typed else told[2:13])
        alike = self._alike.get(key)
        value, readable = (None, True) if alike is not None else self._value(told)
        for document in (source, *cites):
            if document and document not in self.sources:
                self._from_columns(document, told, document == source)
        if told.actor not in (None, "") and told.actor not in self.actors:
            self.actor(text(told.actor), told.actor_name, told.row)
        if origin and origin not in self.origins:
            name = text(told.origin_name) or origin
            self.origins[origin] = Origin(id=origin, name=name[:_LONGEST], kind="named in an export")
        if alike is not None and self._stands(own, compiled):
            return alike.model_copy(update={**_BARE, **own})
        if alike is not None:
            value, readable = self._value(told)
        made = self._checked(told, value, own, compiled)
        if made is not None and readable:
            if len(self._alike) >= _ALIKE:
                self._alike.clear()
            self._alike[key] = made
        return made

    def _checked(self, told: Told, value: Any, own: Mapping[str, Any], compiled: bool) -> Claim | None:
        """The claim as its model reads it."""
        field, unit = text(told.field) or "", text(told.unit) or ""
        known = FIELD.get(field)
        data: dict[str, Any] = {
            "field": field, "value": value, "text": text(told.value_text) or "",
            # An export writes the usual unit out; a claim leaves it open.
            "unit": "" if known and unit == known.unit else unit, "of": text(told.of),
            "parts": parsed(told.parts) or {}, "incident": text(told.linked_incident),
            "holds": str(True if told.holds is None else told.holds).lower() not in ("false", "0"), **own,
        }  # fmt: skip
        data |= {name: cell for name in ("code", "actor", "stance") if (cell := text(getattr(told, name)))}
        return self._made(CompiledClaim if compiled else Claim, data, told.row, field or "claim")

    def _stands(self, own: Mapping[str, Any], compiled: bool) -> bool:
        """Whether the columns that each claim has of its own are surely such as its model takes."""
        quote, sources = own.get("quote", ""), self.sources
        if own.get("source") not in sources or not all(one in sources for one in own["cites"]):
            return False
        if len(quote.split()) > QUOTE_WORDS or len(own.get("locator", "")) > _LONGEST:
            return False
        paragraph = own.get("paragraph")
        return compiled or (isinstance(paragraph, int) and paragraph > 0 and 0 < len(quote) <= _LONGEST)

    def _value(self, told: Told) -> tuple[Any, bool]:
        """What the claim says, and whether it could be read."""
        if self._typed or not isinstance(told.value, str):
            return told.value, True
        try:
            return json.loads(told.value), True
        except ValueError:
            self._reject(told.row, "value", told.value, f"expected JSON, got {told.value[:60]!r}")
            return None, False

    def _from_columns(self, document: str, told: Told, own: bool) -> None:
        """A document that stands in no list of documents: what the claim's own columns say of it."""
        title = text(told.source_title) if own else None
        data = {"id": document, "title": title or document, "short": title or document}
        names = ("publisher", "published", "url") if own else ()
        self.source({**data, **{name: getattr(told, name) for name in names}}, told.row)

    def actor(self, actor: Any, name: Any, row: int) -> None:
        """An actor, unless it is known."""
        if actor and actor not in self.actors:
            made = self._made(Actor, {"id": actor, "name": text(name) or actor}, row, "actor")
            if made:
                self.actors[made.id] = made

    def place(self, cells: Cells, row: int) -> str | None:
        """Id of the incident's place, made once."""
        place = text(cells.get("place_id")) or ""
        if place in self.places:
            return place
        data: dict[str, Any] = {
            "id": place, "name": text(cells.get("place")) or place, "precision": text(cells.get("precision")),
            "country": text(cells.get("country")) or "", "local": text(cells.get("place_local")) or "",
            "note": text(cells.get("place_note")) or "",
            "obtained": text(cells.get("place_obtained")) or "as exported",
        }  # fmt: skip
        if data["precision"] in (Precision.SITE, Precision.LOCALITY):
            data |= {"lat": number(cells.get("lat_stated")), "lon": number(cells.get("lon_stated")),
                     "radius_km": number(cells.get("radius_km"))}  # fmt: skip
        elif data["precision"] != Precision.UNPLACED:
            data["area"] = parsed(cells.get("area"))
        made = self._made(Place, data, row, "place")
        if made is None:
            return None
        self.places[made.id] = made
        return made.id

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


_BARE: dict[str, Any] = {"origin": None, "quote": "", "locator": "", "note": "", "says": "", "paragraph": None}
"""What a claim has where its columns are empty."""


def _paragraph(cell: Any) -> Any:
    if cell in (None, ""):
        return None
    return int(str(cell)) if re.fullmatch(r"\d{1,6}", str(cell)) else cell


def _named(claim: Claim) -> Iterator[str]:
    """Ids of the actors that a claim names, each with something in it."""
    return (actor for actor in (claim.actor, claim.of, *claim.parts) if actor)


__all__ = ["Builder", "Rejected"]
