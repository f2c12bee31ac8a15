"""From a written place name to ranked candidates. Ambiguity is returned, never guessed away."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyproj

from geodata.gazetteer_file import Entry, read_entries, region_entries
from geodata.names import fold, kinds_named, strip_kind_words
from geodata.regions import DATA, default_regions

How = Literal["exact", "alias", "without kind word", "fuzzy"]

EXACT, NAMED, ALIAS = 1.0, 0.95, 0.9
"""Scores of a match in full: the name itself, the name with its kind (``Baghdad city``), another name."""
KIND_AGREES, KIND_LEFT_OUT, KIND_DIFFERS = 0.75, 0.6, 0.3
"""Scores of a match without kind words: the kinds agree, the text names none, or it names another."""
FUZZY = 0.4
"""The best score of a name that is only similar: above one that is right but of another kind than asked for."""
MUCH_SMALLER = 100
"""A town with so many times fewer inhabitants, found by a lesser name only, does not put another in doubt."""
FAR_WORSE = 0.3
"""How much lower the others have to score for one candidate to be clear."""
_VILLAGE = 1000
"""The inhabitants reckoned for a place whose number is not known."""
_LEAST_SIMILAR = 0.84
_SHORTEST_FUZZY = 5
_EARTH = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Candidate:
    """A place that a text may mean. An area has ``regions`` (ISO codes) and no lat, lon or radius."""

    name: str
    local: str
    lat: float | None
    lon: float | None
    country: str
    kind: str
    radius_km: float | None
    score: float
    how: How
    attribution: str
    regions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    size: int = 0

    @property
    def is_area(self) -> bool:
        """True for a province or country, which has no point."""
        return bool(self.regions)


class Gazetteer:
    """Places found by name in any spelling. Pure once made: the same text gives the same answer."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._exact: dict[str, list[int]] = {}
        self._alias: dict[str, list[int]] = {}
        self._core: dict[str, list[int]] = {}
        for index, entry in enumerate(self._entries):
            _note(self._exact, {fold(entry.name), fold(entry.local)}, index)
            _note(self._alias, set(map(fold, entry.aliases)), index)
            names = map(fold, (entry.name, entry.local, *entry.aliases))
            _note(self._core, set(map(strip_kind_words, names)), index)
        self._namesakes = _namesakes(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, text: str, country: str | None = None, limit: int = 8) -> tuple[Candidate, ...]:
        """The candidates for a name, best first, at most ``limit``; of one country when its code is given.

        Similar names are offered only when no name of the kind that the text tells matches. They are always
        marked ``fuzzy``, and there are none for a very short text, such as a code.
        """
        folded = fold(text)
        if not folded:
            return ()
        found = self._matches(folded)
        if country is not None:
            found = {index: match for index, match in found.items() if self._entries[index].country == country}
        if all(score <= KIND_DIFFERS for score, _ in found.values()):
            found = self._similar(folded, country) | found
        candidates = (_candidate(self._entries[index], *match) for index, match in found.items())
        return tuple(sorted(candidates, key=_rank)[:limit])

    def _matches(self, folded: str) -> dict[int, tuple[float, How]]:
        """Entries whose name, alias, or name without kind words is the text."""
        found: dict[int, tuple[float, How]] = {}
        for index in self._exact.get(folded, ()):
            found[index] = (EXACT, "exact")
        for index in self._alias.get(folded, ()):
            found.setdefault(index, (ALIAS, "alias"))
        told = kinds_named(folded)
        core = strip_kind_words(folded)
        for index in self._core.get(core, ()):
            found.setdefault(index, self._by_kind(told, index, core))
        # A spelling listed for a province only may mean its city as well, and the other way round.
        for index, match in list(found.items()):
            for other in self._namesakes.get(index, ()):
                found.setdefault(other, min(match, self._by_kind(told, other, core)) if told else match)
        return found

    def _by_kind(self, told: frozenset[str], index: int, core: str) -> tuple[float, How]:
        """The match of an entry of which the text has the name, but for words that tell its kind."""
        entry = self._entries[index]
        if not told:
            return KIND_LEFT_OUT, "without kind word"
        if entry.kind in told and entry.kind != "base":
            # "Baghdad airport" and "Babil governorate" say their kind in full: another name, not a shorter one.
            own = core in (strip_kind_words(fold(entry.name)), strip_kind_words(fold(entry.local)))
            return (NAMED if own else ALIAS), "alias"
        return (KIND_AGREES if _fits(told, entry.kind) else KIND_DIFFERS), "without kind word"

    def _similar(self, folded: str, country: str | None) -> dict[int, tuple[float, How]]:
        """Entries with a name nearly spelt like the text, and of the kind that the text tells, if it tells one."""
        core, told = strip_kind_words(folded), kinds_named(folded)
        if len(core) < _SHORTEST_FUZZY:
            return {}
        found: dict[int, tuple[float, How]] = {}
        for name, likeness in _alike(core, self._core):
            for index in self._core[name]:
                entry = self._entries[index]
                kind_fits = not told or _fits(told, entry.kind)
                if kind_fits and country in (None, entry.country) and index not in found:
                    found[index] = (round(FUZZY * likeness, 3), "fuzzy")
        return found


