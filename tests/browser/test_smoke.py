"""The page opens and shows the map. With SOURCEPIN_URL set it tests a server that runs already: the image's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import foreign
from tests.browser.watching import Record

PATIENCE = 30_000  # ms: the first page of a cold server on a busy machine


def test_the_first_page_shows_map_and_sentence(page: Page, base_url: str, record: Record) -> None:
    page.goto(base_url)
    expect(page.locator(".sp-caption")).to_contain_text(re.compile("incident"), timeout=PATIENCE)
    expect(page.frame_locator("iframe").first.locator(".leaflet-container")).to_be_visible(timeout=PATIENCE)
    assert any("/_stcore/" in url for url in record.requests)
    assert record.foreign_requests == []


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("http://127.0.0.1:8501/app/static/map/core.js", False),
        ("ws://localhost:8501/_stcore/stream", False),
        ("http://[::1]:8501/", False),
        ("data:image/svg+xml,<svg/>", False),
        ("blob:http://127.0.0.1:8501/0f", False),
        ("about:blank", False),
        ("https://tiles.example.org/1/2/3.png", True),
        ("//cdn.example.org/a.js", True),
        ("wss://127.0.0.1.example.org/stream", True),
        ("http://10.0.0.1/", True),
    ],
)
def test_what_counts_as_another_host(url: str, leaves: bool) -> None:
    assert foreign(url) is leaves


def test_a_request_to_another_host_is_noted(page: Page, record: Record) -> None:
    page.route("**/*", lambda route: route.abort())  # noted all the same, and nothing is asked
    page.evaluate("fetch('https://tiles.example.org/1.png').catch(() => {})")
    page.wait_for_timeout(200)
    assert record.faults() == ["request to another host: https://tiles.example.org/1.png"]
    record.requests.clear()


def test_what_the_policy_stops_and_what_is_thrown_is_noted(page: Page, base_url: str, record: Record) -> None:
    page.goto(f"{base_url}/_stcore/health")
    page.evaluate("fetch('https://tiles.example.org/1.png').catch(() => {})")
    page.evaluate("setTimeout(() => { throw new Error('thrown on purpose') }, 0)")
    page.wait_for_timeout(200)
    faults = record.faults()
    assert any(fault.startswith("policy breached") and "tiles.example.org" in fault for fault in faults)
    assert any(fault.startswith("uncaught error") and "thrown on purpose" in fault for fault in faults)
    record.requests.clear()
    record.console.clear()
    record.page_errors.clear()
