"""What a data set is called: by its own export, by the one it replaces, by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.exporting.formats import FORMATS
from events.exporting.source import About, DataSetLine
from events.filters import IncidentFilter
from events.importing.answers import Answers, GivenFile
from events.importing.describing import describe
from events.importing.intake import Intake
from events.importing.own_about import _from_words, read_about
from events.importing.sniffing import sniff
from events.store.asking import Asker
from events.store.registry import Entry
from events.store.store import Store
from events.store.streams import store_export
from tests.events import cl_building as make
from tests.events import rt_building as rt

SAID = Answers(name="Bridges of Iraq", version="1.2", licence="CC BY 4.0", attribution="The Watch, and others")
GED = "UCDP Georeferenced Event Dataset (GED), version"
WHOLE = [key for key, one in FORMATS.items() if one.whole]


def export(store: Store, key: str, folder: Path) -> Path:
    """An export of the imported data sets, with what was said of them."""
    lines = (DataSetLine(one.id, one.name, one.version, one.licence, one.attribution) for one in store.entries)
    path, about = folder / f"mine{FORMATS[key].ending}", About(tuple(lines), "everything", rt.TODAY)
    names = {one.number: one.id for one in store.entries}
    with path.open("wb") as file:
        FORMATS[key].write(store_export(Asker(store.engine), store.engine, IncidentFilter(), about, names), file)
    return path


@pytest.mark.parametrize("key", WHOLE)
def test_an_export_says_of_itself_what_was_said_of_it(tmp_path: Path, key: str) -> None:
    with rt.opened(tmp_path) as store:
        rt.bring_in(store, make.file(tmp_path, "plain.csv"), SAID)
        file = export(store, key, tmp_path)
    given = [GivenFile(file, "renamed" + file.suffix)]
    with rt.opened(tmp_path / "other") as other, Intake(other, given, "2026-06-01T00:00") as made:
        made.read()
        assert made.format == "own"
        found = made.description(Answers())
        assert (found.name, found.version, found.licence, found.attribution) == (
            SAID.name, SAID.version, SAID.licence, SAID.attribution
        )  # fmt: skip
        assert made.description(Answers(licence="CC0")).licence == "CC0"


@pytest.mark.parametrize("key", ["geojson", "geoparquet", "gpkg", "xlsx"])
def test_of_several_data_sets_only_what_all_say_is_taken(tmp_path: Path, key: str) -> None:
    with rt.opened(tmp_path) as store:
        rt.bring_in(store, make.file(tmp_path, "plain.csv"), SAID)
        other = Answers(name="Roads", version="3", licence="CC BY 4.0", id="roads")
        rt.bring_in(store, make.file(tmp_path, "list.json"), other)
        file = export(store, key, tmp_path)
    found = read_about(file, sniff(file))
    assert found.name == "Bridges of Iraq; Roads"
    assert (found.version, found.attribution) == ("", "The Watch, and others")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A, version 1, version 1, CC0", ("A, version 1", "1", "CC0", "")),
        ("A, b, version 1, CC0, who, what", ("A, b", "1", "CC0", "who, what")), ("A, CC0", ("A", "", "CC0", "")),
        ("A, b, CC0", None), ("A, version 2, CC0", ("A", "2", "CC0", "")),
    ],
)  # fmt: skip
def test_words_of_a_data_set(words: str, found: tuple[str, ...] | None) -> None:
    said = _from_words(words)
    assert (None if said is None else (said.name, said.version, said.licence, said.attribution)) == found


def test_the_words_are_those_that_are_written() -> None:
    line = DataSetLine("a", "A, b", "1", "CC0", attribution="who, what")
    said = _from_words(line.words)
    assert said is not None
    assert (said.name, said.version, said.licence, said.attribution) == ("A, b", "1", "CC0", "who, what")


def old(name: str, file: str, format: str) -> Entry:
    return Entry(number=1, id="x", name=name, format=format, files=(file,), content_hash="a" * 64, imported="now",
                 accepted=1, licence="not stated", attribution="Us")  # fmt: skip


@pytest.mark.parametrize(
    ("before", "file", "format", "name"),
    [
        (old(f"{GED} 19.1", "ged191.csv", "ucdp"), "ged201.csv", "ucdp", f"{GED} 20.1"),
        (old(f"{GED} 19.1 (2)", "ged191.csv", "ucdp"), "ged201.csv", "ucdp", f"{GED} 20.1"),
        (old("Conflict", "ged191.csv", "ucdp"), "ged201.csv", "ucdp", "Conflict"),
        (old("events", "events.csv", "generic"), "events-new.csv", "generic", "events"),
        (None, "events-new.csv", "generic", "events-new"),
    ],
)
def test_a_name_that_says_its_release_is_not_kept(before: Entry | None, file: str, format: str, name: str) -> None:
    found = describe(Answers(), format, file, None, before)
    assert (found.name, found.attribution) == (name, "Us" if before else "")
    assert found.licence == ("CC BY 4.0" if format == "ucdp" else "not stated")


@pytest.mark.parametrize(
    ("said", "replaces", "name"),
    [("", False, "ACLED export (3)"), ("ACLED export", False, "ACLED export"), ("", True, "ACLED export")],
    ids=["found", "chosen by a person", "new version"],
)
def test_two_data_sets_are_not_called_the_same(said: str, replaces: bool, name: str) -> None:
    there = [old("ACLED export", "a.csv", "acled"), old("ACLED export (2)", "b.csv", "acled")]
    there = [one.model_copy(update={"id": f"a{number}"}) for number, one in enumerate(there)]
    found = describe(Answers(name=said), "acled", "c.csv", None, there[0] if replaces else None, there)
    assert found.name == name
    assert found.title == "ACLED export"
