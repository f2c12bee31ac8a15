"""A large, clean file is read without a copy of it: what comes out is what comes of the same file read whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.import_made import given_rows
from events.importing.answers import Answers, GivenFile
from events.importing.directly import NARROW
from events.importing.intake import Intake
from events.importing.limits import LIMITS
from events.store.schema import TABLES
from events.store.store import Store
from tests.events.im_shaping import TODAY

NOW = "2026-01-01T00:00:00"
Row = dict[str, str]
Change = Callable[[list[Row]], None]


def text(rows: Sequence[Row], **written: Any) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **{"lineterminator": "\n", **written})
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def taken_in(file: Path, folder: Path, direct_from: int) -> tuple[dict[str, list[str]], dict[str, Any], str, bool]:
    """All rows of all tables as text, what the entry counts, the rejected rows, and whether it was read directly."""
    with Store.open(folder, NOW) as store:
        limits = replace(LIMITS, direct_from=direct_from)
        with Intake(store, [GivenFile(file, "ged191.csv")], NOW, limits) as intake:
            intake.read()
            direct = intake._session.staging.has(NARROW)
            summary = intake.check(Answers(), TODAY)
            rejected = intake.rejected_csv()
            entry = intake.write(Answers())
        counted = {"summary": summary, "accepted": entry.accepted, "rejected": entry.rejected, "first": entry.first_day,
                   "last": entry.last_day, "unplaced": entry.unplaced, "home": entry.home}  # fmt: skip
    with duckdb.connect(str(next(folder.glob("*/data.duckdb"))), read_only=True) as con:
        found = {name: rows_of(con, name, columns) for name, columns in TABLES.items()}
    return found, counted, rejected, direct


def rows_of(con: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str]) -> list[str]:
    names = ", ".join(f'"{name}"' for name in columns)
    return sorted(map(str, con.sql(f"SELECT {names} FROM {table}").fetchall()))  # noqa: S608


def some() -> list[Row]:
    return [dict(row) for row in given_rows()[:300]]


def changed(at: int, **cells: str) -> Change:
    return lambda rows: rows[at].update(cells)


def both(*changes: Change) -> Change:
    def change(rows: list[Row]) -> None:
        for one in changes:
            one(rows)

    return change


CLEAN: dict[str, Change] = {
    "as it is": lambda _: None,
    "rejected at both ends": both(
        changed(0, latitude="900"), changed(299, date_end="2001-01-01"), changed(150, low="9999")
    ),
    "blanks around cells": both(
        changed(3, latitude=" 33.5 ", low=" 1", best="1 ", high="1"), changed(4, date_start=" 2014-01-24", date_end=""),
        changed(5, side_a=" Government of Iraq "), changed(6, where_coordinates=" Baghdad  "), changed(7, iso3="IRQ "),
        changed(8, source_original="\tPolice\t"), changed(9, conflict_name="   "),
    ),
    "empty cells": both(*(changed(10 + n, **{name: ""}) for n, name in enumerate(
        ("low", "best", "high", "date_end", "conflict_name", "side_b", "source_article", "source_original", "adm_1"),
    ))),
    "decimals": changed(20, best="4.0", low="4.0", high="4.0", where_prec="1.0"),
    "all words of a row only in one that is rejected": both(
        changed(30, where_coordinates="Nowhere else", latitude="x"),
        changed(31, where_coordinates="Twice there", latitude="x"), changed(32, where_coordinates="Twice there"),
    ),
    "line breaks and quotes in cells": both(
        changed(140, source_headline='Say "no"\nand go', source_article='"AFP,2014-01-25,Say ""no"" \n and go"'),
        changed(160, where_coordinates='Al "Fallūjah"'),
    ),
    "in the far future": changed(40, date_start="2031-01-01", date_end="2031-01-01"),
    "every fault, and what only looks like one": both(*(changed(60 + n, **cells) for n, cells in enumerate((
        {"latitude": "0", "longitude": "0"}, {"latitude": "91"}, {"longitude": "-181"}, {"latitude": "nan"},
        {"date_start": "2014/01/24", "date_end": "2014/01/24"}, {"date_start": "0999-01-01"}, {"date_start": ""},
        {"date_start": "2014-01-24 00:00:00", "date_end": "2014-01-24 00:00:00"}, {"date_end": "2014-02-30"},
        {"deaths_a": "-1"}, {"deaths_b": "1.5"}, {"deaths_unknown": "99999999999"}, {"deaths_civilians": "inf"},
        {"low": "5", "best": "4", "high": "9"}, {"low": "1", "best": "4", "high": "3"}, {"best": "1e1", "high": "1e1"},
        {"type_of_violence": "9"}, {"type_of_violence": "2.0"}, {"where_prec": "10"}, {"where_prec": "1.5"},
    )))),
    "an id that is no plain number": both(changed(3, id="A/1"), changed(4, id="a-1"), changed(5, id="007")),
    "an id below nought beside the same above": both(changed(3, id="-900017"), changed(4, id="900017")),
    "sides that are one, and civilians on both": both(
        lambda rows: rows[70].update(side_b=rows[70]["side_a"], side_b_new_id=rows[70]["side_a_new_id"], deaths_b="3"),
        changed(71, side_a="Civilians", side_b=" civilians", deaths_a="2", deaths_b="3"), changed(72, deaths_b="5"),
    ),
    "a country by its number, its name, or not at all": both(
        changed(73, iso3=""), changed(74, iso3="", country_id=""), changed(75, iso3="", country_id="", country=""),
        changed(76, iso3="SYR", where_prec="4"), changed(77, iso3="", country_id="", country=" Syria", where_prec="6"),
    ),
    "columns that are not there": lambda rows: [
        row.pop(one) for row in rows for one in ("low", "deaths_b", "source_original", "source_headline", "country_id")
    ] and None,
    "a column that this version has not": lambda rows: [
        row.update(relid=f"IRQ-{number % 7}" if number % 3 else " ") for number, row in enumerate(rows)
    ] and None,
    "areas": both(changed(50, where_prec="4"), changed(51, where_prec="6"), changed(52, where_prec="5")),
}  # fmt: skip
DISORDERLY: dict[str, Change] = {
    "one id twice": lambda rows: rows[7].update(id=rows[90]["id"]),
    "an id with a blank": lambda rows: rows[7].update(id=f" {rows[7]['id']}"),
    "no id": changed(7, id=""),
    "no ends": lambda rows: [row.pop("date_end") for row in rows] and None,
    "many rows to reject": lambda rows: [row.update(low="x") for row in rows[:90]] and None,
}


WRITTEN: list[tuple[str, Callable[[str], bytes], bool]] = [
    ("windows line ends", lambda given: given.replace("\n", "\r\n").encode(), True),
    ("a byte order mark", lambda given: b"\xef\xbb\xbf" + given.encode(), True),
    ("blank lines", lambda given: given.replace("\n", "\n\n", 50).encode(), True),
    ("no line end at the end", lambda given: given.rstrip("\n").encode(), True),
    ("a row cut short", lambda given: given[: given.rindex(",")].encode(), False),
    ("another encoding", lambda given: given.encode("cp1252", "replace").replace(b"Fall?jah", b"Fall\xfbjah"), False),
    ("a cell too many", lambda given: given.replace("\n", ",more\n", 5).replace(",more", "", 1).encode(), False),
]  # fmt: skip


BAGHDAD, TOWN = ("33.3128", "44.3615"), "Al Fallūjah town"


def both_ways(given: bytes, folder: Path, *, direct: bool) -> None:
    """Read directly where it may be, and whole: the same rows, numbers and rejected rows come out."""
    file = folder / "given.csv"
    file.write_bytes(given)
    asked, whole = (taken_in(file, folder / str(size), size) for size in (0, 1 << 40))
    assert (asked[3], whole[3]) == (direct, False)
    assert asked[1:3] == whole[1:3]
    for table in TABLES:
        assert asked[0][table] == whole[0][table], table


@pytest.mark.parametrize("name", CLEAN)
def test_it_gives_what_reading_it_whole_gives(name: str, tmp_path: Path) -> None:
    rows = some()
    CLEAN[name](rows)
    both_ways(text(rows).encode(), tmp_path, direct=True)


@pytest.mark.parametrize("name", DISORDERLY)
def test_a_file_that_is_not_in_order_is_read_whole(name: str, tmp_path: Path) -> None:
    rows = some()
    DISORDERLY[name](rows)
    both_ways(text(rows).encode(), tmp_path, direct=False)


def test_swapped_coordinates_are_found_in_a_file_that_is_read_directly(tmp_path: Path) -> None:
    rows = some()
    for row in rows:
        row["longitude"], row["latitude"] = BAGHDAD
    file = tmp_path / "given.csv"
    file.write_text(text(rows), encoding="utf-8")
    with pytest.raises(ValueError, match="no row"):
        taken_in(file, tmp_path / "store", 0)


@pytest.mark.parametrize(("name", "made", "direct"), WRITTEN, ids=[one[0] for one in WRITTEN])
def test_however_the_file_is_written(name: str, made: Callable[[str], bytes], direct: bool, tmp_path: Path) -> None:
    rows = some()
    rows[3]["where_coordinates"] = TOWN
    both_ways(made(text(rows)), tmp_path, direct=direct)


def test_a_small_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text(text(some()), encoding="utf-8")
    assert file.stat().st_size < LIMITS.direct_from
    assert not taken_in(file, tmp_path / "store", LIMITS.direct_from)[3]
