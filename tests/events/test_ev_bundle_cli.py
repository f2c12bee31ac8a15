"""cite, bundle, verify, snapshot and changes from end to end: what they print and their exit codes."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from events import cli
from events.bundle.archive import unpack
from events.bundle.manifest import NAME, read, sha256
from events.cli import main
from events.dataset import BUILT_IN
from events.fingerprint import fingerprint
from tests.events import ev_building as make
from tests.events.ev_building import Folder
from tests.events.ev_bundling import FILES, WHOLE

TAJI = "2020-03-11-camp-taji"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shipped: cli.Catalogue) -> Run:
    monkeypatch.delenv("DATASET", raising=False)
    real = cli.load_or_raise
    monkeypatch.setattr(cli, "load_or_raise", lambda path: shipped.dataset if path == BUILT_IN else real(path))

    def call(*argv: object) -> Ran:
        try:
            code = main([str(one) for one in argv])
        except SystemExit as stop:
            code = int(str(stop.code))
        return Ran(code, *capsys.readouterr())

    return call


def test_cite_as_text_has_the_days_that_the_page_opens_with(run: Run, shipped: cli.Catalogue) -> None:
    code, out, _ = run("cite", "--base-url", "https://map.example/", "--date", "2026-12-01", "--actor", "iran")
    short = fingerprint(shipped.dataset)[:16]
    assert code == 0
    assert out.startswith("Iraq, December 2019 to March 2020, version 1.0.1 (21 November 2026), CC BY 4.0. ")
    assert "from 27 December 2019 to 13 March 2020; involving Iran; all sources" in out
    link = "https://map.example/?from=2019-12-27&to=2020-03-13&actor=iran&v=1.0.1&h="
    assert out.endswith(f"Accessed 1 December 2026, {link}{short}\n")
    assert "on 11 March 2020" in run("cite", "--from", "2020-03-11", "--to", "2020-03-11").out


def test_cite_one_incident_with_its_sources(run: Run, shipped: cli.Catalogue) -> None:
    code, out, _ = run("cite", "--incident", TAJI, "--with-sources", "--base-url", "https://map.example")
    first, *rest = out.splitlines()
    assert code == 0
    assert first.startswith("“Rocket attack on Camp Taji”, in: Iraq, ")
    assert f"&incident={TAJI}&card=1&v=" in first
    assert len(rest) == len(shipped.by_id[TAJI].sources)
    assert "[3] Voice of America, Carla Babb, Jeff Seldin, “US Hits Back in Iraq" in out


@pytest.mark.parametrize(("name", "start"), [("csl-json", "[\n"), ("bibtex", "@misc{iraq-2019"), ("ris", "TY  - DATA")])
def test_cite_in_the_formats_of_others(run: Run, tmp_path: Path, name: str, start: str) -> None:
    code, out, _ = run("cite", "--format", name, "--with-sources")
    assert code == 0
    assert out.startswith(start)
    assert out.count("voa-2020-03-12") == 1
    assert run("cite", "--format", name, "--with-sources", "-o", tmp_path / "a").out == ""
    assert (tmp_path / "a").read_bytes().decode() == out
    assert "voa-2020-03-12" not in run("cite", "--format", name).out


def test_bundle_and_verify(run: Run, tmp_path: Path) -> None:
    extra = tmp_path / "map.html"
    extra.write_bytes(b"<!doctype html>")
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    options = ["bundle", "--actor", "iran", "--kind", "rocket", "--add", extra, "-o"]
    code, out, err = run(*options, one)
    data = one.read_bytes()
    assert (code, err) == (0, "")
    counts = read(unpack(data).files[NAME]).counts
    assert out == f"{one}: {counts.certain} incidents, {len(data)} bytes, SHA-256 {sha256(data)}\n"
    assert run(*options, two).code == 0
    assert two.read_bytes() == data
    assert stat.S_IMODE(one.stat().st_mode) == 0o644
    code, out, err = run("verify", one)
    assert (code, err) == (0, "")
    assert "whole    map.html\n" in out
    assert out.endswith("\nWhole.\n")
    assert run("verify", one, "--sha256", sha256(data).upper()).code == 0
    other = run("verify", one, "--sha256", "0" * 64)
    assert other.code == 1
    assert "another file than the one" in other.out


def test_the_date_of_a_bundle_is_that_of_the_version(run: Run, tmp_path: Path, folder: Folder) -> None:
    target = tmp_path / "a.zip"
    assert run("bundle", "--incident", "x").code == 2
    assert run("bundle", "--kind", "crowd", "-o", target).code == 0
    assert read(unpack(target.read_bytes()).files[NAME]).date.isoformat() == "2026-11-21"
    code, _, err = run("bundle", "--dataset", folder.path, "-o", target)
    assert code == 2
    assert "no snapshot that dates it; give --date" in err
    assert run("bundle", "--dataset", folder.path, "-o", target, "--date", "2020-01-02").code == 0
    assert read(unpack(target.read_bytes()).files[NAME]).date.isoformat() == "2020-01-02"


def test_an_empty_selection_writes_no_bundle(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("bundle", "--text", "zzz", "-o", tmp_path / "a.zip")
    assert (code, out) == (1, "No incident matches: nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


VERIFIED = [
    ("whole", WHOLE, 0, "Whole."),
    ("a byte changed", WHOLE.replace(b"doctype", b"dactype", 1), 1, "NOT whole."),
    ("robbed", WHOLE[:-30], 2, "Not a bundle of Sourcepin."),
    ("empty", b"", 2, "Not a bundle of Sourcepin."),
    ("text", b"hello", 2, "Not a bundle of Sourcepin."),
    ("only a file of it", FILES["claims.csv"], 2, "Not a bundle of Sourcepin."),
]


@pytest.mark.parametrize(("data", "code", "last"), [one[1:] for one in VERIFIED], ids=[one[0] for one in VERIFIED])
def test_verify_answers_with_its_exit_code(run: Run, tmp_path: Path, data: bytes, code: int, last: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    ran = run("verify", path)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.splitlines()[-1] == last


def test_snapshot_records_a_version_once(run: Run, folder: Folder) -> None:
    words = ["snapshot", "--dataset", folder.path, "--by", "Ann", "--note", "First"]
    assert run("changes", "--dataset", folder.path).code == 1
    code, out, _ = run(*words, "--date", "2026-01-02")
    path = folder.path / "history" / "0.1.0.json"
    assert code == 0
    assert out.startswith(f"{path}: version 0.1.0, SHA-256 ")
    written = path.read_bytes()
    assert json.loads(written)["date"] == "2026-01-02"
    again = run(*words)
    assert again.code == 0
    assert "holds this content already" in again.out
    folder.incident(make.incident_row("one", make.claim_row("killed", 4)))
    code, _, err = run(*words)
    assert code == 2
    assert "records other content under version 0.1.0; raise the version" in err
    assert path.read_bytes() == written


def test_changes_tell_what_each_version_brought(run: Run, folder: Folder) -> None:
    for version, killed, day in (("0.1.0", 3, "2026-01-02"), ("0.2.0", 4, "2026-02-03")):
        folder.put("dataset.yaml", make.META | {"version": version})
        folder.incident(make.incident_row("one", make.claim_row("killed", killed)))
        words = ["snapshot", "--dataset", folder.path, "--by", "Ann", "--note", f"Says {killed}", "--date", day]
        assert run(*words).code == 0
    assert run("changes", "--dataset", folder.path).out.splitlines() == [
        "0.2.0, 3 February 2026, Ann: Says 4",
        "  Claims: 0 added, 0 removed, 1 changed. Incidents that differ: 1.",
        "  Title of one (one), changed",
        "    ~ killed, paper, paragraph 1: “3” became “4”",
        "  what the data set says of itself changed (name, version, licence, method or the like)",
        "0.1.0, 2 January 2026, Ann: Says 3",
        "  The first version recorded: 1 incidents, 3 claims.",
    ]
    assert run("changes", "--dataset", folder.path, "--since", "0.2.0").out.splitlines()[1:] == ["Nothing changed."]
    folder.incident(make.incident_row("one", make.claim_row("killed", 5)))
    now = run("changes", "--dataset", folder.path).out.splitlines()
    assert now[0] == "0.2.0, as it is now, not recorded; since 0.2.0:"
    assert now[3] == "    ~ killed, paper, paragraph 1: “4” became “5”"
    assert "“3” became “5”" in run("changes", "--dataset", folder.path, "--since", "0.1.0").out


def test_snapshot_wants_a_data_set_without_problems(run: Run, folder: Folder) -> None:
    folder.incident(make.incident_row("two", make.claim_row("killed", "three")))
    code, _, err = run("snapshot", "--dataset", folder.path, "--by", "A", "--note", "b")
    assert code == 1
    assert "mend them first" in err
    assert not (folder.path / "history").exists()


def test_a_broken_snapshot_is_reported_and_not_written_over(run: Run, folder: Folder) -> None:
    path = folder.path / "history" / "0.1.0.json"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    assert "history/0.1.0.json:1: Invalid JSON" in run("changes", "--dataset", folder.path).err
    assert run("snapshot", "--dataset", folder.path, "--by", "A", "--note", "b").code == 2
    assert path.read_text(encoding="utf-8") == "{"


WRONG = [
    (["cite", "--incident", "nothing"], "--incident: 'nothing' is no incident; expected one of "),
    (["cite", "--base-url", "map.example"], "--base-url: expected the address of a page, http:// or https://"),
    (["cite", "--format", "xml"], "invalid choice: 'xml'"),
    (["bundle"], "the following arguments are required: -o/--output"),
    (["bundle", "-o", "missing-folder/a.zip"], "cannot be written: No such file or directory"),
    (["bundle", "-o", "a.zip", "--add", "missing"], "--add missing: cannot be read: No such file"),
    (["bundle", "-o", "a.zip", "--add", str(BUILT_IN / "../../../Makefile")], "expected a plain name of its own"),
    (["bundle", "-o", "a.zip", "--add", "LICENSE", "--add", "./LICENSE"], "--add: LICENSE is given twice"),
    (["verify", "missing.zip"], "BUNDLE missing.zip: cannot be read: No such file"),
    (["snapshot", "--by", "A"], "the following arguments are required: --note"),
    (["snapshot", "--by", "", "--note", "b"], "by: String should have at least 1 character"),
    (["changes", "--since", "0.0.1"], "--since: version '0.0.1' is not recorded; expected one of 1.0.0, 1.0.1"),
]


@pytest.mark.parametrize(("argv", "message"), WRONG, ids=[" ".join(argv)[:60] for argv, _ in WRONG])
def test_a_wrong_call_says_what_to_change(run: Run, argv: list[str], message: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert message in err
