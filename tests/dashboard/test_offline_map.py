"""The map that is one file: it holds what is selected, escaped, asks for nothing, and is always the same bytes."""

from __future__ import annotations

import json
import re

import pytest

from dashboard.clock import export_day
from dashboard.components.downloads import offered
from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from events.bundle.verifying import verify
from events.catalogue import Catalogue, build
from events.dataset import BUILT_IN
from events.filters import IncidentFilter
from events.historyfile import read_history
from events.reading import load_or_raise
from tests.dashboard.scoping import scope_of


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return build(load_or_raise(BUILT_IN))


def page(catalogue: Catalogue, chosen: IncidentFilter) -> str:
    return offline_map(catalogue, Features(catalogue), catalogue.select(chosen))


def test_it_holds_every_incident_and_every_quote(catalogue: Catalogue) -> None:
    html = page(catalogue, IncidentFilter())
    for summary in catalogue.summaries:
        assert f'id="incident-{summary.id}"' in html
    data = re.search(r"window\.SourcepinData=(\{.*?\});</script>", html, re.DOTALL)
    assert data is not None
    rows = json.loads(data[1])["payload"]["incidents"]
    assert {row["id"] for row in rows} == {one.id for one in catalogue.summaries if one.is_placed}
    assert rows[0]["start"] == "2019-12-27"


def test_it_follows_the_filter(catalogue: Catalogue) -> None:
    html = page(catalogue, IncidentFilter(kinds=frozenset(["find"])))
    assert 'id="incident-2020-03-11-launcher-truck"' in html
    assert 'id="incident-2020-03-11-camp-taji"' not in html


def test_it_names_no_file_and_allows_no_request(catalogue: Catalogue) -> None:
    html = page(catalogue, IncidentFilter())
    assert "default-src 'none'" in html
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", html)
    assert "@import" not in html
    assert "url(" not in html.split("</style>")[0]


def test_the_same_selection_gives_the_same_bytes(catalogue: Catalogue) -> None:
    assert page(catalogue, IncidentFilter()) == page(catalogue, IncidentFilter())


def test_every_download_gives_a_file_and_the_bundle_is_whole(catalogue: Catalogue) -> None:
    history = read_history(BUILT_IN)
    scope = scope_of(catalogue)
    files = {one.ending: one.make() for one in offered(scope, history)}
    assert set(files) >= {".geojson", ".csv", "-map.html", ".zip"}
    assert len(json.loads(files[".geojson"])["features"]) == len(catalogue.summaries)
    assert files[".csv"].startswith("\ufeff".encode())
    assert f"exported {export_day()} by Sourcepin" in files["-map.html"].decode()
    verdict = verify(files[".zip"])
    assert verdict.whole
    assert "map.html" in {checked.name for checked in verdict.files}
    again = {one.ending: one.make for one in offered(scope, history)}
    assert again[".zip"]() == files[".zip"], "a bundle is reproducible"
