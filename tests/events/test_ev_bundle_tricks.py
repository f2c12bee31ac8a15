"""verify: files that contradict each other, manifests that are none, and the tricks that archives can play."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from events.bundle.archive import pack
from events.bundle.manifest import NAME
from events.bundle.verifying import State, verify
from tests.events.ev_bundling import FILES, WHOLE, Files, listed_anew, swapped, with_manifest, words

DECEITS: list[tuple[str, Files, str]] = [
    ("a value in the table", swapped("claims.csv", b"more than 2", b"more than 9"),
     "of attack stands so in claims.csv only"),
    ("a value on the map", swapped("incidents.geojson", b'"bound": "more_than"', b'"bound": "at_least"'),
     "so in incidents.geojson only"),
    ("a position", swapped("incidents.geojson", b"44.2568", b"45.2568"), "so in incidents.geojson only"),
    ("a finding", swapped("incidents.geojson", b'"status": "single source"', b'"status": "agreed"'), "geojson only"),
    ("a speaker", swapped("claims.csv", b"A man", b"No man"), "stands so in claims.csv only"),
    ("the licence", swapped("incidents.geojson", b"CC BY 4.0", b"CC0"), "licence: incidents.geojson has CC0"),
    ("the filter", swapped("incidents.geojson", b"on any date", b"on 1 May"), "filter: incidents.geojson has"),
    ("a source", swapped("sources.json", b'"id": "paper"', b'"id": "radio"'), "sources: incidents.geojson has"),
    ("provenance", swapped("provenance.jsonld", b'"incident": "talk"', b'"incident": "attack"'), "are not those of"),
    ("fingerprint", swapped("provenance.jsonld", b'"sha256:', b'"sha256:0'), "fingerprint of provenance.jsonld is not"),
    ("columns", swapped("claims.csv", b"incident,title", b"title,incident"), "columns are not those"),
    ("no table", {**FILES, "claims.csv": b"\xff"}, "claims.csv cannot be read as what it should be"),
    ("empty table", {**FILES, "claims.csv": b""}, "claims.csv cannot be read"),
    ("a quote", {**FILES, "claims.csv": b'a\n"b'}, "claims.csv cannot be read"),
    ("no JSON", {**FILES, "incidents.geojson": b"{"}, "incidents.geojson cannot be read"),
    ("a list", {**FILES, "incidents.geojson": b"[]"}, "incidents.geojson cannot be read"),
    ("deep", {**FILES, "incidents.geojson": b"[" * 200_000}, "incidents.geojson cannot be read"),
    ("big number", {**FILES, "incidents.geojson": b"9" * 9000}, "incidents.geojson cannot be read"),
    ("odd features", {**FILES, "incidents.geojson": b'{"features": [1]}'}, "cannot be read"),
    ("odd sources", {**FILES, "sources.json": b"[[]]"}, "sources.json cannot be read"),
    ("odd provenance", {**FILES, "provenance.jsonld": b'{"@graph": 3}'}, "provenance.jsonld cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "problem"), [one[1:] for one in DECEITS], ids=[one[0] for one in DECEITS])
def test_files_that_contradict_each_other_are_found_though_hashes_fit(files: Files, problem: str) -> None:
    verdict = verify(pack(listed_anew(files)))
    assert {one.state for one in verdict.files} == {State.WHOLE}
    assert not verdict.whole
    assert problem in words(verdict)


MANIFESTS: list[tuple[str, Files, bool, str]] = [
    ("none", {name: data for name, data in FILES.items() if name != NAME}, False, "it holds no manifest.json"),
    ("of something else", {**FILES, NAME: b'{"format": "x"}'}, False, "expected the format sourcepin-bundle"),
    ("no JSON", {**FILES, NAME: b"{"}, True, "manifest.json: not readable as JSON"),
    ("deep", {**FILES, NAME: b"[" * 200_000}, True, "not readable as JSON"),
    ("huge", {**FILES, NAME: b" " * (2**20 + 1)}, False, "expected at most 1024 KiB"),
    ("later", with_manifest(format_version=2), True, "use a newer program"),
    ("unknown key", with_manifest(more=1), True, "more: Extra inputs are not permitted"),
    ("no files", with_manifest(files=[]), True, "the manifest does not list claims.csv, which every bundle holds"),
    ("counts", with_manifest(counts={"certain": 9, "possible": 0, "claims": 6, "sources": 1}), True,
     "incidents certain: incidents.geojson has 2, the manifest has 9"),
    ("date as a number", with_manifest(date=1), True, "manifest"),
    ("no order", with_manifest(files=json.loads(FILES[NAME])["files"][::-1]), True, "twice, or out of order"),
    ("white space", {**FILES, NAME: FILES[NAME] + b" "}, True, "is not written as a bundle's manifest is"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "is_bundle", "problem"), [one[1:] for one in MANIFESTS], ids=[one[0] for one in MANIFESTS]
)
def test_a_manifest_that_is_not_right(files: Files, is_bundle: bool, problem: str) -> None:
    verdict = verify(pack(files))
    assert not verdict.whole
    assert verdict.is_bundle is is_bundle
    assert problem in words(verdict)


@dataclass
class Entry:
    """One entry of an archive that is packed by hand."""

    name: str
    data: bytes
    mode: int = stat.S_IFREG | 0o644
    compress: int = zipfile.ZIP_STORED


def by_hand(*entries: Entry, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr, info.compress_type = 3, entry.mode << 16, entry.compress
            archive.writestr(info, entry.data)
        archive.comment = comment
    return buffer.getvalue()


OURS = tuple(Entry(name, FILES[name]) for name in sorted(FILES))
OTHERS = tuple(one for one in OURS if one.name != "map.html")
REPACKED = "the archive is not packed as a bundle is"
ARCHIVES: list[tuple[str, Callable[[], bytes], str]] = [
    ("out of the folder", lambda: by_hand(*OURS, Entry("../evil", b"")), "extra    ../evil  (its name is no plain"),
    ("absolute", lambda: by_hand(*OURS, Entry("/etc/passwd", b"")), "its name is no plain path"),
    ("of another system", lambda: by_hand(*OURS, Entry("a\\..\\b", b"")), "its name is no plain path"),
    ("folder", lambda: by_hand(*OURS, Entry("more/", b"", stat.S_IFDIR | 0o755)), "its name is no plain path"),
    ("link", lambda: by_hand(*OTHERS, Entry("map.html", b"/etc/passwd", stat.S_IFLNK | 0o777)),
     "changed  map.html  (it is a symbolic link)"),
    ("device", lambda: by_hand(*OURS, Entry("more", b"", stat.S_IFCHR | 0o644)), "it is no regular file"),
    ("bomb", lambda: by_hand(*OURS, Entry("more", bytes(10**7), compress=zipfile.ZIP_DEFLATED)), "it is compressed"),
    ("compressed", lambda: by_hand(*OTHERS, Entry("map.html", FILES["map.html"], compress=zipfile.ZIP_DEFLATED)),
     "changed  map.html  (it is compressed"),
    ("rights", lambda: by_hand(*OTHERS, Entry("map.html", FILES["map.html"], stat.S_IFREG | 0o4755)), REPACKED),
    ("order", lambda: by_hand(*OURS[::-1]), REPACKED),
    ("comment", lambda: by_hand(*OURS, comment=b"hello"), REPACKED),
    ("before", lambda: b"#!/bin/sh\n" + WHOLE, REPACKED),
    ("after", lambda: WHOLE + b"more", "NOT whole."),
]  # fmt: skip


@pytest.mark.parametrize(("archive", "problem"), [one[1:] for one in ARCHIVES], ids=[one[0] for one in ARCHIVES])
def test_tricks_of_archives_are_found(archive: Callable[[], bytes], problem: str) -> None:
    verdict = verify(archive())
    assert not verdict.whole
    assert problem in words(verdict) or not verdict.is_bundle


def test_a_name_that_stands_twice_is_found() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = by_hand(*OURS, Entry("map.html", b"another"))
    assert "problem  'map.html' stands in it twice" in words(verify(data))


def test_more_files_than_are_read_are_found() -> None:
    many = (Entry(f"f{number}", b"") for number in range(1100))
    assert "at most 1000 are read" in words(verify(by_hand(*OURS, *many)))


def test_more_than_is_read_is_no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.bundle.archive.LARGEST", len(WHOLE) - 1)
    assert not verify(WHOLE).is_bundle
