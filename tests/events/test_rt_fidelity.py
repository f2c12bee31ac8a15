"""What an import writes is what the file says: origins, the order of documents, numbers by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from events.catalogue import Catalogue
from events.findings import find_all
from events.model import CompiledClaim
from events.store.staging import Staging
from events.store.writing import DataSetDescription, write
from tests.events import ev_building as ev
from tests.events import rt_building as make
from tests.events.st_building import shape

EMPTY = dict.fromkeys(("value", "text", "unit", "of_actor", "parts", "actor", "stance", "says", "locator"))
CLAIM = {**EMPTY, "field": "killed", "value": "3", "locator": "row 1"}


def written(folder: Path, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    with Staging(folder) as staging:
        shape(staging, [{"claims": [CLAIM], **row} for row in rows])
        write(staging, DataSetDescription(id="ged", name="GED"), 1, folder / "data.duckdb")
    with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as con:
        return {
            name: con.sql(f"FROM {name}").to_arrow_table().to_pylist()
            for name in ("claims", "origins", "sources", "incidents")
        }


@pytest.mark.parametrize(
    "names",
    [["SOHR; VDC", "SOHR, VDC"], ["police", "Police", "police "], ["Police", "Police", "medics"],
     ["الشرطة", "المسعفون"], ["x" * 700 + "a", "x" * 700 + "b"]],
)  # fmt: skip
def test_each_text_is_an_origin_of_its_own(tmp_path: Path, names: list[str]) -> None:
    tables = written(tmp_path, [{"origin": name} for name in names])
    by_id = {one["id"]: one["name"] for one in tables["origins"]}
    assert len(by_id) == len(tables["origins"]) == len(set(names))
    claims = sorted(tables["claims"], key=lambda row: row["key"])
    assert [by_id[claim["origin"]] for claim in claims] == [name[:600] for name in names]


def test_only_origins_that_look_alike_get_a_hash(tmp_path: Path) -> None:
    tables = written(tmp_path, [{"origin": one} for one in ("Police", "police", "Medics")])
    assert sorted(len(one["id"]) for one in tables["origins"]) == [len("ged-medics"), *[len("ged-police-12345678")] * 2]


DOCUMENTS = [{"publisher": name, "title": f"Report {n}", "published": None, "url": None}
             for n, name in enumerate("QPADMXBZ")]  # fmt: skip


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize("repeated", [[], [3, 0, 3]])
def test_documents_are_cited_in_the_order_of_the_file(tmp_path: Path, repeated: list[int], direct: bool) -> None:
    rows = [{"sources": [*DOCUMENTS, *(DOCUMENTS[n] for n in repeated)], "direct": direct},
            {"sources": DOCUMENTS[::-1], "direct": direct}]  # fmt: skip
    tables = written(tmp_path, rows)
    names = {one["id"]: one["publisher"] for one in tables["sources"]}
    for claim, said in zip(sorted(tables["claims"], key=lambda row: row["key"]), ("QPADMXBZ", "ZBXMDAPQ"), strict=True):
        told = [claim["source"], *claim["cites"]] if direct else claim["cites"]
        assert "".join(names[one] for one in told) == said


def test_parts_of_a_compiled_claim_give_findings_group_by_group() -> None:
    claim = CompiledClaim.model_validate({
        "source": "paper", "field": "killed", "value": {"low": 9, "high": 14, "best": 10},
        "parts": {"reds": 3, "blues": 7}, "locator": "event 1, low/best/high", "cites": ("radio",),
    })  # fmt: skip
    found = {one.of: one for one in find_all([claim], ev.PLACE)}
    assert {of: (one.low, one.high) for of, one in found.items()} == {None: (9, 14), "reds": (3, 3), "blues": (7, 7)}
    assert {one.positions[0].lead.locator for one in found.values()} == {"event 1, low/best/high"}


NUMBERS: list[tuple[dict[str, str], tuple[int, int, int | None], dict[str, int]]] = [
    ({}, (9, 14, 10), {"ucdp-116": 3, "ucdp-234": 2, "ucdp-civilians": 4, "ucdp-unknown": 1}),
    ({"deaths_unknown": "0", "best": "9", "low": "9", "high": "9"}, (9, 9, None),
     {"ucdp-116": 3, "ucdp-234": 2, "ucdp-civilians": 4}),
    # Sides that add up to more than the highest estimate: each is told by itself, and none is lost.
    ({"deaths_a": "30"}, (9, 14, 10), {"ucdp-116": 30, "ucdp-234": 2, "ucdp-civilians": 4, "ucdp-unknown": 1}),
    (dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low"), "0"),
     (0, 14, 0), {}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "total", "sides"), NUMBERS)
def test_a_ucdp_event_counts_as_the_file_says(
    row: dict[str, str], total: tuple[int, int, int | None], sides: dict[str, int], small: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "ged.csv"
    path.write_text(make.csv_text(make.ucdp(row)), encoding="utf-8")
    with make.opened(tmp_path / "store", small) as store:
        make.bring_in(store, path)
        summary = make.shelf_of(store).part(["ged-1001"]).by_id["ged-1001"]
    found = {one.of: one for one in summary.findings if one.field == "killed"}
    whole = found.pop(None)
    assert (whole.low, whole.high, whole.positions[0].lead.amount.best) == total
    assert {of: (one.low, one.high) for of, one in found.items()} == {of: (n, n) for of, n in sides.items()}
    cited = whole.positions[0].lead.cites
    assert len(cited) == 2
