"""The map of a report: true positions, precision as drawn, labels that touch nothing, colours of the screen."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from dashboard.palette import COLOURS as SCREEN
from events.catalogue import Catalogue, build
from events.report.frame import WIDTH, Frame, bar_length, frame_around, path
from events.report.language import LANGUAGES
from events.report.layout import Room, crosses, crosses_box, overlap
from events.report.marks import COLOURS, KIND_COLOURS
from events.report.picture import Picture, picture
from events.report.saying import Sayer
from geodata.regions import default_regions
from tests.events import ev_building as make

REGIONS = default_regions()
c, i = make.claim_row, make.incident


def drawn(catalogue: Catalogue, language: str = "en") -> Picture:
    selection = catalogue.everything
    numbers = {summary.id: number for number, summary in enumerate(selection.all, 1)}
    found = picture(selection, numbers, Sayer(LANGUAGES[language], catalogue.dataset), REGIONS)
    assert found is not None
    return found


def at(place: str, kind: str = "rocket", *claims: object, id: str = "one") -> Catalogue:
    return build(make.dataset(i(id, *claims, kind=kind, place=place)))  # type: ignore[arg-type]


def groups(svg: str, look: str) -> list[str]:
    return re.findall(rf'<g class="{look}">.*?</g>', svg)


def test_north_is_up_and_the_scale_is_that_of_the_middle() -> None:
    frame = frame_around(at("camp").summaries, REGIONS)
    assert frame is not None
    west, south, east, north = frame.window
    middle = (frame.width / 2, frame.height / 2)
    assert frame.at((west + east) / 2, (south + north) / 2) == pytest.approx(middle)
    assert frame.at(44.3, 33.6)[1] < frame.at(44.3, 33.5)[1]
    assert frame.at(44.3, 33.5)[0] > frame.at(44.2, 33.5)[0]
    x, y = frame.at(44.256789, 33.523912)
    ring = frame.draw(shapely.Point(44.256789, 33.523912).buffer(0.01))
    assert (ring.centroid.x, ring.centroid.y) == pytest.approx((x, y))


@pytest.mark.parametrize(("place", "point", "ring", "area"), [
    ("camp", 1, 0, 0), ("town", 1, 1, 0), ("south", 0, 0, 1), ("babil", 0, 0, 1), ("iraq", 0, 0, 1),
])  # fmt: skip
def test_precision_is_drawn(place: str, point: int, ring: int, area: int) -> None:
    svg = drawn(at(place)).svg
    assert (len(groups(svg, "mark")), svg.count('class="ring"'), len(groups(svg, "area"))) == (point, ring, area)
    assert svg.count('url(#hatch-rocket-a)') == area == svg.count('id="hatch-rocket-a"')


def test_a_mark_stands_where_the_place_is() -> None:
    catalogue = at("camp")
    frame = frame_around(catalogue.summaries, REGIONS)
    assert frame is not None
    x, y = frame.at(44.256789, 33.523912)
    assert f"translate({x:.1f} {y:.1f})" in groups(drawn(catalogue).svg, "mark")[0]


def test_a_country_is_a_band_inside_its_border() -> None:
    svg = drawn(build(make.dataset(i("one", place="iraq"), i("two", place="camp")))).svg
    hatched = re.search(r'<path d="([^"]+)" fill="url\(#hatch-rocket-a\)"', svg)
    assert hatched
    assert hatched[1].count("Z") >= 2, "an outer and an inner edge"


def test_incidents_of_one_place_are_one_mark_with_their_number_and_a_line_each() -> None:
    svg = drawn(build(make.dataset(i("one"), i("two", kind="air"), i("three")))).svg
    assert len(groups(svg, "mark")) == 1
    assert ">3</text>" in groups(svg, "mark")[0]
    assert len(re.findall("<tspan", groups(svg, "label")[0])) == 3


def test_two_kinds_in_one_area_are_hatched_both_ways() -> None:
    svg = drawn(build(make.dataset(i("one", place="babil"), i("two", kind="air", place="babil")))).svg
    assert svg.count("url(#hatch-rocket-a)") == svg.count("url(#hatch-air-b)") == 1


def test_nothing_placed_has_no_map() -> None:
    catalogue = at("nowhere", "context")
    assert picture(catalogue.everything, {"one": 1}, Sayer(LANGUAGES["en"], catalogue.dataset), REGIONS) is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_labels_touch_neither_each_other_nor_a_mark(shipped: Catalogue, language: str) -> None:
    found = drawn(shipped, language)
    numbers = r'x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" rx="2" height="([-\d.]+)"'
    boxes = [tuple(map(float, row)) for row in re.findall(numbers, found.svg)]
    assert len(boxes) == found.places - found.unlabelled
    assert found.unlabelled == 0
    corners = [(x, y, x + w, y + h) for x, y, w, h in boxes]
    assert not [pair for pair in combinations(corners, 2) if overlap(*pair, gap=0)]
    assert all(box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 for box in corners)
    leaders = [tuple(map(float, row)) for row in re.findall(
        r'x1="([-\d.]+)" y1="([-\d.]+)" x2="([-\d.]+)" y2="([-\d.]+)"[^>]*class="leader"', found.svg)]  # fmt: skip
    assert not [pair for pair in combinations(leaders, 2)
                if crosses(pair[0][:2], pair[0][2:], pair[1][:2], pair[1][2:])]  # type: ignore[arg-type]  # fmt: skip
    for x, y in re.findall(r'class="mark"><path [^>]*translate\(([\d.]+) ([\d.]+)\)', found.svg):
        assert not [box for box in corners if box[0] < float(x) < box[2] and box[1] < float(y) < box[3]]


points = some.tuples(some.floats(20, 700), some.floats(20, 480))


@settings(max_examples=40, deadline=None)
@given(some.lists(points, max_size=25))
def test_a_label_that_finds_no_room_is_left_out(anchors: list[tuple[float, float]]) -> None:
    room = Room(720, 500)
    spots = [spot for anchor in anchors if (spot := room.place([anchor], 120, 30, 8))]
    assert not [pair for pair in combinations(spots, 2) if overlap(pair[0].box, pair[1].box, 0)]
    assert not [pair for pair in combinations(spots, 2)
                if crosses(pair[0].start, pair[0].end, pair[1].start, pair[1].end)]  # fmt: skip
    assert not [one for one in spots for two in spots if one is not two and crosses_box(one.start, one.end, two.box)]


def test_a_full_picture_says_how_many_have_no_label() -> None:
    room = Room(100, 60)
    assert room.place([(50, 30)], 80, 40) is None
    assert not room.take((0, 0, 200, 10))
    assert room.take((10, 10, 40, 20))
    assert not room.take((30, 10, 60, 20))


@pytest.mark.parametrize(("a", "b", "box", "hit"), [
    ((0, 5), (20, 5), (5, 0, 10, 10), True), ((0, 20), (20, 20), (5, 0, 10, 10), False),
    ((0, 0), (3, 3), (5, 0, 10, 10), False), ((7, -5), (7, 20), (5, 0, 10, 10), True),
    ((0, 0), (0, 9), (5, 0, 10, 10), False), ((6, 2), (8, 4), (5, 0, 10, 10), True),
])  # fmt: skip
def test_a_line_through_a_box(
    a: tuple[float, float], b: tuple[float, float], box: tuple[float, float, float, float], hit: bool
) -> None:
    assert crosses_box(a, b, box) is hit


@pytest.mark.parametrize(("per_degree", "km"), [(30.0, 500), (80.0, 200), (160.0, 100), (9000.0, 1)])
def test_the_scale_bar_is_a_round_number(per_degree: float, km: int) -> None:
    frame = Frame(40, 35, per_degree, 0.8, 500)
    assert bar_length(frame) == km
    assert km * frame.km <= WIDTH / 5


def test_paths_have_every_ring_and_line() -> None:
    with_hole = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 4, 4))
    assert path(with_hole).count("Z") == 2
    assert path(shapely.LineString([(0, 0), (1, 2)])) == "M0.0 0.0L1.0 2.0"
    assert path(shapely.Polygon()) == path(shapely.Point(1, 1)) == ""


def test_what_is_possible_is_hollow() -> None:
    catalogue = build(make.dataset(i("one", c("date", "2020-03"))))
    summary = catalogue.summaries[0]
    window = catalogue.everything.filter.__class__(start=summary.days.start, end=summary.days.start)
    found = picture(catalogue.select(window), {"one": 1}, Sayer(LANGUAGES["en"], catalogue.dataset), REGIONS)
    assert found is not None
    assert 'stroke-dasharray="2.5 1.6"' in groups(found.svg, "mark")[0]
    assert "stroke-dasharray" not in groups(drawn(catalogue).svg, "mark")[0]


def test_an_area_wider_than_the_picture_says_so_and_points_at_nothing() -> None:
    catalogue = build(make.dataset(i("one", place="iraq"), i("two", place="town")))
    label = next(one for one in groups(drawn(catalogue).svg, "label") if "one" in one)
    assert "reaches beyond the map" in label
    assert "leader" not in label
    assert "leader" in groups(drawn(at("babil")).svg, "label")[0]


def test_many_incidents_of_one_place_are_counted_in_its_label() -> None:
    names = ["a", "b", "c", "d", "e", "f"]
    label = groups(drawn(build(make.dataset(*(i(name) for name in names))), "ar").svg, "label")[0]
    assert label.count("<tspan") == 3
    assert "و3 أخرى" in label
    assert 'direction="rtl" text-anchor="end"' in label


def test_the_colours_are_those_of_the_screen() -> None:
    light = SCREEN["light"]
    assert light["kinds"] == KIND_COLOURS
    assert {key: COLOURS[key] for key in ("sea", "land", "land2", "border", "province", "label", "label2")} == {
        key: light[key] for key in ("sea", "land", "land2", "border", "province", "label", "label2")
    }


@pytest.mark.parametrize(("language", "country"), [("en", ">Iraq<"), ("ar", ">العراق<")])
def test_the_ground_is_named_in_the_language_of_the_report(shipped: Catalogue, language: str, country: str) -> None:
    svg = drawn(shipped, language).svg
    assert country in svg
    assert 'role="img"' in svg
    assert 'aria-labelledby="map-title"' in svg
    assert '<desc id="map-desc">' in svg
