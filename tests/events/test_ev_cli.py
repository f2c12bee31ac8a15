"""The command line from end to end: what it prints, its exit codes, files that appear whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pytest

from events import cli
from events.cli import main
from events.dataset import BUILT_IN
from events.exporting.formats import FORMATS
from tests.events import ev_building as make
from tests.events.ev_building import Folder

ROOT = Path(__file__).resolve().parents[2]
TAJI = "2020-03-11-camp-taji"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shipped: cli.Catalogue) -> Run:
    monkeypatch.delenv("DATASET", raising=False)
    # What ships takes a second to read: once is enough, and test_it_runs_as_a_module reads it in earnest.
    read = cli.load_or_raise
    monkeypatch.setattr(cli, "load_or_raise", lambda path: shipped.dataset if path == BUILT_IN else read(path))

    def call(*argv: object) -> Ran:
        try:
            code = main([str(one) for one in argv])
        except SystemExit as stop:
            code = int(str(stop.code))
        return Ran(code, *capsys.readouterr())

    return call


def test_validate_what_ships(run: Run) -> None:
    code, out, err = run("validate")
    assert (code, err) == (0, "")
    assert out.startswith("Iraq, December 2019 to March 2020 ")
    assert out.endswith("5 sources, no problem found\n")


def test_validate_lists_every_problem_with_a_path_that_opens(run: Run, folder: Folder) -> None:
    folder.incident(make.incident_row("two", make.claim_row("killed", "three"), make.claim_row("hit", 1, "nobody")))
    code, out, err = run("validate", "--dataset", folder.path)
    assert code == 1
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        f"{folder.path}/incidents/two.yaml:21", f"{folder.path}/incidents/two.yaml:22",
    ]  # fmt: skip
    assert err == f"2 problems in {folder.path}\n"


def test_list_prints_a_line_an_incident_and_the_caption(run: Run) -> None:
    code, out, _ = run("list", "--from", "2020-03-11", "--to", "2020-03-12", "--kind", "rocket", "--kind", "air")
    *lines, caption = out.splitlines()
    assert code == 0
    assert [line[0] for line in lines].count("?") == 1
    assert any(TAJI in line and "≠ attribution, launched, weapon, wounded" in line for line in lines)
    assert caption.startswith("2 incidents, and 1 possibly; 3 reported parts, from 11 March 2020 to 12 March 2020;")


@pytest.mark.parametrize("name", ["kataib-hezbollah", "Kataib Hezbollah", "KITAEB hezbollah", "كتائب حزب الله"])
def test_an_actor_is_known_by_id_name_or_alias(run: Run, name: str) -> None:
    code, out, _ = run("list", "--actor", name, "--role", "denies")
    assert code == 0
    assert [line.split()[3] for line in out.splitlines()[:-1]] == [TAJI]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (["--source", "voa-2020-03-12", "--contested", "wounded"], 1),
        (["--contested", "any", "--kind", "air"], 3),
        (["--text", "Camp Taji rockets katyusha"], 1),
    ],
)
def test_options_are_the_parts_of_the_filter(run: Run, options: list[str], lines: int) -> None:
    code, out, _ = run("list", *options)
    assert (code, len(out.splitlines()) - 1) == (0, lines)


EMPTY = [
    (["--kind", "crowd", "--actor", "syria"], "No incident matches: without the actors there would be 1"),
    (["--text", "zzz", "--contested", "damage"], "No incident matches, and no single part"),
]


@pytest.mark.parametrize(("options", "hint"), EMPTY)
def test_an_empty_selection_says_what_to_leave_open(run: Run, options: list[str], hint: str) -> None:
    code, out, _ = run("list", *options)
    assert code == 1
    assert out.splitlines()[-1].startswith(hint)


def test_show_prints_every_claim_with_its_citation(run: Run, shipped: cli.Catalogue) -> None:
    code, out, _ = run("show", TAJI)
    assert code == 0
    for claim in shipped.by_id[TAJI].incident.claims:
        assert f"paragraph {claim.paragraph}" in out
        assert f"“{claim.quote}”" in out
    for words in ("Rocket attack on Camp Taji", "Wed 11 March 2020 (days at the place", "Camp Taji: site, within 3 km",
                  "coordinate: OurAirports", "Killed: 3  [agreed;", "Wounded: 12 – 14  [contested;",
                  "Killed, United States: 2", "\nLinks\n", "in response to Rocket attack on Camp Taji  [stated]",
                  "\nSources\n", "[3] Voice of America, Carla Babb, Jeff Seldin,"):  # fmt: skip
        assert words in out


def test_show_works_for_every_incident(run: Run, shipped: cli.Catalogue) -> None:
    for incident in shipped.by_id:
        assert run("show", incident).out.startswith(shipped.by_id[incident].incident.title)


WRONG_CALLS = [
    ([], "the following arguments are required: command"),
    (["fly"], "invalid choice: 'fly'"),
    (["list", "--from", "March"], "expected a day such as 2020-03-11, got 'March'"),
    (["list", "--from", "2020-03-02", "--to", "2020-03-01"], "--from 2020-03-02 is after --to 2020-03-01; swap them"),
    (["list", "--kind", "bomb"], "invalid choice: 'bomb'"),
    (["list", "--role", "boss"], "invalid choice: 'boss'"),
    (["list", "--contested", "deaths"], "invalid choice: 'deaths'"),
    (["list", "--actor", "nobody"], "--actor: 'nobody' is no actor of this data set; expected one of "),
    (["list", "--source", "nobody"], "--source: 'nobody' is no source of this data set; expected one of "),
    (["show", "nothing"], "'nothing' is no incident; expected one of "),
    (["show"], "the following arguments are required: id"),
    (["export"], "the following arguments are required: --format"),
    (["export", "--format", "xml"], "invalid choice: 'xml'"),
    (["export", "--format", "csv", "-o", "missing-folder/a.csv"], "cannot be written: No such file or directory"),
]


@pytest.mark.parametrize(("argv", "message"), WRONG_CALLS, ids=[" ".join(argv) for argv, _ in WRONG_CALLS])
def test_a_wrong_call_says_what_to_change(run: Run, argv: list[str], message: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize("argv", [["list"], ["show", "one"], ["export", "--format", "csv"]])
def test_a_folder_without_a_data_set_is_said_to_be_one(run: Run, tmp_path: Path, argv: list[str]) -> None:
    code, out, err = run(*argv, "--dataset", tmp_path)
    assert (code, out) == (1, "")
    assert "no data set could be read, 5 problems. First: dataset.yaml:1: the file is missing" in err


def test_a_bad_incident_does_not_hide_the_rest(run: Run, folder: Folder) -> None:
    folder.incident(make.incident_row("two") | {"place": "far"})
    folder.incident(make.incident_row("three", make.claim_row("response_to", incident="two")))
    assert run("list", "--dataset", folder.path).code == 0
    assert run("show", "three", "--dataset", folder.path).code == 0


def test_the_environment_names_the_data_set(run: Run, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASET", str(folder.path))
    assert run("validate").out.startswith("A small data set 0.1.0: 1 incidents")
    assert run("validate", "--dataset", BUILT_IN).out.startswith("Iraq")


def test_export_to_standard_output(run: Run) -> None:
    code, out, err = run("export", "--format", "geojson", "--actor", "iran")
    assert (code, err) == (0, f"{len(json.loads(out)['features'])} incidents written\n")
    code, out, _ = run("export", "--format", "csv", "--text", "taji")
    assert code == 0
    assert next(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))[0].endswith("with the words “taji”")


@pytest.mark.parametrize("format_", ["geojson", "csv"])
def test_export_to_a_file(run: Run, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "out.file"
    target.write_text("old", encoding="utf-8")
    code, out, err = run("export", "--format", format_, "-o", target)
    assert (code, out) == (0, "")
    assert err.endswith("incidents written\n")
    assert target.read_bytes() == run("export", "--format", format_).out.encode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_could_not_be_finished_leaves_the_old_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")

    def broken(_: object, file: BinaryIO) -> None:
        file.write(b"first")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMATS, "csv", replace(FORMATS["csv"], write=broken))
    code, _, err = run("export", "--format", "csv", "-o", target)
    assert code == 2
    assert "No space left on device" in err
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_no_file_to_write_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    code, _, err = run("export", "--format", "csv", "-o", tmp_path / "taken")
    assert code == 2
    assert "cannot be written" in err
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]


def module(*argv: str) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if key != "DATASET"}
    command = [sys.executable, "-m", "events", *argv]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_it_runs_as_a_module_and_bears_a_reader_that_leaves() -> None:
    with module("export", "--format", "geojson") as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(20) == b'{"type":"FeatureColl'
        child.stdout.close()
        assert b"Traceback" not in child.stderr.read()
    assert child.returncode == 0
