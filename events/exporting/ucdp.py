"""CSV in the shape of UCDP's Georeferenced Event Dataset: its 49 columns, one row an incident.

What no claim states is empty. Two columns are what that shape asks for rather than what is stated: a province or
country is given a point inside it, as UCDP does, and ``where_prec`` says so; ``date_prec`` is the length of the
interval where the data set has no code of its own. The last column, which is not UCDP's, says what the file is,
in the first row only; readers that go by name pass over it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from events.exporting.csvfile import defuse
from events.exporting.shapes import area_shape
from events.exporting.source import Chunk, ExportSource, lists
from geodata.regions import UnknownRegion, default_regions

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)
ABOUT = "sourcepin"
_WHERE = {"site": "1", "locality": "2", "district": "3", "province": "4", "country": "6"}
_TOWN_KM = 5
"""A locality known as well as this is UCDP's level 1, a named place; else 2, near one."""
_VIOLENCE = (("state-based", 1), ("non-state", 2), ("one-sided", 3))
_LENGTHS = ((1, "1"), (6, "2"), (7, "3"), (31, "4"))

Claim = dict[str, Any]


def _code(name: str, text: str | None) -> str:
    found = re.search(rf"\b{name} (\d+)\b", text or "")
    return found[1] if found else ""


def _number(actor: str | None) -> str:
    found = re.fullmatch(r"ucdp-(\d+)", actor or "")
    return found[1] if found else ""


def _about(claims: list[Claim], field: str) -> Claim:
    """The first claim of a field that counts no single group; an empty one where there is none."""
    return next((claim for claim in claims if claim["field"] == field and not claim["of"]), {})


def _country(code: str | None) -> str:
    try:
        return default_regions().region(code).name if code else ""
    except UnknownRegion:
        return code or ""


def _place(row: Mapping[str, Any], place: Claim) -> dict[str, Any]:
    lat, lon = row["lat_stated"], row["lon_stated"]
    if lat is None and row["area"]:
        shape = area_shape(row["area"], row["precision"])
        inside = shape.representative_point() if shape is not None else None
        lat, lon = (round(inside.y, 2), round(inside.x, 2)) if inside is not None else (None, None)
    level = _code("where_prec", place.get("value_text")) or _WHERE.get(row["precision"], "")
    if level == "2" and row["precision"] == "locality" and not place.get("value_text"):
        level = "1" if (row["radius_km"] or 0) <= _TOWN_KM else "2"
    words = re.sub(r"(; )?\bwhere_prec \d+$", "", place.get("value_text") or "")
    return {
        "where_prec": level, "where_coordinates": row["place"] if row["precision"] != "unplaced" else "",
        "where_description": words, "latitude": lat, "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if lat is not None else "", "country": _country(row["country"]),
    }  # fmt: skip


def _days(row: Mapping[str, Any], stated: Claim) -> dict[str, Any]:
    start, end = row["start"], row["end"]
    length = (end - start).days + 1 if start and end else None
    return {
        "year": start.year if start else "", "date_start": start, "date_end": end,
        "date_prec": _code("date_prec", stated.get("value_text"))
        or ("" if length is None else next((code for most, code in _LENGTHS if length <= most), "5")),
    }  # fmt: skip


def _sides(claims: list[Claim]) -> list[Claim]:
    """Attacker and target where they are told apart, else the first two that took part."""
    found = [claim for claim in claims if claim["actor"] and claim["stance"] == "states" and claim["holds"]]
    named = [claim for field in ("attribution", "target") for claim in found if claim["field"] == field]
    took_part = [claim for claim in found if claim["field"] == "participant"]
    one_each = {claim["actor"]: claim for claim in reversed([*named, *took_part])}
    return [claim for claim in [*named, *took_part] if one_each.pop(claim["actor"], None) is not None][:2]


def _side(letter: str, claim: Claim) -> dict[str, Any]:
    number = _number(claim.get("actor"))
    name = claim.get("actor_name") or claim.get("actor") or ""
    return {f"side_{letter}_dset_id": number, f"side_{letter}_new_id": number, f"side_{letter}": name}


def _dead(claims: list[Claim], sides: list[Claim]) -> dict[str, Any]:
    whole = _about(claims, "killed")
    groups = json.loads(whole["parts"]) if whole.get("parts") else {}
    for claim in claims:
        if claim["field"] == "killed" and claim["of"] and claim["bound"] == "exact":
            groups.setdefault(claim["of"], claim["low"])
    bound, low, high, best = (whole.get(name) for name in ("bound", "low", "high", "best"))
    low = low if bound in ("exact", "range", "at_least") else None
    high = high if bound in ("exact", "range", "at_most") else None
    best = best if best is not None else low if bound == "exact" else None
    names = [claim["actor"] for claim in sides] + [None, None]
    keys = {"deaths_a": names[0], "deaths_b": names[1], "deaths_civilians": "ucdp-civilians",
            "deaths_unknown": "ucdp-unknown"}  # fmt: skip
    if names[1] == "ucdp-civilians":
        keys["deaths_b"] = None
    shown = {column: groups.get(actor, 0 if groups else None) for column, actor in keys.items()}
    return {name: _whole(value) for name, value in {**shown, "low": low, "high": high, "best": best}.items()}


