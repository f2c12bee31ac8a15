"""Incidents of plain shape in our own exports are read all at once: the tables are those of reading them one by one."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from events.catalogue import Catalogue
from events.exporting.formats import FORMATS
from events.importing.own_making import Making
from events.importing.own_reading import READERS
from events.importing.sniffing import sniff
from events.store.staging import Staging
from tests.events import im_own_lane_building as make
from tests.events.im_shaping import IRAQ
from tests.events.test_im_own_batches import two_sets, written

KEYS = ["csv", "csv-raw", "geojson", "geoparquet", "gpkg", "xlsx"]
COUNT = 60
Files = Mapping[str, Mapping[str, Path]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Format that was imported to formats in which it was exported to files."""
    return {name: make.exported(name, KEYS, COUNT, tmp_path_factory.mktemp(name)) for name in make.GIVEN}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", make.GIVEN)
def test_an_export_of_an_import_is_read_at_once(
    name: str, key: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make.same(files[name][key], tmp_path, monkeypatch)
    assert found.plain == found.accepted
    # Rows that the import rejected are none of these.
    assert found.accepted > 0.7 * COUNT


@pytest.mark.parametrize("key", [one.key for one in FORMATS.values() if one.whole])
def test_the_data_set_that_ships(
    key: str, shipped: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make.same(written(tmp_path, key, shipped), tmp_path, monkeypatch)
    assert (found.plain, found.accepted) == (0, len(shipped.summaries))


def test_several_data_sets_in_one_file(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(files["ucdp"]["csv"].read_bytes())
    two_sets(path)
    found = make.same(path, tmp_path, monkeypatch)
    assert found.plain == found.accepted
    assert {row["id"] for row in found.tables["actors"]} >= {"ucdp-116", "d2-ucdp-116"}


@pytest.mark.skipif(not IRAQ.exists(), reason="the shared file is not there")
def test_an_export_of_ucdp_hardly_has_another_shape(tmp_path: Path) -> None:
    given = tmp_path / "ged.csv"
    given.write_bytes(IRAQ.read_bytes())
    with make.make.opened(tmp_path / "store") as store:
        make.make.bring_in(store, given)
        path = make.make.export(store, "csv", tmp_path)
    with Staging(tmp_path) as staging:
        making = Making(staging, READERS["csv"](path, sniff(path), staging))
    assert making.accepted > 5_000
    assert making.plain == making.accepted


CELLS = (
    "", '""', '"x"', "{}", "[]", "null", "5", "-1", "1.5", "true", '"2014-13-01"', '"2014"', "2014", '"a-b"', "x" * 601,
    "Not An Id", "y " * 9, '["a"]', '{"a":1}', '{"a":1,"a":2}', "NaN", r'"\ud800"', r'"\u0001"', r'"a\/b"', "battle",
    '{"low":1,"high":3}', '{"low": 3, "high": 1}', '{"at_least":4}', "99999999999", "date", "killed", "kind", "other",
    "participant", "attribution", "account", "reaction", "part_of", "blames", "states", "false", "FALSE", "0", "people",
    "rockets", "site", "unplaced", "country", "٣", "001", "1e3", " ", '"  "', '"battle"', '"air"', "context",
    "ucdp-116",
    '[{"actor":"zz","name":"Zed"}]', '[{"actor":"Bad Id","name":"Zed"}]', '[{"actor":5}]', '{"ucdp-116":1}', "None",
    "ucdp", '"ucdp"', "91", '{"regions":["IQ-AN"]}', '{"disc":true,"lat":33,"lon":43,"radius_km":5}',
    '[{"id":"new-doc","title":"t","short":"s"}]', '[{"id":"Bad","title":"t","short":"s"}]',
    '[{"id":"ucdp","title":"other","short":"s","publisher_id":"pp"}]',
)  # fmt: skip
"""What is put into cells: of another column, of the wrong type, empty, too long, or no JSON."""
COLUMNS = (
    "n", "field", "value", "value_text", "unit", "of", "parts", "linked_incident", "holds", "actor", "stance", "code",
    "says", "origin", "quote", "locator", "note", "source", "paragraph", "cites", "actor_name", "origin_name", "title",
    "short", "kind", "place_id", "place", "precision", "lat_stated", "radius_km", "area", "parties", "own_id",
    "incident", "incident_note", "documents", "dataset", "place_obtained", "country", "place_note", "geocoded",
)  # fmt: skip


def spoil(rows: list[list[str]], draw: random.Random) -> None:
    """Change cells, rows and whole columns of incidents, here and there."""
    at = {name: index for index, name in enumerate(rows[0])}
    for _ in range(draw.choice((1, 2, 3, 8))):
        row, column, cell = draw.choice(rows[1:]), at[draw.choice(COLUMNS)], draw.choice(CELLS)
        what = draw.randrange(5)
        if what < 2:
            row[column] = cell
        elif what == 2:
            row[column] = draw.choice(rows[1:])[column]
        elif what == 3:
            rows.insert(draw.randrange(1, len(rows)), list(row))
        else:
            name = row[at["incident"]]
            for one in rows[1:]:
                one[column] = cell if one[at["incident"]] == name else one[column]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", make.GIVEN)
def test_odd_cells_are_read_one_by_one(
    name: str, seed: int, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(f"{name} {seed}")  # noqa: S311
    about, rows = make.lines_of(files[name]["csv-raw"])
    spoil(rows, draw)
    make.same(make.lay_out(tmp_path / "mine-raw.csv", about, rows), tmp_path, monkeypatch)


def _set(column: str, cell: str) -> Callable[[dict[str, str]], None]:
    return lambda row: row.update({column: cell})


@pytest.mark.parametrize(
    ("column", "cell"),
    [("quote", "one two three four five six seven eight nine"), ("stance", "denies"), ("holds", "false"),
     ("linked_incident", "other"), ("value", "{broken"), ("source", "unheard-of"), ("cites", '["unheard-of"]'),
     ("paragraph", "3"), ("locator", ""), ("value_text", "x" * 2001), ("of", "nobody"), ("actor", "nobody-known")],
)  # fmt: skip
def test_an_incident_of_another_shape_leaves_the_others(
    column: str, cell: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about, (head, *rows) = make.lines_of(files["ucdp"]["csv-raw"])
    first = dict(zip(head, rows[0], strict=True))
    _set(column, cell)(first)
    path = make.lay_out(tmp_path / "mine-raw.csv", about, [head, list(first.values()), *rows[1:]])
    found = make.same(path, tmp_path, monkeypatch)
    # An actor that a claim names is one, known or not.
    assert found.plain == len({row[head.index("incident")] for row in rows}) - (column != "actor")
