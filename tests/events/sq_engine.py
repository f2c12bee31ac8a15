"""An engine over tables in memory, and a data set of many random incidents, for the tests of the store's queries."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow
from hypothesis import strategies as st

from events.catalogue import Catalogue, build
from events.dataset import DataSet
from events.filters import ANY_FIELD, IncidentFilter
from events.model import Incident
from events.store.curated import tables_of
from events.store.library import Library
from events.store.schema import TABLES
from geodata.places import Place
from geodata.windows import Window, WindowError, window
from tests.events import ev_building as make


class MemoryEngine:
    """Tables of ``schema.TABLES`` in a database in memory; one set of them, whatever numbers are asked for."""

    def __init__(self, tables: Mapping[str, pyarrow.Table]) -> None:
        self.generation = 1
        self.asked: list[str] = []
        self.con = duckdb.connect(config={"threads": 1})
        for name, table in tables.items():
            self.con.register(f"arrow_{name}", table)
            self.con.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow_{name}")  # noqa: S608
            self.con.unregister(f"arrow_{name}")

    def tables(self, numbers: Collection[int] | None = None) -> Mapping[str, ir.Table]:
        return {name: ibis.table(ibis.schema(columns), name=name) for name, columns in TABLES.items()}

    def ask(self, query: str, params: Mapping[str, Any] | None = None) -> pyarrow.Table:
        self.asked.append(query)
        return self.con.cursor().sql(query, params=params).to_arrow_table()


def library(catalogue: Catalogue) -> Library:
    """A library over the tables of a catalogue."""
    return Library(MemoryEngine(tables_of(catalogue)), catalogue.dataset)


KINDS = ("rocket", "air", "find")
FIRST = date(2019, 11, 1)


def random_catalogue(count: int = 120, seed: int = 7) -> Catalogue:
    """Incidents with certain, wide, half-open and no dates; at sites, in discs, in provinces and nowhere."""
    pick = random.Random(seed)  # noqa: S311 - a repeatable data set, no secret
    places = dict(make.PLACE)
    for n in range(count // 2):
        spot = {"lat": round(pick.uniform(31, 36), 3), "lon": round(pick.uniform(41, 47), 3)}
        radius = pick.choice((1.0, 10.0, 40.0))
        row: dict[str, Any] = {"id": f"spot-{n}", "name": f"Spot {n}", "obtained": "drawn by lot"}
        if radius == 40.0:
            row |= {"precision": "district", "area": {"disc": True, **spot, "radius_km": radius}}
        else:
            row |= {"precision": "site", **spot, "radius_km": radius}
        places[row["id"]] = Place.model_validate(row)
    incidents = tuple(_incident(f"i{n}", pick, list(places)) for n in range(count))
    return build(replace(make.dataset(), places=places, incidents=incidents))


def _incident(name: str, pick: random.Random, places: list[str]) -> Incident:
    c = make.claim_row
    day = FIRST + timedelta(days=pick.randrange(200))
    later = day + timedelta(days=pick.choice((1, 5, 45)))
    dates = (f"{day}", f"{day}", f"{day}", f"{day}/{later}", f"{day:%Y-%m}", f"../{day}", f"{day}/..", None)
    claims = [c("date", stated)] if (stated := pick.choice(dates)) else []
    for source in pick.sample(("paper", "radio", "sheet"), pick.randrange(1, 4)):
        claims.append(c("killed", pick.choice((1, 2, {"about": 30}, {"low": 1, "high": 4})), source))
        if pick.random() < 0.6:
            stance = pick.choice(("states", "blames", "denies"))
            claims.append(c("attribution", source=source, actor=pick.choice(("reds", "blues")), stance=stance))
    if pick.random() < 0.3:
        claims.append(c("participant", actor=pick.choice(("reds", "greens")), text="Helped a convoy"))
    if pick.random() < 0.2:
        claims.append(c("part_of", incident=f"i{pick.randrange(20)}"))
    place = pick.choice((pick.choice(places), pick.choice(places), pick.choice(("babil", "iraq", "south", "nowhere"))))
    return make.incident(name, *claims, kind=pick.choice(KINDS), place=place)


def _window(corners: list[tuple[float, float]]) -> Window | None:
    try:
        return window(corners)
    except WindowError:
        return None


def filters(catalogue: Catalogue, areas: bool = True) -> st.SearchStrategy[IncidentFilter]:
    """Filters of every shape, of which most select something."""
    dataset: DataSet = catalogue.dataset
    days = st.none() | st.dates(FIRST - timedelta(days=9), FIRST + timedelta(days=260))
    fields = (ANY_FIELD, "killed", "date", "attribution", "place")
    corner = st.tuples(st.floats(40, 48), st.floats(30, 37))
    drawn = st.lists(corner, min_size=3, max_size=5).map(_window) if areas else st.none()
    some = st.sampled_from
    return st.builds(
        IncidentFilter,
        start=days,
        end=days,
        actors=st.frozensets(some(sorted(dataset.actors)), max_size=3),
        role=some(("", "", "", "attacker", "blamed", "denies", "involved")),
        kinds=st.frozensets(some((*KINDS, "context")), max_size=3),
        sources=st.frozensets(some([source.id for source in dataset.sources]), max_size=2),
        contested=st.frozensets(some(fields), max_size=2),
        area=st.none() | drawn,
        text=some(("", "", "", "red", "الحمر", "title of", "camp i1", "helped convoy", "nothing-like-it")),
    )
