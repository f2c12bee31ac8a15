"""Faults that were found by trying everything: names of columns, places, descriptions, versions, refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from events.importing import own_files, together
from events.importing.geocoding import search
from events.importing.intake import Answers, GivenFile, Intake
from events.importing.limits import ImportRefused, counted
from events.importing.recognising import answer, propose
from events.importing.recognising_words import role_of_name
from events.importing.sniffing import sniff
from events.importing.timemap import Parts
from events.store.ids import free_id, rival
from events.store.store import Store
from tests.events import cl_building as make
from tests.events.im_generic_building import rejected, shaped, workbench

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("place.name", "place"), ("place.lat", "lat"), ("place.lon", "lon"), ("location.country", "country"),
        ("casualties.killed", "killed"), ("source.url", "url"), ("actor.name", "involved"), ("victim.age", None),
        ("place.type", None), ("No. killed", "killed"),
        ("source_count", None), ("count of sources", None), ("source reliability", None), ("source_country", None),
        ("number of victims", None), ("number of deaths", "killed"), ("source 2", "publisher"),
        ("source_a", "publisher"), ("primary source", "publisher"), ("source", "publisher"), ("sources", "publisher"),
    ],
)  # fmt: skip
def test_what_a_name_of_a_column_says(column: str, role: str | None) -> None:
    found = role_of_name(column)
    assert (found[0] if found else None) == role


def test_coordinates_of_a_json_object_are_taken() -> None:
    sample = {"place.name": ["Taji"], "place.lat": ["33.5"], "place.lon": ["44.2"]}
    assert propose(list(sample), sample).mapping.columns == {
        "place": "place.name", "lat": "place.lat", "lon": "place.lon"
    }  # fmt: skip


@pytest.mark.parametrize("text", ['[{"actor": "a", "name": "A"}]', '{"a": 1}', '[{"name": "A", "cut o'])
def test_json_text_is_no_name_of_actors(text: str) -> None:
    found = propose(["parties"], {"parties": [text]})
    assert (found.mapping.actors, found.mapping.other) == ((), ("parties",))
    assert propose(["parties"], {"parties": ["[Unknown] group"]}).mapping.actors


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("Taji", None), ("التاجي", None), ("Taji base", "Camp Taji"), ("Camp Taji", "Camp Taji"),
        ("Baghdad airport", "Baghdad International Airport"), ("Tahrir Square", "Tahrir Square, Baghdad"),
    ],
)  # fmt: skip
def test_a_base_is_not_taken_for_the_town_that_it_is_called_like(place: str, taken: str | None) -> None:
    found = search(place, "", "Iraq")
    assert (found.taken.name if found.taken else None) == taken
    if taken is None:
        assert "Camp Taji" in [one.name for one in found.offered]
        assert "does not say that it means the air base" in found.note


def test_axes_that_only_look_swapped_are_kept_where_a_person_says_so(tmp_path: Path) -> None:
    rows = "\n".join(f"2020-03-0{n},44.{n},33.{n},Iraq" for n in range(1, 6))
    sample = {"date": ["2020-03-01"], "lat": ["44.1"], "lon": ["33.1"], "country": ["Iraq"]}
    proposal = propose(list(sample), sample)
    with workbench(tmp_path, f"date,lat,lon,country\n{rows}\n") as staging:
        assert shaped(staging, proposal.mapping) == []
    kept = answer(proposal, {"swap": "keep"}).mapping
    with workbench(tmp_path, f"date,lat,lon,country\n{rows}\n") as staging:
        assert [row["lat"] for row in shaped(staging, kept)] == [44.1, 44.2, 44.3, 44.4, 44.5]
        assert rejected(staging) == []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", "now") as opened:
        yield opened


def intake(store: Store, *paths: Path) -> Intake:
    """An import that has been read."""
    made = Intake(store, [GivenFile(path, path.name) for path in paths], "2026-06-01T00:00")
    made.read()
    return made


def written(folder: Path, text: str, name: str = "events.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_new_version_keeps_what_was_said_of_the_old_one(store: Store, tmp_path: Path) -> None:
    said = Answers(name="Bridges", version="1", licence="CC BY 4.0", attribution="The Bridge Watch", id="bridges")
    with intake(store, make.file(tmp_path, "plain.csv")) as first:
        first.check(said, TODAY)
        first.write(said)
    with intake(store, make.file(tmp_path, "mixed.csv")) as second:
        again = Answers(replaces="bridges")
        found = second.description(again)
        assert (found.name, found.licence, found.attribution) == ("Bridges", "CC BY 4.0", "The Bridge Watch")
        assert found.version == ""
        assert second.description(replace(again, name="New", licence="CC0")).name == "New"
        assert second.description(replace(again, name="New", licence="CC0")).licence == "CC0"


def test_nothing_is_written_without_a_row_or_with_a_question_open(store: Store, tmp_path: Path) -> None:
    for name, why in (("bad.csv", "no row was accepted"), ("asks.csv", "leaves open: date_order")):
        with intake(store, make.file(tmp_path, name)) as made:
            made.check(Answers(), TODAY)
            assert made.proposal is not None
            given = Answers(mapping=made.proposal.mapping) if name == "bad.csv" else Answers()
            with pytest.raises(ImportRefused, match=why):
                made.write(given)
    assert store.entries == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@article{key2020,\n  title = {A},\n  year = {2020}\n}\n", "references .BibTeX."),
        ("% kept by hand\n@misc{ key2020, title = {A, b, c}, year = {2020}}\n", "references .BibTeX."),
        ("TY  - JOUR\nTI  - A\nER  - \n", "references .RIS."),
        ("remarks\nA line of text\nand another\n", "it is text, no table of events"),
    ],
)
def test_what_is_no_table_of_events_is_refused(store: Store, tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        intake(store, written(tmp_path, text))


def test_one_column_that_says_something_is_a_table(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "date\n2020-03-01\n2020-03-02\n")
    with intake(store, path) as made:
        assert made.check(Answers(), TODAY).accepted == 2
    with Intake(store, [GivenFile(written(tmp_path, "remarks\na\nb\n"), "a.csv")], "2026-06-01T00:00") as forced:
        forced.read("generic")
        assert forced.format == "generic"


def test_a_broken_object_is_cut_at_its_own_end(store: Store, tmp_path: Path) -> None:
    text = '[{"date": "2020-03-01", "killed": NaN}, {"date": "2020-03-02", "killed": 1}]'
    with intake(store, written(tmp_path, text, "events.json")) as made:
        made.check(Answers(), TODAY)
        (fault,) = made.rejects()
    assert (fault.row, fault.value) == (1, '{"date": "2020-03-01", "killed": NaN}')


@pytest.mark.parametrize(
    ("id", "taken", "free"),
    [
        ("u", [], "u"), ("u", ["u"], "u2"), ("u", ["u", "u2"], "u3"), ("u-2", ["u"], "u2-2"), ("u", ["u-2"], "u2"),
        ("a-1", ["a-1"], "a-1x2"), ("ab", ["a"], "ab"), ("u", ["u", "u2-5"], "u2x2"), ("a-b", ["a", "a2"], "a2x2-b"),
    ],
)  # fmt: skip
def test_ids_of_two_data_sets_cannot_meet(id: str, taken: list[str], free: str) -> None:
    assert free_id(id, taken) == free
    assert rival(free, taken) == ""


def test_incidents_of_two_data_sets_have_ids_of_their_own(store: Store, tmp_path: Path) -> None:
    for name, own in (("u", "2-1"), ("u-2", "1")):
        path = written(tmp_path, f"id,date,lat,lon\n{own},2020-03-01,33.3,44.3\n", f"{name}.csv")
        with intake(store, path) as made:
            made.check(Answers(), TODAY)
            made.write(Answers())
    ids = store.engine.ask(store.engine.tables()["incidents"].select("id")).to_pylist()
    assert len({row["id"] for row in ids}) == 2


@pytest.mark.parametrize(("count", "told"), [(0, "0 rows"), (1, "1 row"), (2000, "2,000 rows")])
def test_one_is_not_said_as_many(count: int, told: str) -> None:
    assert counted(count, "row") == told


def test_messages_of_one(store: Store, tmp_path: Path) -> None:
    (question,) = propose(["date"], {"date": ["25/06/20"]}).open
    assert question.text.startswith("1 date has a year of two digits")
    assert propose(["date"], {"date": ["25/06/2020"]}).notes == (
        "dates are day/month/year: 1 begins with a number above 12",
    )
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>a</name></Placemark></kml>'
    assert sniff(written(tmp_path, kml, "a.kml")).notes == ("KML with 1 placemark",)


def test_a_timemap_export_is_parsed_once_for_its_parts(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [make.file(tmp_path, name) for name in ("timemap.json", "sources.json", "associations.json")]

    def never(*_: object) -> None:
        raise AssertionError("the files were read for their parts already")

    monkeypatch.setattr(own_files, "timemap_parts", never)
    with intake(store, *files) as made:
        assert made.check(Answers(), TODAY).accepted == 2
        made.write(Answers())
    names = store.engine.tables()
    titles = store.engine.ask(names["sources"].select("title")).to_pylist()
    assert {"title": "Video of the bridge"} in titles
    assert together.part_of(files[1]) == "sources"


def test_one_timemap_file_is_parsed_once_for_its_parts(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, real = [], own_files.timemap_parts

    def counting(paths: Sequence[Path]) -> Parts:
        calls.append(paths)
        return real(paths)

    monkeypatch.setattr(own_files, "timemap_parts", counting)
    with intake(store, make.file(tmp_path, "timemap.json")) as made:
        made.check(Answers(), TODAY)
        made.check(Answers(), TODAY)
    assert len(calls) == 1
