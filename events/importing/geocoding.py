"""Rows that name a place and give no coordinates: looked up once for each distinct name.

One clear candidate is taken and marked. Several, or only similar names, are offered (table ``offers``) and wait for an
answer; what has none stays unplaced and is kept. Nothing is taken because it is listed first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyarrow

from events.importing import lookups
from events.importing.values_places import DEFAULT_RADIUS_KM, country_code, province_code
from events.store.staging import Staging
from geodata.gazetteer import Candidate, Gazetteer, clear_candidate, default_gazetteer
from geodata.gazetteer_file import read_entries
from geodata.names import fold, kinds_named
from geodata.places import Precision
from geodata.regions import DATA, default_regions

PLACES, OFFERS = "import_places", "offers"
UNPLACED = "unplaced"
"""The answer "leave unplaced"."""
_SITES = ("airport", "air base", "base", "site", "zone")
_FIELDS = frozenset({"airport", "air base", "base"})
"""Kinds of site that are called like the town that they lie at."""
_HOW = {"exact": "exact name", "alias": "another name"}
_COLUMNS = {
    "lat": pyarrow.float64(), "lon": pyarrow.float64(), "radius_km": pyarrow.float64(), "precision": pyarrow.int64(),
    "area": pyarrow.string(), "country_code": pyarrow.string(), "geocoded": pyarrow.string(),
    "obtained": pyarrow.string(), "candidates": pyarrow.string(), "note": pyarrow.string(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a name came to: the candidate taken, or those to choose from, and why there is nothing."""

    taken: Candidate | None
    offered: tuple[Candidate, ...]
    note: str = ""
    chosen: bool = False
    """True where a person chose it."""


@cache
def covered() -> tuple[str, ...]:
    """Names of the countries of which the embedded gazetteer has towns; of others it has the outline at most."""
    codes = {entry.country for entry in read_entries(DATA / "gazetteer.json") if entry.kind == "city"}
    return tuple(sorted(region.name for region in default_regions() if region.level == 0 and region.iso in codes))


@cache
def _codes() -> frozenset[str]:
    return frozenset(region.iso for region in default_regions() if region.level == 0 and region.name in covered())


def key_of(place: str, province: str, country: str) -> str:
    """How an answer names the place that it is for: the three texts of the row, parted by `` | ``."""
    return " | ".join((place, province, country))


def candidate_id(candidate: Candidate) -> str:
    """A text that stays the same for a candidate while it is where it is: name, kind, country, position."""
    where = ",".join(candidate.regions) or f"{candidate.lat:.3f} {candidate.lon:.3f}"
    return f"{candidate.name}, {candidate.kind}, {candidate.country}, {where}"


def search(
    place: str, province: str, country: str, choices: Mapping[str, str] | None = None,
    gazetteer: Gazetteer | None = None, codes: Mapping[str, str] | None = None,
) -> Found:  # fmt: skip
    """Look one place up.

    Args:
        place: name; empty where the row names a province or a country only.
        country: as the file writes it; where it is unknown to us the whole gazetteer is searched and nothing is
            taken without an answer.
        choices: `key_of` to `candidate_id` or `UNPLACED`.
        codes: see `values_places.country_code`.
    """
    books = gazetteer or default_gazetteer()
    iso = country_code(country, codes) if country else ""
    region = province_code(province, iso) if province else ""
    if place:
        found = books.search(place, iso or None)
        if region:
            found = _within(found, region) or found
    else:
        found = _area(books, region or (iso if country and not province else ""))
    if region and place:
        found = (*found, *(one for one in _area(books, region) if one not in found))
    taken = _clear(found, place, region)
    unsaid = taken.kind if taken and _is_unsaid(taken, place) else ""
    if unsaid or (country and not iso):
        taken = None
    note = _note(iso, country, found, taken)
    if unsaid and not (country and not iso):
        note = f"the file does not say that it means the {unsaid}: choose it, or leave it unplaced"
    answer = (choices or {}).get(key_of(place, province, country))
    if answer == UNPLACED:
        return Found(None, found, "left unplaced", chosen=True)
    by_id = {candidate_id(one): one for one in found}
    if answer is not None and answer in by_id:
        return Found(by_id[answer], found, chosen=True)
    if answer is not None:
        note = f"the answer {answer[:80]!r} is none of the candidates; choose again"
        return Found(None, found, note)
    return Found(taken, found, note)


def _clear(found: Sequence[Candidate], place: str, region: str) -> Candidate | None:
    """The one clear candidate. The province that was added as a way out puts none in doubt."""
    if not place:
        return found[0] if found else None
    rivals = [one for one in found if not (region and one.regions == (region,))]
    if rivals:
        return clear_candidate(rivals if region else found)
    own = [one for one in found if one.score > 0]
    return clear_candidate(own)


