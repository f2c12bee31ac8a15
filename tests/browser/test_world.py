"""The world around the detailed layers: not fetched before it is seen, drawn where they are not, open to links."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.driving import SOON, address, frame_of, open_map
from tests.browser.watching import Record

LOADED = "() => Sourcepin.world.data.countries.length > 150"
COLOUR = """([lat, lon]) => {
  const map = Sourcepin.state.map, canvas = map.getPane('sp-base').querySelector('canvas');
  const point = map.latLngToContainerPoint([lat, lon]), at = canvas.getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect(), by = canvas.width / at.width;
  const x = Math.round((point.x + frame.x - at.x) * by), y = Math.round((point.y + frame.y - at.y) * by);
  return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
}"""
LAND2 = [0xEC, 0xE8, 0xDF, 255]
SEA = [0, 0, 0, 0]  # the ground shows through


def fetched(record: Record) -> int:
    return sum(url.endswith("/basemap/world.json") for url in record.requests)


def test_the_first_view_does_not_fetch_it_and_zooming_out_does(page: Page, base_url: str, record: Record) -> None:
    open_map(page, base_url)
    inside = frame_of(page)
    inside.wait_for_function("() => Sourcepin.basemap.data.countries.length > 40", timeout=SOON)
    assert fetched(record) == 0
    inside.evaluate("() => void Sourcepin.state.map.setZoom(0, {animate: false})")
    inside.wait_for_function(LOADED, timeout=SOON)
    assert fetched(record) == 1
    west, east = inside.evaluate(
        "() => { const b = Sourcepin.state.map.getBounds(); return [b.getWest(), b.getEast()]; }"
    )
    assert west <= -180
    assert east >= 180
    for lat, lon, colour in ((-10, -52, LAND2), (62, 98, LAND2), (30, 53, LAND2), (0, -30, SEA), (-40, 85, SEA)):
        assert inside.evaluate(COLOUR, [lat, lon]) == colour, (lat, lon)
    inside.evaluate("() => void Sourcepin.state.map.setView([0, 0], 3, {animate: false})")
    assert fetched(record) == 1


@pytest.mark.parametrize("at", ["4.6,-74.1,5", "10,0,2.25", "-34.6,-58.4,8"])
def test_a_link_to_anywhere_opens_there(page: Page, base_url: str, at: str) -> None:
    open_map(page, address(base_url, query={"at": at}))
    inside = frame_of(page)
    inside.wait_for_function(LOADED, timeout=SOON)
    found = inside.evaluate(
        "() => { const m = Sourcepin.state.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()]; }"
    )
    assert found == pytest.approx([float(part) for part in at.split(",")], abs=0.2)


def test_no_line_marks_the_edge_between_the_layers(page: Page, base_url: str) -> None:
    """The detailed layers end at 22° east: in the Libyan desert, far from any border, nothing is drawn there."""
    open_map(page, address(base_url, query={"at": "24,22,5"}))
    inside = frame_of(page)
    inside.wait_for_function(LOADED, timeout=SOON)
    page.wait_for_timeout(300)
    for lat in (25.5, 26, 27, 27.5):
        for lon in (21.8, 21.9, 21.95, 22, 22.05, 22.1, 22.2):
            assert inside.evaluate(COLOUR, [lat, lon]) == LAND2, (lat, lon)
