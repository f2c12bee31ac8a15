"""What the pages of a test did, and what none may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.serving import Server, foreign

_POLICY = "content security policy"


class Serve(Protocol):
    """Start (or find already started) the server with this data set and environment."""

    def __call__(self, dataset: Path | None = None, extra_env: Mapping[str, str] | None = None) -> Server: ...


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
        return [url for url in self.requests if foreign(url)]

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
