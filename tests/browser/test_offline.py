"""The map that is one file, opened from disk: it draws, filters by date, cites, and asks for nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.exports import about
from dashboard.layers.features import Features
from dashboard.layers.offline import offline_map
from dashboard.map_file import write_map
from dashboard.scope import look
from events.catalogue import build
from events.dataset import BUILT_IN
from events.filters import IncidentFilter
from events.reading import load_or_raise
from events.store.writing import DataSetDescription
from tests.browser.watching import Record
from tests.dashboard.scoping import holdings_of
from tests.events.st_building import ucdp_like

ROOT = Path(__file__).resolve().parents[2]


def from_memory(file: Path) -> None:
    catalogue = build(load_or_raise(BUILT_IN))
    file.write_text(offline_map(catalogue, Features(catalogue), catalogue.everything), encoding="utf-8")


def from_the_command_line(file: Path) -> None:
    argv = ["export", "--dataset", str(BUILT_IN), "--format", "html", "-o", str(file)]
    subprocess.run([sys.executable, "-m", "events", *argv], cwd=ROOT, capture_output=True, check=True)


@pytest.mark.parametrize("write", [from_memory, from_the_command_line])
def test_it_opens_from_disk_and_needs_no_network(
    page: Page, record: Record, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    file = tmp_path / "map.html"
    write(file)
    page.goto(file.as_uri())
    expect(page.locator("#count")).to_contain_text("32 in these dates")
    taji = page.locator('[data-key="m:2020-03-11-camp-taji"]')
    expect(taji).to_be_visible()
    expect(page.locator('[data-key="m:2020-01-08-al-asad"]')).to_be_visible()

    page.fill("#from", "2020-03-01")
    page.keyboard.press("Tab")
    expect(page.locator('[data-key="m:2020-01-08-al-asad"]')).to_have_count(0)
    expect(page.locator("#incident-2020-01-08-al-asad")).to_be_hidden()
    expect(page.locator("#incident-2020-03-11-camp-taji")).to_be_visible()

    taji.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_have_text("Rocket attack on Camp Taji")
    expect(dialog).to_contain_text("contested")
    dialog.get_by_role("button", name="All 191 claims").click()
    section = page.locator("#incident-2020-03-11-camp-taji details")
    expect(section).to_have_attribute("open", "")
    expect(section).to_contain_text("caused twelve injuries")

    assert record.requests == [file.as_uri()]
    assert not record.console_errors


MANY = 1_200
"""More than the screen takes apart, so that the file is written page by page."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map of that many imported incidents."""
    holdings = holdings_of(build(load_or_raise(BUILT_IN)))
    with holdings.store.session(DataSetDescription(id="ged", name="Events", licence="CC BY 4.0")) as session:
        ucdp_like(session.staging, MANY)
        session.publish(format="ucdp", files=["ged.csv"], content_hash="0" * 64, imported="2026-11-21")
    found = look(holdings, IncidentFilter(datasets=frozenset(["ged"])), None)
    assert found.selection is None
    file = tmp_path_factory.mktemp("many") / "map.html"
    with file.open("wb") as out:
        write_map(found, about(found), out)
    holdings.store.close()
    return file


def test_a_file_of_many_opens_filters_and_cites(page: Page, record: Record, many: Path) -> None:
    page.goto(many.as_uri())
    expect(page.locator("#count")).to_have_text(f"{MANY} in these dates, and 0 possibly")
    expect(page.locator(".sp-pin.sp-stack").first).to_be_visible()

    page.fill("#from", "2014-03-01")
    page.fill("#to", "2014-03-03")
    page.keyboard.press("Tab")
    three = sum(number % 28 < 3 for number in range(1, MANY + 1))  # they are spread over 28 days
    expect(page.locator("#count")).to_have_text(f"{three} in these dates, and 0 possibly")
    expect(page.locator(".sp-text > section:not([hidden])")).to_have_count(three)
    drawn = page.evaluate("[...Sourcepin.state.items.keys()]")
    assert len(drawn) == three

    page.evaluate("id => Sourcepin.choose(id, false)", drawn[-1])
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_contain_text("Fighting, Al Fallūjah town")
    expect(dialog).to_contain_text("Events")
    dialog.get_by_role("button", name="All 7 claims").click()
    section = page.locator(f"#incident-{drawn[-1]}")
    expect(section.locator("details").first).to_have_attribute("open", "")
    expect(section).to_contain_text("citing")
    expect(section).to_be_in_viewport()

    page.fill("#from", "")
    page.fill("#to", "")
    page.keyboard.press("Tab")
    expect(page.locator("#count")).to_have_text(f"{MANY} in these dates, and 0 possibly")
    assert record.requests == [many.as_uri()]
    assert not record.console_errors
