"""Files made to do harm, or damaged: refused in words, with memory and time bounded."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from events.importing.limits import Limits
from tests.events.im_reading import SMALL, Bench, bench, kml, packed, replaced, xlsx

__all__ = ["bench"]
TABLE = [["id", "n"], [1, 2.0], ["=1", 2.5]]
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


def bomb(name: str = "a.csv", size: int = 40 << 20) -> bytes:
    return packed({name: b"a,b\n" + b"0,0\n" * (size // 4)})


def link() -> bytes:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def lying(size: int) -> bytes:
    """A zip whose directory says less than its file unpacks to."""
    data = bytearray(packed({"a.csv": b"a,b\n" + b"1,2\n" * 5000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = [
    ("zip bomb", lambda: bomb(), "times its size"), ("large zip", lambda: bomb(size=80 << 20), "unpacks to"),
    ("path", lambda: packed({"../../x.csv": "a,b\n1,2\n"}), "names '../../x.csv'"),
    ("absolute", lambda: packed({"/etc/x.csv": "a,b\n1,2\n"}), "names '/etc/x.csv'"),
    ("drive", lambda: packed({"C:\\x.csv": "a,b\n1,2\n"}), "names"), ("link", link, "is a link"),
    ("zip in zip", lambda: packed({"a.zip": packed({"a.csv": "a,b\n1,2\n"})}), "zip in the zip"),
    ("nothing known", lambda: packed({"a": "%PDF", "b": "\x89PNG"}), "no file that is known"),
    ("many", lambda: packed({f"{n}": "" for n in range(5001)}), "5,001 files"), ("lying", lambda: lying(10), "damaged"),
    ("cut zip", lambda: packed({"a.csv": "a,b\n1,2\n"})[:-30], "cannot be opened"),
    ("empty zip", lambda: packed({}), "no file that is known"),
    ("cut xlsx", lambda: xlsx(TABLE)[:-400], "cannot be opened"),
    ("xlsx bomb", lambda: replaced(xlsx(TABLE), SHEET, lambda _: b"<x>" + b" " * (30 << 20)), "times its size"),
    ("xlsx entities", lambda: replaced(xlsx(TABLE), SHEET, lambda old: f"{LAUGHS}<x/>".encode()), "DOCTYPE"),
    ("xlsx in UTF-16", lambda: replaced(xlsx(TABLE), SHEET, lambda _: f"{LAUGHS}<x/>".encode("utf-16")), "DOCTYPE"),
    ("xlsx junk", lambda: replaced(xlsx(TABLE), "xl/workbook.xml", lambda _: b"<x/>"), "cannot be read|no sheet"),
    ("xlsx cut sheet", lambda: replaced(xlsx([["a", "b"]] * 9), SHEET, lambda old: old[:-100]), "cannot be read"),
    ("xlsx wide", lambda: xlsx([["a"] * 60, ["b"] * 60]), "60 columns"), ("xlsx empty", lambda: xlsx([]), "no sheet"),
    ("xlsx header only", lambda: xlsx([["a", "b"]]), "no sheet"),
    ("kml laughs", lambda: kml("<name>&b;</name>", before=LAUGHS), "DOCTYPE"),
    ("kml outside", lambda: kml("<name>&x;</name>", before='<!DOCTYPE k SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
    ("kml cut", lambda: kml("<name>x</name>")[:-20], "no whole XML"), ("kml empty", lambda: kml(), "no placemarks"),
    ("kml deep", lambda: kml("<a>" * 300 + "</a>" * 300), "nested"), ("xml", lambda: "<gpx></gpx>", "XML"),
    ("sqlite", lambda: b"SQLite format 3\0" + b"\0" * 200, "no GeoPackage"),
    ("gpkg junk", lambda: b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\7" * 900, "cannot be read"),
    ("parquet junk", lambda: b"PAR1" + b"\7" * 100 + b"PAR1", "cannot be opened"),
    ("parquet head", lambda: b"PAR1" + b"\7" * 100, "cannot be opened"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_what_would_do_harm_is_refused(bench: Bench, make: Any, reason: str) -> None:
    text = bench.refusal(make(), SMALL)
    assert any(part in text for part in reason.split("|")), text


def test_a_dictionary_of_long_texts_does_not_fill_the_memory(bench: Bench) -> None:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["x" * 900_000]))
    pq.write_table(pa.table({"t": text}), path := bench.folder / "d", compression="zstd")
    assert "unpacks to" in bench.refusal(path, Limits())


MEMORY = """
import resource, sys
from pathlib import Path
from events.importing.reading import sniff, stage, ImportRefused
from events.store.staging import Staging
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with Staging(Path(sys.argv[2]), memory_limit="200MB") as staging:
        print(stage(Path(sys.argv[1]), sniff(Path(sys.argv[1])), staging).rows, end=" ")
except ImportRefused as error:
    print("refused", end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) // 1024)
"""
HUGE = [
    ("cell.csv", lambda: b"a,b\n1," + b"x" * (100 << 20) + b"\n2,3\n", "1"),
    ("quoted.csv", lambda: b'a,b\n1,"' + b"x,\n" * (8 << 20) + b'"\n2,3\n', "1"),
    ("cell.json", lambda: b'[{"a":"' + b"x" * (50 << 20) + b'"},{"a":1}]', "1"),
    ("columns.csv", lambda: b"c," * (20 << 20), "refused"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "result"), HUGE, ids=[one[0] for one in HUGE])
def test_memory_is_bounded(bench: Bench, tmp_path: Path, name: str, make: Any, result: str) -> None:
    path = bench.write(make(), name)
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, path, tmp_path / "work"], capture_output=True, text=True, timeout=60,
        cwd=Path(__file__).resolve().parents[2],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (30, 30)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    rows, grown = done.stdout.split()
    assert (rows, int(grown) < 400) == (result, True)
