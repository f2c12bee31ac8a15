"""The page over an engine beyond this machine: roll-ups at once, and "asking the cluster" for the rest.

``make test`` shows a miniature of Spark; ``scripts/backends.sh`` shows PostgreSQL as well, and Spark with PAGE=1.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.backends.conftest import SETTINGS
from tests.browser import serving
from tests.browser.driving import PATIENCE, SOON, open_map, popup

ROOT = Path(__file__).resolve().parents[2]
ROWS = 900
LINE = ".sp-asking"
STANDIN = str(ROOT / "tests" / "backends" / "standin")


def table(folder: Path) -> Path:
    """A table of invented events that needs no answer of a person."""
    file = folder / "events.csv"
    kinds = ("Battle", "Explosion", "Protest")
    rows = [
        f"{n},2015-{1 + n % 12:02d}-{1 + n % 28:02d},{33 + (n % 40) / 20},{43 + (n % 30) / 15},Town{chr(97 + n % 25)},"
        f"{kinds[n % 3]} {n} in town{chr(97 + n % 25)}"
        for n in range(ROWS)
    ]
    file.write_text("\n".join(["id,date,latitude,longitude,place,title", *rows]), encoding="utf-8")
    return file


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "events", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)


def engines() -> list[Any]:
    far = [name for name in ("postgres", "spark", "connect") if f"BE_{name.upper()}" in os.environ]
    return ["miniature", *(pytest.param(name, marks=pytest.mark.backends) for name in far)]


@pytest.fixture(scope="module", params=engines())
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a server whose store is an engine with the invented events in it."""
    folder = tmp_path_factory.mktemp("cluster")
    named = {"STORE_FOLDER": str(folder / "here")}
    if request.param == "miniature":
        named |= {"STORE": f"spark://user:sesame@127.0.0.1:7077{folder / 'tables'}", "PYTHONPATH": STANDIN}
    elif request.param == "postgres":
        with importlib.import_module("psycopg").connect(os.environ["BE_POSTGRES"], autocommit=True) as database:
            database.execute("CREATE DATABASE page")
        named["STORE"] = os.environ["BE_POSTGRES"].rsplit("/", 1)[0] + "/page"
    else:
        named["STORE"] = f"{os.environ['BE_' + request.param.upper()]}{os.environ['BE_WORK']}/page_{request.param}"
        if request.param == "spark":
            named["STORE"] += f"?{urlencode(SETTINGS)}"
    made = run(named, "import", str(table(folder)), "--yes")
    assert f"{ROWS} incidents" in made.stdout, made.stdout + made.stderr
    return named | {"STANDIN_SECONDS": "0.5"}


@pytest.fixture(scope="module")
def server(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    started = serving.start(tmp_path_factory.mktemp("server"), None, environment)
    yield started
    started.stop()


def test_it_opens_filters_and_shows_an_incident(
    server: serving.Server, environment: dict[str, str], new_page: Callable[..., Page]
) -> None:
    page = new_page()
    address = f"{server.url}/?from=2015-01-01&to=2015-12-31"
    page.goto(address)
    expect(page.locator(f".sp-caption, {LINE}").first).to_be_visible(timeout=4 * PATIENCE)
    expect(page.locator(".sp-caption")).to_be_visible(timeout=6 * PATIENCE)  # a session of Spark begins
    frame = open_map(page, address)
    expect(page.locator(".sp-caption")).to_contain_text(f"{ROWS} incidents")
    expect(frame.locator(".sp-cell").first).to_be_attached(timeout=PATIENCE)
    expect(page.locator(LINE)).to_have_count(0, timeout=PATIENCE)
    place = page.locator(".sp-caption").bounding_box()

    page.get_by_label("Search", exact=True).fill("townh")
    page.get_by_label("Search", exact=True).press("Enter")
    if not environment["STORE"].startswith("postgres"):  # which answers at once
        line = page.locator(LINE)
        expect(line).to_be_visible(timeout=SOON)
        expect(line).to_contain_text("Asking the cluster…")
        assert line.get_attribute("role") == "status"
        assert page.locator(".sp-caption").bounding_box() == place, "nothing moves"
        # Still usable: another input is heard before the answer to the first one.
        page.get_by_label("Search", exact=True).fill("townh battle")
        page.get_by_label("Search", exact=True).press("Enter")
    else:
        page.get_by_label("Search", exact=True).fill("townh battle")
        page.get_by_label("Search", exact=True).press("Enter")
    expect(page.locator(".sp-caption")).to_contain_text("12 incidents", timeout=4 * PATIENCE)
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=4 * PATIENCE
    )
    expect(page.locator(LINE)).to_have_count(0)
    mark = frame.locator(".sp-hit, .sp-tag").first
    mark.focus()
    mark.press("Enter")
    shown = frame.locator(".sp-fanned").first
    if popup(frame).count() == 0 and shown.count():
        shown.press("Enter")
    expect(popup(frame).locator("h2")).to_contain_text("Battle", timeout=4 * PATIENCE)
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/cluster.png")


def test_downloads_hold_the_selection(server: serving.Server, environment: dict[str, str], tmp_path: Path) -> None:
    page = f"{server.url}/api/export?format=csv-raw&name=some&q=townh+battle"
    script = f"import urllib.request; print(urllib.request.urlopen({page!r}).read().decode('utf-8-sig'))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert found.count("Battle") >= 12


def test_an_engine_that_stops_answering_is_said(
    server: serving.Server, environment: dict[str, str], new_page: Callable[..., Page]
) -> None:
    if "PYTHONPATH" not in environment:
        return  # the server is that of the other tests
    tables = Path(environment["STORE"].partition("7077")[2])
    page = new_page()
    open_map(page, server.url)
    page.get_by_label("Search", exact=True).fill("towni")
    (tables / ".down").touch()
    try:
        # By the keyboard: a run that the map asked for may have put the sentence in the place of the box meanwhile.
        page.keyboard.press("Enter")
        said = page.get_by_test_id("stAlert").first
        expect(said).to_contain_text("The store gave no answer. Spark did not answer", timeout=PATIENCE)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    finally:
        (tables / ".down").unlink()


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("postgresql://me:sesame@127.0.0.1:9/x", "psycopg, which is not installed|gives no connection"),
        ("mysql://me:sesame@there/x", "expected a folder, spark://host:port/folder"),
    ],
)
def test_an_engine_that_cannot_be_used_is_said(
    store: str, said: str, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    server = serving.start(tmp_path, None, {"STORE": store})
    try:
        page = new_page()
        page.goto(server.url)
        alert = page.get_by_test_id("stAlert").first
        expect(alert).to_be_visible(timeout=PATIENCE)
        text = alert.inner_text()
        assert any(one in text for one in said.split("|")), text
        assert "sesame" not in text + server.printed()
        assert "Traceback" not in server.printed()
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/no_engine_{store[:5]}.png")
    finally:
        server.stop()
