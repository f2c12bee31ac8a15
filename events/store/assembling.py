"""From rows back to the objects of ``events.model``, so that what shows one incident has one source: summaries.

Rows were checked when they were written: objects are made from them without checking again, and ids may be those
of the imported file. What is made holds only what its incidents need; sources keep the numbers of their data set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.dataset import DataSet
from events.fields import FIELD, FieldType, Stance
from events.model import Actor, Claim, CompiledClaim, Incident, Origin, Source
from events.store.asking import Asker, Numbers
from events.store.drawn import area_place
from events.store.lookup import rows_with, sources_with
from events.store.schema import AS_KNOWN, KEY_BITS
from events.summary import Summary, summarise
from geodata.places import Place, Precision

Row = dict[str, Any]
Numbered = tuple[int, int, Source]
"""Number of the data set, number of the source in it, the source."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One incident with all that it needs of its data set, by id."""

    summary: Summary
    sources: Mapping[str, Numbered]
    origins: Mapping[str, Origin]
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]


def pieces(asker: Asker, base: DataSet, keys: Sequence[int], numbers: Numbers) -> dict[int, Piece]:
    """The incidents of those keys; a key that is not there is left out.

    Args:
        base: the curated data set, number 0: its places are known by its claims as well as by its incidents.
    """
    incidents = rows_with(asker, "incidents", "key", keys, numbers)
    claims: dict[int, list[Row]] = {}
    for row in rows_with(asker, "claims", "key", keys, numbers):
        claims.setdefault(row["key"], []).append(row)
    all_claims = [claim for rows in claims.values() for claim in rows]
    sources = _sources(asker, all_claims, numbers)
    origins = _by_id(asker, "origins", (row["origin"] for row in all_claims), numbers, _origin)
    actors = _by_id(asker, "actors", (one for row in all_claims for one in _actors_of(row)), numbers, _actor)
    made: dict[int, Piece] = {}
    for row in incidents:
        given = sorted(claims.get(row["key"], ()), key=lambda claim: claim["n"])
        places, place_id = _places(row, base)
        made_claims = tuple(_claim(one, places, place_id) for one in given)
        number = row["key"] >> KEY_BITS
        needed = {one for claim in made_claims for one in claim.spoken_by}
        made[row["key"]] = _piece(
            _incident(row, made_claims, place_id), base, places,
            {one: sources.get((number, one)) or (number, 0, _unknown_source(one)) for one in sorted(needed)},
            {one: origins[number, one] for claim in made_claims
             if (one := claim.origin or "") and (number, one) in origins},
            {one: actors.get((number, one)) or Actor.model_construct(id=one, name=one)
             for claim in given for one in _actors_of(claim)},
        )  # fmt: skip
    return made


def _piece(
    incident: Incident, base: DataSet, places: Mapping[str, Place], sources: Mapping[str, Numbered],
    origins: Mapping[Any, Origin], actors: Mapping[str, Actor],
) -> Piece:  # fmt: skip
    one = DataSet(base.meta, tuple(source for *_, source in sources.values()), origins, actors, places, (incident,))
    return Piece(summarise(incident, one), sources, origins, actors, places)


def dataset_of(found: Iterable[Piece], base: DataSet, others: Iterable[Piece] = ()) -> DataSet:
    """One data set that holds what the incidents need; of two data sets' sources of one id the first is taken.

    Args:
        others: incidents that those link to: there for their titles.
    """
    whole = [*found, *others]
    sources: dict[str, Numbered] = {}
    for piece in whole:
        for name, numbered in piece.sources.items():
            sources.setdefault(name, numbered)
    ordered = sorted(sources.values(), key=lambda one: one[:2])
    return DataSet(
        base.meta,
        tuple(source for _, _, source in ordered),
        {name: one for piece in whole for name, one in piece.origins.items()},
        {name: one for piece in whole for name, one in piece.actors.items()},
        {name: one for piece in whole for name, one in piece.places.items()},
        tuple({piece.summary.id: piece.summary.incident for piece in whole}.values()),
        {source.id: n for _, n, source in ordered if n},
    )


