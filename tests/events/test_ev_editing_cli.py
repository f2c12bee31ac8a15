"""``python -m events add``: written or as a patch, problems with file and line, exit codes as everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.cli import main
from events.reading import load
from tests.events import ev_building as make

CLAIM = "- source: radio\n  field: killed\n  value: {at_least: 4}\n  paragraph: 2\n  quote: at least four\n"


def add(folder: make.Folder, tmp_path: Path, kind: str, text: str, *more: str) -> int:
    file = tmp_path / "new.yaml"
    file.write_text(text, encoding="utf-8")
    return main(["add", kind, "--dataset", str(folder.path), "--file", str(file), *more])


@pytest.mark.parametrize(
    ("kind", "text", "more", "file"),
    [
        ("claim", CLAIM, ["--incident", "one"], "incidents/one.yaml"),
        ("claim", CLAIM.replace("- ", "").replace("  ", ""), ["--incident", "one"], "incidents/one.yaml"),
        ("source", "id: wire\nshort: Wire\ntitle: A headline\n", [], "sources.yaml"),
        ("origin", "id: speech\nname: A speech\nkind: statement\n", [], "origins.yaml"),
    ],
)
def test_a_row_is_added_and_the_file_named(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, text: str, more: list[str],
    file: str,
) -> None:  # fmt: skip
    assert add(folder, tmp_path, kind, text, *more) == 0
    assert f"{folder.path / file}: one {kind} added" in capsys.readouterr().out
    assert load(folder.path).problems == ()
    assert add(folder, tmp_path, kind, text, *more) == 1, "a second time it stands there already"


def test_it_says_what_the_finding_becomes(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(folder, tmp_path, "claim", CLAIM, "--incident", "one")
    assert "Killed: 3 [single source] -> 3 – at least 4 [contested]. “3” and “at least 4”" in capsys.readouterr().out


def test_a_patch_is_printed_and_nothing_written(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder.path / "incidents" / "one.yaml").read_bytes()
    assert add(folder, tmp_path, "claim", CLAIM, "--incident", "one", "--patch") == 0
    said = capsys.readouterr()
    assert said.out.startswith("diff --git a/incidents/one.yaml b/incidents/one.yaml\n")
    assert "+  value: {at_least: 4}\n" in said.out
    assert "Killed: 3 [single source]" in said.err
    assert (folder.path / "incidents" / "one.yaml").read_bytes() == before
    target = tmp_path / "a.patch"
    assert add(folder, tmp_path, "claim", CLAIM, "--incident", "one", "--patch", "-o", str(target)) == 0
    assert target.read_text(encoding="utf-8") == said.out


def test_problems_are_told_with_file_and_line(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CLAIM.replace("radio", "nobody").replace("at least four", "1 2 3 4 5 6 7 8 9")
    assert add(folder, tmp_path, "claim", text, "--incident", "one") == 1
    said = capsys.readouterr()
    assert f"{tmp_path}/new.yaml:5: quote: 9 words, at most 8; shorten it\n" in said.out
    assert f"{tmp_path}/new.yaml:1: source: 'nobody' is not in sources.yaml; add it or mend the id\n" in said.out
    assert said.err == "2 problems; nothing was written\n"


@pytest.mark.parametrize(
    ("kind", "text", "more", "why"),
    [
        ("claim", CLAIM, [], "--incident ID"),
        ("source", "id: wire\n", ["--incident", "one"], "--incident ID"),
        ("claim", CLAIM + CLAIM, ["--incident", "one"], "expected one claim as `key: value` lines, got 2 rows"),
        ("source", "just words\n", [], "got str"),
        ("source", "a: [\n", [], "not readable as YAML"),
    ],
)
def test_a_wrong_call_says_what_to_change(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, text: str, more: list[str],
    why: str,
) -> None:  # fmt: skip
    assert add(folder, tmp_path, kind, text, *more) == 2
    assert why in capsys.readouterr().err


def test_a_file_that_is_missing_and_a_list_in_brackets(
    folder: make.Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "source", "--dataset", str(folder.path), "--file", str(tmp_path / "none")]) == 2
    assert "name a file that exists" in capsys.readouterr().err
    folder.put("origins.yaml", "[{id: briefing, name: A, kind: b}]\n")
    assert add(folder, tmp_path, "origin", "id: speech\nname: A speech\nkind: statement\n") == 2
    assert "stands in brackets" in capsys.readouterr().err
