"""axe-core over every view, wide and narrow, in the page and in the map's frame.

Fails on any violation of impact serious or critical that is not in the short list below of what is Streamlit's own.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.driving import FRAME, SOON, choose, frame_of, go, open_map, settled

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = "async () => (await axe.run(document, {iframes: false, resultTypes: ['violations']})).violations"
IMPACTS = ("serious", "critical")

# What is Streamlit's own: (rule, part of the element's markup or selector) and why it is not ours to mend.
# Streamlit 1.67 has none in these views; an entry here needs its reason.
STREAMLITS: dict[tuple[str, str], str] = {}


def violations(frame: Frame) -> list[str]:
    """One line a violating element: rule, selector, markup."""
    frame.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
    found: list[dict[str, Any]] = frame.evaluate(RUN)
    lines = []
    for rule in found:
        for node in rule["nodes"]:
            what = f"{node['target']} {node['html'][:200]} {node['failureSummary'][:200]}"
            line = f"{rule['id']} ({rule['impact']}): {what}"
            known = any(rule["id"] == name and part in line for name, part in STREAMLITS)
            if rule["impact"] in IMPACTS and not known:
                lines.append(line)
    return lines


def check(page: Page, where: str) -> list[str]:
    """Violations of the page and of its map."""
    settled(page)
    page.wait_for_timeout(400)  # fades of Streamlit's elements would be measured as low contrast
    found = [f"{where}, page: {line}" for line in violations(page.main_frame)]
    if page.locator(FRAME).count():
        found += [f"{where}, map: {line}" for line in violations(frame_of(page))]
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "light"), (1440, "dark")])
def test_no_view_has_a_serious_fault(new_page: Callable[..., Page], base_url: str, width: int, scheme: str) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    frame = open_map(page, base_url)
    found = check(page, f"map {width} {scheme}")
    choose(page, frame, "Rocket attack on Camp Taji")
    found += check(page, f"popup {width} {scheme}")
    frame.locator(".spp-all").click()
    expect(page.locator(".sp-card h2")).to_be_visible(timeout=SOON)
    found += check(page, f"card {width} {scheme}")
    views = ("List", "Sources", "Method") if scheme == "light" else ()  # dark differs by colours, which these share
    for view in views:
        go(page, view)
        found += check(page, f"{view} {width} {scheme}")
    assert found == [], "\n".join(["serious faults:", *found])


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<html><body><img src='data:,'><button></button></body></html>")
    assert {line.split()[0] for line in violations(page.main_frame)} >= {"image-alt", "button-name"}
