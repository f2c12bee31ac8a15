"""Sums come and go with their data set, and what is counted with them is what is counted without."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import profiles, sums_keeping, sums_making
from events.store.counting import MOST_SINGLY
from events.store.curated import tables_of
from events.store.facets import PARTS
from events.store.library import Library
from events.store.store import CURATED, Store
from tests.events import sq_engine as sq
from tests.events.st_building import shape
from tests.events.test_st_store import TODAY, about, bring_in, publish

FIRST = date(2014, 1, 1)
ACTORS = ("police", "party", "union", "none-else")
ROLES = ("involved", "victim", "attacker", "target")
KINDS = ("battle", "protest", "civilians")
PAPERS = ("Post", "Times", "Radio")


@pytest.fixture(autouse=True)
def small_data_sets_have_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums_keeping, "FEWEST", 50)
    monkeypatch.setattr(sums_making, "KEYS", 40)


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    """Certain, wide, half-open and no dates; several actors in several roles; one, several and no publishers."""
    pick = random.Random(seed)  # noqa: S311 - a repeatable data set, no secret
    made = []
    for _ in range(count):
        day = FIRST.toordinal() - 719163 + pick.randrange(60)
        parties = {(pick.choice(ACTORS), pick.choice(ROLES)) for _ in range(pick.randrange(4))}
        made.append({
            "kind": pick.choice(KINDS), "precision": pick.choice((0, 5)),
            **dict(zip(("first_day", "last_day"), pick.choice((
                (day, day), (day, day), (day, day + 9), (None, day), (day, None), (None, None))), strict=True)),
            "parties": [{"actor": one, "name": one.title(), "role": role} for one, role in sorted(parties)],
            "sources": [{"publisher": name, "title": name, "published": None, "url": None}
                        for name in pick.sample(PAPERS, pick.randrange(3))],
            "claims": [claim("killed", '{"low":1}'), claim("killed", '{"low":5}')][: pick.randrange(3)],
        })  # fmt: skip
    return made


def claim(field: str, value: str) -> dict[str, Any]:
    empty = dict.fromkeys(("text", "unit", "of_actor", "parts", "actor", "stance", "says"))
    return {"field": field, "value": value, **empty, "locator": "row"}


def fill(store: Store, id: str, count: int, seed: int, **more: Any) -> int:
    with store.session(about(id), **more) as session:
        shape(session.staging, rows(count, seed))
        return publish(session, f"{seed:064d}").number


def libraries(store: Store, base: DataSet) -> tuple[Library, Library]:
    """One that asks the sums, and one whose engine knows of none."""

    class Plain:
        generation = property(lambda _: store.engine.generation)
        tables, ask = store.engine.tables, store.engine.ask

    return Library(store.engine, base), Library(Plain(), base)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["profiles", "whole", "single", "both"])
def several(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, Library, list[str]]]:
    """Two data sets with sums, a small one without, the curated one, and one that is off."""
    catalogue = sq.random_catalogue()
    with pytest.MonkeyPatch.context() as patch, Store.open(tmp_path_factory.mktemp("sums"), TODAY) as store:
        patch.setattr(sums_keeping, "FEWEST", 50)
        patch.setattr(sums_making, "KEYS", 40)
        if request.param == "whole":
            patch.setattr(profiles, "MOST_PROFILES", 0)  # so that the statements over the sums are asked
        store.mount(tables_of(catalogue), CURATED)
        store.sums.start()
        for id, count in (("one", 230), ("two", 120), ("small", 30), ("off", 90)):
            if request.param == "single" or (request.param == "both" and id == "two"):
                patch.setattr(sums_making, "MOST_PROFILES", 10)
            fill(store, id, count, count)
            assert store.sums.wait(60)
        store.switch("off", False)
        with_sums, without = libraries(store, catalogue.dataset)
        assert store.engine.without_sums(None, whole=False) == 120 + 30
        wanted = {"profiles": 0, "whole": 0, "single": 230 + 120, "both": 120}[request.param]
        assert store.engine.without_sums(None, whole=True) == 120 + 30 + wanted
        assert (with_sums.profiling.of(None) is not None) is (request.param == "profiles")
        yield with_sums, without, [one.id for one in without.facet(IncidentFilter(), "sources", 99)]


def filters(papers: list[str]) -> st.SearchStrategy[IncidentFilter]:
    days = st.none() | st.dates(FIRST - timedelta(days=9), FIRST + timedelta(days=80))
    some = st.sampled_from
    return st.builds(
        IncidentFilter, start=days, end=days,
        actors=st.frozensets(some(("reds", *ACTORS)), max_size=3),
        role=some(("", "", *ROLES)), kinds=st.frozensets(some((*KINDS, "air")), max_size=2),
        sources=st.frozensets(some(papers), max_size=2),
        contested=st.frozensets(some(("any", "killed", "date")), max_size=2),
    )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_sums_answer_what_the_incidents_do(several: tuple[Library, Library, list[str]], data: st.DataObject) -> None:
    ours, theirs, papers = several
    chosen = data.draw(filters(papers))
    numbers = data.draw(st.none() | st.frozensets(st.integers(0, 5), max_size=4))
    for part in PARTS:
        assert ours.facet(chosen, part, 99, numbers) == theirs.facet(chosen, part, 99, numbers), part
    assert ours.facet(chosen, "actors", 2, numbers) == theirs.facet(chosen, "actors", 2, numbers)
    assert ours.counts(chosen, numbers) == theirs.counts(chosen, numbers)
    assert ours.span(chosen, numbers) == theirs.span(chosen, numbers)
    assert ours.histogram(chosen, "week", numbers=numbers) == theirs.histogram(chosen, "week", numbers=numbers)


def test_the_random_data_has_something_of_everything(several: tuple[Library, Library, list[str]]) -> None:
    ours, _, papers = several
    assert len(papers) >= 6
    assert [len(ours.facet(IncidentFilter(), part, 99)) >= 2 for part in PARTS] == [True] * 5
    assert ours.histogram(IncidentFilter()).undated > 0


def test_what_sums_know_nothing_of_is_asked_of_the_incidents(several: tuple[Library, Library, list[str]]) -> None:
    ours, theirs, _ = several
    for text in ("police", "camp i1"):
        chosen = IncidentFilter(text=text, start=FIRST)
        assert ours.facet(chosen, "kinds") == theirs.facet(chosen, "kinds")
        assert ours.counted_singly(chosen) == ours.counts().total == 120 + 30 + 230 + 120
    assert ours.counted_singly(IncidentFilter(start=FIRST)) == 120 + 30
    assert theirs.counted_singly(IncidentFilter(start=FIRST)) == 500


def has_sums(store: Store, number: int) -> bool:
    return store.engine.summed({number}, False, MOST_SINGLY) is not None  # type: ignore[union-attr]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name == "sums.duckdb")


def test_sums_come_in_a_thread_stay_after_a_restart_and_go_with_their_data_set(tmp_path: Path) -> None:
    with Store.open(tmp_path, TODAY) as store:
        fill(store, "one", 60, 1)
        assert files(tmp_path) == []
        store.sums.start()
        bring_in(store, "few", rows=10)
        assert store.sums.wait(60)
        assert (has_sums(store, 1), has_sums(store, 2)) == (True, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "0001-one", "0002-few"]
    with Store.open(tmp_path, TODAY) as store:
        assert has_sums(store, 1)
        before = libraries(store, sq.random_catalogue().dataset)[0]
        assert before.counts().total == 70
        store.switch("one", on=False)
        assert (before.counts().total, before.counts(numbers={1}).total) == (10, 60)
        store.switch("one", on=True)
        store.sums.start()
        assert fill(store, "one", 80, 2, replaces="one") == 3
        assert before.counts().total == 90
        assert store.sums.wait(60)
        assert (before.counts().total, has_sums(store, 3), has_sums(store, 1)) == (90, True, False)
        store.remove("one")
        assert before.counts().total == 10
        assert files(tmp_path) == []


def _damaged(file: Path) -> None:
    file.write_bytes(b"no database")


def _of_something_else(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("UPDATE made SET mark = 'another'")


def _of_another_version(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("UPDATE made SET version = 0")


def _not_finished(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("DELETE FROM made")


@pytest.mark.parametrize("spoil", [_damaged, _of_something_else, _of_another_version, _not_finished, Path.unlink])
def test_sums_that_do_not_fit_are_made_again(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    with Store.open(tmp_path, TODAY) as store:
        fill(store, "one", 60, 1)
        store.sums.start()
        assert store.sums.wait(60)
    spoil(tmp_path / "0001-one" / "sums.duckdb")
    with Store.open(tmp_path, TODAY) as store:
        assert not has_sums(store, 1)
        assert store.unreadable == ()
        store.sums.start()
        assert store.sums.wait(60)
        assert has_sums(store, 1)


@pytest.mark.parametrize("limit", ["MOST_PROFILES", "MOST_SPANS"])
def test_sums_that_would_be_of_no_use_are_not_kept_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(sums_making, limit, 10)
    monkeypatch.setattr(sums_making, "MOST_SINGLE", 10)
    with Store.open(tmp_path, TODAY) as store:
        fill(store, "one", 60, 1)
        store.sums.start()
        assert store.sums.wait(60)
        assert not has_sums(store, 1)
    monkeypatch.undo()
    made = (tmp_path / "0001-one" / "sums.duckdb").stat().st_mtime_ns
    with Store.open(tmp_path, TODAY) as store:
        store.sums.start()
        assert store.sums.wait(60)
        assert not has_sums(store, 1)
    assert (tmp_path / "0001-one" / "sums.duckdb").stat().st_mtime_ns == made
