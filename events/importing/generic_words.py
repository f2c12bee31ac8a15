"""Words of a file as ours: kinds of event, weapons, names of actors. Pure functions over one text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from events.fields import KINDS, WEAPONS
from events.importing.values import is_stated, tidy
from geodata.names import fold

LONGEST_SLUG = 60

_KIND_WORDS: dict[str, str] = {
    "rocket": "rocket attack|missile attack|rocket|rockets|missile|rocket fire|قصف صاروخي|هجوم صاروخي",
    "air": "air strike|airstrike|air/drone strike|drone strike|aerial bombardment|air attack|غارة جوية|"
    "frappe aérienne|ataque aéreo|luftangriff",
    "battle": "battle|battles|armed clash|clash|clashes|fighting|combat|firefight|اشتباك|اشتباكات|معركة|combats|"
    "combate|gefecht|kämpfe|درگیری",
    "explosion": "explosion|bombing|bomb|ied|suicide bomb|suicide bombing|car bomb|vbied|shelling|artillery|mortar|"
    "remote explosive|explosions/remote violence|shelling/artillery/missile attack|grenade|انفجار|تفجير|قصف|attentat|"
    "explosión|bombardeo|anschlag|beschuss",
    "civilians": "violence against civilians|attack on civilians|one-sided violence|massacre|execution|"
    "abduction|kidnapping|اغتيال|assassination",
    "protest": "protest|protests|peaceful protest|demonstration|sit-in|march|مظاهرة|احتجاج|تظاهرة|manifestation|"
    "manifestación|protesta|demonstrationen|تظاهرات",
    "crowd": "riot|riots|mob violence|unrest|looting|storming|شغب|émeute|disturbios|unruhen",
    "find": "seizure|weapons seizure|weapons cache|cache|find|arms cache|disrupted weapons use",
    "context": "other|context|statement|strategic developments|agreement|other event",
}
_KINDS = (
    {fold(word): kind for kind, words in _KIND_WORDS.items() for word in words.split("|")}
    | {fold(key): key for key in KINDS}
    | {fold(label): key for key, label in KINDS.items()}
)
_WEAPONS = {fold(key): key for key in WEAPONS} | {fold(words): key for key, (words, _) in WEAPONS.items()}


def read_kind(text: str, kinds: Mapping[str, str] | None = None) -> str | None:
    """The key of `KINDS` for a file's word: by the mapping, else where the word is a plain one; None otherwise."""
    folded = fold(tidy(text))
    own = {fold(tidy(word)): kind for word, kind in (kinds or {}).items()}
    return own.get(folded) or _KINDS.get(folded)


def weapon_cases(text: str) -> str:
    """SQL: the code of `WEAPONS` for a text that is one of its names, NULL for any other."""
    cases = " ".join(f"WHEN '{word}' THEN '{key}'" for word, key in _WEAPONS.items())
    return f"CASE trim(regexp_replace(lower({text}), '[^a-z0-9]+', ' ', 'g')) {cases} END"


def actor_id(name: str, dataset: str) -> str:
    """``<dataset>-<slug>``: the same for every spelling that folds alike, and never the same for two names.

    Names that are not all ASCII letters once folded, or long, end in a hash of the folded name.
    """
    folded = fold(tidy(name)) or tidy(name).casefold()
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))
    if slug.replace("-", " ") == folded and len(slug) <= LONGEST_SLUG:
        return f"{dataset}-{slug}"
    mark = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return "-".join(filter(None, (dataset, slug[:LONGEST_SLUG].strip("-"), mark)))


def read_actors(text: str, dataset: str, separator: str) -> list[dict[str, str]]:
    """The actors that a cell names: ``[{actor, name}]``, each once; empty where it says "unknown"."""
    parts = text.split(separator) if separator else [text]
    found: dict[str, str] = {}
    for part in parts:
        name = " ".join(part.split())[:600]
        if name and is_stated(name):
            found.setdefault(actor_id(name, dataset), name)
    return [{"actor": actor, "name": name} for actor, name in found.items()]
