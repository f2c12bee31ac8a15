"""The rules between the parts of the project hold, and each is shown to bite on a tree with its fault planted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import architecture as rules

ROOT = Path(__file__).resolve().parents[1]

LATE = frozenset({
    "dashboard/late.py", "dashboard/server.py", "dashboard/warming.py", "events/store/opening.py",
    "events/exporting/elsewhere.py",
})  # fmt: skip
"""May import by name inside a function: the warm start of the server does what would otherwise hold it up, views that
most visits never open are loaded when they are, the clients of a cluster are not part of the base install, and of the
formats of an export one is written by the page's code, which is looked up by the names in ``HOOKS``."""

HOOKS = ["events/exporting/elsewhere.py: dashboard.map_export:prepared"]
"""The only names of what a package may not import; see ARCHITECTURE.md. Each is asked for where a user asks for it."""

EDGES = {
    "environment": {
        "dashboard/settings.py": "the settings of the page",
        "events/cli.py": "$DATASET",
    },
    "clock": {
        "dashboard/clock.py": "the date of an export",
        "events/cli.py": "the date of an export",
    },
    "files": {
        "dashboard/components/matrix.py": "its script and style",
        "dashboard/components/chain.py": "its script and styles",
        "dashboard/import_spool.py": "uploads on their way to an import; the list of rejected rows in the store",
        "dashboard/layers/offline.py": "the scripts and styles of the map that is one file",
        "dashboard/layers/bundle.py": "the map's scripts, sent as one",
        "dashboard/layers/page_script.py": "the scripts of the page's components, sent as one",
        "dashboard/layers/incident_layer.py": "the list of the map's scripts",
        "dashboard/kept_files.py": "what every visitor's browser asks for",
        "dashboard/main.py": "the style of the page",
        "dashboard/server.py": "Streamlit's page, for its hashes",
        "dashboard/shared.py": "opens the store",
        "dashboard/views/about.py": "the text on the method",
        "events/cli.py": "-o FILE",
        "events/importing/directly.py": "the table that is imported, and pieces of it in the folder of the import",
        "events/importing/feeding.py": "a stretch of the table that is imported",
        "events/bundle/method.py": "the template of its text",
        "events/editing/applying.py": "the data set's file that a draft goes into",
        "events/editing/locking.py": "writes that file",
        "events/historyfile.py": "earlier versions of the data set",
        "events/exporting/xlsx.py": "the parts of the zip in the stream that it is given",
        "events/importing/archives.py": "what is in a zip, to a file in the folder of the import",
        "events/importing/correcting.py": "the first part of a file, when its separator or encoding is corrected",
        "events/importing/csvmending.py": "the file that is imported, and a copy with broken rows marked",
        "events/importing/encodings.py": "the file that is imported, and a copy in UTF-8",
        "events/importing/geofiles.py": "the mark of a GeoPackage",
        "events/importing/geojsonfiles.py": "the file that is imported",
        "events/importing/intake.py": "the list of rejected rows, beside the data set in the store",
        "events/importing/jsonfiles.py": "the file that is imported",
        "events/importing/kmlfiles.py": "the file that is imported",
        "events/importing/own_about.py": "the head of the file that is imported",
        "events/importing/own_files.py": "the file that is imported, and its list of rejected rows",
        "events/importing/own_reading.py": "the file that is imported",
        "events/importing/shaping.py": "the embedded codes of countries",
        "events/importing/sniffing.py": "the first part of the file that is imported",
        "events/importing/spreadsheets.py": "the file that is imported",
        "events/importing/textfiles.py": "the file that is imported",
        "events/importing/together.py": "which of several files holds the events",
        "events/store/locking.py": "the lock of the store",
        "events/store/registry.py": "what each data set of the store says of itself",
        "events/store_cli.py": "opens the store",
        "events/yamlfile.py": "the data set",
        "geodata/gazetteer_file.py": "the embedded gazetteer",
        "geodata/regions.py": "the embedded regions",
        "geodata/basemap/boundaries.py": "builds the basemap",
        "geodata/basemap/download.py": "builds the basemap",
        "geodata/basemap/shapes.py": "builds the basemap",
        "geodata/basemap/topojson.py": "builds the basemap",
        "geodata/basemap/towns.py": "builds the basemap",
        "geodata/basemap/world.py": "builds the basemap",
    },
}
"""The only files that may touch each, and what for. To add one, give the reason; better, pass the value in."""

