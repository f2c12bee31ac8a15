"""Fixtures of the browser tests: the real server, Chromium, and pages that note every request and error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser import serving

_HERE = Path(__file__).parent
_FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_POLICY = "content security policy"


class Serve(Protocol):
    """Start (or find already started) the server with this data set and environment."""

    def __call__(self, dataset: Path | None = None, extra_env: Mapping[str, str] | None = None) -> serving.Server: ...


@dataclass
class Record:
    """What the pages of one test did. ``console`` holds every message as (type, text)."""

    requests: list[str] = field(default_factory=list)
    console: list[tuple[str, str]] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)

    @property
    def console_errors(self) -> list[str]:
        """The texts of the console's errors."""
        return [text for kind, text in self.console if kind == "error"]

    @property
    def foreign_requests(self) -> list[str]:
        """The requests that went, or tried to go, to another machine."""
        return [url for url in self.requests if serving.foreign(url)]

    def faults(self) -> list[str]:
        """What no test may end with: requests to others, uncaught errors, and breaches of the page's policy."""
        found = [f"request to another host: {url}" for url in self.foreign_requests]
        found += [f"uncaught error: {text}" for text in self.page_errors]
        return found + [f"policy breached: {text}" for _, text in self.console if _POLICY in text.lower()]

    def watch(self, context: BrowserContext) -> None:
        """Note what every page of the context does, windows that a page opens included."""

        def console(message: ConsoleMessage) -> None:
            self.console.append((message.type, message.text))

        def opened(page: Page) -> None:
            page.on("websocket", lambda socket: self.requests.append(socket.url))

        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", console)
        context.on("weberror", lambda error: self.page_errors.append(str(error.error)))
        context.on("page", opened)


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
