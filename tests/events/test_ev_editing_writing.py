"""Writing a draft when others write too, when the disk is full, when there are links: refused, undone, nothing lost."""

from __future__ import annotations

import multiprocessing
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import build
from events.editing import applying
from events.editing.applying import EditError, Rejected, StaleEdit, apply, can_write, open_target
from events.editing.drafts import Draft, Kind, draft
from events.editing.locking import LOCK, Busy, locked, replace_file
from events.reading import load
from tests.events import ev_building as make

SOURCE = draft(Kind.SOURCE, {"id": "wire", "short": "Wire", "title": "A headline", "published": "2020-03-14"})
INCIDENT = draft(Kind.INCIDENT, make.incident_row("two", make.claim_row("killed", 1)))


def claim(value: Any = 5) -> Draft:
    return draft(Kind.CLAIM, make.claim_row("killed", value, "radio"), "one")


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "new", [claim(), SOURCE, INCIDENT], ids=["claim", "source", "incident that somebody made meanwhile"]
)
def test_a_stale_edit_is_refused_with_the_difference(folder: make.Folder, new: Draft) -> None:
    opened = open_target(folder.path, new)
    path = folder.path / new.file
    path.write_text((opened.text or "id: two\n") + "# somebody else\n", encoding="utf-8")
    before = content(folder.path)
    with pytest.raises(StaleEdit, match="nothing was written") as caught:
        apply(folder.path, new, opened)
    assert content(folder.path) == before
    assert "\n+# somebody else\n" in caught.value.diff
    assert caught.value.now == open_target(folder.path, new)
    assert build(load(folder.path).dataset or pytest.fail("no data set")).by_id


def test_a_file_that_was_removed_meanwhile_is_stale_too(folder: make.Folder) -> None:
    opened = open_target(folder.path, claim())
    (folder.path / opened.file).unlink()
    with pytest.raises(StaleEdit) as caught:
        apply(folder.path, claim(), opened)
    assert "deleted file mode" in caught.value.diff


def test_a_write_that_brings_a_problem_is_undone(folder: make.Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "\n- {id: wire, short: W}\n"
    monkeypatch.setattr(applying, "_changed", lambda new, opened: (opened.text or "") + broken)
    before = content(folder.path)
    for new in (SOURCE, INCIDENT):
        with pytest.raises(Rejected, match=r"yaml: "):
            apply(folder.path, new, open_target(folder.path, new))
        assert content(folder.path) == before


def test_old_problems_of_the_folder_do_not_stand_in_the_way(folder: make.Folder) -> None:
    folder.put("actors.yaml", [*make.ACTORS, {"id": "lost", "name": "L", "affiliations": ["none"]}, {"id": "BAD"}])
    apply(folder.path, claim(), open_target(folder.path, claim()))
    assert len(load(folder.path).problems) == 3


def test_links_out_of_the_folder_are_not_followed(folder: make.Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("- {id: a, short: A, title: A}\n", encoding="utf-8")
    (folder.path / "sources.yaml").unlink()
    (folder.path / "sources.yaml").symlink_to(outside)
    with pytest.raises(EditError, match="is a link"):
        open_target(folder.path, SOURCE)
    (folder.path / "incidents").rename(tmp_path / "elsewhere")
    (folder.path / "incidents").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EditError, match="is a link"):
        open_target(folder.path, INCIDENT)


def test_permissions_stay_and_no_other_file_is_left(folder: make.Folder) -> None:
    path = folder.path / "sources.yaml"
    path.chmod(0o640)
    names = set(content(folder.path))
    apply(folder.path, SOURCE, open_target(folder.path, SOURCE))
    assert path.stat().st_mode & 0o777 == 0o640
    assert set(content(folder.path)) == names


def test_a_failed_write_leaves_what_stood_there(folder: make.Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(folder.path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EditError, match="No space left"):
        apply(folder.path, claim(), open_target(folder.path, claim()))
    assert content(folder.path) == before


def test_a_lock_that_is_held_is_waited_for_and_one_left_behind_is_not(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(Busy, match="try again"), locked(tmp_path, patience=0.05):
        pass
    assert not (tmp_path / LOCK).exists()
    (tmp_path / LOCK).touch()
    with locked(tmp_path, patience=0):
        replace_file(tmp_path / "a", b"1")
    assert content(tmp_path) == {"a": b"1"}


def test_a_folder_that_cannot_be_written_is_known(folder: make.Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_write(folder.path)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert not can_write(folder.path)
    assert not can_write(folder.path / "nowhere")


def _race(folder: Path, number: int, opened: applying.Opened, results: Queue[tuple[int, str]]) -> None:
    try:
        apply(folder, claim(value=100 + number), opened)
        results.put((number, "written"))
    except StaleEdit as error:
        results.put((number, error.diff))


def test_of_racing_processes_one_wins_and_the_others_are_told(folder: make.Folder) -> None:
    opened = open_target(folder.path, claim())
    spawn = multiprocessing.get_context("spawn")
    results: Queue[tuple[int, str]] = spawn.Queue()
    racers = [spawn.Process(target=_race, args=(folder.path, number, opened, results)) for number in range(3)]
    for one in racers:
        one.start()
    said = dict(results.get(timeout=60) for _ in racers)
    for one in racers:
        one.join()
    (winner,) = [number for number, what in said.items() if what == "written"]
    assert all(f"+  value: {100 + winner}\n" in what for number, what in said.items() if number != winner)
    text = (folder.path / opened.file).read_text(encoding="utf-8")
    assert [number for number in range(3) if f"value: {100 + number}" in text] == [winner]
    assert load(folder.path).problems == ()