def _whole(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _papers(documents: str | None, claims: list[Claim]) -> dict[str, Any]:
    cited = [one for claim in claims for one in json.loads(claim["cites"] or "[]")]
    # A claim with a locator is made by a compiled data set, which is none of the papers that it compiles.
    told = [claim["source"] for claim in claims if not claim["locator"]]
    every = {one["id"]: one for one in json.loads(documents or "[]")}
    papers = [every[one] for one in dict.fromkeys(cited or told) if one in every]
    cells = [[str(one[name] or "").replace('"', "'") for name in ("publisher", "published", "title")] for one in papers]
    article = ";".join(f'"{",".join(row)}"' for row in cells)
    if len(papers) == 1 and not (cells[0][0] or cells[0][1]):
        article = papers[0]["title"] or ""  # free text, as in the years before 2013
    office, day, headline = (";".join(column) for column in zip(*cells, strict=True)) if cells else ("", "", "")
    origin = next((claim["origin_name"] for claim in claims if claim["origin_name"]), "")
    return {
        "number_of_sources": len(papers) or "", "source_article": article, "source_office": office,
        "source_date": day, "source_headline": headline, "source_original": origin,
    }  # fmt: skip


def row(incident: Mapping[str, Any], claims: list[Claim], documents: str | None) -> dict[str, Any]:
    """One row under :data:`COLUMNS`."""
    kind, conflict = _about(claims, "kind"), _about(claims, "conflict")
    said = f"{kind.get('value_text') or ''}"
    sides = _sides(claims)
    dyad = re.search(r"\bdyad (\d*):? ?(.*)$", conflict.get("value_text") or "")
    named = [claim.get("actor_name") or claim["actor"] for claim in sides]
    violence = next((code for word, code in _VIOLENCE if word in said), 3 if incident["kind"] == "civilians" else "")
    relid = re.match(r"event \S+ \(([^)]*)\)", kind.get("locator") or "")
    number = _code("conflict", conflict.get("value_text"))
    dyad_number = dyad[1] if dyad else ""
    return {
        "id": incident["own_id"] or incident["id"], "relid": relid[1] if relid else "", "type_of_violence": violence,
        "conflict_dset_id": number, "conflict_new_id": number,
        "conflict_name": json.loads(conflict["value"]) if conflict.get("value") else "",
        "dyad_dset_id": dyad_number, "dyad_new_id": dyad_number,
        "dyad_name": dyad[2] if dyad else " - ".join(named) if len(named) == 2 else "",
        "event_clarity": _code("event_clarity", said),
        **_side("a", sides[0] if sides else {}), **_side("b", sides[1] if len(sides) > 1 else {}),
        **_papers(documents, claims), **_place(incident, _about(claims, "place")),
        **_days(incident, _about(claims, "date")), **_dead(claims, sides),
    }  # fmt: skip


_OF_INCIDENT = ("id", "own_id", "kind", "start", "end", "place", "precision", "radius_km", "area", "lat_stated",
                "lon_stated", "country")  # fmt: skip
_OF_CLAIM = ("field", "of", "actor", "actor_name", "stance", "holds", "low", "high", "best", "bound", "source",
             "origin_name", "locator", "value", "value_text", "parts", "cites")  # fmt: skip


def _rows(chunk: Chunk) -> Iterator[dict[str, Any]]:
    def rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
        return (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))

    incidents = rows(lists(chunk.incidents.select(list(_OF_INCIDENT))))
    claims = list(rows(lists(chunk.claims.select(list(_OF_CLAIM)))))
    documents = chunk.documents.to_pylist() if chunk.documents is not None else []
    for index, incident in enumerate(incidents):
        yield row(incident, claims[chunk.offsets[index] : chunk.offsets[index + 1]], documents[index])


def write(source: ExportSource, file: BinaryIO) -> None:
    """Write the file in UTF-8."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, (*COLUMNS, ABOUT), restval="", lineterminator="\n")
    writer.writeheader()
    about: dict[str, Any] = {ABOUT: source.about.sentence}
    for chunk in source.chunks(documents=True):
        for one in _rows(chunk):
            writer.writerow({name: defuse(cell) for name, cell in {**one, **about}.items()})
            about = {}
        file.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()
    file.write(buffer.getvalue().encode())


