"""What a visitor waits for after a start: what is loaded by then, and what is not."""

from __future__ import annotations

import gc
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import late, warming

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        # The server answers once these are loaded: nothing of the store, of tables, of maps.
        ("dashboard.warming", ("ibis", "duckdb", "pyarrow", "pandas", "folium", "streamlit_folium", "shapely")),
        ("dashboard.server", ("ibis", "duckdb", "pyarrow", "pandas", "folium", "streamlit_folium", "shapely")),
        # The map is drawn with these: no readers or writers of formats, no other view.
        ("dashboard.main", ("openpyxl", "pyogrio", "geopandas", "dashboard.views.importing",
                            "dashboard.import_jobs", "events.importing.intake", "events.exporting.formats",
                            "events.report.page", "events.bundle.writing", "dashboard.views.chain",
                            "dashboard.views.evidence", "dashboard.views.contribute", "dashboard.views.about")),
    ],
)  # fmt: skip
def test_what_most_visits_do_not_need_is_not_loaded(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([one for one in {absent!r} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("chain", "chain_view"), ("evidence", "evidence_view"), ("about", "sources_view"), ("about", "method_view"),
        ("importing", "import_view"), ("contribute", "contribute_view"), ("notice", "import_notice"),
        ("downloads", "downloads"),
    ],
)  # fmt: skip
def test_parts_are_found_by_name(part: str, name: str) -> None:
    assert late.late(part, name) is getattr(importlib.import_module(late.PARTS[part]), name)


def test_a_part_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        late.late("os", "system")


@pytest.fixture
def collector() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.parametrize("fails", [False, True])
def test_the_collector_rests_only_while_the_first_visit_is_prepared(
    collector: None, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    seen = []

    def visit() -> None:
        seen.append(gc.isenabled())
        if fails:
            raise ValueError("planted")

    monkeypatch.setattr(warming, "_first_visit", visit)
    monkeypatch.setattr(warming, "_QUIET_SECONDS", 0.0)
    if fails:
        with pytest.raises(ValueError, match="planted"):
            warming._prepare()
    else:
        warming._prepare()
        assert gc.get_freeze_count() > 0
    assert seen == [False]
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("imported", "address", "asked"), [(("one",), "", 1), ((), "", 0), (("one",), "spark://host:7077/folder", 0)]
)
def test_queries_are_asked_ahead_of_imported_data_sets_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, imported: tuple[str, ...], address: str, asked: int
) -> None:
    held = SimpleNamespace(holdings=SimpleNamespace(imported=imported, library="library"))
    seen: list[object] = []
    modules = {
        "dashboard.shared": SimpleNamespace(loaded=lambda _: held),
        "events.store.warming": SimpleNamespace(warm=seen.append),
    }
    monkeypatch.setattr(warming.importlib, "import_module", modules.__getitem__)
    monkeypatch.setattr(warming, "read_settings", lambda: SimpleNamespace(dataset="folder", address=address))
    warming._ask_ahead()
    assert seen == ["library"] * asked


def test_what_is_prepared_can_be_loaded() -> None:
    for module in (*warming._FIRST, *warming._LATER):
        importlib.import_module(module)
