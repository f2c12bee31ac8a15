"""Pages of the documentation: formats of an export, settings, links. What they say is there."""

from __future__ import annotations

import re
import tomllib

import pytest

from dashboard.map_file import MOST_ON_MAP
from dashboard.scope import PUSHED, SMALL
from dashboard.settings import Settings, read_settings
from events.exporting import xlsx
from events.exporting.elsewhere import ELSEWHERE
from events.exporting.formats import FORMATS
from events.store.importing_session import MEMORY
from events.store.pages import MOST_ROWS
from events.store.registry import DATA, GONE, META, PART, REJECTED, SWITCH
from events.store.schema import TABLES
from tests import docs_reading as docs

STREAMLIT = {"PORT", "ADDRESS"}
"""Settings of ``make run``, not of the program."""


def test_the_table_of_formats_is_that_of_the_code() -> None:
    rows = docs.table("docs/export.md", "key", "format")
    told = [(docs.words(key)[0], label, docs.words(ending)[0], whole) for key, label, ending, _, whole in rows]
    written = [(one.key, one.label, one.ending, "yes" if one.whole else "no") for one in FORMATS.values()]
    written += [(one.key, one.label, one.ending, "no") for one in ELSEWHERE.values()]
    assert told == written
    page = docs.text("docs/command-line-store.md")
    assert [key for key, *_ in written if f"`{key}`" not in page] == []


def test_the_bounds_of_a_workbook_and_of_a_view() -> None:
    page = docs.text("docs/export.md")
    assert f"{xlsx.MOST_ROWS:,} rows" in page
    assert f"{xlsx.MOST_LETTERS:,} characters" in page
    assert f"Up to {SMALL} incidents" in page
    assert f"up to {MOST_ON_MAP:,} incidents" in page
    assert f"from the store {MOST_ROWS} incidents at a time" in page
    assert f"up to {SMALL} incidents" in docs.text("ARCHITECTURE.md")
    assert f"Up to {PUSHED} incidents" in docs.text("ARCHITECTURE.md")


@pytest.mark.parametrize("page", ["README.md", "docs/store.md"])
def test_settings_that_are_named_are_read(page: str) -> None:
    head = "Setting" if page == "README.md" else "setting"
    named = {word for row in docs.table(page, head) for word in docs.words(row[0])} - STREAMLIT
    assert named != set()
    given = {"DATASET": "/a", "STORE": "/b", "STORE_MEMORY": "3GB", "IMPORTING": "off", "EDITING": "off",
             "STORE_FOLDER": "/c"}  # fmt: skip
    assert named <= set(given)
    for name in named:
        others = {"STORE": "sc://host/x"} if name == "STORE_FOLDER" else {}
        assert read_settings({**others, name: given[name]}) != read_settings(others), f"{name} changes nothing"


def test_defaults_of_settings_that_are_stated() -> None:
    for page in ("README.md", "docs/store.md"):
        assert f"| `STORE_MEMORY` | `{Settings().memory}` |" in docs.text(page)
    assert read_settings({}).store is None


def test_the_container_keeps_imports_in_its_volume() -> None:
    built, composed = (docs.text(name) for name in ("Dockerfile", "compose.yaml"))
    assert "STORE=/data/store" in built
    assert "VOLUME /data" in built
    assert "${STORE:-/data/store}" in composed
    assert '"127.0.0.1:${PORT:-8501}:8501"' in composed, "IMPORTING is on there because only this machine reaches it"
    assert "${IMPORTING:-on}" in composed
    assert read_settings({"STREAMLIT_SERVER_ADDRESS": "::", "IMPORTING": ""}).importing is False


def test_the_folder_of_a_store_is_as_drawn() -> None:
    page = docs.text("docs/store.md")
    for name in (DATA, META, REJECTED, SWITCH, PART, GONE):
        assert name in page
    drawn = re.search(r"data\.duckdb +(.*)", page)
    assert drawn is not None
    assert drawn[1].split(", ") == list(TABLES)
    assert MEMORY.removesuffix("MB") in page


@pytest.mark.parametrize("page", docs.pages())
def test_links_lead_somewhere(page: str) -> None:
    broken = [
        f"{path}#{anchor}" for path, anchor in docs.links(page)
        if not (docs.ROOT / path).exists() or (anchor and anchor not in docs.anchors(path))
    ]  # fmt: skip
    assert broken == []


def test_the_size_of_an_upload() -> None:
    config = tomllib.loads((docs.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    told = " ".join(docs.text("docs/import/README.md").split())
    assert f"The page takes files of up to {config['server']['maxUploadSize']} MB" in told
