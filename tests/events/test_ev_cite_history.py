"""History: snapshots that come back as they were, differences in words, links that say what changed since."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import Catalogue
from events.dataset import BUILT_IN, DataSet
from events.differing import in_words
from events.fingerprint import fingerprint
from events.history import Snapshot, Standing, check_permalink, in_order, released, since, take
from events.historyfile import read_history, snapshot_path, snapshot_text
from events.model import Incident
from tests.events import ev_building as make

DAY = date(2026, 5, 6)
C, INC = make.claim_row, make.incident
HIT = C("hit", 2, quote="two hit")


def snap(dataset: DataSet) -> Snapshot:
    return take(dataset, DAY, "Ann", "a note")


def lines(old: DataSet, new: DataSet) -> list[str]:
    return list(in_words(since(snap(old), new)))


def test_what_ships_is_recorded_as_it_is(shipped: Catalogue) -> None:
    history = read_history(BUILT_IN)
    assert history.problems == ()
    found = history.version(shipped.dataset.meta.version)
    assert found is not None, "raise no version without a snapshot: python -m events snapshot --by … --note …"
    assert found.fingerprint == fingerprint(shipped.dataset), (
        "the data set changed under a version that is recorded: raise `version` in dataset.yaml, then `snapshot`"
    )
    assert list(in_words(since(found, shipped.dataset))) == ["Nothing changed."]


def test_a_snapshot_comes_back_as_it_was(small: Catalogue, tmp_path: Path) -> None:
    one = snap(small.dataset)
    path = snapshot_path(tmp_path, one)
    path.parent.mkdir()
    path.write_text(snapshot_text(one), encoding="utf-8")
    assert read_history(tmp_path).snapshots == (one,)
    text = snapshot_text(one)
    assert sum(line.startswith('   {"hash"') for line in text.splitlines()) == len(small.dataset.claims)
    assert json.loads(text)["format"] == 1


BASE = (INC("a", HIT, C("killed", 3)), INC("b"))
CHANGES: list[tuple[str, tuple[Incident, ...], list[str]]] = [
    ("added claim", (INC("a", HIT, C("killed", 3), C("wounded", 4, "radio", says="A man")), INC("b")),
     ["Title of a (a), changed", "  + wounded, radio, paragraph 1, says A man: “4”"]),
    ("removed claim", (INC("a", C("killed", 3)), INC("b")),
     ["Title of a (a), changed", "  - hit, paper, paragraph 1: “2”"]),
    ("changed value", (INC("a", HIT | {"value": 3}, C("killed", 3)), INC("b")),
     ["Title of a (a), changed", "  ~ hit, paper, paragraph 1: “2” became “3”"]),
    ("changed speaker and paragraph", (INC("a", HIT | {"says": "A man", "paragraph": 4}, C("killed", 3)), INC("b")),
     ["Title of a (a), changed",
      "  ~ hit, paper, paragraph 4: said by not stated became A man; paragraph 1 became 4"]),
    ("changed remark", (INC("a", HIT | {"note": "x"}, C("killed", 3)), INC("b")),
     ["Title of a (a), changed", "  ~ hit, paper, paragraph 1: “2”, its remark or coding changed"]),
    ("claim doubled", (INC("a", HIT, HIT, C("killed", 3)), INC("b")),
     ["Title of a (a), changed", "  + hit, paper, paragraph 1: “2”"]),
    ("order of claims", (INC("a", C("killed", 3), HIT), INC("b")),
     ["Title of a (a), changed", "  the order of its claims changed"]),
    ("title", (INC("a", HIT, C("killed", 3), title="New"), INC("b")),
     ["New (a), changed", "  title: “Title of a” became “New”"]),
    ("note", (INC("a", HIT, C("killed", 3), note="New"), INC("b")),
     ["Title of a (a), changed", "  its short label, kind, place or note changed"]),
    ("removed incident", BASE[:1],
     ["Title of b (b), removed", "  - kind, paper, paragraph 1: “Rocket or missile attack”",
      "  - place, paper, paragraph 1: “Camp”"]),
    ("added incident", (*BASE, INC("c", kind="context", place="nowhere")),
     ["Title of c (c), added", "  + kind, paper, paragraph 1: “Other or context”"]),
]  # fmt: skip


@pytest.mark.parametrize(("new", "expected"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_differences_in_words(new: tuple[Incident, ...], expected: list[str]) -> None:
    head, *rest = lines(make.dataset(*BASE), make.dataset(*new))
    assert rest == expected
    signs = [sum(line.startswith(f"  {sign} ") for line in rest) for sign in "+-~"]
    assert head == "Claims: {} added, {} removed, {} changed. Incidents that differ: 1.".format(*signs)


def test_other_records_that_differ_are_named() -> None:
    old, new = make.dataset(*BASE), make.dataset(*BASE, licence="CC0")
    sources = (new.sources[1], new.sources[0].model_copy(update={"title": "Other"}))
    new = DataSet(new.meta, sources, {}, new.actors, new.places, new.incidents)
    assert lines(old, new)[1:] == [
        "what the data set says of itself changed (name, version, licence, method or the like)",
        "source removed: sheet", "source changed: paper", "origin removed: briefing",
        "the order of the sources changed, and their numbers with it",
    ]  # fmt: skip


def test_versions_stand_in_their_order() -> None:
    versions = ["1.10.0", "1.10.0.1", "1.9.0", "1.0.0", "1.10.0-beta"]
    found = in_order(snap(make.dataset(*BASE, version=version)) for version in versions)
    assert [one.version for one in found] == ["1.0.0", "1.9.0", "1.10.0-beta", "1.10.0", "1.10.0.1"]
    early = take(make.dataset(*BASE, version="9"), date(2020, 1, 1), "A", "b")
    assert in_order([*found, early])[0] is early


@pytest.mark.parametrize("version", ["../1", "a/b", ".1", "", "1 0", "x" * 65, "1\n"])
def test_a_version_that_is_no_file_name_is_refused(version: str) -> None:
    dataset = make.dataset(*BASE)
    meta = dataset.meta.model_copy(update={"version": version})
    with pytest.raises(ValueError, match="version"):
        snap(DataSet(meta, dataset.sources, dataset.origins, dataset.actors, dataset.places, dataset.incidents))


BROKEN: list[tuple[str, str, Any, str]] = [
    ("no JSON", "1.json", "{", "Invalid JSON"),
    ("not a snapshot", "1.json", "[]", "should be"),
    ("not its name", "2.json", None, "'0.1.0' is not the file's name"),
    ("unknown key", "0.1.0.json", {"more": 1}, "more: Extra inputs"),
    ("format of later", "0.1.0.json", {"format": 2}, "format: "),
    ("no hash", "0.1.0.json", {"fingerprint": "x"}, "fingerprint: "),
]


@pytest.mark.parametrize(("name", "change", "reason"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_broken_snapshot_is_set_aside(tmp_path: Path, name: str, change: Any, reason: str) -> None:
    good = snap(make.dataset(*BASE, version="0.0.9"))
    text = snapshot_text(snap(make.dataset(*BASE)))
    written = change if isinstance(change, str) else json.dumps({**json.loads(text), **(change or {})})
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / name).write_text(written, encoding="utf-8")
    snapshot_path(tmp_path, good).write_text(snapshot_text(good), encoding="utf-8")
    history = read_history(tmp_path)
    assert history.snapshots == (good,)
    [problem] = history.problems
    assert problem.file == f"history/{name}"
    assert reason in str(problem)


def test_a_folder_without_history_has_none(tmp_path: Path) -> None:
    assert read_history(tmp_path).snapshots == ()


def test_a_link_on_the_same_content_is_the_same() -> None:
    now = make.dataset(*BASE)
    check = check_permalink("0.1.0", fingerprint(now)[:16], now, ())
    assert (check.standing, check.version, check.difference) == (Standing.SAME, "0.1.0", None)
    assert released(now, [snap(now)]) == snap(now)


def test_a_link_on_older_content_says_what_changed() -> None:
    old, now = make.dataset(*BASE), make.dataset(*BASE[:1], version="0.2.0")
    short = fingerprint(old)[:16]
    check = check_permalink("0.1.0", short, now, [snap(old)])
    assert (check.standing, check.version) == (Standing.CHANGED, "0.1.0")
    assert check.difference is not None
    assert check.difference.counts == (0, 2, 0)
    assert released(now, [snap(old)]) is None
    bare = check_permalink("0.1.0", short, now, ())
    assert (bare.standing, bare.version, bare.difference) == (Standing.CHANGED, "0.1.0", None)


@pytest.mark.parametrize(
    ("version", "short"),
    [("", ""), ("1", ""), ("", "0" * 16), ("1", "0" * 15), ("1", "G" * 16), ("1", "0" * 65), ("<b>", "0" * 16),
     ("1", "0" * 16 + "\n"), ("../1", "0" * 16), ("1" * 65, "0" * 16)],
)  # fmt: skip
def test_a_link_that_is_not_understood_is_unknown(version: str, short: str) -> None:
    assert check_permalink(version, short, make.dataset(*BASE), ()).standing is Standing.UNKNOWN
