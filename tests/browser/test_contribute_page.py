"""Adding a claim in a browser: the finding changes on the map; of two people at one file the second is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from events.reading import load
from tests.browser import driving
from tests.browser.test_axe import check
from tests.browser.watching import Serve
from tests.events import ev_building as make

TITLE = "Title of one"
FILE = "incidents/one.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> make.Folder:
    """A small data set that may be written: three killed, one source."""
    return make.Folder(tmp_path / "data")


def pick(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label, exact=True)
    box.fill(option.split(":")[0])
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value(option)
    driving.settled(page)


def write(page: Page, role: str, label: str, text: str) -> None:
    box = page.get_by_test_id("stMain").get_by_role(role, name=label, exact=True)  # type: ignore[arg-type]
    box.fill(text)
    box.press("Enter")
    driving.settled(page)


def fill(page: Page, number: int) -> None:
    pick(page, "Incident", TITLE)
    pick(page, "Source", "2 The Radio: Another title")
    pick(page, "Field", "Killed")
    write(page, "spinbutton", "Number", str(number))
    write(page, "spinbutton", "Paragraph", "2")
    write(page, "textbox", "Quote", f"{number} were killed")
    expect(page.get_by_text(f"quote: {number} were killed")).to_be_visible(timeout=driving.SOON)


def open_form(page: Page, base: str) -> None:
    page.goto(driving.address(base, "contribute"))
    expect(page.get_by_text("Before it can be written")).to_be_visible(timeout=driving.PATIENCE)
    driving.settled(page)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Write to the data set").click()


def test_a_claim_that_is_added_changes_the_finding_on_the_map(page: Page, serve: Serve, folder: make.Folder) -> None:
    base = serve(folder.path).url
    open_form(page, base)
    fill(page, 5)
    expect(page.locator(".sp-becomes")).to_contain_text("exclude each other")
    submit(page)
    expect(page.get_by_text(f"Written into {FILE}.")).to_be_visible(timeout=driving.SOON)
    expect(page.get_by_role("textbox", name="Quote", exact=True)).to_have_value("")
    assert load(folder.path).problems == ()
    driving.go(page, "Map")
    frame = driving.map_of(page)
    frame.locator(driving.MARKS).first.wait_for(timeout=driving.PATIENCE, state="attached")
    driving.choose(page, frame, TITLE)
    expect(driving.popup(frame)).to_contain_text("3 – 5")
    expect(driving.popup(frame)).to_contain_text("contested")


def test_the_second_of_two_people_is_refused_with_the_difference(
    new_page: Callable[..., Page], serve: Serve, folder: make.Folder
) -> None:
    base = serve(folder.path).url
    first, second = new_page(), new_page()
    for page, number in ((first, 5), (second, 7)):
        open_form(page, base)
        fill(page, number)
    submit(first)
    expect(first.get_by_text(f"Written into {FILE}.")).to_be_visible(timeout=driving.SOON)
    submit(second)
    expect(second.get_by_text("changed since you opened this form")).to_be_visible(timeout=driving.SOON)
    assert check(second, "stale") == []
    expect(second.get_by_text("+  quote: 5 were killed")).to_be_visible()
    expect(second.get_by_role("textbox", name="Quote", exact=True)).to_have_value("7 were killed")
    assert "value: 7" not in (folder.path / FILE).read_text(encoding="utf-8")
    second.get_by_role("button", name="I have read it").click()
    expect(second.get_by_text("changed since you opened this form")).to_have_count(0, timeout=driving.SOON)
    submit(second)
    expect(second.get_by_text(f"Written into {FILE}.")).to_be_visible(timeout=driving.SOON)
    loaded = load(folder.path)
    assert loaded.problems == ()
    assert loaded.dataset is not None
    assert [claim.value for _, claim in loaded.dataset.claims if claim.field == "killed"] == [3, 5, 7]


def test_where_writing_is_switched_off_the_patch_is_left(page: Page, serve: Serve, folder: make.Folder) -> None:
    open_form(page, serve(folder.path, {"EDITING": "off"}).url)
    expect(page.get_by_text("Writing is switched off on this server")).to_be_visible()
    fill(page, 5)
    expect(page.get_by_role("button", name="Write to the data set")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as patch").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "one.patch"
    assert text.startswith(f"diff --git a/{FILE} b/{FILE}\n")
    assert "+  value: 5\n" in text


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_forms_have_no_serious_fault(
    new_page: Callable[..., Page], serve: Serve, folder: make.Folder, width: int, scheme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_form(page, serve(folder.path).url)
    found = check(page, "empty claim")
    fill(page, 5)
    found += check(page, "claim")
    page.get_by_test_id("stMain").get_by_role("radio", name="Place", exact=True).press("Space")
    write(page, "textbox", "Find by name", "Baghdad")
    expect(page.get_by_text("None is chosen for you")).to_be_visible(timeout=driving.SOON)
    expect(page.get_by_role("radio", name="GeoNames", checked=True)).to_have_count(0)
    found += check(page, "place")
    assert found == [], "\n".join(["serious faults:", *found])
