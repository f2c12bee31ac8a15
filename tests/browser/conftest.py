"""Fixtures of the browser tests: the real server, Chromium, and pages that note every request and error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser import serving
from tests.browser.watching import Record, Serve

_HERE = Path(__file__).parent
_FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests, and run them last: Playwright keeps an event loop running in this thread,
    in which no other test could run one of its own."""
    ours = [item for item in items if item.path.is_relative_to(_HERE)]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if not item.path.is_relative_to(_HERE)] + ours


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A function that starts the server; the same arguments give the same server for the whole session."""
    running: dict[object, serving.Server] = {}

    def serve(dataset: Path | None = None, extra_env: Mapping[str, str] | None = None) -> serving.Server:
        key = (dataset, tuple(sorted((extra_env or {}).items())))
        if key not in running:
            running[key] = serving.start(tmp_path_factory.mktemp("server"), dataset, extra_env)
        return running[key]

    yield serve
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """Address of the application with the built-in data set: ``$SOURCEPIN_URL``, else a server started here."""
    given = os.environ.get("SOURCEPIN_URL", "").rstrip("/")
    if given:
        return given
    serve: Serve = request.getfixturevalue("serve")
    return serve().url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as tool:
        yield tool


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Headless Chromium that asks nobody for anything."""
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(_FLAGS)  # root cannot have the sandbox
    try:
        chromium = playwright.chromium.launch(executable_path=serving.find_chromium(), args=flags)
    except PlaywrightError as error:
        pytest.fail(f"Chromium did not start; `make test` finds or installs one, or set CHROMIUM. {error}")
    yield chromium
    chromium.close()


@pytest.fixture
def record() -> Record:
    """What the pages of this test did; also to be read while the test runs."""
    return Record()


@pytest.fixture
def new_page(browser: Browser, record: Record) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a fresh context; its arguments are those of ``browser.new_context``.

    When the test is over it fails for any fault that the record then holds.
    """
    contexts: list[BrowserContext] = []

    def new_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        record.watch(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
    if faults := record.faults():
        pytest.fail("\n".join(["The page did what it must not:", *dict.fromkeys(faults)]), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, 1440 × 900, watched as in ``new_page``."""
    return new_page()
