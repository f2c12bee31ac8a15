"""The two shared UCDP files on the map: every row is there or set aside, and what is shown is in the file."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.holdings import Holdings
from dashboard.layers.cell_style import CellStyle
from dashboard.layers.crowd_payload import crowd_payload
from dashboard.layers.features import feature
from dashboard.layers.payload import MapState
from dashboard.scope import look
from events import phrases
from events.catalogue import Catalogue
from events.dates import Days
from events.filters import IncidentFilter
from events.importing.intake import Answers, GivenFile, Intake
from events.store.registry import REJECTED
from tests.dashboard.scoping import holdings_of

SHARED = Path(__file__).resolve().parents[2] / "../shared/data"
FILES = {"ucdp_ged_iraq_v19_1.csv": 7_473, "ucdp_ged_v23_1_sample1000.csv": 1_000}
TODAY = date(2026, 11, 21)


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=FILES)
def imported(request: pytest.FixtureRequest, shipped: Catalogue) -> Iterator[tuple[str, Holdings]]:
    name: str = request.param
    if not (SHARED / name).is_file():
        pytest.skip("the shared files are not here")
    holdings = holdings_of(shipped)
    with Intake(holdings.store, [GivenFile(SHARED / name, name)], "2026-11-21") as intake:
        intake.read()
        intake.check(Answers(), TODAY)
        intake.write(Answers())
    yield name, holdings
    holdings.store.close()


def test_every_row_is_on_the_map_or_set_aside(imported: tuple[str, Holdings]) -> None:
    name, holdings = imported
    (entry,) = holdings.imported
    assert entry.accepted + entry.rejected == FILES[name]
    scope = look(holdings, IncidentFilter(datasets=frozenset([entry.id])), None)
    assert scope.size == entry.accepted
    payload = crowd_payload(scope, MapState(), (20.0, 30.0, 0.5), CellStyle(), 1)
    cells = sum(row[4] + row[5] for row in payload["cells"]["rows"])
    areas = sum(row["certain"] + row["possible"] for row in payload["area_counts"]) + len(payload["incidents"])
    assert cells + areas + scope.counts.unplaced_certain + scope.counts.unplaced_possible == entry.accepted
    with (holdings.store.folder / entry.folder / REJECTED).open(encoding="utf-8-sig", newline="") as file:
        aside = {row["id"] for row in csv.DictReader(file)}
    shown = {row["id"] for row in rows_of(name)} - aside
    assert len(aside) == entry.rejected
    assert len(shown) == entry.accepted


def number(text: str) -> int:
    return int(float(text))


def popup_of(holdings: Holdings, row: dict[str, str]) -> dict[str, Any]:
    (entry,) = holdings.imported
    incident = f"{entry.id}-{number(row['id'])}"
    part = holdings.library.part([incident])
    found: dict[str, Any] = json.loads(json.dumps(feature(part.by_id[incident], part, 0)))
    return found


def test_ten_at_random_show_what_the_file_says(imported: tuple[str, Holdings]) -> None:
    name, holdings = imported
    (entry,) = holdings.imported
    fit = [row for row in rows_of(name) if number(row["low"]) <= number(row["best"]) <= number(row["high"])]
    for row in random.Random(20191227).sample(fit, 10):  # noqa: S311  not for secrets
        popup = popup_of(holdings, row)
        days = Days(date.fromisoformat(row["date_start"][:10]), date.fromisoformat(row["date_end"][:10]))
        assert popup["when"] == phrases.days(days, weekday=True), row["id"]
        assert popup["where"].startswith(row["where_coordinates"].strip()), row["id"]
        (killed,) = [one for one in popup["rows"] if one["label"] == "Killed"]
        low, best, high = (number(row[key]) for key in ("low", "best", "high"))
        said = f"{best:,}" if low == best == high else f"{best:,} ({low:,} – {high:,})"
        assert killed["value"] == said, row["id"]
        for key in ("side_a", "side_b"):
            assert row[key] in popup["title"] or len(popup["title"]) > 100, row["id"]
        cited = " ".join(one for cite in popup["cites"] for one in cite.get("relied", []))
        if number(row["number_of_sources"]) == 1:
            assert row["source_headline"].strip()[:40] in cited, row["id"]
        assert all(f"event {number(row['id'])}" in cite["where"] for cite in popup["cites"])
        if "lat" in popup:
            assert (popup["lat"], popup["lon"]) == pytest.approx((float(row["latitude"]), float(row["longitude"])))
    assert entry.licence == "CC BY 4.0"