Rule = Callable[[Path], list[str]]


@pytest.mark.parametrize(
    "faults",
    [
        rules.wrong_way(ROOT, LATE), rules.screen_outside_dashboard(ROOT), rules.hidden_imports(ROOT, LATE),
        rules.cycles(ROOT), rules.long_files(ROOT), rules.registry_hosts(ROOT),
    ],
    ids=["direction", "screen", "hidden imports", "cycles", "length", "registry hosts"],
)  # fmt: skip
def test_the_rules_hold(faults: list[str]) -> None:
    assert faults == []


def test_only_these_functions_of_a_later_package_are_named() -> None:
    assert rules.hooks(ROOT) == HOOKS


@pytest.mark.parametrize("kind", EDGES)
def test_environment_clock_and_files_are_touched_at_the_edges_only(kind: str) -> None:
    found = rules.edges(ROOT, kind)
    assert {file: lines for file, lines in found.items() if file not in EDGES[kind]} == {}
    assert sorted(set(EDGES[kind]) - set(found)) == [], "no longer an edge: remove it from the list"


def plant(root: Path, files: dict[str, str]) -> None:
    clean = {f"{layer}/__init__.py": "" for layer in rules.LAYERS}
    clean |= {
        "geodata/places.py": "import math\n",
        "events/model.py": "from geodata.places import math\n",
        "dashboard/main.py": "import streamlit\nfrom events import model\n",
    }
    for name, text in {**clean, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


RULES: list[Rule] = [rules.wrong_way, rules.screen_outside_dashboard, rules.hidden_imports, rules.cycles,
                     rules.long_files, rules.registry_hosts]  # fmt: skip


def test_a_clean_tree_has_no_fault(tmp_path: Path) -> None:
    plant(tmp_path, {})
    assert [rule(tmp_path) for rule in RULES] == [[]] * len(RULES)
    assert [rules.edges(tmp_path, kind) for kind in EDGES] == [{}, {}, {}]
    assert rules.hooks(tmp_path) == []


HOST = "npmjs" + ".org"
PLANTED: list[tuple[Rule, dict[str, str], str]] = [
    (rules.wrong_way, {"geodata/a.py": "import events.model\n"}, "geodata/a.py:1: geodata imports events.model"),
    (rules.wrong_way, {"geodata/a.py": "from events import model\n"}, "geodata/a.py:1: geodata imports events"),
    (rules.wrong_way, {"events/a.py": "\nfrom dashboard.main import x\n"}, "events/a.py:2: events imports dashboard."),
    (rules.wrong_way, {"events/a.py": "import importlib\nimportlib.import_module('dashboard.main')\n"}, "a.py:2"),
    (rules.wrong_way, {"events/a.py": "from importlib import import_module\nimport_module('dashboard')\n"}, "a.py:2"),
    (rules.wrong_way, {"events/a.py": "__import__('dashboard')\n"}, "events/a.py:1: events imports dashboard"),
    (rules.wrong_way, {"events/a.py": "import importlib\nimportlib.import_module(name)\n"}, "computed name"),
    (rules.wrong_way, {"events/a.py": "import pkgutil\npkgutil.resolve_name('dashboard.a:b')\n"}, "dashboard.a; only"),
    (rules.wrong_way, {"events/a.py": "from pkgutil import resolve_name\nresolve_name(name)\n"}, "computed name"),
    (rules.hooks, {"geodata/a.py": "X = 'events.a:b.c'\n"}, "geodata/a.py: events.a:b.c"),
    (rules.hooks, {"events/a.py": "X = F('dashboard.a:b')\n"}, "events/a.py: dashboard.a:b"),
    (rules.wrong_way, {"events/sub/a.py": "from ... import dashboard\n"}, "sub/a.py:1: events imports dashboard"),
    (rules.screen_outside_dashboard, {"events/a.py": "import streamlit as st\n"}, "events/a.py:1: imports streamlit"),
    (rules.screen_outside_dashboard, {"geodata/a.py": "from folium.map import Layer\n"}, "imports folium.map"),
    (rules.screen_outside_dashboard, {"events/a.py": "def f():\n    import folium\n"}, "events/a.py:2"),
    (rules.hidden_imports, {"events/a.py": "def f():\n    import json\n"}, "imports json inside a function"),
    (rules.hidden_imports, {"events/a.py": "class A:\n    def f(self):\n        from json import loads\n"}, "a.py:3"),
    (rules.hidden_imports, {"events/a.py": "f = lambda: __import__('json')\n"}, "imports json inside a function"),
    (rules.hidden_imports, {"events/a.py": "async def f():\n    if 1:\n        import json\n"}, "events/a.py:3"),
    (rules.cycles, {"events/a.py": "import events.b\n", "events/b.py": "from events import a\n"},
     "events.a -> events.b -> events.a"),
    (rules.cycles, {"events/a.py": "from . import b\n", "events/b.py": "from .c import x\n",
                    "events/c.py": "if TYPE_CHECKING:\n    from events.a import y\n"},
     "events.a -> events.b -> events.c"),
    (rules.long_files, {"static/map/a.js": "x\n" * 251}, "static/map/a.js: 251 lines, at most 250"),
    (rules.long_files, {"scripts/a.sh": "x\n" * 300}, "scripts/a.sh: 300 lines"),
    (rules.long_files, {"dashboard/a.css": "x\n" * 251}, "dashboard/a.css"),
    (rules.long_files, {"tests/a.py": "x\n" * 251}, "tests/a.py"),
    (rules.registry_hosts, {"docs/a.md": f"\nget it from https://registry.{HOST}/x\n"}, f"docs/a.md:2: names {HOST}"),
    (rules.registry_hosts, {"a.txt": "--index-url https://" + "pypi" + ".org/simple\n"}, "a.txt:1: names pypi"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "fault"), PLANTED, ids=[f"{one[0].__name__}-{one[2]}" for one in PLANTED])
def test_a_planted_fault_is_found(tmp_path: Path, rule: Rule, files: dict[str, str], fault: str) -> None:
    plant(tmp_path, files)
    found = rule(tmp_path)
    assert len(found) >= 1
    assert fault in "\n".join(found)


TOUCHED = [
    ("environment", "import os\nx = os.environ.get('A')\n"),
    ("environment", "from os import environ\nx = environ['A']\n"),
    ("environment", "from os import getenv as g\nx = g('A')\n"),
    ("environment", "import os\ndef f(e=os.environ): ...\n"),
    ("clock", "from datetime import datetime\nx = datetime.now()\n"),
    ("clock", "import datetime as d\nx = d.date.today()\n"),
    ("clock", "import time\nx = time.time()\n"),
    ("clock", "from time import time\nx = time()\n"),
    ("files", "x = open('a')\n"),
    ("files", "from pathlib import Path\nx = Path('a').read_text()\n"),
    ("files", "def f(path): return path.open()\n"),
    ("files", "import geopandas\nx = geopandas.read_file('a')\n"),
]


@pytest.mark.parametrize(("kind", "code"), TOUCHED, ids=[f"{kind}-{code!r}" for kind, code in TOUCHED])
def test_a_touch_outside_the_edges_is_found(tmp_path: Path, kind: str, code: str) -> None:
    plant(tmp_path, {"events/a.py": code})
    assert set(rules.edges(tmp_path, kind)) == {"events/a.py"}
    assert [other for other in EDGES if other != kind and rules.edges(tmp_path, other)] == []


def test_vendored_code_may_be_long(tmp_path: Path) -> None:
    plant(tmp_path, {"static/vendor/a.js": "x\n" * 900})
    assert rules.long_files(tmp_path) == []


def test_late_imports_are_allowed_where_they_are_named_only(tmp_path: Path) -> None:
    plant(tmp_path, {"dashboard/server.py": "def f(name):\n    importlib.import_module(name)\n"})
    assert rules.hidden_imports(tmp_path, LATE) == rules.wrong_way(tmp_path, LATE) == []
    assert rules.hidden_imports(tmp_path) != []
    assert rules.wrong_way(tmp_path) != []
