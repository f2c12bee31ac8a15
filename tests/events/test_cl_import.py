"""``import`` on the command line: small files of every format, exit codes, and a store that is left as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from events.store.locking import StoreLock
from events.store.store import Store
from tests.events import cl_building as make
from tests.events.cl_building import Ran, Run, file


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], store: Path) -> Run:
    def called(*argv: object) -> Ran:
        return make.call(capsys, ["import", *argv])

    return called


def entries(store: Path) -> list[tuple[str, str, int, int]]:
    """(id, format, accepted, rejected) of every data set."""
    with Store.open(store, "now") as opened:
        assert opened.unreadable == ()
        return [(one.id, one.format, one.accepted, one.rejected) for one in opened.entries]


FORMATS = [
    ("plain.csv", "generic"), ("tabs.tsv", "generic"), ("list.json", "generic"), ("map.geojson", "generic"),
    ("map.kml", "generic"), ("zipped.zip", "generic"), ("layers.gpkg", "generic"), ("map.parquet", "generic"),
    ("ucdp.csv", "ucdp"), ("acled.csv", "acled"), ("timemap.json", "timemap"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "found"), FORMATS, ids=[name for name, _ in FORMATS])
def test_a_file_of_each_format_becomes_a_data_set(
    run: Run, store: Path, tmp_path: Path, name: str, found: str
) -> None:
    code, out, err = run(file(tmp_path, name))
    assert (code, err.count("Traceback")) == (0, 0), (out, err)
    assert entries(store) == [(Path(name).stem, found, 2, 0)]
    assert not list(store.rglob("*.wal")), "a data set is one file"
    assert "2 rows: 2 accepted, 0 rejected" in out
    assert [line for line in err.splitlines() if "writing" in line] == [f"{name}: writing"]


def test_sheet_is_chosen(run: Run, store: Path, tmp_path: Path) -> None:
    book = file(tmp_path, "book.xlsx")
    assert run(book, "--sheet", "Nothing").code == 1
    assert run(book, "--sheet", "Events", "--dataset", "sheet").code == 0
    assert entries(store) == [("sheet", "generic", 2, 0)]


@pytest.mark.parametrize(
    ("text", "options", "title"),
    [
        ("id;date;title;lat;lon\n1;2020-03-11;gare détruite, été;33.3;44.3\n".encode("cp850"),
         ["--encoding", "cp850", "--delimiter", ";"], "gare détruite, été"),
        (b"id|date|title|lat|lon\n1|2020-03-11|a;b;c|33.3|44.3\n", ["--delimiter", "|"], "a;b;c"),
    ],
    ids=["encoding", "delimiter"],
)  # fmt: skip
def test_what_is_said_of_the_layout_holds(
    run: Run, store: Path, tmp_path: Path, text: bytes, options: list[str], title: str
) -> None:
    (tmp_path / "odd.csv").write_bytes(text)
    assert run(tmp_path / "odd.csv", *options).code == 0
    with Store.open(store, "now") as opened:
        names = opened.engine.tables()
        rows = opened.engine.ask(f"SELECT title FROM {names['incidents'].get_name()}")  # noqa: S608
        assert rows.to_pylist() == [{"title": title}]


@pytest.mark.parametrize(
    ("name", "options", "code", "says"),
    [
        ("mixed.csv", [], 3, "3 rows: 2 accepted, 1 rejected"),
        ("bad.csv", ["--answer", "swap=keep"], 1, "nothing was imported: no row was accepted"),
        ("binary.bin", [], 1, "refused: the file is binary"),
        ("plain.csv", ["--as", "ucdp"], 1, "refused: "),
        ("plain.csv", ["--as", "own"], 1, "refused: it is no export of this program"),
        ("asks.csv", [], 2, "--answer date_order=dmy"),
        ("asks.csv", ["--answer", "date_order=ymd"], 2, "date_order: expected one of 'dmy', 'mdy', got 'ymd'"),
        ("plain.csv", ["--answer", "decimal=."], 2, "--answer: decimal: expected one of"),
        ("ucdp.csv", ["--answer", "decimal=."], 2, "the file leaves nothing open"),
        ("plain.csv", ["--place", "Taji=1"], 2, "'Taji' does not wait for an answer"),
        ("plain.csv", ["--mapping", "missing.yaml"], 2, "--mapping missing.yaml: cannot be read"),
        ("plain.csv", ["--replace", "nothing"], 2, "--replace: 'nothing' is not in the store"),
        ("plain.csv", ["--dataset", "My Data"], 2, "such as 'my-data', got 'My Data'"),
        ("plain.csv", ["--delimiter", "::"], 2, "expected one sign such as ; or the word tab"),
        ("plain.csv", ["--encoding", "klingon"], 2, "expected an encoding such as utf-8"),
        ("map.parquet", ["--encoding", "utf-8"], 1, "which says itself how it is encoded"),
        ("plain.csv", ["--again", "--replace", "a"], 2, "not allowed with argument"),
    ],
)
def test_exit_codes(
    run: Run, store: Path, tmp_path: Path, name: str, options: list[str], code: int, says: str
) -> None:
    ran = run(file(tmp_path, name), *options)
    assert ran.code == code, ran
    assert says in ran.out + ran.err
    assert "Traceback" not in ran.err
    if code != 3:
        assert not store.exists() or entries(store) == []


def test_a_call_without_a_store_or_a_file_is_wrong(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path / "none.csv").code == 2
    assert run(tmp_path).code == 2
    monkeypatch.delenv("STORE")
    ran = run(file(tmp_path, "plain.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert "--store: expected the folder of a store" in ran.err
    assert run(tmp_path / "plain.csv", "--dry-run").code == 0


def test_a_dry_run_leaves_the_store_as_it_was(run: Run, store: Path, tmp_path: Path) -> None:
    plain, mixed, out = file(tmp_path, "plain.csv"), file(tmp_path, "mixed.csv"), tmp_path / "rejected.csv"
    assert run(mixed, "--dry-run").code == 3
    assert not store.exists()
    assert run(plain).code == 0
    before = make.tree(store)
    ran = run(mixed, "--dry-run", "--rejected", out)
    assert ran.code == 3
    assert "dry run: nothing was written" in ran.out
    assert make.tree(store) == before
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["id"], row["lat"], row["_row"]) == ("a3", "133", "3")
    assert "expected a latitude from -90 to 90 degrees" in row["_reason"]


def test_mended_rejects_are_fed_in_again(run: Run, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.csv"
    run(file(tmp_path, "mixed.csv"), "--rejected", out)
    text = out.read_text(encoding="utf-8")
    out.write_text(text.replace("133", "33.3").replace("-1", "1"), encoding="utf-8")
    assert run(out).code == 0
    assert entries(store) == [("mixed", "generic", 2, 1), ("again", "generic", 1, 0)]


def test_the_same_file_is_skipped_replaced_or_taken_again(run: Run, store: Path, tmp_path: Path) -> None:
    plain = file(tmp_path, "plain.csv")
    assert run(plain).code == 0
    before = make.tree(store)
    skipped = run(plain, "--name", "Another name")
    assert skipped.code == 4
    assert "already there as plain" in skipped.out
    assert "--replace plain" in skipped.out
    assert make.tree(store) == before
    assert run(plain, "--again", "--dataset", "second").code == 0
    assert run(file(tmp_path, "mixed.csv"), "--replace", "plain", "--version", "2").code == 3
    assert sorted(entries(store)) == [("plain", "generic", 2, 1), ("second", "generic", 2, 0)]


def test_a_mapping_is_saved_corrected_and_given_again(run: Run, store: Path, tmp_path: Path) -> None:
    asks, mapping = file(tmp_path, "asks.csv"), tmp_path / "mapping.yaml"
    asked = run(asks, "--save-mapping", mapping)
    assert asked.code == 2
    assert "not imported: the file leaves open: date_order" in asked.err
    assert run(asks, "--answer", "date_order=mdy", "--save-mapping", mapping, "--dry-run").code == 0
    text = mapping.read_text(encoding="utf-8")
    assert "date_order: mdy" in text
    mapping.write_text(text.replace("mdy", "dmy"), encoding="utf-8")
    assert run(asks, "--mapping", mapping, "--name", "Mine", "--licence", "CC0").code == 0
    with Store.open(store, "now") as opened:
        (entry,) = opened.entries
    assert (entry.id, entry.name, entry.licence) == ("mine", "Mine", "CC0")
    assert (entry.mapping or {})["date_order"] == "dmy"
    mapping.write_text("columns: {date: nothing}\n", encoding="utf-8")
    wrong = run(asks, "--mapping", mapping, "--again")
    assert wrong.code == 2
    assert "the file has no column 'nothing'" in wrong.err


def test_the_mapping_that_was_proposed_is_kept_with_the_data_set(run: Run, store: Path, tmp_path: Path) -> None:
    run(file(tmp_path, "plain.csv"))
    with Store.open(store, "now") as opened:
        assert (opened.entries[0].mapping or {})["columns"]["killed"] == "killed"


def test_a_place_is_chosen(run: Run, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("date,place,country,killed\n2020-03-11,Baghdad,Iraq,1\n2020-03-12,Mosul,Iraq,2\n", encoding="utf-8")
    waits = run(path, "--dry-run")
    assert "--place 'Baghdad |  | Iraq=1'   Baghdad, city, IQ (exact)" in waits.out
    wrong = run(path, "--place", "Baghdad=9")
    assert wrong.code == 2
    assert "or unplaced, got '9'" in wrong.err
    mapping = tmp_path / "mapping.yaml"
    assert run(path, "--place", "baghdad=1", "--save-mapping", mapping).code == 0
    assert "Baghdad, city, IQ" in mapping.read_text(encoding="utf-8")
    with Store.open(store, "now") as opened:
        assert (opened.entries[0].unplaced, opened.entries[0].geocoded) == (0, 2)


def test_several_files_are_data_sets_of_their_own_but_for_timemap(run: Run, store: Path, tmp_path: Path) -> None:
    names = ("sources.json", "plain.csv", "timemap.json", "associations.json", "mixed.csv", "binary.bin")
    files = [file(tmp_path, name) for name in names]
    ran = run(*files)
    assert ran.code == 1
    assert entries(store) == [("plain", "generic", 2, 0), ("timemap", "timemap", 2, 0), ("mixed", "generic", 2, 1)]
    with Store.open(store, "now") as opened:
        names = opened.engine.tables()
        found = opened.engine.ask(f"SELECT title FROM {names['sources'].get_name()} ORDER BY title").to_pylist()  # noqa: S608
    assert {"title": "Video of the bridge"} in found
    assert run(files[0], files[2], files[3]).code == 4
    assert run(files[2]).code == 0, "other files than before: another content"
    refused = run(files[1], files[4], "--dataset", "one")
    assert refused.code == 2
    assert "fits one data set, the files make 2" in refused.err
    assert run(files[1], files[0], "--as", "timemap").code == 1


def test_a_store_in_use_is_said_to_be(run: Run, store: Path, tmp_path: Path) -> None:
    store.mkdir()
    with StoreLock(store, "today"):
        ran = run(file(tmp_path, "plain.csv"))
    assert ran.code == 5
    assert "is open in another process" in ran.err


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.csv"
    path.write_text("date,\x1b[31mtitle,lat,lon\n2020-03-11,\x1b]0;x\x07,33,44\n2020-03-12,b,33\x1b[2J,44\n", "utf-8")
    ran = run(path)
    assert "\x1b" not in ran.out + ran.err
