"""``list``, ``show``, ``export`` over a store, and ``datasets``, ``remove``, ``switch``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from events.exporting.formats import FORMATS
from events.store.locking import StoreLock
from tests.events import cl_building as make
from tests.events import ev_building
from tests.events.cl_building import Ran, Run

PLAIN, UCDP = "plain-a1", "ucdp-212545"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a table (off), a UCDP file and a damaged data set; and the folder of a curated one."""
    folder = tmp_path_factory.mktemp("filled")
    ev_building.Folder(folder / "curated")
    store = ["--store", str(folder / "store")]
    for name in ("plain.csv", "ucdp.csv", "mixed.csv"):
        assert make.main(["import", str(make.file(folder, name)), *store, "--yes"]) in (0, 3)
    assert make.main(["switch", "plain", "off", *store]) == 0
    (folder / "store" / "0003-mixed" / "meta.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], filled: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATASET", str(filled / "curated"))
    monkeypatch.delenv("STORE", raising=False)

    def called(*argv: object) -> Ran:
        return make.call(capsys, [*argv, "--store", filled / "store"])

    return called


@pytest.fixture
def copied(run: Run, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The same with a store of its own, to change."""
    for name in ("plain.csv", "ucdp.csv"):
        make.call(capsys, ["import", make.file(tmp_path, name), "--store", tmp_path / "store"])
    (tmp_path / "store" / "0002-ucdp" / "data.duckdb").write_bytes(b"junk")
    return lambda *argv: make.call(capsys, [*argv, "--store", tmp_path / "store"])


def listed(out: str) -> list[str]:
    """The ids of a list."""
    return [line[31:63].strip() for line in out.splitlines()]


def test_data_sets_are_listed_with_counts_licence_and_what_cannot_be_read(run: Run) -> None:
    code, out, err = run("datasets")
    assert (code, err) == (0, "")
    first, counts, read, second, *_, damaged = out.splitlines()
    assert first == f"off {'plain':32} plain"
    assert counts == "    2 incidents; 11 – 12 March 2020"
    assert read.startswith("    licence: not stated; read as generic from plain.csv, 20")
    assert second.startswith("on  ucdp ")
    assert damaged.startswith("cannot be read: 0003-mixed: meta.json: number: Field required")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [UCDP, "ucdp-212546", "one"]),
        (["--data-set", "plain"], [PLAIN, "plain-a2"]),
        (["--data-set", "plain", "--data-set", "ucdp", "--from", "2014-01-01", "--to", "2020-03-11"],
         [UCDP, "ucdp-212546", PLAIN]),
        (["--actor", "ucdp-116"], [UCDP, "ucdp-212546"]),
        (["--actor", "government of IRAQ"], [UCDP, "ucdp-212546"]),
        (["--data-set", "small"], ["one"]),
        (["--limit", "1"], [UCDP]),
        (["--limit", "1", "--offset", "1"], ["ucdp-212546"]),
    ],
)  # fmt: skip
def test_list_looks_at_what_is_on_or_named(run: Run, options: list[str], ids: list[str]) -> None:
    code, out, err = run("list", *options)
    assert code == 0, (out, err)
    assert listed(out)[: len(ids)] == ids
    assert "left out: 0003-mixed" in err


def test_a_part_of_a_list_says_what_follows(run: Run) -> None:
    assert "… 2 more: --offset 1\n3 incidents, on any date" in run("list", "--limit", "1").out
    assert "… 1 more: --offset 2\n" in run("list", "--limit", "1", "--offset", "1").out
    assert "more:" not in run("list", "--offset", "2").out


def test_a_folder_is_listed_in_parts_too(capsys: pytest.CaptureFixture[str]) -> None:
    ran = make.call(capsys, ["list", "--limit", "2", "--offset", "1"])
    assert len(ran.out.splitlines()) == 4
    assert ran.out.splitlines()[2].endswith("more: --offset 3")


def test_an_empty_selection_says_what_to_leave_open(run: Run) -> None:
    code, out, _ = run("list", "--data-set", "plain", "--text", "market", "--from", "2021-01-01")
    assert code == 1
    assert out.splitlines()[-1] == "No incident matches: without the dates there would be 1."


@pytest.mark.parametrize("argv", [["list"], ["export", "--format", "csv"], ["export", "--format", "html"]])
def test_a_data_set_is_not_named_without_its_store(
    capsys: pytest.CaptureFixture[str], filled: Path, argv: list[str]
) -> None:
    ran = make.call(capsys, [*argv, "--dataset", filled / "curated", "--data-set", "plain"])
    assert (ran.code, ran.out) == (2, "")
    assert "--data-set names a data set of a store; expected --store FOLDER" in ran.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["list", "--data-set", "nothing"], "expected one of small, plain, ucdp"),
        (["list", "--actor", "nobody"], "no data set here has an actor 'nobody'"),
        (["list", "--source", "nobody"], "no data set here has a source 'nobody'"),
        (["list", "--known", "2020-03-11"], "leave --store out"),
        (["show", PLAIN], "is no incident of small, ucdp"),
        (["switch", "nothing", "off"], "expected one of plain, ucdp"),
        (["remove", "nothing"], "expected one of plain, ucdp, 0003-mixed"),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_to_change(run: Run, argv: list[str], says: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert says in err


def test_an_incident_is_shown_with_its_sources(run: Run) -> None:
    code, out, _ = run("show", PLAIN, "--data-set", "plain")
    assert code == 0
    assert out.startswith("A bridge was hit\n")
    assert "row 1, column killed" in out or "event a1, column killed" in out
    assert "days as the data set states them" in out
    assert "Killed: 8 (7 – 9)" in run("show", UCDP).out or "Killed: " in run("show", UCDP).out
    assert run("show", "one").code == 0


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_exported(run: Run, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "out.file"
    code, out, err = run("export", "--format", format_, "-o", target, "--data-set", "plain", "--data-set", "ucdp")
    assert (code, out) == (0, "")
    assert err.endswith("4 incidents written\n")
    assert target.stat().st_size > 100


def test_an_export_to_standard_output_says_its_filter(run: Run) -> None:
    _, out, err = run("export", "--format", "csv", "--data-set", "plain", "--text", "market")
    first, *rows = csv.reader(io.StringIO(out.lstrip("\ufeff")))
    assert first[0].startswith("# plain")
    assert "with the words “market”" in first[0]
    assert {row[0] for row in rows[1:]} == {"plain-a2"}
    assert err.endswith("1 incidents written\n")
    geo = json.loads(run("export", "--format", "geojson", "--data-set", "ucdp").out)
    assert [one["properties"]["id"] for one in geo["features"]] == [UCDP, "ucdp-212546"]


def test_a_folder_is_exported_in_every_format(capsys: pytest.CaptureFixture[str], filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.gpkg"
    argv = ["export", "--dataset", filled / "curated", "--format", "gpkg", "-o", target]
    assert make.call(capsys, argv) == (0, "", "1 incidents written\n")
    assert target.read_bytes().startswith(b"SQLite format 3\0")


def test_an_export_comes_back_as_the_same(copied: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    assert copied("export", "--format", "csv", "-o", target, "--data-set", "plain").code == 0
    ran = copied("import", target)
    assert ran.code == 0, ran
    assert "an export of this program" in ran.out
    back, first = (copied("list", "--data-set", name).out for name in ("mine", "plain"))
    assert [one.removeprefix("mine-") for one in listed(back)[:2]] == ["a1", "a2"]
    assert [line[63:] for line in back.splitlines()] == [line[63:] for line in first.splitlines()]


def test_switch_and_remove(copied: Run, tmp_path: Path) -> None:
    assert copied("switch", "plain", "off").out == "plain: off\n"
    assert copied("datasets").out.startswith("off plain")
    assert copied("switch", "plain", "on").code == 0
    assert copied("datasets").out.startswith("on  plain")
    assert "cannot be read: 0002-ucdp: data.duckdb cannot be opened" in copied("datasets").out
    assert copied("remove", "0002-ucdp").code == 0
    assert copied("remove", "plain").out == "plain: removed\n"
    assert copied("datasets").out == "The store is empty: `import FILE` fills it.\n"
    assert [path.name for path in (tmp_path / "store").iterdir()] == [".lock"]


def test_a_store_in_use_or_not_there_is_said_to_be(
    run: Run, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with StoreLock(filled / "store", "today"):
        for argv in (["list"], ["datasets"], ["export", "--format", "csv"]):
            ran = run(*argv)
            assert ran.code == 5
            assert "is open in another process" in ran.err
    ran = make.call(capsys, ["datasets", "--store", tmp_path / "none"])
    assert ran.code == 2
    assert "there is no store" in ran.err
    assert not (tmp_path / "none").exists()
    assert "set STORE" in make.call(capsys, ["datasets"]).err
