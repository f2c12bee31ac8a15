"""What the map's frame is given: from this host only, JSON that parses, small, and the same for the same state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.escaping import script_json
from dashboard.layers.features import Features
from dashboard.layers.payload import MapState, payload
from events.catalogue import Catalogue
from events.filters import IncidentFilter
from tests.browser.hostile_data import ATTACK
from tests.dashboard.app_page import App

Make = Callable[..., App]
LIMIT = 60 * 1024
NEEDED = {"id", "title", "short", "kind", "kind_label", "day", "precision", "when", "where", "rows", "cites", "claims",
          "possible", "order", "voices"}  # fmt: skip


@pytest.fixture(scope="module")
def whole(shipped: Catalogue) -> dict[str, Any]:
    return payload(shipped, Features(shipped), shipped.everything, MapState())


def test_the_frame_loads_nothing_from_outside(page: Make) -> None:
    args = page().open().map_args
    links = args["js_links"] + args["css_links"]
    assert links
    assert [link for link in links if re.match(r"(?i)[a-z]+:|//", link)] == []
    assert all(link.startswith(("../../app/static/", "../../api/map.js?v=")) for link in links)
    assert "tileLayer" not in args["script"]
    assert re.findall(r"https?://", args["script"] + args["header"] + args["html"]) == []


def test_an_update_is_small(page: Make) -> None:
    app = page().open()
    size = len(app.test.get("component_instance")[0].proto.json_args.encode())
    assert size <= LIMIT, f"a change of the filter sends {size} bytes, at most {LIMIT} are meant"


def test_the_constant_map_stays_the_same_and_carries_no_incident(page: Make) -> None:
    first = page().open().map_args
    other = page().open(kind="rocket").map_args
    assert first["script"] == other["script"]
    assert first["feature_group"] != other["feature_group"]
    assert "Camp Taji" in json.dumps(page().open().payload)
    assert "Camp Taji" not in first["script"] + first["header"] + first["html"]


def test_equal_states_give_equal_text(page: Make) -> None:
    assert page().open().map_args["feature_group"] == page().open().map_args["feature_group"]


def test_every_placed_incident_is_in_the_payload(page: Make, shipped: Catalogue) -> None:
    found = {one["id"]: one for one in page().open().payload["incidents"]}
    assert set(found) == {summary.id for summary in shipped.summaries if summary.is_placed}
    assert len(found) == 13
    for one in found.values():
        assert set(one) >= NEEDED
        assert ("area" in one) != ("lat" in one), one["id"]
        assert one["rows"] or one["cites"], f"{one['id']}: nothing is cited"
        cited = {cite for row in one["rows"] for part in row["detail"] for cite in part["cites"]}
        assert cited <= set(range(len(one["cites"])))


def test_every_value_of_a_popup_is_cited(whole: dict[str, Any]) -> None:
    for one in whole["incidents"]:
        for row in one["rows"]:
            assert all(part["cites"] for part in row["detail"]), (one["id"], row["label"])
            assert row["value"]


def test_links_join_what_is_shown(shipped: Catalogue, whole: dict[str, Any]) -> None:
    assert whole["links"]
    chosen = shipped.select(IncidentFilter(kinds=frozenset(["rocket"])))
    few = payload(shipped, Features(shipped), chosen, MapState())
    shown = {one["id"] for one in few["incidents"]}
    assert all({link["from"], link["to"]} <= shown for link in few["links"])
    assert len(few["links"]) < len(whole["links"])


@pytest.mark.parametrize("text", [ATTACK, "</script>", "{{x}}", "{%x%}", "\u2028\u2029", "<!--", '"', "\\", "'"])
def test_a_text_comes_through_a_script_unchanged(text: str) -> None:
    literal = script_json({"t": text})
    assert not re.search(r"<|\{\{|\{%|[\u2028\u2029]", literal)
    assert eval(literal, {}) == {"t": text}  # noqa: S307  the value is our own, and JSON of text is Python too


def test_hostile_text_reaches_the_frame_as_json(page: Make, hostile_folder: Any) -> None:
    app = page(hostile_folder).open()
    group = app.map_args["feature_group"]
    assert "</script" not in group.lower()
    assert "{{" not in group
    (attack,) = [one for one in app.payload["incidents"] if one["id"] == "attack"]
    assert attack["title"].startswith(ATTACK)
    addresses = [source["words"] for source in app.payload["sources"] if source["words"]]
    assert len(addresses) == 1, "of three addresses one is http(s)"
    assert addresses[0].startswith("https://x.invalid/")
    assert "javascript:" not in "".join(addresses)
