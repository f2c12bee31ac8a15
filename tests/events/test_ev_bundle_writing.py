"""A bundle holds what it should, the same bytes every time, and nothing of the data breaks out of its place."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string

from events.bundle import manifest
from events.bundle.archive import LARGEST, MOST_FILES, is_plain_name, pack
from events.bundle.method import as_markdown
from events.bundle.writing import OWN, bundle_files, write_bundle
from events.catalogue import Catalogue, build
from events.filters import IncidentFilter
from events.fingerprint import fingerprint
from geodata.regions import default_regions
from tests.events import ev_building as make

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 5, 6)
MARCH = IncidentFilter(start=date(2020, 3, 12), end=date(2020, 3, 12))


def files_of(catalogue: Catalogue, chosen: IncidentFilter = MARCH, **extra: bytes) -> dict[str, bytes]:
    named = {name.replace("_", "."): data for name, data in extra.items()}
    return bundle_files(catalogue.select(chosen), catalogue.dataset, default_regions(), DAY, named)


def graph_of(files: dict[str, bytes]) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads(files["provenance.jsonld"])["@graph"]
    return nodes


def test_it_holds_the_selection_in_every_file(small: Catalogue) -> None:
    chosen = small.select(MARCH)
    ids = [one.id for one in chosen.all]
    assert {"piece", "reply"} <= set(ids)
    assert "attack" not in ids
    files = files_of(small)
    assert set(files) == OWN
    assert [one["id"] for one in json.loads(files["incidents.geojson"])["features"]] == ids
    rows = list(csv.reader(io.StringIO(files["claims.csv"].decode())))[2:]
    told = [(one.id, claim.id) for one in chosen.all for claim in one.incident.claims]
    assert [(row[0], row[11]) for row in rows] == told
    used = {source for one in chosen.all for source in one.sources}
    assert {one["id"] for one in json.loads(files["sources.json"])} == used
    assert set(parse_string(files["sources.bib"].decode(), "bibtex").entries) == used
    assert files["sources.ris"].decode().count("TY  - ") == len(used)
    assert [(node["incident"], node["identifier"]) for node in graph_of(files) if "incident" in node] == told


def test_the_manifest_names_each_file_and_what_it_is_of(small: Catalogue) -> None:
    files = files_of(small, map_html=b"<!doctype html>")
    found = manifest.read(files.pop("manifest.json"))
    assert {one.name: (one.size, one.sha256) for one in found.files} == {
        name: (len(data), manifest.sha256(data)) for name, data in files.items()
    }
    assert found.filter == {"from": ("2020-03-12",), "to": ("2020-03-12",)}
    assert found.sentence.count("on 12 March 2020; all actors; all sources") == 1
    assert found.dataset.fingerprint == fingerprint(small.dataset)
    chosen = small.select(MARCH)
    assert (found.counts.certain, found.counts.possible) == (len(chosen.certain), len(chosen.possible))
    assert found.counts.possible > 0


def test_the_archive_is_plain(small: Catalogue) -> None:
    data = pack(files_of(small))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(OWN)
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}
        assert archive.read("method.md").startswith(b"# A small data set\n")


def test_the_bytes_of_an_archive_stay_what_they_were() -> None:
    # verify packs anew and compares: another Python must give these bytes too.
    data = pack({"b/c.txt": b"two", "a.txt": b"one"})
    assert data == pack({"a.txt": b"one", "b/c.txt": b"two"})
    assert manifest.sha256(data) == "8eb082f7235bfe6010c8ee07e260cbdcfa029e1aac9328d3d1486b077e829860"


SCRIPT = """
import sys
from datetime import date
from events.bundle.manifest import sha256
from events.bundle.writing import write_bundle
from events.catalogue import build
from events.dataset import BUILT_IN
from events.filters import IncidentFilter
from events.reading import load_or_raise
from geodata.regions import default_regions
catalogue = build(load_or_raise(BUILT_IN))
chosen = catalogue.select(IncidentFilter(actors=frozenset(sys.argv[1:]), contested=frozenset({"any"})))
print(sha256(write_bundle(chosen, catalogue.dataset, default_regions(), date(2026, 5, 6))))
"""


def test_other_processes_give_the_same_bytes(shipped: Catalogue) -> None:
    actors = ("iran", "kataib-hezbollah", "united-states")
    chosen = shipped.select(IncidentFilter(actors=frozenset(actors), contested=frozenset({"any"})))
    assert len(chosen) > 2
    own = manifest.sha256(write_bundle(chosen, shipped.dataset, default_regions(), DAY))
    # Sets stand in another order under another seed; time zone and language must not show either.
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", SCRIPT, *reversed(actors)]
    other = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == own


DIFFER = {
    "date": lambda small: write_bundle(small.select(MARCH), small.dataset, default_regions(), date(2026, 5, 7)),
    "filter": lambda small: write_bundle(small.everything, small.dataset, default_regions(), DAY),
    "file": lambda small: write_bundle(small.select(MARCH), small.dataset, default_regions(), DAY, {"a.txt": b""}),
}


@pytest.mark.parametrize("what", DIFFER)
def test_other_input_gives_other_bytes(small: Catalogue, what: str) -> None:
    assert DIFFER[what](small) != write_bundle(small.select(MARCH), small.dataset, default_regions(), DAY)


NAMES = [
    ("map.html", True), ("a", True), ("static/map.js", True), ("a-b_c.2/d", True), ("", False), ("/etc/x", False),
    ("../x", False), ("a/../x", False), ("a//b", False), (".hidden", False), ("a/.b", False), ("a\\b", False),
    ("c:x", False), ("Map.html", False), ("ä", False), ("a\n", False), ("a\0b", False), ("a/", False),
    ("a b", False), ("x" * 101, False), ("a/b/c/d/e", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "plain"), NAMES)
def test_names_of_files_are_plain(small: Catalogue, name: str, plain: bool) -> None:
    assert is_plain_name(name) is plain
    if not plain:
        with pytest.raises(ValueError, match="expected a plain name"):
            write_bundle(small.everything, small.dataset, default_regions(), DAY, {name: b""})
        with pytest.raises(ValueError, match="expected a plain name"):
            pack({name: b""})


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_further_file_takes_no_name_of_ours(small: Catalogue, name: str) -> None:
    with pytest.raises(ValueError, match="a plain name of its own"):
        write_bundle(small.everything, small.dataset, default_regions(), DAY, {name: b""})


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert LARGEST >= 2**20
    with pytest.raises(ValueError, match="choose a smaller selection"):
        pack({f"f{number}": b"" for number in range(MOST_FILES + 1)})
    monkeypatch.setattr("events.bundle.archive.LARGEST", 10)
    with pytest.raises(ValueError, match="choose a smaller selection"):
        pack({"a": b"12345678901"})


def test_provenance_leads_from_claim_to_source_origin_and_speaker() -> None:
    row = make.claim_row("killed", 3, origin="briefing", says="A minister")
    catalogue = build(make.dataset(make.incident("one", row)))
    nodes = graph_of(files_of(catalogue, IncidentFilter()))
    by_id = {node["@id"]: node for node in nodes}
    assert len(by_id) == len(nodes)
    claim = next(node for node in nodes if node.get("field") == "killed")
    assert claim["hadPrimarySource"] == ["#source-paper"]
    assert claim["wasDerivedFrom"] == ["#source-paper", "#origin-briefing"]
    assert [by_id[one]["label"] for one in claim["wasAttributedTo"]] == ["A minister"]
    assert [by_id[one]["label"] for one in by_id["#origin-briefing"]["wasAttributedTo"]] == ["A ministry"]
    assert {by_id[one]["label"] for one in by_id["#source-paper"]["wasAttributedTo"]} == {"Ann Writer", "The Paper"}
    assert (claim["value"], claim["paragraph"], claim["quote"]) == ("3", 1, "some words")
    assert by_id["#dataset"]["identifier"] == f"sha256:{fingerprint(catalogue.dataset)}"
    assert by_id["claims.csv"]["wasGeneratedBy"] == ["#bundling"]


@pytest.mark.parametrize("data", ["small", "shipped"])
def test_every_name_in_the_provenance_is_a_node_of_it(request: pytest.FixtureRequest, data: str) -> None:
    catalogue: Catalogue = request.getfixturevalue(data)
    text = files_of(catalogue, IncidentFilter())["provenance.jsonld"]
    document = json.loads(text)
    nodes = document["@graph"]
    assert len({node["@id"] for node in nodes}) == len(nodes)
    links = {name for name, term in document["@context"].items() if isinstance(term, dict)}
    meant = {one for node in nodes for name in links & set(node) for one in node[name]}
    assert meant <= {node["@id"] for node in nodes}
    assert {name for node in nodes for name in node} <= set(document["@context"]) | {"@id", "@type"}
    assert {node["@type"] for node in nodes} == {"prov:Entity", "prov:Activity", "prov:Agent", "prov:SoftwareAgent"}


def test_words_of_the_data_do_not_break_out_of_the_method() -> None:
    words = "<script>x</script> [a](javascript:b) $fingerprint\n\n# big | `code` *b*"
    catalogue = build(make.dataset(make.incident(), method=words, name=words.replace("\n", " ")))
    text = files_of(catalogue, IncidentFilter())["method.md"].decode()
    assert "<script>" not in text
    assert "\n# big" not in text
    assert "](javascript" not in text
    assert r"\$fingerprint" in text
    assert as_markdown("plain words, 3.5") == "plain words, 3.5"


def test_the_method_tells_of_further_files_and_of_the_data_set(small: Catalogue) -> None:
    text = files_of(small, map_html=b"x")["method.md"].decode()
    assert "| `map.html` |" in text
    assert "The data set does not say." in text
    assert fingerprint(small.dataset) in text
    assert "$" not in text
