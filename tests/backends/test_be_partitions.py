"""A question reads the partitions that can hold its answer: by year and by coarse cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from events.dataset import DataSet
from events.filters import IncidentFilter
from events.store import pages
from events.store.backends.layout import ANY_YEAR, COARSE_SHIFT, Cargo, first_year
from events.store.backends.pruning import PrunedAsker, part_values, pruned
from events.store.backends.remote import RemoteEngine
from events.store.compiled import compile_query
from events.store.predicates import question, selected

YEAR = IncidentFilter(start=date(2014, 1, 10), end=date(2014, 12, 20))


def explained(engine: RemoteEngine, chosen: IncidentFilter, bounds: dict[str, int]) -> str:
    """The engine's plan for single incidents, of a view where its bounds are given."""
    shape, values = question(chosen)
    tables, values = engine.tables(), {**values, **bounds, "limit": 10}
    values |= part_values(chosen, values)

    def build(marks: Any) -> Any:
        rows = selected(pruned(tables, shape, bool(bounds), marks), shape, marks)
        return pages.points_query(tables, rows, marks) if bounds else rows.limit(marks.number("limit"))

    compiled = compile_query(build, engine.dialect)
    return engine.explain(compiled.text, {name: values[name] for name in compiled.names})


@pytest.mark.parametrize(
    ("start", "year"),
    [(date(2014, 1, 10), 2013), (date(2015, 1, 1), 2013), (date(2015, 1, 3), 2014), (date(1, 5, 5), 1)],
)
def test_a_window_reaches_back_by_the_longest_incident(start: date, year: int) -> None:
    assert first_year(start) == year


def test_partitions_of_a_view_are_those_of_its_corners() -> None:
    span = pages.span_values(9, 316, 203, 318, 205)
    found = part_values(YEAR, span)
    assert found == {"part_x_min": 316 >> 4, "part_x_max": 318 >> 4, "part_y_min": 203 >> 4, "part_y_max": 205 >> 4,
                     "year_from": 2013, "year_to": 2014}  # fmt: skip


def test_an_incident_and_all_it_has_lie_in_one_partition(made: dict[int, Path], tmp_path: Path) -> None:
    with Cargo(made[1], tmp_path) as cargo:
        cargo.write_parquet(tmp_path)
        assert ANY_YEAR in cargo.years()
    con = duckdb.connect(config={"threads": 1})
    places = {}
    for table in ("incidents", "claims", "parties", "told_by"):
        lies = f"read_parquet('{tmp_path}/{table}/*/*/*/*.parquet', hive_partitioning = true)"
        found = con.sql(f"SELECT DISTINCT key, p_year, p_x, p_y FROM {lies}").fetchall()  # noqa: S608
        places[table] = {row[0]: row[1:] for row in found}
        assert len(found) == len(places[table])
    for table in ("claims", "parties", "told_by"):
        assert places[table].items() <= places["incidents"].items()
    lies = f"read_parquet('{tmp_path}/incidents/*/*/*/*.parquet')"
    rows = con.sql(f"SELECT key, first_day, last_day, x, y FROM {lies}")  # noqa: S608
    for key, first, last, x, y in rows.fetchall():
        year, p_x, p_y = places["incidents"][key]
        assert (p_x, p_y) == ((-1, -1) if x is None else (x >> COARSE_SHIFT, y >> COARSE_SHIFT))
        short = first is not None and last is not None and last - first <= 366
        assert year == (date.fromordinal(first + 719163).year if short else ANY_YEAR)


def test_the_plan_names_few_partitions(far: RemoteEngine) -> None:
    in_town = pages.span_values(9, 317, 204, 318, 205)
    whole, year, both = (
        explained(far, *given) for given in ((IncidentFilter(), {}), (YEAR, {}), (YEAR, in_town))
    )
    if far.dialect == "postgres":
        def read(plan: str) -> set[str]:
            return set(re.findall(r"_incidents_y(\d+)", plan))

        assert len(read(whole)) > 5
        assert read(year) == {"0", "2013", "2014"}
        assert read(both) <= read(year)
        assert "p_x" in both
        assert "p_x" not in year
    elif far.dialect == "pyspark":
        def filters(plan: str) -> str:
            return " ".join(re.findall(r"PartitionFilters: \[(.*)\]", plan))

        assert "p_year" not in filters(whole)
        assert "p_year" in filters(year)
        assert "p_x" not in filters(year)
        for column in ("p_year", "p_x", "p_y"):
            assert column in filters(both)
    else:
        assert "p_year" in year
        assert "p_x" in both


@pytest.mark.backends
@pytest.mark.parametrize("limit", ["year", "cell"])
def test_files_of_other_partitions_are_not_opened(
    opener: Callable[[Path | None], RemoteEngine], far: RemoteEngine, made: dict[int, Path], base: DataSet, limit: str
) -> None:
    """Those are made unreadable: what is asked within the limit is still answered, what is asked without is not."""
    if far.dialect != "pyspark":
        return  # PostgreSQL: the plan above says it; its files are its own
    number, folder = (901, "0901-broken") if limit == "year" else (902, "0902-broken")
    file = made[1].parent.parent / folder / "data.duckdb"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(made[1].read_bytes())
    far.rollups, kept = None, far.rollups
    try:
        far.attach(number, file, on=False)
        asker = PrunedAsker(far, 0)
        tables = far._folder / folder  # type: ignore[attr-defined]
        good = re.compile(r"p_year=(0|2013|2014)/" if limit == "year" else r"p_x=19/p_y=12/")
        broken = [path for path in tables.rglob("*.parquet") if "p_year" in str(path) and not good.search(str(path))]
        assert len(broken) > 5
        for path in broken:
            path.write_bytes(b"no parquet")
        for crc in tables.rglob(".*.crc"):
            crc.unlink()
        if limit == "year":
            # Not ``counts``: its total is of everything.
            answer = asker.ask("n", YEAR, lambda _t, rows, _m: rows.agg(n=rows["lat"].sum()), [number])
        else:
            values = {**pages.span_values(9, 317, 204, 318, 205), "limit": 50}
            answer = asker.ask("points", IncidentFilter(), pages.points_query, [number], values)
        assert len(answer) >= 1
        with pytest.raises(Exception, match=r"(?i)parquet|corrupt|read"):
            asker.ask("other", IncidentFilter(), lambda _t, rows, _m: rows.agg(n=rows["lat"].sum()), [number])
    finally:
        far.detach(number)
        far.rollups = kept
