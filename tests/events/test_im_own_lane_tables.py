"""Odd cells in exports with tables or lists: plain incidents are read at once all the same, others as before."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from tests.events import im_own_lane_building as make
from tests.events.test_im_own_lane import CELLS

Files = Mapping[str, Mapping[str, Path]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Format that was imported to formats in which it was exported to files."""
    keys = ("gpkg", "geoparquet")
    return {name: make.exported(name, keys, 24, tmp_path_factory.mktemp(name)) for name in make.GIVEN}


def spoil_tables(path: Path, draw: random.Random) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        # The triggers keep an index of places, by functions that not every program has.
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        for _ in range(draw.choice((1, 2, 4))):
            table = draw.choice(("incidents", "claims", "claims", "sources"))
            names = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[1] not in ("fid", "geom")]
            (last,) = base.execute(f"SELECT max(fid) FROM {table}").fetchone()  # noqa: S608
            change = f'UPDATE {table} SET "{draw.choice(names)}" = ? WHERE fid = ?'  # noqa: S608
            base.execute(change, [draw.choice((None, *CELLS)), draw.randint(1, last)])


def spoil_lists(path: Path, draw: random.Random) -> None:
    given = pyarrow.parquet.read_table(path)
    rows = given.to_pylist()
    inside = given.schema.field("claims").type.value_type
    texts, within = (
        [field.name for field in fields if field.type == pyarrow.string()] for fields in (given.schema, inside)
    )
    for _ in range(draw.choice((1, 2, 4))):
        row, other = draw.choice(rows), draw.choice(rows)
        claim, cell, what = draw.choice(row["claims"]), draw.choice(CELLS), draw.randrange(4)
        if what == 0:
            row[draw.choice(texts)] = cell
        elif what == 1:
            row["documents"] = draw.choice((None, "[]", cell, other["documents"]))
        elif what == 2:
            claim[draw.choice(within)] = draw.choice((None, cell))
        else:
            claim["cites"] = draw.choice((None, [], ["nope"], ["Bad id"], other["claims"][0]["cites"]))
    if draw.random() < 0.3:
        draw.shuffle(rows)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=given.schema), path)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("key", ["gpkg", "geoparquet"])
@pytest.mark.parametrize("name", make.GIVEN)
def test_odd_cells_are_read_one_by_one(
    name: str, key: str, seed: int, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(f"{name} {key} {seed}")  # noqa: S311
    path = Path(shutil.copy(files[name][key], tmp_path))
    spoil_tables(path, draw) if key == "gpkg" else spoil_lists(path, draw)
    make.same(path, tmp_path, monkeypatch)


def test_a_document_that_is_listed_too_late_is_made_of_its_claim(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = pyarrow.parquet.read_table(files["ucdp"]["geoparquet"])
    rows = given.to_pylist()
    rows[0]["documents"] = None
    path = tmp_path / "mine.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=given.schema), path)
    found = make.same(path, tmp_path, monkeypatch)
    assert (found.plain, found.accepted) == (0, len(rows))
