"""``export --format html``: the panel's map from the command line, of the folder or of a store, without Streamlit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard import exports, map_file
from dashboard.components.downloads import offered
from dashboard.map_file import MOST_ON_MAP
from events import cli
from events.catalogue import Catalogue
from events.dataset import BUILT_IN
from events.exporting.elsewhere import ELSEWHERE, MAP
from events.filters import IncidentFilter
from events.historyfile import read_history
from events.store.store import Store
from events.store.writing import DataSetDescription
from tests.dashboard.scoping import scope_of
from tests.events.st_building import ucdp_like

ROOT = Path(__file__).resolve().parents[2]
FETCHED = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href"}
"""Attributes that a browser follows by itself; ``href`` but on a link that is clicked."""
EVERYTHING = "on any date; all actors; all sources"


class Opened(HTMLParser):
    """What a page holds, and what of it a browser would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.incidents: list[str] = []
        self._inside: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-incident" in given:
            self.incidents.append(str(given["id"]).removeprefix("incident-"))
        self.fetched += [f"{tag} {name}={given[name]}" for name in FETCHED & set(given)]
        self.fetched += [f"{tag} href={given['href']}"] if "href" in given and tag != "a" else []
        self.fetched += [str(given["style"])] if "url(" in str(given.get("style")) else []
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in {"title", "header", "footer", "style"} & set(self._inside):
            self.texts[tag] = self.texts.get(tag, "") + data


