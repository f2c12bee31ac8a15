"""TimeMap exports: one or several files given together, into ``shaped``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from events.importing import timemap
from tests.events import im_shaping as make

EVENT: dict[str, Any] = {
    "id": "e1", "description": "A bridge was hit", "date": "03/11/2022", "time": "14:05", "location": "Testville",
    "latitude": "33.30", "longitude": "44.40", "category": "Strike", "sources": ["s1", "s2"],
    "associations": ["a1", "a2"],
    "comments": "",
}  # fmt: skip
SOURCES = {
    "s1": {"id": "s1", "title": "Video of the bridge", "author": "A witness", "date": "03/12/2022",
           "paths": ["https://example.org/v1"], "type": "Video"},
    "s2": {"id": "s2", "title": "", "description": "A photograph", "paths": [], "url": "https://example.org/p"},
}  # fmt: skip
ASSOCIATIONS = [
    {"id": "a1", "title": "Bridges", "mode": "FILTER", "filter_paths": ["Targets", "Bridges"]},
    {"id": "a2", "title": "The river", "mode": "NARRATIVE"},
]


def shaped(*events: dict[str, Any], sources: Any = SOURCES, associations: Any = ASSOCIATIONS) -> list[dict[str, Any]]:
    """Those events, shaped and checked."""
    parts = timemap.gather([list(events), sources, associations])
    rows = [
        {name: value if isinstance(value, str) or value is None else json.dumps(value) for name, value in event.items()}
        for event in parts.events
    ]
    with make.staged(rows) as staging:
        return make.shaped(staging, timemap.shape(staging, parts))


def test_an_event_says_what_its_file_says() -> None:
    (row,) = shaped(EVENT)
    assert (row["id"], row["title"], row["short"], row["kind"]) == (
        "e1",
        "A bridge was hit",
        "Strike, Testville",
        "context",
    )
    assert (row["lat"], row["lon"], row["precision"], row["radius_km"]) == (33.3, 44.4, 1, 5.0)
    assert make.said(row, "date") == [("2022-03-11", None)]
    assert make.said(row, "time") == [("14:05", None)]
    assert make.said(row, "account") == [("A bridge was hit", None)]
    assert [value for value, _ in make.said(row, "other")] == [
        "category: Strike",
        "filter: Bridges",
        "narrative: The river",
    ]
    assert row["sources"] == [
        {
            "publisher": "A witness",
            "title": "Video of the bridge",
            "published": "2022-03-12",
            "url": "https://example.org/v1",
        },
        {"publisher": None, "title": "A photograph", "published": None, "url": "https://example.org/p"},
    ]
    assert make.incident(row)
    assert row["parties"] == []


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["gone"], [(None, "gone", None)]),
        ([{"id": "x", "path": "https://example.org/x", "description": "A post"}], [(None, "A post", "https://example.org/x")]),
        ([], []), (None, []), ("s2", [(None, "A photograph", "https://example.org/p")]),
    ],
)  # fmt: skip
def test_sources_by_id_or_whole(sources: Any, expected: list[tuple[str | None, str, str | None]]) -> None:
    (row,) = shaped(EVENT | {"sources": sources})
    assert [(one["publisher"], one["title"], one["url"]) for one in row["sources"]] == expected


def test_associations_without_their_file_are_kept() -> None:
    (row,) = shaped(EVENT | {"associations": [{"key": "Area", "value": "Residential"}, "free"]}, associations=[])
    assert [value for value, _ in make.said(row, "other")][1:] == ["Area: Residential", "association: free"]


def test_an_event_without_coordinates_is_unplaced() -> None:
    (row,) = shaped(EVENT | {"latitude": "", "longitude": ""})
    assert (row["precision"], row["lat"], row["radius_km"], row["place"]) == (5, None, None, "Testville")


@pytest.mark.parametrize("changes", [{"latitude": "93"}, {"date": "31/12/2022"}, {"longitude": ""}])
def test_what_cannot_be_is_set_aside(changes: dict[str, str]) -> None:
    assert [row["id"] for row in shaped(EVENT | changes, EVENT | {"id": "e2"})] == ["e2"]


@pytest.mark.parametrize(
    "documents",
    [
        [[EVENT], SOURCES, ASSOCIATIONS],
        [ASSOCIATIONS, SOURCES, [EVENT]],
        [{"events": [EVENT], "sources": SOURCES, "associations": ASSOCIATIONS}],
        [{"events": [EVENT], "associations": ASSOCIATIONS}, {"sources": list(SOURCES.values())}],
    ],
)
def test_files_are_sorted_by_what_is_in_them(documents: list[Any]) -> None:
    parts = timemap.gather(documents)
    assert parts.events == (EVENT,)
    assert dict(parts.sources) == SOURCES
    assert list(parts.associations) == ASSOCIATIONS


def test_files_without_events_are_refused() -> None:
    with pytest.raises(ValueError, match="expected a list of events"):
        timemap.gather([SOURCES, ASSOCIATIONS])


def test_it_is_recognised_by_its_keys() -> None:
    assert timemap.recognise(list(EVENT))
    assert not timemap.recognise(["id", "date", "latitude", "longitude"])
    with make.staged([{"id": "1"}]) as staging, pytest.raises(ValueError, match="give the file as another format"):
        timemap.shape(staging, timemap.Parts((), {}, ()))
