"""A file dropped in a browser: a known format is on the map at once, any other is asked about first."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from dashboard.components.preload import files, modules
from tests.browser import driving
from tests.browser.test_axe import check
from tests.browser.watching import Serve
from tests.dashboard.im_files import AMBIGUOUS, BROKEN, ucdp_csv

PAPER = {
    "number_of_sources": "1", "source_article": "Police, Al Sumaria, 2014-01-26, Clashes in Fallujah",
    "source_office": "Al Sumaria", "source_date": "2014-01-26", "source_headline": "Clashes in Fallujah",
}  # fmt: skip


def open_import(page: Page, serve: Serve, tmp_path: Path) -> None:
    page.goto(driving.address(serve(None, {"STORE": str(tmp_path / "store")}).url, "import"))
    expect(page.get_by_role("heading", name="Bring your own events")).to_be_visible(timeout=driving.PATIENCE)
    driving.settled(page)


def drop(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=content))


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def saved(page: Page, label: str) -> str:
    with page.expect_download() as waiting:
        press(page, label)
    return waiting.value.path().read_text(encoding="utf-8-sig")


def test_a_known_format_opens_on_the_map_and_cites(page: Page, serve: Serve, tmp_path: Path) -> None:
    open_import(page, serve, tmp_path)
    drop(page, "gedevents.csv", ucdp_csv({"id": "1", **PAPER}, BROKEN))
    expect(page.locator(".st-key-im_notice")).to_contain_text(
        "1 incident imported, 1 row set aside: see Import", timeout=driving.PATIENCE
    )
    frame = driving.map_of(page)
    frame.locator(".sp-map .sp-legendbox").wait_for(timeout=driving.PATIENCE, state="attached")
    expect(page.locator(".sp-caption")).to_contain_text("1 incident", timeout=driving.PATIENCE)
    driving.settled(page)
    driving.focusable(frame, "Fallūjah").press("Enter")
    expect(driving.popup(frame)).to_contain_text("Al Sumaria", timeout=driving.SOON)
    expect(driving.popup(frame)).to_contain_text("UCDP")
    driving.go(page, "Import")
    rows = list(csv.DictReader(io.StringIO(saved(page, "Rejected rows (CSV)"))))
    assert [(row["id"], "not above" in row["_reason"] or "not below" in row["_reason"]) for row in rows] == [
        ("3", True)
    ]
    press(page, "Remove")
    press(page, "Remove it for good")
    expect(page.get_by_text("None yet.")).to_be_visible(timeout=driving.SOON)


def test_what_the_map_needs_is_loaded_before_a_file_is_dropped(page: Page, serve: Serve, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("requestfinished", lambda one: asked.append(one.url))
    open_import(page, serve, tmp_path)
    address = page.url.rpartition("/")[0]
    wanted = {f"{address}/{path}" for path in (*modules(), *files())}
    for _ in range(100):
        if wanted <= set(asked):
            break
        page.wait_for_timeout(100)
    assert wanted - set(asked) == set()


def test_an_empty_sidebar_takes_no_room(page: Page, serve: Serve, tmp_path: Path) -> None:
    driving.open_map(page, driving.address(serve(None, {"STORE": str(tmp_path / "store")}).url))
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar).to_be_visible()
    sidebar.evaluate("all => all.querySelectorAll('[data-testid=stElementContainer]').forEach(one => one.remove())")
    expect(sidebar).to_be_hidden()


def test_a_file_is_read_otherwise_where_the_visitor_knows_better(page: Page, serve: Serve, tmp_path: Path) -> None:
    open_import(page, serve, tmp_path)
    drop(page, "arabic.csv", "date;place;lat;lon\n2020-01-03;بغداد;33.26;44.23\n".encode("cp1256"))
    page.get_by_role("combobox", name="Encoding").click(timeout=driving.PATIENCE)
    page.get_by_role("option", name="Windows-1256, Arabic").click()
    expect(page.locator(".st-key-im_columns")).to_contain_text("بغداد", timeout=driving.PATIENCE)
    press(page, "Discard")


def test_ambiguous_dates_are_asked_and_rejected_rows_come_back(page: Page, serve: Serve, tmp_path: Path) -> None:
    open_import(page, serve, tmp_path)
    drop(page, "mine.csv", AMBIGUOUS)
    expect(page.get_by_text("which comes first?")).to_be_visible(timeout=driving.PATIENCE)
    expect(page.get_by_role("radio", name="day/month/year", checked=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_disabled()
    page.get_by_text("day/month/year", exact=True).click()
    driving.settled(page)
    press(page, "Check")
    expect(page.locator(".sp-im-tally")).to_contain_text("1 set aside", timeout=driving.PATIENCE)
    driving.settled(page)
    (row,) = csv.DictReader(io.StringIO(saved(page, "Rejected rows (CSV)")))
    assert (row["place"], row["killed"], row["_field"]) == ("Baghdad", "-1", "killed")
    assert row["_mend"]
    press(page, "Import 2 incidents")
    expect(page.locator(".st-key-im_notice")).to_contain_text("2 incidents imported", timeout=driving.PATIENCE)
    expect(page.locator(".sp-caption")).to_contain_text("from 3 April 2019 to 6 July 2019", timeout=driving.PATIENCE)
    driving.go(page, "Import")
    drop(page, "again.csv", AMBIGUOUS)
    expect(page.get_by_text("This very file was imported already")).to_be_visible(timeout=driving.PATIENCE)
    press(page, "Skip it")
    expect(page.locator("[class*=st-key-im_set_]")).to_have_count(1, timeout=driving.SOON)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_view_has_no_serious_fault(
    new_page: Callable[..., Page], serve: Serve, tmp_path: Path, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_import(page, serve, tmp_path)
    found = check(page, "empty")
    drop(page, "mine.csv", AMBIGUOUS)
    expect(page.get_by_text("which comes first?")).to_be_visible(timeout=driving.PATIENCE)
    found += check(page, "form")
    page.get_by_text("day/month/year", exact=True).click()
    driving.settled(page)
    press(page, "Check")
    expect(page.locator(".sp-im-tally")).to_be_visible(timeout=driving.PATIENCE)
    found += check(page, "checked")
    press(page, "Import 2 incidents")
    expect(page.locator(".st-key-im_notice")).to_be_visible(timeout=driving.PATIENCE)
    found += check(page, "notice")
    driving.go(page, "Import")
    expect(page.locator("[class*=st-key-im_set_]")).to_have_count(1)
    found += check(page, "list")
    assert found == [], "\n".join(["serious faults:", *found])
