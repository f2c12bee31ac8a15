"""Rows that an import sets aside come out as CSV and, mended, go in again; nothing beside them is lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from events.importing.answers import Answers, GivenFile
from events.importing.intake import Intake
from events.store.registry import REJECTED
from events.store.store import Store
from tests.events import rt_building as make

GENERIC = [
    {"id": "a1", "title": "Shots at the bridge", "date": "2020-03-11", "latitude": "33.1", "longitude": "44.1",
     "killed": "3", "notes": "=1+1, as the file says"},
    {"id": "a2", "title": "Rockets", "date": "2020-03-12", "latitude": "33.2", "longitude": "44.2", "killed": "0",
     "notes": "'-quoted"},
    {"id": "a3", "title": "@Fire", "date": "2020-03-13", "latitude": "33.3", "longitude": "44.3", "killed": "1",
     "notes": "two\nlines"},
]  # fmt: skip
UCDP = make.ucdp(*({"id": str(n), "where_description": text} for n, text in enumerate(("=1+1", "'-quoted", "a\nb"), 7)))
FILES: list[tuple[str, list[dict[str, str]], dict[str, str]]] = [
    ("generic", GENERIC, {"latitude": "333", "killed": "-4"}),
    ("ucdp", UCDP, {"latitude": "333", "deaths_a": "-4", "low": "99"}),
]
Claims = dict[str, list[tuple[Any, ...]]]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def content(store: Store) -> Claims:
    """Own id to its claims, without what names the data set, the document that it is, or the row."""
    tables = make.content(make.exporting(store))
    owners = {row["id"]: row["own_id"] for row in tables["incidents"]}
    found: Claims = {}
    for claim in tables["claims"]:
        value = None if claim["field"] == "place" else str(claim["value"])
        found.setdefault(owners[claim["incident"]], []).append((claim["field"], claim["text"], value, claim["parts"]))
    return found


@pytest.fixture(scope="module")
def as_given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Claims]:
    """What comes of the files where nothing is wrong with them."""
    made = {}
    for kind, rows, _ in FILES:
        folder = tmp_path_factory.mktemp(kind)
        path = folder / "events.csv"
        path.write_text(make.csv_text(rows), encoding="utf-8")
        with make.opened(folder / "store") as store:
            make.bring_in(store, path)
            made[kind] = content(store)
    return made


@pytest.mark.parametrize("bad", [[1], [0, 2]])
@pytest.mark.parametrize(("kind", "rows", "damage"), FILES, ids=["generic", "ucdp"])
def test_out_mended_and_in_again(
    kind: str, rows: list[dict[str, str]], damage: dict[str, str], bad: list[int], tmp_path: Path,
    as_given: dict[str, Claims],
) -> None:
    wanted, broken = as_given[kind], tmp_path / "events.csv"
    damaged = [{**row, **damage} if n in bad else row for n, row in enumerate(rows)]
    broken.write_text(make.csv_text(damaged), encoding="utf-8")
    with make.opened(tmp_path / "store") as store:
        with Intake(store, [GivenFile(broken, broken.name)], make.NOW) as intake:
            intake.read()
            summary = intake.check(Answers(), make.TODAY)
            offered = intake.rejected_csv()
            entry = intake.write(Answers())
        assert (entry.format, summary.accepted, summary.rejected) == (kind, len(rows) - len(bad), len(bad))
        kept = store.folder / entry.folder / REJECTED
        assert kept.read_bytes() == offered.encode("utf-8-sig")  # a spreadsheet knows by the mark that it is UTF-8
        # Nothing accepted is lost by a bad row next to it, and nothing of it changes.
        good = {row["id"] for n, row in enumerate(rows) if n not in bad}
        assert content(store) == {name: claims for name, claims in wanted.items() if name in good}
        listed = rows_of(offered)
        assert [int(row["_row"]) for row in listed] == [n + 1 for n in bad]
        assert all(row["_field"] and row["_reason"] and row["_mend"] for row in listed)
        mended = tmp_path / "mended.csv"
        mended.write_text(
            make.csv_text([{**row, **{name: rows[n][name] for name in damage}}
                           for n, row in zip(bad, listed, strict=True)]), encoding="utf-8")  # fmt: skip
        again, second = make.bring_in(store, mended)
        assert (second.format, again.accepted, again.rejected) == (kind, len(bad), 0)
        assert content(store) == wanted


def test_no_column_of_ours_becomes_a_claim(tmp_path: Path) -> None:
    path = tmp_path / "mended.csv"
    path.write_text(make.csv_text([{**row, "_row": "4", "_field": "x", "_reason": "y", "_mend": "z"}
                                   for row in GENERIC]), encoding="utf-8")  # fmt: skip
    with make.opened(tmp_path / "store") as store:
        make.bring_in(store, path)
        claims = make.content(make.exporting(store))["claims"]
    assert not [claim for claim in claims if claim["text"] and claim["text"].startswith("_")]
