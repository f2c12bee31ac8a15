"""A CSV of ours is read by Arrow where Python's reader would surely read the same, and by that one where not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.importing import own_csv, own_reading
from events.importing.limits import Sniffed
from events.importing.own_csv import Differs, header, tables
from events.importing.own_reading import READERS
from events.store.staging import Staging

HEAD = "incident,field,value,dataset,documents,note"


def sniffed(path: Path, delimiter: str = ",") -> Sniffed:
    return Sniffed(name=path.name, format="csv", size=0, content_hash="", delimiter=delimiter, skip=1)


def staged(path: Path, folder: Path) -> list[Any]:
    """Every cell of the rows that are made of a file."""
    folder.mkdir()
    with Staging(folder) as staging:
        parts = READERS["csv"](path, sniffed(path), staging)
        found = [
            staging.rows(f"SELECT * FROM {table} ORDER BY ALL")  # noqa: S608
            for table in ("own_incident", "own_claim", "own_listed")
        ]
        return [*found, [part.problems for part in parts]]


def refuse(*_: Any) -> Iterator[Any]:
    raise Differs


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ('a,killed,3,,"[{""id"":""x""}]",\nb,date,"""2020""",,,"two\nlines, and a comma"\n', True),
        ('a,killed,,,"","=x"\na,killed,"",,,\'=x', True),
        ('a,killed,"""""",,,"\r\n"\n', True),
        ('a,killed,4" long,,,\n', False),
        ('a,killed,"x"y,,,\n', False),
        ("a,killed,3,,,\r\nb,killed,3,,,\r\n", False),
        ("a,killed,3,,,\n\nb,killed,3,,,\n", False),
        ("\na,killed,3,,,\n", False),
        ("a,killed,3,,,\nb,killed\nc,killed,3,,,,\n", False),
        ('a,killed,"open,,,\nb,killed,3,,,\n', False),
        ("a,killed,3,,,\x00\n", False),
        ("a,é,ى,,,\n", True),
    ],
)
def test_both_read_the_same(body: str, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"\ufeff# about\n{HEAD}\n{body}", encoding="utf-8", newline="")
    with path.open("rb") as file:
        try:
            names = header(file, sniffed(path))
            found = sum(one.num_rows for one in tables(file, ",", names, names, 2)) > 0
        except Differs:
            found = False
    assert found is taken
    at_once = staged(path, tmp_path / "at once")
    monkeypatch.setattr(own_reading, "header", refuse)
    assert staged(path, tmp_path / "one by one") == at_once


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_signs_at_the_edge_of_a_piece(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_csv, "_CHUNK", size)
    for body, strict in (('a,"b ""c"" d","e\n"\nf,g,""\n', True), ('a,"b"c,d\n', False), ("a,b,c\n\nd,e,f\n", False)):
        path = tmp_path / "mine.csv"
        path.write_text(f"# about\nx,y,z\n{body}", encoding="utf-8", newline="")
        with path.open("rb") as file:
            if strict:
                assert header(file, sniffed(path)) == ["x", "y", "z"]
            else:
                with pytest.raises(Differs):
                    header(file, sniffed(path))


@pytest.mark.parametrize("length", [900_000, 3_000_000])
def test_a_long_row(length: int, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"# about\n{HEAD}\na,killed,3,,,{'x' * length}\n", encoding="utf-8", newline="")
    with path.open("rb") as file:
        names = header(file, sniffed(path))
        if length < 1 << 20:
            assert next(tables(file, ",", names, names, 9)).num_rows == 1
        else:
            with pytest.raises(Differs):
                list(tables(file, ",", names, names, 9))
