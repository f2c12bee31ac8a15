"""Cells on the map, with invented ones: how they are drawn, what a click means, what stays when the data change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import scripts_page as scripts
from tests.browser.driving import SOON
from tests.browser.test_axe import violations

HOSTILE = '<img src=x onerror="window.hit=1"><b>text</b>'
SIDE = [[43.0, 33.0], [45.0, 33.0], [45.0, 35.0], [43.0, 35.0], [43.0, 33.0]]
AREA = {"type": "Polygon", "coordinates": [SIDE]}
STILL = "() => !map._animatingZoom && map.getZoom() > 7"


def row(x: int, lat: float, lon: float, certain: int, possible: int = 0, **more: Any) -> list[Any]:
    """One cell; ``more`` may name killed (low, high), contested, sources, one and kinds."""
    killed = more.get("killed", (None, None))
    counts = [more.get("contested", 0), more.get("sources", 3)]
    return [x, 51, lat, lon, certain, possible, *killed, *counts, more.get("one"), more.get("kinds")]


ONE = {"id": "one", "title": HOSTILE, "kind": "air", "kind_label": "Air strike", "when": "8 January 2014",
       "where": "Somewhere", "day": "8 Jan", "possible": False}  # fmt: skip
ROWS = [row(1, 33.3, 44.4, 1693, 12, killed=(3400, 4100), contested=212), row(2, 35.5, 44.4, 40, killed=(5, None)),
        row(3, 31.0, 46.3, 0, 3), row(4, 36.0, 41.5, 1, one=ONE)]  # fmt: skip


def some(rows: list[list[Any]] = ROWS, zoom: int = 7, **more: Any) -> dict[str, Any]:
    return scripts.payload(cells={"zoom": zoom, "rows": rows}, **more)


def told(page: Page, why: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("why => sent.filter(one => one.why === why)", why)
    return found


def test_five_hundred_cells_are_drawn_and_no_more(page: Page) -> None:
    rows = [row(i, 30 + (i % 25) * 0.25, 41 + (i // 25) * 0.25, 2 + i % 90, i % 3) for i in range(520)]
    ms = scripts.open_map(page, some(rows))
    expect(page.locator(".sp-cell")).to_have_count(500)
    again = page.evaluate(
        "() => { const from = performance.now(), rows = payload.cells.rows;"
        " again({ cells: { zoom: 7, rows } }); return performance.now() - from; }"
    )
    print(
        f"\n500 cells: first {ms:.0f} ms, same data again {again:.0f} ms, payload {len(json.dumps(rows[:500]))} bytes"
    )
    boxes = page.locator(".sp-cell").evaluate_all("all => all.map(e => e.getBoundingClientRect().width / 2)")
    assert boxes == sorted(boxes, reverse=True), "smaller ones above larger ones"
    assert boxes[0] <= 27
    assert boxes[-1] >= 10


def test_a_cell_says_what_it_holds(page: Page) -> None:
    scripts.open_map(page, some())
    names = page.locator(".sp-cell").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert names == [
        "1,693 incidents, 12 possibly; killed 3,400\u2009–\u20094,100; 212 contested; zoom in",
        "40 incidents; killed at least 5; 3 sources; zoom in",
        "3 possibly; killed: not stated; 3 sources; zoom in",
    ]
    expect(page.locator(".sp-cell .sp-cell-text")).to_have_text(["1.7k", "40", "3"])
    expect(page.locator(".sp-cell").nth(0).locator(".sp-cell-disc, .sp-cell-pale")).to_have_count(2)
    expect(page.locator(".sp-cell").nth(1).locator(".sp-cell-pale")).to_have_count(0)
    expect(page.locator(".sp-cell").nth(2).locator(".sp-cell-disc")).to_have_count(0)
    centre = page.evaluate(
        "() => { const r = Sourcepin.cells.element('7/1/51').getBoundingClientRect();"
        " const p = map.latLngToContainerPoint([33.3, 44.4]);"
        " return [r.x + r.width / 2 - p.x, r.y + r.height / 2 - p.y]; }"
    )
    assert centre == pytest.approx([0, 0], abs=1), "drawn where its incidents are"


def test_a_click_goes_nearer_and_the_view_is_told(page: Page) -> None:
    scripts.open_map(page, some())
    page.wait_for_function("() => sent.length === 1", timeout=SOON)  # the first view: what is drawn depends on it
    page.locator(".sp-cell").first.click()
    page.wait_for_function(STILL, timeout=SOON)
    page.wait_for_function("() => sent.length === 2", timeout=SOON)
    view = told(page, "view")[-1]["view"]
    assert view["zoom"] == pytest.approx(9)
    assert (view["lat"], view["lon"]) == pytest.approx((33.3, 44.4), abs=0.05)
    page.evaluate("again({ fit_token: 1 })")  # a fit that Python asked for is told as well
    page.wait_for_function("() => sent.length === 3", timeout=SOON)
    page.evaluate("again({ generation: 2 })")
    page.wait_for_timeout(700)
    assert len(told(page, "view")) == 3, "one view is told once"


@pytest.mark.parametrize(("map_zoom", "cell_zoom"), [(13, 15), (6.5, 20)])
def test_where_nearer_does_not_help_python_is_asked_what_is_inside(page: Page, map_zoom: float, cell_zoom: int) -> None:
    scripts.open_map(page, some(zoom=cell_zoom), view=(33.3, 44.4, map_zoom))
    cell = page.locator(".sp-cell").first
    assert (cell.get_attribute("aria-label") or "").endswith("list what is inside")
    cell.click()
    assert [one["inside"] for one in told(page, "inside")] == [f"c:{cell_zoom}/1/51"]
    assert page.evaluate("map.getZoom()") == map_zoom


def test_keyboard_and_tip(page: Page) -> None:
    scripts.open_map(page, some())
    page.locator(".sp-cell").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.key") == "c:7/2/51", "in order of size"
    page.keyboard.press("Shift+Enter")
    assert [one["inside"] for one in told(page, "inside")] == ["c:7/2/51"]
    page.keyboard.press("Enter")
    page.wait_for_function(STILL, timeout=SOON)
    finer = [row(11, 35.4, 44.3, 22), row(12, 35.6, 44.5, 18)]
    page.evaluate("rows => again({ cells: { zoom: 9, rows } })", finer)
    assert str(page.evaluate("document.activeElement.dataset.key")).startswith("c:9/1"), "the focus goes along"
    page.locator(".sp-cell").first.hover()
    tip = page.locator(".sp-celltip")
    expect(tip).to_contain_text("22 incidents")
    tip.get_by_text("List what is inside").click()
    assert [one["inside"] for one in told(page, "inside")] == ["c:7/2/51", "c:9/11/51"]


def test_cells_that_stay_keep_their_element_and_old_ones_stay_while_waiting(page: Page) -> None:
    scripts.open_map(page, some())
    page.evaluate("document.querySelectorAll('.sp-cell').forEach(e => { e.mine = e.dataset.key; })")
    page.evaluate("() => void map.setZoom(7.5, { animate: false })")
    assert page.evaluate("[...document.querySelectorAll('.sp-cell')].every(e => e.mine)")
    page.evaluate("rows => again({ cells: { zoom: 7, rows } })", [row(1, 33.3, 44.4, 900), row(9, 32.0, 44.0, 7)])
    kept = page.locator(".sp-cell").evaluate_all("all => all.map(e => [e.dataset.key, e.mine || null])")
    assert kept == [["c:7/1/51", "c:7/1/51"], ["c:7/9/51", None]]


def test_size_colour_and_split_are_said_in_the_legend(page: Page) -> None:
    kinds = {"battle": 30, "air": 10, "<x>": "many"}
    rows = [row(1, 33.3, 44.4, 40, 2, killed=(80, 120), contested=38, kinds=kinds), row(2, 35, 44, 9)]
    style = {"size": "deaths", "colour": "contested", "split": True, "density": False}
    scripts.open_map(page, some(rows, cell_style=style))
    legend = page.locator(".sp-legend")
    for words in (
        "Size: people killed, upper figure",
        "Colour: share contested",
        "Ring: shares of the kinds",
        "Pale: possibly",
    ):
        expect(legend).to_contain_text(words)
    expect(legend.locator(".sp-cellkey").first.locator("circle")).to_have_count(3)
    expect(page.locator(".sp-cell").first.locator(".sp-cell-kind")).to_have_count(2)
    fills = page.locator(".sp-cell .sp-cell-disc").evaluate_all("all => all.map(e => e.style.fill)")
    assert len(set(fills)) == 2
    page.evaluate("again({ cell_style: { density: true } })")
    expect(legend).to_contain_text("Density of incidents")
    expect(page.locator(".sp-cell .sp-cell-disc")).to_have_count(0)
    expect(page.locator(".sp-cell")).to_have_count(2)  # still there for pointer and keyboard
    drawn = page.locator(".leaflet-sp-density-pane canvas").evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    )
    assert drawn


def test_counted_and_shaded_provinces(page: Page) -> None:
    counts = [{"key": "IQ-AN", "name": HOSTILE, "area": AREA, "tag_at": [43, 34], "certain": 212, "possible": 8}]
    scripts.open_map(page, scripts.payload(area_counts=counts))
    tag = page.locator(".sp-counttag")
    expect(tag).to_contain_text("212 + 8")
    # The name stands on the tag of a large area only; read out, and in the tip, it is always.
    assert HOSTILE in (tag.locator("..").get_attribute("aria-label") or "")
    expect(page.locator(".sp-hit, .sp-cell")).to_have_count(0)  # never a dot
    tag.click()
    page.evaluate(
        "area => again({ area_counts: [], shaded: ["
        "{ key: 'IQ-BG', name: 'Baghdad', area, certain: 9, possible: 0 }] })",
        AREA,
    )
    expect(tag).to_have_count(0)
    shape = page.locator(".sp-count-shade")
    expect(shape).to_have_attribute("aria-label", "Baghdad: 9 incidents; list what is inside")
    shape.focus()
    page.keyboard.press("Enter")
    assert [one["inside"] for one in told(page, "inside")] == ["a:IQ-AN", "a:IQ-BG"]
    assert page.evaluate("window.hit") is None


def _feature(name: str) -> dict[str, Any]:
    cite = {"n": 7, "quote": HOSTILE, "paragraph": 2, "says": "",
            "source": {"n": 7, "name": HOSTILE, "title": name, "published": "2014", "words": ""}}  # fmt: skip
    detail = [{"text": HOSTILE, "cites": [0]}]
    rows = [
        {
            "field": "killed",
            "label": "Killed",
            "value": name,
            "status": "agreed",
            "status_label": "agreed",
            "detail": detail,
        }
    ]
    return {"rows": rows, "cites": [cite], "when_cites": [0], "where_cites": [], "claims": 4, "voices": "1 source"}


def test_a_cell_of_one_is_its_mark_and_its_popup_is_fetched(page: Page) -> None:
    asked: list[tuple[str, str]] = []

    def answer(name: str, lang: str) -> tuple[int, Any]:
        asked.append((name, lang))
        return (503, {}) if len(asked) == 1 else (200, _feature(f"three {len(asked)}"))

    scripts.open_map(page, some(), answer=answer)
    page.locator(".sp-hit").click()
    box = page.locator(".spp")
    expect(box.locator("h2")).to_have_text(HOSTILE)  # at once, as text
    expect(box.locator(".spp-rows")).to_contain_text("could not be fetched", timeout=SOON)
    box.get_by_role("button", name="Try again").click()
    expect(box.locator(".spp-rows")).to_contain_text("three 2", timeout=SOON)
    expect(box.locator(".spp-band")).to_contain_text(HOSTILE)
    expect(box.locator(".spp-all")).to_have_text("All 4 claims")
    page.keyboard.press("Escape")
    page.locator(".sp-hit").click()
    expect(box.locator(".spp-rows")).to_contain_text("three 2")
    assert asked == [("one", "en")] * 2, "kept, not asked again"
    page.evaluate("again({ generation: 2 })")  # an import: nothing kept is shown any more
    expect(box.locator(".spp-rows")).to_contain_text("three 3", timeout=SOON)
    assert page.evaluate("window.hit") is None
    assert told(page, "choose")[0]["chosen"] == "one"


def test_what_is_no_cell_is_left_out(page: Page) -> None:
    odd: list[Any] = [None, "x", [1, 2], row(5, 33.0, 44.0, 4, kinds=["x"]), [1, 2, "33", None, 4]]
    scripts.open_map(page, some(odd))
    expect(page.locator(".sp-cell")).to_have_count(1)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nothing_that_axe_holds_against_it(page: Page, mode: str) -> None:
    counts = [{"key": "IQ-AN", "name": "Anbar", "area": AREA, "tag_at": [43, 34], "certain": 212, "possible": 8}]
    style = {"size": "incidents", "colour": "deaths", "split": True, "density": False}
    scripts.open_map(page, some(mode=mode, area_counts=counts, cell_style=style))
    page.locator(".sp-cell").first.hover()
    assert violations(page.main_frame) == []
