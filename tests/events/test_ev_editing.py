"""Drafts are checked as files are, previewed, and written or given as a patch without touching anything else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import Catalogue
from events.editing import applying
from events.editing.applying import EditError, Rejected, apply, open_target, patch
from events.editing.checking import check
from events.editing.drafts import Draft, Kind, draft
from events.editing.previewing import preview
from events.findings import Status
from events.reading import load
from tests.events import ev_building as make

SOURCE = {"id": "wire", "short": "Wire", "title": "A headline", "published": "2020-03-14"}
PLACE = {"id": "dam", "name": "Dam", "precision": "site", "lat": 33.1, "lon": 44.1, "radius_km": 2, "obtained": "a map"}
ACTOR = {"id": "golds", "name": "Gold Group", "affiliations": ["reds"]}
ORIGIN = {"id": "speech", "name": "A speech", "kind": "statement"}


def claim(field: str = "killed", value: Any = 5, incident: str = "one", **more: Any) -> Draft:
    return draft(Kind.CLAIM, make.claim_row(field, value, **{"source": "radio", **more}), incident)


INCIDENT = draft(Kind.INCIDENT, make.incident_row("two", make.claim_row("killed", 1)))
GOOD = {
    "claim": claim(), "source": draft(Kind.SOURCE, SOURCE), "place": draft(Kind.PLACE, PLACE),
    "actor": draft(Kind.ACTOR, ACTOR), "origin": draft(Kind.ORIGIN, ORIGIN), "incident": INCIDENT,
}  # fmt: skip


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("new", GOOD.values(), ids=GOOD)
def test_only_the_new_lines_change_and_git_applies_the_same(folder: make.Folder, tmp_path: Path, new: Draft) -> None:
    for name, text in (("sources.yaml", "# by hand\n"), ("incidents/one.yaml", "# ours,   kept\n\n")):
        path = folder.path / name
        path.write_text(text + path.read_text(encoding="utf-8") + "\n# end, without its line's end", encoding="utf-8")
    other = tmp_path / "other"
    shutil.copytree(folder.path, other)
    diff = patch(folder.path, new)
    before = content(folder.path)
    assert apply(folder.path, new, open_target(folder.path, new)) == folder.path / new.file
    after = content(folder.path)
    assert {name for name in after if after[name] != before.get(name)} == {new.file}
    old, written = before.get(new.file, b""), after[new.file]
    kept = next((at for at in range(len(old)) if old[at] != written[at]), len(old))
    assert written.endswith(old[kept:]), "something but new lines changed"
    assert load(folder.path).problems == ()
    subprocess.run(["git", "apply", "-"], cwd=other, input=diff.encode(), check=True)
    assert content(other) == after
    shutil.copytree(other, tmp_path / "again")
    subprocess.run(["git", "apply", "-R", "-"], cwd=tmp_path / "again", input=diff.encode(), check=True)
    assert content(tmp_path / "again") == before


BAD: list[tuple[Draft, set[str]]] = [
    (claim(quote="one two three four five six seven eight nine"), {"quote"}),
    (claim(quote="x" * 601), {"quote"}),
    (claim(paragraph=0), {"paragraph"}),
    (claim(value={"about": -1}), {"value"}),
    (claim("date", "2020-13-01"), {"value"}),
    (claim("place", "atlantis"), {"value"}),
    (claim("kind", "sea"), {"value"}),
    (claim("part_of", incident="one", value=None), {"incident"}),
    (claim(stance="shouts"), {"stance"}),
    (claim(field="colour"), {"field"}),
    (claim(colour="red"), {"colour"}),
    (claim(parts={"reds": 9}), {"parts"}),
    (claim(text="x" * 2001), {"text"}),
    (claim(note="half \ud800 a sign"), {"note"}),
    (draft(Kind.PLACE, {**PLACE, "obtained": "x" * 2001, "aliases": ["y" * 2001]}), {"obtained", "aliases.0"}),
    (claim(incident="none"), {"incident_id"}),
    (claim(incident="../one"), {"incident_id"}),
    (claim(value=3, source="paper"), {""}),
    (claim("attribution", None, source="nobody", actor="no-one", paragraph=None, quote="a " * 9),
     {"paragraph", "quote", "source", "actor"}),
    (draft(Kind.SOURCE, {**SOURCE, "id": "paper"}), {"id"}),
    (draft(Kind.SOURCE, {**SOURCE, "id": "a" * 101}), {"id"}),
    (draft(Kind.SOURCE, {"id": "../x", "published": "soon"}), {"id", "short", "title", "published"}),
    (draft(Kind.PLACE, {**PLACE, "lat": 91}), {"lat"}),
    (draft(Kind.PLACE, {**PLACE, "radius_km": None}), {""}),
    (draft(Kind.PLACE, {"id": "x", "name": "X", "precision": "province", "area": {"regions": ["IQ-??"]},
                        "obtained": "a map"}), {"area"}),
    (draft(Kind.ACTOR, {**ACTOR, "affiliations": ["none"]}), {"affiliations"}),
    (draft(Kind.INCIDENT, {**INCIDENT.row, "id": "one"}), {"id"}),
    (draft(Kind.INCIDENT, {**INCIDENT.row, "place": "town"}), {"place"}),
    (draft(Kind.INCIDENT, {**INCIDENT.row, "claims": [make.claim_row("kind", "rocket", "nobody", quote="a " * 9)]}),
     {"claims.0.quote"}),
    (draft(Kind.INCIDENT, {**INCIDENT.row, "claims": [*INCIDENT.row["claims"], make.claim_row("date", "2020", "no")]}),
     {"claims.3.source"}),
]  # fmt: skip


@pytest.mark.parametrize(("new", "fields"), BAD, ids=[f"{one[0].kind}-{sorted(one[1])}" for one in BAD])
def test_every_problem_is_told_by_field_and_nothing_is_written(
    folder: make.Folder, new: Draft, fields: set[str]
) -> None:
    dataset = load(folder.path).dataset
    assert dataset is not None
    before = content(folder.path)
    assert {one.field for one in check(dataset, new).wrong} == fields
    with pytest.raises((Rejected, EditError)):
        patch(folder.path, new)
    with pytest.raises((Rejected, EditError)):
        apply(folder.path, new, applying.Opened("incidents/one.yaml", None))
    assert content(folder.path) == before
    assert not list(folder.path.parent.glob("*.yaml"))


PREVIEWS = [
    (claim("wounded", 7, incident="attack"), "Wounded", "12 – 14", Status.CONTESTED, Status.CONTESTED, "7 – 14"),
    (claim("hit", 2, incident="attack"), "Landed", "not stated", Status.NOT_STATED, Status.SINGLE, "2"),
    (claim("killed", 3, "attack", source="sheet"), "Killed", "3", Status.AGREED, Status.AGREED, "3"),
    (claim("date", "2020-03-12", "attack"), "Date", "11 March 2020", Status.SINGLE, Status.CONTESTED,
     "11 – 12 March 2020"),
]  # fmt: skip


@pytest.mark.parametrize(("new", "label", "was", "before", "after", "becomes"), PREVIEWS, ids=[p[1] for p in PREVIEWS])
def test_the_preview_says_what_the_finding_becomes(
    small: Catalogue, new: Draft, label: str, was: str, before: Status, after: Status, becomes: str
) -> None:
    (change,) = preview(small, new)
    assert (change.label, change.before.text, change.before.status) == (label, was, before)
    assert (change.after.status, change.after.text) == (after, becomes)
    assert change.after.why


def test_a_preview_of_an_incident_has_all_its_findings_and_one_of_a_bad_draft_none(small: Catalogue) -> None:
    assert [one.label for one in preview(small, INCIDENT)] == ["Place", "Kind", "Killed"]
    assert preview(small, claim(quote="")) == ()
    assert preview(small, GOOD["source"]) == ()
