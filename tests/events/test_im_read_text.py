"""CSV, TSV and their like: found out and read, with every row accounted for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from events.exporting.csvfile import COLUMNS
from events.importing.columns import clean, unique
from events.importing.csvmending import after, faults, survey
from events.importing.reading import stage
from events.importing.sniffing import sniff
from events.store.staging import Staging
from tests.events.im_reading import SMALL, Bench, bench

__all__ = ["bench"]
H = "a,b,c\n"

LAYOUTS = [
    ("a,b\n1,2\n", "csv", ",", ["a", "b"], [["1", "2"]]),
    ("a;b\n1,5;2\n", "csv", ";", ["a", "b"], [["1,5", "2"]]),
    ("a\tb\n1\t2\n", "tsv", "\t", ["a", "b"], [["1", "2"]]),
    ("a|b\n1|2\n", "csv", "|", ["a", "b"], [["1", "2"]]),
    ("sep=;\na;b\n1;2\n", "csv", ";", ["a", "b"], [["1", "2"]]),
    ("# about, this\na,b\n1,2\n", "csv", ",", ["a", "b"], [["1", "2"]]),
    ('"# about, this; and ""that"""\na,b\n1,2\n', "csv", ",", ["a", "b"], [["1", "2"]]),
    ("\n\na,b\n1,2\n", "csv", ",", ["a", "b"], [["1", "2"]]),
    ('a,"b\nx"\n1,"2\n""q"" ,"\n', "csv", ",", ["a", "b x"], [["1", '2\n"q" ,']]),
    ("a,b\r\n1,2\r\n", "csv", ",", ["a", "b"], [["1", "2"]]),
    ("a,b\r1,2\r", "csv", ",", ["a", "b"], [["1", "2"]]),
    ("a,b\n1,2\r\n3,4\n", "csv", ",", ["a", "b"], [["1", "2"], ["3", "4"]]),
    ("a,b\n1,2", "csv", ",", ["a", "b"], [["1", "2"]]),
    ("only\nx\ny\n", "csv", ",", ["only"], [["x"], ["y"]]),
    ("A,a,,a b\n1,2,3,4\n", "csv", ",", ["A", "a_2", "column_3", "a b"], [["1", "2", "3", "4"]]),
    ("2,33.1,x\n3,34.2,y\n", "csv", ",", ["column_1", "column_2", "column_3"],
     [["2", "33.1", "x"], ["3", "34.2", "y"]]),
    ("a,2019,2020\nx,1,2\n", "csv", ",", ["a", "2019", "2020"], [["x", "1", "2"]]),
    ("a,b\n#id,#date+start\n1,2\n", "csv", ",", ["a", "b"], [["1", "2"]]),
    ("a,b\n1,2,3\n4,5,6\n", "csv", ",", ["a", "b", "column_3"], [["1", "2", "3"], ["4", "5", "6"]]),
    ("a,b\n,\"\"\n1,\n", "csv", ",", ["a", "b"], [[None, None], ["1", None]]),
    ('a,b\n5" pipe,2\n', "csv", ",", ["a", "b"], [['5" pipe', "2"]]),
    ("_row,a,_reason\n7,x,bad\n", "csv", ",", ["a"], [["x"]]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "delimiter", "names", "rows"), LAYOUTS)
def test_the_layout_is_found_out(
    bench: Bench, text: str, kind: str, delimiter: str, names: list[str], rows: list[list[str]]
) -> None:
    read = bench.read(text)
    assert (read.sniffed.format, read.sniffed.delimiter) == (kind, delimiter)
    assert list(read.staged.columns) == names
    assert [[row[name] for name in names] for row in read.rows] == rows
    assert read.numbers == list(range(1, len(rows) + 1))
    assert read.rejected == []


ENCODED = [
    ("utf-8", "Al Fallūjah قرية", "utf-8"), ("utf-8-sig", "Al Fallūjah", "utf-8"), ("utf-16", "Al Fallūjah", "utf-16"),
    ("utf-16-le", "Al Fallujah", "utf-16-le"), ("utf-16-be", "Al Fallujah", "utf-16-be"),
    ("cp1252", "Café à Mossoul, près de l’église", "cp1252"),
    ("cp1256", "هجوم على قرية قرب الموصل في العراق", "cp1256"),
    ("latin-1", "España, año y niño, corazón", "cp1252"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "text", "found"), ENCODED, ids=[one[0] for one in ENCODED])
