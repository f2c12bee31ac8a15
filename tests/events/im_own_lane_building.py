"""Exports of large imports in small, what is done to their cells, and both ways of reading them back."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from events.importing import own_lane
from events.importing.own_making import Making
from events.importing.own_reading import READERS
from events.importing.sniffing import sniff
from events.store.gathered import write
from events.store.schema import TABLES
from events.store.staging import Staging
from events.store.writing import DataSetDescription
from tests.events import rt_building as make
from tests.events.test_im_acled import SINCE_2023

GROUPS = ("Alpha Group", 'Beta, "Force"', "Military of Nowhere (2020-)", "Şalāḩ Front", "The Qa'ida ‘x’", "=Sum", "")
WORDS = ("at a 5", "the the", "é", "x\\y\tz", "-", "ascii only", "a the 5")
ABOUT = DataSetDescription(id="back", name="Back")
Rows = list[dict[str, str]]


def ucdp(count: int) -> Rows:
    """Rows of UCDP GED: all kinds of places, sides that are one, dead that add up and that do not."""
    draw = random.Random(1)  # noqa: S311
    rows = []
    for number in range(count):
        first = date(2014, 3, 5) + timedelta(draw.randrange(400))
        side, dead = draw.choice(((), ("a",))), [draw.choice((0, 0, 1, 4)) for _ in range(4)]
        low = sum(dead) + draw.choice((0, 0, 0, 3))
        rows.append(make.UCDP | {
            "id": str(1000 + number), "type_of_violence": draw.choice("113"), "where_prec": draw.choice("11123456"),
            "date_start": first.isoformat(), "date_end": (first + timedelta(draw.choice((0, 2)))).isoformat(),
            "latitude": f"{33 + draw.random():.3f}", "deaths_a": str(dead[0]), "deaths_b": str(dead[1]),
            "deaths_civilians": str(dead[2]), "deaths_unknown": str(dead[3]), "low": str(low), "best": str(low + 1),
            "high": str(low + draw.choice((1, 5))), "source_original": draw.choice(("", "Police", "Police; medics")),
            "adm_2": draw.choice(WORDS),
        } | ({"side_b_new_id": "116", "side_b": "Government of Iraq"} if side else {}))  # fmt: skip
    return rows


def acled(count: int) -> Rows:
    """Rows in the columns of ACLED, all invented."""
    draw = random.Random(2)  # noqa: S311
    return [SINCE_2023 | {
        "event_id_cnty": f"IRQ{number}", "actor1": draw.choice(GROUPS[:-1]), "actor2": draw.choice(GROUPS),
        "location": f"Town {draw.randrange(9)}", "longitude": f"{43 + draw.random():.3f}",
        "geo_precision": draw.choice("123"), "fatalities": draw.choice(("0", "1", "12")),
        "notes": f'Event {number} of "invented" words\n{draw.choice(WORDS)}',
        "source": draw.choice(("One; Two", "AFP")),
    } for number in range(count)]  # fmt: skip


def generic(count: int) -> Rows:
    """Rows of a table of no known format."""
    draw = random.Random(3)  # noqa: S311
    return [{
        "id": f"g{number}", "date": f"2024-0{draw.randrange(1, 9)}-11", "title": f"Thing {number % 9} happened",
        "lat": f"{33 + draw.random():.3f}", "lon": "43.5", "killed": draw.choice(("0", "3", "", "about 5", "10-12")),
        "wounded": draw.choice(("", "more than 7")), "attacker": draw.choice(GROUPS), "victim": draw.choice(GROUPS),
        "place": f"Village {number % 7}", "source": draw.choice(("Reuters", "AFP", "")),
        "url": draw.choice((f"https://a.example/{number}", "")), "notes": draw.choice((f"note {number}", *WORDS)),
        "weapon": draw.choice(("drone", "bomb", "")), "extra": draw.choice(("x", "zz top", "")),
    } for number in range(count)]  # fmt: skip


GIVEN: Mapping[str, Callable[[int], Rows]] = {"ucdp": ucdp, "acled": acled, "generic": generic}


def exported(name: str, keys: Sequence[str], count: int, folder: Path) -> dict[str, Path]:
    """Import rows of a format, and export them again in other ones: key of the format to the file."""
    given = folder / f"{name}.csv"
    given.write_text(make.csv_text(GIVEN[name](count)), encoding="utf-8")
    found = {}
    with make.opened(folder / "store") as store:
        make.bring_in(store, given)
        for key in keys:
            (folder / key).mkdir(parents=True)
            found[key] = make.export(store, key, folder / key)
    return found


def lines_of(path: Path) -> tuple[str, list[list[str]]]:
    """The first line of a CSV of ours, and its rows."""
    about, rest = path.read_text(encoding="utf-8-sig").split("\n", 1)
    return about, list(csv.reader(io.StringIO(rest, newline="")))


def lay_out(path: Path, about: str, rows: Sequence[Sequence[str]]) -> Path:
    """Write such a CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(f"{about}\n{text.getvalue()}", encoding="utf-8", newline="")
    return path


class Read:
    """What came of a file."""

    def __init__(self, path: Path, folder: Path, fewest: int, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(own_lane, "FEWEST", fewest)
        folder.mkdir()
        self.refused, self.plain, self.accepted = "", 0, 0
        with Staging(folder) as staging:
            try:
                making = Making(staging, READERS[sniff(path).format](path, sniff(path), staging))
            except Exception as error:
                self.refused = type(error).__name__
                return
            self.plain, self.accepted, self.problems = making.plain, making.accepted, making.problems
            self.written = write(making.gathered, making.ids("back"), ABOUT, 1, folder / "made.duckdb")
            staging.run(f"ATTACH '{folder / 'made.duckdb'}' AS read_back (READ_ONLY)")
            staging.run("SET preserve_insertion_order = true")
            self.tables = {name: list(_rows(staging, name)) for name in TABLES}


def _rows(staging: Staging, table: str) -> Iterator[dict[str, Any]]:
    names = list(TABLES[table])
    shown = ", ".join(f'"{name}"' for name in names)
    for row in staging.rows(f"SELECT {shown} FROM read_back.{table}"):  # noqa: S608
        yield dict(zip(names, row, strict=True))


def same(path: Path, folder: Path, patch: pytest.MonkeyPatch) -> Read:
    """What came of a file, which is the same whichever way it is read."""
    one_by_one = Read(path, folder / "one by one", 10**9, patch)
    at_once = Read(path, folder / "at once", 0, patch)
    assert one_by_one.plain == 0
    assert at_once.refused == one_by_one.refused
    if not at_once.refused:
        assert at_once.problems == one_by_one.problems
        for table, rows in one_by_one.tables.items():
            assert at_once.tables[table] == rows, table
        assert at_once.written == one_by_one.written
    return at_once
