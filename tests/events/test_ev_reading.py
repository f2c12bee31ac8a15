"""Reading a folder: every fault at once, with its place, and the rest still loads."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.catalogue import build
from events.problems import DataSetError
from events.reading import load, load_or_raise
from tests.events import ev_building as make
from tests.events.ev_building import Folder

FILES = ("dataset.yaml", "sources.yaml", "origins.yaml", "actors.yaml", "places.yaml")

FAULTY = """\
id: faulty
title: Many faults
short: Faulty
kind: rocket
place: camp
claims:
  - {source: paper, field: kind, value: rocket, paragraph: 1, quote: a rocket}
  - {source: paper, field: place, value: camp, paragraph: 1, quote: at the camp}
  - source: paper
    field: killed
    value: three
    paragraph: 1
    quote: three were killed
  - source: paper
    field: wounded
    value: 12
    paragraph: 0
    quote: twelve were wounded
  - source: paper
    field: date
    value: 2020-02-30
    paragraph: 1
    quote: on that day
  - source: nobody
    field: killed
    value: 3
    paragraph: 1
    quote: three were killed
  - source: radio
    field: killed
    value: 3
    parts: {reds: 2, strangers: 1}
    origin: rumour
    paragraph: 2
    quote: three were killed
  - source: radio
    field: response_to
    incident: faulty
    paragraph: 2
    quote: in response
  - source: radio
    field: wounded
    value: 12
    Paragraph: 2
    quote: twelve were wounded
