"""What a visitor corrects before an import: sheet, layer, encoding, separator, which files belong together."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.import_jobs import ImportJob
from dashboard.import_queue import Jobs
from dashboard.import_spool import spool, spool_apart
from dashboard.import_stages import Stage
from events.importing.answers import Answers
from events.importing.correcting import AS_FOUND, Correction
from events.store.store import Store

NOW, TODAY = "2026-06-01T10:00:00+00:00", date(2026, 6, 1)
Begin = Callable[[bytes, Correction], ImportJob]
ARABIC = "date;place;lat;lon\n2020-01-03;بغداد;33.26;44.23\n".encode("cp1256")
EVENTS = [{"id": "1", "description": "A strike", "date": "3/11/2020", "location": "Taji", "latitude": "33.5",
           "longitude": "44.2", "sources": ["s1"], "associations": []}]  # fmt: skip
SOURCES = {"s1": {"id": "s1", "title": "A video", "url": "https://video.example/1", "paths": []}}
TABLE = [{"date": "2020-01-03", "place": "Baghdad", "lat": 33.26, "lon": 44.23}]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", NOW) as store:
        yield store


@pytest.fixture
def begin(store: Store) -> Iterator[Begin]:
    jobs, begun = Jobs(store), list[ImportJob]()

    def begin(content: bytes, said: Correction) -> ImportJob:
        folder, given = spool([("events", io.BytesIO(content))], store)
        begun.append(jobs.begin(folder, given, NOW, TODAY, lambda: True, said=said))
        assert begun[-1].wait(30)
        return begun[-1]

    yield begin
    for job in begun:
        jobs.end(job)


def workbook() -> bytes:
    """Two sheets: one of events, and one that has a header and nothing else."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("date", "place"), ("2020-01-03", "Baghdad"), ("2020-01-04", "Mosul")):
        sheet.append(row)
    other = book.create_sheet("Other")
    for row in (("day", "town"), ("2021-01-03", "Erbil")):
        other.append(row)
    book.create_sheet("Bare").append(("day", "town"))
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said", "names", "cell"),
    [
        (workbook(), AS_FOUND, ("date", "place"), "Baghdad"),
        (workbook(), Correction(part="Other"), ("day", "town"), "Erbil"),
        (ARABIC, Correction(encoding="cp1256"), ("date", "place", "lat", "lon"), "بغداد"),
        (ARABIC, Correction(encoding="cp1251"), ("date", "place", "lat", "lon"), "ИЫПЗП"),
        (ARABIC, Correction(delimiter="|"), ("date;place;lat;lon",), ""),
    ],
    ids=["first sheet", "other sheet", "encoding", "another encoding", "another separator"],
)  # fmt: skip
def test_a_file_is_read_as_it_is_said_to_be(
    begin: Begin, content: bytes, said: Correction, names: tuple[str, ...], cell: str
) -> None:
    job = begin(content, said)
    if len(names) == 1:
        assert (job.stage, job.sniffed.delimiter if job.sniffed else "") == (Stage.FAILED, "|")
        return
    assert job.found is not None, job.problem
    assert job.found.names == names
    assert job.found.sample[0][1] == cell


def test_a_sheet_without_rows_says_so_and_the_others_can_still_be_chosen(begin: Begin) -> None:
    job = begin(workbook(), Correction(part="Bare"))
    assert job.stage is Stage.FAILED
    assert "no rows" in job.problem
    assert job.sniffed is not None
    assert job.sniffed.parts == ("Sheet", "Other", "Bare")


def test_what_the_gazetteer_answers_is_shown(begin: Begin) -> None:
    rows = b"2020-01-03,Mosul,Iraq\n2020-01-04,Mosul,Iraq\n2020-01-05,Atlantis,Iraq\n"
    job = begin(b"date,place,country\n" + rows, AS_FOUND)
    job.check(Answers())
    assert job.wait(30)
    assert job.checked is not None
    assert [(one.name, one.geocoded, one.rows) for one in job.checked.placed] == [("Mosul, Iraq", "Mosul, city, IQ", 2)]
    job.check(Answers(choices={job.checked.placed[0].key: "unplaced"}))
    assert job.wait(30)
    assert job.checked.placed == ()


@pytest.mark.parametrize(
    ("files", "groups"),
    [
        ([("a.csv", "x"), ("b.csv", "y")], [["a.csv"], ["b.csv"]]),
        ([("a.json", TABLE), ("b.json", TABLE)], [["a.json"], ["b.json"]]),
        ([("sources.json", SOURCES), ("Events.JSON", EVENTS)], [["Events.JSON", "sources.json"]]),
        ([("a.json", TABLE), ("sources.json", SOURCES), ("events.json", EVENTS)],
         [["a.json"], ["events.json", "sources.json"]]),
    ],
)  # fmt: skip
def test_files_are_data_sets_as_on_the_command_line(
    store: Store, files: list[tuple[str, object]], groups: list[list[str]]
) -> None:
    made = spool_apart([(name, io.BytesIO(json.dumps(content).encode())) for name, content in files], store)
    assert [[one.name for one in given] for _, given in made] == groups
    contents = dict(files)
    for folder, given in made:
        assert {one.path.parent for one in given} == {folder}
        assert all(json.loads(one.path.read_bytes()) == contents[one.name] for one in given)
    assert len([path for path in store.folder.iterdir() if "upload" in path.name]) == len(groups)
