"""The same few thousand rows for every engine: the curated data set, a random one, and an imported one."""

from __future__ import annotations

from pathlib import Path

from events.catalogue import build
from events.dataset import BUILT_IN, DataSet
from events.reading import load
from events.store.curated import tables_of
from events.store.engine import Engine
from events.store.mounting import write_tables
from events.store.staging import Staging
from events.store.writing import DataSetDescription, write
from tests.events import sq_engine as sq
from tests.events import st_building as stored

ROWS = 3000
VARIED = f"""
SELECT * REPLACE (
    ['battle', 'civilians', 'explosion', 'protest'][1 + r % 4] AS kind,
    CASE WHEN r % 31 = 0 THEN NULL ELSE first_day END AS first_day,
    CASE WHEN r % 37 = 0 THEN NULL WHEN r % 41 = 0 THEN last_day + 900 WHEN r % 5 = 0 THEN last_day + 30
        ELSE last_day END AS last_day,
    CASE WHEN r % 11 = 0 THEN NULL ELSE lat END AS lat,
    CASE WHEN r % 11 = 0 THEN NULL WHEN r % 13 = 0 THEN lon + 60 ELSE lon END AS lon,
    CASE WHEN r % 22 = 0 THEN 5 WHEN r % 11 = 0 THEN 3 ELSE precision END::TINYINT AS precision,
    CASE WHEN r % 11 = 0 THEN NULL ELSE radius_km END AS radius_km,
    CASE WHEN r % 22 <> 0 AND r % 11 = 0
        THEN '{{"regions":["IQ-' || ['AN', 'DI', 'KI'][1 + r % 3] || '"]}}' END AS area,
    CASE WHEN r % 7 = 0 THEN NULL ELSE killed_low END AS killed_low,
    CASE WHEN r % 7 = 0 THEN NULL ELSE killed_high END AS killed_high,
    CASE WHEN r % 10 = 0 THEN [] WHEN r % 3 = 0 THEN [parties[1]] ELSE parties END AS parties,
    CASE WHEN r % 9 = 0 THEN 'Back\\slash, "quoted"; line' || chr(10) || 'two ' || r ELSE title END AS title
) FROM (SELECT *, _row AS r FROM ({stored.UCDP_LIKE.replace("$last", str(ROWS))}))
"""  # noqa: S608
"""Like those of UCDP GED, with what is rare there: open, long and no dates, areas, unplaced rows, hostile text."""


def curated() -> DataSet:
    """The data set that ships."""
    found = load(BUILT_IN).dataset
    assert found is not None
    return found


def files(folder: Path) -> dict[int, Path]:
    """A file for each data set: number 0 as a mounted one, 1 and 2 as kept ones."""
    kept = (folder / "0001-many", folder / "0002-random")
    made = {0: folder / "mounted-1.duckdb", **{n: one / "data.duckdb" for n, one in enumerate(kept, 1)}}
    for file in made.values():
        file.parent.mkdir(parents=True, exist_ok=True)
    write_tables(made[0], tables_of(build(curated())))
    write_tables(made[2], tables_of(sq.random_catalogue(300), 2))
    staging = Staging(folder, "512MB", 1)
    staging.run(f"CREATE TABLE shaped AS SELECT * EXCLUDE (r) FROM ({VARIED})")  # noqa: S608
    write(staging, DataSetDescription(id="many", name="Many", publisher="A compiler"), 1, made[1])
    staging.close()
    return made


def embedded(made: dict[int, Path], folder: Path) -> Engine:
    """The engine that every other one is compared with."""
    engine = Engine([folder], threads=1)
    for number, file in made.items():
        engine.attach(number, file)
    return engine