def test_the_encoding_is_found_out(bench: Bench, encoding: str, text: str, found: str) -> None:
    read = bench.read("\n".join(["name;n", *(f"{text};{n}" for n in range(20))]).encode(encoding))
    assert read.sniffed.encoding == found
    assert read.sniffed.columns == ("name", "n")
    assert read.cells("name") == [text] * 20


def test_a_late_bad_byte_is_one_row(bench: Bench) -> None:
    rows = ["a,b", *(f"é{n},{n}" for n in range(1000))]
    read = bench.read("\n".join(rows).encode() + b"\nx,\xff\nlast,1\n")
    assert (read.sniffed.encoding, read.bad, len(read.rows)) == ("utf-8", [1001], 1001)
    assert "mean nothing" in read.rejected[0][3]


BROKEN = [
    ("few", H + "1,2,3\n4,5\n7,8,9\n", [1, 3], [2], "expected 3 cells, got 2"),
    ("many", H + "1,2,3\n4,5,6,7,8\n7,8,9\n", [1, 3], [2], "expected 3 cells, got 5"),
    ("one of three", H + "1,2,3\n4\n7,8,9\n", [1, 3], [2], "expected 3 cells, got 1"),
    ("first and last", H + "1\n1,2,3\n1,2\n", [2], [1, 3], "expected 3 cells, got 1"),
    ("behind a quote", H + '1,2,3\n4,"5"x,6\n7,8,9\n', [1, 3], [2], "quote"),
    ("cut in a quoted cell", H + '1,2,3\n4,5,"abc de', [1], [2], "cut short"),
    ("cut in a later line of a cell", H + '1,2,3\n4,5,"abc\nde', [1], [2, 3], "quote"),
    ("stray quote", H + '1,2,3\n4,"5,6\n7,8,9\n1,"x",2\n2,3,4\n', [1, 3, 4, 5], [2], "quote"),
    ("stray quote, none behind", H + '1,2,3\n4,"5,6\n' + "7,8,9\n" * 50, [1, *range(3, 53)], [2], "quote"),
    ("crlf", (H + '1,2,3\n4,"5,6\n7,8,9\n1,2\n2,3,4\n').replace("\n", "\r\n"), [1, 3, 5], [2, 4], "quote"),
    ("long cell", H + "1,2,3\n4,5," + "x" * 1001 + "\n7,8,9\n", [1, 3], [2], "at most 1,000 characters in a cell"),
    ("long row", H + "1,2,3\n4,5," + "x" * 200_000 + "\n7,8,9\n", [1, 3], [2], "longer line"),
    ("long quoted", H + '1,2,3\n4,5,"' + "x\n" * 100_000 + '"\n7,8,9\n', [1, 3], [2], "longer line"),
    ("HXL and a bad row", H + "#a,#b,#c\n1,2,3\n4,5\n7,8,9\n", [1, 3], [2], "got 2"),
    ("comment and a bad row", "# x\n" + H + "1,2,3\n4,5\n7,8,9\n", [1, 3], [2], "got 2"),
    ("a mark of its own", H + '1,2,3\n"~"~7\n7,8,9\n', [1, 3], [2], "quote"),
    ("two in a row", H + "1,2,3\n4,5\n4,5\n7,8,9\n", [1, 4], [2, 3], "got 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good", "bad", "reason"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_bad_row_is_set_aside_alone(bench: Bench, text: str, good: list[int], bad: list[int], reason: str) -> None:
    read = bench.read(text, SMALL)
    assert (read.numbers, read.bad) == (good, bad)
    assert reason in read.rejected[0][3] + read.rejected[0][4]
    assert all(line[2] and line[3] and line[4] for line in read.rejected)


def test_no_row_is_lost_where_most_are_bad(bench: Bench) -> None:
    # Read side by side, the engine itself loses rows at the seams of such a file.
    pick = random.Random(5)  # noqa: S311
    kinds = ["1,2,3", "1,2", '4,"x\ny",5', "1,2,3,4"]
    rows = [pick.choice(kinds) + "z" * pick.randrange(300) for _ in range(100_000)]
    read = bench.read(H + "\n".join(rows) + "\n")
    good = [n for n, row in enumerate(rows, 1) if row.count(",") == 2]
    assert read.numbers == good
    assert len(read.rows) + read.staged.rejected == len(rows)


def test_only_the_columns_asked_for_are_taken(bench: Bench) -> None:
    read = bench.read(H + "1,2,3\n4,5\n", columns=["c", "a"])
    assert read.rows == [{"_row": 1, "a": "1", "c": "3"}]
    assert read.bad == [2]
    assert "no column 'zz'" in bench.refusal(H + "1,2,3\n", columns=["zz"])


REFUSED = [
    (b"", "empty"), (b"a,b,c\n", "no rows"), (b"\n\n \n", "no rows"), (b"# only a comment\n", "header and no rows"),
    (bytes(range(256)) * 40, "binary"), (b"%PDF-1.7 ...", "a PDF"), (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
    (b"\x1f\x8b\x08\0\0", "gzip"), (b"<!doctype html><html></html>", "web page"),
    (b"<svg></svg>", "XML"), (b"<html><body/></html>", "web page"),
    (",".join(f"c{n}" for n in range(51)).encode() + b"\n1\n", "51 columns"),
    (b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n", "columns or more"), (b"x" * (5 << 20), "first line"),
    (b"a,b\n" + b"1,2\n" * 100_001, "100,001 rows"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_is_no_table_is_refused(bench: Bench, data: bytes, reason: str) -> None:
    assert reason in bench.refusal(data, SMALL)


def test_our_own_export_tells_what_it_is(bench: Bench) -> None:
    cells = ",".join("x" for _ in COLUMNS)
    read = bench.read(f'"# Iraq, version 3; filter: all"\n{",".join(COLUMNS)}\n{cells}\n')
    assert list(read.staged.columns) == list(COLUMNS)
    assert "above the header: Iraq, version 3; filter: all" in read.staged.notes


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("line", "state"),
    [("1,2", "closed"), ('"a",2', "closed"), ('"a""b",', "closed"), ('1,"a', "open"), ('1,"a""', "open"),
     ('"a"x,2', "bad"), ('5" x,2', "closed"), ("", "closed")],
)  # fmt: skip
def test_how_a_line_leaves_its_reader(line: str, state: str, inside: bool) -> None:
    assert after((f'cell",{line}\r\n' if inside else f"{line}\n").encode(), b",", inside) == state


def test_rows_are_counted_by_their_quotes(bench: Bench) -> None:
    path = bench.write('a,b\r\n\r\n1,"x\r\n\r\ny"\r\n2,3')
    assert survey(path, 1000)[:2] == (False, 3)
    assert survey(path, 5)[:2] == (True, 0)
    assert survey(bench.write('a,b\n1,"x\n'), 1000)[0]
    assert faults(bench.write('a,b\n1,"x\n2,"y",3\n'), ",", 1000) == [(4, 9)]


NAMES = [(" a \n b ", "a b"), ("x" * 300, "x" * 200), ("\u202ea\ufeff", "a"), ("", "")]


@pytest.mark.parametrize(("name", "cleaned"), NAMES)
def test_names_are_cleaned(name: str, cleaned: str) -> None:
    assert clean(name) == cleaned
    assert unique([name, name])[0][0] != unique([name, name])[0][1]


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared files are not here")
@pytest.mark.parametrize(
    ("name", "rows", "width"), [("ucdp_ged_iraq_v19_1.csv", 7473, 45), ("ucdp_ged_v23_1_sample1000.csv", 1000, 49)]
)
def test_the_shared_files_are_read_whole(tmp_path: Path, name: str, rows: int, width: int) -> None:
    found = sniff(SHARED / name)
    with Staging(tmp_path) as staging:
        staged = stage(SHARED / name, found, staging)
    assert (staged.rows, staged.rejected, len(staged.columns)) == (rows, 0, width)