def _by_id(
    asker: Asker, table: str, ids: Iterable[str | None], numbers: Numbers, make: Callable[[Row], Any]
) -> dict[tuple[int, str], Any]:
    wanted = sorted({one for one in ids if one})
    return {(row["dataset"], row["id"]): make(row) for row in rows_with(asker, table, "id", wanted, numbers)}


def _sources(asker: Asker, claims: Sequence[Row], numbers: Numbers) -> dict[tuple[int, str], Numbered]:
    ids = {one for row in claims for one in (row["source"], *(row["cites"] or ())) if one}
    rows = sources_with(asker, ids, {row["key"] for row in claims}, numbers)
    return {(row["dataset"], row["id"]): (row["dataset"], row["n"], _source(row)) for row in rows}


def _given(row: Row, *names: str) -> Row:
    """Those columns of a row that are set: the rest stays at its default."""
    return {name: row[name] for name in names if row[name] is not None}


def _lists(row: Row) -> Row:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _source(row: Row) -> Source:
    rest = json.loads(row["rest"]) if row["rest"] else {}
    columns = _given(row, "id", "title", "publisher", "published", "url")
    return Source.model_construct(**{"short": row["short"] or row["title"], **columns, **_lists(rest)})


def _unknown_source(name: str) -> Source:
    # Said by its id rather than not at all: a broken row must not hide an incident.
    return Source.model_construct(id=name, short=name, title=name)


def _origin(row: Row) -> Origin:
    return Origin.model_construct(**{"kind": "", **_given(row, "id", "name", "kind", "by", "date", "note")})


def _actor(row: Row) -> Actor:
    return Actor.model_construct(**_lists(_given(row, "id", "name", "local", "aliases", "affiliations", "note")))


def _actors_of(claim: Row) -> list[str]:
    parts = json.loads(claim["parts"]) if claim["parts"] else {}
    return [one for one in (claim["actor"], claim["of_actor"], *parts) if one]


def _claim(row: Row, places: Mapping[str, Place], place_id: str) -> Claim:
    values = _lists(_given(row, *(name for name in Claim.model_fields if name not in ("of", "value", "parts"))))
    values["value"] = json.loads(row["value"]) if row["value"] is not None else None
    values["parts"] = json.loads(row["parts"]) if row["parts"] else {}
    if row["of_actor"]:
        values["of"] = row["of_actor"]
    if row["stance"]:
        values["stance"] = Stance(row["stance"])
    if FIELD[row["field"]].type is FieldType.PLACE and values["value"] not in places:
        # An imported row has one place, whatever its claim calls it.
        values["value"] = place_id
    kind = CompiledClaim if row["locator"] and not row["quote"] else Claim
    return kind.model_construct(**values)


def _incident(row: Row, claims: tuple[Claim, ...], place_id: str) -> Incident:
    given = _given(row, "id", "title", "kind", "note")
    return Incident.model_construct(**given, short=row["short"] or row["title"], place=place_id, claims=claims)


def _places(row: Row, base: DataSet) -> tuple[Mapping[str, Place], str]:
    """The places that an incident and its claims may name, and the id of its own."""
    number, place_id = row["key"] >> KEY_BITS, row["place_id"]
    if (number == 0 or number >= AS_KNOWN) and place_id in base.places:
        return base.places, place_id
    # Rows of one place may have found it in different ways: each has its own.
    own = f"{place_id or 'place'}-{row['key']}"
    return {own: _place(row, own)}, own


def _place(row: Row, place_id: str) -> Place:
    precision = tuple(Precision)[row["precision"]]
    given = _given(row, "country", "obtained") | {"id": place_id, "name": row["place"] or "Place not stated"}
    given |= {"local": row["place_local"] or "", "note": row["place_note"] or "", "precision": precision}
    if row["area"] is not None:
        given["area"] = area_place(row["area"]).area
    elif row["lat"] is not None:
        given |= _given(row, "lat", "lon", "radius_km")
    return Place.model_construct(**{"obtained": "", **given})
