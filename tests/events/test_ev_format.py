"""docs/format.md names every property, member and column that the exports write, and nothing else."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import Catalogue
from events.exporting.csvfile import COLUMNS
from events.exporting.geojson import write_geojson
from events.fields import KINDS, ROLES, Stance
from events.findings import Status
from geodata.places import Precision
from geodata.regions import default_regions

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "format.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading, up to the next of any level."""
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert match, f"docs/format.md has no heading {heading!r}"
    return match.group(1)


def documented(text: str) -> list[str]:
    """The names in code in the first cells of tables, in order."""
    cells = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@pytest.fixture(scope="module")
def document(shipped: Catalogue) -> dict[str, Any]:
    pieces = write_geojson(shipped.everything, shipped.dataset, default_regions(), date(2020, 1, 1))
    read: dict[str, Any] = json.loads("".join(pieces))
    return read


def test_every_member_of_the_collection(document: dict[str, Any]) -> None:
    members, sources = section("Members of the collection").split("A source:")
    assert documented(members) == list(document)
    assert set(documented(sources)) == set(document["sources"][0])


def test_every_property_in_its_order(document: dict[str, Any]) -> None:
    for feature in document["features"]:
        assert documented(section("Properties of a feature")) == list(feature["properties"])


def test_every_member_of_findings_and_claims(document: dict[str, Any]) -> None:
    for feature in document["features"]:
        for finding in feature["properties"]["findings"].values():
            assert documented(section("Findings")) == list(finding)
        for claim in feature["properties"]["claims"]:
            assert documented(section("Claims")) == list(claim)
        for party in feature["properties"]["parties"]:
            assert set(party) == {"actor", "role"}


def test_every_column_in_its_order() -> None:
    assert tuple(documented(section("CSV"))) == COLUMNS


NULLABLE = {
    "Properties of a feature": lambda feature: [feature["properties"]],
    "Findings": lambda feature: feature["properties"]["findings"].values(),
    "Claims": lambda feature: feature["properties"]["claims"],
}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "array": (list,), "object": (dict,),
    "null": (type(None),),
}  # fmt: skip


@pytest.mark.parametrize("heading", NULLABLE)
def test_types_and_nulls_are_as_documented(document: dict[str, Any], heading: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", section(heading), re.MULTILINE))
    for feature in document["features"]:
        for item in NULLABLE[heading](feature):
            for name, value in item.items():
                allowed = tuple(one for word in rows[name].split(" or ") for one in TYPES[word])
                assert isinstance(value, allowed), f"{name} is {value!r}, documented as {rows[name]}"


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Properties of a feature", [*KINDS, *ROLES, *Precision, "certain", "possible"]),
        ("A feature", list(Precision)),
        ("Findings", [status for status in Status if status is not Status.NOT_STATED]),
        ("Claims", list(Stance)),
    ],
)
def test_closed_lists_are_written_out(heading: str, words: list[str]) -> None:
    assert [word for word in words if f"`{word}`" not in section(heading)] == []


def test_the_example_has_the_shape_of_the_real_thing(document: dict[str, Any]) -> None:
    example = json.loads(section("Example").split("```json")[1].split("```")[0])
    real = next(one for one in document["features"] if one["id"] == example["id"])
    assert list(example) == list(real)
    assert example["geometry"] == real["geometry"]
    assert list(example["properties"]) == list(real["properties"])
    assert set(example["properties"]["findings"]) <= set(real["properties"]["findings"])
    assert all(list(one) == list(real["properties"]["claims"][0]) for one in example["properties"]["claims"])
