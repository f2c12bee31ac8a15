"""verify: any byte changed anywhere is found, nothing makes it raise, and it says what is wrong where."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.bundle.archive import pack
from events.bundle.manifest import NAME, read, sha256
from events.bundle.verifying import State, Verdict, verify
from tests.events.ev_bundling import FILES, WHOLE, swapped, words


def state(verdict: Verdict, name: str) -> State | None:
    return next((one.state for one in verdict.files if one.name == name), None)


def test_a_bundle_as_made_is_whole() -> None:
    verdict = verify(WHOLE)
    assert verdict.whole
    assert {one.name for one in verdict.files} == set(FILES) - {NAME}
    assert verdict.sha256 == sha256(WHOLE)
    assert words(verdict).startswith("A small data set, version 0.1.0, CC BY 4.0; 2026-05-06\n")
    assert words(verdict).endswith("\nWhole.")


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), min_size=1, max_size=8))
@settings(deadline=None, max_examples=300)
def test_random_bytes_changed_anywhere_are_found(flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, by in flips:
        data[at] ^= by
    if bytes(data) != WHOLE:
        verdict = verify(bytes(data))
        assert not verdict.whole
        assert "\nWhole." not in words(verdict)


def around_the_files() -> list[int]:
    """Where the archive holds something else than the content of its files."""
    inside: set[int] = set()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        for one in archive.infolist():
            start = one.header_offset + 30 + len(one.filename)
            inside.update(range(start, start + one.file_size))
    return [at for at in range(len(WHOLE)) if at not in inside]


@pytest.mark.parametrize("by", [0x01, 0x80, 0xFF])
def test_every_byte_around_the_files_counts(by: int) -> None:
    places = around_the_files()
    assert len(places) > 700
    data = bytearray(WHOLE)
    for at in places:
        data[at] ^= by
        assert not verify(bytes(data)).whole, f"byte {at}"
        data[at] ^= by
    assert bytes(data) == WHOLE


@given(st.integers(0, len(WHOLE)), st.binary(max_size=30), st.integers(0, 60))
@settings(deadline=None, max_examples=150)
def test_bytes_put_in_or_taken_out_are_found(at: int, put: bytes, taken: int) -> None:
    data = WHOLE[:at] + put + WHOLE[at + taken :]
    if data != WHOLE:
        assert not verify(data).whole


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_judged(data: bytes) -> None:
    assert not verify(data).is_bundle
    assert words(verify(data)).endswith("Not a bundle of Sourcepin.")


def test_what_is_changed_missing_and_extra_is_told_apart() -> None:
    files = {**swapped("claims.csv", b"Camp", b"Damp"), "more.txt": b""}
    del files["sources.bib"]
    verdict = verify(pack(files))
    assert state(verdict, "claims.csv") is State.CHANGED
    assert state(verdict, "sources.bib") is State.MISSING
    assert state(verdict, "more.txt") is State.EXTRA
    assert state(verdict, "map.html") is State.WHOLE
    for line in ("changed  claims.csv  (its SHA-256 is not the manifest's)", "missing  sources.bib",
                 "extra    more.txt", "whole    map.html", "NOT whole."):  # fmt: skip
        assert line in words(verdict)


def test_another_size_is_said() -> None:
    verdict = verify(pack(swapped("map.html", b"html", b"htm")))
    assert "changed  map.html  (expected 15 bytes, got 14)" in words(verdict)


def test_nothing_that_a_terminal_acts_on_is_printed() -> None:
    plain = json.loads(FILES[NAME])
    plain["sentence"] = "\x1b[2J\x1b]0;x\x07 gone \u202e"
    files = {**FILES, NAME: (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()}
    verdict = verify(pack(files))
    assert verdict.manifest is not None
    assert all(line.isprintable() for line in words(verdict).splitlines())
    assert " gone " in words(verdict)


def test_a_manifest_comes_back_as_it_was() -> None:
    assert read(FILES[NAME]).text() == FILES[NAME]
