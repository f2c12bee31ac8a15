"""Small claims, incidents and data sets for the tests: what a test does not name has a plain default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from events.dataset import DataSet, Meta
from events.findings import Finding, find
from events.model import Actor, Claim, Incident, Origin, Source
from events.reading import load
from geodata.places import Place

META = {
    "id": "small", "name": "A small data set", "version": "0.1.0", "licence": "CC BY 4.0",
    "time_zone": "Asia/Baghdad", "first_day": "2020-03-01", "last_day": "2020-03-31",
}  # fmt: skip
SOURCES = [
    {
        "id": "paper", "short": "Paper", "title": "A title", "publisher": "The Paper", "authors": ["Ann Writer"],
        "published": "2020-03-12", "url": "https://paper.example/a", "body_starts": "First",
    },
    {"id": "radio", "short": "Radio", "title": "Another title", "publisher": "The Radio", "published": "2020-03"},
    {"id": "sheet", "short": "Sheet", "title": "A third title", "url": "javascript:alert(1)"},
]  # fmt: skip
ORIGINS = [{"id": "briefing", "name": "A briefing", "kind": "briefing", "by": "A ministry", "date": "2020-03-12"}]
ACTORS = [
    {"id": "reds", "name": "Red Group", "aliases": ["The Reds", "الحمر"]},
    {"id": "blues", "name": "Blue Group", "affiliations": ["greens"]},
    {"id": "greens", "name": "Green Group"},
]
PLACES = [
    {"id": "camp", "name": "Camp", "precision": "site", "lat": 33.523912, "lon": 44.256789, "radius_km": 3,
     "country": "IQ", "obtained": "a table"},
    {"id": "town", "name": "Town", "precision": "locality", "lat": 33.52, "lon": 44.25, "radius_km": 10,
     "country": "IQ", "obtained": "a table", "aliases": ["Tawn"]},
    {"id": "far", "name": "Far", "precision": "site", "lat": 36.0, "lon": 42.0, "radius_km": 1, "obtained": "a table"},
    {"id": "babil", "name": "Babil", "precision": "province", "area": {"regions": ["IQ-BB"]}, "obtained": "a map"},
    {"id": "karbala", "name": "Karbala", "precision": "province", "area": {"regions": ["IQ-KA"]}, "obtained": "a map"},
    {"id": "south", "name": "The south", "precision": "district", "obtained": "a map",
     "area": {"sector": True, "lat": 33.34, "lon": 44.4, "radius_km": 40, "start": 90, "end": 270}},
    {"id": "iraq", "name": "Iraq", "precision": "country", "area": {"regions": ["IQ"]}, "obtained": "a map"},
    {"id": "nowhere", "name": "Place not stated", "precision": "unplaced", "obtained": "no source states one"},
]  # fmt: skip
PLACE = {row["id"]: Place.model_validate(row) for row in PLACES}


def claim_row(field: str, value: Any = None, source: str = "paper", **more: Any) -> dict[str, Any]:
    """A claim as a file has it."""
    row = {"source": source, "field": field, "paragraph": 1, "quote": "some words", **more}
    return row if value is None else {**row, "value": value}


def claim(field: str, value: Any = None, source: str = "paper", **more: Any) -> Claim:
    """A claim; ``holds``, ``stance``, ``actor``, ``of`` and so on by name."""
    return Claim.model_validate(claim_row(field, value, source, **more))


def incident_row(id: str = "one", *claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An incident as a file has it: a rocket attack on Camp that is placed and of a kind by claims."""
    kind, place = more.get("kind", "rocket"), more.get("place", "camp")
    given = [claim_row("kind", kind), claim_row("place", place)] if place != "nowhere" else [claim_row("kind", kind)]
    return {"id": id, "title": f"Title of {id}", "short": id, "kind": kind, "place": place, **more,
            "claims": [*given, *claims]}  # fmt: skip


def incident(id: str = "one", *claims: dict[str, Any], **more: Any) -> Incident:
    """An incident with a claim of its kind and place, and those given."""
    return Incident.model_validate(incident_row(id, *claims, **more))


def dataset(*incidents: Incident, **meta: Any) -> DataSet:
    """A data set in memory with the sources, actors and places above."""
    return DataSet(
        Meta.model_validate({**META, **meta}),
        tuple(Source.model_validate(row) for row in SOURCES),
        {row["id"]: Origin.model_validate(row) for row in ORIGINS},
        {row["id"]: Actor.model_validate(row) for row in ACTORS},
        PLACE,
        incidents,
    )


def found(*claims: Claim, of: str | None = None) -> Finding:
    """The finding over claims about one field."""
    return find(claims[0].field, claims, PLACE, of)


class Folder:
    """A data set's folder that starts out whole; tests overwrite or remove single files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "incidents").mkdir(parents=True)
        self.put("dataset.yaml", META)
        self.put("sources.yaml", SOURCES)
        self.put("origins.yaml", ORIGINS)
        self.put("actors.yaml", ACTORS)
        self.put("places.yaml", PLACES)
        self.incident(incident_row("one", claim_row("killed", 3)))

    def put(self, name: str, data: Any) -> None:
        """Write a file: text as it is, anything else as YAML."""
        text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (self.path / name).write_text(text, encoding="utf-8")

    def incident(self, row: dict[str, Any]) -> None:
        """Write an incident under its id."""
        self.put(f"incidents/{row['id']}.yaml", row)

    def problems(self) -> list[tuple[str, int, str]]:
        """(file, line, field) of every problem."""
        return [(one.file, one.line, one.field) for one in load(self.path).problems]
