"""The fingerprint: the same content gives the same hash whatever the files look like, other content another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from events.catalogue import Catalogue
from events.dataset import DataSet
from events.fingerprint import canonical, claim_hash, digest, fingerprint, head_hash, incident_hash
from events.reading import load
from tests.events import ev_building as make
from tests.events.ev_building import Folder

ROW = make.incident_row("one", make.claim_row("killed", 3, parts={"reds": 1, "blues": 2}), make.claim_row("hit", 2))


def of(folder: Folder) -> str:
    dataset = load(folder.path).dataset
    assert dataset is not None
    return fingerprint(dataset)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        ({"n": 33.0, "m": 33.5, "k": -0.0}, '{"k":0,"m":33.5,"n":33}'),
        ("كتائب “…”", '"كتائب “…”"'),
        ([float("inf"), float("nan")], '["inf","nan"]'),
        ((1, 2.0**60), "[1,1.152921504606847e+18]"),
    ],
)
def test_canonical_json(value: Any, text: str) -> None:
    assert canonical(value) == text.encode()


def test_the_hash_stays_what_it_was() -> None:
    # Links and bundles in the world carry these: another value here breaks every one of them.
    assert digest({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    assert claim_hash(make.claim("killed", 3)) == digest(make.claim_row("killed", 3))
    assert fingerprint(make.dataset(make.incident())) == EXPECTED


EXPECTED = "7e9bc734d528dadc13927fd8849bcaee00063670145b752e7d2a1f70b9e27fe7"


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(one) for one in value] if isinstance(value, list) else value


LAYOUTS = {
    "order of keys": lambda text: yaml.safe_dump(reordered(yaml.safe_load(text)), sort_keys=False, allow_unicode=True),
    "comments": lambda text: f"# a comment\n\n{text}\n# another\n",
    "flow style": lambda text: json.dumps(yaml.safe_load(text)),
    "what is as by default": lambda text: text.replace("field: hit", "field: hit\n  holds: true\n  note: ''"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_the_files_does_not_count(folder: Folder, layout: str) -> None:
    folder.incident(ROW)
    before = of(folder)
    for path in folder.path.rglob("*.yaml"):
        text = LAYOUTS[layout](path.read_text(encoding="utf-8"))
        assert text != path.read_text(encoding="utf-8") or layout == "what is as by default"
        path.write_text(text, encoding="utf-8")
    assert of(folder) == before


def test_the_order_of_actors_and_places_does_not_count(folder: Folder) -> None:
    before = of(folder)
    folder.put("actors.yaml", make.ACTORS[::-1])
    folder.put("places.yaml", make.PLACES[::-1])
    assert of(folder) == before


def changed_rows() -> list[tuple[str, str, Any]]:
    claims: list[dict[str, Any]] = ROW["claims"]
    return [
        ("claim", "incidents/one.yaml", ROW | {"claims": [*claims[:-1], claims[-1] | {"value": 3}]}),
        ("remark", "incidents/one.yaml", ROW | {"claims": [*claims[:-1], claims[-1] | {"note": "a remark"}]}),
        ("order of claims", "incidents/one.yaml", ROW | {"claims": claims[::-1]}),
        ("claim twice", "incidents/one.yaml", ROW | {"claims": [*claims, claims[-1]]}),
        ("title", "incidents/one.yaml", ROW | {"title": "Another title"}),
        ("version", "dataset.yaml", make.META | {"version": "0.1.1"}),
        ("licence", "dataset.yaml", make.META | {"licence": "CC0"}),
        ("order of sources", "sources.yaml", make.SOURCES[::-1]),
        ("source", "sources.yaml", [make.SOURCES[0] | {"title": "Other"}, *make.SOURCES[1:]]),
        ("origin", "origins.yaml", [make.ORIGINS[0] | {"by": "Another ministry"}]),
        ("actor", "actors.yaml", [make.ACTORS[0] | {"name": "Reds"}, *make.ACTORS[1:]]),
        ("place", "places.yaml", [make.PLACES[0] | {"lat": 33.5}, *make.PLACES[1:]]),
    ]


@pytest.mark.parametrize(("file", "data"), [row[1:] for row in changed_rows()], ids=[row[0] for row in changed_rows()])
def test_every_change_of_content_counts(folder: Folder, file: str, data: Any) -> None:
    folder.incident(ROW)
    before = of(folder)
    folder.put(file, data)
    assert of(folder) != before


def test_hashes_of_incidents_and_claims_tell_which_changed() -> None:
    one, same = make.incident("one", make.claim_row("hit", 2)), make.incident("one", make.claim_row("hit", 2))
    other = make.incident("one", make.claim_row("hit", 3))
    titled = make.incident("one", make.claim_row("hit", 2), title="Other")
    assert incident_hash(one) == incident_hash(same)
    assert len({incident_hash(each) for each in (one, other, titled)}) == 3
    assert head_hash(one) == head_hash(other) != head_hash(titled)
    assert [claim_hash(claim) for claim in one.claims] == [claim_hash(claim) for claim in titled.claims]


def test_no_two_claims_that_ship_have_one_hash(shipped: Catalogue) -> None:
    dataset: DataSet = shipped.dataset
    assert all(
        len({claim_hash(claim) for claim in incident.claims}) == len(incident.claims) for incident in dataset.incidents
    )
    assert len(fingerprint(dataset)) == 64


def test_reading_twice_gives_one_fingerprint(tmp_path: Path) -> None:
    assert of(Folder(tmp_path / "a")) == of(Folder(tmp_path / "b"))