def run(*argv: object, folder: Path = ROOT, code: str = "") -> subprocess.CompletedProcess[str]:
    """A call as a process of its own, in which any warning is an error; ``code`` runs in place of ``-m events``."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DATASET", "STORE", "PYTHONPATH")}
    command = [sys.executable, "-W", "error", *(["-c", code] if code else ["-m", "events"]), *map(str, argv)]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


def written(target: Path, *options: object) -> tuple[Opened, str]:
    """The page that a call writes, and what the call says."""
    ran = run("export", "--format", MAP.key, "-o", target, *options)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    return Opened(target.read_text(encoding="utf-8")), ran.stderr


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one incident more than fits, and with few that are switched off."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    with Store.open(folder, "today") as made:
        for name, rows in (("many", MOST_ON_MAP + 1), ("few", 3)):
            about = DataSetDescription(id=name, name=f"Events, {name}", version="23.1", licence="CC BY 4.0")
            with made.session(about) as session:
                ucdp_like(session.staging, rows)
                session.publish(format="ucdp", files=["a.csv"], content_hash=name.ljust(64, "0"), imported="2026-11-21")
        made.switch("few", on=False)
    return folder


def test_of_the_folder_it_holds_the_selection_says_what_it_is_and_fetches_nothing(
    tmp_path: Path, shipped: Catalogue
) -> None:
    before = datetime.now(UTC).date()
    page, err = written(tmp_path / "map.html", "--actor", "Kataib Hezbollah", "--from", "2020-03-01")
    actor = next(one.id for one in shipped.dataset.actors.values() if one.name == "Kataib Hezbollah")
    chosen = IncidentFilter(actors=frozenset([actor]), start=datetime(2020, 3, 1, tzinfo=UTC).date())
    expected = [one.id for one in shipped.select(chosen).all]
    assert 0 < len(expected) < len(shipped.summaries)
    assert sorted(page.incidents) == sorted(expected)
    assert err == f"{len(expected)} incidents written\n", "no warning, of Streamlit or other"

    meta, days = shipped.dataset.meta, {before, datetime.now(UTC).date()}
    assert "from 1 March 2020; involving Kataib Hezbollah; all sources" in page.texts["header"]
    assert f"{meta.name}, version {meta.version}, {meta.licence}, exported " in page.texts["footer"]
    assert any(f"exported {day} by Sourcepin" in page.texts["footer"] for day in days)

    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page.fetched == []
    assert "@import" not in page.texts["style"]
    assert not re.search(r"url\((?!#)", page.texts["style"])
    assert "content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:" in text


def test_it_is_the_file_of_the_panel(
    tmp_path: Path, shipped: Catalogue, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = datetime(2021, 5, 6, tzinfo=UTC).date()
    monkeypatch.setattr(cli, "_today", lambda: day)
    monkeypatch.setattr(exports, "export_day", lambda: day)
    target = tmp_path / "map.html"
    argv = ["export", "--dataset", BUILT_IN, "--format", "html", "--kind", "rocket", "-o", target]
    assert cli.main([str(one) for one in argv]) == 0
    capsys.readouterr()
    panel = offered(scope_of(shipped, IncidentFilter(kinds=frozenset(["rocket"]))), read_history(BUILT_IN))
    assert [target.read_bytes()] == [one.make() for one in panel if one.ending == MAP.ending]


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    page, err = written(tmp_path / "map.html", "--known", "2020-03-12")
    assert err == f"{len(page.incidents)} incidents written\n"
    assert "2020-03-11-camp-taji" in page.incidents
    assert "as known on 2020-03-12" in page.texts["footer"]


@pytest.mark.parametrize(
    ("options", "counts", "says"),
    [
        (["--data-set", "few"], {"few": 3}, EVERYTHING),
        (["--data-set", "few", "--data-set", "iraq-2019-2020"], {"few": 3, "": 32}, EVERYTHING),
        (["--data-set", "few", "--actor", "Government of Iraq 2"], {"few": 1},
         "on any date; involving Government of Iraq 2; all sources"),
        (["--to", "2014-04-10"], {"many": 341}, "until 10 April 2014; all actors; all sources"),
    ],
    ids=["one that is off", "with the curated one", "by an actor of it", "those that are on, page by page"],
)  # fmt: skip
def test_of_a_store_it_holds_what_is_looked_at(
    tmp_path: Path, store: Path, shipped: Catalogue, options: list[str], counts: dict[str, int], says: str
) -> None:
    page, err = written(tmp_path / "map.html", "--store", store, *options)
    other = json.loads(run("export", "--format", "geojson", "--store", store, *options).stdout)
    expected = [feature["properties"]["id"] for feature in other["features"]]
    found = {name: sum(one.startswith(f"{name}-") for one in page.incidents) for name in counts if name}
    assert found == {name: count for name, count in counts.items() if name}
    assert sorted(page.incidents) == sorted(expected)
    assert err == f"{len(page.incidents)} incidents written\n"
    assert says in page.texts["header"]
    meta = shipped.dataset.meta
    for name in counts:
        whose = f"Events, {name}, version 23.1, CC BY 4.0" if name else f"{meta.name}, version {meta.version}"
        assert whose in page.texts["footer"]
    assert page.fetched == []


def test_more_than_fits_is_refused_and_no_file_is_begun(tmp_path: Path, store: Path, shipped: Catalogue) -> None:
    target = tmp_path / "map.html"
    ran = run("export", "--format", "html", "--store", store, "-o", target)
    size = MOST_ON_MAP + 1 + len(shipped.summaries)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"python -m events export: {size:,} incidents are selected; a map in one file holds at most {MOST_ON_MAP:,}. "
        "Narrow the dates, the actors or the area.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_folder_alone_is_bounded_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(map_file, "MOST_ON_MAP", 20)
    assert cli.main(["export", "--dataset", str(BUILT_IN), "--format", "html"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "32 incidents are selected; a map in one file holds at most 20." in err


def test_neither_streamlit_nor_folium_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from events.cli import main; code = main(sys.argv[1:]); "
        "print(sorted({'streamlit', 'folium', 'streamlit_folium', 'branca'} & set(sys.modules))); sys.exit(code)"
    )
    ran = run("export", "--format", "html", "-o", tmp_path / "map.html", code=code)
    assert (ran.returncode, ran.stdout) == (0, "[]\n"), ran.stderr


@pytest.mark.parametrize(
    ("folders", "says"),
    [
        (("geodata", "events"), "dashboard is not installed; install Sourcepin with its page"),
        (("geodata", "events", "dashboard"), "manifest.json, which goes into the map, cannot be read"),
    ],
    ids=["no page", "no scripts"],
)
def test_where_the_page_is_not_installed_the_error_says_so(tmp_path: Path, folders: tuple[str, ...], says: str) -> None:
    for name in folders:  # the page looks for its scripts beside itself, so that one is a copy
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    ran = run("export", "--dataset", BUILT_IN, "--format", "html", "-o", "map.html", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, ""), ran.stderr
    assert ran.stderr.startswith("python -m events export: --format html: ")
    assert says in ran.stderr
    assert not (tmp_path / "map.html").exists()
    assert run("export", "--dataset", BUILT_IN, "--format", "ris", folder=tmp_path).returncode == 0


def test_the_formats_named_elsewhere_are_there() -> None:
    for key, one in ELSEWHERE.items():
        assert key == one.key
        assert callable(one.resolved())
