"""What the map fetches: one incident with its claims, each citation with its source."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from dashboard import map_file, server, shared
from dashboard import routes as fetched
from events.store.store import Store
from events.store.writing import DataSetDescription
from tests.events.st_building import ucdp_like


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "store"
    with Store.open(folder, "today") as store, store.session(DataSetDescription(id="ged", name="Events")) as session:
        ucdp_like(session.staging, 30)
        session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
    monkeypatch.setenv("STORE", str(folder))
    monkeypatch.delenv("DATASET", raising=False)
    st.cache_resource.clear()
    yield folder
    shared.store().close()
    st.cache_resource.clear()
    fetched._popup.cache_clear()


def test_an_imported_incident_cites_its_newspapers(kept: Path) -> None:
    found = fetched.popup("ged-100001", "en")
    assert found is not None
    feature = json.loads(found)
    assert feature["when"] == "Sun 2 March 2014"
    assert "Iraq time" not in feature["when"]
    (killed,) = [row for row in feature["rows"] if row["field"] == "killed"]
    assert killed["value"] == "2 (1 – 5)"
    cite = feature["cites"][killed["detail"][0]["cites"][0]]
    assert cite["where"] == "event 1"
    assert cite["relied"] == ["Reuters 1, “Clashes in the town, report 1”, 2 March 2014"]
    assert cite["source"]["title"] == "Events"


def asked(**query: str) -> Response:
    scope = {"type": "http", "method": "GET", "path": "/api/popup", "headers": [],
             "query_string": urlencode(query).encode()}  # fmt: skip
    found: Response = asyncio.run(server._popup(Request(scope)))
    return found


@pytest.mark.parametrize(
    ("incident", "language", "status"),
    [
        ("ged-100001", "en", 200), ("ged-100001", "ar", 200), ("ged-100001", "xx", 200),
        ("2020-03-11-camp-taji", "en", 200), ("nothing", "en", 404), ("", "en", 404), ("x" * 5000, "en", 404),
        ("' OR 1=1 --", "en", 404),
    ],
)  # fmt: skip
def test_the_route_answers_for_what_there_is(kept: Path, incident: str, language: str, status: int) -> None:
    answer = asked(id=incident, lang=language)
    assert answer.status_code == status
    if status == 200:
        assert json.loads(answer.body)["id"] == incident
        assert answer.headers["cache-control"] == "no-store"


def test_the_route_stands_below_the_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.st, "get_option", lambda name: "/maps/" if name == "server.baseUrlPath" else None)
    paths = [route.path for route in server.routes()]
    assert paths == [f"/maps/api/{name}" for name in ("popup", "drawn", "export", "map.js", "page.js")]


def test_a_large_selection_is_sent_as_a_file(kept: Path) -> None:
    made = fetched.export({"dataset": ["ged"], "format": ["csv"], "name": ["../my file.csv"]})
    assert made is not None
    lines = made.path.read_text(encoding="utf-8-sig").splitlines()
    made.path.unlink()
    assert made.name == "my-file.csv"
    assert "Events" in lines[0]
    assert sum("ged-1000" in line for line in lines) == 30 * 7
    few = fetched.export({"dataset": ["ged"], "actor": ["ucdp-7"], "format": ["geojson"]})
    assert few is not None
    assert len(json.loads(few.path.read_text(encoding="utf-8"))["features"]) == 1
    few.path.unlink()
    assert fetched.export({"format": ["exe"]}) is None


def test_the_map_of_other_dates_is_there_or_left_to_the_page(kept: Path) -> None:
    def answer(**query: str) -> Response:
        scope = {"type": "http", "method": "GET", "path": "/api/drawn", "headers": [],
                 "query_string": urlencode(query).encode()}  # fmt: skip
        found: Response = asyncio.run(server._drawn(Request(scope)))
        return found

    there = answer(**{"from": "2019-12-28", "to": "2020-01-02", "at": "33,44,6"})
    assert (there.status_code, there.headers["cache-control"]) == (200, "no-store")
    assert json.loads(zlib.decompress(bytes(there.body)))["incidents"]
    assert answer(at="33,44,6").status_code == 204


def test_a_map_that_would_hold_too_much_is_answered_with_why(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def export(**query: str) -> Response:
        scope = {"type": "http", "method": "GET", "path": "/api/export", "headers": [],
                 "query_string": urlencode(query).encode()}  # fmt: skip
        found: Response = asyncio.run(server._export(Request(scope)))
        return found

    whole = export(format="html", name="some-map.html")
    assert (whole.status_code, whole.media_type) == (200, "text/html")
    assert 'attachment; filename="some-map.html"' in whole.headers["content-disposition"]
    assert whole.background is not None
    asyncio.run(whole.background())
    monkeypatch.setattr(map_file, "MOST_ON_MAP", 20)
    refused = export(format="html", name="some-map.html")
    assert refused.status_code == 422
    assert b"62 incidents are selected; a map in one file holds at most 20. Narrow the dates" in bytes(refused.body)
