"""What a person reads: every word that the scripts ask for is there, and none of it takes a side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.cell_words import CELL_WORDS
from events.catalogue import Catalogue
from events.fields import FIELD, KINDS, ROLES
from events.findings import Status
from events.sentences import PART_NAMES

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static" / "map").glob("*.js")}
# What the scripts put together from a list of their own: what is there, and how it is found in the script.
COMPOSED = [
    ("legend.js", ["site", "locality", "area", "stack", "possible"], 'exact = ["site", "locality", "area", "stack"]'),
    ("legend.js", ["link_stated", "link_contested", "link_speculated", "link_same"], 'S.word("link_" + style)'),
    ("controls.js", ["zoom_in", "zoom_out", "fit", "fullscreen", "fullscreen_exit"], "name(buttons[key], key)"),
    ("draw.js", ["area_view", "area_box", "area_shape", "area_clear"], 'S.word("area_" + item.dataset.act)'),
    ("popup_body.js", ["agreed", "range", "contested", "single", "not_stated"], 'stated ? r.status : "not_stated"'),
]
SIDES = (
    r"terroris\w*|regime\w*|thugs?|martyr\w*|cowardly|brutal\w*|heinous|barbaric|illegal\w*|unprovoked|heroic|"
    r"invad\w+|occupiers?|criminals?|evil|murder\w*|massacre\w*|slaughter\w*|assassinat\w*|so-called|proxy|proxies|"
    r"aggress\w+|shocking|devastating|deadly|notorious|puppet|infidels?|liberat\w+|freedom fighters?"
)


def asked() -> set[tuple[str, str]]:
    """(script, key) of every word that a script asks for by name."""
    plain = r'\b(?:S\.word|word)\((?:[\w.]+,\s*)?"([a-z_]+)"\s*[,)]|\bname\([\w.]+,\s*"([a-z_]+)"|\bwords\.([a-z_]+)'
    found = set()
    for name, code in SCRIPTS.items():
        for groups in re.findall(plain, code):
            found |= {(name, key) for key in groups if key}
    return found


def test_the_scripts_ask_for_words() -> None:
    keys = {key for _, key in asked()}
    assert {"legend", "close", "all_claims", "open_words", "lang", "paragraph"} <= keys


@pytest.mark.parametrize(("script", "key"), sorted(asked()))
def test_a_word_that_a_script_asks_for_is_there(script: str, key: str) -> None:
    assert wording.MAP_WORDS.get(key) or CELL_WORDS.get(key), f"{script} asks for {key!r}; add it to MAP_WORDS"


@pytest.mark.parametrize(("script", "keys", "code"), COMPOSED)
def test_words_that_a_script_puts_together_are_there(script: str, keys: list[str], code: str) -> None:
    assert code in SCRIPTS[script], "the script changed: mend this list"
    assert [key for key in keys if not wording.MAP_WORDS.get(key)] == []


def test_no_word_is_carried_that_nobody_asks_for() -> None:
    folder = ROOT / "dashboard"
    paths = [*folder.rglob("*.js"), *(path for path in folder.rglob("*.py") if path.name != "wording.py")]
    code = "".join(SCRIPTS.values()) + "".join(path.read_text(encoding="utf-8") for path in paths)
    composed = {key for _, keys, _ in COMPOSED for key in keys}
    left = [key for key in wording.MAP_WORDS if key not in composed and not re.search(rf"\b{key}\b", code)]
    assert left == []


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    return []


def _ours(shipped: Catalogue) -> list[str]:
    """Every text that is our own: interface, labels of fields, titles of incidents, names of actors and places."""
    said = [text for name, value in vars(wording).items() if name.isupper() for text in _strings(value)]
    said += [field.label for field in FIELD.values()] + list(KINDS.values()) + list(ROLES) + list(PART_NAMES.values())
    said.append((ROOT / "dashboard" / "views" / "method.md").read_text(encoding="utf-8"))
    data = shipped.dataset
    said += [one for incident in data.incidents for one in (incident.title, incident.short)]
    return said + [actor.name for actor in data.actors.values()] + [place.name for place in data.places.values()]


def test_our_own_words_take_no_side(shipped: Catalogue) -> None:
    found = [re.findall(rf"(?i)\b(?:{SIDES})\b", text) for text in _ours(shipped)]
    assert [words for words in found if words] == []


def test_every_finding_has_a_word_and_a_symbol() -> None:
    for status in Status:
        assert wording.SYMBOLS[wording.chip(status)]
    assert set(wording.ROLE_WORDS) == set(ROLES)
    assert set(wording.LINK_LABELS) == {key for key, field in FIELD.items() if field.type == "link"}


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 entry of the data set could not be read and is not shown."),
     (3, "3 entries of the data set could not be read and are not shown.")],
)  # fmt: skip
def test_how_many_are_set_aside(count: int, words: str) -> None:
    assert wording.set_aside(count) == words


def test_when_names_the_clock_and_voices_name_what_is_shared(shipped: Catalogue) -> None:
    taji = shipped.by_id["2020-03-11-camp-taji"]
    assert wording.when(taji, shipped.dataset).endswith(", Iraq time")
    assert wording.voices(taji, shipped.dataset).startswith("5 sources, ")
    one = next(summary for summary in shipped.summaries if len(summary.sources) == 1)
    assert wording.voices(one, shipped.dataset).startswith("one source")
