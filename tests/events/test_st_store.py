"""A store keeps whole data sets: found again, switched, removed, replaced, listed where they cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from events.store.importing_session import ImportSession
from events.store.locking import StoreBusy
from events.store.registry import Entry
from events.store.staging import Cancelled
from events.store.store import Store, StoreError
from events.store.writing import DataSetDescription
from tests.events.st_building import ucdp_like

TODAY = "2021-05-06"
ROOT = Path(__file__).resolve().parents[2]


def about(id: str = "ged") -> DataSetDescription:
    return DataSetDescription(id=id, name=id.upper(), publisher="Uppsala")


def publish(session: ImportSession, content_hash: str = "0" * 64) -> Entry:
    return session.publish(format="ucdp", files=("ged.csv",), content_hash=content_hash, imported=TODAY,
                           rejected=2, mapping={"id": "id"})  # fmt: skip


def bring_in(store: Store, id: str = "ged", rows: int = 20, content_hash: str = "0" * 64, **more: Any) -> Entry:
    with store.session(about(id), **more) as session:
        ucdp_like(session.staging, rows)
        return publish(session, content_hash)


def count(store: Store, table: str = "incidents", numbers: set[int] | None = None) -> int:
    found = store.engine.ask(store.engine.tables(numbers)[table].count().name("n"))
    return int(found["n"][0].as_py())


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_was_imported_is_there_again(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        entry = bring_in(store)
        assert (entry.number, entry.accepted, entry.rejected, entry.folder) == (1, 20, 2, "0001-ged")
        assert (count(store), count(store, "claims")) == (20, 140)
    with Store.open(tmp_path, TODAY) as store:
        assert store.entries == (entry,)
        assert (count(store), count(store, "claims"), store.unreadable) == (20, 140, ())


def test_the_same_content_is_recognised(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, "one", content_hash="a" * 64)
        assert store.find_same("b" * 64) is None
        found = store.find_same("a" * 64)
        assert found is not None
        assert found.id == "one"


def test_an_id_that_is_taken_gets_a_number_and_a_new_version_keeps_it(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        assert bring_in(store).id == "ged2"
        assert count(store) == 40
        new = bring_in(store, rows=5, replaces="ged")
        assert [(entry.id, entry.number) for entry in store.entries] == [("ged2", 2), ("ged", 3)]
        assert (new.replaces, count(store)) == (1, 25)
    assert sorted(path.name for path in tmp_path.glob("0*")) == ["0002-ged2", "0003-ged"]


def test_a_new_version_that_was_killed_before_the_old_one_went_is_finished_at_open(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        bring_in(store, "two", rows=5)
    meta = tmp_path / "0002-two" / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"replaces": 1}))
    with Store.open(tmp_path, TODAY) as store:
        assert ([entry.id for entry in store.entries], count(store)) == (["two"], 5)
    assert not (tmp_path / "0001-ged").exists()


def test_removal_gives_the_space_back_and_keeps_the_others(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, "one")
        before = size(tmp_path)
        bring_in(store, "two", rows=3000)
        tables = store.engine.tables({1, 2})
        assert size(tmp_path) > 2 * before
        store.remove("two")
        assert size(tmp_path) == before
        # An expression made before the removal still runs, without what was removed.
        assert store.engine.ask(tables["incidents"].count().name("n"))["n"][0].as_py() == 20
        assert [entry.id for entry in store.entries] == ["one"]
        with pytest.raises(StoreError, match=r"no data set 'two'.*it has: one"):
            store.remove("two")
        assert bring_in(store, "three").number == 3


def test_a_stream_ends_with_what_it_began_with(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, rows=4000)
        stream = store.engine.stream(store.engine.tables()["claims"], rows=1000)
        first = stream.read_next_batch().num_rows
        store.remove("ged")
        assert first + sum(batch.num_rows for batch in stream) == 28_000
        assert count(store, "claims") == 0


def test_switching_holds_over_a_restart(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        before = store.generation
        assert store.switch("ged", False).on is False
        assert (count(store), count(store, numbers={1}), store.generation) == (0, 20, before + 1)
    with Store.open(tmp_path, TODAY) as store:
        assert [entry.on for entry in store.entries] == [False]
        assert count(store) == 0
        store.switch("ged", True)
        assert count(store) == 20
    with Store.open(tmp_path, TODAY) as store:
        assert [entry.on for entry in store.entries] == [True]


@pytest.mark.parametrize("fault", ["error", "cancel", "nothing published"])
def test_an_import_that_does_not_end_leaves_nothing(tmp_path: Path, fault: str) -> None:
    def begin(store: Store) -> None:
        with store.session(about("two")) as session:
            ucdp_like(session.staging, 500)
            if fault == "error":
                raise ValueError("of the reader")
            if fault == "cancel":
                session.cancel()
                publish(session)

    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        before = size(tmp_path)
        if fault == "nothing published":
            begin(store)
        else:
            with pytest.raises((ValueError, Cancelled)):
                begin(store)
        assert (size(tmp_path), count(store), [entry.id for entry in store.entries]) == (before, 20, ["ged"])
        assert list(tmp_path.glob(".part-*")) == []


def spoil_schema(folder: Path) -> None:
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"schema_version": 99}))


def spoil_fields(folder: Path) -> None:
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"fields": ["colour"]}))


UNREADABLE = [
    (spoil_schema, "layout 99"),
    (spoil_fields, "another list of fields"),
    (lambda folder: (folder / "meta.json").write_text("{"), "meta.json is damaged"),
    (lambda folder: (folder / "meta.json").write_text("{}"), "meta.json: number: Field required"),
    (lambda folder: (folder / "meta.json").unlink(), "meta.json cannot be read"),
    (lambda folder: (folder / "data.duckdb").unlink(), "data.duckdb is missing"),
    (lambda folder: (folder / "data.duckdb").write_bytes(b"no database" * 999), "cannot be opened"),
]


@pytest.mark.parametrize(("spoil", "reason"), UNREADABLE, ids=[reason for _, reason in UNREADABLE])
def test_what_cannot_be_read_is_listed_and_can_be_removed(tmp_path: Path, spoil: Any, reason: str) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store, "one")
        bring_in(store, "two")
    spoil(tmp_path / "0001-one")
    with Store.open(tmp_path, TODAY) as store:
        assert ([entry.id for entry in store.entries], count(store)) == (["two"], 20)
        (found,) = store.unreadable
        assert found.folder == "0001-one"
        assert reason in found.reason
        store.remove("0001-one")
        assert (store.unreadable, (tmp_path / "0001-one").exists()) == ((), False)


def test_a_second_process_is_told_who_is_there(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        code = "import pathlib, sys, events.store.store as s; s.Store.open(pathlib.Path(sys.argv[1]), 'x')"
        command = [sys.executable, "-c", code, str(tmp_path)]
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert f"process {os.getpid()}, since {TODAY}" in second.stderr
        assert "stop that one, or import in its Import view, or name another folder" in second.stderr
        with pytest.raises(StoreBusy):
            Store.open(tmp_path, TODAY)
        assert count(store) == 20


def test_a_folder_that_cannot_be_one_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="expected a folder that this process may write; name another with STORE"):
        Store.open(tmp_path / "file" / "store", TODAY)


def test_without_a_folder_it_ends_with_the_process() -> None:
    with Store.open(None, TODAY) as store:
        bring_in(store)
        folder = store.folder
        assert count(store) == 20
    assert not folder.exists()


def test_mounted_tables_stand_beside_imports_and_are_not_kept(tmp_path: Path) -> None:
    actor = {"dataset": 0, "id": "reds", "name": "Reds", "aliases": ["R"]}
    with Store.open(tmp_path, TODAY) as store:
        bring_in(store)
        store.mount({"actors": pyarrow.Table.from_pylist([actor])})
        assert count(store, "actors", {0}) == 1
        store.mount({"actors": pyarrow.Table.from_pylist([actor, actor | {"id": "blues"}])})
        assert (count(store, "actors", {0}), count(store, "actors", {1}), count(store)) == (2, 40, 20)
        store.unmount(0)
        assert count(store, "actors", {0}) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0001-ged"]