def _namesakes(entries: Sequence[Entry]) -> dict[int, list[int]]:
    """For each city the provinces of its name and country, and for each province its cities."""
    groups: dict[tuple[str, str], list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.kind in ("city", "province"):
            groups.setdefault((entry.country, fold(entry.name)), []).append(index)
    return {
        index: [other for other in group if entries[other].kind != entries[index].kind]
        for group in groups.values()
        for index in group
    }


def _note(index: dict[str, list[int]], names: Iterable[str], entry: int) -> None:
    for name in names:
        if name:
            index.setdefault(name, []).append(entry)


def _fits(told: frozenset[str], kind: str) -> bool:
    """Whether a kind of entry is one that the words tell; ``base`` may be an air base, and an air base an airport."""
    wider = {"airport": {"airport"}, "air base": {"air base", "base"}, "base": {"air base", "base"}}
    return any(kind in wider.get(word, {word}) for word in told)


def _alike(core: str, names: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    """Names of about the same length and beginning whose letters are nearly those of the text."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(core)
    for name in names:
        if abs(len(name) - len(core)) > 2 or name[0] != core[0]:
            continue
        matcher.set_seq1(name)
        if matcher.quick_ratio() >= _LEAST_SIMILAR and (likeness := matcher.ratio()) >= _LEAST_SIMILAR:
            yield name, likeness


def _candidate(entry: Entry, score: float, how: How) -> Candidate:
    return Candidate(
        name=entry.name,
        local=entry.local,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        kind=entry.kind,
        radius_km=entry.radius_km,
        score=score,
        how=how,
        attribution=entry.attribution,
        regions=entry.regions,
        aliases=entry.aliases,
        size=entry.size,
    )


def _rank(candidate: Candidate) -> tuple[object, ...]:
    """Best score first; between equals the larger, then by name and position, so that the order is one."""
    point = (candidate.lat or 0.0, candidate.lon or 0.0)
    return (-candidate.score, -candidate.size, candidate.name, candidate.country, candidate.kind, point)


def clear_candidate(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one place that a text clearly means, or None: then a person chooses.

    It matches exactly or by an alias, and every other candidate is the same place (a town point within its
    radius), or of another kind than the text says, or scores far worse and lies in the same country; the
    name of a country is clear unless something else bears exactly that name. ``Baghdad`` alone is not
    clear, for it names a city and a province; ``Baghdad city`` and ``Baghdad province`` are.
    """
    if not candidates or candidates[0].how not in ("exact", "alias"):
        return None
    best, *others = candidates
    clear = all(_same_place(best, other) or _far_worse(best, other) for other in others)
    return best if clear else None


def _far_worse(best: Candidate, other: Candidate) -> bool:
    if best.kind == "country":
        return other.score < best.score
    if other.score <= KIND_DIFFERS:
        return True
    namesake = other.kind == best.kind and other.how == "alias" and other.score < best.score
    if namesake and best.size > MUCH_SMALLER * max(other.size, _VILLAGE):
        return True
    return other.country == best.country and best.score - other.score >= FAR_WORSE


def _same_place(best: Candidate, other: Candidate) -> bool:
    """Whether the other is a second point of the same town: same kind, within the radius of the best."""
    if best.lat is None or best.lon is None or other.lat is None or other.lon is None:
        return False
    _, _, metres = _EARTH.inv(best.lon, best.lat, other.lon, other.lat)
    return other.kind == best.kind and float(metres) <= (best.radius_km or 0.0) * 1000


@cache
def default_gazetteer() -> Gazetteer:
    """The embedded gazetteer with the embedded countries and provinces, read once."""
    return Gazetteer((*region_entries(default_regions()), *read_entries(DATA / "gazetteer.json")))