def _is_unsaid(one: Candidate, place: str) -> bool:
    """Whether an air base or airport goes by a name that may be a town's, and the text does not say which it means."""
    return one.kind in _FIELDS and one.how == "alias" and not _FIELDS & kinds_named(fold(place))


def _within(found: Sequence[Candidate], region: str) -> tuple[Candidate, ...]:
    """Those of the candidates that lie in a province, or are it."""
    regions = default_regions()
    return tuple(
        one for one in found
        if region in one.regions
        or (one.lat is not None and one.lon is not None and region in regions.containing(one.lon, one.lat))
    )  # fmt: skip


def _area(books: Gazetteer, iso: str) -> tuple[Candidate, ...]:
    """The province or country of a code as a candidate; its score 0 says that nobody wrote its name for the place."""
    if not iso:
        return ()
    name = next((one.name for one in default_regions() if one.iso == iso), "")
    found = (one for one in books.search(name, iso[:2], limit=50) if one.regions == (iso,)) if name else ()
    return tuple(replace(one, score=0.0) for one in found)


def _note(iso: str, country: str, found: Sequence[Candidate], taken: Candidate | None) -> str:
    if taken:
        return ""
    if iso and iso not in _codes():
        return f"the embedded gazetteer has no towns of {country}; it covers {', '.join(covered())}"
    if country and not iso:
        return f"{country!r} is no country that is known here; candidates are of all countries"
    if not found:
        return f"nothing of that name in the embedded gazetteer, which covers {', '.join(covered())}"
    fuzzy = all(one.how == "fuzzy" for one in found if one.score > 0)
    return "only similar names were found: choose one, or leave it unplaced" if fuzzy else "more than one place fits"


def _row(found: Found) -> Sequence[Any]:
    one = found.taken
    waits = one is None and not found.chosen
    offered = json.dumps([_shown(other) for other in found.offered], ensure_ascii=False) if waits else None
    if one is None:
        why = "left unplaced by the importer" if found.chosen else "not found in the gazetteer, or not clearly"
        return None, None, None, Precision.UNPLACED.rank, None, None, None, why, offered, found.note
    how = "chosen by the importer" if found.chosen else _HOW.get(one.how, one.how)
    geocoded = f"{one.name}, {one.kind}, {one.country}"
    obtained = f"gazetteer: {geocoded} ({how}; {one.attribution})"
    if one.regions:
        level = Precision.PROVINCE if one.kind == "province" else Precision.COUNTRY
        area = json.dumps({"regions": list(one.regions)})
        return None, None, None, level.rank, area, one.country, geocoded, obtained, None, ""
    level = Precision.SITE if one.kind in _SITES else Precision.LOCALITY
    radius = one.radius_km or DEFAULT_RADIUS_KM[level]
    return one.lat, one.lon, radius, level.rank, None, one.country, geocoded, obtained, None, ""


def _shown(one: Candidate) -> dict[str, Any]:
    """A candidate for the screen."""
    return {
        "id": candidate_id(one), "name": one.name, "local": one.local, "kind": one.kind, "country": one.country,
        "lat": one.lat, "lon": one.lon, "radius_km": one.radius_km, "how": one.how, "score": one.score,
        "attribution": one.attribution,
    }  # fmt: skip


def geocode(
    staging: Staging, rows: str, choices: Mapping[str, str] | None = None, gazetteer: Gazetteer | None = None
) -> None:
    """Make ``import_places`` (what each distinct place came to) and ``offers`` (those that wait for an answer, and
    those with a candidate that was taken, ``geocoded``).

    Args:
        rows: what stands after FROM: ``_row`` and VARCHAR ``place``, ``province``, ``country`` (NULL for none) of
            the rows without coordinates. Needs ``import_countries``.
    """
    codes = {str(key): str(code) for key, code in staging.rows("SELECT key, iso2 FROM import_countries")}
    distinct = f"""SELECT DISTINCT coalesce(place, ''), coalesce(province, ''), coalesce(country, '') FROM {rows}
        WHERE coalesce(place, province, country) IS NOT NULL"""  # noqa: S608
    lookups.make(staging, PLACES, ["place", "province", "country"], [distinct], _COLUMNS,
                 lambda place, province, country: _row(search(place, province, country, choices, gazetteer, codes)))
    staging.run(f"""CREATE OR REPLACE TABLE {OFFERS} AS
        SELECT concat_ws(' | ', one.place, one.province, one.country) AS key, one.place AS name, one.province,
            one.country, count(*) AS rows, any_value(one.candidates) AS candidates, any_value(one.note) AS note,
            any_value(one.geocoded) AS geocoded
        FROM {PLACES} AS one JOIN {rows} AS asked ON one.place = coalesce(asked.place, '')
            AND one.province = coalesce(asked.province, '') AND one.country = coalesce(asked.country, '')
        WHERE one.candidates IS NOT NULL OR one.geocoded IS NOT NULL GROUP BY ALL ORDER BY rows DESC, key""")  # noqa: S608