"""


def test_every_fault_of_a_folder_is_reported_and_the_rest_loads(folder: Folder) -> None:
    folder.put("incidents/faulty.yaml", FAULTY)
    twice = {"id": "paper", "short": "P", "title": "P"}
    folder.put("sources.yaml", [*make.SOURCES, {"id": "Bad Id", "short": "B"}, twice])
    folder.put("actors.yaml", [*make.ACTORS, {"id": "yellows", "name": "Yellow", "affiliations": ["nobody"]}])
    loaded = load(folder.path)
    faults = {(one.file, one.line, one.field) for one in loaded.problems}
    assert {fault for fault in faults if fault[0] == "incidents/faulty.yaml"} == {
        ("incidents/faulty.yaml", 11, "value"),
        ("incidents/faulty.yaml", 17, "paragraph"),
        ("incidents/faulty.yaml", 21, "value"),
        ("incidents/faulty.yaml", 24, "source"),
        ("incidents/faulty.yaml", 32, "parts"),
        ("incidents/faulty.yaml", 33, "origin"),
        ("incidents/faulty.yaml", 38, "incident"),
        ("incidents/faulty.yaml", 41, "paragraph"),
        ("incidents/faulty.yaml", 44, "Paragraph"),
    }
    assert {(file, field) for file, _, field in faults if file != "incidents/faulty.yaml"} == {
        ("sources.yaml", "id"), ("sources.yaml", "title"), ("actors.yaml", "affiliations"),
    }  # fmt: skip
    assert loaded.dataset is not None
    assert [incident.id for incident in loaded.dataset.incidents] == ["faulty", "one"]
    kept = loaded.dataset.incidents[0]
    assert [claim.field for claim in kept.claims] == ["kind", "place"]
    assert [source.id for source in loaded.dataset.sources] == ["paper", "radio", "sheet"]


CHANGES = [
    # file, what it becomes, (line, field, part of the message) of its one problem
    ("sources.yaml", "a: 1", (1, "", "expected a list, got dict")),
    ("sources.yaml", "", (1, "", "expected a list, got NoneType")),
    ("dataset.yaml", "id: x\nid: y", (2, "", "stands twice")),
    ("incidents/one.yaml", "- a", (1, "", "expected an incident, got list")),
    ("incidents/one.yaml", "", (1, "", "expected an incident, got NoneType")),
    ("incidents/one.yaml", "a: *x", (1, "", "not allowed")),
    ("incidents/two.yaml", make.incident_row("three"), (1, "id", "'three' is not the file's name")),
    ("incidents/two.yaml", make.incident_row("two", place="nowhere") | {"place": "x"}, (5, "place", "not in places")),
    ("incidents/two.yaml", make.incident_row("two") | {"place": "far"}, (5, "place", "no claim states 'far'")),
    ("incidents/two.yaml", make.incident_row("two") | {"claims": "none"}, (6, "claims", "at least 1 item")),
    ("incidents/two.yaml", make.incident_row("two") | {"Note": "x"}, (17, "Note", "Extra inputs")),
]


@pytest.mark.parametrize(("file", "content", "problem"), CHANGES, ids=lambda value: str(value)[:50])
def test_a_fault_is_named_with_file_line_and_field(
    folder: Folder, file: str, content: Any, problem: tuple[int, str, str]
) -> None:
    folder.put(file, content)
    found = [one for one in load(folder.path).problems if one.file == file]
    assert [(one.line, one.field) for one in found] == [problem[:2]]
    assert problem[2] in found[0].message
    assert str(found[0]).startswith(f"{file}:{problem[0]}: ")


@pytest.mark.parametrize("area", [{"regions": []}, {"border": ["IQ"]}, {"sector": True, "lat": 99}, 7])
def test_a_wrong_area_is_named_by_what_stands_in_the_file(folder: Folder, area: Any) -> None:
    place = {"id": "odd", "name": "Odd", "precision": "province", "obtained": "a guess", "area": area}
    folder.put("places.yaml", [*make.PLACES, place])
    found = load(folder.path).problems
    assert found
    keys = {"regions", "sector", "disc", "lat", "lon", "radius_km", "start", "end", "border", "width_km", "country"}
    keys |= {"0", "1"}
    for one in found:
        first, *rest = one.field.split(".")
        assert first == "area"
        assert set(rest) <= keys


def test_a_problem_reads_as_editors_expect_it(folder: Folder) -> None:
    folder.incident(make.incident_row("two", make.claim_row("killed", "three")))
    text = str(load(folder.path).problems[0])
    assert text == "incidents/two.yaml:21: value: expected a number, got 'three'; write digits, for instance 14"


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_a_problem(folder: Folder, file: str) -> None:
    (folder.path / file).unlink()
    loaded = load(folder.path)
    assert any(one.file == file and "the file is missing" in one.message for one in loaded.problems)
    assert (loaded.dataset is None) is (file == "dataset.yaml")


def test_a_folder_in_place_of_a_file_is_a_problem(folder: Folder) -> None:
    (folder.path / "incidents" / "dir.yaml").mkdir()
    [problem] = load(folder.path).problems
    assert (problem.file, problem.message[:22]) == ("incidents/dir.yaml", "the file cannot be rea")


@pytest.mark.parametrize("name", ["", "missing"])
def test_a_folder_without_a_data_set_gives_none_and_says_why(tmp_path: Path, name: str) -> None:
    loaded = load(tmp_path / name)
    assert loaded.dataset is None
    assert [one.file for one in loaded.problems] == list(FILES)
    with pytest.raises(DataSetError, match=r"no data set could be read, 5 problems\. First: dataset\.yaml:1") as caught:
        load_or_raise(tmp_path / name)
    assert len(caught.value.problems) == 5


def test_without_incidents_there_is_nothing_to_show(folder: Folder) -> None:
    (folder.path / "incidents" / "one.yaml").unlink()
    with pytest.raises(DataSetError):
        load_or_raise(folder.path)


def test_a_doubled_id_keeps_the_first(folder: Folder) -> None:
    folder.put("actors.yaml", [*make.ACTORS, {"id": "reds", "name": "Other Reds"}])
    loaded = load(folder.path)
    assert [(one.file, one.field) for one in loaded.problems] == [("actors.yaml", "id")]
    assert loaded.dataset is not None
    assert loaded.dataset.actors["reds"].name == "Red Group"


ROWS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text("ab-1 '\u2013", max_size=9),
              st.sampled_from(["kind", "rocket", "camp", "paper", "2020-03-11", "killed", "9999~", "part_of"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2) | st.integers(), inner),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_no_change_of_a_row_makes_reading_raise(folder: Folder, data: st.DataObject) -> None:
    rows = [make.claim_row("killed", 3, parts={"reds": 3}), make.claim_row("date", "2020-03-11"),
            make.claim_row("attribution", actor="reds"), make.claim_row("part_of", incident="one")]  # fmt: skip
    row: dict[Any, Any] = make.incident_row("two", *rows)
    target = data.draw(st.sampled_from([row, *row["claims"]]))
    key = data.draw(st.sampled_from(sorted(target)) | st.sampled_from(["holds", "of", "stance", "code", "parts", 7]))
    target[key] = data.draw(ROWS)
    folder.put("incidents/two.yaml", row)
    loaded = load(folder.path)
    assert loaded.dataset is not None
    assert loaded.dataset.incident("one") is not None
    build(loaded.dataset)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(seed=st.integers(0, 2**32), file=st.sampled_from([*FILES, "incidents/one.yaml"]))
def test_no_change_of_bytes_makes_reading_raise(folder: Folder, seed: int, file: str) -> None:
    chance, path = random.Random(seed), folder.path / file  # noqa: S311
    whole = path.read_bytes()
    content = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 4)] = chance.choice([b"", b"\xff", b":", b"\n", b"- ", b"&a ", b"*a", b"{"])
    path.write_bytes(bytes(content))
    loaded = load(folder.path)
    path.write_bytes(whole)
    for problem in loaded.problems:
        assert problem.line >= 1
        assert problem.message
    if loaded.dataset:
        build(loaded.dataset)
